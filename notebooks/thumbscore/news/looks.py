"""What a person looks like: the traits that stay the same in every picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from canvas import Colour

Random = np.random.RandomState

SKINS: dict[str, Colour] = {
    "pale": (250, 220, 198),
    "fair": (236, 188, 154),
    "tan": (204, 148, 106),
    "brown": (150, 98, 66),
    "dark": (96, 62, 46),
}
HAIR_COLOURS: dict[str, Colour] = {
    "black": (34, 30, 34),
    "brown": (106, 66, 38),
    "red": (190, 72, 28),
    "blond": (232, 192, 96),
    "grey": (158, 158, 164),
    "white": (242, 240, 234),
}
CLOTH_COLOURS: dict[str, Colour] = {
    "red": (196, 40, 44),
    "blue": (40, 84, 186),
    "green": (36, 130, 76),
    "yellow": (238, 196, 52),
    "purple": (122, 64, 158),
    "orange": (234, 122, 36),
    "pink": (234, 130, 170),
    "white": (240, 240, 236),
    "grey": (112, 116, 124),
    "navy": (32, 40, 76),
}
MEN_HAIR = ("bald", "cropped", "parted", "quiff", "curly", "spiky", "long")
WOMEN_HAIR = ("bob", "long", "bun", "afro", "braids", "ponytail", "cropped", "curly")
FACES = ("oval", "round", "long", "square")
GLASSES = ("none", "none", "none", "round", "round", "square", "square", "dark")
BEARDS = ("none", "full", "moustache", "goatee")
HATS = ("none", "none", "none", "none", "none", "none", "none", "cap", "beanie", "hat", "headscarf")
CLOTHES = ("suit", "pullover", "shirt", "striped", "hooded", "dress")

# how much a difference of each trait helps to tell two people apart
WEIGHTS = {
    "sex": 1.0,
    "skin": 2.0,
    "hair": 2.0,
    "hair_colour": 2.0,
    "face": 0.7,
    "glasses": 1.5,
    "beard": 1.5,
    "hat": 1.0,
    "clothes": 1.0,
    "cloth_colour": 1.5,
    "accent": 0.5,
}


@dataclass(frozen=True)
class Look:
    """A person's traits; every value is a word of this module's lists."""

    sex: str
    skin: str
    hair: str
    hair_colour: str
    face: str
    glasses: str
    beard: str
    hat: str
    clothes: str
    cloth_colour: str
    accent: str


def pick(random: Random, values: Sequence) -> object:
    """One of the values, all equally likely."""
    return values[random.randint(len(values))]


def invent_look(random: Random, sex: str) -> Look:
    """A random look of a man or a woman."""
    man = sex == "man"
    cloth, accent = (sorted(CLOTH_COLOURS)[i] for i in random.permutation(len(CLOTH_COLOURS))[:2])
    hat = pick(random, HATS if not man else HATS[:-1])
    return Look(
        sex=sex,
        skin=pick(random, list(SKINS)),
        hair=pick(random, MEN_HAIR if man else WOMEN_HAIR),
        hair_colour=pick(random, list(HAIR_COLOURS)),
        face=pick(random, FACES),
        glasses=pick(random, GLASSES),
        beard=pick(random, BEARDS) if man else "none",
        hat=hat,
        clothes=pick(random, CLOTHES[:-1] if man else CLOTHES),
        cloth_colour=cloth,
        accent=accent,
    )


def difference(first: Look, second: Look) -> float:
    """How well two people can be told apart: the weights of the traits that differ, as far as they can be seen."""
    total = 0.0
    for field in fields(Look):
        hidden = field.name == "hair_colour" and "bald" in (first.hair, second.hair)
        if getattr(first, field.name) != getattr(second, field.name) and not hidden:
            total += WEIGHTS[field.name]
    return total


def invent_distinct_looks(random: Random, sexes: Sequence[str], tries: int = 30) -> list[Look]:
    """One look for each person; each is the one of several tries that resembles the earlier people least."""
    looks: list[Look] = []
    for sex in sexes:
        candidates = [invent_look(random, sex) for _ in range(tries)]
        looks.append(max(candidates, key=lambda look: min((difference(look, other) for other in looks), default=0.0)))
    return looks
