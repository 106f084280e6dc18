"""The model families that can be exported, by the architecture that config.json names."""

from __future__ import annotations

from thumbscore.export.families.base import LoadedModel
from thumbscore.export.families.blip import Blip
from thumbscore.export.families.blip2 import Blip2
from thumbscore.export.families.caption import Caption

FAMILIES: list[type[LoadedModel]] = [Blip, Blip2, Caption]
