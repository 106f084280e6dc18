"""What all engines read: the graphs of a model bundle, and articles in one parquet file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from thumbscore.export.errors import fail

COLUMNS = ("id", "summary", "thumbnail")
GRAPHS = ("vision_model.onnx", "text_model.onnx")


def find_graphs(bundle: Path) -> list[Path]:
    """The graphs of both towers; ends the program with one line where one is missing."""
    graphs = [bundle / "onnx" / name for name in GRAPHS]
    for graph in graphs:
        if not graph.is_file():
            fail(f"Cannot open bundle {bundle}: {graph} is missing; make it with export_bundle.py")
    return graphs


def open_articles(file: Path) -> pq.ParquetFile:
    """Articles as `bench_reference.py articles` writes them; ends the program with one line for anything else."""
    if not file.is_file():
        fail(f"No parquet file at {file}; write one with `bench_reference.py articles`")
    try:
        articles = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        fail(f"Cannot read articles {file}: {str(error).splitlines()[0]}")
    for column in COLUMNS:
        if column not in articles.schema_arrow.names:
            fail(f"Missing column {column!r} in {file}; found: {', '.join(articles.schema_arrow.names)}")
    return articles


def take_rows(file: Path, rows: int, out: Path) -> Path:
    """Copies the first rows to another file, in row groups as large as those of the original."""
    with open_articles(file) as articles:
        total = articles.metadata.num_rows
        if total < rows:
            fail(f"Cannot take {rows} rows of {file}: it has {total}")
        group = articles.metadata.row_group(0).num_rows
        left = rows
        with pq.ParquetWriter(out, articles.schema_arrow) as writer:
            for batch in articles.iter_batches(group):
                writer.write_batch(batch.slice(0, left), group)
                left -= min(left, batch.num_rows)
                if left == 0:
                    break
    return out


def read_ids(file: Path) -> list[str]:
    """The ids of articles. The whole file is read, so that no engine is the first to read it from the disk."""
    with file.open("rb") as stream:
        while stream.read(1 << 24):
            pass
    return pq.read_table(file, columns=["id"])["id"].to_pylist()
