"""The steps that make the table of the miniature."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from thumbscore.miniature.steps import Step

SYSTEMS = {"clip": "CLIP", "clipadapt": "CLIPAdapt", "cft-clip": "CFT-CLIP"}
SPLITS = ("train", "validation", "test", "generic")
NOTEBOOKS = Path(__file__).parents[2]


@dataclass(frozen=True)
class Miniature:
    """Where the miniature is made, and how large.

    `thumbscore` is the launcher. `rows` gives rows by split where they differ from those of `make_news.py`. `training`
    are options of `train.py` for every mode.
    """

    folder: Path
    thumbscore: Path
    seeds: tuple[int, ...]
    rows: dict[str, int]
    training: tuple[str, ...]
    threads: int

    def script(self, name: str, *words: object) -> tuple[str, ...]:
        """The command of a script of this directory."""
        return (sys.executable, str(NOTEBOOKS / name), *map(str, words))

    def news(self, split: str) -> Path:
        """The articles of a split."""
        return self.folder / "news" / f"{split}.parquet"

    def of_seed(self, seed: int) -> Path:
        """The directory of a seed."""
        return self.folder / f"seed-{seed}"

    def first(self) -> list[Step]:
        """What all seeds share: the news, the models that write counterfactual texts, and the tokenizer."""
        rows = [word for split, count in self.rows.items() for word in (f"--{split}", count)]
        news, texts = self.folder / "news", [self.news("train"), self.news("generic")]
        return [
            Step("news", self.script("make_news.py", "--out", news, *rows)),
            Step(
                "text-models",
                self.script("train_text_models.py", "--news", news, "--out", self.folder / "text-models"),
            ),
            Step(
                "tokenizer",
                self.script("train.py", "tokenizer", "--texts", *texts, "--out", self.folder / "tokenizer.json"),
            ),
        ]

    def seed(self, seed: int) -> list[Step]:
        """What is made for a seed: three systems, their scores, and the counterfactual texts of the first."""
        news = [self.news("train"), self.news("validation")]
        pairs = [self.of_seed(seed) / "pairs" / split for split in ("train", "validation")]
        from_clip = ("--init", self.of_seed(seed) / "clip" / "model")
        new = ("--new", "mini", "--tokenizer", self.folder / "tokenizer.json")
        return [
            self.train(seed, "clip", *new, "--train", self.news("generic")),
            *(self.write(seed, split) for split in ("train", "validation")),
            self.train(seed, "clipadapt", *from_clip, "--train", news[0], "--validation", news[1]),
            self.train(seed, "cft-clip", *from_clip, "--train", pairs[0], "--validation", pairs[1]),
            *(step for system in SYSTEMS for step in self.scores(seed, system)),
        ]

    def train(self, seed: int, mode: str, *words: object) -> Step:
        """Trains a system and exports it."""
        out = self.of_seed(seed) / mode
        common = ("--preset", "mini", "--seed", seed, "--threads", self.threads, "--resume", *self.training)
        written = ("--out", out, "--export", out / "bundle", "--licence", "Apache-2.0")
        return Step(f"seed-{seed}/{mode}", self.script("train.py", mode, *words, *common, *written))

    def write(self, seed: int, split: str) -> Step:
        """Writes counterfactual texts, with the CLIP of the seed as the model that finds them less similar."""
        models = self.folder / "text-models"
        return Step(
            f"seed-{seed}/pairs-{split}",
            self.job(
                "counterfactual",
                *("--input", self.news(split), "--output", self.of_seed(seed) / "pairs" / split),
                *("--model", self.bundle(seed, "clip"), "--preset", "nela-gt", "--seed", seed),
                *("--tagger", models / "tagger", "--masked-model", models / "masked"),
            ),
        )

    def scores(self, seed: int, system: str) -> list[Step]:
        """Scores the validation split, takes its median as the threshold, and scores the test split with it."""
        out = self.of_seed(seed) / "scores" / system
        calibration = out / "calibration.json"
        return [
            self.score(seed, system, "validation"),
            Step(
                f"seed-{seed}/{system}-calibration",
                self.job("calibrate", "--input", out / "validation", "--output", calibration, "--policy", "median"),
            ),
            self.score(seed, system, "test", "--calibration", calibration),
        ]

    def score(self, seed: int, system: str, split: str, *words: object) -> Step:
        """Scores a split."""
        return Step(
            f"seed-{seed}/{system}-{split}",
            self.job(
                "score",
                *("--input", self.news(split), "--output", self.of_seed(seed) / "scores" / system / split),
                *("--model", self.bundle(seed, system), "--preset", "nela-gt", "--keep", "label", *words),
            ),
        )

    def evaluate(self) -> Step:
        """Compares all systems over all seeds."""
        inputs = [
            word
            for system, name in SYSTEMS.items()
            for seed in self.seeds
            for word in ("--input", f"{name}={self.of_seed(seed) / 'scores' / system / 'test'}")
        ]
        return Step("evaluation", self.job("evaluate", *inputs, "--output", self.folder / "evaluation"))

    def bundle(self, seed: int, system: str) -> Path:
        """The model bundle of a system."""
        return self.of_seed(seed) / system / "bundle"

    def job(self, command: str, *words: object) -> tuple[str, ...]:
        """A command of Thumbscore."""
        return (str(self.thumbscore), command, *map(str, words))
