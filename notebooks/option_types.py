"""Types of command-line options."""

from __future__ import annotations

import argparse


def positive(word: str) -> int:
    """A number of an option that is at least 1."""
    if not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word} (must be at least 1)")
    return int(word)
