"""Where the clock of the Python engines starts: when the last of their workers has loaded the model."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

SECONDS = 300.0


@dataclass(frozen=True)
class StartLine:
    """A directory in which each worker leaves a file once it can score rows.

    Nobody starts before all are there, so that neither the imports nor the loading of a worker count, nor rows that one
    has scored while another was still loading.
    """

    folder: Path
    workers: int

    def wait(self, seconds: float = SECONDS) -> None:
        """Enters this process and returns when all workers are there."""
        (self.folder / str(os.getpid())).touch()
        deadline = time.monotonic() + seconds
        while len(self.present()) < self.workers:
            if time.monotonic() > deadline:
                raise TimeoutError(f"only {len(self.present())} of {self.workers} workers started within {seconds:g} s")
            time.sleep(0.005)

    def seconds_since(self) -> float:
        """Seconds since the last worker arrived; 0 workers are an error."""
        return time.time() - max(file.stat().st_mtime for file in self.present())

    def present(self) -> list[Path]:
        """The files of the workers that are there."""
        return list(self.folder.iterdir())
