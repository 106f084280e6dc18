"""The texts of the invented news as words, with the names of people in them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from transformers import BertTokenizer

from thumbscore.export.errors import fail

SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LABELS = ("O", "B-PER", "I-PER")
LEAST_OCCURRENCES = 20
MOST_TOKENS = 128


def read_texts(path: Path, rows: int | None = None) -> list[str]:
    """The summaries of a split."""
    try:
        texts = pq.read_table(path, columns=["summary"])["summary"].to_pylist()
    except (OSError, KeyError, ValueError) as error:
        fail(f"Cannot read summaries from {path}: {str(error).splitlines()[0]}")
    return [text for text in texts if text][:rows]


def read_names(path: Path) -> re.Pattern[str]:
    """A pattern of the full names and surnames of the cast."""
    try:
        people = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        fail(f"Cannot read the cast: {path}: {error.strerror}")
    names = {name for person in people for name in (person["name"], person["surname"])}
    return re.compile(r"\b(" + "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name))) + r")\b")


def learn_tokenizer(texts: Iterable[str], least: int = LEAST_OCCURRENCES) -> BertTokenizer:
    """A cased WordPiece tokenizer in which words that occur at least so often are one token, and others are spelled."""
    counts = Counter(word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text))
    letters = sorted({letter for text in texts for letter in text if not letter.isspace()} | set("0123456789"))
    words = sorted(word for word, count in counts.items() if count >= least)
    tokens = dict.fromkeys([*SPECIALS, *letters, *(f"##{letter}" for letter in letters), *words])
    vocabulary = {token: index for index, token in enumerate(tokens)}
    return BertTokenizer(vocab=vocabulary, do_lower_case=False, model_max_length=MOST_TOKENS)


@dataclass(frozen=True)
class Line:
    """A text as token ids, with the label of each token and the tokens of each name."""

    ids: list[int]
    labels: list[int]
    names: list[list[int]]


def read_line(tokenizer: BertTokenizer, text: str, names: re.Pattern[str]) -> Line:
    """A text with the names that a pattern finds in it."""
    encoding = tokenizer.backend_tokenizer.encode(text)
    ids, offsets = encoding.ids[:MOST_TOKENS], encoding.offsets
    labels, found = [0] * len(ids), []
    for name in names.finditer(text):
        inside = [i for i in range(len(ids)) if name.start() <= offsets[i][0] < offsets[i][1] <= name.end()]
        for place, token in enumerate(inside):
            labels[token] = LABELS.index("I-PER" if place else "B-PER")
        if inside:
            found.append(inside)
    return Line(ids, labels, found)
