"""Hides people behind mask tokens: not too many, and only whom the model still sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Encoding

from thumbscore.counterfactual.people import Span
from thumbscore.counterfactual.stream import Stream
from thumbscore.counterfactual.tokens import TokenModel

MOST_OF_A_TEXT = 0.30


@dataclass(frozen=True)
class Masked:
    """A text with mask tokens in place of some of its spans.

    ``positions`` holds the indices of each span's mask tokens among the tokens of ``encoding``.
    """

    text: str
    spans: list[Span]
    encoding: Encoding
    positions: list[list[int]]


def visible(text: str) -> int:
    """How many code points are not white space."""
    return sum(not character.isspace() for character in text)


def drop_until_few(text: str, spans: Sequence[Span], stream: Stream) -> tuple[list[Span], list[Span]]:
    """Spans that cover at most 30% of the text's code points that are not white space, and the dropped in order."""
    kept, dropped = list(spans), []
    total = visible(text)
    while sum(visible(span.of(text)) for span in kept) > MOST_OF_A_TEXT * total:
        dropped.append(kept.pop(int(stream.next_double() * len(kept))))
    return kept, dropped


def replace(text: str, spans: Sequence[Span], replacements: Sequence[str]) -> tuple[str, list[Span]]:
    """The text with each span replaced, and where the replacements are in it."""
    parts: list[str] = []
    places: list[Span] = []
    done = length = 0
    for span, replacement in zip(spans, replacements, strict=True):
        before = text[done : span.start]
        start = length + len(before)
        length, done = start + len(replacement), span.end
        parts += [before, replacement]
        places.append(Span(start, length))
    return "".join([*parts, text[done:]]), places


def mask(text: str, spans: Sequence[Span], model: TokenModel, mask_token: str) -> Masked | None:
    """The text with as many mask tokens for each span as the span has tokens, at least one.

    Spans whose mask tokens are cut off by the model's length stay as they are; None where that is so of all.
    """
    kept = list(spans)
    mask_id = model.tokenizer.token_to_id(mask_token)
    while kept:
        counts = [max(1, model.count(span.of(text))) for span in kept]
        masked, places = replace(text, kept, [" ".join([mask_token] * count) for count in counts])
        encoding = model.encode(masked)
        positions = [positions_in(place, masked, encoding, mask_id) for place in places]
        whole = [len(found) == count for found, count in zip(positions, counts, strict=True)]
        if all(whole):
            return Masked(masked, kept, encoding, positions)
        kept = [span for span, complete in zip(kept, whole, strict=True) if complete]
    return None


def positions_in(place: Span, masked: str, encoding: Encoding, mask_id: int) -> list[int]:
    """Indices of the mask tokens within a stretch of the masked text.

    RoBERTa's mask token takes the white space before it, so that is trimmed first.
    """
    tokens = enumerate(zip(encoding.ids, encoding.offsets, strict=True))
    return [i for i, (token, offsets) in tokens if token == mask_id and place.holds(Span(*offsets).trimmed(masked))]
