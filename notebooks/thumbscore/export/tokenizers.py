"""Tokenizers: read from whatever files a checkpoint has, written as tokenizer.json and tokenizer_config.json."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
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


@dataclass(frozen=True)
class SpecialTokens:
    """Vocabulary size and the ids of the start and end tokens, as a ``tokenizer.json`` states them."""

    vocabulary: int
    start: int
    end: int


def read_special_tokens(tokenizer_json: Path) -> SpecialTokens:
    """Reads what a model's config must agree with from a ``tokenizer.json`` with start and end tokens."""
    try:
        tokenizer = json.loads(tokenizer_json.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        fail(f"Cannot read tokenizer {tokenizer_json}: {error}; expected a Hugging Face tokenizer.json")
    post = tokenizer.get("post_processor") or {}
    if "cls" not in post or "sep" not in post:
        fail(
            f"Cannot use tokenizer {tokenizer_json}: its post_processor is {post.get('type')!r}, expected one with "
            "'cls' and 'sep' (RobertaProcessing), as CLIP's tokenizer has"
        )
    ids = list(tokenizer["model"]["vocab"].values()) + [token["id"] for token in tokenizer["added_tokens"]]
    return SpecialTokens(vocabulary=max(ids) + 1, start=post["cls"][1], end=post["sep"][1])
