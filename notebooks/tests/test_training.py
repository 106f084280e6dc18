"""Training: losses, data, checkpoints and resumption, on a few rows of invented news with the smallest models.

python -m pytest notebooks/tests/test_training.py
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from safetensors.torch import load_file
from transformers import CLIPModel, CLIPTokenizer

from clip_models import random_model
from thumbscore.articles import decode
from thumbscore.export.families.clip import Clip
from thumbscore.export.tokenizers import read_special_tokens
from thumbscore.news.files import write_news
from thumbscore.news.people import cast
from thumbscore.training import command
from thumbscore.training.batches import Tokens, TrainingRows, epoch_order, shifted
from thumbscore.training.checkpoints import load_state
from thumbscore.training.datasets import prepare
from thumbscore.training.gradients import backward
from thumbscore.training.images import load_rows
from thumbscore.training.losses import Embeddings, image_to_text_loss, symmetric_loss
from thumbscore.training.model import Embedder, new_clip
from thumbscore.training.progress import Progress
from thumbscore.training.recipe import Recipe
from thumbscore.training.rows import Columns
from thumbscore.training.schedule import learning_rate
from thumbscore.training.standing import Standing

START = [sys.executable, Path(__file__).parents[1] / "train.py"]
TOKENIZER = Path(__file__).parents[2] / "udf/src/test/resources/org/thumbscore/bundles/random-clip/tokenizer.json"
CPU = torch.device("cpu")
TRAIN_ROWS, WITHOUT_COUNTERFACTUAL = 42, 3


def rename(summary: str) -> str:
    """The summary with every name of the cast replaced by another."""
    people = cast()
    for person, other in zip(people, (*people[1:], people[0]), strict=True):
        summary = summary.replace(person.first, f"#{other.first}#").replace(person.surname, f"#{other.surname}#")
    return summary.replace("#", "")


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented news with counterfactuals, of which some are null."""
    out = tmp_path_factory.mktemp("news")
    write_news(out, {"train": TRAIN_ROWS, "validation": 12}, seed=7)
    for split, nulls in (("train", WITHOUT_COUNTERFACTUAL), ("validation", 0)):
        table = pq.read_table(out / f"{split}.parquet")
        texts = [None if row < nulls else rename(text) for row, text in enumerate(table["summary"].to_pylist())]
        pq.write_table(table.append_column("counterfactual", pa.array(texts)), out / f"{split}.parquet")
    return out


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with two layers in each tower, as save_pretrained writes it."""
    out = tmp_path_factory.mktemp("checkpoint")
    model = random_model("embedded", 3, read_special_tokens(TOKENIZER))
    Clip(model, tokenizer=TOKENIZER).write_files(out)
    model.save_pretrained(out)
    return out


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cropped images that all tests share."""
    return tmp_path_factory.mktemp("cache")


def words(mode: str, news: Path, cache: Path, out: Path, *more: object) -> list[str]:
    """A command line for a short run in one thread."""
    data = ["--train", news / "train.parquet", "--validation", news / "validation.parquet", "--cache", cache]
    recipe = ["--batch", 6, "--freeze-text-layers", 0, "--threads", 1]
    start = [] if "--init" in more else ["--new", "micro", "--tokenizer", TOKENIZER]
    return [mode, *map(str, [*start, *data, "--out", out, *recipe, *more])]


def refusal(capsys: pytest.CaptureFixture, arguments: list[str]) -> str:
    """The one line with which the command line refuses."""
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    error = capsys.readouterr().err.strip()
    assert len(error.splitlines()) == 1
    return error


def weights(out: Path) -> dict[str, torch.Tensor]:
    """The weights that a run saved."""
    return load_file(out / "model/model.safetensors")


def facts(out: Path) -> dict:
    """What a run says of itself."""
    return json.loads((out / "training.json").read_text(encoding="utf-8"))


def random_embeddings(rows: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Images, texts and counterfactuals."""
    generator = torch.Generator().manual_seed(1)
    return tuple(torch.randn(rows, 8, generator=generator) for _ in range(3))


# losses


@pytest.mark.parametrize("with_counterfactuals", [False, True])
def test_loss_is_the_formula_of_the_paper(with_counterfactuals: bool) -> None:
    """Written out row by row in float64: own text over all texts and all counterfactuals."""
    parts = random_embeddings(5)
    images, texts, others = (part.double().numpy() for part in parts)
    cosine = lambda a, b: a @ b / np.linalg.norm(a) / np.linalg.norm(b)  # noqa: E731
    expected = []
    for i in range(5):
        below = sum(np.exp(cosine(images[i], texts[j]) / 0.05) for j in range(5))
        if with_counterfactuals:
            below += sum(np.exp(cosine(images[i], others[j]) / 0.05) for j in range(5))
        expected.append(-np.log(np.exp(cosine(images[i], texts[i]) / 0.05) / below))
    embeddings = Embeddings(*(parts if with_counterfactuals else parts[:2]))
    assert image_to_text_loss(embeddings, torch.tensor(20.0)).item() == pytest.approx(np.mean(expected), abs=1e-5)


def test_clip_loss_is_that_of_transformers(news: Path, cache: Path) -> None:
    """CLIPModel computes its own loss for a batch."""
    clip = new_clip("micro", TOKENIZER, seed=0)
    batch = training_rows(clip, news, cache).batch(np.arange(7), CPU)
    with torch.no_grad():
        expected = clip.model(input_ids=batch.texts, pixel_values=batch.images, return_loss=True).loss
        embed = Embedder(clip.model, CPU)
        assert symmetric_loss(embed(batch), embed.scale()).item() == pytest.approx(expected.item(), abs=1e-5)


def training_rows(clip: Clip, news: Path, cache: Path, counterfactual: str | None = None) -> TrainingRows:
    """The rows of the news."""
    columns = Columns(counterfactual=counterfactual)
    return prepare(load_rows(news / "train.parquet", columns, clip.processor, cache), clip)


def test_small_parts_of_a_batch_yield_its_gradient(news: Path, cache: Path) -> None:
    """All rows at once, and three at a time: the same loss and the same gradients, also of the temperature."""
    clip = new_clip("micro", TOKENIZER, seed=0)
    embed = Embedder(clip.model, CPU)
    batch = training_rows(clip, news, cache, "counterfactual").batch(np.arange(8), CPU)
    found = []
    for micro_batch in (None, 3):
        clip.model.zero_grad()
        loss = backward(embed, image_to_text_loss, batch, micro_batch, torch.amp.GradScaler("cpu", enabled=False))
        found.append((loss, {name: value.grad.clone() for name, value in clip.model.named_parameters()}))
    (whole, gradients), (parts, in_parts) = found
    assert torch.allclose(whole, parts, atol=1e-6)
    assert gradients["logit_scale"].abs() > 0
    largest = max(gradient.abs().max().item() for gradient in gradients.values())
    for name, gradient in gradients.items():
        assert torch.allclose(gradient, in_parts[name], atol=1e-5 * largest), name


# data


def test_images_are_prepared_as_in_scoring(news: Path, cache: Path) -> None:
    """Cached bytes, standardised, are what the processor makes of the image."""
    clip = new_clip("micro", TOKENIZER, seed=0)
    rows = training_rows(clip, news, cache)
    encoded = pq.read_table(news / "train.parquet")["thumbnail"].to_pylist()
    expected = np.concatenate([clip.pixels(decode(image)) for image in encoded[:9]])
    assert np.abs(rows.pixels.take(np.arange(9), CPU).numpy() - expected).max() < 1e-6


def test_texts_keep_their_end_token(checkpoint: Path) -> None:
    """Longer texts are cut; shorter ones are padded with the end token."""
    tokenizer = CLIPTokenizer.from_pretrained(checkpoint)
    end = tokenizer.eos_token_id
    tokens = Tokens(tokenizer, ["rain", "rain and wind " * 60], 20, end)
    ids = tokens.take(np.array([0, 1]), CPU)
    assert ids.shape == (2, 20)
    assert ids[1, -1] == end
    assert (ids[1, 1:-1] != end).all()
    assert ids[0].tolist() == tokenizer("rain")["input_ids"] + [end] * (20 - len(tokenizer("rain")["input_ids"]))
    assert tokens.take(np.array([0]), CPU).shape[1] < 20


def test_rows_that_cannot_be_used_are_dropped_and_counted(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """No text, a cut-off image, no image, no counterfactual."""
    table = pq.read_table(news / "train.parquet").to_pylist()
    table[10]["summary"], table[11]["summary"] = "  ", None
    table[12]["thumbnail"], table[13]["thumbnail"] = table[12]["thumbnail"][:900], None
    table[14]["counterfactual"] = ""
    pq.write_table(pa.Table.from_pylist(table), tmp_path / "train.parquet")
    shutil.copyfile(news / "validation.parquet", tmp_path / "validation.parquet")
    out = tmp_path / "run"
    command.main(words("cft-clip", tmp_path, tmp_path / "cache", out, "--epochs", 1))
    assert (
        "train: 34 rows; dropped: 4 without counterfactual, 1 without image, 1 without readable image, 2 without text"
        in capsys.readouterr().out
    )


def test_a_directory_is_read_as_spark_writes_it(news: Path, tmp_path: Path) -> None:
    """Parts in the order of their names, without files that start with _ or a dot; images as structs are read."""
    table = pq.read_table(news / "train.parquet", columns=["id", "summary", "thumbnail"])
    structs = pa.StructArray.from_arrays(
        [table["thumbnail"].combine_chunks(), pa.nulls(len(table), pa.string())], ["bytes", "path"]
    )
    for name, part in (("part-1.parquet", table[20:]), ("day=1/part-0.parquet", table[:20]), ("_x.parquet", table)):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        where = slice(0, 20) if len(part) == 20 else slice(20, None)
        if name == "part-1.parquet":
            part = part.set_column(2, "thumbnail", structs[where])
        pq.write_table(part, tmp_path / "in" / name)
    clip = new_clip("micro", TOKENIZER, seed=0)
    rows = load_rows(tmp_path / "in", Columns(), clip.processor, tmp_path / "cache")
    assert rows.ids == table["id"].to_pylist()


def test_images_are_cropped_once(news: Path, tmp_path: Path) -> None:
    """The cache is used until the file changes."""
    shutil.copyfile(news / "train.parquet", tmp_path / "train.parquet")
    clip = new_clip("micro", TOKENIZER, seed=0)
    first = load_rows(tmp_path / "train.parquet", Columns(), clip.processor, tmp_path / "cache")
    folder = next((tmp_path / "cache").iterdir())
    written = (folder / "crops.u8").stat().st_mtime_ns
    again = load_rows(tmp_path / "train.parquet", Columns(), clip.processor, tmp_path / "cache")
    assert (folder / "crops.u8").stat().st_mtime_ns == written
    assert (first.crops == again.crops).all()
    pq.write_table(pq.read_table(news / "train.parquet")[:9], tmp_path / "train.parquet")
    assert len(load_rows(tmp_path / "train.parquet", Columns(), clip.processor, tmp_path / "cache")) == 9
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_order_depends_on_seed_and_epoch() -> None:
    """Every row once; the same order for the same seed and epoch only."""
    assert sorted(epoch_order(50, 3, 1)) == list(range(50))
    assert (epoch_order(50, 3, 1) == epoch_order(50, 3, 1)).all()
    assert (epoch_order(50, 3, 1) != epoch_order(50, 3, 2)).any()
    assert (epoch_order(50, 3, 1) != epoch_order(50, 4, 1)).any()


def test_shift_moves_images() -> None:
    """By up to that many pixels each way, with the border repeated."""
    image = np.zeros((40, 3, 9, 9), np.uint8)
    image[:, :, 4, 4] = 1
    places = {tuple(np.argwhere(moved[0])[0]) for moved in shifted(image, 2, np.random.RandomState(0))}
    assert places <= {(down, across) for down in range(2, 7) for across in range(2, 7)}
    assert len(places) > 10


# schedule and early stop


@pytest.mark.parametrize("t_max", [100, 0])
def test_learning_rate_is_that_of_torch(t_max: int) -> None:
    """CosineAnnealingLR, stepped after every iteration, over two and a half periods or the whole run."""
    recipe = Recipe(t_max=t_max)
    optimizer = torch.optim.SGD([torch.zeros(1)], recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=t_max or 250)
    for iteration in range(250):
        assert learning_rate(recipe, iteration, 250) == pytest.approx(schedule.get_last_lr()[0], abs=1e-9)
        optimizer.step()
        schedule.step()


def test_learning_rate_rises_during_the_warmup() -> None:
    """Linearly, and the cosine starts after it."""
    recipe = Recipe(learning_rate=1.0, warmup=4, t_max=0)
    rates = [learning_rate(recipe, iteration, 14) for iteration in range(14)]
    assert rates[:5] == [0.25, 0.5, 0.75, 1.0, 1.0]
    assert rates[9] == pytest.approx(0.5)
    assert rates == sorted(rates[:4]) + sorted(rates[4:], reverse=True)


def test_run_stops_after_validations_without_improvement() -> None:
    """The count starts again with each improvement; an equal loss is none."""
    standing, verdicts = Standing(), []
    for step, loss in enumerate([3.0, 2.0, 2.0, 2.5, 1.0, 1.1, 1.2, 1.3], start=1):
        standing.step = step
        verdicts.append((standing.judge(loss, patience=3), standing.stopped))
    assert [improved for improved, _ in verdicts] == [True, True, False, False, True, False, False, False]
    assert [stopped for _, stopped in verdicts] == [False] * 7 + [True]
    assert (standing.best_step, standing.best_loss) == (5, 1.0)


def test_weights_of_the_lowest_validation_loss_are_kept(news: Path, cache: Path, tmp_path: Path) -> None:
    """A learning rate that ruins the model stops the run; what is saved is not what it ended with."""
    options = ("--learning-rate", 0.3, "--validate-every", 2, "--patience", 3, "--epochs", 50, "--t-max", 0)
    command.main(words("clipadapt", news, cache, tmp_path, *options))
    found, state = facts(tmp_path), load_state(tmp_path)
    losses = {entry["step"]: entry["validation_loss"] for entry in found["history"]}
    assert found["best_step"] == min(losses, key=losses.get)
    assert state["standing"]["stopped"]
    assert state["standing"]["step"] == max(losses) == found["best_step"] + 6
    saved = weights(tmp_path)
    assert all(torch.equal(saved[name], value) for name, value in state["best"].items())
    assert not torch.equal(state["model"]["visual_projection.weight"], saved["visual_projection.weight"])


# whole runs


def kill_after_checkpoint(line: list[object], checkpoint: Path) -> None:
    """Runs until the checkpoint is there or is replaced, and ends the run as a lack of memory would."""
    before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else None
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None and (not checkpoint.exists() or checkpoint.stat().st_mtime_ns == before):
            time.sleep(0.002)
        process.kill()
        assert process.wait() == -signal.SIGKILL, process.stdout.read()


def test_killed_and_resumed_run_ends_with_the_same_weights(news: Path, cache: Path, tmp_path: Path) -> None:
    """A run that is killed twice, and one that is not."""
    options = ("--epochs", 40, "--validate-every", 30, "--checkpoint-every", 8, "--shift", 2, "--patience", 99)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    subprocess.run([*START, *words("cft-clip", news, cache, whole, *options)], check=True, capture_output=True)
    resume = [*START, *words("cft-clip", news, cache, parts, *options), "--resume"]
    for _ in range(2):
        kill_after_checkpoint(resume, parts / "checkpoint.pt")
        assert not (parts / "model").exists()
    step = load_state(parts)["standing"]["step"]
    ended = subprocess.run(resume, check=True, capture_output=True, text=True)
    assert f"resuming after step {step} of 240" in ended.stdout
    assert (parts / "model/model.safetensors").read_bytes() == (whole / "model/model.safetensors").read_bytes()
    assert facts(parts)["history"] == facts(whole)["history"]


def test_a_finished_run_that_is_resumed_writes_its_model_again(news: Path, cache: Path, tmp_path: Path) -> None:
    """So that an export that failed can be repeated."""
    arguments = words("clip", news, cache, tmp_path, "--epochs", 2)
    command.main(arguments)
    before = (tmp_path / "model/model.safetensors").read_bytes()
    shutil.rmtree(tmp_path / "model")
    command.main([*arguments, "--resume"])
    assert (tmp_path / "model/model.safetensors").read_bytes() == before


def test_seed_decides_the_weights(news: Path, cache: Path, tmp_path: Path) -> None:
    """The same seed gives the same weights, another one others."""
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        command.main(words("clip", news, cache, tmp_path / name, "--epochs", 1, "--seed", seed))
    a, b, c = (weights(tmp_path / name)["visual_projection.weight"] for name in "abc")
    assert torch.equal(a, b)
    assert not torch.equal(a, c)


@pytest.mark.parametrize("mode", ["clip", "clipadapt", "cft-clip"])
def test_training_finds_texts_of_images(mode: str, news: Path, cache: Path, tmp_path: Path) -> None:
    """The loss on rows that are trained on falls far below that of a guess."""
    rows = ("--validation", news / "train.parquet", "--epochs", 40, "--learning-rate", 3e-3, "--t-max", 0)
    options = (*rows, "--temperature", 0.05, "--validate-every", 80)
    command.main(words(mode, news, cache, tmp_path, *options))
    guess = np.log(12 if mode == "cft-clip" else 6)
    assert facts(tmp_path)["best_validation_loss"] < guess / 2


def test_frozen_layers_keep_their_weights(news: Path, cache: Path, checkpoint: Path, tmp_path: Path) -> None:
    """The embeddings and the first layer of the text tower; everything else is trained."""
    options = ("--init", checkpoint, "--freeze-text-layers", 1, "--epochs", 1)
    command.main(words("clipadapt", news, cache, tmp_path, *options))
    before, after = load_file(checkpoint / "model.safetensors"), weights(tmp_path)
    same = {name for name, value in before.items() if torch.equal(value, after[name])}
    frozen = {name for name in before if re.match(r"text_model\.(embeddings|encoder\.layers\.0)\.", name)}
    assert len(frozen) == 18
    assert same == frozen
    assert after["logit_scale"].exp().item() == pytest.approx(20)


def test_temperature_is_learned_if_asked_to(news: Path, cache: Path, tmp_path: Path) -> None:
    """From its start, which is that of the mode."""
    command.main(words("clip", news, cache, tmp_path / "learned", "--epochs", 1))
    command.main(words("clip", news, cache, tmp_path / "fixed", "--epochs", 1, "--no-learn-temperature"))
    fixed = weights(tmp_path / "fixed")["logit_scale"].exp().item()
    assert fixed == pytest.approx(1 / 0.07)
    assert weights(tmp_path / "learned")["logit_scale"].exp().item() != pytest.approx(fixed, abs=1e-6)


def test_bfloat16_trains_float32_weights(news: Path, cache: Path, tmp_path: Path) -> None:
    """The weights stay float32 and move about as in fp32."""
    for precision in ("fp32", "bf16"):
        command.main(words("clip", news, cache, tmp_path / precision, "--epochs", 1, "--precision", precision))
    exact, rounded = weights(tmp_path / "fp32"), weights(tmp_path / "bf16")
    assert all(value.dtype == torch.float32 for value in rounded.values())
    assert not all(torch.equal(exact[name], rounded[name]) for name in exact)
    assert facts(tmp_path / "bf16")["best_validation_loss"] == pytest.approx(
        facts(tmp_path / "fp32")["best_validation_loss"], abs=0.05
    )


def test_rows_are_held_out_where_no_validation_is_given(
    news: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """They are taken out of the rows to train on."""
    arguments = words("clip", news, cache, tmp_path, "--epochs", 1, "--hold-out", 12)
    where = arguments.index("--validation")
    command.main(arguments[:where] + arguments[where + 2 :])
    out = capsys.readouterr().out
    assert "validation: 12 of these rows, which are not trained on" in out
    assert "1 epochs of 5 steps of 6 rows" in out


def test_trained_model_is_exported(news: Path, cache: Path, tmp_path: Path) -> None:
    """The bundle holds the trained weights and their tokenizer, and says what they are."""
    bundle = tmp_path / "bundle"
    more = ("--export", bundle, "--licence", "Apache-2.0")
    command.main(words("clip", news, cache, tmp_path / "run", "--epochs", 1, *more))
    manifest = json.loads((bundle / "thumbscore.json").read_text(encoding="utf-8"))
    assert (manifest["family"], manifest["source"], manifest["licence"]) == ("clip", "clip, seed 0", "Apache-2.0")
    assert (bundle / "tokenizer.json").read_bytes() == TOKENIZER.read_bytes()
    saved = CLIPModel.from_pretrained(tmp_path / "run/model")
    graph = onnx.load(bundle / "onnx/vision_model.onnx")
    values = [onnx.numpy_helper.to_array(tensor) for tensor in graph.graph.initializer]
    patches = saved.vision_model.embeddings.patch_embedding.weight.detach().numpy()
    assert any(value.shape == patches.shape and (value == patches).all() for value in values)


def test_tokenizer_is_learned_from_texts(news: Path, tmp_path: Path) -> None:
    """Frequent words become one token; all else is still read byte by byte."""
    file = tmp_path / "new/tokenizer.json"
    command.main(["tokenizer", "--texts", str(news / "train.parquet"), "--merges", "300", "--out", str(file)])
    clip = new_clip("micro", file, seed=0)
    assert len(clip.tokenizer("the")["input_ids"]) == 3
    assert len(clip.tokenizer("東")["input_ids"]) == 2 + len("東".encode())
    assert 700 < clip.model.config.text_config.vocab_size <= 814


# errors


def test_another_run_is_neither_overwritten_nor_resumed(
    news: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """A checkpoint in the directory needs --resume, and the same recipe, rows and seed."""
    arguments = words("clip", news, cache, tmp_path, "--epochs", 1)
    command.main(arguments)
    assert "it holds a checkpoint; go on from it with --resume" in refusal(capsys, arguments)
    more = refusal(capsys, [*arguments, "--resume", "--learning-rate", "0.5"])
    assert "Cannot resume: learning-rate is 0.5 now and was 0.0001 when the run was started" in more
    assert "Cannot resume: seed is 1 now and was 0" in refusal(capsys, [*arguments, "--resume", "--seed", "1"])
    (tmp_path / "checkpoint.pt").write_bytes(b"no checkpoint")
    assert "Cannot resume from" in refusal(capsys, [*arguments, "--resume"])


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--batch", 1), "Invalid --batch: 1 (must be at least 2)"),
        (("--learning-rate", 0), "Invalid --learning-rate: 0.0 (must be greater than 0)"),
        (("--micro-batch", 0), "Invalid --micro-batch: 0 (must be at least 1)"),
        (("--batch", 64), "Cannot train with batches of 64: there are 42 rows"),
        (("--freeze-text-layers", 11), "Cannot freeze 11 text layers: the model has 1"),
        (("--precision", "fp16", "--device", "cpu"), "Cannot train in fp16 on a CPU; use --precision bf16 or fp32"),
        (("--text-column", "body"), "Missing column 'body' in"),
        (("--image-column", "title"), "expected binary, found string"),
        (("--train", "/nowhere"), "Cannot read articles: no parquet file at /nowhere"),
        (("--tokenizer", "/nowhere.json"), "No tokenizer at /nowhere.json"),
        (("--learning-rate", 1e30), "the loss is nan; lower --learning-rate"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_line(
    more: tuple, message: str, news: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """With exit code 2."""
    assert message in refusal(capsys, words("clip", news, cache, tmp_path, *more))


def test_counterfactuals_are_asked_for(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """CFT-CLIP cannot be trained without the column."""
    for split in ("train", "validation"):
        pq.write_table(
            pq.read_table(news / f"{split}.parquet").drop_columns("counterfactual"), tmp_path / f"{split}.parquet"
        )
    error = refusal(capsys, words("cft-clip", tmp_path, tmp_path / "cache", tmp_path / "run"))
    assert "Missing column 'counterfactual'" in error
    assert error.endswith("`thumbscore counterfactual` writes it")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_gpu_is_not_replaced_by_a_cpu(news: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """Asked for a GPU that is not there, nothing is trained."""
    error = refusal(capsys, words("clip", news, cache, tmp_path, "--device", "cuda"))
    assert "torch finds no CUDA device" in error


# progress


def test_progress_is_limited_and_estimates_the_rest(capsys: pytest.CaptureFixture) -> None:
    """A line every five seconds, whatever happens between."""
    now = [100.0]
    progress = Progress(seconds=5, clock=lambda: now[0])
    for _ in range(24):
        now[0] += 0.5
        progress.advance(10, lambda: f"{progress.done} done, ETA {progress.remaining(7200 * 20)}")
    assert capsys.readouterr().out.splitlines() == ["100 done, ETA 2:00:00", "200 done, ETA 2:00:00"]
