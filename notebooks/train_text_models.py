"""Trains a tagger and a masked language model on the invented news, for `thumbscore counterfactual`.

Both are written as model bundles, DIR/tagger and DIR/masked. The tagger finds the names of people, and the masked
language model fills in others.

    python train_text_models.py --news ../bench/news --out ../bench/text-models
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from transformers import BertTokenizer, PreTrainedModel
from transformers.utils import logging as transformers_logging

from thumbscore.export.bundle import Origin
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.text_models import TextModel, export_text_model
from thumbscore.textmodels.corpus import learn_tokenizer, read_line, read_names, read_texts
from thumbscore.textmodels.quality import measure
from thumbscore.textmodels.training import train_masked, train_tagger

MEASURED = 300


def main() -> None:
    """Trains, exports and measures both."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--news", type=Path, required=True, metavar="DIR", help="a directory that make_news.py wrote")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the directory to write to")
    parser.add_argument("--tagger-steps", type=int, default=500, metavar="N", help="iterations (%(default)s)")
    parser.add_argument("--masked-steps", type=int, default=3000, metavar="N", help="iterations (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of weights and order (%(default)s)")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="threads of torch (%(default)s)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()

    names = read_names(arguments.news / "people.json")
    texts = read_texts(arguments.news / "train.parquet")
    validation = read_texts(arguments.news / "validation.parquet", MEASURED)
    tokenizer = learn_tokenizer(texts)
    lines = [read_line(tokenizer, text, names) for text in texts]
    print(f"{len(lines):,} texts, {len(tokenizer):,} tokens", flush=True)
    tagger = train_tagger(tokenizer, lines, arguments.tagger_steps, arguments.seed)
    export(tagger, tokenizer, arguments.out / "tagger", arguments.seed)
    masked = train_masked(tokenizer, lines, arguments.masked_steps, arguments.seed)
    export(masked, tokenizer, arguments.out / "masked", arguments.seed)
    print(measure(arguments.out, validation, names), flush=True)


def export(model: PreTrainedModel, tokenizer: BertTokenizer, out: Path, seed: int) -> None:
    """Writes a model as a bundle."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        loaded = TextModel(Checkpoint(folder), type(model).__name__)
        export_text_model(loaded, Origin(f"trained on invented news, seed {seed}", licence="Apache-2.0"), out)


if __name__ == "__main__":
    main()
