"""Writes tables that a report must bear: what the hostile publish, and a million rows.

    python report_inputs.py SAMPLES OUT

OUT gets hostile/ (scores, articles and an evaluation) and million/ (scores).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MILLION = 1_000_000
HOSTILE = [
    "<script>window.hostile = 1</script>",
    "</script><script>window.hostile = 2</script>",
    "<img src=x onerror='window.hostile = 3'>",
    "' onmouseover='window.hostile = 4' x='",
    '" autofocus onfocus="window.hostile = 5" x="',
    "<!--<script>",
    "]]></svg><svg onload=window.hostile=6>",
    "{{{page.title}}} ${window.hostile=7} {{=<% %>=}}",
    "javascript:window.hostile=8",
    "https://example.org/?a=1&lt;b&amp;c",
    "\u202egnp.exe\u2066 right to left \u200f\u2029\u0000",
    "W" * 10_000,
    "<b>" * 3_333,
    "e\u0301\u0327\u0321" * 2_000,
    "عنوان طويل جدا " * 20,
]


def hostile(samples: Path, out: Path) -> None:
    """Rows whose every text is hostile; pictures that are none among those that are."""
    pictures = [p for p in pq.read_table(samples, columns=["thumbnail"])["thumbnail"].to_pylist() if p]
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='window.hostile=9'/>"
    rows = range(10 * len(HOSTILE))
    text = [HOSTILE[i % len(HOSTILE)] for i in rows]
    ids = [f"{i} {t}" for i, t in enumerate(text)]
    ok = [i % 3 != 0 for i in rows]
    scores = {
        "id": ids,
        "similarity": pa.array([i / 200 if k else None for i, k in zip(rows, ok, strict=True)], pa.float32()),
        "label": pa.array([int(i > 70) if k else None for i, k in zip(rows, ok, strict=True)], pa.int32()),
        "status": ["OK" if k else t[:60] for k, t in zip(ok, text, strict=True)],
        "error": [None if k else t for k, t in zip(ok, text, strict=True)],
        "threshold": [0.35] * len(rows),
        "model": text,
        "model_sha256": text,
        "run_id": text,
        "source": text,
        "date": [f"2026-11-{1 + i % 28:02}" if i % 5 else t for i, t in enumerate(text)],
    }
    odd = {0: svg, 1: pictures[0][:500], 2: None}
    articles = {
        "id": ids,
        "title": text,
        "thumbnail": pa.array([odd.get(i % 7, pictures[i % len(pictures)]) for i in rows], pa.binary()),
    }
    write(scores, out / "scores")
    write(articles, out / "articles")
    table = {"columns": ["Model", *HOSTILE[:3]], "rows": [[t, "0.5", t, "1"] for t in HOSTILE]}
    (out / "evaluation.json").write_text(json.dumps({"table": table}), encoding="utf-8")


def million(out: Path) -> None:
    """As many rows as a page must stay small for."""
    rows = range(MILLION)
    scores = {
        "id": [f"article-{i}" for i in rows],
        "similarity": pa.array([((i * 7919) % 1_000_003) / 1e6 - 0.3 if i % 20 else None for i in rows], pa.float32()),
        "status": ["OK" if i % 20 else "IMAGE_UNDECODABLE" for i in rows],
        "error": [None if i % 20 else f"found byte {i}" for i in rows],
        "source": [f"https://example.org/{i % 50_000}" for i in rows],
        "published": pa.array([1_600_000_000 + 97 * i for i in rows], pa.int64()),
        "title": [f"Headline {i}" for i in rows],
    }
    write(scores, out / "scores")


def write(columns: dict[str, object], folder: Path) -> None:
    """One parquet file in a directory of its own."""
    folder.mkdir(parents=True)
    pq.write_table(pa.table(columns), folder / "part-0.parquet")


if __name__ == "__main__":
    hostile(Path(sys.argv[1]), Path(sys.argv[2]) / "hostile")
    million(Path(sys.argv[2]) / "million")
