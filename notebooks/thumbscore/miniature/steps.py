"""Runs the steps of a recipe, each a command whose output is kept."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from thumbscore.export.errors import fail

SECONDS = 10.0


class StepFailed(Exception):
    """A step ended with an error; the message is one line."""


class NotStarted(StepFailed):
    """A step was not started, since another had failed."""


@dataclass(frozen=True)
class Step:
    """A command that is run once.

    `name` is also the name of its log, and may contain slashes. `command` is a list of words.
    """

    name: str
    command: tuple[str, ...]


class Steps:
    """Runs steps whose command has not been completed before, and keeps their logs.

    A directory holds the record of what is complete: `done/NAME` holds the command that was, `logs/NAME.log` what it
    printed. A step whose command has changed is run again. Safe for use by several threads.
    """

    def __init__(self, folder: Path, total: int) -> None:
        self.folder, self.total = folder, total
        self.start, self.complete = time.monotonic(), 0
        self.lock, self.stopped = threading.Lock(), threading.Event()
        self.seconds: dict[str, float] = {}

    def run(self, step: Step) -> None:
        """Runs a step, or returns at once if it is complete.

        Raises `StepFailed` if the command fails, and `NotStarted` if another step has failed.
        """
        if self.stopped.is_set():
            raise NotStarted(f"{step.name} was not started")
        done, command = self.folder / "done" / step.name, "\n".join(step.command)
        if done.exists() and done.read_text(encoding="utf-8").partition("\n\n")[0] == command:
            self.count(step, "kept")
            return
        start = time.monotonic()
        self.execute(step)
        seconds = time.monotonic() - start
        done.parent.mkdir(parents=True, exist_ok=True)
        unfinished = done.with_name(done.name + ".tmp")
        unfinished.write_text(f"{command}\n\n{seconds:.1f}\n", encoding="utf-8")
        unfinished.rename(done)
        self.count(step, f"{seconds:,.0f} s")

    def execute(self, step: Step) -> None:
        """Runs the command of a step, which writes to its log."""
        log = self.folder / "logs" / f"{step.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"PYTHONUNBUFFERED": "1", "THUMBSCORE_LOG": str(log.with_suffix(".spark.log"))}
        with log.open("wb") as output:
            try:
                code = subprocess.run(
                    step.command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
                ).returncode
            except OSError as error:
                self.stopped.set()
                raise StepFailed(f"Cannot run {step.command[0]}: {error.strerror}") from error
        if code != 0:
            self.stopped.set()
            lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
            last = next((line for line in reversed(lines) if line.strip()), "nothing was printed")
            raise StepFailed(f"{step.name} ended with exit code {code}: {last} (see {log})")

    def count(self, step: Step, how: str) -> None:
        """Prints a line for a step that is complete."""
        with self.lock:
            self.complete += 1
            elapsed = round(time.monotonic() - self.start)
            print(
                f"{self.complete}/{self.total} {step.name} ({how}) after {elapsed // 60}:{elapsed % 60:02} min",
                flush=True,
            )


def require(path: Path, what: str) -> Path:
    """A file that exists; ends the program with one line where it does not."""
    return path if path.exists() else fail(f"Cannot find {what}: {path}")
