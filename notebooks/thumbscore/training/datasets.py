"""The rows that a command line names, ready to train on."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from thumbscore.export.errors import fail
from thumbscore.export.families.clip import Clip
from thumbscore.training.batches import Pixels, Tokens, TrainingRows, epoch_order
from thumbscore.training.images import CroppedRows, describe, load_rows
from thumbscore.training.rows import Columns

HOLD_OUT_SEED = 1


def load_data(arguments: argparse.Namespace, clip: Clip) -> tuple[TrainingRows, TrainingRows]:
    """The rows to train on and those to validate with."""
    counterfactual = arguments.counterfactual_column if arguments.mode == "cft-clip" else None
    columns = Columns(arguments.id_column, arguments.text_column, arguments.image_column, counterfactual)
    cache = arguments.cache or arguments.out / "cache"
    rows = read("train", arguments.train, columns, clip, cache)
    if arguments.validation:
        return prepare(rows, clip), prepare(read("validation", arguments.validation, columns, clip, cache), clip)
    if not 0 < arguments.hold_out < len(rows):
        fail(f"Invalid --hold-out: {arguments.hold_out} (must be 1 to {len(rows) - 1}, as there are {len(rows)} rows)")
    order = epoch_order(len(rows), HOLD_OUT_SEED, 0)
    held_out, others = rows.take(order[: arguments.hold_out]), rows.take(order[arguments.hold_out :])
    print(f"validation: {len(held_out):,} of these rows, which are not trained on", flush=True)
    return prepare(others, clip), prepare(held_out, clip)


def read(name: str, path: Path, columns: Columns, clip: Clip, cache: Path) -> CroppedRows:
    """Reads rows and says how many there are."""
    rows = load_rows(path, columns, clip.processor, cache)
    print(f"{name}: {len(rows):,} rows; dropped: {describe(rows.dropped)}", flush=True)
    return rows


def prepare(rows: CroppedRows, clip: Clip) -> TrainingRows:
    """The rows with their tokens."""
    padding = clip.tokenizer("")["input_ids"][-1]
    texts, counterfactuals = (
        texts and Tokens(clip.tokenizer, texts, clip.context(), padding) for texts in (rows.texts, rows.counterfactuals)
    )
    return TrainingRows(rows, Pixels(rows.crops, clip.processor), texts, counterfactuals)


def digest(rows: TrainingRows) -> str:
    """A digest of ids and texts, by which a resumed run knows its rows again."""
    content = hashlib.sha256()
    for values in (rows.rows.ids, rows.rows.texts, rows.rows.counterfactuals or []):
        content.update("\0".join(values).encode())
    return content.hexdigest()[:16]
