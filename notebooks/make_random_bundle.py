"""Makes the bundle that the tests run: a CLIP of half a million parameters with a tokenizer of its own.

The tokenizer learns its merges from the project's own invented news; the weights are random, from a seed. Two runs
write the same bytes.

    python make_random_bundle.py --out ../udf/src/test/resources/org/thumbscore/bundles/random-clip
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from clip_models import PRESETS, random_model
from export_bundle import Options, export_bundle
from scenes import COLOURS
from stories import TEMPLATES, tell
from synthetic_articles import WORDS
from thumbscore.export.tokenizers import read_special_tokens
from thumbscore.training.tokenizer import build_tokenizer, learn_merges

PRESET, SEED = "embedded", 7

CARD = """# random-clip

A CLIP dual encoder of {parameters:,} parameters in the Hugging Face ONNX layout, for tests.

- **Weights: random** (seed {seed}). Its similarities are well defined and mean nothing: use it to see the job work,
  not to judge a thumbnail.
- Vision: 224x224 pixels, patches of 32, {vision}.
- Text: up to 77 tokens, {text}. Both towers project to {dim} dimensions.
- Tokenizer: byte-level BPE in the form of CLIP's, {vocabulary:,} tokens, of them {merges:,} merges learnt from news
  that the project invents itself (`notebooks/stories.py`). Made for English; it reads anything, byte by byte.
- No third party's data or weights are in it. Licence: Apache-2.0, as the project.
- Made by `python notebooks/make_random_bundle.py` with the versions pinned in `notebooks/requirements.txt`; two runs
  write the same bytes.
"""


def corpus() -> Iterator[str]:
    """The texts that the tokenizer learns from."""
    random = np.random.RandomState(SEED)
    colours = sorted(COLOURS)
    for _ in range(40):
        for scene in TEMPLATES:
            story = tell(random, scene, colours[random.randint(len(colours))], more=2)
            yield f"{story.title} {story.summary}"
    yield " ".join(WORDS * 8)


def write_card(out: Path, parameters: int, merges: int, vocabulary: int) -> None:
    """The bundle's README."""
    preset = PRESETS[PRESET]
    towers = {
        name: f"{tower.layers} layers of width {tower.width} with {tower.heads} heads"
        for name, tower in (("vision", preset.vision), ("text", preset.text))
    }
    card = CARD.format(
        parameters=parameters, seed=SEED, dim=preset.projection, merges=merges, vocabulary=vocabulary, **towers
    )
    (out / "README.md").write_text(card, encoding="utf-8")


def main() -> None:
    """Writes the bundle."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the bundle to write")
    parser.add_argument("--merges", type=int, default=1500, help="merges that the tokenizer learns")
    arguments = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    merges = learn_merges(corpus(), arguments.merges)
    with TemporaryDirectory() as folder:
        tokenizer_json = Path(folder) / "tokenizer.json"
        build_tokenizer(merges).backend_tokenizer.save(str(tokenizer_json))
        tokens = read_special_tokens(tokenizer_json)
        model = random_model(PRESET, SEED, tokens)
        export_bundle(model, Options(out=arguments.out, tokenizer=tokenizer_json))
    write_card(arguments.out, model.num_parameters(), len(merges), tokens.vocabulary)


if __name__ == "__main__":
    main()
