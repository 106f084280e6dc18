"""Trains the tagger and the masked language model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForMaskedLM, BertForTokenClassification, BertTokenizer, PreTrainedModel

from thumbscore.textmodels.corpus import LABELS, MOST_TOKENS, Line
from thumbscore.training.progress import Progress

TOWER = {"hidden_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 192}
BATCH, LEARNING_RATE, WARMUP = 64, 2e-3, 30
IGNORED = -100
# of the names in a text, and of its other tokens
NAMES_MASKED, TOKENS_MASKED = 0.7, 0.05

Arrays = tuple[np.ndarray, np.ndarray]


def config(tokenizer: BertTokenizer, **more: object) -> BertConfig:
    """The config of a small BERT without dropout."""
    return BertConfig(
        **TOWER,
        vocab_size=len(tokenizer),
        max_position_embeddings=MOST_TOKENS,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        **more,
    )


def train_tagger(tokenizer: BertTokenizer, lines: list[Line], steps: int, seed: int) -> BertForTokenClassification:
    """A token classifier that labels the names of people."""
    torch.manual_seed(seed)
    labels = {"id2label": dict(enumerate(LABELS)), "label2id": {label: i for i, label in enumerate(LABELS)}}
    model = BertForTokenClassification(config(tokenizer, **labels))

    def spell_some(line: Line, random: np.random.RandomState) -> Arrays:
        """The ids and labels of a line, with some names unknown, so that the words around them count."""
        ids, wanted = np.array(line.ids), np.array(line.labels)
        for name in line.names:
            if random.rand() < 0.2:
                ids[name] = tokenizer.unk_token_id
        wanted[[0, -1]] = IGNORED
        return ids, wanted

    fit(model, model.classifier, "tagger", batches(lines, steps, seed, spell_some))
    return model


def train_masked(tokenizer: BertTokenizer, lines: list[Line], steps: int, seed: int) -> BertForMaskedLM:
    """A masked language model that above all learns which names may stand in a place."""
    torch.manual_seed(seed)
    model = BertForMaskedLM(config(tokenizer))

    def mask_some(line: Line, random: np.random.RandomState) -> Arrays:
        """The ids of a line with masks, and the ids that the masks hide."""
        ids = np.array(line.ids)
        hidden = random.rand(len(ids)) < TOKENS_MASKED
        for name in line.names:
            hidden[name] = random.rand() < NAMES_MASKED
        hidden[[0, -1]] = False
        return np.where(hidden, tokenizer.mask_token_id, ids), np.where(hidden, ids, IGNORED)

    fit(model, model.cls, "masked language model", batches(lines, steps, seed, mask_some))
    return model


def batches(
    lines: list[Line], steps: int, seed: int, make: Callable[[Line, np.random.RandomState], Arrays]
) -> Iterator[tuple[int, int, torch.Tensor, torch.Tensor]]:
    """Step, steps, token ids [n, length] and labels [n, length] of each step."""
    random = np.random.RandomState(seed)
    for step in range(steps):
        rows = [make(lines[i], random) for i in random.randint(len(lines), size=BATCH)]
        length = max(len(ids) for ids, _ in rows)
        ids, labels = np.zeros((BATCH, length), np.int64), np.full((BATCH, length), IGNORED)
        for row, (tokens, wanted) in enumerate(rows):
            ids[row, : len(tokens)], labels[row, : len(wanted)] = tokens, wanted
        yield step, steps, torch.from_numpy(ids), torch.from_numpy(labels)


def fit(
    model: PreTrainedModel,
    head: torch.nn.Module,
    what: str,
    data: Iterator[tuple[int, int, torch.Tensor, torch.Tensor]],
) -> None:
    """Trains a model with its head in place; the learning rate rises at first and then falls to 0 along a cosine."""
    optimizer = torch.optim.AdamW(model.parameters(), LEARNING_RATE, weight_decay=0.01)
    progress = Progress()
    model.train()
    for step, steps, ids, labels in data:
        for group in optimizer.param_groups:
            rise, fall = min(1, (step + 1) / WARMUP), (1 + np.cos(np.pi * step / steps)) / 2
            group["lr"] = LEARNING_RATE * rise * fall
        optimizer.zero_grad()
        states = model.base_model(input_ids=ids, attention_mask=(ids != 0).long()).last_hidden_state
        counted = labels != IGNORED
        loss = cross_entropy(head(states[counted]), labels[counted])
        loss.backward()
        optimizer.step()
        left = (steps - step - 1) * BATCH
        progress.advance(
            BATCH,
            lambda loss=loss, step=step, steps=steps, left=left: (
                f"{what}, step {step + 1:,} of {steps:,}: loss {loss.item():.4f}, ETA {progress.remaining(left)}"
            ),
        )
    model.eval()
