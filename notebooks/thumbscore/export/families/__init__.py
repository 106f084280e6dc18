"""The model families that can be exported, by the architecture that config.json names."""

from __future__ import annotations

from collections.abc import Iterable

from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.errors import fail
from thumbscore.export.families.base import LoadedModel
from thumbscore.export.families.blip import Blip
from thumbscore.export.families.blip2 import Blip2
from thumbscore.export.families.caption import Caption
from thumbscore.export.families.clip import Clip

FAMILIES: list[type[LoadedModel]] = [Clip, Blip, Blip2, Caption]


def find_family(checkpoint: Checkpoint, also: Iterable[str] = ()) -> tuple[type[LoadedModel], str]:
    """The family of a checkpoint and the architecture that it is loaded as.

    Where there is none, the program ends with the names of all that are known, and `also` of others.
    """
    config = checkpoint.config()
    named = config.get("architectures") or []
    for architecture in named:
        for family in FAMILIES:
            if architecture in family.architectures:
                return family, architecture
    # checkpoints fine-tuned from CLIP may name a class of their own
    if config.get("model_type") != "clip":
        found = ", ".join(named) or f"model_type {config.get('model_type')!r}"
        known = ", ".join([*(name for family in FAMILIES for name in family.architectures), *also])
        fail(f"Cannot export {checkpoint.name}: {found} is not a known architecture; known are {known}")
    return Clip, "CLIPModel"
