"""The benchmark of scaling: its inputs, its runs of a stand-in for the job, its figures and its errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bench_scaling
from thumbscore.scaling.charts import draw, lines, medians, rate, short
from thumbscore.scaling.inputs import Plan, file_sizes, ladder, link_input, require_space
from thumbscore.scaling.runs import Job, RunFailed, megabytes, on_processors, run
from thumbscore.scaling.study import Case, Record, Study, progress

# Stands in for the launcher: it writes the record of a run, or says why not.
LAUNCHER = """#!{python}
import json, pathlib, sys
words = sys.argv[1:]
articles, output = (pathlib.Path(words[words.index(word) + 1]) for word in ("--input", "--output"))
if "broken" in str(articles):
    print("Cannot score")
    sys.exit(2)
rows = sum(int(file.read_text()) for file in articles.rglob("*.parquet"))
runs = output / "_thumbscore" / "runs"
runs.mkdir(parents=True)
seconds = {{"scoring": rows / 100, "start_up": 1.5}}
(runs / "one.json").write_text(json.dumps({{"rows": {{"out": rows}}, "seconds": seconds}}))
"""


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job that scores 100 rows in a second."""
    launcher = tmp_path / "thumbscore/bin/thumbscore"
    launcher.parent.mkdir(parents=True)
    launcher.write_text(LAUNCHER.format(python=sys.executable))
    launcher.chmod(0o755)
    return Job(launcher, tmp_path / "model", "1g")


def write(out: Path, rows: int, parts: int, name: str) -> None:
    """Writes files that hold their number of rows."""
    for part in range(parts):
        file = out / name.format(part)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(rows // parts))


def plan(**more: object) -> Plan:
    """A plan that is done in a moment."""
    given = {
        "rows": (100, 300),
        "directories": (1, 4),
        "directory_rows": 40,
        "cores": (1, 2),
        "executors": (),
        "rate_rows": 200,
        "distinct": 200,
        "file_rows": 100,
        "rounds": 2,
        "short": 200,
    }
    return Plan(**(given | more))


def test_sizes_are_thirds_of_tenfold_up_to_the_largest() -> None:
    """Each size is about three times the one before, and the last is the one asked for."""
    assert ladder(100_000) == (1000, 3000, 10_000, 30_000, 100_000)
    assert ladder(20_000) == (1000, 3000, 10_000, 20_000)
    assert ladder(500) == (500,)


def test_files_have_equal_lengths() -> None:
    """Only the last file of an input is shorter."""
    assert file_sizes(2500, 1000) == [1000, 1000, 500]
    assert file_sizes(2000, 1000) == [1000, 1000]


def test_larger_inputs_link_the_same_files_again(tmp_path: Path) -> None:
    """Links take no space, and each has a name of its own."""
    write(tmp_path / "source", 20, 2, "part-{:05d}.parquet")
    files = sorted((tmp_path / "source").iterdir())
    link_input(tmp_path / "input", files, 5)
    links = sorted((tmp_path / "input").iterdir())
    assert len(links) == 5
    assert {link.stat().st_ino for link in links} == {file.stat().st_ino for file in files}


def test_a_full_disk_is_noticed_before_anything_is_written(tmp_path: Path) -> None:
    """The message says what is there and what is needed."""
    with pytest.raises(OSError, match="GB free, and the articles need 1000000.0 GB"):
        require_space(tmp_path, 10**15)
    assert plan(directory_rows=1000, directories=(1, 2)).bytes_on_disk() == 2200 * 46_000


def test_a_study_runs_each_case_and_keeps_all_figures(
    job: Job, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Short inputs are scored several times, in turn, and the file has each run."""
    record = Record(tmp_path / "scaling.json", {"heap": "1g"})
    Study(plan(), job, tmp_path / "work", write).run(("cores", "rows", "directories"), record)
    runs = json.loads(record.file.read_text())["runs"]
    order = [(run["part"], run["number"]) for run in runs]
    assert order[:4] == [("cores", 1), ("cores", 2)] * 2
    assert order[4:7] == [("rows", 100), ("rows", 300), ("rows", 100)]
    assert order[7:] == [("directories", 1), ("directories", 4)] * 2
    assert all(run["rows_per_second"] == pytest.approx(100) and run["peak_mib"] > 1 for run in runs)
    assert not (tmp_path / "work/scores").exists()
    said = capsys.readouterr().out
    assert "11/11 40 rows in 4 directories: 100.0 rows/s for 0.4 s, at most" in said
    assert "200 rows on 1 core: " in said


def test_a_failed_run_is_one_line(job: Job, tmp_path: Path) -> None:
    """It names the exit code, the last line and the log."""
    with pytest.raises(RunFailed, match="^thumbscore ended with exit code 2: Cannot score \\(see .*scores.log\\)$"):
        run(job.local(1), job, tmp_path / "broken", tmp_path / "scores", 1)
    with pytest.raises(RunFailed, match="^Cannot run /no/such/launcher: No such file or directory$"):
        run(["/no/such/launcher"], job, tmp_path, tmp_path / "scores", 1)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processes cannot be bound to processors here")
def test_a_run_has_the_processors_of_its_cores() -> None:
    """A process sees them only, and they are free again for the next one."""
    before = os.sched_getaffinity(0)
    count = [sys.executable, "-c", "import os; print(len(os.sched_getaffinity(0)))"]
    with on_processors(1):
        assert subprocess.check_output(count, text=True).strip() == "1"
    assert os.sched_getaffinity(0) == before


def test_executors_get_the_jars_of_the_launcher(job: Job, tmp_path: Path) -> None:
    """Spark needs the job's jar and that of ONNX Runtime, and each executor its memory."""
    job = Job(job.launcher, job.model, "1g", Path("/spark"))
    with pytest.raises(RunFailed, match="^Cannot find ONNX Runtime in .*; build it with mvn package$"):
        job.cluster(2)
    (tmp_path / "thumbscore/lib").mkdir()
    (tmp_path / "thumbscore/lib/classpath").write_text("/m2/spark.jar:/m2/onnxruntime-1.28.0.jar\n")
    (tmp_path / "thumbscore-job-1.jar").touch()
    command = job.cluster(2)
    assert command[:3] == ["/spark/bin/spark-submit", "--master", "local-cluster[2,1,1024]"]
    assert command[command.index("--jars") + 1] == "/m2/onnxruntime-1.28.0.jar"
    assert command[-1] == str(tmp_path / "thumbscore-job-1.jar")


def figures(part: str, number: int, scoring: float) -> dict[str, object]:
    """A run of 1,000 rows."""
    return {"part": part, "number": number, "rows": 1000, "scoring": scoring, "peak_mib": 900.0, "elsewhere": 0.1}


def test_the_plot_has_the_parts_that_were_measured(tmp_path: Path) -> None:
    """Medians are drawn and printed; a part that is missing is no error."""
    about = {
        "heap": "1g",
        "plan": {"directory_rows": 1000},
        "model": "tiny",
        "cores": 2,
        "processor": "a processor",
        "date": "2026-11-30",
    }
    runs = [figures("cores", 1, seconds) for seconds in (9.0, 10.0, 30.0)] + [figures("cores", 2, 5.0)]
    runs += [figures("rows", number, 2.0) for number in (1000, 10_000)]
    record = {"about": about, "runs": runs}
    assert medians(runs, "cores", rate) == {1: 100.0, 2: 200.0}
    assert lines(record)[0].split() == ["cores", "1", "100.0", "rows/s"]
    draw(record, tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes()[:4] == b"\x89PNG"
    assert [short(number) for number in (500, 3000, 1_000_000)] == ["500", "3k", "1M"]


def test_lines_of_progress_name_the_case() -> None:
    """One of a kind is in the singular."""
    from thumbscore.scaling.runs import Figures

    took = Figures(40, 0.5, 2.0, 1.0, 512.4, None)
    case = Case("directories", 1, 40, Path("articles"), [], 1)
    assert progress(1, 2, 75, case, took).startswith("1/2 40 rows in 1 directory: 80.0 rows/s for 0.5 s")
    assert progress(1, 2, 75, case, took).endswith("at most 512 MiB, after 1:15 min")
    assert Case("executors", 1, 40, Path("articles"), [], 1).describe() == "40 rows on 1 executor"
    assert Case("rows", 40, 40, Path("articles"), [], 1).describe() == "40 rows"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--rows", "0"], "argument --rows: 0 (must be at least 1)"),
        (["--heap", "2x"], "argument --heap: 2x (must be a number and m or g, such as 2g)"),
        (["--only", "cores", "--launcher", "/no/launcher"], "Cannot find the launcher /no/launcher; build it"),
        (["--directories", "9", "--directory-rows", "5"], "Invalid --directory-rows: 5 (must be at least"),
        (["--redraw"], "Cannot redraw: found no "),
    ],
)
def test_wrong_options_end_in_one_line_with_exit_code_2(
    words: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The last line of stderr says what is wrong."""
    monkeypatch.setattr(sys, "argv", ["bench_scaling.py", "--out", str(tmp_path / "out"), *words])
    with pytest.raises(SystemExit) as end:
        bench_scaling.main()
    assert end.value.code == 2
    last = capsys.readouterr().err.strip().split("\n")[-1]
    assert last.startswith("bench_scaling.py: ")
    assert message in last


def test_sizes_have_units() -> None:
    """A number alone is no size."""
    assert (megabytes("2g"), megabytes("512m")) == (2048, 512)
    for word in ("2", "g", "0g", "2gb"):
        with pytest.raises(ValueError, match="must be a number and m or g"):
            megabytes(word)
