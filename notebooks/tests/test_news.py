"""The invented news: the same bytes twice, labels that mean what they say, and nothing that gives them away."""

from __future__ import annotations

import io
import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from thumbscore.news.check import check_news, measure
from thumbscore.news.events import EVENTS
from thumbscore.news.files import SPLITS, make_rows, write_news
from thumbscore.news.looks import difference
from thumbscore.news.pairs import make_test_pair
from thumbscore.news.people import SPHERES, cast, held_out_people, known_people
from thumbscore.news.texts import tell
from thumbscore.news.things import THINGS

COUNTS = {"train": 60, "validation": 7, "test": 300, "generic": 13}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a little news."""
    out = tmp_path_factory.mktemp("news")
    write_news(out, COUNTS, seed=7)
    return out


def read(news: Path, split: str) -> list[dict[str, object]]:
    """The rows of a split."""
    return pq.read_table(news / f"{split}.parquet").to_pylist()


def pairs(label: int, count: int) -> list:
    """Test pairs without their pictures' pixels."""
    return [make_test_pair(np.random.RandomState([label, number]), label) for number in range(count)]


def test_two_runs_write_the_same_bytes(news: Path, tmp_path: Path) -> None:
    """Files do not depend on the time, the process or earlier files."""
    write_news(tmp_path, COUNTS, seed=7)
    for name in ("people.json", "things.json", *(f"{split}.parquet" for split in SPLITS)):
        assert (news / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_another_seed_writes_other_news_about_the_same_people(news: Path, tmp_path: Path) -> None:
    """The seed does not change the cast."""
    write_news(tmp_path, {"test": 5}, seed=8)
    assert (news / "people.json").read_bytes() == (tmp_path / "people.json").read_bytes()
    assert read(tmp_path, "test")[0]["summary"] != read(news, "test")[0]["summary"]


@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_label_says_whether_an_actor_is_shown(news: Path, split: str) -> None:
    """Label 1 means that actors and people shown overlap."""
    for row in read(news, split):
        assert row["label"] == int(bool(set(row["actors"]) & set(row["shown"]))), row["id"]


@pytest.mark.parametrize("split", ["train", "test"])
def test_summary_names_its_actors_and_nobody_else(news: Path, split: str) -> None:
    """Every actor is in the summary, and nobody else of the cast; it has 15 to 45 words."""
    surnames = {person.name: person.surname for person in cast()}
    for row in read(news, split):
        summary = row["summary"]
        assert 15 <= len(summary.split()) <= 45, summary
        assert all(surnames.get(actor, actor).lower() in summary.lower() for actor in row["actors"]), summary
        others = [person for person in cast() if person.name not in row["actors"]]
        assert not [person.name for person in others if person.surname in summary]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_every_event_can_be_told(event: object) -> None:
    """No template leaves a gap, with one, two or three people."""
    for number in range(30):
        random, things = np.random.RandomState(number), [thing for thing in THINGS if thing.kind == event.thing]
        story = tell(random, event, cast()[: 1 + number % 3], things[0] if things else None)
        assert not {"{", "}"} & set(story.title + story.summary)


def test_thumbnails_are_small_jpegs(news: Path) -> None:
    """Both edges are 112 to 160 pixels long."""
    for row in read(news, "test"):
        picture = Image.open(io.BytesIO(row["thumbnail"]))
        assert picture.format == "JPEG"
        assert 112 <= min(picture.size) <= max(picture.size) <= 160


def test_people_have_names_and_looks_of_their_own() -> None:
    """Each part of a name is one word that nobody else has, and any two looks differ in several traits."""
    words = [word for person in cast() for word in (person.first, person.surname)]
    assert len(set(words)) == len(words) == 144
    assert all(word.isascii() and word.isalpha() for word in words)
    assert min(difference(a.look, b.look) for a, b in combinations(cast(), 2)) >= 4


def test_spheres_have_ten_known_and_two_held_out_people() -> None:
    """So that who is shown does not depend on the sphere."""
    assert {sphere: len(known_people(sphere)) for sphere in SPHERES} == dict.fromkeys(SPHERES, 10)
    assert set(Counter(person.sphere for person in held_out_people()).values()) == {2}


def test_held_out_people_are_in_the_test_set_only(news: Path) -> None:
    """people.json says who they are, and the column held_out where they are."""
    people = json.loads((news / "people.json").read_text(encoding="utf-8"))
    held_out = {person["name"] for person in people if person["split"] == "test"}
    assert len(people) == 72
    assert len(held_out) == 12
    for row in read(news, "train") + read(news, "validation"):
        assert not held_out & {*row["actors"], *row["shown"]}
    for row in read(news, "test"):
        assert row["held_out"] == bool(held_out & {*row["actors"]}) == bool(held_out & {*row["shown"]})


def test_labels_have_their_shares(news: Path) -> None:
    """55% of what is tested and 90% of what is published show an actor."""
    for split in ("validation", "test"):
        assert sum(row["label"] for row in read(news, split)) == round(0.55 * COUNTS[split])
    assert sum(row["label"] for row in read(news, "train")) == round(0.9 * COUNTS["train"])


def test_kinds_and_people_do_not_depend_on_the_label() -> None:
    """In the test set everybody and every kind of picture is as frequent with label 1 as with label 0."""
    count = 3000
    ones, zeros = pairs(1, count), pairs(0, count)
    for trait in (
        lambda pair: [pair.kind],
        lambda pair: [pair.picture.scene],
        lambda pair: [actor.name for actor in pair.shown],
        lambda pair: [len(pair.actors)],
    ):
        with_one = Counter(value for pair in ones for value in trait(pair))
        with_zero = Counter(value for pair in zeros for value in trait(pair))
        for value in with_one | with_zero:
            difference_in_errors = (with_one[value] - with_zero[value]) / np.sqrt(with_one[value] + with_zero[value])
            assert abs(difference_in_errors) < 4.5, value


def test_ids_and_dates_do_not_tell_labels_apart(news: Path) -> None:
    """Neither the order of the rows nor the dates follow the labels."""
    rows = read(news, "test")
    labels = np.array([row["label"] for row in rows])
    assert not measure("order", labels, np.arange(len(rows), dtype=float)).leaks
    assert not measure("date", labels, np.argsort(np.argsort([row["date"] for row in rows])).astype(float)).leaks


def test_generic_pictures_name_nobody(news: Path) -> None:
    """Captions of the other domain contain no name."""
    names = {word for person in cast() for word in (person.first, person.surname)}
    for row in read(news, "generic"):
        assert not names & set(row["summary"].strip(".").split())
        assert row["actors"] == row["shown"] == []


def test_check_finds_no_leak_and_a_perfect_reader(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text alone and picture alone are a chance guess; who knows both knows the label."""
    assert check_news(news, known_rows=300)
    assert "both: actors of the text who are shown                     AUC 1.000" in capsys.readouterr().out


def test_rows_do_not_depend_on_earlier_rows() -> None:
    """Taking the first rows of a split twice gives the same rows."""
    first, second = make_rows("validation", 9, seed=3), make_rows("validation", 9, seed=3)
    next(first)
    next(second)
    assert next(first) == next(second)
