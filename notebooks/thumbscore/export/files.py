"""JSON files of a bundle."""

from __future__ import annotations

import json
from pathlib import Path

from transformers import PretrainedConfig


def write_json(path: Path, value: object) -> None:
    """JSON with sorted keys and a final newline."""
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def spelled_out(config: PretrainedConfig) -> dict[str, object]:
    """config.json with all defaults of the architecture, but without what every model of transformers has."""
    types = {"architectures": config.architectures, "model_type": config.model_type}
    whole = config.to_dict()
    parts = {
        key: architecture_keys(value) | {"model_type": value["model_type"]}
        for key, value in whole.items()
        if key.endswith("_config")
    }
    return architecture_keys(whole) | parts | types


def architecture_keys(config: dict[str, object]) -> dict[str, object]:
    """A config without what every Hugging Face model has, whatever its architecture."""
    common = PretrainedConfig().to_dict().keys() | {"transformers_version", "_name_or_path", "architectures", "dtype"}
    return {key: value for key, value in config.items() if key not in common and value is not None}
