"""The steps of the miniature: what is kept, what is run again, and how a failure ends."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from make_miniature import make
from thumbscore.miniature.recipe import SYSTEMS, Miniature
from thumbscore.miniature.steps import Step, StepFailed, Steps


def writes(name: str, file: Path, text: str) -> Step:
    """A step that appends a text to a file."""
    code = f"import sys; open(sys.argv[1], 'a').write({text!r})"
    return Step(name, (sys.executable, "-c", code, str(file)))


def test_a_step_runs_once_until_its_command_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is complete is kept, and a changed command runs again."""
    file = tmp_path / "file"
    for text in ("a", "a", "b", "b"):
        Steps(tmp_path / "work", 1).run(writes("seed-1/step", file, text))
    assert file.read_text() == "ab"
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" after")[0].endswith("(kept)") for line in lines] == [False, True, False, True]


def test_a_failed_step_ends_the_run_in_one_line(tmp_path: Path) -> None:
    """The last line of its log says why, and no other step is started."""
    steps = Steps(tmp_path, 2)
    code = "import sys; print('first'); print('no such column'); sys.exit(2)"
    failing = Step("seed-1/clip", (sys.executable, "-c", code))
    with pytest.raises(StepFailed, match="^seed-1/clip ended with exit code 2: no such column"):
        steps.run(failing)
    assert not (tmp_path / "done/seed-1/clip").exists()
    with pytest.raises(StepFailed, match="^other was not started"):
        steps.run(writes("other", tmp_path / "file", "a"))
    assert not (tmp_path / "file").exists()


def test_a_command_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """A missing launcher ends the run in one line."""
    with pytest.raises(StepFailed, match="^Cannot run /no/such/launcher: No such file or directory"):
        Steps(tmp_path, 1).run(Step("step", ("/no/such/launcher", "score")))


def miniature(folder: Path, seeds: tuple[int, ...] = (1, 2)) -> Miniature:
    """A miniature whose launcher is not there."""
    return Miniature(folder, Path("/no/such/launcher"), seeds, {"train": 8}, (), 1)


def test_every_step_reads_what_an_earlier_one_writes(tmp_path: Path) -> None:
    """The steps of a system are in an order in which they can run."""
    made = miniature(tmp_path)
    written = {"--out", "--output", "--export"}
    first = sum([made.data(), *made.shared(), made.pairs()], [])
    tests = {str(made.of(system, seed) / "scores/test") for system in SYSTEMS for seed in made.seeds}
    for steps in (*(first + lane for lane in made.lanes()), [made.evaluate()]):
        known = tests if len(steps) == 1 else set()
        for step in steps:
            words = step.command
            known |= {b for a, b in zip(words, words[1:], strict=False) if a in written}
            for word in words:
                path = word.rpartition("=")[2]
                if path.startswith(str(tmp_path)):
                    assert any(path == one or path.startswith(f"{one}/") for one in known), (step.name, path)


def test_names_of_steps_are_distinct(tmp_path: Path) -> None:
    """No step takes the record of another for its own."""
    made = miniature(tmp_path)
    lanes = (made.data(), *made.shared(), made.pairs(), *made.lanes(), [made.evaluate()])
    names = [step.name for lane in lanes for step in lane]
    assert len(names) == len(set(names))


def test_a_failure_of_a_seed_is_that_of_the_run(tmp_path: Path) -> None:
    """A thread that fails does not end the run as if it had succeeded."""
    made = miniature(tmp_path, (1,))
    for step in sum([made.data(), *made.shared(), made.pairs()], []):
        done = tmp_path / "done" / step.name
        done.parent.mkdir(parents=True, exist_ok=True)
        done.write_text("\n".join(step.command) + "\n\n0.0\n")
    with pytest.raises(StepFailed, match="^(cft-clip|clipadapt)-1/train ended with exit code 2"):
        make(made, 2)
