"""The rates of all engines as a table."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Rows per second of each round, and seconds of the whole command."""

    rows: Sequence[float]
    commands: Sequence[float]

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.rows)

    @property
    def command(self) -> float:
        """The median of the whole commands' seconds."""
        return statistics.median(self.commands)


def ratio(rates: Mapping[str, Rates], engine: str, base: str) -> float | None:
    """How many times as many rows per second as an engine the base has; none without the base."""
    return rates[base].median / rates[engine].median if base in rates else None


def format_table(rates: Mapping[str, Rates], base: str) -> str:
    """One line for each engine, in columns."""
    rounds = max(len(each.rows) for each in rates.values())
    rows = [["rows/s", *(f"round {number + 1}" for number in range(rounds)), "median", f"{base} is", "command"]]
    for engine, each in rates.items():
        times = ratio(rates, engine, base)
        compared = "" if times is None or engine == base else f"{times:.2f} times"
        rows.append(
            [engine, *(f"{rate:.1f}" for rate in each.rows), f"{each.median:.1f}", compared, f"{each.command:.1f} s"]
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(format_row(row, widths) for row in rows)


def format_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells in columns: the first to the left, numbers to the right."""
    name, *numbers = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join([name.strip().ljust(widths[0]), *numbers])
