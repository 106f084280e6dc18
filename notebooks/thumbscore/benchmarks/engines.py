"""The engines: how each is started, and how long its rows took."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from thumbscore.benchmarks.process import Ended, EngineFailed, run

NOTEBOOKS = Path(__file__).parents[2]
# with the tiny model, 16 rows took as much processor time as 8 or 32, and workers end closer to each other than with 32
BATCH = 16
LAUNCHER = NOTEBOOKS.parent / "job/target/thumbscore/bin/thumbscore"
# the packages that each engine needs
PACKAGES = {"thumbscore": (), "daft": ("daft", "transformers"), "pandas": ("pyspark", "pandas", "transformers")}
# threads that work on one row together would take the cores from the other workers; nothing is asked of a network
PYTHON = {
    "PYTHONPATH": str(NOTEBOOKS),
    "PYSPARK_PYTHON": sys.executable,
    "PYSPARK_DRIVER_PYTHON": sys.executable,
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "true",
    "DAFT_PROGRESS_BAR": "0",
    "SPARK_LOCAL_IP": "127.0.0.1",
}


@dataclass(frozen=True)
class Round:
    """One run of an engine.

    `seconds` are those of the rows, `command` those from the start of the process to its end; `facts` is what
    Thumbscore says of itself.
    """

    out: Path
    seconds: float
    command: float
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Contest:
    """What all engines are given.

    `batch` is how many rows Daft and PySpark run at a time; Thumbscore decides for itself. `plugin` is the directory of
    the OpenVINO that Thumbscore uses.
    """

    bundle: Path
    articles: Path
    work: Path
    workers: int
    batch: int = BATCH
    launcher: Path = LAUNCHER
    plugin: Path | None = None

    def run(self, engine: str, number: int) -> Round:
        """Runs an engine; its output is in a directory that the next run of it replaces."""
        out, line = self.work / engine, self.work / "start-line"
        for folder in (out, line):
            shutil.rmtree(folder, ignore_errors=True)
        line.mkdir(parents=True)
        log = self.work / "logs" / f"{engine}-{number}.log"
        if engine == "thumbscore":
            environment = {"THUMBSCORE_LOG": str(log.with_suffix(".spark.log"))}
            return scored(out, run(engine, self.score_command(out), environment, log))
        ended = run(engine, self.python_command(engine, out, line), PYTHON, log)
        return Round(out, last_json(engine, ended.output)["seconds"], ended.seconds)

    def score_command(self, out: Path) -> list[str]:
        """Thumbscore, as its README runs it, on the CPU."""
        command = [self.launcher, "score", "--input", self.articles, "--output", out, "--model", self.bundle]
        command += ["--id-column", "id", "--text-column", "summary", "--image-column", "thumbnail", "--device", "cpu"]
        if self.plugin:
            command += ["--set", "score.provider=openvino", "--set", f"score.provider-library={self.plugin}"]
        return [str(word) for word in command]

    def python_command(self, engine: str, out: Path, line: Path) -> list[str]:
        """One of the engines of this package."""
        command = [sys.executable, "-m", "thumbscore.benchmarks", engine, "--bundle", self.bundle]
        command += ["--articles", self.articles, "--out", out, "--workers", self.workers, "--batch", self.batch]
        command += ["--start-line", line]
        return [str(word) for word in command]


def scored(out: Path, ended: Ended) -> Round:
    """A run of Thumbscore, by its record."""
    (record,) = (json.loads(file.read_text(encoding="utf-8")) for file in (out / "_thumbscore/runs").glob("*.json"))
    facts = {"device": "; ".join(record["devices"]), "versions": record["versions"]}
    return Round(out, record["seconds"]["scoring"], ended.seconds, facts)


def last_json(engine: str, output: str) -> dict[str, float]:
    """The line of JSON with which a Python engine ends."""
    lines = output.splitlines()
    if not lines or not lines[-1].startswith("{"):
        raise EngineFailed(f"{engine} ended without a result")
    return json.loads(lines[-1])


def missing_packages(engine: str) -> list[str]:
    """What an engine needs and is not installed."""
    return [name for name in PACKAGES[engine] if importlib.util.find_spec(name) is None]
