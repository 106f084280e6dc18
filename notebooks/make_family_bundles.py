"""Makes the small bundles of the model families for the Java tests, and what transformers makes of the sample articles.

Weights are random, from a seed. Beside each bundle's files lies expected.jsonl: one JSON object for each of the first
articles with id, similarity (cosine, computed in float64), text_tokens and, where the model writes one, caption.

    python make_family_bundles.py --out ../udf/src/test/resources/org/thumbscore/families
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from transformers.utils import logging as transformers_logging

import family_models
from thumbscore.articles import Article, Columns, read_articles
from thumbscore.export.bundle import Origin, export
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.errors import fail
from thumbscore.export.families import Blip, Blip2, Caption
from thumbscore.export.families.base import LoadedModel, unit

ARTICLES = Path(__file__).parent.parent / "udf/src/test/resources/org/thumbscore/articles.parquet"
ROWS = 24
# the logits of a caption's tokens and of the next best ones must differ by more than processors do
LEAST_MARGIN = 1e-3
CAPTION_TOKENS = 16


def load(family: str, folder: Path) -> LoadedModel:
    """A tiny model of a family, saved by transformers and loaded again."""
    if family == "caption":
        family_models.save_captioner(folder / "model")
        family_models.save_sentence_encoder(folder / "sentence")
        sentence = Checkpoint(str(folder / "sentence"))
        checkpoint = Checkpoint(str(folder / "model"))
        return Caption(checkpoint, "Blip2ForConditionalGeneration", sentence, CAPTION_TOKENS)
    if family == "blip":
        family_models.save_blip(folder / "model")
        return Blip(Checkpoint(str(folder / "model")), "BlipForImageTextRetrieval")
    family_models.save_blip2(folder / "model")
    return Blip2(Checkpoint(str(folder / "model")), "Blip2ForImageTextRetrieval")


def seed_of(family: str) -> int:
    """The seed of a family's weights."""
    return family_models.CAPTION_SEED if family == "caption" else family_models.SEED


@torch.no_grad()
def expect(loaded: LoadedModel, article: Article) -> dict[str, object]:
    """What transformers makes of one article."""
    pixels = torch.from_numpy(loaded.pixels(article.picture))
    row: dict[str, object] = {"id": article.id}
    if isinstance(loaded, Caption):
        row["caption"] = caption(loaded, pixels)
        images, text = embed_sentence(loaded, row["caption"])[None], embed_sentence(loaded, article.text)
        tokens = loaded.sentence_tokenizer(article.text)
    elif isinstance(loaded, Blip):
        images, text = embed_with_blip(loaded, article, pixels)
        tokens = loaded.tokenizer(article.text)
    else:
        images, text = embed_with_blip2(loaded, article, pixels)
        tokens = loaded.tokenizer(article.text)
    row["similarity"] = float((images @ text).max())
    row["text_tokens"] = len(tokens["input_ids"])
    return row


def embed_with_blip(loaded: Blip, article: Article, pixels: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """The two vectors that BlipForImageTextRetrieval compares; its own cosine must be theirs."""
    model, encoding = loaded.model, encode(loaded, article.text)
    seen = model.vision_model(pixel_values=pixels).last_hidden_state
    read = model.text_encoder(**encoding).last_hidden_state
    image, text = unit(model.vision_proj(seen[0, :1]).numpy()), unit(model.text_proj(read[0, 0]).numpy())
    score = model(pixel_values=pixels, use_itm_head=False, **encoding).itm_score
    check(float(score), float((image @ text).max()))
    return image, text


def embed_with_blip2(loaded: Blip2, article: Article, pixels: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """The vectors that Blip2ForImageTextRetrieval compares."""
    found = loaded.model(pixel_values=pixels, **encode(loaded, article.text))
    image, text = unit(found.image_embeds[0].numpy()), unit(found.text_embeds[0].numpy())
    check(float(found.logits_per_image), float((image @ text).max()))
    return image, text


def check(theirs: float, ours: float) -> None:
    """Ends the program where a similarity is not the one that transformers computes."""
    if abs(theirs - ours) > 1e-6:
        fail(f"transformers computes a similarity of {theirs}, from its vectors follows {ours}")


def encode(loaded: LoadedModel, text: str) -> dict[str, torch.Tensor]:
    """Token ids and mask of a text."""
    return {name: torch.from_numpy(value) for name, value in loaded.encode(text).items()}


def caption(loaded: Caption, pixels: torch.Tensor) -> str:
    """What generate writes about an image; ends the program where another processor might choose another token."""
    found = loaded.model.generate(
        pixels,
        max_new_tokens=CAPTION_TOKENS,
        do_sample=False,
        num_beams=1,
        output_scores=True,
        return_dict_in_generate=True,
    )
    best = torch.stack(found.scores).topk(2).values
    margin = float((best[..., 0] - best[..., 1]).min())
    if margin < LEAST_MARGIN:
        fail(f"The margin of a caption's token is {margin:.2g}, expected at least {LEAST_MARGIN}: choose another seed")
    new = found.sequences[:, loaded.model.config.num_query_tokens + 1 :]
    return loaded.tokenizer.batch_decode(new, skip_special_tokens=True)[0].strip()


def embed_sentence(loaded: Caption, text: str) -> np.ndarray:
    """The mean over a text's tokens, of unit length; texts are embedded one at a time, so nothing is padded."""
    states = loaded.sentence(**encode(loaded, text)).last_hidden_state[0]
    return unit(states.mean(dim=0).numpy())


def articles() -> Iterator[Article]:
    """The first articles that can be scored."""
    return itertools.islice(read_articles(ARTICLES, Columns()), ROWS)


def make(family: str, out: Path) -> None:
    """Writes the bundle of one family and expected.jsonl."""
    with TemporaryDirectory() as folder:
        loaded = load(family, Path(folder))
        rows = [expect(loaded, article) for article in articles()]
        (out / "expected.jsonl").unlink(missing_ok=True)
        export(loaded, Origin(f"random weights, seed {seed_of(family)}", licence="Apache-2.0"), out, [])
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (out / "expected.jsonl").write_text("".join(lines), encoding="utf-8")
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    found = np.array([row["similarity"] for row in rows])
    print(f"{out}: {size:,} bytes, {len(rows)} rows, similarity {found.min():.4f} to {found.max():.4f}")


def main() -> None:
    """Writes the bundles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
    out = parser.parse_args().out
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    for family in ("blip", "blip2", "caption"):
        make(family, out / family)


if __name__ == "__main__":
    main()
