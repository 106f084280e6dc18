"""Writes invented news to train and test a small model on, and checks that the test set does not give its labels away.

The thumbnails are drawn, and show people, ships, clubs, buildings and animals that the texts name, or others. Two runs
with the same seed write the same bytes.

    python make_news.py --out ../bench/news
    python make_news.py check ../bench/news
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from thumbscore.news.files import write_news

COUNTS = {"train": 60_000, "validation": 1_000, "test": 1_000, "generic": 10_000}


def main() -> None:
    """Writes or checks the news."""
    if sys.argv[1:2] == ["check"]:
        check(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the directory to write to")
    parser.add_argument(
        "--seed", type=int, default=7, help="seed of articles and pictures, not of the cast (%(default)s)"
    )
    for split, rows in COUNTS.items():
        parser.add_argument(f"--{split}", type=int, default=rows, metavar="N", help="rows; 0 for no file (%(default)s)")
    arguments = parser.parse_args()
    write_news(arguments.out, {split: getattr(arguments, split) for split in COUNTS}, arguments.seed)


def check(words: list[str]) -> None:
    """Prints the figures of news that was written before, and fails if the labels leak."""
    from thumbscore.news.check import check_news

    parser = argparse.ArgumentParser(prog="make_news.py check", description=check.__doc__)
    parser.add_argument("directory", type=Path, metavar="DIR", help="a directory that make_news.py wrote")
    sys.exit(0 if check_news(parser.parse_args(words).directory) else 1)


if __name__ == "__main__":
    main()
