"""One line of progress every few seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 5.0


class Progress:
    """Prints lines no more often than every few seconds, and measures the rate since the start.

    The line is made only if it is printed.
    """

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self.clock = seconds, clock
        self.start = self.printed = clock()
        self.done = 0

    def advance(self, count: int, line: Callable[[], str]) -> None:
        """Counts what was done, and prints the line if it is time to."""
        self.done += count
        now = self.clock()
        if now - self.printed >= self.seconds:
            self.printed = now
            print(line(), flush=True)

    @property
    def rate(self) -> float:
        """What was done in a second."""
        return self.done / max(self.clock() - self.start, 1e-9)

    def remaining(self, count: float) -> str:
        """How long this many more take at the rate so far, as hours, minutes and seconds."""
        seconds = round(count / max(self.rate, 1e-9))
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
