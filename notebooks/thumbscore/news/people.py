"""The cast: 72 invented people, each with a name, an occupation and a look.

Names and looks do not depend on the seed of the articles, so that a model trained on one set of news knows the people
of another.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

import numpy as np

from thumbscore.news.looks import Look, invent_distinct_looks

CAST_SEED = 2024
HELD_OUT_PER_SPHERE = 2

WOMEN = (
    "Alvena Brisela Corlenne Dariva Elspira Fiorane Gretavia Halvine Ismira Jorvina Kestrina Lunetha Maravel "
    "Nerivane Ottilda Perinna Quilla Rosmera Selvane Tamsira Ulvina Vespera Wilmarie Xanthera Yselda Zephira "
    "Adelune Belmira Cendra Dovinia Evarine Gisolde Hestrine Isaveth Liorel Mirabeth"
).split()
MEN = (
    "Alderan Brantis Corvane Dorrick Edmar Fendric Garrolt Hadrigan Ingvald Jorrin Kelvar Lorcas Mordane Norvil "
    "Osgarth Pelmar Quentis Rudovan Stavrin Torbren Ulmar Varrick Wendolf Xavrin Yorvic Zoltren Ambrol Bastavin "
    "Cassimer Drustan Evrard Gideor Holvis Ivarro Leoric Matthos"
).split()
SURNAMES = (
    "Abernolt Ashkettle Barrowind Belcastor Brackmoor Calderine Carrowick Corbetane Dalmerrow Darnwell Drevany "
    "Eastrick Elvorsen Fallowmere Farrigan Fenmarch Galbright Garrowen Grimsdell Hallorane Harkvale Hesterlow "
    "Holmberry Ildersen Ingramond Jessamor Kallister Kettering Kirkvane Lambrecht Lanceroy Lindquarry Lorrimont "
    "Maddocken Marchbane Merriwick Mossgrave Narramore Nethercott Norrister Oakhaver Ollivane Ormescott Pallander "
    "Pembrick Pennarth Quarrel Quillonby Rackstraw Ravenhurst Redmarley Rosterman Sandilow Satterby Selwynne "
    "Silverane Sorrelby Tattersby Thackwell Thornaby Tolverine Underhay Ulverton Vandermoor Varleigh Vickerane "
    "Wainscott Wetherlow Wolvercote Yarrowby Yelverane Zellander"
).split()
OCCUPATIONS = {
    "politics": ("mayor", "finance minister", "opposition leader", "senator"),
    "justice": ("lawyer", "judge", "prosecutor", "police chief"),
    "sport": ("striker", "goalkeeper", "coach", "sprinter"),
    "culture": ("singer", "pianist", "novelist", "film director"),
    "business": ("banker", "union leader", "chief executive", "shop owner"),
    "science": ("geologist", "astronomer", "doctor", "fire chief"),
}
SPHERES = tuple(OCCUPATIONS)


@dataclass(frozen=True)
class Person:
    """Somebody whom the news is about; a person who is held out appears in the test set only."""

    first: str
    surname: str
    sphere: str
    occupation: str
    look: Look
    held_out: bool

    @property
    def name(self) -> str:
        """The full name, which nobody else has."""
        return f"{self.first} {self.surname}"

    def as_row(self) -> dict[str, object]:
        """The person as people.json lists it."""
        return {
            "name": self.name,
            "first": self.first,
            "surname": self.surname,
            "sphere": self.sphere,
            "occupation": self.occupation,
            "split": "test" if self.held_out else "train",
            "look": asdict(self.look),
        }


@cache
def cast() -> tuple[Person, ...]:
    """Everybody, in a fixed order; half of them are women, and the spheres take turns."""
    random = np.random.RandomState(CAST_SEED)
    count = len(SURNAMES)
    sexes = ["woman" if (i // len(SPHERES)) % 2 else "man" for i in range(count)]
    looks = invent_distinct_looks(random, sexes)
    firsts = {"woman": list(random.permutation(WOMEN)), "man": list(random.permutation(MEN))}
    surnames = random.permutation(SURNAMES)
    people = []
    for i, (sex, look, surname) in enumerate(zip(sexes, looks, surnames, strict=True)):
        sphere, turn = SPHERES[i % len(SPHERES)], i // len(SPHERES)
        occupations = OCCUPATIONS[sphere]
        held_out = turn >= count // len(SPHERES) - HELD_OUT_PER_SPHERE
        occupation = occupations[(turn // 2) % len(occupations)]
        people.append(Person(str(firsts[sex].pop()), str(surname), sphere, occupation, look, held_out))
    return tuple(people)


def known_people(sphere: str | None = None) -> list[Person]:
    """The people who appear in every split, of one sphere or of all."""
    return [person for person in cast() if not person.held_out and sphere in (None, person.sphere)]


def held_out_people() -> list[Person]:
    """The people who appear in the test set only."""
    return [person for person in cast() if person.held_out]
