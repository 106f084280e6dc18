"""Which article meets which picture, and the label that follows.

The test set must not give its labels away. Its label is drawn first, and nothing but the identity of what is drawn
depends on it: event, names, scene, number of people and kind of picture follow the same distribution for both labels.
The validation set is made alike, as its median similarity is the threshold for the test set.
People who are drawn without being named come from the group that the named ones were drawn from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thumbscore.news.events import EVENTS, Event
from thumbscore.news.looks import invent_look, pick
from thumbscore.news.people import Person, held_out_people, known_people
from thumbscore.news.pictures import Picture
from thumbscore.news.things import Thing, things_of

Random = np.random.RandomState
Actor = Person | Thing

ACTOR_COUNTS = (1, 1, 1, 2, 2, 3)
CROSSING = 0.2
THING_SHOWN = 0.3
TWO_SHOWN = 0.12
HELD_OUT = 0.06

# what is drawn in a published article whose thumbnail portrays none of its actors
UNRELATED = ("other", "other", "other", "stranger", "stranger", "scene", "scene", "scene", "map", "crowd")


@dataclass(frozen=True)
class Pair:
    """An article's actors, and what its thumbnail shows."""

    event: Event
    people: Sequence[Person]
    thing: Thing | None
    shown: Sequence[Actor]
    picture: Picture
    kind: str
    held_out: bool

    @property
    def actors(self) -> list[str]:
        """Names of everybody and everything that the text is about."""
        return [actor.name for actor in (*self.people, *([self.thing] if self.thing else []))]

    @property
    def label(self) -> int:
        """1 where at least one actor is shown."""
        return int(bool({actor.name for actor in self.shown} & set(self.actors)))


@dataclass(frozen=True)
class Newsroom:
    """Who takes part in an event: the people, the thing, and the group that the people come from."""

    event: Event
    people: Sequence[Person]
    thing: Thing | None
    group: Sequence[Person]
    held_out: bool


def choose(random: Random, values: Sequence, count: int) -> list:
    """Different values in random order."""
    return [values[i] for i in random.permutation(len(values))[:count]]


def choose_actors(random: Random, event: Event, with_held_out: bool) -> Newsroom:
    """One to three people of the event's sphere, now and then of any; a held-out person is the first of them."""
    known = known_people(None if random.rand() < CROSSING else event.sphere)
    people = choose(random, known, pick(random, ACTOR_COUNTS))
    group = known
    if with_held_out:
        group = held_out_people()
        people[random.randint(len(people))] = pick(random, group)
    thing = pick(random, things_of(event.thing)) if event.thing else None
    return Newsroom(event, people, thing, group, with_held_out)


def choose_shown(random: Random, news: Newsroom, label: int) -> list[Actor]:
    """An actor for label 1 or somebody like the actors for label 0; sometimes another person beside them."""
    shows_thing = news.thing is not None and not news.held_out and random.rand() < THING_SHOWN
    count = 2 if random.rand() < TWO_SHOWN else 1
    if shows_thing:
        return [news.thing] if label else choose(random, [t for t in things_of(news.thing.kind) if t != news.thing], 1)
    if not label:
        return choose(random, [person for person in news.group if person not in news.people], count)
    first = pick(random, [person for person in news.people if person in news.group])
    return choose(random, [first, *choose(random, [p for p in news.group if p != first], count - 1)], count)


def show(random: Random, news: Newsroom, shown: Sequence[Actor]) -> Pair:
    """The pair in which these people or this thing are drawn."""
    scene = pick(random, news.event.scenes)
    if isinstance(shown[0], Thing):
        picture, kind = Picture(scene, thing=shown[0]), shown[0].kind
    else:
        picture, kind = Picture(scene, [person.look for person in shown]), "person" if len(shown) == 1 else "two people"
    return Pair(news.event, news.people, news.thing, shown, picture, kind, news.held_out)


def make_test_pair(random: Random, label: int, held_out: float = HELD_OUT) -> Pair:
    """A pair with this label that nothing but who is shown gives away; this share is about held-out people."""
    news = choose_actors(random, pick(random, EVENTS), bool(random.rand() < held_out))
    return show(random, news, choose_shown(random, news, label))


def make_validation_pair(random: Random, label: int) -> Pair:
    """A pair like those of the test set, but about people whom the training set knows."""
    return make_test_pair(random, label, held_out=0.0)


def make_published_pair(random: Random, label: int) -> Pair:
    """A pair as newspapers publish it: where no actor is shown, somebody else is, or a stranger, or a place alone."""
    news = choose_actors(random, pick(random, EVENTS), with_held_out=False)
    kind = pick(random, UNRELATED)
    if label or kind == "other":
        return show(random, news, choose_shown(random, news, label))
    scene = pick(random, news.event.scenes)
    if kind == "stranger":
        picture = Picture(scene, [invent_look(random, pick(random, ("man", "woman")))])
    else:
        picture = Picture(scene if kind == "scene" else kind)
    return Pair(news.event, news.people, news.thing, (), picture, kind, held_out=False)
