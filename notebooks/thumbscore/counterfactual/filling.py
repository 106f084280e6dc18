"""Fills masked people with tokens that a masked language model finds likely there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thumbscore.counterfactual.masking import Masked, mask, replace
from thumbscore.counterfactual.people import Span
from thumbscore.counterfactual.stream import Stream
from thumbscore.counterfactual.tokens import TokenModel
from thumbscore.export.errors import fail

TEMPERATURE = 2.0


@dataclass(frozen=True)
class Candidate:
    """Token ids and text for each span, and the whole text; None where a span is empty or nothing has changed."""

    ids: list[list[int]]
    fills: list[str]
    text: str | None


class MaskedModel:
    """A masked language model with its mask token."""

    def __init__(self, model: TokenModel) -> None:
        self.model = model
        token = model.tokenizer_config.get("mask_token")
        self.mask_token: str = token["content"] if isinstance(token, dict) else token
        if self.mask_token is None or model.tokenizer.token_to_id(self.mask_token) is None:
            fail(f"Cannot use {model.folder}: its tokenizer has no mask token {self.mask_token!r}")
        self._special = model.special_ids()
        decoder = model.tokenizer.decoder
        self._joiner = getattr(decoder, "prefix", "") if type(decoder).__name__ == "WordPiece" else ""

    def mask(self, text: str, spans: list[Span]) -> Masked | None:
        """Replaces spans by mask tokens."""
        return mask(text, spans, self.model, self.mask_token)

    def allowed(self, width: int) -> np.ndarray:
        """The ids that may be drawn, ascending: tokens of the tokenizer that are not special."""
        tokenizer = self.model.tokenizer
        known = (index for index in range(width) if tokenizer.id_to_token(index) is not None)
        return np.array([index for index in known if index not in self._special])

    def decode(self, ids: list[int]) -> str:
        """The text of a span: without white space at its ends, and without WordPiece's ## before a first token."""
        text = self.model.tokenizer.decode(ids, skip_special_tokens=True).strip()
        return text.removeprefix(self._joiner).strip()


class Filler:
    """Draws candidates for one masked text; all of them come from one run of the model."""

    def __init__(self, text: str, masked: Masked, model: MaskedModel) -> None:
        self.text, self.masked, self.model = text, masked, model
        logits = model.model.logits(masked.encoding)
        self.ids = model.allowed(logits.shape[-1])
        self.sums = {position: cumulate(logits[position, self.ids]) for span in masked.positions for position in span}

    def draw(self, stream: Stream) -> Candidate:
        """Fills every mask, in the order of the text, with one random number each."""
        ids = [[self._pick(position, stream) for position in span] for span in self.masked.positions]
        fills = [self.model.decode(span) for span in ids]
        text, _ = replace(self.text, self.masked.spans, fills)
        return Candidate(ids, fills, text if all(fills) and text != self.text else None)

    def _pick(self, position: int, stream: Stream) -> int:
        """The first token whose cumulative probability exceeds a random number."""
        return int(self.ids[np.searchsorted(self.sums[position], stream.next_double(), side="right")])


def cumulate(logits: np.ndarray) -> np.ndarray:
    """Cumulative probabilities at the temperature, in float64, in the order of the ids."""
    scaled = logits.astype(np.float64) / TEMPERATURE
    sums = np.cumsum(np.exp(scaled - scaled.max()))
    return sums / sums[-1]
