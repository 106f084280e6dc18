"""Token classifiers and masked language models: one graph that yields logits for each token of a text.

Counterfactual texts need one of each. Their bundles are what Optimum writes: config, tokenizer and ``onnx/model.onnx``.
"""

from __future__ import annotations

import shutil
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import PreTrainedModel

from thumbscore.counterfactual.people import PERSON
from thumbscore.export.attention import use_plain_attention
from thumbscore.export.bundle import VERSIONS, Origin, describe, say, staged
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.errors import fail
from thumbscore.export.families.base import SHAPES, padding_mask
from thumbscore.export.files import spelled_out, write_json
from thumbscore.export.graphs import Graph, write_graph
from thumbscore.export.parity import differences, rounded
from thumbscore.export.runtime import in_onnxruntime, in_torch
from thumbscore.export.tokenizers import load_tokenizer, write_tokenizer, written_config

KINDS = {"ForTokenClassification": "token-classifier", "ForMaskedLM": "masked-language-model"}
ARCHITECTURES = {f"{name}{task}": kind for name in ("Bert", "DistilBert", "Roberta") for task, kind in KINDS.items()}
SPECIAL_TOKENS = "special_tokens_map.json"
MAX_DIFFERENCE = 1e-4


def text_architecture(checkpoint: Checkpoint) -> str | None:
    """The architecture that a checkpoint names if it is one of these."""
    named = checkpoint.config().get("architectures") or []
    return next((name for name in named if name in ARCHITECTURES), None)


class Logits(torch.nn.Module):
    """input_ids, attention_mask and, of BERT, token_type_ids [n, length] -> logits [n, length, width]."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor | None = None
    ) -> tuple[torch.Tensor]:
        """Leaves out what the model does not take."""
        types = {} if token_type_ids is None else {"token_type_ids": token_type_ids}
        return (self.model(input_ids=input_ids, attention_mask=attention_mask, **types).logits,)


def input_names(model: PreTrainedModel) -> list[str]:
    """Inputs of the graph; RoBERTa has one token type only and DistilBERT none."""
    types = getattr(model.config, "type_vocab_size", 0) > 1
    return ["input_ids", "attention_mask", *(["token_type_ids"] if types else [])]


class TextModel:
    """A token classifier or masked language model of a checkpoint, with its tokenizer."""

    def __init__(self, checkpoint: Checkpoint, architecture: str) -> None:
        self.checkpoint, self.architecture = checkpoint, architecture
        self.kind = ARCHITECTURES[architecture]
        self.model: PreTrainedModel = checkpoint.load(getattr(transformers, architecture))
        self.tokenizer = load_tokenizer(checkpoint)
        self._refuse_useless()
        use_plain_attention(self.model)

    def _refuse_useless(self) -> None:
        """Ends the program where no counterfactual texts could be made with the model."""
        config, name = self.model.config, self.checkpoint.name
        labels = config.id2label.values()
        found = ", ".join(labels)
        if self.kind == "masked-language-model" and self.tokenizer.mask_token is None:
            fail(f"Cannot export {name}: its tokenizer has no mask token")
        if self.kind == "token-classifier" and not any(PERSON.fullmatch(label) for label in labels):
            fail(f"Cannot export {name}: none of its labels is PER or PERSON, with or without B- or I-: {found}")
        if len(self.tokenizer) > config.vocab_size:
            fail(f"Cannot export {name}: its tokenizer has {len(self.tokenizer)} tokens, the model {config.vocab_size}")

    def context(self) -> int:
        """The most tokens that a text may have; positions of RoBERTa start after that of padding."""
        config = self.model.config
        shift = config.pad_token_id + 1 if config.model_type == "roberta" else 0
        return int(min(config.max_position_embeddings - shift, self.tokenizer.model_max_length))

    def graph(self) -> Graph:
        """The graph, with a free number of texts and tokens."""
        inputs = {name: torch.from_numpy(value) for name, value in self.inputs(2, 7, 0).items()}
        axes = {name: {0: "batch", 1: "sequence"} for name in [*inputs, "logits"]}
        return Graph("model", Logits(self.model).eval(), inputs, ["logits"], axes)

    def inputs(self, batch: int, length: int, seed: int) -> dict[str, np.ndarray]:
        """Random ids [batch, length], of which each row is one token shorter than the one before."""
        random, config = np.random.RandomState(seed), self.model.config
        ids = random.randint(min(5, config.vocab_size - 1), config.vocab_size, (batch, length))
        mask = padding_mask(ids)
        known = {
            "input_ids": np.where(mask, ids, config.pad_token_id or 0),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        return {name: known[name] for name in input_names(self.model)}

    def checks(self) -> list[dict[str, np.ndarray]]:
        """Inputs of several batch sizes and lengths, from one row and two tokens to the longest text."""
        longest = self.context()
        return [self.inputs(batch, min(length or longest, longest), i) for i, (batch, length) in enumerate(SHAPES)]

    def write_files(self, out: Path) -> None:
        """Writes config and tokenizer; tokenizer_config.json names the mask token even if the checkpoint's does not."""
        config = spelled_out(self.model.config)
        config.pop("id2label", None)
        if self.kind == "token-classifier":
            config["id2label"] = self.model.config.id2label
        write_json(out / "config.json", config)
        write_tokenizer(self.tokenizer, self.checkpoint, out)
        given = self.checkpoint.read_json("tokenizer_config.json") or {}
        write_json(out / "tokenizer_config.json", written_config(self.tokenizer) | given)
        special = self.checkpoint.file(SPECIAL_TOKENS)
        if special:
            shutil.copyfile(special, out / SPECIAL_TOKENS)


def export_text_model(loaded: TextModel, origin: Origin, out: Path) -> None:
    """Writes a bundle whose logits agree with torch, in place of an earlier one."""
    with staged(out) as folder:
        loaded.write_files(folder)
        (folder / "onnx").mkdir()
        graph, path = loaded.graph(), folder / "onnx/model.onnx"
        say(f"writing {path.name}")
        write_graph(graph, path)
        worst = compare(graph, path, loaded.checks())
        say(f"logits differ from torch by at most {worst:.2g}")
        write_json(
            folder / "thumbscore.json",
            {
                "kind": loaded.kind,
                "source": origin.source,
                "revision": origin.revision,
                "licence": origin.licence,
                "created_with": {name: version(name) for name in VERSIONS},
                "graphs": describe({"fp32": {graph.name: path}}),
                "parity": {"fp32": {"max_relative_difference": {"logits": rounded(worst)}}},
            },
        )
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    say(f"wrote {out.name}: {loaded.kind}, {size / 1e6:.1f} MB")


def compare(graph: Graph, path: Path, checks: list[dict[str, np.ndarray]]) -> float:
    """The largest difference of logits to torch, relative to the largest logit; ends the program where it is large."""
    torch_run, ours = in_torch([graph]), in_onnxruntime({graph.name: path})
    worst = 0.0
    for inputs in checks:
        found = differences(graph.name, ours(graph.name, inputs), torch_run(graph.name, inputs))["logits"]
        worst = float(np.maximum(worst, found))
    if not worst <= MAX_DIFFERENCE:
        fail(
            f"Cannot trust {path.name}: its logits differ from torch's by {worst:.3g} of the largest, "
            f"expected at most {MAX_DIFFERENCE}"
        )
    return worst
