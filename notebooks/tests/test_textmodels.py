"""Training of the small tagger and masked language model on a few invented texts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from transformers import BertForTokenClassification

from thumbscore.news.files import write_news
from thumbscore.textmodels.corpus import LABELS, MOST_TOKENS, Line, learn_tokenizer, read_line, read_names, read_texts
from thumbscore.textmodels.quality import is_name
from thumbscore.textmodels.training import train_masked, train_tagger

SCRIPT = Path(__file__).parents[1] / "train_text_models.py"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some articles."""
    folder = tmp_path_factory.mktemp("news")
    write_news(folder, {"train": 300, "validation": 20, "test": 0, "generic": 0}, seed=7)
    return folder


def test_labels_cover_the_names_and_nothing_else(news: Path) -> None:
    """What is labelled as a person reads as the names that the pattern finds."""
    names, texts = read_names(news / "people.json"), read_texts(news / "train.parquet")
    tokenizer, found = learn_tokenizer(texts, least=2), 0
    for text in texts:
        line, encoding = read_line(tokenizer, text, names), tokenizer.backend_tokenizer.encode(text)
        starts = [i for i, label in enumerate(line.labels) if LABELS[label] == "B-PER"]
        assert [name[0] for name in line.names] == starts
        for name in line.names:
            read = text[encoding.offsets[name[0]][0] : encoding.offsets[name[-1]][1]]
            assert names.fullmatch(read) or name[-1] == MOST_TOKENS - 1, read
            found += 1
        assert sum(label > 0 for label in line.labels) == sum(map(len, line.names))
    assert found > len(texts) / 2


def test_tokenizer_keeps_every_letter_of_its_texts(news: Path) -> None:
    """Words that are not frequent are spelled."""
    texts = read_texts(news / "train.parquet")
    tokenizer = learn_tokenizer(texts, least=2)
    assert all(tokenizer.unk_token_id not in tokenizer(text)["input_ids"] for text in texts)


def test_training_lowers_the_loss_and_is_reproducible(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two trainings with the same seed end with the same weights, which find names that one step does not."""
    names, texts = read_names(news / "people.json"), read_texts(news / "train.parquet")
    tokenizer = learn_tokenizer(texts, least=2)
    lines = [read_line(tokenizer, text, names) for text in texts]
    twice = [train_masked(tokenizer, lines, 3, seed=1).state_dict() for _ in range(2)]
    assert all(twice[0][name].equal(value) for name, value in twice[1].items())
    short, long = (f1(train_tagger(tokenizer, lines, steps, seed=1), lines) for steps in (1, 60))
    assert long > max(0.5, short)


def f1(model: BertForTokenClassification, lines: list[Line]) -> float:
    """F1 of the labels of names."""
    hits = found = wanted = 0
    for line in lines[:50]:
        with torch.no_grad():
            labels = model(input_ids=torch.tensor([line.ids])).logits[0].argmax(-1).tolist()
        hits += sum(a == b > 0 for a, b in zip(labels, line.labels, strict=True))
        found, wanted = found + sum(a > 0 for a in labels), wanted + sum(a > 0 for a in line.labels)
    return 2 * hits / max(1, found + wanted)


def test_words_of_names_are_names(news: Path) -> None:
    """First names and surnames count, whoever they belong to."""
    names = read_names(news / "people.json")
    people = json.loads((news / "people.json").read_text(encoding="utf-8"))
    first, second = people[0], people[1]
    assert is_name(f"{first['first']} {second['surname']}", names)
    assert not is_name(f"{first['first']} the", names)
    assert not is_name("", names)


def test_the_command_writes_both_bundles(news: Path, tmp_path: Path) -> None:
    """As a user runs it, in a few steps."""
    words = ["--news", news, "--out", tmp_path, "--tagger-steps", "2", "--masked-steps", "2"]
    run = subprocess.run([sys.executable, SCRIPT, *map(str, words)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "names are found with F1" in run.stdout
    for name, kind in {"tagger": "token-classifier", "masked": "masked-language-model"}.items():
        manifest = json.loads((tmp_path / name / "thumbscore.json").read_text(encoding="utf-8"))
        assert manifest["kind"] == kind
        assert (tmp_path / name / "onnx/model.onnx").exists()


def test_missing_news_are_named_in_a_line(tmp_path: Path) -> None:
    """Exit code 2, and no traceback."""
    words = ["--news", str(tmp_path), "--out", str(tmp_path)]
    run = subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.strip().splitlines()[-1].startswith("train_text_models.py: Cannot read the cast")
