"""Writes the news as parquet files, and the cast as JSON."""

from __future__ import annotations

import datetime
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stories import SOURCES
from thumbscore.news.captions import make_captioned
from thumbscore.news.looks import pick
from thumbscore.news.pairs import Pair, make_published_pair, make_test_pair, make_validation_pair
from thumbscore.news.people import cast
from thumbscore.news.pictures import draw_jpeg
from thumbscore.news.texts import tell
from thumbscore.news.things import THINGS

Random = np.random.RandomState
Row = dict[str, object]

START = datetime.date(2021, 1, 1)
ROW_GROUP_ROWS = 500
SPLITS = ("train", "validation", "test", "generic")
PUBLISHED_SHARE, TEST_SHARE = 0.9, 0.55

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("date", pa.string()),
        ("source", pa.string()),
        ("title", pa.string()),
        ("summary", pa.string()),
        ("thumbnail", pa.binary()),
        ("label", pa.int32()),
        ("actors", pa.list_(pa.string())),
        ("shown", pa.list_(pa.string())),
        ("event", pa.string()),
        ("scene", pa.string()),
        ("kind", pa.string()),
    ]
)
TEST_SCHEMA = SCHEMA.append(pa.field("held_out", pa.bool_()))


def choose_labels(random: Random, rows: int, share: float) -> np.ndarray:
    """Labels in random order, of which exactly this share, rounded, is 1."""
    return random.permutation((np.arange(rows) < round(share * rows)).astype(int))


def publication(random: Random, number: int) -> Row:
    """Where and when an article appeared; neither depends on what it says or shows."""
    source, date = pick(random, SOURCES), START + datetime.timedelta(days=int(random.randint(365)))
    return {"id": f"{source}--{date}--{number:06d}", "date": date.isoformat(), "source": source}


def news_row(random: Random, number: int, pair: Pair) -> Row:
    """An article with its thumbnail."""
    story = tell(random, pair.event, pair.people, pair.thing)
    return publication(random, number) | {
        "title": story.title,
        "summary": story.summary,
        "thumbnail": draw_jpeg(random, pair.picture),
        "label": pair.label,
        "actors": pair.actors,
        "shown": [actor.name for actor in pair.shown],
        "event": pair.event.name,
        "scene": pair.picture.scene,
        "kind": pair.kind,
        "held_out": pair.held_out,
    }


def captioned_row(random: Random, number: int) -> Row:
    """A picture with its caption as the summary; caption and picture always belong together."""
    picture, caption, kind = make_captioned(random)
    return publication(random, number) | {
        "title": None,
        "summary": caption,
        "thumbnail": draw_jpeg(random, picture),
        "label": 1,
        "actors": [],
        "shown": [],
        "event": None,
        "scene": picture.scene,
        "kind": kind,
    }


def split_labels(split: str, rows: int, seed: int) -> np.ndarray:
    """The labels of a split in the order of its rows."""
    share = TEST_SHARE if split in ("validation", "test") else PUBLISHED_SHARE
    return choose_labels(Random([seed, SPLITS.index(split)]), rows, share)


def make_row(split: str, number: int, label: int, seed: int) -> Row:
    """A row, which depends on the seed, the split, its number and its label alone."""
    random = Random([seed, SPLITS.index(split), number])
    if split == "generic":
        return captioned_row(random, number)
    make: dict[str, Callable[[Random, int], Pair]] = {"validation": make_validation_pair, "test": make_test_pair}
    return news_row(random, number, make.get(split, make_published_pair)(random, label))


def make_rows(split: str, rows: int, seed: int) -> Iterator[Row]:
    """The rows of a split."""
    for number, label in enumerate(split_labels(split, rows, seed)):
        yield make_row(split, number, label, seed)


def make_group(split: str, first: int, labels: np.ndarray, seed: int) -> pa.Table:
    """The rows with these labels, from a number on."""
    rows = [make_row(split, first + i, label, seed) for i, label in enumerate(labels)]
    return pa.Table.from_pylist(rows, schema_of(split))


def schema_of(split: str) -> pa.Schema:
    """The columns of a split."""
    return TEST_SCHEMA if split == "test" else SCHEMA


def write_split(out: Path, split: str, rows: int, seed: int, workers: Executor) -> None:
    """Writes one parquet file and prints its progress."""
    file, labels = out / f"{split}.parquet", split_labels(split, rows, seed)
    starts = range(0, rows, ROW_GROUP_ROWS)
    groups = [labels[start : start + ROW_GROUP_ROWS] for start in starts]
    start, done = time.monotonic(), 0
    with pq.ParquetWriter(file, schema_of(split), compression="zstd") as writer:
        for table in workers.map(make_group, repeat(split), starts, groups, repeat(seed)):
            writer.write_table(table)
            done += len(table)
            if done % 2000 == 0 or done == rows:
                rate = done / (time.monotonic() - start)
                print(f"{split}: {done:,} of {rows:,} rows, {rate:.0f} rows/s", flush=True)
    print(f"{file}: {rows:,} rows, {file.stat().st_size / 1e6:.1f} MB", flush=True)


def write_json(file: Path, rows: list[Row]) -> None:
    """Writes one object a line, in a JSON array."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def write_news(out: Path, counts: dict[str, int], seed: int) -> None:
    """Writes people.json, things.json and one parquet file for each split that has rows, with a process per core."""
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "people.json", [person.as_row() for person in cast()])
    write_json(out / "things.json", [thing.as_row() for thing in THINGS])
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for split, rows in counts.items():
            if rows:
                write_split(out, split, rows, seed, workers)
