"""Lower precisions of the job: labels near the threshold, and what the summary says of them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from onnxruntime.quantization import QuantType, quantize_dynamic

from thumbscore.export.precision import write_int8

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "job/target/thumbscore/bin/thumbscore"
MINIATURE = ROOT / "conf/models/thumbscore-mini"


def thumbscore(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs a command of the job."""
    return subprocess.run([LAUNCHER, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=600)


def score(model: Path, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Scores the sample articles on the CPU."""
    articles = ROOT / "conf/samples/articles.parquet"
    return thumbscore(
        "score",
        "--preset=nela-gt",
        "--device=cpu",
        f"--input={articles}",
        f"--model={model}",
        f"--output={output}",
        *options,
    )


def column(output: Path, name: str) -> dict[str, float]:
    """A column of the rows that have a similarity, by id."""
    rows = pq.read_table(output, columns=["id", "status", name]).to_pylist()
    return {row["id"]: row[name] for row in rows if row["status"] == "OK"}


def labels(output: Path) -> dict[str, object]:
    """What the only record of a run says of its labels."""
    (record,) = (output / "_thumbscore/runs").glob("*.json")
    found: dict[str, object] = json.loads(record.read_text())["calibration"]
    return found


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded model with graphs in int8, as the exporter writes them, and with unsigned ones."""
    directory = tmp_path_factory.mktemp("bundles") / "int8"
    shutil.copytree(MINIATURE, directory)
    for graph in sorted((directory / "onnx").glob("*.onnx")):
        write_int8(graph, graph.with_name(f"{graph.stem}_int8.onnx"))
        unsigned = graph.with_name(f"{graph.stem}_uint8.onnx")
        quantize_dynamic(graph, unsigned, op_types_to_quantize=["MatMul"], weight_type=QuantType.QUInt8)
    return directory


@pytest.fixture(scope="module")
def scores(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Similarities in fp32 and in int8, and a calibration whose threshold lies between those of one article."""
    directory = tmp_path_factory.mktemp("scores")
    for precision in ("fp32", "int8"):
        run = score(bundle, directory / precision, f"--set=score.precision={precision}")
        assert run.returncode == 0, run.stderr
        assert "unsigned" not in run.stderr
    exact = column(directory / "fp32", "similarity")
    fast = column(directory / "int8", "similarity")
    middle = sorted(exact, key=lambda name: exact[name])[len(exact) // 4 : -len(exact) // 4]
    threshold = max(middle, key=lambda name: abs(exact[name] - fast[name]))
    scaled = ((exact[threshold] + fast[threshold]) / 2 + 1) / 2
    run = thumbscore(
        "calibrate", f"--input={directory / 'fp32'}", f"--policy=fixed={scaled}", f"--output={directory / 'c.json'}"
    )
    assert run.returncode == 0, run.stderr
    run = score(bundle, directory / "expected", "--set=score.precision=fp32", f"--calibration={directory / 'c.json'}")
    assert run.returncode == 0, run.stderr
    assert "nearThreshold" not in labels(directory / "expected")
    return directory


def test_summary_counts_labels_that_could_differ(bundle: Path, scores: Path, tmp_path: Path) -> None:
    """Without a band no row is scored again, some labels differ, and no more than the summary says."""
    options = ["--set=score.precision=int8", f"--calibration={scores / 'c.json'}"]
    run = score(bundle, tmp_path / "off", *options)
    assert run.returncode == 0, run.stderr
    expected = column(scores / "expected", "label")
    found = column(tmp_path / "off", "label")
    differing = sum(found[name] != expected[name] for name in expected)
    near = labels(tmp_path / "off")["near_threshold"]
    assert 0 < differing <= near["rows"] < len(expected)
    assert near["rescored"] == 0
    assert f"{near['rows']} labels could differ from those in fp32" in run.stdout
    assert ", int8, 0.0" in run.stdout


def test_labels_equal_those_of_fp32(bundle: Path, scores: Path, tmp_path: Path) -> None:
    """Rows near the threshold are scored again, also where the threshold has moved since."""
    output = tmp_path / "auto"
    options = ["--set=score.precision=int8", "--set=score.rescore-band=auto"]
    run = score(bundle, output, *options, f"--calibration={scores / 'c.json'}", "--embeddings")
    assert run.returncode == 0, run.stderr
    expected = column(scores / "expected", "label")
    assert column(output, "label") == expected
    near = labels(output)["near_threshold"]
    assert 0 < near["labels_changed"] <= near["rescored"] == near["rows"] < len(expected)
    assert near["beyond_band"] == 0
    assert f"{near['rows']} rows near the threshold scored again in fp32" in run.stdout
    # the others are those of int8
    exact = column(scores / "fp32", "similarity")
    assert max(abs(exact[name] - other) for name, other in column(output, "similarity").items()) > 1e-4

    moved = thumbscore(
        "calibrate", f"--input={scores / 'fp32'}", "--policy=median", f"--output={tmp_path / 'median.json'}"
    )
    assert moved.returncode == 0, moved.stderr
    again = score(bundle, output, *options, f"--calibration={tmp_path / 'median.json'}", "--embeddings")
    assert again.returncode == 0, again.stderr
    assert "relabelled" not in again.stdout
    median = json.loads((tmp_path / "median.json").read_text())["threshold"]["cosine"]
    assert column(output, "label") == {name: int(similarity > median) for name, similarity in exact.items()}


def test_narrow_band_is_warned_of(bundle: Path, scores: Path, tmp_path: Path) -> None:
    """A row that is scored again may show that the band is too narrow."""
    exact = column(scores / "fp32", "similarity")
    fast = column(scores / "int8", "similarity")
    threshold = json.loads((scores / "c.json").read_text())["threshold"]["cosine"]
    width = min(abs(similarity - threshold) for similarity in fast.values()) * 1.01
    assert width < max(abs(exact[name] - fast[name]) for name in exact)
    options = ["--set=score.precision=int8", f"--set=score.rescore-band={width}"]
    run = score(bundle, tmp_path / "narrow", *options, f"--calibration={scores / 'c.json'}")
    assert run.returncode == 0, run.stderr
    assert "further from those in fp32 than score.rescore-band is wide" in run.stderr


def test_band_needs_graphs_in_fp32(bundle: Path, scores: Path, tmp_path: Path) -> None:
    """A bundle that has none is refused in one line, before any row."""
    lean = tmp_path / "lean"
    shutil.copytree(bundle, lean)
    for graph in (lean / "onnx").glob("*_model.onnx"):
        graph.unlink()
    calibration = json.loads((scores / "c.json").read_text())
    options = [
        "--set=score.precision=int8",
        f"--calibration={scores / 'c.json'}",
        f"--accept-calibration-of={calibration['model_sha256']}",
    ]
    refused = score(lean, tmp_path / "refused", *options, "--set=score.rescore-band=auto")
    assert refused.returncode == 4, refused.stderr
    (line,) = [line for line in refused.stderr.splitlines() if line.startswith("thumbscore:")]
    assert "Cannot score rows again in fp32" in line


def test_unsigned_weights_are_warned_of(bundle: Path, tmp_path: Path) -> None:
    """They are slow."""
    slow = score(bundle, tmp_path / "unsigned", "--set=score.precision=uint8")
    assert slow.returncode == 0, slow.stderr
    assert "_model_uint8.onnx are unsigned integers" in slow.stderr
