"""Measures and plots how the whole job scales: with cores, executors, rows and directories.

    python notebooks/bench_scaling.py --quick
    python notebooks/bench_scaling.py --out bench/scaling
    python notebooks/bench_scaling.py --model bench/tiny --rows 1000000 --only rows
    python notebooks/bench_scaling.py --redraw --out bench/scaling

It writes scaling.png and, after each run, scaling.json with all figures to --out. Each run is a process of its own.
Rates leave out the start-up; peak memory is that of the process in local mode. Executors are processes of Spark's
local-cluster on this machine, which needs pip's pyspark or --spark-home. The machine should have no other work.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import json
import multiprocessing
import os
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from option_types import positive
from thumbscore.export.errors import fail
from thumbscore.scaling.inputs import Plan, ladder
from thumbscore.scaling.runs import Job, RunFailed, megabytes
from thumbscore.scaling.study import IMAGES, PARTS, Record, Study, Write, about

ROOT = Path(__file__).resolve().parent.parent
DIRECTORIES = (1, 10, 100, 500, 2000)
QUICK_IMAGES = 20


def heap(word: str) -> str:
    """A size of an option, such as 2g."""
    try:
        megabytes(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return word


def parse(words: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--out", type=Path, default=Path("bench/scaling"), metavar="DIR", help="plot and figures (%(default)s)")
    add("--work", type=Path, metavar="DIR", help="articles, which are kept (OUT/work)")
    add("--model", type=Path, default=ROOT / "conf/models/thumbscore-mini", metavar="DIR", help="a model bundle")
    add("--rows", type=positive, default=100_000, metavar="N", help="rows of the largest input (%(default)s)")
    add("--rate-rows", type=positive, default=8000, metavar="N", help="rows by cores and executors (%(default)s)")
    add("--cores", type=positive, nargs="+", default=[1, 2], metavar="N", help="cores in local mode (1 2)")
    add("--executors", type=positive, nargs="+", default=[1, 2], metavar="N", help="executors of one core (1 2)")
    add("--directories", type=positive, nargs="+", default=DIRECTORIES, metavar="N", help="(1 10 100 500 2000)")
    add("--directory-rows", type=positive, default=20_000, metavar="N", help="rows in directories (%(default)s)")
    add(
        "--distinct",
        type=positive,
        default=20_000,
        metavar="N",
        help="rows that are written; larger inputs have links to the same files (%(default)s)",
    )
    add("--rounds", type=positive, default=3, metavar="N", help="runs of inputs up to 20,000 rows (%(default)s)")
    add("--heap", type=heap, default="2g", metavar="SIZE", help="heap of each process (%(default)s)")
    add("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure these only")
    add("--quick", action="store_true", help="some hundred rows, to see that it works; the figures mean nothing")
    add("--redraw", action="store_true", help="draw the plot of OUT/scaling.json again and measure nothing")
    add("--launcher", type=Path, default=ROOT / "job/target/thumbscore/bin/thumbscore", metavar="FILE")
    add("--spark-home", type=Path, metavar="DIR", help="Spark for executors (pip's pyspark)")
    return parser.parse_args(words)


def plan_of(arguments: argparse.Namespace) -> Plan:
    """What the options ask for."""
    if arguments.quick:
        return Plan(
            rows=(200, 400),
            directories=(1, 8),
            directory_rows=200,
            cores=tuple(sorted(set(arguments.cores))),
            executors=tuple(sorted(set(arguments.executors))),
            rate_rows=400,
            distinct=400,
            file_rows=100,
            rounds=1,
        )
    if arguments.directory_rows < max(arguments.directories):
        fail(f"Invalid --directory-rows: {arguments.directory_rows} (must be at least the number of directories)")
    return Plan(
        rows=ladder(arguments.rows),
        directories=tuple(sorted(set(arguments.directories))),
        directory_rows=arguments.directory_rows,
        cores=tuple(sorted(set(arguments.cores))),
        executors=tuple(sorted(set(arguments.executors))),
        rate_rows=arguments.rate_rows,
        distinct=arguments.distinct,
        rounds=arguments.rounds,
        short=20_000,
    )


def job_of(arguments: argparse.Namespace) -> Job:
    """How the job is started; ends the program where something is missing."""
    if not os.access(arguments.launcher, os.X_OK):
        fail(f"Cannot find the launcher {arguments.launcher}; build it with mvn package, or name it with --launcher")
    if not (arguments.model / "config.json").is_file():
        fail(f"Cannot find a model bundle at {arguments.model}; export one with export_bundle.py")
    spark = spark_home(arguments.spark_home) if "executors" in arguments.only else None
    return Job(arguments.launcher.absolute(), arguments.model.absolute(), arguments.heap, spark)


def spark_home(given: Path | None) -> Path:
    """A Spark installation; ends the program where there is none."""
    found = given
    if given is None:
        spec = importlib.util.find_spec("pyspark")
        if spec is None:
            fail("Cannot find Spark for executors; pip install pyspark==4.0.1, or give --spark-home or --only")
        found = Path(spec.origin).parent
    if not (found / "bin/spark-submit").is_file():
        fail(f"Cannot find Spark for executors: {found} has no bin/spark-submit")
    return found.absolute()


@functools.cache
def draw(images: int) -> list[bytes]:
    """The images of all articles."""
    from bench_directories import draw_images

    return draw_images(images)


def write_articles(images: int, out: Path, rows: int, parts: int, name: str) -> None:
    """Writes articles as `bench_directories.py` does, unless they are there."""
    from bench_directories import write_layout

    write_layout(out, rows, parts, name, [] if out.exists() else draw(images))


def articles_writer(pool: Executor, images: int) -> Write:
    """Writes articles in another process, since a job's peak memory counts that of the process that starts it."""

    def write(out: Path, rows: int, parts: int, name: str) -> None:
        pool.submit(write_articles, images, out, rows, parts, name).result()

    return write


def measure(arguments: argparse.Namespace, figures: Path) -> None:
    """Runs all that is asked for."""
    plan, job = plan_of(arguments), job_of(arguments)
    work = (arguments.work or arguments.out / "work").absolute()
    record = Record(figures, about(job, plan) | {"quick": arguments.quick})
    try:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            write = articles_writer(pool, QUICK_IMAGES if arguments.quick else IMAGES)
            Study(plan, job, work, write).run(tuple(part for part in PARTS if part in arguments.only), record)
    except RunFailed as failure:
        fail(str(failure))
    except OSError as error:
        fail(f"Cannot write to {work}: {error}")


def main() -> None:
    """Measures, draws the plot and prints the medians."""
    arguments = parse()
    figures = arguments.out / "scaling.json"
    if importlib.util.find_spec("matplotlib") is None:
        fail("Cannot draw a plot: found no matplotlib; pip install -r notebooks/requirements.txt")
    from thumbscore.scaling.charts import draw, lines

    if arguments.redraw:
        if not figures.is_file():
            fail(f"Cannot redraw: found no {figures}")
    else:
        try:
            arguments.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(f"Cannot write to {arguments.out}: {error.strerror}")
        measure(arguments, figures)
    record = json.loads(figures.read_text(encoding="utf-8"))
    plot = arguments.out / "scaling.png"
    draw(record, plot)
    print("\n".join(lines(record)))
    print(f"{plot} and {figures}")


if __name__ == "__main__":
    main()
