"""The state of a training run on disk, in one file that is either whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import torch

from thumbscore.export.checkpoint import first_line
from thumbscore.export.errors import fail

NAME = "checkpoint.pt"


def save_state(out: Path, state: dict[str, object]) -> None:
    """Writes the checkpoint in place of an earlier one; a reader sees one or the other, also after a crash."""
    partial = out / f"{NAME}.partial"
    with partial.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(out / NAME)
    folder = os.open(out, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load_state(out: Path) -> dict[str, object]:
    """Reads the checkpoint to the memory of the CPU; nothing in it is executed."""
    try:
        return torch.load(out / NAME, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises whatever its readers raise
        fail(f"Cannot resume from {out / NAME}: {first_line(error)}")


def random_states() -> dict[str, torch.Tensor | list[torch.Tensor]]:
    """The states of torch's generators, on the CPU and on GPUs."""
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    return {"cpu": torch.get_rng_state(), "cuda": cuda}


def restore_random_states(states: dict[str, torch.Tensor | list[torch.Tensor]]) -> None:
    """Puts the generators where they were; those of GPUs only where there are as many."""
    torch.set_rng_state(states["cpu"])
    if torch.cuda.is_available() and len(states["cuda"]) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(states["cuda"])
