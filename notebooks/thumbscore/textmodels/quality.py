"""What the tagger and the masked language model are worth on texts that they were not trained on."""

from __future__ import annotations

import re
from pathlib import Path

from thumbscore.counterfactual.filling import MaskedModel
from thumbscore.counterfactual.people import Tagger
from thumbscore.counterfactual.search import prepare
from thumbscore.counterfactual.tokens import TokenModel


def measure(folder: Path, texts: list[str], names: re.Pattern[str]) -> str:
    """F1 of the names that are found, and the share of drawn names that are of the cast, as a line."""
    tagger, masked = Tagger(TokenModel.open(folder / "tagger")), MaskedModel(TokenModel.open(folder / "masked"))
    hits = found = wanted = fills = named = 0
    for text in texts:
        prepared = prepare(text, tagger, masked, seed=1)
        people = {(span.start, span.end) for span in prepared.tagged.people}
        gold = {name.span() for name in names.finditer(text)}
        hits, found, wanted = hits + len(people & gold), found + len(people), wanted + len(gold)
        if prepared.masked:
            drawn = prepared.filler.draw(prepared.stream).fills
            fills, named = fills + len(drawn), named + sum(is_name(fill, names) for fill in drawn)
    f1 = 2 * hits / max(1, found + wanted)
    share = named / max(1, fills)
    return (
        f"names are found with F1 {f1:.3f}; {share:.1%} of {fills:,} names that were drawn consist of names of the cast"
    )


def is_name(fill: str, names: re.Pattern[str]) -> bool:
    """Whether each word is a first name or a surname of the cast."""
    parts = set(re.findall(r"\w+", names.pattern.replace("\\", " ")))
    return all(word in parts for word in re.findall(r"\w+", fill)) and bool(fill)
