"""Exports a model of each family, scores with it, and compares with transformers: python check_exports.py ROOT WORK.

BLIP, BLIP-2 and the captioner are the real architectures with random weights; the sentence encoder is all-MiniLM-L6-v2.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import zipfile
from pathlib import Path

import all_minilm_l6_v2
import family_models
import pyarrow.dataset as ds
from make_family_bundles import ARTICLES, CAPTION_TOKENS, ROWS, expect
from thumbscore.articles import Columns, read_articles
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.families import Blip, Blip2, Caption
from thumbscore.export.families.base import LoadedModel

TOLERANCE = 1e-5


def save_models(work: Path) -> None:
    """Writes checkpoints as save_pretrained does."""
    family_models.save_blip(work / "checkpoints/blip")
    family_models.save_blip2(work / "checkpoints/blip2")
    family_models.save_captioner(work / "checkpoints/caption")
    with zipfile.ZipFile(Path(all_minilm_l6_v2.__file__).parent / "model.zip") as packed:
        packed.extractall(work / "checkpoints/minilm")


def load(family: str, work: Path) -> LoadedModel:
    """The model in torch."""
    checkpoint = Checkpoint(str(work / "checkpoints" / family))
    if family == "caption":
        sentence = Checkpoint(str(work / "checkpoints/minilm"))
        return Caption(checkpoint, "Blip2ForConditionalGeneration", sentence, CAPTION_TOKENS)
    if family == "blip":
        return Blip(checkpoint, "BlipForImageTextRetrieval")
    return Blip2(checkpoint, "Blip2ForImageTextRetrieval")


def score(family: str, root: Path, work: Path) -> dict[str, dict[str, object]]:
    """Exports and scores by the commands of README; returns the rows with a similarity."""
    model, scores = work / "models" / family, work / "scores" / family
    export = [sys.executable, root / "notebooks/export_bundle.py", "--model", work / "checkpoints" / family]
    if family == "caption":
        export += ["--sentence", work / "checkpoints/minilm", "--max-new-tokens", str(CAPTION_TOKENS)]
    subprocess.run([*export, "--out", model], check=True)
    launcher = root / "job/target/thumbscore/bin/thumbscore"
    command = [launcher, "score", "--input", ARTICLES, "--output", scores, "--model", model, "--preset", "nela-gt"]
    subprocess.run(command, check=True)
    rows = ds.dataset(scores, format="parquet", partitioning="hive").to_table().to_pylist()
    return {row["id"]: row for row in rows if row["status"] == "OK"}


def compare(family: str, root: Path, work: Path) -> None:
    """Ends the program where a row is not what transformers makes of it."""
    found, loaded = score(family, root, work), load(family, work)
    worst, captions = 0.0, set()
    articles = itertools.islice(read_articles(ARTICLES, Columns()), ROWS)
    for article in articles:
        row, wanted = found.pop(article.id), expect(loaded, article)
        worst = max(worst, abs(row["similarity"] - wanted["similarity"]))
        if row["text_tokens"] != wanted["text_tokens"]:
            sys.exit(f"{family}, {article.id}: {row['text_tokens']} tokens, expected {wanted['text_tokens']}")
        if row.get("caption") != wanted.get("caption"):
            sys.exit(f"{family}, {article.id}: caption {row.get('caption')!r}, expected {wanted.get('caption')!r}")
        captions.add(row.get("caption"))
        if worst > TOLERANCE:
            sys.exit(f"{family}, {article.id}: similarity {row['similarity']}, expected {wanted['similarity']}")
    if family == "caption" and len(captions) < 4:
        sys.exit(f"captions hardly differ: {captions}")
    captioned = f", {len(captions)} distinct captions are identical" if family == "caption" else ""
    print(f"{family}: similarities differ from transformers' by at most {worst:.2g}{captioned}")


def main() -> None:
    """Checks each family."""
    root, work = Path(sys.argv[1]), Path(sys.argv[2])
    save_models(work)
    for family in ("blip", "blip2", "caption"):
        compare(family, root, work)


if __name__ == "__main__":
    main()
