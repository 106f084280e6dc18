"""Finds the people whom a text names, with a token classifier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Encoding

from thumbscore.counterfactual.tokens import TokenModel

PERSON = re.compile(r"(?:([BIESLU])-)?(?:PER|PERSON)", re.IGNORECASE)
STARTS = {"B", "S", "U"}


@dataclass(frozen=True, order=True)
class Span:
    """Code points ``start`` to ``end`` of a text, the end excluded."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The text of the span."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span:
        """The span without white space at its ends; of white space alone it is empty."""
        start, end = self.start, self.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def holds(self, other: Span) -> bool:
        """Whether another span lies within this one and is not empty."""
        return self.start <= other.start < other.end <= self.end


@dataclass
class Word:
    """What the tokenizer calls a word: its number, the label of its first token, and its place in the text."""

    number: int
    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Tagged:
    """The tokens of a text, their labels, and the people found."""

    encoding: Encoding
    labels: list[str] = field(default_factory=list)
    people: list[Span] = field(default_factory=list)


class Tagger:
    """A token classifier with labels such as ``O``, ``B-PER`` and ``I-PER``."""

    def __init__(self, model: TokenModel) -> None:
        self.model = model
        self.names = {int(index): name for index, name in model.config["id2label"].items()}

    def tag(self, text: str) -> Tagged:
        """Labels every token and joins words that name a person; what lies beyond the model's length is not read."""
        encoding = self.model.encode(text)
        best = np.argmax(self.model.logits(encoding), axis=-1)
        labels = [self.names[int(index)] for index in best]
        return Tagged(encoding, labels, join(words_of(encoding, labels), text))


def words_of(encoding: Encoding, labels: list[str]) -> list[Word]:
    """The words of a text in order."""
    words: list[Word] = []
    for number, label, (start, end) in zip(encoding.word_ids, labels, encoding.offsets, strict=True):
        if number is None:
            continue
        if words and words[-1].number == number:
            words[-1].end = end
        else:
            words.append(Word(number, label, start, end))
    return words


def join(words: Iterable[Word], text: str) -> list[Span]:
    """The longest runs of consecutive words that are labelled as people; B-, S- and U- start another run."""
    runs: list[Span] = []
    last: int | None = None
    for word in words:
        person = PERSON.fullmatch(word.label)
        if not person:
            continue
        if last == word.number - 1 and (person[1] or "").upper() not in STARTS:
            runs[-1] = Span(runs[-1].start, word.end)
        else:
            runs.append(Span(word.start, word.end))
        last = word.number
    return separate(runs, text)


def separate(runs: Iterable[Span], text: str) -> list[Span]:
    """The runs without white space at their ends, without those that are empty, and without what overlaps.

    Runs overlap only where a tokenizer makes several words of one character.
    """
    spans: list[Span] = []
    for run in runs:
        start = max(run.start, spans[-1].end if spans else 0)
        span = Span(start, max(start, run.end)).trimmed(text)
        if span.start < span.end:
            spans.append(span)
    return spans
