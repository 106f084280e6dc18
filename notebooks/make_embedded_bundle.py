"""Takes the embedded model and the sample articles from a miniature that `make_miniature.py` has made.

The model is a CFT-CLIP with its calibration, the articles are the first of the test split. The script writes
conf/models/thumbscore-mini and conf/samples/articles.parquet in place of those that are there.

    python make_embedded_bundle.py --miniature ../bench/miniature
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq

from thumbscore.miniature.steps import require

CONF = Path(__file__).parent.parent / "conf"
NAME = "thumbscore-mini"
CARD = """# thumbscore-mini

A miniature of CFT-CLIP for demonstration, which runs with nothing to download. It was trained on news that the project
invents, and **knows nothing of real news**: do not judge a real thumbnail with it.

- What it has learned: which of {people} invented people and {things} invented ships, clubs, buildings and animals are
  drawn in a thumbnail, and whether the text is about one of them.
- Training: CLIP's contrastive loss on captions without names, then CFT-CLIP's loss with counterfactual texts on
  {rows:,} invented articles (`python notebooks/make_miniature.py`, seed {seed}).
- `calibration.json` has the threshold: the median similarity of {calibrated:,} other articles.
- Vision: {image}x{image} pixels, patches of {patch}, {vision} layers of width {width}. Text: up to {context} tokens,
  {text} layers of width {text_width}, {vocabulary:,} tokens. Both towers project to {projection} dimensions.
- No third party's data or weights are in it. Licence: Apache-2.0, as the project.
"""


def main() -> None:
    """Writes the bundle and the articles."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--miniature", type=Path, required=True, metavar="DIR", help="where the miniature was made")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the CFT-CLIP to take (%(default)s)")
    parser.add_argument("--articles", type=int, default=400, metavar="N", help="articles to take (%(default)s)")
    arguments = parser.parse_args()
    news, made = arguments.miniature / "news", arguments.miniature / f"cft-clip-{arguments.seed}"
    calibration = require(made / "scores/calibration.json", "the calibration of this seed")
    bundle, out = require(made / "bundle", "the bundle of this seed"), CONF / "models" / NAME
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(bundle, out)
    shutil.copy(calibration, out / calibration.name)
    (out / "README.md").write_text(card(out, news, arguments.seed), encoding="utf-8")
    samples = pq.read_table(news / "test.parquet").slice(0, arguments.articles)
    (CONF / "samples").mkdir(exist_ok=True)
    pq.write_table(samples, CONF / "samples/articles.parquet")
    print(f"{out} and {CONF / 'samples/articles.parquet'} with {len(samples):,} articles")


def card(bundle: Path, news: Path, seed: int) -> str:
    """The README of the bundle."""
    config = read(bundle / "config.json")
    vision, text = config["vision_config"], config["text_config"]
    return CARD.format(
        people=len(read(news / "people.json")),
        things=len(read(news / "things.json")),
        rows=pq.read_metadata(news / "train.parquet").num_rows,
        seed=seed,
        calibrated=read(bundle / "calibration.json")["rows"],
        image=vision["image_size"],
        patch=vision["patch_size"],
        vision=vision["num_hidden_layers"],
        width=vision["hidden_size"],
        context=text["max_position_embeddings"],
        text=text["num_hidden_layers"],
        text_width=text["hidden_size"],
        vocabulary=text["vocab_size"],
        projection=config["projection_dim"],
    )


def read(file: Path) -> object:
    """The content of a JSON file."""
    return json.loads(file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
