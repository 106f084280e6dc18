"""Writes what scikit-learn, SciPy and NumPy say of some scores and labels, for the Java tests.

    python make_metric_goldens.py --out ../job/src/test/resources/org/thumbscore/quality/metrics.jsonl

One case a line: scores (cosines) and labels, or the number of rows of the case that both sides generate, a threshold on
the cosine, and the expected metrics; null where a metric is not defined.
"""

from __future__ import annotations

import argparse
import json
import math
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn import metrics

SEED = 11


def generated(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores with ties and labels that lean on them, by integer arithmetic that Java repeats."""
    i = np.arange(rows, dtype=np.int64)
    level = (i * 7919 + 13) % 60_013
    labels = ((i * 104_729 + 71) % 100_003) < 20_000 + level
    return (level / 60_013.0 * 2 - 1).astype(np.float32).astype(np.float64), labels.astype(int)


def cases() -> Iterator[tuple[str, np.ndarray, np.ndarray, float]]:
    """Name, scores, labels and threshold."""
    random = np.random.RandomState(SEED)
    scores = random.normal(0.2, 0.1, 500).astype(np.float32).astype(np.float64)
    labels = (scores + random.normal(0, 0.1, 500) > 0.2).astype(int)
    yield "usual", scores, labels, float(np.median(scores))
    yield "ties", np.round(scores, 1), labels, 0.2
    yield "constant scores", np.full(20, 0.25), np.arange(20) % 2, 0.25
    yield "only positives", scores[:10], np.ones(10, int), 0.2
    yield "only negatives", scores[:10], np.zeros(10, int), 0.2
    yield "one row", np.array([0.5]), np.array([1]), 0.2
    yield "two rows", np.array([0.1, 0.4]), np.array([1, 0]), 0.2
    yield "nothing above the threshold", scores[:50], labels[:50], 0.99
    yield "negative cosines", scores[:101] - 0.7, labels[:101], -0.5
    yield "even median", scores[:8], labels[:8], 0.2


def defined(value: float) -> float | None:
    """JSON has no NaN."""
    return None if math.isnan(value) else float(value)


def expected(scores: np.ndarray, labels: np.ndarray, threshold: float) -> dict[str, float | None]:
    """Every metric by the library that defines it."""
    found = (scores > threshold).astype(int)
    both = 0 < labels.sum() < len(labels)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            "F1": metrics.f1_score(labels, found, zero_division=0),
            "PRECISION": metrics.precision_score(labels, found, zero_division=0),
            "RECALL": metrics.recall_score(labels, found, zero_division=0),
            "ACCURACY": metrics.accuracy_score(labels, found),
            "ROC_AUC": metrics.roc_auc_score(labels, scores) if both else None,
            "AVERAGE_PRECISION": metrics.average_precision_score(labels, scores) if labels.any() else None,
            "SPEARMAN": defined(spearmanr(scores, labels).statistic) if len(scores) > 1 else None,
        }


def main() -> None:
    """Writes the cases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    out = parser.parse_args().out
    lines = []
    for name, scores, labels, threshold in cases():
        data = {"scores": scores.tolist(), "labels": labels.tolist()}
        lines.append({"name": name, **data, "threshold": threshold, "expected": expected(scores, labels, threshold)})
    scores, labels = generated(100_000)
    rows = {"name": "100,000 rows", "rows": 100_000, "threshold": 0.1, "expected": expected(scores, labels, 0.1)}
    lines.append(rows)
    for line, (scores, _) in zip(lines, [*((s, la) for _, s, la, _ in cases()), generated(100_000)], strict=True):
        line["scaled_median"] = float(np.median((scores + 1) / 2))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} cases in {out}")


if __name__ == "__main__":
    main()
