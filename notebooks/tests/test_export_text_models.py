"""Exports tiny taggers and masked language models through the command line and compares them with transformers."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from transformers import AutoTokenizer, DistilBertConfig, DistilBertForMaskedLM, DistilBertForTokenClassification

import tiny_text_models
from family_models import fill
from thumbscore.counterfactual.tokens import TokenModel
from thumbscore.export import command, text_models
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.text_models import TextModel, compare

TEXTS = ["Alvena Kirkvane met the crew.", "", "Flames trapped Quarrel."]
ARCHITECTURES = {
    "bert-tagger": "BertForTokenClassification",
    "bert-masked": "BertForMaskedLM",
    "roberta-tagger": "RobertaForTokenClassification",
    "roberta-masked": "RobertaForMaskedLM",
    "distilbert-tagger": "DistilBertForTokenClassification",
    "distilbert-masked": "DistilBertForMaskedLM",
}


def save_distilbert(out: Path, kind: type) -> None:
    """A tiny DistilBERT."""
    tokenizer = tiny_text_models.word_pieces(lowercase=True, words=50, longest=32)
    labels = tiny_text_models.labels(("O", "I-PER"))
    config = DistilBertConfig(
        dim=16, n_layers=1, n_heads=2, hidden_dim=16, vocab_size=len(tokenizer), max_position_embeddings=40, **labels
    )
    model = kind(config)
    fill(model, seed=1)
    tiny_text_models.save(out, model, tokenizer)


def run(*arguments: object) -> None:
    """Runs the command line in this process."""
    before, sys.argv = sys.argv, ["export_bundle.py", *map(str, arguments)]
    try:
        command.main()
    finally:
        sys.argv = before


def refusal(capsys: pytest.CaptureFixture, *arguments: object) -> str:
    """The one line with which the command line refuses."""
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    error = capsys.readouterr().err.strip()
    assert len(error.splitlines()) == 1
    return error


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checkpoints of all architectures."""
    folder = tmp_path_factory.mktemp("text-models")
    for name, (_, save) in tiny_text_models.MODELS.items():
        save(folder / name)
    save_distilbert(folder / "distilbert-tagger", DistilBertForTokenClassification)
    save_distilbert(folder / "distilbert-masked", DistilBertForMaskedLM)
    return folder


@pytest.fixture(scope="module")
def bundles(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of all architectures."""
    folder = tmp_path_factory.mktemp("text-bundles")
    for name in ARCHITECTURES:
        run("--model", models / name, "--out", folder / name)
    return folder


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_logits_of_a_padded_batch_are_those_of_transformers(models: Path, bundles: Path, name: str) -> None:
    """Texts of different lengths, one of them empty; logits of padding do not count."""
    model = getattr(transformers, ARCHITECTURES[name]).from_pretrained(models / name).eval()
    encoding = AutoTokenizer.from_pretrained(models / name)(TEXTS, padding=True, return_tensors="pt")
    with torch.no_grad():
        expected = model(**{key: encoding[key] for key in ("input_ids", "attention_mask")}).logits.numpy()
    session = TokenModel.open(bundles / name).session
    inputs = {"input_ids": encoding["input_ids"].numpy(), "attention_mask": encoding["attention_mask"].numpy()}
    if any(value.name == "token_type_ids" for value in session.get_inputs()):
        inputs["token_type_ids"] = np.zeros_like(inputs["input_ids"])
    (found,) = session.run(["logits"], inputs)
    real = inputs["attention_mask"].astype(bool)
    assert found.dtype == np.float32
    assert np.abs(found - expected)[real].max() < 1e-5


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_a_bundle_holds_what_a_reader_needs(models: Path, bundles: Path, name: str) -> None:
    """Inputs, labels, tokens and digests, and nothing of the machine."""
    model, bundle = TokenModel.open(bundles / name), bundles / name
    inputs = [value.name for value in model.session.get_inputs()]
    types = ["token_type_ids"] if name.startswith("bert") else []
    assert inputs == ["input_ids", "attention_mask", *types]
    assert model.config["architectures"] == [ARCHITECTURES[name]]
    assert ("id2label" in model.config) == name.endswith("tagger")
    theirs = AutoTokenizer.from_pretrained(models / name)
    for text in TEXTS:
        assert model.encode(text).ids == theirs(text)["input_ids"]
    written = json.loads((bundle / "thumbscore.json").read_text(encoding="utf-8"))
    assert written["graphs"]["model"]["fp32"]["bytes"] == (bundle / "onnx/model.onnx").stat().st_size
    assert written["kind"] == ("token-classifier" if name.endswith("tagger") else "masked-language-model")
    assert written["parity"]["fp32"]["max_relative_difference"]["logits"] < 1e-5
    assert str(models) not in (bundle / "thumbscore.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "longest"), [("bert-tagger", 64), ("bert-masked", 48), ("roberta-tagger", 60), ("roberta-masked", 40)]
)
def test_the_longest_text_that_a_model_takes(bundles: Path, name: str, longest: int) -> None:
    """The tokenizer's limit or the number of positions; RoBERTa's first two are not for tokens."""
    model = TokenModel.open(bundles / name)
    encoding = model.encode("the red boat " * 100)
    assert len(encoding.ids) == model.max_tokens == longest
    assert np.isfinite(model.logits(encoding)).all()


def test_a_vocabulary_without_tokenizer_json(models: Path, tmp_path: Path) -> None:
    """A checkpoint of the first versions: vocab.txt and two settings; the mask token is written all the same."""
    shutil.copytree(models / "bert-masked", tmp_path / "old")
    (tmp_path / "old/tokenizer.json").unlink()
    vocabulary = AutoTokenizer.from_pretrained(models / "bert-masked").get_vocab()
    lines = sorted(vocabulary, key=vocabulary.get)
    (tmp_path / "old/vocab.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = {"do_lower_case": False, "model_max_length": 44}
    (tmp_path / "old/tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    run("--model", tmp_path / "old", "--out", tmp_path / "bundle")
    model, theirs = TokenModel.open(tmp_path / "bundle"), AutoTokenizer.from_pretrained(models / "bert-masked")
    assert model.tokenizer_config["mask_token"] == "[MASK]"
    assert model.max_tokens == 44
    for text in TEXTS:
        assert model.encode(text).ids == theirs(text)["input_ids"]


def test_special_tokens_map_is_kept(models: Path, tmp_path: Path) -> None:
    """Older versions of transformers describe special tokens in a file of their own."""
    shutil.copytree(models / "roberta-masked", tmp_path / "old")
    special = tmp_path / "old/special_tokens_map.json"
    special.write_text('{"mask_token": {"content": "<mask>", "lstrip": true}}', encoding="utf-8")
    run("--model", tmp_path / "old", "--out", tmp_path / "bundle")
    assert (tmp_path / "bundle/special_tokens_map.json").read_bytes() == special.read_bytes()


def test_a_graph_that_disagrees_with_torch_is_not_kept(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weights change between torch and the file."""

    plain = text_models.write_graph

    def wrong(graph: object, path: Path) -> None:
        with torch.no_grad():
            graph.module.model.classifier.bias += 0.01
            plain(graph, path)
            graph.module.model.classifier.bias -= 0.01

    monkeypatch.setattr(text_models, "write_graph", wrong)
    error = refusal(capsys, "--model", models / "bert-tagger", "--out", tmp_path / "bundle")
    assert "logits differ from torch's by" in error
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_exported_is_refused(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """One line that says what was found."""
    out = tmp_path / "bundle"
    error = refusal(capsys, "--model", models / "bert-tagger", "--out", out, "--fp16")
    assert "--fp16 is not supported for a token-classifier" in error
    error = refusal(capsys, "--model", models / "bert-masked", "--out", out, "--combined")
    assert "--combined is an option of the family clip, the model is masked-language-model" in error
    shutil.copytree(models / "bert-tagger", tmp_path / "places")
    config = json.loads((tmp_path / "places/config.json").read_text(encoding="utf-8"))
    config["id2label"] = {index: label.replace("PER", "ORG") for index, label in config["id2label"].items()}
    (tmp_path / "places/config.json").write_text(json.dumps(config), encoding="utf-8")
    error = refusal(capsys, "--model", tmp_path / "places", "--out", out)
    assert "none of its labels is PER or PERSON" in error
    assert "I-ORG" in error
    assert not out.exists()


def test_comparison_covers_every_length(models: Path, bundles: Path) -> None:
    """From two tokens to the longest text, for one text and several."""
    loaded = TextModel(Checkpoint(str(models / "roberta-masked")), "RobertaForMaskedLM")
    shapes = {checks["input_ids"].shape for checks in loaded.checks()}
    assert {(1, 2), (1, 40), (3, 13), (5, 40)} <= shapes
    assert compare(loaded.graph(), bundles / "roberta-masked/onnx/model.onnx", loaded.checks()) < 1e-5
