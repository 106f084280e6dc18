"""What a Python engine is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Task:
    """A bundle, articles in parquet, and a directory for the scores that does not exist yet.

    `workers` processes run `batch` rows at a time. `start_line` is an empty directory.
    """

    bundle: Path
    articles: Path
    out: Path
    workers: int
    batch: int
    start_line: Path
