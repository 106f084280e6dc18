"""Tries fills until the image is less similar to the new text than to the old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from thumbscore.counterfactual.filling import Filler, MaskedModel
from thumbscore.counterfactual.masking import Masked, drop_until_few
from thumbscore.counterfactual.people import Span, Tagged, Tagger
from thumbscore.counterfactual.stream import Stream, seed_of

MAX_TRIES = 10

# similarity of a text to the image of the row, as a float32
Similarity = Callable[[str], float]


@dataclass(frozen=True)
class Prepared:
    """A text before its masks are filled, or as far as it came: ``status`` is None where nothing is in the way."""

    text: str
    seed: int
    tagged: Tagged
    status: str | None
    dropped: list[Span]
    masked: Masked | None
    filler: Filler | None
    stream: Stream


@dataclass(frozen=True)
class Found:
    """What the row gets: its status, the new text, both similarities, and how many tries it took."""

    status: str
    text: str | None = None
    similarity: float | None = None
    counterfactual_similarity: float | None = None
    tries: int | None = None


def prepare(text: str, tagger: Tagger, model: MaskedModel, seed: int) -> Prepared:
    """Finds and masks the people of a text, and runs the masked language model once."""
    tagged, row_seed = tagger.tag(text), seed_of(seed, text)
    stream = Stream(row_seed)
    kept, dropped = drop_until_few(text, tagged.people, stream)
    masked = model.mask(text, kept)
    status = None
    if not tagged.people:
        status = "NO_PERSON"
    elif not kept:
        status = "PERSON_TOO_LONG"
    elif masked is None:
        status = "TEXT_TOO_LONG"
    filler = Filler(text, masked, model) if masked else None
    return Prepared(text, row_seed, tagged, status, dropped, masked, filler, stream)


def search(prepared: Prepared, similarity: Similarity) -> Found:
    """The first candidate of ten that is less similar to the image than the text is."""
    if prepared.filler is None:
        return Found(prepared.status)
    own = similarity(prepared.text)
    for tries in range(1, MAX_TRIES + 1):
        candidate = prepared.filler.draw(prepared.stream).text
        if candidate is None:
            continue
        theirs = similarity(candidate)
        if theirs < own:
            return Found("OK", candidate, own, theirs, tries)
    return Found("NOT_LESS_SIMILAR", similarity=own, tries=MAX_TRIES)
