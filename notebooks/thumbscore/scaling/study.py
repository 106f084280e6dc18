"""All measurements of a plan, and the record of them."""

from __future__ import annotations

import json
import os
import platform
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from thumbscore.scaling.inputs import Plan, file_sizes, link_input, require_space
from thumbscore.scaling.runs import Figures, Job, run

PARTS = ("cores", "executors", "rows", "directories")
IMAGES = 200

# Writes equal shares of rows to files that are named by their number: the directory, the rows, the files, the pattern.
Write = Callable[[Path, int, int, str], None]


@dataclass(frozen=True)
class Case:
    """Something to measure: a part of the study and the number on its axis."""

    part: str
    number: int
    rows: int
    articles: Path
    command: list[str]
    processors: int

    def describe(self) -> str:
        """The case in words."""
        words = {"cores": "on {} cores", "executors": "on {} executors", "directories": "in {} directories"}
        where = words.get(self.part, "").format(f"{self.number:,}")
        where = where[:-1] if self.number == 1 and self.part in ("cores", "executors") else where
        where = where.replace("1 directories", "1 directory") if self.number == 1 else where
        return f"{self.rows:,} rows {where}".strip()


@dataclass
class Record:
    """What was measured so far, which is written to a file after each run."""

    file: Path
    about: dict[str, object]
    runs: list[dict[str, object]] = field(default_factory=list)

    def add(self, case: Case, figures: Figures) -> None:
        """Adds a run and writes the file."""
        self.runs.append({"part": case.part, "number": case.number} | figures.to_json())
        fresh = self.file.with_name(self.file.name + ".fresh")
        fresh.write_text(json.dumps({"about": self.about, "runs": self.runs}, indent=2) + "\n", encoding="utf-8")
        fresh.rename(self.file)


def about(job: Job, plan: Plan) -> dict[str, object]:
    """The machine and what is measured on it."""
    return {
        "date": date.today().isoformat(),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "model": job.model.name,
        "heap": job.heap,
        "executors": "Spark's local-cluster, executors of one core each on this machine",
        "plan": asdict(plan),
    }


def processor() -> str:
    """The name of the processor."""
    cpus = Path("/proc/cpuinfo")
    if cpus.is_file():
        for line in cpus.read_text(encoding="utf-8").split("\n"):
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()


class Study:
    """Makes the inputs of a plan and runs the job on them.

    `write` writes articles to files. Inputs are kept in `work`, outputs are removed.
    """

    def __init__(self, plan: Plan, job: Job, work: Path, write: Write) -> None:
        self.plan, self.job, self.work, self.write = plan, job, work, write

    def run(self, parts: tuple[str, ...], record: Record) -> None:
        """Runs the cases of some parts, those of a part in turn, and prints a line for each run."""
        self.work.mkdir(parents=True, exist_ok=True)
        require_space(self.work, self.plan.bytes_on_disk())
        cases = {part: self.cases(part) for part in parts}
        total = sum(self.plan.repeats(case.rows) for of_part in cases.values() for case in of_part)
        start = time.monotonic()
        for of_part in cases.values():
            for again in range(self.plan.rounds):
                for case in of_part:
                    if again < self.plan.repeats(case.rows):
                        figures = self.measure(case)
                        record.add(case, figures)
                        print(progress(len(record.runs), total, time.monotonic() - start, case, figures), flush=True)

    def measure(self, case: Case) -> Figures:
        """Runs a case and removes the scores."""
        output = self.work / "scores"
        figures = run(case.command, self.job, case.articles, output, case.processors)
        shutil.rmtree(output)
        return figures

    def cases(self, part: str) -> list[Case]:
        """The cases of a part, whose inputs are written first."""
        plan, job = self.plan, self.job
        most = max(plan.cores)
        if part == "cores":
            articles = self.in_files(plan.rate_rows)
            return [Case(part, n, plan.rate_rows, articles, job.local(n), n) for n in plan.cores]
        if part == "executors":
            articles = self.in_files(plan.rate_rows)
            return [Case(part, n, plan.rate_rows, articles, job.cluster(n), n) for n in plan.executors]
        if part == "rows":
            return [Case(part, n, n, self.in_files(n), job.local(most), most) for n in plan.rows]
        rows = plan.directory_rows
        return [Case(part, n, rows, self.in_directories(n), job.local(most), most) for n in plan.directories]

    def in_files(self, rows: int) -> Path:
        """Rows in files of equal length, as links."""
        plan = self.plan
        distinct = min(plan.distinct, plan.largest_input())
        sizes = file_sizes(rows, plan.file_rows)
        files = len(file_sizes(distinct, plan.file_rows))
        source = self.work / f"articles-{files}x{plan.file_rows}"
        say_if_absent(source, files * plan.file_rows)
        self.write(source, files * plan.file_rows, files, "part-{:05d}.parquet")
        folder = self.work / f"rows-{len(sizes) * plan.file_rows}"
        link_input(folder, sorted(source.iterdir()), len(sizes))
        return folder

    def in_directories(self, directories: int) -> Path:
        """Rows in directories of equal length."""
        rows = self.plan.directory_rows
        folder = self.work / f"directories-{rows}-{directories}"
        say_if_absent(folder, rows)
        self.write(folder, rows, directories, "day={:05d}/part.parquet")
        return folder


def say_if_absent(folder: Path, rows: int) -> None:
    """Prints that articles are written, unless they are there."""
    if not folder.exists():
        print(f"writing {rows:,} articles to {folder}", flush=True)


def progress(done: int, total: int, elapsed: float, case: Case, figures: Figures) -> str:
    """The line of a run."""
    return (
        f"{done}/{total} {case.describe()}: {figures.rows_per_second:,.1f} rows/s for {figures.scoring:,.1f} s,"
        f" at most {figures.peak_mib:,.0f} MiB, after {round(elapsed) // 60}:{round(elapsed) % 60:02} min"
    )
