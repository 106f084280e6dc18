"""Scores articles with one of the Python engines and prints how long it took, as one line of JSON.

python -m thumbscore.benchmarks daft --bundle DIR --articles FILE --out DIR --workers 2 --batch 16 --start-line DIR
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
from pathlib import Path

from thumbscore.benchmarks.task import Task

MODULES = {"daft": "daft_engine", "pandas": "mapinpandas"}


def main() -> None:
    """Runs an engine, whose packages alone are imported."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=MODULES)
    parser.add_argument("--bundle", type=Path, required=True, metavar="DIR")
    parser.add_argument("--articles", type=Path, required=True, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="must not exist")
    parser.add_argument("--workers", type=int, required=True, metavar="N")
    parser.add_argument("--batch", type=int, required=True, metavar="N")
    parser.add_argument("--start-line", type=Path, required=True, metavar="DIR", help="an empty directory")
    arguments = parser.parse_args()
    # imported by name, so that workers find its classes by that name, too
    engine = importlib.import_module(f"thumbscore.benchmarks.{MODULES[arguments.engine]}")
    task = Task(
        bundle=arguments.bundle,
        articles=arguments.articles,
        out=arguments.out,
        workers=arguments.workers,
        batch=arguments.batch,
        start_line=arguments.start_line,
    )
    print(json.dumps({"seconds": round(engine.score(task), 3)}), flush=True)
    if arguments.engine == "daft":
        # its threads abort the interpreter now and then while that ends; the output is complete by now
        os._exit(0)


if __name__ == "__main__":
    main()
