"""One run of the job in a process of its own, and what it took."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

COLUMNS = ("--id-column", "id", "--text-column", "summary", "--image-column", "thumbnail")
MIB = 1 << 20


class RunFailed(Exception):
    """A run of the job ended with an error; the message is one line."""


@dataclass(frozen=True)
class Job:
    """How the job is started: its launcher, the model, the heap of a process, and Spark with a cluster manager.

    `heap` has a unit, such as `2g`. `spark` is the directory of a Spark installation, which only executors need.
    """

    launcher: Path
    model: Path
    heap: str
    spark: Path | None = None

    def local(self, cores: int) -> list[str]:
        """The command before the job's own, for Spark's local mode."""
        return [str(self.launcher), "--master", f"local[{cores}]", "--driver-memory", self.heap]

    def cluster(self, executors: int) -> list[str]:
        """The command before the job's own, for executors of one core each: processes of Spark's `local-cluster`."""
        memory = int(megabytes(self.heap))
        return [
            str(self.spark / "bin/spark-submit"),
            *("--master", f"local-cluster[{executors},1,{memory}]"),
            *("--executor-memory", f"{memory}m", "--driver-memory", self.heap, "--executor-cores", "1"),
            *("--properties-file", str(self.launcher.parents[1] / "conf/spark-defaults.conf")),
            *("--conf", "spark.ui.enabled=false", "--jars", str(self.runtime_jar())),
            *("--class", "org.thumbscore.cli.Main", str(self.job_jar())),
        ]

    def home(self) -> Path:
        """The directory of the launcher's jars."""
        return self.launcher.resolve().parents[1]

    def job_jar(self) -> Path:
        """The jar of the job: in a build beside the launcher's directory, in the archive within it."""
        places = [*self.home().parent.glob("thumbscore-job-*.jar"), *self.home().glob("lib/thumbscore-job-*.jar")]
        return first([jar for jar in places if "sources" not in jar.name], f"thumbscore-job-*.jar near {self.home()}")

    def runtime_jar(self) -> Path:
        """The jar of ONNX Runtime that the launcher uses."""
        listed = self.home() / "lib/classpath"
        jars = listed.read_text(encoding="utf-8").strip().split(":") if listed.is_file() else []
        places = [*map(Path, jars), *self.home().glob("lib/jars/*.jar")]
        return first([jar for jar in places if jar.name.startswith("onnxruntime")], f"ONNX Runtime in {self.home()}")


def first(places: list[Path], what: str) -> Path:
    """The first of some paths; raises `RunFailed` where there is none."""
    if not places:
        raise RunFailed(f"Cannot find {what}; build it with mvn package")
    return places[0]


def megabytes(size: str) -> float:
    """MiB of a size such as `2g` or `512m`; raises `ValueError` for any other."""
    units = {"m": 1, "g": 1024}
    if not size[:-1].isdigit() or size[-1:] not in units or int(size[:-1]) < 1:
        raise ValueError(f"{size} (must be a number and m or g, such as 2g)")
    return int(size[:-1]) * units[size[-1]]


@dataclass(frozen=True)
class Figures:
    """What a run took.

    `scoring` is the time from the first row read to the last row written and `start_up` the time before, as the job
    records them. `processor` counts all of the process, start-up and compilers included, as does `peak_mib`, its
    largest resident memory; both leave out executors. `elsewhere` is the number of cores that other processes used.
    """

    rows: int
    scoring: float
    start_up: float
    processor: float
    peak_mib: float
    elsewhere: float | None

    @property
    def rows_per_second(self) -> float:
        """The rate without start-up."""
        return self.rows / self.scoring

    @property
    def milliseconds_per_row(self) -> float:
        """The time of a row without start-up."""
        return 1000 * self.scoring / self.rows

    def to_json(self) -> dict[str, object]:
        """All figures for a file."""
        return asdict(self) | {"rows_per_second": self.rows_per_second}


def run(command: list[str], job: Job, articles: Path, output: Path, processors: int) -> Figures:
    """Scores articles into a new output on some of the processors; raises `RunFailed` where the job does."""
    shutil.rmtree(output, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    log = output.with_name(output.name + ".log")
    words = ["score", "--input", str(articles), "--output", str(output), "--model", str(job.model), *COLUMNS]
    environment = os.environ | {"THUMBSCORE_LOG": str(output.with_name(output.name + ".spark.log"))}
    if job.spark:
        environment |= {"SPARK_HOME": str(job.spark), "SPARK_LOCAL_IP": "127.0.0.1"}
    busy, start = busy_seconds(), time.monotonic()
    with log.open("wb") as said, on_processors(processors):
        try:
            process = subprocess.Popen(
                [*command, *words, "--set", "score.deduplicate=false"],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=environment,
            )
        except OSError as error:
            raise RunFailed(f"Cannot run {command[0]}: {error.strerror}") from error
    code, usage = wait(process)
    seconds = time.monotonic() - start
    if code != 0:
        raise RunFailed(f"{Path(command[0]).name} ended with exit code {code}: {last_line(log)} (see {log})")
    (record,) = (output / "_thumbscore" / "runs").glob("*.json")
    found = json.loads(record.read_text(encoding="utf-8"))
    processor = usage.ru_utime + usage.ru_stime
    return Figures(
        rows=found["rows"]["out"],
        scoring=found["seconds"]["scoring"],
        start_up=found["seconds"]["start_up"],
        processor=processor,
        peak_mib=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / MIB,
        elsewhere=None if busy is None else max(0.0, busy_seconds() - busy - processor) / seconds,
    )


@contextmanager
def on_processors(count: int) -> Iterator[None]:
    """Processes that are started meanwhile run on this many of the processors, where the system can do that.

    Without it, the compilers and decoders of a job with one core would use the others.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def wait(process: subprocess.Popen[bytes]) -> tuple[int, object]:
    """The exit code of a process and what it used; the process is stopped if the wait is interrupted."""
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage


def busy_seconds() -> float | None:
    """Processor seconds that the machine has spent since its start, where Linux tells."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return None
    user, nice, system, _, _, irq, soft_irq, *_ = map(int, stat.read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + soft_irq) / os.sysconf("SC_CLK_TCK")


def last_line(log: Path) -> str:
    """The last line of a log that is not empty."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "nothing was printed")
