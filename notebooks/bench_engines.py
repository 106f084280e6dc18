"""Times Thumbscore, Daft and PySpark's mapInPandas on the same articles, and checks that they compute the same.

Each engine is a process of its own that reads the same parquet file, uses all cores and writes parquet with id and
similarity. They run in turn: each of them once, then each of them again, and so on. Two times are taken:

- rows/s are from the first row read to the last row written; imports and the start of sessions are excluded. For Daft
  and PySpark the clock starts when every worker has loaded the model and computed a batch that is none of the articles.
  For Thumbscore it is the time in the record of the run, which starts after the model was opened to check the device.
- command is the time of the whole process, from its start to its end.

The run fails unless every engine has written one similarity for each article, within 1e-5 of Thumbscore's, or 1e-3
where Thumbscore does not compute in fp32.

examples:
    python bench_engines.py --bundle bench/tiny --articles bench/articles-2000.parquet --out bench/engines.json
    python bench_engines.py --bundle bench/tiny --articles bench/articles-2000.parquet --engines thumbscore,daft \\
        --rounds 5 --rows 1000 --out bench/engines.json
    python bench_engines.py --bundle bench/vit-b-32 --articles bench/articles-2000.parquet --rows 500 --plugin \\
        --tolerance 5e-3 --out bench/engines-vit-b-32.json
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path

from option_types import positive
from thumbscore.benchmarks import machine
from thumbscore.benchmarks.agreement import Disagreement, largest_difference, read_similarities, tolerance_of
from thumbscore.benchmarks.engines import BATCH, LAUNCHER, PACKAGES, Contest, Round, missing_packages
from thumbscore.benchmarks.inputs import find_graphs, open_articles, read_ids, take_rows
from thumbscore.benchmarks.process import EngineFailed
from thumbscore.benchmarks.table import Rates, format_table, ratio
from thumbscore.export.errors import fail

OURS = "thumbscore"
REQUIREMENTS = "notebooks/bench-requirements.txt"
PLUGIN = "onnxruntime_ep_openvino"
INSTALLED = "the one that pip installed"


def main() -> None:
    """Runs all rounds, and prints and writes what was measured."""
    arguments = parse()
    contest = prepare(arguments)
    where = machine.describe()
    try:
        rounds, differences = run_rounds(contest, arguments.engines, arguments.rounds, arguments.tolerance)
    except (Disagreement, EngineFailed) as failure:
        fail(str(failure))
    report = describe(contest, rounds, differences) | {"machine": where}
    arguments.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print_report(report, rates_of(rounds, report["rows"]))
    print(arguments.out)


def prepare(arguments: argparse.Namespace) -> Contest:
    """Checks what was asked for, and ends the program with one line where it cannot be done."""
    find_graphs(arguments.bundle)
    with open_articles(arguments.articles) as articles:
        check_rows(arguments.rows or articles.metadata.num_rows, arguments.batch)
    for engine in arguments.engines:
        if missing := missing_packages(engine):
            fail(f"Cannot run {engine} without {' and '.join(missing)}; install {REQUIREMENTS}")
    if OURS in arguments.engines and not arguments.launcher.is_file():
        fail(f"Cannot find the launcher {arguments.launcher}; build it with `mvn -Pcpu -DskipTests package`")
    plugin = find_plugin(arguments.plugin) if arguments.plugin else None
    for folder in (arguments.work, arguments.out.parent):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(f"Cannot write to {folder}: {error.strerror}")
    articles = arguments.articles
    if arguments.rows:
        articles = take_rows(articles, arguments.rows, arguments.work / "articles.parquet")
    return Contest(
        bundle=arguments.bundle.absolute(),
        articles=articles.absolute(),
        work=arguments.work.absolute(),
        workers=machine.cores(),
        batch=arguments.batch,
        launcher=arguments.launcher.absolute(),
        plugin=plugin,
    )


def check_rows(rows: int, batch: int) -> None:
    """Ends the program with one line if there are too few rows for each worker to have a batch."""
    workers = machine.cores()
    if rows < batch * workers:
        fail(f"Cannot measure {rows} rows with {workers} workers and batches of {batch}; expected {batch * workers}")


def find_plugin(named: str) -> Path:
    """The directory of the OpenVINO plugin."""
    if named == INSTALLED:
        found = importlib.util.find_spec(PLUGIN)
        return Path(found.origin).parent if found else fail(f"Cannot find {PLUGIN}; install {REQUIREMENTS}")
    return Path(named).absolute() if Path(named).exists() else fail(f"Cannot find the plugin {named}")


def run_rounds(
    contest: Contest, engines: list[str], count: int, tolerance: float | None
) -> tuple[dict[str, list[Round]], dict[str, float]]:
    """Runs the engines in turn; their rounds, and how far each is from the first engine at most."""
    ids = read_ids(contest.articles)
    rounds: dict[str, list[Round]] = {engine: [] for engine in engines}
    differences = dict.fromkeys(engines, 0.0)
    for number in range(1, count + 1):
        found = {}
        for engine in engines:
            done = contest.run(engine, number)
            rounds[engine].append(done)
            found[engine] = read_similarities(engine, done.out, ids)
            allowed = tolerance or tolerance_of(str(rounds[engines[0]][-1].facts.get("device", ", fp32")))
            difference = largest_difference(engine, found[engine], engines[0], found[engines[0]], allowed)
            differences[engine] = max(differences[engine], difference)
            print(
                f"{sum(map(len, rounds.values()))}/{count * len(engines)} {engine}, round {number}:"
                f" {len(ids) / done.seconds:.1f} rows/s, {done.command:.1f} s in all",
                flush=True,
            )
    return rounds, differences


def rates_of(rounds: dict[str, list[Round]], rows: int) -> dict[str, Rates]:
    """The rates of each engine."""
    return {
        engine: Rates([rows / each.seconds for each in done], [each.command for each in done])
        for engine, done in rounds.items()
    }


def describe(contest: Contest, rounds: dict[str, list[Round]], differences: dict[str, float]) -> dict[str, object]:
    """What was measured, as it is written to the file."""
    ids = read_ids(contest.articles)
    rates = rates_of(rounds, len(ids))
    facts = rounds[OURS][-1].facts if OURS in rounds else {}
    return {
        "bundle": contest.bundle.name,
        "rows": len(ids),
        "workers": contest.workers,
        "batch": contest.batch,
        "thumbscore": facts,
        "versions": machine.versions(),
        "engines": {
            engine: {
                "rows_per_second": [round(rate, 2) for rate in each.rows],
                "median": round(each.median, 2),
                "thumbscore_ratio": ratio(rates, engine, OURS),
                "seconds": [each.seconds for each in rounds[engine]],
                "command_seconds": [round(seconds, 2) for seconds in each.commands],
                "largest_difference": differences[engine],
            }
            for engine, each in rates.items()
        },
    }


def print_report(report: dict[str, object], rates: dict[str, Rates]) -> None:
    """Prints the table, and below it where and with what it was measured."""
    where = report["machine"]
    print(f"\n{format_table(rates, OURS)}\n")
    print(f"model      {report['bundle']}, {report['rows']} articles")
    if report["thumbscore"]:
        ours = report["thumbscore"]["versions"]
        print(f"thumbscore {report['thumbscore']['device']}; {', '.join(f'{k} {v}' for k, v in ours.items())}")
    others = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    print(f"others     {report['workers']} workers, batches of {report['batch']}; {others}")
    differences = [f"{name} {each['largest_difference']:.1e}" for name, each in report["engines"].items()]
    print(f"agreement  similarities differ by at most: {', '.join(differences[1:]) or 'nothing to compare'}")
    print(
        f"machine    {where['cores']} cores of {where['processor']}, {where['memory_gib']} GiB, {where['system']},"
        f" load {where['load']} before, {where['date']}"
    )
    print("clock      rows/s are from the first row read to the last row written; command is the whole process")


def engines_of(word: str) -> list[str]:
    """Names of engines, Thumbscore first, with which the others are compared."""
    names = word.split(",")
    for name in names:
        if name not in PACKAGES:
            raise argparse.ArgumentTypeError(f"{name!r} (must be some of {','.join(PACKAGES)})")
    return sorted(set(names), key=list(PACKAGES).index)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bundle", type=Path, required=True, metavar="DIR", help="a bundle of CLIP in two towers")
    parser.add_argument(
        "--articles", type=Path, required=True, metavar="FILE", help="parquet of `bench_reference.py articles`"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the result is written as JSON")
    parser.add_argument(
        "--engines", type=engines_of, default=list(PACKAGES), metavar="LIST", help=f"some of {','.join(PACKAGES)} (all)"
    )
    parser.add_argument("--rounds", type=positive, default=3, metavar="N", help="runs of each engine (%(default)s)")
    parser.add_argument("--rows", type=positive, metavar="N", help="only the first N articles (all)")
    parser.add_argument(
        "--batch", type=positive, default=BATCH, metavar="N", help="rows to a batch of Daft and PySpark (%(default)s)"
    )
    parser.add_argument(
        "--plugin",
        nargs="?",
        const=INSTALLED,
        metavar="DIR",
        help="run Thumbscore in OpenVINO, whose plugin is in this directory; without DIR, the one that pip installed",
    )
    parser.add_argument(
        "--tolerance", type=float, metavar="D", help="by how much similarities may differ (by the precision)"
    )
    parser.add_argument("--launcher", type=Path, default=LAUNCHER, metavar="FILE", help="of Thumbscore (job/target)")
    parser.add_argument(
        "--work", type=Path, default=Path("bench/engines"), metavar="DIR", help="for outputs and logs (%(default)s)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
