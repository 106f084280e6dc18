"""Times the same articles in many directories and in a few files, and prints rows per second of both.

    python bench_directories.py --rows 2000 --directories 200
    python bench_directories.py --rows 100000 --directories 2000 --work bench/directories

Articles are made once and kept under --work. The two layouts are scored in turn, each into an output of its own; the
rate is that of the run's record, from the first row read to the last row written. Some hundred images are drawn and
then told apart by bytes behind their end, so that each row is decoded and embedded, and none is recognised.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from synthetic_articles import SCHEMA, SIZES, TARGET_BYTES, WORDS, draw_texture, encode_jpeg

IMAGES = 200
ROW_GROUP = 250
ROOT = Path(__file__).resolve().parent.parent


def draw_images(count: int) -> list[bytes]:
    """Distinct JPEG files of the size and weight that most articles' have."""
    random = np.random.RandomState(7)
    images = []
    for i in range(count):
        width, height = SIZES[i % len(SIZES)]
        images.append(encode_jpeg(draw_texture(random, width, height), TARGET_BYTES))
    return images


def make_table(first: int, rows: int, images: list[bytes]) -> pa.Table:
    """Articles with ids from a number on; neither a text nor an image is there twice."""
    records = []
    for i in range(first, first + rows):
        random = np.random.RandomState(i)
        words = random.choice(WORDS, random.randint(20, 70))
        records.append(
            {
                "id": f"a{i}",
                "date": "2026-11-01",
                "source": f"s{i % 5}",
                "title": f"Article {i}",
                "summary": f"{i} " + " ".join(words),
                "url": f"https://example.org/{i}",
                "thumbnail": images[i % len(images)] + i.to_bytes(8, "big"),
                "label": i % 2,
            }
        )
    return pa.Table.from_pylist(records, SCHEMA)


def write_layout(out: Path, rows: int, parts: int, name: str, images: list[bytes]) -> None:
    """Writes equal shares of the rows, each to a file named after its number."""
    if out.exists():
        return
    fresh = out.with_name(out.name + ".fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in range(parts):
        start, end = rows * part // parts, rows * (part + 1) // parts
        file = fresh / name.format(part)
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(make_table(start, end - start, images), file, row_group_size=ROW_GROUP)
    fresh.rename(out)


def score(launcher: Path, model: Path, articles: Path, output: Path) -> dict[str, object]:
    """Scores into a new output and returns the run's record."""
    shutil.rmtree(output, ignore_errors=True)
    columns = ["--id-column", "id", "--text-column", "summary", "--image-column", "thumbnail"]
    command = [launcher, "score", "--input", articles, "--output", output, "--model", model, *columns]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (record,) = (output / "_thumbscore" / "runs").glob("*.json")
    return json.loads(record.read_text())


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--directories", type=int, default=200)
    parser.add_argument("--files", type=int, default=4, help="of the layout to compare with (default 4)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each layout (default 3)")
    parser.add_argument("--model", type=Path, default=ROOT / "conf/models/thumbscore-mini", metavar="DIR")
    parser.add_argument("--launcher", type=Path, default=ROOT / "job/target/thumbscore/bin/thumbscore", metavar="FILE")
    parser.add_argument("--work", type=Path, default=Path("bench/directories"), metavar="DIR")
    return parser.parse_args()


def main() -> None:
    """Makes both layouts and times them in turn."""
    arguments = parse_arguments()
    layouts = {
        "directories": (arguments.directories, "day={:05d}/part.parquet"),
        "files": (arguments.files, "part-{:05d}.parquet"),
    }
    images = draw_images(IMAGES)
    rates: dict[str, list[float]] = {name: [] for name in layouts}
    for name, (parts, pattern) in layouts.items():
        write_layout(arguments.work / f"{name}-{arguments.rows}-{parts}", arguments.rows, parts, pattern, images)
    for _ in range(arguments.rounds):
        for name, (parts, _) in layouts.items():
            articles = arguments.work / f"{name}-{arguments.rows}-{parts}"
            record = score(arguments.launcher, arguments.model, articles, arguments.work / f"scores-{name}")
            seconds = record["seconds"]
            rates[name].append(seconds["rows_per_second"])
            print(
                f"{name}: {arguments.rows} rows in {parts} parts, {seconds['scoring']:.1f} s,"
                f" {seconds['rows_per_second']:.1f} rows/s after {seconds['start_up']:.1f} s of start-up",
                flush=True,
            )
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(
        f"median: directories {medians['directories']:.1f} rows/s, files {medians['files']:.1f} rows/s,"
        f" ratio {medians['directories'] / medians['files']:.2f}"
    )


if __name__ == "__main__":
    main()
