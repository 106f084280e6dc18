"""A bundle of a token classifier or a masked language model: config, tokenizer and graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Encoding, Tokenizer

from thumbscore.export.errors import fail

GRAPHS = ("onnx/model.onnx", "model.onnx")
# their first position is pad_token_id + 1
SHIFTED_POSITIONS = {"roberta"}


@dataclass(frozen=True)
class TokenModel:
    """A model that yields logits for each token of a text."""

    folder: Path
    config: dict
    tokenizer_config: dict
    tokenizer: Tokenizer
    session: ort.InferenceSession

    @classmethod
    def open(cls, folder: Path) -> TokenModel:
        """Opens a bundle; ends the program where it lacks a file."""
        config, tokenizer_config = (read_json(folder / name) for name in ("config.json", "tokenizer_config.json"))
        # older versions of transformers keep the special tokens in a file of their own
        if (folder / "special_tokens_map.json").is_file():
            tokenizer_config = read_json(folder / "special_tokens_map.json") | tokenizer_config
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        graph = next((folder / name for name in GRAPHS if (folder / name).is_file()), None)
        if graph is None:
            fail(f"Cannot open {folder}: it has neither {' nor '.join(GRAPHS)}")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        return cls(folder, config, tokenizer_config, tokenizer, session)

    @property
    def max_tokens(self) -> int:
        """How many tokens a text may have, with the special ones."""
        positions = self.config["max_position_embeddings"]
        if self.config["model_type"] in SHIFTED_POSITIONS:
            positions -= self.config["pad_token_id"] + 1
        return int(min(positions, self.tokenizer_config.get("model_max_length", positions)))

    def special_ids(self) -> set[int]:
        """The ids of all special tokens."""
        return {index for index, token in self.tokenizer.get_added_tokens_decoder().items() if token.special}

    def encode(self, text: str) -> Encoding:
        """The tokens of a text with special tokens, truncated to what the model takes."""
        self.tokenizer.enable_truncation(self.max_tokens)
        encoding = self.tokenizer.encode(text)
        self.tokenizer.no_truncation()
        return encoding

    def count(self, text: str) -> int:
        """How many tokens a text has, without special tokens and however long it is."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def logits(self, encoding: Encoding) -> np.ndarray:
        """float32 [length, width] of one text."""
        known = {
            "input_ids": encoding.ids,
            "attention_mask": [1] * len(encoding.ids),
            "token_type_ids": [0] * len(encoding.ids),
        }
        names = [value.name for value in self.session.get_inputs()]
        (found,) = self.session.run(["logits"], {name: np.array([known[name]], np.int64) for name in names})
        return found[0]


def read_json(file: Path) -> dict:
    """A JSON file; ends the program where there is none."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"Cannot open {file.parent}: {file.name} cannot be read: {error}")
