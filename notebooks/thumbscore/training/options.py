"""The command line of train.py."""

from __future__ import annotations

import argparse
from dataclasses import fields, replace
from pathlib import Path

from clip_models import PRESETS as SIZES
from thumbscore.training.recipe import MODES, PRESETS, Recipe

EXAMPLES = """examples:
  CFT-CLIP as in the paper, on a GPU:
    python train.py cft-clip --init openai/clip-vit-large-patch14 --train bbc/train --validation bbc/validation \\
        --precision bf16 --out runs/cft-clip --export bundles/cft-clip

  the miniature on invented news, on a CPU:
    python train.py tokenizer --texts news/train.parquet news/generic.parquet --out runs/tokenizer.json
    python train.py clip --preset mini --new mini --tokenizer runs/tokenizer.json --train news/generic.parquet \\
        --out runs/clip
    python train.py clipadapt --preset mini --init runs/clip/model --train news/train.parquet \\
        --validation news/validation.parquet --out runs/clipadapt
    python train.py cft-clip --preset mini --init runs/clip/model --train runs/counterfactual/train \\
        --validation runs/counterfactual/validation --out runs/cft-clip --export bundles/cft-clip

  to continue a run that was interrupted, give the same command with --resume"""

HELP = {
    "epochs": "times that all rows are seen at most",
    "batch": "rows of a batch",
    "learning_rate": "the highest learning rate of AdamW",
    "weight_decay": "weight decay of AdamW",
    "t_max": "iterations in which the learning rate falls to 0 along a cosine, to rise after that; 0 for the whole run",
    "warmup": "iterations in which the learning rate rises at first",
    "temperature": "what cosines are divided by in the loss",
    "freeze_text_layers": "text layers that are not trained, with the embeddings before them",
    "validate_every": "iterations between two computations of the validation loss",
    "patience": "stop after this many in a row that are not the lowest so far",
    "shift": "pixels by which images are moved at random in training",
}
WHAT = {
    "clip": "train CLIP itself, from random weights or a checkpoint, with the symmetric loss",
    "clipadapt": "train a CLIP further on articles and their thumbnails",
    "cft-clip": "train a CLIP further with counterfactual texts as negatives",
}


def parse_arguments(words: list[str] | None = None) -> argparse.Namespace:
    """The command line, of this process unless words are given."""
    description = "Trains a CLIP on images and texts, or learns a tokenizer for a new one."
    parser = argparse.ArgumentParser(
        description=description, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    modes = parser.add_subparsers(dest="mode", required=True, metavar="MODE")
    for mode in MODES:
        add_training(modes.add_parser(mode, help=WHAT[mode], description=WHAT[mode].capitalize() + "."), mode)
    tokenizer = modes.add_parser("tokenizer", help="learn a tokenizer.json for a model with --new")
    tokenizer.add_argument("--texts", type=Path, nargs="+", required=True, metavar="PATH", help="parquet with texts")
    tokenizer.add_argument("--text-column", default="summary", metavar="NAME", help="the texts' column (%(default)s)")
    tokenizer.add_argument("--merges", type=int, default=2000, metavar="N", help="most merges to learn (%(default)s)")
    tokenizer.add_argument("--out", type=Path, required=True, metavar="FILE", help="the tokenizer.json to write")
    return parser.parse_args(words)


def add_training(parser: argparse.ArgumentParser, mode: str) -> None:
    """The options of a mode."""
    source = parser.add_argument_group("model").add_mutually_exclusive_group(required=True)
    source.add_argument("--init", metavar="DIR_OR_NAME", help="start from this checkpoint of a CLIPModel")
    source.add_argument("--new", choices=sorted(SIZES), help="start from random weights; needs --tokenizer")
    parser.add_argument("--tokenizer", type=Path, metavar="FILE", help="tokenizer.json of a new model")
    add_data(parser.add_argument_group("data"), mode)
    add_run(parser.add_argument_group("run"))
    add_recipe(parser.add_argument_group("recipe"), mode)


def add_data(group: argparse._ArgumentGroup, mode: str) -> None:
    """What is read."""
    path = "a parquet file, or a directory of them"
    group.add_argument("--train", type=Path, required=True, metavar="PATH", help=path)
    group.add_argument("--validation", type=Path, metavar="PATH", help=f"{path}; without it, rows are held out")
    group.add_argument("--hold-out", type=int, default=1000, metavar="N", help="rows to hold out (%(default)s)")
    columns = {"id": "id", "text": "summary", "image": "thumbnail"}
    if mode == "cft-clip":
        columns["counterfactual"] = "counterfactual"
    for column, name in columns.items():
        group.add_argument(f"--{column}-column", default=name, metavar="NAME", help="default: %(default)s")
    group.add_argument("--cache", type=Path, metavar="DIR", help="where cropped images are kept (OUT/cache)")


def add_run(group: argparse._ArgumentGroup) -> None:
    """Where and how it runs, and what is written."""
    group.add_argument("--out", type=Path, required=True, metavar="DIR", help="checkpoint, model and training.json")
    group.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")
    group.add_argument("--export", type=Path, metavar="DIR", help="also write a model bundle, in fp32")
    group.add_argument("--licence", help="licence of the weights, for the bundle")
    group.add_argument("--seed", type=int, default=0, help="of new weights and of the order of rows (%(default)s)")
    group.add_argument("--checkpoint-every", type=int, metavar="N", help="iterations (as --validate-every)")
    group.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="default: a GPU if any")
    group.add_argument("--threads", type=int, metavar="N", help="threads of torch on a CPU")
    group.add_argument("--precision", choices=("fp32", "bf16", "fp16"), default="fp32", help="default: %(default)s")
    group.add_argument(
        "--micro-batch",
        type=int,
        metavar="N",
        help="rows that go through the towers at a time, if a batch does not fit into memory; the loss is the same",
    )


def add_recipe(group: argparse._ArgumentGroup, mode: str) -> None:
    """The hyperparameters, which override those of the preset."""
    group.add_argument("--preset", choices=sorted(PRESETS), default="paper", help="default: %(default)s")
    for field in fields(Recipe):
        flag, values = f"--{field.name.replace('_', '-')}", [getattr(PRESETS[key][mode], field.name) for key in PRESETS]
        if isinstance(field.default, bool):
            group.add_argument(flag, action=argparse.BooleanOptionalAction, help="learn the temperature")
            continue
        shown = ", ".join(f"{name} {value:g}" for name, value in zip(PRESETS, values, strict=True))
        group.add_argument(flag, type=type(field.default), metavar="N", help=f"{HELP[field.name]} ({shown})")


def recipe_of(arguments: argparse.Namespace) -> Recipe:
    """The preset with what the command line changes."""
    given = {field.name: getattr(arguments, field.name) for field in fields(Recipe)}
    changes = {name: value for name, value in given.items() if value is not None}
    return replace(PRESETS[arguments.preset][arguments.mode], **changes)
