"""Holds the reference of counterfactual texts to its rules, and the committed reference values to the reference."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from make_counterfactual_goldens import PAIRS, TEXTS, describe
from thumbscore.counterfactual.filling import Filler, MaskedModel, cumulate
from thumbscore.counterfactual.masking import drop_until_few, replace, visible
from thumbscore.counterfactual.people import Span, Tagger, Word, join
from thumbscore.counterfactual.search import prepare, search
from thumbscore.counterfactual.stream import Stream, seed_of
from thumbscore.counterfactual.tokens import TokenModel

GOLDENS = Path(__file__).parents[2] / "udf/src/test/resources/org/thumbscore/counterfactual"


def open_pair(names: tuple[str, str]) -> tuple[Tagger, MaskedModel]:
    """A committed tagger and masked language model."""
    tagger, masked = (TokenModel.open(GOLDENS / name) for name in names)
    return Tagger(tagger), MaskedModel(masked)


@pytest.fixture(scope="module")
def berts() -> tuple[Tagger, MaskedModel]:
    """The BERTs."""
    return open_pair(PAIRS[0])


@pytest.fixture(scope="module")
def robertas() -> tuple[Tagger, MaskedModel]:
    """The RoBERTas."""
    return open_pair(PAIRS[1])


def test_the_stream_is_that_of_splittable_random() -> None:
    """Values printed by jshell of JDK 17."""
    stream = Stream(1234567890123)
    assert [stream.next_double() for _ in range(3)] == [0.6021306862456194, 0.07673381307840332, 0.43692120573117554]
    stream = Stream(-5)
    assert [stream.next_double() for _ in range(3)] == [0.08865044484243612, 0.5575480192032958, 0.8825013466160031]


def test_the_seed_of_a_text_is_the_start_of_its_digest() -> None:
    """`printf '7\\nabc' | sha256sum` starts with these digits; Java's long is signed."""
    assert seed_of(7, "abc") % 2**64 == 0x9EB2251CA77350EA
    assert seed_of(-7, "abc") != seed_of(7, "abc")
    assert -(2**63) <= seed_of(0, "é😀") < 2**63


def words(*labels: str) -> list[Word]:
    """Words of one letter, with blanks between them."""
    return [Word(number, label, 2 * number, 2 * number + 1) for number, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("O B-PER I-PER O", [(2, 5)]),
        ("PER PER O PERSON", [(0, 3), (6, 7)]),
        ("B-PER B-PER I-PER", [(0, 1), (2, 5)]),
        ("I-PER I-PERSON", [(0, 3)]),
        ("B-Person I-person L-PERSON U-per", [(0, 5), (6, 7)]),
        ("b-per i-per e-per s-per", [(0, 5), (6, 7)]),
        ("B-ORG I-PER I-ORG", [(2, 3)]),
        ("PERIOD B-PERS X-PER B_PER", []),
        ("", []),
    ],
)
def test_runs_of_words_that_are_people(labels: str, expected: list[tuple[int, int]]) -> None:
    """Runs end at another label and at a label that starts a run."""
    assert join(words(*labels.split()), "a b c d e f") == [Span(*span) for span in expected]


def test_runs_span_consecutive_words_only() -> None:
    """A word that the tokenizer does not number is no part of a run."""
    assert join([Word(0, "PER", 0, 1), Word(2, "PER", 4, 5)], "a b c") == [Span(0, 1), Span(4, 5)]


def test_white_space_around_people_is_not_theirs() -> None:
    """No-break spaces and line separators are white space; a run of nothing else is dropped."""
    text = "\u00a0a\u2003\u2028b\x85 c"
    assert join([Word(0, "PER", 0, 6)], text) == [Span(1, 5)]
    assert join([Word(0, "PER", 0, 1), Word(1, "O", 1, 2), Word(2, "PER", 2, 4)], text) == []


def test_overlapping_runs_are_cut() -> None:
    """A tokenizer may make two words of one character."""
    runs = [Word(0, "B-PER", 0, 2), Word(1, "B-PER", 1, 3), Word(2, "B-PER", 2, 3)]
    assert join(runs, "abc") == [Span(0, 2), Span(2, 3)]


def test_people_are_dropped_while_they_cover_more_than_30_percent() -> None:
    """White space does not count, and exactly 30% is not more."""
    text = "abc defghij"
    assert visible(text) == 10
    assert drop_until_few(text, [Span(0, 3)], Stream(1)) == ([Span(0, 3)], [])
    assert drop_until_few(text, [Span(0, 5)], Stream(1)) == ([], [Span(0, 5)])
    kept, dropped = drop_until_few(text, [Span(0, 2), Span(4, 6), Span(6, 8), Span(9, 10)], Stream(3))
    assert sorted(kept + dropped) == [Span(0, 2), Span(4, 6), Span(6, 8), Span(9, 10)]
    assert sum(visible(span.of(text)) for span in kept) <= 3 < sum(visible(s.of(text)) for s in [*kept, dropped[-1]])
    stream = Stream(3)
    assert dropped[0] == [Span(0, 2), Span(4, 6), Span(6, 8), Span(9, 10)][int(stream.next_double() * 4)]


def test_replacements_keep_what_is_between() -> None:
    """Adjacent spans, spans at both ends, and where the new text is; code points, not UTF-16."""
    text, places = replace("😀ab c", [Span(0, 1), Span(1, 2), Span(4, 5)], ["xy", "", "😀😀"])
    assert text == "xyb 😀😀"
    assert places == [Span(0, 2), Span(2, 2), Span(4, 6)]


def test_masks_of_the_text_itself_are_not_filled(robertas: tuple[Tagger, MaskedModel]) -> None:
    """RoBERTa's mask token takes the blank before it."""
    _, model = robertas
    text = "a <mask> Alvena <mask><mask>Quarrel<mask>"
    masked = model.mask(text, [Span(9, 15), Span(28, 35)])
    mask_id = model.model.tokenizer.token_to_id("<mask>")
    found = [i for i, token in enumerate(masked.encoding.ids) if token == mask_id]
    assert len(found) == 6
    assert masked.positions == [[found[1]], [found[4]]]


def test_people_beyond_the_masked_model_stay(berts: tuple[Tagger, MaskedModel]) -> None:
    """Whose masks are not whole is shown as before; where nobody is left there is nothing to fill."""
    _, model = berts
    text = "Quarrel saw the " + "a " * 42 + "Alvena"
    near, far = Span(0, 7), Span(len(text) - 6, len(text))
    masked = model.mask(text, [near, far])
    assert masked.spans == [near]
    assert masked.text == "[MASK]" + text[7:]
    assert model.mask(text, [far]) is None
    assert model.mask(text, []) is None


def test_draws_follow_the_softmax_at_temperature_two(berts: tuple[Tagger, MaskedModel]) -> None:
    """Frequencies of 20,000 draws; neither special tokens nor ids without a token are drawn."""
    tagger, model = berts
    prepared = prepare(TEXTS["same name twice"], tagger, model, 1)
    position = prepared.masked.positions[0][0]
    logits = model.model.logits(prepared.masked.encoding)[position].astype(np.float64)
    weights = np.exp(logits / 2.0)
    weights[sorted(model.model.special_ids())] = 0
    expected = weights / weights.sum()
    drawn = Counter(prepared.filler.draw(prepared.stream).ids[0][0] for _ in range(20_000))
    for token, probability in enumerate(expected):
        deviation = (20_000 * probability * (1 - probability)) ** 0.5
        assert abs(drawn[token] - 20_000 * probability) <= 5 * deviation + 1e-9, token


def test_ids_that_the_tokenizer_does_not_know_are_never_drawn(robertas: tuple[Tagger, MaskedModel]) -> None:
    """Models have more embeddings than tokens."""
    _, model = robertas
    width, known = model.model.config["vocab_size"], model.model.tokenizer.get_vocab_size()
    assert width > known
    allowed = set(model.allowed(width).tolist())
    assert allowed == set(range(known)) - model.model.special_ids()
    assert len(model.model.special_ids()) == 5


def test_cumulative_probabilities_end_with_one() -> None:
    """So that every random number below one finds a token, also where logits are far apart."""
    for logits in ([0.0], [-1e4, 1e4, 3.0], [1.0] * 7):
        sums = cumulate(np.array(logits, np.float32))
        assert sums[-1] == 1.0
        assert (np.diff(sums) >= 0).all()


def test_a_continuation_does_not_show_its_marks(berts: tuple[Tagger, MaskedModel]) -> None:
    """WordPiece joins ## to what is before it, but a name starts with a blank before it."""
    _, model = berts
    ids = [model.model.tokenizer.token_to_id(token) for token in ("##e", "##r", "Alvena", "##e")]
    assert model.decode(ids) == "er Alvenae"


def test_the_first_less_similar_candidate_is_accepted(berts: tuple[Tagger, MaskedModel]) -> None:
    """Equal similarity is not less, and candidates that do not count are tries all the same."""
    tagger, model = berts
    text = TEXTS["exactly 30 percent"]
    for seed in range(30):
        prepared = prepare(text, tagger, model, seed)
        stream = Stream(seed_of(seed, text))
        candidates = [Filler(text, prepared.masked, model).draw(stream).text for _ in range(10)]
        third = next(one for one in candidates[2:] if one is not None)
        found = search(prepared, lambda one, third=third: 0.25 if one == third else 0.5)
        assert (found.status, found.text, found.tries) == ("OK", third, candidates.index(third) + 1)
        assert (found.similarity, found.counterfactual_similarity) == (0.5, 0.25)
    never = search(prepare(text, tagger, model, 7), lambda one: 0.5)
    assert (never.status, never.text, never.similarity, never.tries) == ("NOT_LESS_SIMILAR", None, 0.5, 10)


@pytest.mark.parametrize(
    ("name", "status"),
    [("no people", "NO_PERSON"), ("one name", "PERSON_TOO_LONG"), ("nothing before the cut", "TEXT_TOO_LONG")],
)
def test_texts_that_are_not_tried(berts: tuple[Tagger, MaskedModel], name: str, status: str) -> None:
    """The similarity is never asked for."""
    tagger, model = berts
    found = search(prepare(TEXTS[name], tagger, model, 7), lambda text: pytest.fail("asked for a similarity"))
    assert (found.status, found.text, found.tries) == (status, None, None)


def test_committed_values_are_those_of_the_reference() -> None:
    """Every row of cases.jsonl, computed again."""
    lines = (GOLDENS / "cases.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    opened = {names: open_pair(names) for names in PAIRS}
    assert len(rows) > 70
    for row in rows:
        tagger, model = opened[row["tagger"], row["masked"]]
        found = describe(prepare(row["text"], tagger, model, row["seed"]))
        expected = {key: value for key, value in row.items() if key not in ("tagger", "masked", "seed")}
        assert found == expected, row["text"]
