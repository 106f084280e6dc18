"""Tokenizers: read from whatever files a checkpoint has, written as tokenizer.json and tokenizer_config.json."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from transformers import AutoTokenizer, PreTrainedTokenizerBase

from thumbscore.export.checkpoint import Checkpoint, first_line
from thumbscore.export.errors import fail


def load_tokenizer(checkpoint: Checkpoint) -> PreTrainedTokenizerBase:
    """The checkpoint's tokenizer, also from vocab.json and merges.txt or from vocab.txt."""
    try:
        return AutoTokenizer.from_pretrained(checkpoint.location, **checkpoint.options())
    except (OSError, ValueError, KeyError) as error:
        fail(f"Cannot load the tokenizer of {checkpoint.location}: {first_line(error)}")


def write_tokenizer(tokenizer: PreTrainedTokenizerBase, checkpoint: Checkpoint, out: Path) -> None:
    """Copies tokenizer.json, or makes it where the checkpoint has a vocabulary only."""
    existing = checkpoint.file("tokenizer.json")
    if existing:
        shutil.copyfile(existing, out / "tokenizer.json")
    else:
        tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"))
    config = checkpoint.read_json("tokenizer_config.json") or written_config(tokenizer)
    text = json.dumps(config, indent=2, sort_keys=True, ensure_ascii=False)
    (out / "tokenizer_config.json").write_text(text + "\n", encoding="utf-8")


def written_config(tokenizer: PreTrainedTokenizerBase) -> dict[str, object]:
    """A tokenizer_config.json for checkpoints that have none."""
    tokens = {name: str(token) for name, token in tokenizer.special_tokens_map.items() if isinstance(token, str)}
    return tokens | {"tokenizer_class": type(tokenizer).__name__}
