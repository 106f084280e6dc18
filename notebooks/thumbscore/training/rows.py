"""Rows of parquet files that can be trained on: they have a text, an image and, for CFT-CLIP, a counterfactual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from thumbscore.export.errors import fail

READ_ROWS = 256


@dataclass(frozen=True)
class Columns:
    """Names of the columns that are read; no counterfactual is read where its name is None."""

    id: str = "id"
    text: str = "summary"
    image: str = "thumbnail"
    counterfactual: str | None = None

    def names(self) -> list[str]:
        """The columns to read."""
        return [name for name in astuple(self) if name is not None]


@dataclass(frozen=True)
class Row:
    """A row to train on, with its image still encoded."""

    id: str
    text: str
    counterfactual: str | None
    image: bytes


def parquet_files(path: Path) -> list[Path]:
    """The file, or the parquet files below the directory in the order of their names, without those Spark ignores."""
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*.parquet")) if not is_hidden(file.relative_to(path))]
    else:
        files = [path] if path.is_file() else []
    if not files:
        fail(f"Cannot read articles: no parquet file at {path}")
    return files


def is_hidden(path: Path) -> bool:
    """Whether a file is one of those that Spark ignores."""
    return any(part.startswith((".", "_")) for part in path.parts)


def check_columns(file: Path, columns: Columns) -> None:
    """Ends the program where the file lacks a column, or has images of a type that is not read."""
    try:
        schema = pq.read_schema(file)
    except pa.ArrowInvalid as error:
        fail(f"Cannot read {file}: {str(error).splitlines()[0]}")
    for name in columns.names():
        if name not in schema.names:
            hint = "; `thumbscore counterfactual` writes it" if name == columns.counterfactual else ""
            fail(f"Missing column {name!r} in {file}; found: {', '.join(schema.names)}{hint}")
    kind = schema.field(columns.image).type
    if pa.types.is_struct(kind) and kind.get_field_index("bytes") >= 0:
        kind = kind.field("bytes").type
    if not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind)):
        fail(f"Cannot read images from column {columns.image!r} of {file}: expected binary, found {kind}")


def read_rows(files: list[Path], columns: Columns, dropped: Counter[str]) -> Iterator[Row]:
    """Yields the rows that can be trained on, in the order of the files, and counts the others by what they lack."""
    for file in files:
        check_columns(file, columns)
        for batch in pq.ParquetFile(file).iter_batches(READ_ROWS, columns=columns.names()):
            for values in batch.to_pylist():
                row = Row(
                    id=str(values[columns.id]),
                    text=values[columns.text] or "",
                    counterfactual=values[columns.counterfactual] if columns.counterfactual else None,
                    image=encoded(values[columns.image]),
                )
                lack = lack_of(row, columns)
                if lack:
                    dropped[lack] += 1
                else:
                    yield row


def encoded(value: bytes | dict[str, object] | None) -> bytes:
    """The encoded image of a cell, which may be a struct with a field `bytes`; empty where there is none."""
    return (value.get("bytes") if isinstance(value, dict) else value) or b""


def lack_of(row: Row, columns: Columns) -> str | None:
    """What a row lacks."""
    if not row.text.strip():
        return "without text"
    if columns.counterfactual and not (row.counterfactual or "").strip():
        return "without counterfactual"
    return None if row.image else "without image"
