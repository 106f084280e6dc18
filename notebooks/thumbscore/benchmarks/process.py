"""Runs the command of an engine as a process of its own."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class EngineFailed(Exception):
    """An engine ended with an error; the message is one line."""


@dataclass(frozen=True)
class Ended:
    """What a process has printed, and the seconds from its start to its end."""

    output: str
    seconds: float


def run(name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> Ended:
    """Runs a command to its end; what it prints to stderr goes to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as errors:
        start = time.monotonic()
        try:
            process = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                check=False,
                env={**os.environ, **environment},
            )
        except OSError as error:
            raise EngineFailed(f"Cannot run {command[0]}: {error.strerror}") from error
        seconds = time.monotonic() - start
    if process.returncode != 0:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        last = next((line for line in reversed(lines) if line.strip()), "nothing was printed")
        raise EngineFailed(f"{name} ended with exit code {process.returncode}: {last.strip()} (see {log})")
    return Ended(process.stdout, seconds)
