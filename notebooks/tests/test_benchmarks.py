"""The table of the engines, the check that they agree, and the engine of PySpark on a few articles."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from thumbscore.benchmarks.agreement import Disagreement, largest_difference, read_similarities, tolerance_of
from thumbscore.benchmarks.engines import Contest, scored
from thumbscore.benchmarks.inputs import open_articles, read_ids, take_rows
from thumbscore.benchmarks.pipeline import Pipeline
from thumbscore.benchmarks.process import Ended, EngineFailed, run
from thumbscore.benchmarks.startline import StartLine
from thumbscore.benchmarks.table import Rates, format_table, ratio

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "conf/models/thumbscore-mini"
ARTICLES = ROOT / "conf/samples/articles.parquet"
SCRIPT = ROOT / "notebooks/bench_engines.py"


def write_scores(out: Path, scores: dict[str, float | None]) -> Path:
    """An output of an engine."""
    out.mkdir()
    table = pa.table({"id": list(scores), "similarity": pa.array(scores.values(), pa.float32())})
    pq.write_table(table, out / "part-0.parquet")
    return out


def some_articles(out: Path, rows: int) -> Path:
    """The first of the sample articles, in row groups of four."""
    table = pq.read_table(ARTICLES, columns=["id", "summary", "thumbnail"])
    pq.write_table(table.slice(0, rows), out, row_group_size=4)
    return out


def test_table_has_the_median_and_how_many_times_as_fast_thumbscore_is() -> None:
    """One line for each engine, with the rate of each round."""
    rates = {"thumbscore": Rates([400, 500, 450], [9.5, 8.5, 9]), "daft": Rates([100, 120, 90], [25, 20, 30])}
    assert ratio(rates, "daft", "thumbscore") == 4.5
    assert format_table(rates, "thumbscore").splitlines() == [
        "rows/s      round 1  round 2  round 3  median  thumbscore is  command",
        "thumbscore    400.0    500.0    450.0   450.0                   9.0 s",
        "daft          100.0    120.0     90.0   100.0     4.50 times   25.0 s",
    ]


def test_table_without_thumbscore_has_no_ratio() -> None:
    """The other engines can be measured alone."""
    rates = {"daft": Rates([100], [25])}
    assert ratio(rates, "daft", "thumbscore") is None
    assert format_table(rates, "thumbscore").splitlines()[1].split() == ["daft", "100.0", "100.0", "25.0", "s"]


@pytest.mark.parametrize(
    ("device", "tolerance"),
    [
        ("cpu (CPUExecutionProvider), fp32", 1e-5),
        ("cpu (OpenVINOExecutionProvider), fp32", 1e-5),
        ("cpu (OpenVINOExecutionProvider), bf16, 0.01 from fp32", 1e-3),
        ("cpu (CPUExecutionProvider), int8, 0.02 from fp32", 1e-3),
    ],
)
def test_tolerance_goes_by_the_precision(device: str, tolerance: float) -> None:
    """Only what was computed in fp32 is held to that."""
    assert tolerance_of(device) == tolerance


def test_similarities_that_differ_are_named() -> None:
    """The worst article is, with both similarities."""
    expected = {"a": 0.5, "b": 0.25}
    assert largest_difference("daft", {"b": 0.25, "a": 0.500005}, "thumbscore", expected, 1e-5) == pytest.approx(5e-6)
    message = "^similarity of b: 0.250200 by daft, 0.250000 by thumbscore, which differ by more than 1e-05$"
    with pytest.raises(Disagreement, match=message):
        largest_difference("daft", {"a": 0.5, "b": 0.2502}, "thumbscore", expected, 1e-5)
    with pytest.raises(Disagreement, match="nan by daft"):
        largest_difference("daft", {"a": float("nan"), "b": 0.25}, "thumbscore", {"a": 0.5, "b": 0.25}, 1e-3)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({"a": 0.5}, "daft has written 1 rows, expected 2"),
        ({"a": 0.5, "c": 0.5}, "daft has written no row of b, and of 0 others"),
        ({"a": None, "b": 0.5}, "daft has no similarity for a, and for 0 others"),
    ],
)
def test_each_article_has_one_similarity(scores: dict[str, float | None], message: str, tmp_path: Path) -> None:
    """An engine that leaves out rows is not measured."""
    with pytest.raises(Disagreement, match=f"^{message}$"):
        read_similarities("daft", write_scores(tmp_path / "out", scores), ["a", "b"])


def test_first_rows_keep_the_size_of_row_groups(tmp_path: Path) -> None:
    """An engine that divides its work by row groups can still do so."""
    file = take_rows(some_articles(tmp_path / "all.parquet", 12), 10, tmp_path / "some.parquet")
    with open_articles(file) as some:
        assert [some.metadata.row_group(i).num_rows for i in range(some.num_row_groups)] == [4, 4, 2]
    assert read_ids(file) == read_ids(tmp_path / "all.parquet")[:10]


def test_clock_starts_with_the_last_worker(tmp_path: Path) -> None:
    """A worker that is alone waits, and says so if nobody comes."""
    StartLine(tmp_path, 1).wait()
    assert StartLine(tmp_path, 1).seconds_since() < 10
    with pytest.raises(TimeoutError, match="^only 1 of 2 workers started within 0.1 s$"):
        StartLine(tmp_path, 2).wait(seconds=0.1)


def test_failed_engine_ends_in_one_line(tmp_path: Path) -> None:
    """The last line that it has printed, and where the others are."""
    code = "import sys; print('first', file=sys.stderr); sys.exit('no memory')"
    with pytest.raises(EngineFailed, match=r"^daft ended with exit code 1: no memory \(see .*daft-1.log\)$"):
        run("daft", [sys.executable, "-c", code], {}, tmp_path / "logs/daft-1.log")
    with pytest.raises(EngineFailed, match="^Cannot run /no/such/launcher: No such file or directory$"):
        run("thumbscore", ["/no/such/launcher"], {}, tmp_path / "logs/thumbscore-1.log")


def test_rate_of_thumbscore_is_that_of_its_record(tmp_path: Path) -> None:
    """The scoring alone, and the device that was used."""
    runs = tmp_path / "_thumbscore/runs"
    runs.mkdir(parents=True)
    record = '{"devices": ["cpu, fp32"], "versions": {"spark": "4"}, "seconds": {"scoring": 2.5, "start_up": 7}}'
    (runs / "1.json").write_text(record)
    done = scored(tmp_path, Ended("", 10.0))
    assert (done.seconds, done.command, done.facts["device"]) == (2.5, 10.0, "cpu, fp32")


def test_pyspark_computes_what_the_pipeline_does(tmp_path: Path) -> None:
    """Each of its workers has the model, and no row is lost between them."""
    pytest.importorskip("pyspark")
    articles = some_articles(tmp_path / "articles.parquet", 40)
    done = Contest(BUNDLE, articles, tmp_path / "work", workers=1).run("pandas", 1)
    rows = pq.read_table(articles).to_pylist()
    expected = Pipeline.open(BUNDLE, 1).similarities(
        [row["summary"] for row in rows], [row["thumbnail"] for row in rows]
    )
    found = read_similarities("pandas", done.out, [row["id"] for row in rows])
    assert [found[row["id"]] for row in rows] == pytest.approx(expected.tolist(), abs=1e-6)
    assert 0 < done.seconds < done.command


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--bundle=no/such"], "Cannot open bundle no/such: no/such/onnx/vision_model.onnx is missing"),
        (["--articles=no/such.parquet"], "No parquet file at no/such.parquet; write one with"),
        ([f"--articles={BUNDLE / 'config.json'}"], "Cannot read articles"),
        (["--launcher=no/such"], "Cannot find the launcher no/such; build it with"),
        (["--plugin=no/such"], "Cannot find the plugin no/such"),
        (["--rows=2", "--batch=4"], "Cannot measure 2 rows with"),
        (["--rows=100000"], "Cannot take 100000 rows of"),
        (["--engines=thumbscore,ray"], "argument --engines: 'ray' (must be some of thumbscore,daft,pandas)"),
        (["--rounds=0"], "argument --rounds: 0 (must be at least 1)"),
    ],
)
def test_what_cannot_be_measured_is_one_line(options: list[str], message: str, tmp_path: Path) -> None:
    """Nothing is run, and the exit code is 2."""
    command = [sys.executable, SCRIPT, f"--bundle={BUNDLE}", f"--articles={ARTICLES}", "--engines=thumbscore"]
    command += [f"--out={tmp_path / 'out.json'}", f"--work={tmp_path / 'work'}", f"--launcher={SCRIPT}", *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith(f"bench_engines.py: {'error: ' if 'argument' in message else ''}")
    assert message in ended.stderr.splitlines()[-1]


def bench_torch(*words: object) -> subprocess.CompletedProcess:
    """The command that times PyTorch."""
    script = ROOT / "notebooks/bench_torch.py"
    return subprocess.run([sys.executable, script, *map(str, words)], capture_output=True, text=True, check=False)


def test_torch_is_timed_at_each_batch_size(tmp_path: Path) -> None:
    """An article is an image and a text, and a tower on its own is faster than both."""
    found = tmp_path / "made/torch.json"
    options = ("--random", "micro", "--precision", "bf16", "--seconds", "0.1", "--batch", 2, "--batch", 5)
    ended = bench_torch(*options, "--json", found)
    assert ended.returncode == 0, ended.stderr
    record = json.loads(found.read_text(encoding="utf-8"))
    assert [record["model"], record["precision"], record["compiled"], record["tokens"]] == ["micro", "bf16", False, 58]
    assert [rates["batch"] for rates in record["rates"]] == [2, 5]
    for rates, line in zip(record["rates"], ended.stdout.splitlines()[-2:], strict=True):
        both = 1 / rates["images_per_second"] + 1 / rates["texts_per_second"]
        assert rates["articles_per_second"] == pytest.approx(1 / both)
        assert line.endswith(f"{rates['articles_per_second']:,.1f}")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--device", "abacus"), "Cannot use device 'abacus': "),
        (("--tokens", 78), "error: argument --tokens: must be 2 to 77, got 78"),
        (("--batch", 0), "error: argument --batch: 0 (must be at least 1)"),
    ],
)
def test_torch_says_what_it_cannot_use(words: tuple[object, ...], message: str) -> None:
    """In one line."""
    ended = bench_torch("--random", "micro", *words)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith(f"bench_torch.py: {message}")
