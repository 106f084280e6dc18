"""Writes rows as `score --embeddings` does, with made embeddings among which some are near-duplicates.

    python make_embeddings.py --rows 1000000 --out million

They lie around 2,000 topics. Of 25,000 rows, 500 have the image of the row before, and 999 others one that resembles it
at a cosine of about 0.985.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from option_types import positive
from thumbscore.export.errors import fail

WIDTH = 768
TOPICS = 2000
FILE_ROWS = 25_000
SOURCES = 97


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length 1."""
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def make_file(start: int, rows: int, mean: np.ndarray, topics: np.ndarray, random: np.random.Generator) -> pa.Table:
    """The rows of a file, whose first has the number `start`."""
    centres = 0.6 * mean + 0.5 * topics[random.integers(0, TOPICS, rows)]
    vectors = unit(centres + 0.62 * random.standard_normal((rows, WIDTH)) / np.sqrt(WIDTH))
    for near in range(20, rows, 20):
        vectors[near] = unit(vectors[near - 1] + 0.17 * random.standard_normal(WIDTH) / np.sqrt(WIDTH))
    digests = [hashlib.sha256(str(start + row).encode()).hexdigest() for row in range(rows)]
    for same in range(10, rows, 50):
        digests[same], vectors[same] = digests[same - 1], vectors[same - 1]
    ends = np.arange(0, (rows + 1) * WIDTH, WIDTH, dtype=np.int32)
    return pa.table(
        {
            "id": [f"a{start + row}" for row in range(rows)],
            "source": [f"s{(start + row) % SOURCES}" for row in range(rows)],
            "similarity": random.random(rows).astype(np.float32),
            "status": ["OK"] * rows,
            "image_sha256": digests,
            "model_sha256": ["00" * 32] * rows,
            "image_embedding": pa.ListArray.from_arrays(ends, vectors.astype(np.float32).ravel()),
        }
    )


def main() -> None:
    """Writes all files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=positive, default=200_000, metavar="N", help="(%(default)s)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="new directory to write to")
    parser.add_argument("--seed", type=int, default=5, metavar="N", help="(%(default)s)")
    arguments = parser.parse_args()
    try:
        arguments.out.mkdir(parents=True)
    except OSError as error:
        fail(f"Cannot create {arguments.out}: {error.strerror}")
    random = np.random.default_rng(arguments.seed)
    mean, topics = unit(random.standard_normal(WIDTH)), unit(random.standard_normal((TOPICS, WIDTH)))
    for number, start in enumerate(range(0, arguments.rows, FILE_ROWS)):
        table = make_file(start, min(FILE_ROWS, arguments.rows - start), mean, topics, random)
        pq.write_table(table, arguments.out / f"part-{number:05d}.parquet", compression="zstd")
    (arguments.out / "_SUCCESS").touch()
    print(f"{arguments.rows:,} rows in {arguments.out}")


if __name__ == "__main__":
    main()
