"""Headlines and summaries: people go by their surnames, now and then with their occupations, with quotes and asides."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from stories import DAYS, PLACES
from thumbscore.news.events import Event
from thumbscore.news.looks import pick
from thumbscore.news.people import Person
from thumbscore.news.things import Thing

Random = np.random.RandomState
MIN_WORDS, MAX_WORDS = 15, 45

QUOTES = (
    "“It was a long day,” {p} said.",
    "“I would do it again,” said {p}.",
    "{p} told reporters: “We will talk about it when the time comes.”",
    "“Nobody expected this,” {p} said in {place}.",
    "{p} spoke of a difficult week.",
    "“Ask me again in {number} days,” {p} answered.",
    "“There is more to this than people think,” said {p}, who looked tired.",
    "{p} declined to say more.",
    "“We have learned a lot,” {p} told the crowd.",
    "“This belongs to all of {place},” said {p}.",
)
ASIDES = (
    "A report is expected within {number} weeks.",
    "Rain is forecast for {day}.",
    "It is the second time this year that {place} has been in the news.",
    "Shops in the centre closed early.",
    "The cost was put at {number} million.",
    "Neighbours spoke of a strange silence.",
    "More than {number} people had gathered outside.",
    "The town hall could not be reached for comment.",
    "Trains were delayed until the evening.",
    "An earlier date had been cancelled because of fog.",
    "Tickets had been sold out for months.",
    "Local radio broadcast the scene live.",
    "No one was hurt.",
    "Two witnesses have not been found.",
)


@dataclass(frozen=True)
class Story:
    """An article's words."""

    title: str
    summary: str


class Teller:
    """Fills the gaps of one article's templates and remembers whom it has introduced."""

    def __init__(self, random: Random, people: Sequence[Person], thing: Thing | None) -> None:
        self.random = random
        self.people = dict(zip("abc", people, strict=False))
        self.thing = thing
        self.introduced: set[str] = set()
        self.place = pick(random, PLACES)

    def mention(self, person: Person) -> str:
        """A person's surname, at first sometimes with the occupation."""
        kind = self.random.rand() if person.name not in self.introduced else 1.0
        self.introduced.add(person.name)
        if kind < 0.15:
            return f"the {person.occupation} {person.surname}"
        return f"{person.surname}, the {person.occupation}," if kind < 0.25 else person.surname

    def _fill(self, template: str, name: Callable[[Person], str]) -> str:
        def word(gap: re.Match) -> str:
            if gap[1] in self.people:
                return name(self.people[gap[1]])
            return {
                "p": lambda: name(pick(self.random, list(self.people.values()))),
                "t": lambda: self.thing.name,
                "place": lambda: self.place,
                "day": lambda: pick(self.random, DAYS),
                "number": lambda: str(self.random.randint(3, 90)),
            }[gap[1]]()

        text = re.sub(r",([.,:])", r"\1", re.sub(r"\{(\w+)\}", word, template))
        return text[0].upper() + text[1:]

    def sentence(self, template: str) -> str:
        """A sentence of the summary."""
        return self._fill(template, self.mention)

    def headline(self, template: str) -> str:
        """A headline, which names people in full or by surname."""
        full = self.random.rand() < 0.4
        return self._fill(template, lambda person: person.name if full else person.surname)


def count_words(sentences: Sequence[str]) -> int:
    """Words between spaces."""
    return sum(len(sentence.split()) for sentence in sentences)


def tell(random: Random, event: Event, people: Sequence[Person], thing: Thing | None) -> Story:
    """The story of an event; it names each of the people and the thing, in 15 to 45 words."""
    teller = Teller(random, people, thing)
    title = teller.headline(pick(random, event.headlines))
    templates = [event.leads, event.second, event.third][: len(people)]
    sentences = [teller.sentence(pick(random, choices)) for choices in templates]
    wanted = random.randint(MIN_WORDS, MAX_WORDS - 15)
    more = [pick(random, QUOTES), *(ASIDES[i] for i in random.permutation(len(ASIDES))[:4]), pick(random, QUOTES)]
    for template in more if random.rand() < 0.7 else more[1:]:
        if count_words(sentences) >= wanted:
            break
        sentence = teller.sentence(template)
        if count_words([*sentences, sentence]) <= MAX_WORDS:
            sentences.append(sentence)
    return Story(title, " ".join(sentences))
