"""Inputs of many sizes from few articles on disk.

Articles are written once, to files of equal length. An input is a directory of hard links to them; one that is larger
than all of them has more links to each. The job does not look for an article in other tasks, so it decodes and embeds
each copy like any other article.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

FILE_ROWS = 1000
ARTICLE_BYTES = 46_000


@dataclass(frozen=True)
class Plan:
    """What is measured.

    `rows` are the sizes of the inputs that are scored by all cores, `directories` the numbers of directories that
    `directory_rows` are divided into. Each number of `cores` and of `executors` scores `rate_rows`, and each run of at
    most `short` rows is repeated `rounds` times. `distinct` articles are written for the inputs in files.
    """

    rows: tuple[int, ...]
    directories: tuple[int, ...]
    directory_rows: int
    cores: tuple[int, ...]
    executors: tuple[int, ...]
    rate_rows: int
    distinct: int
    file_rows: int = FILE_ROWS
    rounds: int = 3
    short: int = 10_000

    def repeats(self, rows: int) -> int:
        """How often an input of this size is scored."""
        return self.rounds if rows <= self.short else 1

    def largest_input(self) -> int:
        """Rows of the largest input in files."""
        return max((*self.rows, self.rate_rows))

    def bytes_on_disk(self) -> int:
        """About what all inputs take on disk, of which links take nothing."""
        articles = min(self.distinct, self.largest_input()) + self.directory_rows * len(self.directories)
        return articles * ARTICLE_BYTES


def ladder(most: int, least: int = 1000) -> tuple[int, ...]:
    """Sizes from the least to the most, each about three times the one before: 1,000, 3,000, 10,000 and so on."""
    sizes = []
    step = least
    while step < most:
        sizes.append(step)
        step = step * 3 if str(step).startswith("1") else step // 3 * 10
    return (*sizes, most)


def file_sizes(rows: int, file_rows: int) -> list[int]:
    """Rows of the files of an input."""
    return [file_rows] * (rows // file_rows) + ([rows % file_rows] if rows % file_rows else [])


def link_input(folder: Path, files: list[Path], count: int) -> None:
    """Makes a directory of links to files in turn, until there are as many as asked for."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for i in range(count):
        os.link(files[i % len(files)], folder / f"part-{i:05d}.parquet")


def require_space(folder: Path, needed: int) -> None:
    """Raises `OSError` if the disk of a directory has no space for as many bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OSError(f"it has {free / 1e9:.1f} GB free, and the articles need {needed / 1e9:.1f} GB")
