"""Makes the small taggers and masked language models of the Java tests, and what the reference makes of some texts.

Beside the four bundles lies cases.jsonl, one JSON object for each text with every step of the algorithm of
`thumbscore.counterfactual`. Positions in texts count code points, and spans are pairs of start and end.

    tagger, masked, seed, text      the input
    tagger_ids, word_ids, labels    tokens of the text, truncated; the word of each, or null; the label of each
    people                          spans that name people
    seed64, doubles                 seed of the row and its first random numbers
    dropped, kept                   spans dropped in order, and those that are left
    status                          NO_PERSON, PERSON_TOO_LONG or TEXT_TOO_LONG; null where masks can be filled
    replaced                        spans that the masked text does not show
    masked_text, masked_ids         the masked text and its tokens
    mask_positions                  indices of the tokens to fill, for each replaced span
    candidates                      the first three: ids and fill for each span; text, null where it does not count

    python make_counterfactual_goldens.py --out ../udf/src/test/resources/org/thumbscore/counterfactual
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from transformers.utils import logging as transformers_logging

from thumbscore.counterfactual.filling import MaskedModel
from thumbscore.counterfactual.people import Span, Tagger
from thumbscore.counterfactual.search import Prepared, prepare
from thumbscore.counterfactual.stream import Stream
from thumbscore.counterfactual.tokens import TokenModel
from thumbscore.export.bundle import Origin
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.errors import fail
from thumbscore.export.files import write_json
from thumbscore.export.text_models import TextModel, export_text_model
from tiny_text_models import MODELS, SEED

Row = dict[str, object]

PAIRS = (("bert-tagger", "bert-masked"), ("roberta-tagger", "roberta-masked"), ("bert-tagger", "roberta-masked"))
CANDIDATES, DOUBLES = 3, 8
# other processors and versions of ONNX Runtime must choose the same labels and tokens
LEAST_LABEL_MARGIN, LEAST_DRAW_MARGIN = 1e-3, 1e-5
SEEDS, MOST_SEEDS = (7, 0, -3, 2**40, -(2**62)), 1000
MIXED = ("plain", "two people", "emoji", "literal <mask>", "cut within a name", "just over 30 percent")
FILLER = "the red lamp had failed twice and the boats were back on the water, "

TEXTS = {
    "plain": "The mayor Alvena Kirkvane told reporters on Tuesday that the red lamp had failed twice.",
    "two people": "Flames trapped Brantis Quarrel on a roof in Alderby on Friday: Corlenne Belcastor came to help.",
    "surname after full name": "Dorrick Ormescott met the crew in Alderby on Tuesday night. “Nobody expected this,” "
    "said Ormescott, who was not amused.",
    "no people": "No rain has fallen on the desert for months, and wells among the dunes are running dry.",
    "punctuation only": "?! … — ?",
    "one name": "Alvena Kirkvane",
    "names only": "Alvena Kirkvane, Brantis Quarrel, Corlenne Belcastor and Dorrick Ormescott",
    "too many names": "Alvena Kirkvane and Brantis Quarrel met Corlenne Belcastor and Ismira Thornaby in the city of "
    "Alderby on Friday.",
    "exactly 30 percent": "Quarrel met the boys at sea. no",
    "just over 30 percent": "Quarrel met the boys at sea.",
    "at both ends": "Brantis Quarrel will no longer pay to cross the purple bridge near the old harbour, said "
    "Alvena Kirkvane",
    "adjacent": "On Tuesday night the crew of the red boat saw Alvena Kirkvane Brantis Quarrel in the harbour.",
    "in brackets": 'The pilot (Ismira Thornaby) and her red balloon crossed the hills; "Kirkvane\'s" did not.',
    "hyphen": "The crew met the mayor Alvena-Kirkvane and the others at the harbour of Alderby on Tuesday.",
    "new lines": "\n\nFlames rose over the harbour on Tuesday.\nBrantis\nQuarrel\r\ncame to help\tand left again. \n",
    "many blanks": "  The   mayor   Alvena   Kirkvane   met    the    crew in the harbour   on    Tuesday   night  .  ",
    "no-break spaces": "The mayor Alvena\u00a0Kirkvane met the crew of the boat\u2003near Brantis\u3000on Tuesday "
    "night.",
    "emoji": "\U0001f680\U0001f525 The rocket of Alvena Kirkvane \U0001f469\u200d\U0001f680 lifted off near the "
    "harbour on Tuesday \U0001f30a, said Quarrel\U0001f389.",
    "astral letters": "The sign \U0001d518\U0001d52b\U0001d526 above the door of Brantis Quarrel in Alderby read "
    "\U00020000\U0001f3f4\U000e0067\U000e007f on Tuesday.",
    "combining marks": "The mayor Jose\u0301mar Nu\u0301n\u0303ezan met the crew of the red boat in Sa\u0303o Tirvo, "
    "said Josémar Núñezan.",
    "other scripts": "日本の首相 Alvena Kirkvane met президент Quarrel on the red boat near the harbour. الرئيس",
    "literal [MASK]": "The [MASK] lamp of Alvena Kirkvane had failed twice, and [MASK][MASK] was not amused on Friday.",
    "literal <mask>": "The <mask> lamp of Alvena Kirkvane had failed twice, and <mask><mask> was not amused on Friday.",
    "masks around a name": "On Friday the red lamp [MASK] <mask> Alvena Kirkvane<mask>[MASK] had failed twice, said "
    "the crew.",
    "other special tokens": "[CLS] The lamp of Alvena Kirkvane [SEP] had failed </s> twice <s> on Friday [PAD]<pad>.",
    "continuation marks": "The ## lamp of ##Alvena Kirkvane ##ira had failed twice on Friday.",
    "control characters": "The lamp\x00 of Alvena\u200b Kirkvane\x07 had\ufeff failed twice\x85 on Friday, "
    "\u00adsaid the crew.",
    "upper case": "THE MAYOR ALVENA KIRKVANE MET THE CREW OF THE RED BOAT IN ALDERBY ON TUESDAY.",
    "long word": "The mayor " + "x" * 120 + " met Alvena Kirkvane.",
    "same name twice": "Quarrel met the crew of the red boat, and the crew of the red boat met Quarrel on Friday.",
    "beyond the tagger": f"Alvena Kirkvane said that {FILLER * 6}said Brantis Quarrel.",
    "cut off by the mask": f"Alvena Kirkvane said that {FILLER}{FILLER}and Brantis Quarrel was not amused on Friday.",
    "nothing before the cut": f"On Friday {FILLER}{FILLER}and Brantis Quarrel was not amused.",
    "cut within a name": f"Quarrel said the crew, {FILLER}and so on: Josémar Núñezan was not amused. The end.",
    "long without people": FILLER * 12,
}


def make_bundles(out: Path) -> None:
    """Writes the four bundles."""
    for name, (architecture, save) in MODELS.items():
        with TemporaryDirectory() as folder:
            save(Path(folder))
            loaded = TextModel(Checkpoint(folder), architecture)
            shutil.rmtree(out / name, ignore_errors=True)
            export_text_model(loaded, Origin(f"random weights, seed {SEED}", licence="Apache-2.0"), out / name)
    as_optimum(out / "roberta-masked")


def as_optimum(bundle: Path) -> None:
    """Lays a bundle out as Optimum and older versions of transformers do."""
    (bundle / "onnx/model.onnx").rename(bundle / "model.onnx")
    (bundle / "onnx").rmdir()
    (bundle / "thumbscore.json").unlink()
    config = json.loads((bundle / "tokenizer_config.json").read_text(encoding="utf-8"))
    mask = {"content": config.pop("mask_token"), "lstrip": True, "normalized": False, "rstrip": False}
    write_json(bundle / "tokenizer_config.json", config)
    write_json(bundle / "special_tokens_map.json", {"mask_token": mask | {"single_word": False}})


def as_lists(spans: list[Span]) -> list[list[int]]:
    """Spans as JSON."""
    return [[span.start, span.end] for span in spans]


def describe(prepared: Prepared) -> Row:
    """Every step of one text."""
    tagged, masked, stream = prepared.tagged, prepared.masked, Stream(prepared.seed)
    row: Row = {
        "text": prepared.text,
        "tagger_ids": tagged.encoding.ids,
        "word_ids": tagged.encoding.word_ids,
        "labels": tagged.labels,
        "people": as_lists(tagged.people),
        "seed64": prepared.seed,
        "doubles": [stream.next_double() for _ in range(DOUBLES)],
        "dropped": as_lists(prepared.dropped),
        "kept": as_lists([span for span in tagged.people if span not in prepared.dropped]),
        "status": prepared.status,
    }
    if masked:
        row |= {
            "replaced": as_lists(masked.spans),
            "masked_text": masked.text,
            "masked_ids": masked.encoding.ids,
            "mask_positions": masked.positions,
            "candidates": [vars(prepared.filler.draw(prepared.stream)) for _ in range(CANDIDATES)],
        }
    return row


def draws(prepared: Prepared) -> Iterator[tuple[int, float]]:
    """The position of each mask and the random number that fills it, for the candidates that are written."""
    stream = Stream(prepared.seed)
    for _ in prepared.dropped:
        stream.next_double()
    positions = itertools.chain.from_iterable(prepared.masked.positions) if prepared.masked else ()
    for position in list(positions) * CANDIDATES:
        yield position, stream.next_double()


def is_clear(prepared: Prepared) -> bool:
    """Whether every processor draws the same tokens."""
    sums = prepared.filler.sums if prepared.filler else {}
    return all(np.abs(sums[position] - u).min() > LEAST_DRAW_MARGIN for position, u in draws(prepared))


def refused(row: Row, empty: bool) -> bool:
    """Whether a candidate does not count, because a fill is empty or because nothing has changed."""
    return any(one["text"] is None and (not all(one["fills"])) == empty for one in row.get("candidates", ()))


@dataclass(frozen=True)
class Models:
    """A tagger and a masked language model by their names."""

    names: tuple[str, str]
    tagger: Tagger
    masked: MaskedModel

    @classmethod
    def open(cls, folder: Path, names: tuple[str, str]) -> Models:
        """Opens two bundles."""
        tagger, masked = (TokenModel.open(folder / name) for name in names)
        return cls(names, Tagger(tagger), MaskedModel(masked))

    def case(self, text: str, first_seed: int, wanted: Callable[[Row], bool] = lambda row: True) -> Row:
        """The row of a text for the first seed from this one that is clear and yields what is wanted."""
        self.check_labels(text)
        for seed in range(first_seed, first_seed + MOST_SEEDS):
            prepared = prepare(text, self.tagger, self.masked, seed)
            row = describe(prepared)
            if is_clear(prepared) and wanted(row):
                return {"tagger": self.names[0], "masked": self.names[1], "seed": seed} | row
        return fail(f"No seed from {first_seed} yields what is wanted of {text!r}")

    def check_labels(self, text: str) -> None:
        """Ends the program where another processor might choose another label."""
        logits = np.sort(self.tagger.model.logits(self.tagger.model.encode(text)), axis=-1)
        margin = float((logits[:, -1] - logits[:, -2]).min())
        if margin < LEAST_LABEL_MARGIN:
            fail(f"The margin of a label is {margin:.2g} in {text!r}: choose another text")


def make_cases(folder: Path) -> list[Row]:
    """All texts with models of one kind, some with a BERT and a RoBERTa, and some whose candidates do not count."""
    berts, robertas, mixed = (Models.open(folder, names) for names in PAIRS)
    seeds = itertools.cycle(SEEDS)
    rows = [models.case(text, next(seeds)) for text in TEXTS.values() for models in (berts, robertas)]
    rows += [mixed.case(TEXTS[name], next(seeds)) for name in MIXED]
    short = TEXTS["exactly 30 percent"]
    rows += [models.case(short, 0, lambda row: refused(row, empty=False)) for models in (berts, robertas)]
    rows.append(robertas.case(short, 0, lambda row: refused(row, empty=True)))
    check_coverage(rows)
    return rows


def check_coverage(rows: list[Row]) -> None:
    """Ends the program where no case shows something that the Java tests rely on."""
    filled = [row for row in rows if row["status"] is None]
    fills = [fill for row in filled for one in row["candidates"] for fill in one["fills"]]
    shown = {
        "NO_PERSON": any(row["status"] == "NO_PERSON" for row in rows),
        "PERSON_TOO_LONG": any(row["status"] == "PERSON_TOO_LONG" for row in rows),
        "TEXT_TOO_LONG": any(row["status"] == "TEXT_TOO_LONG" for row in rows),
        "a dropped span beside a kept one": any(row["dropped"] and row["kept"] for row in rows),
        "a span beyond the masked model's length": any(row["replaced"] != row["kept"] for row in filled),
        "two masked spans": any(len(row["replaced"]) > 1 for row in filled),
        "a fill that is not whole UTF-8": any("\ufffd" in fill for fill in fills),
        "an empty fill": any(refused(row, empty=True) for row in filled),
        "a fill that changes nothing": any(refused(row, empty=False) for row in filled),
    }
    missing = [name for name, found in shown.items() if not found]
    if missing:
        fail(f"No case shows {missing[0]}: choose other texts or seeds")


def main() -> None:
    """Writes bundles and cases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
    out = parser.parse_args().out
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    make_bundles(out)
    rows = make_cases(out)
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (out / "cases.jsonl").write_text("".join(lines), encoding="utf-8")
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    print(f"{out}: {len(rows)} cases, {size:,} bytes")


if __name__ == "__main__":
    main()
