"""Trains a CLIP, saves it, and exports it to a model bundle."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import torch

from thumbscore.export.bundle import Origin, export, refuse_to_replace
from thumbscore.export.command import be_quiet
from thumbscore.export.errors import fail
from thumbscore.export.families.clip import Clip
from thumbscore.export.files import write_json
from thumbscore.training.checkpoints import NAME, load_state, save_state
from thumbscore.training.datasets import digest, load_data
from thumbscore.training.model import load_clip, new_clip, save_clip
from thumbscore.training.options import parse_arguments, recipe_of
from thumbscore.training.rows import parquet_files
from thumbscore.training.tokenizer import build_tokenizer, learn_merges
from thumbscore.training.trainer import Machine, Trainer

PRECISIONS = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
VERSIONS = ("numpy", "pillow", "tokenizers", "torch", "transformers")


def main(words: list[str] | None = None) -> None:
    """Does what the command line asks for, of this process unless words are given."""
    arguments = parse_arguments(words)
    be_quiet()
    if arguments.mode == "tokenizer":
        write_new_tokenizer(arguments)
    else:
        train(arguments)


def train(arguments: argparse.Namespace) -> None:
    """Trains, or goes on, and writes the model."""
    recipe, machine, out = recipe_of(arguments), machine_of(arguments), arguments.out
    recipe.check()
    saved = find_checkpoint(out, arguments.resume)
    if arguments.export:
        refuse_to_replace(arguments.export)
    clip = load_model(arguments)
    rows, validation = load_data(arguments, clip)
    trainer = Trainer(clip.model, arguments.mode, recipe, rows, validation, machine, arguments.seed)
    run = {
        "mode": arguments.mode,
        "start": arguments.init or f"new {arguments.new}",
        "seed": arguments.seed,
        "precision": arguments.precision,
        "rows": digest(rows),
        "validation": digest(validation),
    } | recipe.as_json()
    if saved:
        resume(trainer, load_state(out), run)
    print(describe(trainer, machine), flush=True)
    every = arguments.checkpoint_every or recipe.validate_every
    trainer.run(every, lambda: save_state(out, trainer.state() | {"run": run}))
    finish(arguments, clip, trainer, run)


def machine_of(arguments: argparse.Namespace) -> Machine:
    """The device and precision that the command line asks for."""
    for name in ("threads", "micro_batch", "checkpoint_every"):
        value = getattr(arguments, name)
        if value is not None and value < 1:
            fail(f"Invalid --{name.replace('_', '-')}: {value} (must be at least 1)")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    available = torch.cuda.is_available()
    if arguments.device == "cuda" and not available:
        fail("Cannot train on a GPU: torch finds no CUDA device; use --device cpu")
    device = "cuda" if available and arguments.device != "cpu" else "cpu"
    if arguments.precision == "fp16" and device == "cpu":
        fail("Cannot train in fp16 on a CPU; use --precision bf16 or fp32")
    return Machine(torch.device(device), PRECISIONS[arguments.precision], arguments.micro_batch)


def find_checkpoint(out: Path, resume: bool) -> bool:
    """Whether there is a checkpoint to go on from; one that would be overwritten is refused."""
    out.mkdir(parents=True, exist_ok=True)
    exists = (out / NAME).exists()
    if exists and not resume:
        fail(f"Cannot start in {out}: it holds a checkpoint; go on from it with --resume, or give another --out")
    return exists


def load_model(arguments: argparse.Namespace) -> Clip:
    """The model to train."""
    if arguments.init:
        if arguments.tokenizer:
            fail("--tokenizer goes with --new; a checkpoint has its own tokenizer")
        clip = load_clip(arguments.init)
    else:
        if arguments.tokenizer is None:
            fail("No tokenizer for the new model; give a tokenizer.json with --tokenizer FILE")
        if not arguments.tokenizer.is_file():
            fail(f"No tokenizer at {arguments.tokenizer}; `train.py tokenizer` learns one from texts")
        clip = new_clip(arguments.new, arguments.tokenizer, arguments.seed)
    # the exporter's attention keeps all products in memory
    clip.model.set_attn_implementation("sdpa")
    return clip


def resume(trainer: Trainer, state: dict[str, object], run: dict[str, object]) -> None:
    """Goes on from a checkpoint, which must be of the same run."""
    for name, value in run.items():
        found = state["run"].get(name)
        if found != value:
            fail(f"Cannot resume: {name.replace('_', '-')} is {value} now and was {found} when the run was started")
    trainer.restore(state)
    print(f"resuming after step {trainer.standing.step:,} of {trainer.steps:,}", flush=True)


def describe(trainer: Trainer, machine: Machine) -> str:
    """What is trained, in a line."""
    counts = [parameter.numel() for parameter in trainer.model.parameters() if parameter.requires_grad]
    total = trainer.model.num_parameters()
    return (
        f"training {sum(counts):,} of {total:,} parameters on {machine.device.type}: {trainer.recipe.epochs} epochs of "
        f"{trainer.steps_in_epoch:,} steps of {trainer.recipe.batch} rows"
    )


def finish(arguments: argparse.Namespace, clip: Clip, trainer: Trainer, run: dict[str, object]) -> None:
    """Saves the model and what is known of its training, and exports it."""
    model, standing = arguments.out / "model", trainer.standing
    save_clip(clip, model)
    versions = {name: version(name) for name in VERSIONS}
    facts = {"run": run, "best_step": standing.best_step, "best_validation_loss": standing.best_loss}
    write_json(arguments.out / "training.json", facts | {"history": standing.history, "versions": versions})
    reason = "the validation loss no longer improves" if standing.stopped else "all epochs are done"
    print(
        f"{model}: weights of step {standing.best_step:,}, validation loss {standing.best_loss:.4f}; {reason}",
        flush=True,
    )
    if arguments.export:
        origin = Origin(f"{arguments.mode}, seed {arguments.seed}", licence=arguments.licence)
        export(load_clip(str(model)), origin, arguments.export, [])


def write_new_tokenizer(arguments: argparse.Namespace) -> None:
    """Learns merges from texts and writes a tokenizer.json."""
    texts = []
    for file in (file for path in arguments.texts for file in parquet_files(path)):
        schema = pq.read_schema(file)
        if arguments.text_column not in schema.names:
            fail(f"Missing column {arguments.text_column!r} in {file}; found: {', '.join(schema.names)}")
        column = pq.read_table(file, columns=[arguments.text_column])[arguments.text_column]
        texts.extend(text for text in column.to_pylist() if text)
    merges = learn_merges(texts, arguments.merges)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer = build_tokenizer(merges)
    tokenizer.backend_tokenizer.save(str(arguments.out))
    print(f"{arguments.out}: {len(tokenizer):,} tokens, learned from {len(texts):,} texts")
