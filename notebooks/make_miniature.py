"""Makes the miniature of the paper's table from nothing: invented news, models trained on it, and their scores.

CLIP is trained once, on pairs of another domain, which name nobody. CLIPAdapt and CFT-CLIP are trained from it on the
news with several seeds, CFT-CLIP with counterfactual texts that `thumbscore counterfactual` writes. Each is scored with
`thumbscore score`, its threshold is the median of the validation scores, and `thumbscore evaluate` compares them.

A run that was interrupted is continued by the same command. Logs are in DIR/logs, and the table is
DIR/evaluation/evaluation.txt.

    python make_miniature.py --out ../bench/miniature
    python make_miniature.py --out ../bench/small --seeds 1 --rows train=2000 --rows generic=2000 --epochs 2
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from option_types import positive
from thumbscore.export.errors import fail
from thumbscore.miniature.recipe import NOTEBOOKS, SPLITS, Miniature
from thumbscore.miniature.steps import NotStarted, Step, StepFailed, Steps, require

LAUNCHER = NOTEBOOKS.parent / "job/target/thumbscore/bin/thumbscore"


def main() -> None:
    """Makes the miniature and prints its table."""
    arguments = parse()
    miniature = Miniature(
        folder=arguments.out.absolute(),
        thumbscore=require(arguments.thumbscore, "the launcher, which `mvn package` makes").absolute(),
        seeds=tuple(range(1, arguments.seeds + 1)),
        rows=dict(arguments.rows),
        training=training_options(arguments),
        threads=arguments.threads,
    )
    start = time.monotonic()
    try:
        make(miniature, arguments.jobs)
    except StepFailed as failure:
        fail(str(failure))
    print((miniature.folder / "evaluation/evaluation.txt").read_text(encoding="utf-8"), end="")
    print(f"{miniature.folder / 'evaluation'} after {(time.monotonic() - start) / 60:.1f} min")


def training_options(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Options of `train.py` for every training."""
    epochs = ("--epochs", str(arguments.epochs)) if arguments.epochs else ()
    return ("--precision", arguments.precision, *epochs)


def make(miniature: Miniature, jobs: int) -> None:
    """Runs all steps, those of different models at the same time."""
    data, shared, pairs, lanes = miniature.data(), miniature.shared(), miniature.pairs(), miniature.lanes()
    stages = [[data], shared, [pairs], lanes, [[miniature.evaluate()]]]
    steps = Steps(miniature.folder, sum(len(lane) for stage in stages for lane in stage))
    for stage in stages:
        run_together(steps, stage, jobs)


def run_together(steps: Steps, lanes: list[list[Step]], jobs: int) -> None:
    """Runs lanes at the same time, and the steps of each one after another."""

    def run(lane: list[Step]) -> None:
        for step in lane:
            steps.run(step)

    with ThreadPoolExecutor(jobs) as pool:
        runs = [pool.submit(run, lane) for lane in lanes]
        # a step that failed keeps later ones from being started, and is what the run fails with
        failures = [failure for lane in wait(runs).done if (failure := lane.exception())]
    for failure in sorted(failures, key=lambda failure: isinstance(failure, NotStarted)):
        raise failure


def rows_of(word: str) -> tuple[str, int]:
    """SPLIT=N of an option."""
    split, _, count = word.partition("=")
    if split not in SPLITS or not count.isdigit() or int(count) < 1:
        raise argparse.ArgumentTypeError(f"{word} (must be SPLIT=N, with one of {', '.join(SPLITS)})")
    return split, int(count)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where everything is written")
    parser.add_argument(
        "--seeds", type=positive, default=5, metavar="N", help="seeds of CLIPAdapt and of CFT-CLIP (%(default)s)"
    )
    parser.add_argument(
        "--jobs", type=positive, default=2, metavar="N", help="models trained at the same time (%(default)s)"
    )
    parser.add_argument("--threads", type=positive, default=1, metavar="N", help="threads of a training (%(default)s)")
    parser.add_argument(
        "--rows", type=rows_of, action="append", default=[], metavar="SPLIT=N", help="rows of a split of the news"
    )
    parser.add_argument("--epochs", type=positive, metavar="N", help="epochs of each training (those of the preset)")
    parser.add_argument(
        "--precision",
        choices=("fp32", "bf16"),
        default="fp32",
        help="precision of the trainings (%(default)s); bf16 halves the time on a CPU that has bfloat16 instructions",
    )
    parser.add_argument("--thumbscore", type=Path, default=LAUNCHER, metavar="FILE", help="the launcher (%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
