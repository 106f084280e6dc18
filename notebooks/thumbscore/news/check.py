"""Figures of the news: what a model could guess from the text alone, from the picture alone, and with both known.

Text and picture alone are worth a chance guess if the test set gives nothing away: their AUC is 0.5 within its error.
The models that guess learn from other pairs, which are made in the same way as the test set from another seed.
"""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from PIL import Image
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from thumbscore.news.files import make_rows

Rows = list[dict[str, object]]

EDGE = 20
OTHER_SEED = 1_000_003
TOLERATED_ERRORS = 3.3


@dataclass(frozen=True)
class Guess:
    """The AUC of a way to guess labels, with its standard error."""

    name: str
    auc: float
    error: float

    @property
    def leaks(self) -> bool:
        """Whether the AUC is further from 0.5 than chance explains once in a thousand."""
        return abs(self.auc - 0.5) > TOLERATED_ERRORS * self.error

    def line(self) -> str:
        """The guess with its 95% interval."""
        low, high = self.auc - 1.96 * self.error, self.auc + 1.96 * self.error
        return f"{self.name:<58} AUC {self.auc:.3f}, 95% interval {max(0, low):.3f} to {min(1, high):.3f}"


def measure(name: str, labels: np.ndarray, scores: np.ndarray) -> Guess:
    """The AUC with the error of Hanley and McNeil, 1982."""
    auc = float(roc_auc_score(labels, scores))
    ones, zeros = int(labels.sum()), int((1 - labels).sum())
    first, second = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    spread = auc * (1 - auc) + (ones - 1) * (first - auc * auc) + (zeros - 1) * (second - auc * auc)
    return Guess(name, auc, float(np.sqrt(max(0.0, spread) / (ones * zeros))))


def linear() -> LogisticRegression:
    """The classifier on top of every kind of input."""
    return LogisticRegression(C=0.3, max_iter=2000)


def texts(rows: Rows) -> list[str]:
    """Headlines and summaries."""
    return [f"{row['title']} {row['summary']}" for row in rows]


def words() -> object:
    """A model of a text's words and pairs of words."""
    return make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2), linear())


def pixels(rows: Rows) -> np.ndarray:
    """Each picture in small, its histogram of colours, and its shape."""
    inputs = []
    for row in rows:
        picture = Image.open(io.BytesIO(row["thumbnail"])).convert("RGB")
        small = np.asarray(picture.resize((EDGE, EDGE), Image.Resampling.BOX), np.float32) / 255
        colours = np.asarray(picture).reshape(-1, 3) // 64 @ np.array([16, 4, 1])
        histogram = np.bincount(colours, minlength=64) / len(colours)
        inputs.append(np.concatenate([small.ravel(), np.sqrt(histogram), [picture.width / 100, picture.height / 100]]))
    return np.array(inputs)


def drawn(rows: Rows) -> list[str]:
    """What a perfect eye sees: who is shown, the place, and the kind of picture."""
    return ["|".join([*row["shown"], f"scene {row['scene']}", f"kind {row['kind']}"]) for row in rows]


def split_names(text: str) -> list[str]:
    """The parts of a line of `drawn`, and each pair of them."""
    parts = text.split("|")
    return [*parts, *(f"{a} and {b}" for i, a in enumerate(parts) for b in parts[:i])]


def names() -> object:
    """A model of what is shown."""
    return make_pipeline(CountVectorizer(analyzer=split_names), linear())


def labels_of(rows: Rows) -> np.ndarray:
    """The labels."""
    return np.array([row["label"] for row in rows])


def guess(name: str, model: object, inputs: Callable[[Rows], object], known: Rows, test: Rows) -> Guess:
    """The AUC in the test set of a model that learns from labels of other rows."""
    model.fit(inputs(known), labels_of(known))
    return measure(name, labels_of(test), model.predict_proba(inputs(test))[:, 1])


def guess_blindly(known: Rows, test: Rows) -> list[Guess]:
    """The AUC of guesses from the text alone and from the picture alone."""
    faces = make_pipeline(StandardScaler(), PCA(60, random_state=0), linear())
    forest = ExtraTreesClassifier(300, min_samples_leaf=3, random_state=0)
    return [
        guess("text alone: words and pairs of words", words(), texts, known, test),
        guess("picture alone: pixels and colours, logistic regression", faces, pixels, known, test),
        guess("picture alone: pixels and colours, extremely random trees", forest, pixels, known, test),
        guess("picture alone: who is shown where, as a perfect eye sees", names(), drawn, known, test),
        measure("order of the rows", labels_of(test), np.arange(len(test), dtype=float)),
    ]


def describe(name: str, rows: Rows) -> None:
    """Prints shares of labels and kinds of picture."""
    ones = [row for row in rows if row["label"]]
    lengths = [len(row["summary"].split()) for row in rows]
    print(f"{name}: {len(rows):,} rows, label 1: {len(ones) / len(rows):.1%}, {min(lengths)} to {max(lengths)} words")
    total, with_one = Counter(row["kind"] for row in rows), Counter(row["kind"] for row in ones)
    kinds = (f"{kind} {count / len(rows):.1%} ({with_one[kind] / count:.0%})" for kind, count in total.most_common())
    print(f"  kinds of picture (of these, label 1): {', '.join(kinds)}")


def know_everything(rows: Sequence[dict[str, object]]) -> np.ndarray:
    """The score of a reader who knows everybody: how many actors are shown."""
    return np.array([len({*row["actors"]} & {*row["shown"]}) for row in rows], float)


def check_news(directory: Path, known_rows: int = 4000) -> bool:
    """Prints the figures; false if text or picture alone tell labels of the test set apart.

    The models learn from this many other rows.
    """
    start = time.monotonic()
    splits = {}
    for name in ("train", "validation", "test"):
        file = directory / f"{name}.parquet"
        if file.is_file():
            splits[name] = pq.read_table(file).to_pylist()
            describe(name, splits[name])
    test = splits["test"]
    print(f"  held-out people: {sum(row['held_out'] for row in test):,} rows of test")
    known = list(make_rows("test", known_rows, OTHER_SEED))
    guesses = guess_blindly(known, test)
    if "train" in splits:
        guesses.append(guess("text alone, learned from the labels of train", words(), texts, splits["train"], test))
    for each in guesses:
        print(each.line())
    print(measure("both: actors of the text who are shown", labels_of(test), know_everything(test)).line())
    leaks = [each.name for each in guesses if each.leaks]
    print(f"labels leak through: {'; '.join(leaks)}" if leaks else "labels do not leak")
    print(f"{time.monotonic() - start:.0f} seconds")
    return not leaks
