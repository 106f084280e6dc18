"""Exports a model of Hugging Face transformers to a Thumbscore model bundle.

The architecture in the checkpoint's config.json decides the family: clip (CLIPModel), blip (BlipForImageTextRetrieval),
blip2 (Blip2ForImageTextRetrieval) or caption (Blip2ForConditionalGeneration with a sentence encoder). The graphs are
run in ONNX Runtime on random inputs and on the sample articles and compared with torch; a bundle whose similarities
differ by more than 1e-5 in fp32 is not written.

The models of counterfactual texts are exported as well: taggers (ForTokenClassification) and masked language models
(ForMaskedLM) of BERT, RoBERTa and DistilBERT, in fp32. Such a bundle is not written if its logits differ from torch's
by more than 1e-4 of the largest.

examples:
    python export_bundle.py --model openai/clip-vit-base-patch32 --int8 --out bundles/clip-b-32
    python export_bundle.py --model checkpoints/cft-clip --fp16 --out bundles/cft-clip
    python export_bundle.py --model cft_clip.pt --base openai/clip-vit-large-patch14 --out bundles/cft-clip
    python export_bundle.py --model Salesforce/blip-itm-base-coco --fp16 --out bundles/blip
    python export_bundle.py --model Salesforce/blip2-itm-vit-g --fp16 --out bundles/blip2
    python export_bundle.py --model Salesforce/blip2-opt-2.7b --sentence sentence-transformers/all-MiniLM-L6-v2 \\
        --fp16 --out bundles/blip2-caption
    python export_bundle.py --model dslim/bert-base-NER --out bundles/tagger
    python export_bundle.py --model FacebookAI/roberta-base --out bundles/masked
    python export_bundle.py --random vit-b-32 --seed 7 --tokenizer clip/tokenizer.json --out bundles/vit-b-32
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import transformers

from clip_models import PRESETS, random_model
from thumbscore.export.bundle import ARTICLES, Origin, export, refuse_to_replace
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.errors import fail
from thumbscore.export.families import find_family
from thumbscore.export.families.base import LoadedModel
from thumbscore.export.families.caption import MAX_NEW_TOKENS, Caption
from thumbscore.export.families.clip import Clip, ClipOptions, load_state_dict
from thumbscore.export.text_models import ARCHITECTURES, TextModel, export_text_model, text_architecture
from thumbscore.export.tokenizers import read_special_tokens

BASE = "openai/clip-vit-large-patch14"


def main() -> None:
    """Exports what the command line asks for."""
    arguments = parse_arguments()
    be_quiet()
    refuse_to_replace(arguments.out)
    loaded, origin = load(arguments)
    if arguments.save_model:
        loaded.model.save_pretrained(arguments.save_model)
    if isinstance(loaded, TextModel):
        export_text_model(loaded, origin, arguments.out)
        return
    precisions = [precision for precision in ("fp16", "int8") if getattr(arguments, precision)]
    export(loaded, origin, arguments.out, precisions, arguments.samples)


def load(arguments: argparse.Namespace) -> tuple[LoadedModel | TextModel, Origin]:
    """The model that the command line names."""
    if arguments.random:
        return load_random(arguments)
    if arguments.model.endswith((".pt", ".pth", ".bin")) and Path(arguments.model).is_file():
        return load_training_state(arguments)
    checkpoint = Checkpoint(arguments.model, arguments.revision)
    text = text_architecture(checkpoint)
    if text:
        return load_text_model(arguments, checkpoint, text)
    family, architecture = find_family(checkpoint, also=ARCHITECTURES)
    refuse_foreign_options(arguments, family, family.family)
    print(f"loading {checkpoint.name}: {architecture}", flush=True)
    if family is Clip:
        model = checkpoint.load(family.architectures[architecture])
        loaded = Clip(model, checkpoint, existing(arguments.tokenizer), clip_options(arguments))
    elif family is Caption:
        if not arguments.sentence:
            fail(f"Cannot export {checkpoint.name}: captions need a sentence encoder; give one with --sentence")
        loaded = Caption(checkpoint, architecture, Checkpoint(arguments.sentence), arguments.max_new_tokens)
    else:
        loaded = family(checkpoint, architecture)
    return loaded, origin_of(arguments, checkpoint, loaded)


def origin_of(arguments: argparse.Namespace, checkpoint: Checkpoint, loaded: LoadedModel | TextModel) -> Origin:
    """Where a checkpoint comes from."""
    licence = arguments.licence or checkpoint.licence()
    return Origin(checkpoint.name, checkpoint.commit(loaded.model.config), licence)


def load_text_model(
    arguments: argparse.Namespace, checkpoint: Checkpoint, architecture: str
) -> tuple[TextModel, Origin]:
    """A token classifier or a masked language model."""
    kind = ARCHITECTURES[architecture]
    refuse_foreign_options(arguments, None, kind)
    for precision in ("fp16", "int8"):
        if getattr(arguments, precision):
            fail(f"--{precision} is not supported for a {kind}; leave it out")
    print(f"loading {checkpoint.name}: {architecture}", flush=True)
    loaded = TextModel(checkpoint, architecture)
    return loaded, origin_of(arguments, checkpoint, loaded)


def load_random(arguments: argparse.Namespace) -> tuple[LoadedModel, Origin]:
    """An architecture with random weights."""
    refuse_foreign_options(arguments, Clip, Clip.family)
    if arguments.tokenizer is None:
        fail("No tokenizer for the random model; give a tokenizer.json with --tokenizer FILE")
    tokenizer = existing(arguments.tokenizer)
    model = random_model(arguments.random, arguments.seed, read_special_tokens(tokenizer))
    origin = Origin(f"random {arguments.random}, seed {arguments.seed}", licence=arguments.licence)
    return Clip(model, None, tokenizer, clip_options(arguments)), origin


def load_training_state(arguments: argparse.Namespace) -> tuple[LoadedModel, Origin]:
    """The weights of a training's state dict in the architecture of another checkpoint."""
    refuse_foreign_options(arguments, Clip, Clip.family)
    base = Checkpoint(arguments.base, arguments.revision)
    file = Path(arguments.model)
    print(f"loading {file.name} into {base.name}", flush=True)
    model = load_state_dict(file, base)
    loaded = Clip(model, base, existing(arguments.tokenizer), clip_options(arguments))
    return loaded, Origin(file.name, licence=arguments.licence)


def clip_options(arguments: argparse.Namespace) -> ClipOptions:
    """The options that only CLIP has."""
    return ClipOptions(arguments.combined, arguments.text_mask, arguments.hidden_states)


def existing(tokenizer: Path | None) -> Path | None:
    """The file given with --tokenizer, which must exist."""
    if tokenizer is not None and not tokenizer.is_file():
        fail(f"No tokenizer at {tokenizer}; give a tokenizer.json with --tokenizer FILE")
    return tokenizer


def refuse_foreign_options(arguments: argparse.Namespace, family: type[LoadedModel] | None, name: str) -> None:
    """Ends the program where an option was given that the model of this family, or of none, would ignore."""
    only = {"combined": Clip, "text_mask": Clip, "hidden_states": Clip, "tokenizer": Clip, "sentence": Caption}
    for option, owner in only.items():
        if getattr(arguments, option) and family is not owner:
            fail(f"--{option.replace('_', '-')} is an option of the family {owner.family}, the model is {name}")


def be_quiet() -> None:
    """Leaves the output to the exporter's own lines."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    description, _, examples = __doc__.partition("\nexamples:\n")
    parser = argparse.ArgumentParser(
        description=description,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--model",
        metavar="DIR_OR_NAME",
        help="a directory saved by save_pretrained, a name on the Hugging Face Hub, or a .pt with the towers of a CLIP",
    )
    source.add_argument("--random", choices=sorted(PRESETS), help="a CLIP with random weights")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the bundle to write or to replace")
    parser.add_argument("--revision", help="branch, tag or commit on the Hub")
    parser.add_argument(
        "--base",
        default=BASE,
        metavar="DIR_OR_NAME",
        help="config, tokenizer and preprocessing for a .pt (%(default)s)",
    )
    parser.add_argument("--seed", type=int, default=7, help="seed of the random weights (default 7)")
    parser.add_argument("--fp16", action="store_true", help="also write *_fp16.onnx for GPUs, with fused attention")
    parser.add_argument("--int8", action="store_true", help="also write *_int8.onnx for CPUs")
    parser.add_argument("--licence", help="licence of the weights (default: the one that the model card names)")
    parser.add_argument("--save-model", type=Path, metavar="DIR", help="also save the model for transformers")
    parser.add_argument(
        "--samples",
        type=Path,
        default=ARTICLES,
        metavar="PATH",
        help="parquet with articles to compare (the project's)",
    )
    clip = parser.add_argument_group("clip")
    clip.add_argument("--tokenizer", type=Path, metavar="FILE", help="tokenizer.json (default: the model's)")
    clip.add_argument("--combined", action="store_true", help="one model.onnx in place of two towers")
    clip.add_argument("--text-mask", action="store_true", help="give the text tower an attention_mask input")
    clip.add_argument("--hidden-states", action="store_true", help="also yield last_hidden_state and pooler_output")
    caption = parser.add_argument_group("caption")
    caption.add_argument("--sentence", metavar="DIR_OR_NAME", help="sentence encoder that compares captions with texts")
    caption.add_argument(
        "--max-new-tokens", type=int, default=MAX_NEW_TOKENS, metavar="N", help="tokens of a caption (%(default)s)"
    )
    return parser.parse_args()
