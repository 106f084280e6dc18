"""Exports tiny random models of every family through the command line and holds the bundles to what they promise.

python -m pytest notebooks/tests
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertModel,
    Blip2ForConditionalGeneration,
    Blip2ForImageTextRetrieval,
    BlipForImageTextRetrieval,
    CLIPModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionModelWithProjection,
)

import family_models
from clip_models import random_model
from thumbscore.articles import Columns, read_articles
from thumbscore.export import bundle, command, graphs, parity, precision
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.families.base import similarities, unit
from thumbscore.export.families.blip import Blip
from thumbscore.export.families.caption import PAST, Caption
from thumbscore.export.graphs import write_graph
from thumbscore.export.runtime import in_onnxruntime, in_torch
from thumbscore.export.tokenizers import read_special_tokens

RESOURCES = Path(__file__).parents[2] / "udf/src/test/resources/org/thumbscore"
ARTICLES = RESOURCES / "articles.parquet"
CLIP_TOKENIZER = RESOURCES / "bundles/random-clip/tokenizer.json"
PRECISIONS = ("", "_int8", "_fp16")
# attention blocks: BLIP-2 has two of the vision tower, two of the Q-Former and one that attends to the image
ATTENTION = {
    "clip": {"vision_model": 1, "text_model": 1},
    "blip": {"vision_model": 2, "text_model": 2},
    "blip2": {"vision_model": 5, "text_model": 2},
    "caption": {"vision_model": 5, "decoder_model": 2, "sentence_model": 2},
}
# products with weights: those of attention and MLP, and projections
PRODUCTS = {
    "clip": {"vision_model": 6 + 1, "text_model": 6 + 1},
    "blip": {"vision_model": 2 * 4 + 1, "text_model": 2 * 6 + 1},
    "blip2": {"vision_model": 2 * 4 + 2 * 6 + 4 + 1, "text_model": 2 * 6 + 1},
    "caption": {"vision_model": 2 * 4 + 2 * 6 + 4 + 1, "decoder_model": 2 * 6 + 1, "sentence_model": 2 * 6},
}


def run(*arguments: object) -> None:
    """Runs the command line in this process."""
    before, sys.argv = sys.argv, ["export_bundle.py", *map(str, arguments)]
    try:
        command.main()
    finally:
        sys.argv = before


def write_files(out: Path, *arguments: object) -> None:
    """Writes what the command line would write without the graphs, which takes longer."""
    before, sys.argv = sys.argv, ["export_bundle.py", "--out", str(out), *map(str, arguments)]
    try:
        loaded, _ = command.load(command.parse_arguments())
    finally:
        sys.argv = before
    out.mkdir()
    loaded.write_files(out)


def refusal(capsys: pytest.CaptureFixture, *arguments: object) -> str:
    """The one line with which the command line refuses."""
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    error = capsys.readouterr().err.strip()
    assert len(error.splitlines()) == 1
    return error


def save_clip(out: Path) -> CLIPModel:
    """A tiny CLIP in the layout of save_pretrained."""
    model = random_model("micro", 3, read_special_tokens(CLIP_TOKENIZER))
    model.save_pretrained(out)
    shutil.copyfile(CLIP_TOKENIZER, out / "tokenizer.json")
    return model


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checkpoints of all families."""
    folder = tmp_path_factory.mktemp("models")
    save_clip(folder / "clip")
    family_models.save_blip(folder / "blip")
    family_models.save_blip2(folder / "blip2")
    family_models.save_captioner(folder / "caption")
    family_models.save_sentence_encoder(folder / "sentence")
    return folder


@pytest.fixture(scope="session")
def bundles(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of all families in all precisions."""
    folder = tmp_path_factory.mktemp("bundles")
    for family in ATTENTION:
        more = ["--sentence", models / "sentence", "--max-new-tokens", 16] if family == "caption" else []
        more += ["--samples", ARTICLES]
        run("--model", models / family, "--out", folder / family, "--fp16", "--int8", *more)
    return folder


def manifest(folder: Path) -> dict:
    """thumbscore.json of a bundle."""
    return json.loads((folder / "thumbscore.json").read_text(encoding="utf-8"))


def graph_run(folder: Path, suffix: str = "") -> object:
    """Runs the graphs of one precision by stem."""
    stems = manifest(folder)["graphs"]
    return in_onnxruntime({stem: folder / "onnx" / f"{stem}{suffix}.onnx" for stem in stems})


def samples(limit: int) -> list[tuple[object, str]]:
    """The first images and texts of the sample articles."""
    articles = read_articles(ARTICLES, Columns())
    return [(article.picture, article.text) for article, _ in zip(articles, range(limit), strict=False)]


def operators(path: Path) -> Counter[str]:
    """How often each operator occurs in a graph."""
    return Counter(node.op_type for node in onnx.load(path).graph.node)


@pytest.mark.parametrize("family", ATTENTION)
def test_manifest_describes_every_graph(bundles: Path, family: str) -> None:
    """Digests, sizes and figures of all precisions, and nothing of the machine."""
    written = manifest(bundles / family)
    assert written["family"] == family
    assert written["source"] == family
    files = {path.name for path in (bundles / family / "onnx").iterdir()}
    assert files == {f"{stem}{suffix}.onnx" for stem in written["graphs"] for suffix in PRECISIONS}
    for stem, variants in written["graphs"].items():
        for kind, described in variants.items():
            name = f"{stem}.onnx" if kind == "fp32" else f"{stem}_{kind}.onnx"
            assert described["bytes"] == (bundles / family / "onnx" / name).stat().st_size
    figures = written["parity"]
    assert figures.keys() == {"fp32", "fp16", "int8"}
    assert figures["fp32"]["similarity_max_difference"] < 1e-5
    assert figures["fp32"]["label_flips"] == 0
    assert figures["fp16"]["similarity_max_difference"] < 5e-3
    if family == "caption":
        # another token changes a caption, and with it the similarity
        assert figures["int8"]["caption_changes"] < 0.5
    else:
        assert figures["int8"]["similarity_max_difference"] < 0.2
    text = (bundles / family / "thumbscore.json").read_text(encoding="utf-8")
    assert len(text) < 100_000
    assert str(bundles) not in text
    assert "/tmp" not in text


@pytest.mark.parametrize("family", ATTENTION)
def test_reference_is_what_the_graphs_yield(bundles: Path, family: str) -> None:
    """The batch in thumbscore.json, decoded as a reader would."""
    run_graph = graph_run(bundles / family)
    for stem, entry in manifest(bundles / family)["reference"].items():
        found = run_graph(stem, {name: decode(value) for name, value in entry["inputs"].items()})
        for name, value in entry["outputs"].items():
            assert np.abs(found[name] - decode(value)).max() < 1e-5, (stem, name)


def decode(value: dict) -> np.ndarray:
    """An array of thumbscore.json."""
    kind = {"float32": "<f4", "int64": "<i8"}[value["dtype"]]
    return np.frombuffer(zlib.decompress(base64.b64decode(value["data"])), kind).reshape(value["shape"])


@pytest.mark.parametrize("family", ATTENTION)
@pytest.mark.parametrize("suffix", PRECISIONS)
def test_inputs_and_outputs_are_float32_and_int64(bundles: Path, family: str, suffix: str) -> None:
    """Java has no float16."""
    for path in (bundles / family / "onnx").glob(f"*_model{suffix}.onnx"):
        graph = onnx.load(path, load_external_data=False).graph
        kinds = {value.type.tensor_type.elem_type for value in [*graph.input, *graph.output]}
        assert kinds <= {onnx.TensorProto.FLOAT, onnx.TensorProto.INT64}


@pytest.mark.parametrize("family", ATTENTION)
def test_fp16_has_one_operator_for_each_attention(bundles: Path, family: str) -> None:
    """As many fused nodes as blocks of attention, no softmax, and all weights in float16."""
    for stem, count in ATTENTION[family].items():
        path = bundles / family / "onnx" / f"{stem}_fp16.onnx"
        found = operators(path)
        assert found["MultiHeadAttention"] == count
        assert found["Softmax"] == 0
        weights = [tensor for tensor in onnx.load(path).graph.initializer if len(tensor.dims) > 1]
        assert {tensor.data_type for tensor in weights} - {onnx.TensorProto.INT64} == {onnx.TensorProto.FLOAT16}


@pytest.mark.parametrize("family", ATTENTION)
def test_int8_quantises_every_product_with_weights(bundles: Path, family: str) -> None:
    """Convolutions stay; weights have one scale for each column."""
    for stem, count in PRODUCTS[family].items():
        folder = bundles / family / "onnx"
        plain, path = operators(folder / f"{stem}.onnx"), folder / f"{stem}_int8.onnx"
        found = operators(path)
        assert found["MatMulInteger"] == count, stem
        assert found["Gemm"] == 0
        assert found["MatMul"] == plain["MatMul"] + plain["Gemm"] - count
        assert found["Conv"] == plain["Conv"]
        tensors = {tensor.name: tensor for tensor in onnx.load(path).graph.initializer}
        for node in onnx.load(path).graph.node:
            if node.op_type == "MatMulInteger":
                weight = tensors[node.input[1]]
                scale = tensors[node.input[1].removesuffix("_quantized") + "_scale"]
                assert weight.data_type == onnx.TensorProto.INT8
                assert list(scale.dims) == [weight.dims[1]]


@pytest.mark.parametrize("family", ATTENTION)
def test_normalization_can_be_fused_by_halves(bundles: Path, family: str, tmp_path: Path) -> None:
    """As a whole by default, which GPUs use, and by halves as the Java runtime asks for on the CPU."""
    for path in (bundles / family / "onnx").glob("*_model.onnx"):
        whole, halves = optimized(path, tmp_path, ""), optimized(path, tmp_path, "LayerNormFusionL1;LayerNormFusionL2")
        fused = whole["LayerNormalization"] + whole["SkipLayerNormalization"]
        assert fused > 0
        assert "ReduceMean" not in whole
        assert halves["SimplifiedLayerNormalization"] == halves["ReduceMean"] == fused
        assert "LayerNormalization" not in halves
        assert operators(path.with_name(f"{path.stem}_fp16.onnx"))["LayerNormalization"] == fused


def optimized(path: Path, folder: Path, disabled: str) -> Counter[str]:
    """The operators that ONNX Runtime makes of a graph."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.optimized_model_filepath = str(folder / "optimized.onnx")
    options.add_session_config_entry("optimization.disable_specified_optimizers", disabled)
    onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return operators(folder / "optimized.onnx")


def test_blip_agrees_with_transformers(models: Path, bundles: Path) -> None:
    """Cosines of BlipForImageTextRetrieval without its matching head; texts of a padded batch."""
    model = BlipForImageTextRetrieval.from_pretrained(models / "blip").eval()
    pixels, encoding = batch(models / "blip")
    with torch.no_grad():
        expected = model(pixel_values=pixels, use_itm_head=False, **encoding).itm_score.numpy()
    found = embed(bundles / "blip", pixels, encoding)
    assert np.abs(found - expected).max() < 1e-5


def test_blip2_agrees_with_transformers(models: Path, bundles: Path) -> None:
    """The best cosine among the queries, as Blip2ForImageTextRetrieval computes it."""
    model = Blip2ForImageTextRetrieval.from_pretrained(models / "blip2").eval()
    pixels, encoding = batch(models / "blip2")
    with torch.no_grad():
        expected = model(pixel_values=pixels, **encoding).logits_per_image.numpy()
    found = embed(bundles / "blip2", pixels, encoding)
    assert np.abs(found - expected).max() < 1e-5


def batch(model: Path) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """A batch of five images and five texts of different lengths."""
    images, texts = zip(*samples(5), strict=True)
    processor, tokenizer = family_models.image_processor(), AutoTokenizer.from_pretrained(model)
    encoding = tokenizer(list(texts), padding=True, truncation=True, max_length=64, return_tensors="pt")
    pixels = processor([image.convert("RGB") for image in images], return_tensors="pt")["pixel_values"]
    return pixels, {name: encoding[name] for name in ("input_ids", "attention_mask")}


def embed(folder: Path, pixels: torch.Tensor, encoding: dict[str, torch.Tensor]) -> np.ndarray:
    """Similarities of a batch by the graphs of a bundle."""
    run_graph = graph_run(folder)
    images = run_graph("vision_model", {"pixel_values": pixels.numpy()})["image_embeds"]
    texts = run_graph("text_model", {name: value.numpy() for name, value in encoding.items()})["text_embeds"]
    return similarities(unit(images if images.ndim == 3 else images[:, None]), unit(texts))


def test_captions_are_those_of_generate(models: Path, bundles: Path) -> None:
    """Captions of a batch and of single images; some end at different tokens, some never."""
    loaded = Caption(Checkpoint(str(models / "caption")), "Blip2ForConditionalGeneration", sentence(models), 16)
    pixels = np.concatenate([loaded.pixels(image) for image, _ in samples(24)])
    ids = loaded.reference_ids(pixels)
    run_graph = graph_run(bundles / "caption")
    found = loaded.generate(run_graph, pixels)
    end = loaded.end_tokens()[0]
    expected = [row[: row.index(end)] if end in row else row for row in ids]
    assert found == expected
    assert loaded.decode(found) == loaded.decode(ids)
    assert [loaded.generate(run_graph, pixels[row : row + 1])[0] for row in range(24)] == expected
    assert len(set(loaded.decode(found))) > 8
    lengths = {len(row) for row in expected}
    assert 16 in lengths
    assert len(lengths) > 2
    settings = manifest(bundles / "caption")["caption"]
    assert settings == {
        "max_new_tokens": 16,
        "eos_token_ids": [end],
        "pad_token_id": 1,
        "sentence_max_tokens": 64,
    }


def sentence(models: Path) -> Checkpoint:
    """The sentence encoder."""
    return Checkpoint(str(models / "sentence"))


def test_decoder_with_tied_embeddings_and_several_steps_at_once(models: Path, tmp_path: Path) -> None:
    """OPT ties its embeddings; a step may hold embeddings and ids at once, and any split of a row is the same."""
    family_models.save_captioner(tmp_path / "model", seed=5, tied=True)
    model = Blip2ForConditionalGeneration.from_pretrained(tmp_path / "model").eval()
    loaded = Caption(Checkpoint(str(tmp_path / "model")), "Blip2ForConditionalGeneration", sentence(models))
    write_graph(loaded.decoder_graph(), tmp_path / "decoder_model.onnx")
    run_graph = in_onnxruntime({"decoder_model": tmp_path / "decoder_model.onnx"})
    random = np.random.RandomState(1)
    embeds = random.standard_normal((3, 6, family_models.OPT_WIDTH)).astype(np.float32)
    ids = random.randint(5, 400, (3, 4))
    with torch.no_grad():
        words = model.get_input_embeddings()(torch.from_numpy(ids))
        whole = torch.cat([torch.from_numpy(embeds), words], dim=1)
        expected = model.language_model(inputs_embeds=whole).logits[:, -1].argmax(dim=-1).numpy()
    past = {name: value for name, value in loaded.decoder_inputs(3, 0, 0, 0, 0).items() if name.startswith(PAST)}
    at_once = run_graph("decoder_model", {"inputs_embeds": embeds, "input_ids": ids} | past)
    assert (at_once["next_ids"] == expected).all()
    first = run_graph("decoder_model", {"inputs_embeds": embeds, "input_ids": ids[:, :1]} | past)
    cached = {name.replace("present.", PAST): value for name, value in first.items() if name != "next_ids"}
    second = run_graph("decoder_model", {"inputs_embeds": embeds[:, :0], "input_ids": ids[:, 1:]} | cached)
    assert (second["next_ids"] == expected).all()
    assert np.abs(second["present.1.value"] - at_once["present.1.value"]).max() < 1e-5


def test_every_setting_of_preprocessing_is_written(models: Path, bundles: Path) -> None:
    """BLIP resizes to a square, CLIP crops; a reader needs no defaults."""
    blip = json.loads((bundles / "blip/preprocessor_config.json").read_text())
    assert blip["size"] == {"height": 48, "width": 48}
    assert blip["do_center_crop"] is False
    clip = json.loads((bundles / "clip/preprocessor_config.json").read_text())
    assert not (models / "clip/preprocessor_config.json").exists()
    assert clip["size"] == {"shortest_edge": 224}
    assert clip["do_center_crop"] is True
    keys = (
        "do_resize size resample do_center_crop crop_size do_rescale rescale_factor do_normalize image_mean image_std"
    )
    for written in (blip, clip):
        assert set(keys.split()) <= written.keys()


def test_processor_config_of_transformers_5(models: Path, tmp_path: Path) -> None:
    """The image processor may be part of processor_config.json, with less than all settings."""
    shutil.copytree(models / "blip", tmp_path / "model")
    (tmp_path / "model/preprocessor_config.json").unlink()
    settings = {"image_processor_type": "BlipImageProcessor", "size": {"height": 48, "width": 48}, "resample": 2}
    processor = {"processor_class": "BlipProcessor", "image_processor": settings}
    (tmp_path / "model/processor_config.json").write_text(json.dumps(processor))
    write_files(tmp_path / "bundle", "--model", tmp_path / "model")
    written = json.loads((tmp_path / "bundle/preprocessor_config.json").read_text())
    assert written["resample"] == 2
    assert written["image_mean"] == pytest.approx([0.48145466, 0.4578275, 0.40821073])


def test_vocabularies_become_tokenizer_json(models: Path, tmp_path: Path) -> None:
    """vocab.json with merges.txt, and vocab.txt: the ids stay the same."""
    shutil.copytree(models / "clip", tmp_path / "clip")
    (tmp_path / "clip/tokenizer.json").unlink()
    parts = json.loads(CLIP_TOKENIZER.read_text(encoding="utf-8"))["model"]
    special = {"<|startoftext|>": len(parts["vocab"]), "<|endoftext|>": len(parts["vocab"]) + 1}
    vocabulary = special | parts["vocab"]
    (tmp_path / "clip/vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    pairs = [" ".join(pair) if isinstance(pair, list) else pair for pair in parts["merges"]]
    (tmp_path / "clip/merges.txt").write_text("\n".join(["#version: 0.2", *pairs]) + "\n", encoding="utf-8")
    write_files(tmp_path / "clip-bundle", "--model", tmp_path / "clip")
    made = CLIPTokenizer.from_pretrained(tmp_path / "clip-bundle")
    theirs = AutoTokenizer.from_pretrained(models / "clip", tokenizer_file=str(CLIP_TOKENIZER))
    for _, text in samples(5):
        assert made(text)["input_ids"] == theirs(text)["input_ids"]

    shutil.copytree(models / "blip", tmp_path / "blip")
    (tmp_path / "blip/tokenizer.json").unlink()
    vocabulary = AutoTokenizer.from_pretrained(models / "blip").get_vocab()
    (tmp_path / "blip/vocab.txt").write_text("\n".join(sorted(vocabulary, key=vocabulary.get)) + "\n", encoding="utf-8")
    write_files(tmp_path / "blip-bundle", "--model", tmp_path / "blip")
    made, theirs = (AutoTokenizer.from_pretrained(path) for path in (tmp_path / "blip-bundle", models / "blip"))
    for _, text in samples(5):
        assert made(text)["input_ids"] == theirs(text)["input_ids"]


def test_training_state_becomes_the_same_bundle(models: Path, tmp_path: Path) -> None:
    """A state dict of two towers with projections, in the architecture of another checkpoint."""
    trained = random_model("micro", 9, read_special_tokens(CLIP_TOKENIZER))
    towers = {
        "text_model": CLIPTextModelWithProjection(trained.config.text_config),
        "vision_model": CLIPVisionModelWithProjection(trained.config.vision_config),
    }
    state = {}
    for prefix, tower in towers.items():
        tower.load_state_dict(trained.state_dict(), strict=False)
        state |= {f"{prefix}.{key}": value for key, value in tower.state_dict().items()}
    assert "text_model.text_projection.weight" in state
    assert "vision_model.vision_model.embeddings.class_embedding" in state
    torch.save(state, tmp_path / "best.pt")
    run("--model", tmp_path / "best.pt", "--base", models / "clip", "--out", tmp_path / "bundle")
    trained.save_pretrained(tmp_path / "saved")
    shutil.copyfile(CLIP_TOKENIZER, tmp_path / "saved/tokenizer.json")
    run("--model", tmp_path / "saved", "--out", tmp_path / "same")
    assert manifest(tmp_path / "bundle")["graphs"] == manifest(tmp_path / "same")["graphs"]
    assert manifest(tmp_path / "bundle")["source"] == "best.pt"


def test_large_weights_lie_beside_the_graph(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protocol buffers end at 2 GB; the digest covers both files."""
    monkeypatch.setattr(graphs, "ONE_FILE_LIMIT", 1000)
    monkeypatch.setattr(precision, "ONE_FILE_LIMIT", 1000)
    loaded = Blip(Checkpoint(str(models / "blip")), "BlipForImageTextRetrieval")
    graph = loaded.graphs()[1]
    paths = {name: tmp_path / f"text_model{name}.onnx" for name in ("", "_int8")}
    write_graph(graph, paths[""])
    precision.write_int8(paths[""], paths["_int8"])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "text_model.onnx",
        "text_model.onnx_data",
        "text_model_int8.onnx",
        "text_model_int8.onnx_data",
    ]
    inputs = loaded.checks(graph)[2]
    expected = in_torch([graph])("text_model", inputs)["text_embeds"]
    for name, limit in (("", 1e-5), ("_int8", 0.1)):
        found = in_onnxruntime({"text_model": paths[name]})("text_model", inputs)["text_embeds"]
        assert np.abs(found - expected).max() < limit
    described = bundle.describe({"fp32": {"text_model": paths[""]}})["text_model"]["fp32"]
    parts = ("text_model.onnx", "text_model.onnx_data")
    assert described["bytes"] == sum((tmp_path / part).stat().st_size for part in parts)


def test_combined_graph_holds_both_towers(tmp_path: Path) -> None:
    """One graph, also with fused attention and in int8."""
    run("--random", "micro", "--tokenizer", CLIP_TOKENIZER, "--combined", "--fp16", "--int8", "--out", tmp_path / "one")
    written = manifest(tmp_path / "one")
    assert written["graphs"].keys() == {"model"}
    assert written["source"] == "random micro, seed 7"
    assert operators(tmp_path / "one/onnx/model_fp16.onnx")["MultiHeadAttention"] == 2
    assert set(written["reference"]["model"]["inputs"]) == {"input_ids", "pixel_values", "attention_mask"}


def test_two_exports_write_the_same_bytes(models: Path, bundles: Path, tmp_path: Path) -> None:
    """In place of an earlier bundle, of which nothing stays."""
    shutil.copytree(bundles / "clip", tmp_path / "blip")
    run("--model", models / "blip", "--out", tmp_path / "blip", "--fp16", "--int8", "--samples", ARTICLES)
    first, second = files(bundles / "blip"), files(tmp_path / "blip")
    assert first == second


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a directory."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_licence_comes_from_the_model_card(models: Path, tmp_path: Path) -> None:
    """The card's front matter names it."""
    card = tmp_path / "README.md"
    card.write_text("---\nlanguage: en\nlicense: bsd-3-clause\n---\n# Model\n")
    assert Checkpoint(str(tmp_path)).licence() == "bsd-3-clause"
    assert Checkpoint(str(models / "blip")).licence() is None


def test_sentence_encoder_keeps_its_own_length(tmp_path: Path, models: Path) -> None:
    """sentence-transformers may cut texts before the encoder's positions end."""
    shutil.copytree(models / "sentence", tmp_path / "sentence")
    (tmp_path / "sentence/sentence_bert_config.json").write_text('{"max_seq_length": 20}')
    loaded = Caption(
        Checkpoint(str(models / "caption")), "Blip2ForConditionalGeneration", Checkpoint(str(tmp_path / "sentence"))
    )
    assert loaded.settings()["caption"]["sentence_max_tokens"] == 20
    assert loaded.encode(samples(1)[0][1])["input_ids"].shape == (1, 20)


def test_unknown_architectures_are_refused_by_name(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """One line with the known ones."""
    error = refusal(capsys, "--model", models / "sentence", "--out", tmp_path / "bundle")
    assert "BertModel is not a known architecture" in error
    assert "CLIPModel, BlipForImageTextRetrieval, Blip2ForImageTextRetrieval, Blip2ForConditionalGeneration" in error
    assert not list(tmp_path.iterdir())


def test_t5_is_refused_by_name(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """Its decoder attends to an encoder, which the graphs do not have."""
    config = json.loads((models / "caption/config.json").read_text())
    config["text_config"] = {"model_type": "t5"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    error = refusal(capsys, "--model", tmp_path, "--sentence", models / "sentence", "--out", tmp_path / "bundle")
    assert "its language model is 't5', captions are only exported with 'opt'" in error


def test_missing_things_are_named(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """A model, a sentence encoder, a tokenizer, weights; and options of other families."""
    out = ("--out", tmp_path / "bundle")
    (tmp_path / "empty").mkdir()
    assert "no config.json in it" in refusal(capsys, "--model", tmp_path / "empty", *out)
    assert "give one with --sentence" in refusal(capsys, "--model", models / "caption", *out)
    assert "give a tokenizer.json" in refusal(capsys, "--random", "tiny", *out)
    assert "option of the family clip" in refusal(capsys, "--model", models / "blip", "--combined", *out)
    many = ("--sentence", models / "sentence", "--max-new-tokens", 60)
    assert "expected 1 to 59" in refusal(capsys, "--model", models / "caption", *many, *out)
    torch.save({"text_model.text_projection.weight": torch.zeros(16, 16)}, tmp_path / "part.pt")
    assert "it lacks" in refusal(capsys, "--model", tmp_path / "part.pt", "--base", models / "clip", *out)
    assert not (tmp_path / "bundle").exists()


def test_bundle_that_differs_from_torch_is_not_left(
    models: Path, bundles: Path, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the bundle nor a part of it, and an earlier one stays."""
    shutil.copytree(bundles / "blip", tmp_path / "bundle")
    monkeypatch.setattr(bundle, "in_onnxruntime", lambda paths: wrong(in_onnxruntime(paths)))
    error = refusal(capsys, "--model", models / "blip", "--out", tmp_path / "bundle")
    assert "similarities differ from torch by" in error
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]
    assert files(tmp_path / "bundle") == files(bundles / "blip")


def wrong(run_graph: object) -> object:
    """A runtime that is a little off."""

    def off(stem: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: value + np.float32(1e-3) * (np.arange(24) % 5) for name, value in run_graph(stem, inputs).items()}

    return off


def test_other_directories_are_not_replaced(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """A wrong --out must not cost anybody's files."""
    (tmp_path / "thesis.txt").write_text("years of work")
    error = refusal(capsys, "--model", models / "blip", "--out", tmp_path)
    assert "it holds thesis.txt" in error
    assert (tmp_path / "thesis.txt").exists()


def test_flips_are_counted_around_the_median() -> None:
    """Equal similarities at the median flip no label by rounding."""
    assert parity.threshold_of(np.array([0.1, 0.2, 0.4, 0.5])) == pytest.approx(0.3)
    assert parity.threshold_of(np.array([0.1, 0.3, 0.3, 0.3])) == pytest.approx(0.2)
    assert parity.threshold_of(np.array([0.3, 0.3])) < 0.3


def test_weights_that_are_missing_are_noticed(tmp_path: Path) -> None:
    """transformers would draw them at random."""
    model = BertModel(BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16))
    model.save_pretrained(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    config["num_hidden_layers"] = 2
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(SystemExit):
        Checkpoint(str(tmp_path)).load(BertModel)
