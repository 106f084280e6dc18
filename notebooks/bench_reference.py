"""Times what a user would run instead of Thumbscore: Hugging Face's processor and ONNX Runtime in one Python process.

    python bench_reference.py articles --rows 2000 --out bench/articles-2000.parquet
    python bench_reference.py run --bundle bundles/tiny --articles bench/articles-2000.parquet
    python bench_reference.py picture --out bench/640x360.jpg
    python bench_reference.py preprocess --picture bench/640x360.jpg

The clock of a run runs from the first row read to the last row written; imports and session start-up are outside it.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image
from transformers import CLIPImageProcessorPil

from synthetic_articles import TARGET_BYTES, draw_texture, encode_jpeg, write_articles
from thumbscore.benchmarks.pipeline import BATCH, Clock, Pipeline
from thumbscore.export.errors import fail


def score(pipeline: Pipeline, articles: Path, out: Path, batch: int, limit: int | None, clock: Clock) -> int:
    """Scores a parquet file into another and returns the number of rows."""
    source = pq.ParquetFile(articles)
    schema = pa.schema([("id", pa.string()), ("similarity", pa.float32())])
    done = 0
    with pq.ParquetWriter(out, schema) as writer:
        batches = source.iter_batches(batch, columns=["id", "summary", "thumbnail"])
        while limit is None or done < limit:
            with clock.stage("read"):
                rows = next((found.to_pylist() for found in batches), None)
            if rows is None:
                break
            texts, images = [row["summary"] for row in rows], [row["thumbnail"] for row in rows]
            similarities = pipeline.similarities(texts, images, clock)
            with clock.stage("write"):
                writer.write_table(pa.table({"id": [row["id"] for row in rows], "similarity": similarities}, schema))
            done += len(rows)
    return done


def run(arguments: argparse.Namespace) -> None:
    """Times a run and prints one line of JSON."""
    if not arguments.articles.is_file():
        fail(f"No parquet file at {arguments.articles}; write one with the command 'articles'")
    pipeline = Pipeline.open(arguments.bundle, arguments.threads)
    clock = Clock()
    with TemporaryDirectory() as folder:
        warm = Path(folder) / "warm.parquet"
        score(pipeline, arguments.articles, warm, arguments.batch, arguments.batch, Clock())
        start = time.perf_counter()
        rows = score(
            pipeline, arguments.articles, Path(folder) / "out.parquet", arguments.batch, arguments.limit, clock
        )
        seconds = time.perf_counter() - start
    stages = {name: round(value, 2) for name, value in clock.seconds.items()}
    report = {
        "bundle": arguments.bundle.name,
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds, 1),
        "threads": arguments.threads,
        "batch": arguments.batch,
        "stages": stages,
    }
    print(json.dumps(report))


def articles(arguments: argparse.Namespace) -> None:
    """Writes synthetic articles."""
    mean = write_articles(arguments.out, arguments.rows, arguments.row_group_rows, arguments.seed)
    print(f"{arguments.out}: {arguments.rows} rows, thumbnails of {mean / 1000:.1f} kB on average")


def picture(arguments: argparse.Namespace) -> None:
    """Writes one synthetic picture, of the size and weight that most articles' have."""
    encoded = encode_jpeg(draw_texture(np.random.RandomState(arguments.seed), 640, 360), TARGET_BYTES)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(encoded)
    print(f"{arguments.out}: 640x360, {len(encoded) / 1000:.1f} kB")


def rate(step: Callable[[], object], seconds: float) -> float:
    """How often a step runs in a second of processor time, which other work on the machine does not take from."""
    step()
    count = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        step()
        count += 1
    return count / (time.process_time() - start)


def preprocess(arguments: argparse.Namespace) -> None:
    """Times the Pillow processor on one picture and prints one line of JSON for each round."""
    encoded = arguments.picture.read_bytes()
    processor = CLIPImageProcessorPil()

    def decode() -> Image.Image:
        return Image.open(io.BytesIO(encoded)).convert("RGB")

    decoded = decode()
    edge = processor.size["shortest_edge"]
    short = min(decoded.size)
    scaled = tuple(int(edge * length / short) for length in decoded.size)
    steps = {
        "decode": decode,
        "resize": lambda: decoded.resize(scaled, Image.Resampling.BICUBIC),
        "all": lambda: processor(images=decode(), return_tensors="np"),
    }
    for _ in range(arguments.rounds):
        print(json.dumps({name: round(rate(step, arguments.seconds)) for name, step in steps.items()}))


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    writer = commands.add_parser("articles", help="write synthetic articles to a parquet file")
    writer.add_argument("--rows", type=int, default=2000)
    writer.add_argument("--out", type=Path, required=True, metavar="FILE")
    writer.add_argument("--row-group-rows", type=int, default=250, help="rows in a row group (default 250)")
    writer.add_argument("--seed", type=int, default=7)
    writer.set_defaults(command=articles)
    runner = commands.add_parser("run", help="score a parquet file and print rows per second as JSON")
    runner.add_argument("--bundle", type=Path, required=True, metavar="DIR")
    runner.add_argument("--articles", type=Path, required=True, metavar="FILE")
    runner.add_argument("--limit", type=int, metavar="N", help="stop after N rows, rounded up to a batch")
    runner.add_argument("--batch", type=int, default=BATCH)
    runner.add_argument("--threads", type=int, default=2)
    runner.set_defaults(command=run)
    drawer = commands.add_parser("picture", help="write one synthetic picture of 640x360")
    drawer.add_argument("--out", type=Path, required=True, metavar="FILE")
    drawer.add_argument("--seed", type=int, default=7)
    drawer.set_defaults(command=picture)
    preparer = commands.add_parser("preprocess", help="print the Pillow processor's pictures per second of CPU")
    preparer.add_argument("--picture", type=Path, required=True, metavar="FILE")
    preparer.add_argument("--rounds", type=int, default=3)
    preparer.add_argument("--seconds", type=float, default=2, help="for each step of a round (default 2)")
    preparer.set_defaults(command=preprocess)
    return parser.parse_args()


def main() -> None:
    """Runs the command that the command line names."""
    arguments = parse_arguments()
    arguments.command(arguments)


if __name__ == "__main__":
    main()
