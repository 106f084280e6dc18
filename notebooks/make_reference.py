"""Writes what Hugging Face transformers says of some articles: the golden values that the Java tests hold to.

Pictures go through Pillow and the Pillow CLIP processor, summaries through CLIPTokenizer, both then through torch in
float32. Rows without text or without a picture that Pillow decodes whole are left out. One JSON object for each row:
id, similarity (cosine, computed in float64), image_embedding and text_embedding (unit length, float32), input_ids.

    python make_reference.py --random tiny --bundle bundles/tiny --articles articles.parquet --out expected.jsonl
    python make_reference.py --model checkpoints/cft-clip --bundle bundles/cft-clip --articles a.parquet --out b.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import CLIPImageProcessorPil, CLIPModel, CLIPTokenizer

from clip_models import PRESETS, fail, load_model, random_model
from thumbscore.articles import Article, Columns, read_articles
from thumbscore.export.tokenizers import read_special_tokens


class Reference:
    """transformers' own way from an article to two unit vectors; one article at a time, so nothing is padded."""

    def __init__(self, model: CLIPModel, bundle: Path) -> None:
        self.model = model
        self.processor = CLIPImageProcessorPil.from_pretrained(bundle, local_files_only=True)
        self.tokenizer = CLIPTokenizer.from_pretrained(bundle, local_files_only=True)
        self.context = model.config.text_config.max_position_embeddings

    def input_ids(self, text: str) -> list[int]:
        """Token ids, cut to the context with the end token kept."""
        return self.tokenizer(text, truncation=True, max_length=self.context)["input_ids"]

    @torch.no_grad()
    def embed_picture(self, picture: Image.Image) -> np.ndarray:
        """Unit vector [dim] of a picture."""
        pixels = self.processor(picture.convert("RGB"), return_tensors="pt")["pixel_values"]
        tower = self.model.vision_model(pixel_values=pixels)
        return unit(self.model.visual_projection(tower.pooler_output)[0].numpy())

    @torch.no_grad()
    def embed_text(self, ids: list[int]) -> np.ndarray:
        """Unit vector [dim] of a text's token ids."""
        tower = self.model.text_model(input_ids=torch.tensor([ids]))
        return unit(self.model.text_projection(tower.pooler_output)[0].numpy())


def unit(vector: np.ndarray) -> np.ndarray:
    """The vector scaled to length 1, in float64."""
    wide = vector.astype(np.float64)
    return wide / np.linalg.norm(wide)


def floats(vector: np.ndarray) -> list[float]:
    """Shortest decimals that read back as the same float32."""
    return [float(str(value)) for value in vector.astype(np.float32)]


def expected(article: Article, reference: Reference) -> dict[str, object]:
    """The golden values of one article."""
    ids = reference.input_ids(article.text)
    image, text = reference.embed_picture(article.picture), reference.embed_text(ids)
    return {
        "id": article.id,
        "similarity": float(image @ text),
        "image_embedding": floats(image),
        "text_embedding": floats(text),
        "input_ids": ids,
    }


def write_reference(articles: Iterator[Article], reference: Reference, out: Path, limit: int | None) -> np.ndarray:
    """Writes one line for each article and returns their similarities."""
    similarities = []
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as lines:
        for article in articles:
            if limit is not None and len(similarities) >= limit:
                break
            values = expected(article, reference)
            similarities.append(values["similarity"])
            lines.write(json.dumps(values) + "\n")
    return np.array(similarities)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--model", type=Path, metavar="DIR", help="a CLIPModel saved in the Hugging Face layout")
    source.add_argument("--random", choices=sorted(PRESETS), help="an architecture with random weights")
    parser.add_argument("--seed", type=int, default=7, help="seed of the random weights (default 7)")
    parser.add_argument(
        "--bundle", type=Path, required=True, metavar="DIR", help="where tokenizer and preprocessor config are"
    )
    parser.add_argument("--articles", type=Path, required=True, metavar="PATH", help="a parquet file or a directory")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the JSON lines to write")
    parser.add_argument("--limit", type=int, metavar="N", help="stop after N scored rows")
    parser.add_argument("--id-column", default="id")
    parser.add_argument("--text-column", default="summary")
    parser.add_argument("--image-column", default="thumbnail")
    return parser.parse_args()


def main() -> None:
    """Writes the reference that the command line asks for."""
    arguments = parse_arguments()
    if arguments.model:
        model = load_model(arguments.model)
    else:
        tokens = read_special_tokens(arguments.bundle / "tokenizer.json")
        model = random_model(arguments.random, arguments.seed, tokens)
    columns = Columns(arguments.id_column, arguments.text_column, arguments.image_column)
    articles = read_articles(arguments.articles, columns)
    similarities = write_reference(articles, Reference(model, arguments.bundle), arguments.out, arguments.limit)
    if similarities.size == 0:
        fail(f"Nothing to write: no row of {arguments.articles} has both a text and a whole picture")
    print(
        f"{arguments.out}: {similarities.size} rows, similarity {similarities.min():.4f} to {similarities.max():.4f}, "
        f"standard deviation {similarities.std():.4f}"
    )


if __name__ == "__main__":
    main()
