"""OpenVINO as the execution provider of the job, with the plugin that pip installs."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "job/target/thumbscore/bin/thumbscore"
MODEL = ROOT / "conf/models/thumbscore-mini"
RESOURCES = ROOT / "udf/src/test/resources/org/thumbscore"
PLUGIN = "onnxruntime_ep_openvino"
PROCESSOR = set(Path("/proc/cpuinfo").read_text().split())
HAS_BF16 = {"amx_bf16", "avx512_bf16"} & PROCESSOR
# without AMX, bf16 is slower than fp32
BY_DEFAULT = "bf16, 0.0" if "amx_bf16" in PROCESSOR else "fp32"
# the plugin offers the processors of its maker only
IS_INTEL = "GenuineIntel" in PROCESSOR
needs_intel = pytest.mark.skipif(not IS_INTEL, reason="the plugin offers no device on this processor")


def library() -> Path:
    """The directory of the plugin."""
    found = importlib.util.find_spec(PLUGIN)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def score(
    output: Path, *options: str, model: Path = MODEL, articles: Path = ROOT / "conf/samples/articles.parquet"
) -> subprocess.CompletedProcess[str]:
    """Runs the job on articles."""
    places = [f"--model={model}", f"--input={articles}", f"--output={output}"]
    command = [str(LAUNCHER), "score", "--preset=nela-gt", *places, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def openvino(directory: Path, *options: str) -> list[str]:
    """The options that choose the plugin in a directory."""
    return ["--set=score.provider=openvino", f"--set=score.provider-library={directory}", *options]


def similarities(output: Path) -> dict[str, float]:
    """The similarity by id."""
    rows = pq.read_table(output, columns=["id", "similarity"]).to_pylist()
    return {row["id"]: row["similarity"] for row in rows}


def device(output: Path) -> str:
    """The device that the record of the run names."""
    (record,) = (output / "_thumbscore/runs").glob("*.json")
    (found,) = json.loads(record.read_text())["devices"]
    return found


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The similarities of ONNX Runtime's own kernels."""
    output = tmp_path_factory.mktemp("exact") / "scores"
    assert score(output, "--device=cpu").returncode == 0
    return similarities(output)


@needs_intel
def test_fp32_equals_the_cpu_provider(exact: dict[str, float], tmp_path: Path) -> None:
    """Where fp32 is asked for, it is computed."""
    run = score(tmp_path / "scores", *openvino(library(), "--set=score.precision=fp32"))
    assert run.returncode == 0, run.stderr
    assert device(tmp_path / "scores") == "cpu (OpenVINOExecutionProvider), fp32"
    assert similarities(tmp_path / "scores") == pytest.approx(exact, abs=1e-5)


@needs_intel
def test_bf16_is_named_by_what_was_computed(exact: dict[str, float], tmp_path: Path) -> None:
    """A processor that has no bf16 refuses it in one line, and others say how far it is from fp32."""
    output = tmp_path / "scores"
    run = score(output, *openvino(library(), "--set=score.precision=bf16"))
    if HAS_BF16:
        assert run.returncode == 0, run.stderr
        assert device(output).startswith("cpu (OpenVINOExecutionProvider), bf16, 0.0")
        found = similarities(output)
        assert found == pytest.approx(exact, abs=1e-2)
        assert found != pytest.approx(exact, abs=1e-5)
    else:
        assert run.returncode == 4
        (line,) = [line for line in run.stderr.splitlines() if line.startswith("thumbscore:")]
        assert "Cannot compute in bf16 with cpu (OpenVINOExecutionProvider)" in line


@needs_intel
def test_automatic_precision_says_what_it_was(exact: dict[str, float], tmp_path: Path) -> None:
    """It is the faster one of the two, and the summary names it."""
    run = score(tmp_path / "scores", *openvino(library()))
    assert run.returncode == 0, run.stderr
    assert device(tmp_path / "scores").startswith(f"cpu (OpenVINOExecutionProvider), {BY_DEFAULT}")
    assert similarities(tmp_path / "scores") == pytest.approx(exact, abs=1e-2)


@needs_intel
def test_bundle_without_a_reference_batch_is_compared_with_the_cpu_provider(tmp_path: Path) -> None:
    """What the plugin computes is known for bundles that other exporters have written, too."""
    bundle = RESOURCES / "bundles/random-clip"
    assert not (bundle / "thumbscore.json").exists()
    run = score(tmp_path / "scores", *openvino(library()), model=bundle)
    assert run.returncode == 0, run.stderr
    assert device(tmp_path / "scores").startswith(f"cpu (OpenVINOExecutionProvider), {BY_DEFAULT}")


@needs_intel
@pytest.mark.parametrize("family", ["blip", "blip2", "caption"])
def test_other_families_equal_transformers(family: str, tmp_path: Path) -> None:
    """Similarities and captions are those of the reference implementation, also where a decoder keeps its state."""
    bundle = RESOURCES / "families" / family
    options = openvino(library(), "--set=score.precision=fp32")
    run = score(tmp_path / "scores", *options, model=bundle, articles=RESOURCES / "articles.parquet")
    assert run.returncode == 0, run.stderr
    assert device(tmp_path / "scores") == "cpu (OpenVINOExecutionProvider), fp32"
    rows = {row["id"]: row for row in pq.read_table(tmp_path / "scores").to_pylist()}
    lines = (bundle / "expected.jsonl").read_text().splitlines()
    expected = [json.loads(line) for line in lines]
    assert len(expected) > 20
    for article in expected:
        row = rows[article["id"]]
        assert row["similarity"] == pytest.approx(article["similarity"], abs=1e-5), article["id"]
        assert row.get("caption") == article.get("caption"), article["id"]


@pytest.mark.skipif(IS_INTEL, reason="the plugin offers this processor")
def test_processor_that_the_plugin_does_not_offer_is_one_line(tmp_path: Path) -> None:
    """No row is computed by another provider in its place."""
    run = score(tmp_path / "scores", *openvino(library()))
    assert run.returncode == 4, run.stderr
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("thumbscore:")]
    assert "has 0 devices of the kind that it needs" in line


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--set=score.provider=openvino"], 2, "Execution provider openvino needs its library"),
        (openvino(Path("no/such/directory")), 4, "Cannot find no/such/directory, score.provider-library of"),
        (openvino(MODEL), 4, "expected one file libonnxruntime_providers_*openvino*.so in it, found []"),
        (openvino(MODEL / "config.json"), 4, "Cannot load execution provider openvino from"),
        (["--set=score.precision=bf16"], 4, "Cannot compute in bf16 with cpu (CPUExecutionProvider)"),
    ],
)
def test_what_cannot_be_used_is_one_line(options: list[str], code: int, message: str, tmp_path: Path) -> None:
    """No row is computed, and nothing is written that looks like scores."""
    run = score(tmp_path / "scores", *options)
    assert run.returncode == code, run.stderr
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("thumbscore:")]
    assert message in line
    assert not list((tmp_path / "scores").glob("*.parquet"))
