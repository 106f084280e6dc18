"""Exports a model to a Thumbscore model bundle: the layout that Hugging Face's ONNX exporters write.

`thumbscore.export.command` describes what is written and how it is checked.

    python export_bundle.py --model checkpoints/cft-clip --fp16 --int8 --out bundles/cft-clip
    python export_bundle.py --random vit-b-32 --seed 7 --tokenizer clip/tokenizer.json --out bundles/vit-b-32
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from transformers import CLIPModel

from thumbscore.export.bundle import write_graphs
from thumbscore.export.families.clip import Clip, ClipOptions
from thumbscore.export.files import architecture_keys, write_json


@dataclass(frozen=True)
class Options:
    """What to export and how."""

    out: Path
    tokenizer: Path
    combined: bool = False
    text_mask: bool = False
    hidden_states: bool = False


def export_bundle(model: CLIPModel, options: Options) -> None:
    """Writes and checks a bundle without thumbscore.json; files of the same names in the directory are replaced.

    The scripts that make the project's own models use it: the digests of those count every file and every key.
    """
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    loaded = Clip(
        model,
        tokenizer=options.tokenizer,
        options=ClipOptions(options.combined, options.text_mask, options.hidden_states),
    )
    (options.out / "onnx").mkdir(parents=True, exist_ok=True)
    loaded.write_files(options.out)
    whole = model.config.to_dict()
    towers = {name: architecture_keys(whole[name]) for name in ("text_config", "vision_config")}
    write_json(options.out / "config.json", architecture_keys(whole) | towers | {"architectures": ["CLIPModel"]})
    write_graphs(loaded, options.out)
    print(f"{options.out}: {model.num_parameters():,} parameters")


if __name__ == "__main__":
    from thumbscore.export.command import main

    main()
