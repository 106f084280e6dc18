"""The steps that make the table of the miniature."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from thumbscore.miniature.steps import Step

SYSTEMS = {"clip": "CLIP", "clipadapt": "CLIPAdapt", "cft-clip": "CFT-CLIP"}
# as in the paper, CLIP is one model, from which the others are trained with several seeds
CLIP_SEED = 1
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

    @property
    def tokenizer(self) -> Path:
        """The tokenizer of CLIP."""
        return self.folder / "tokenizer.json"

    def of(self, system: str, seed: int) -> Path:
        """The directory of a system."""
        return self.folder / f"{system}-{seed}"

    def data(self) -> list[Step]:
        """The news and the tokenizer."""
        rows = [word for split, count in self.rows.items() for word in (f"--{split}", count)]
        news, texts = self.folder / "news", [self.news("train"), self.news("generic")]
        return [
            Step("news", self.script("make_news.py", "--out", news, *rows)),
            Step("tokenizer", self.script("train.py", "tokenizer", "--texts", *texts, "--out", self.tokenizer)),
        ]

    def shared(self) -> list[list[Step]]:
        """The models that all seeds share, which can be trained at the same time: CLIP and the text models."""
        new = ("--new", "mini", "--tokenizer", self.tokenizer)
        models = ("--news", self.folder / "news", "--out", self.folder / "text-models")
        return [
            [self.train("clip", CLIP_SEED, *new, "--train", self.news("generic"))],
            [Step("text-models", self.script("train_text_models.py", *models))],
        ]

    def pairs(self) -> list[Step]:
        """Counterfactual texts, and the scores of CLIP."""
        return [*(self.write(split) for split in ("train", "validation")), *self.scores("clip", CLIP_SEED)]

    def lanes(self) -> list[list[Step]]:
        """The systems that are trained further, each with its scores; the longest first, in any order otherwise."""
        return [self.further(system, seed) for system in ("cft-clip", "clipadapt") for seed in self.seeds]

    def further(self, system: str, seed: int) -> list[Step]:
        """Trains CLIP further, and scores with the result."""
        pairs = [self.folder / "pairs" / split for split in ("train", "validation")]
        train, validation = pairs if system == "cft-clip" else (self.news("train"), self.news("validation"))
        from_clip = ("--init", self.of("clip", CLIP_SEED) / "model")
        return [
            self.train(system, seed, *from_clip, "--train", train, "--validation", validation),
            *self.scores(system, seed),
        ]

    def train(self, system: str, seed: int, *words: object) -> Step:
        """Trains a system and exports it."""
        out = self.of(system, seed)
        common = ("--preset", "mini", "--seed", seed, "--threads", self.threads, "--resume", *self.training)
        written = ("--out", out, "--export", out / "bundle", "--licence", "Apache-2.0")
        return Step(f"{system}-{seed}/train", self.script("train.py", system, *words, *common, *written))

    def write(self, split: str) -> Step:
        """Writes counterfactual texts, which CLIP finds less similar to the image than the text."""
        models = self.folder / "text-models"
        return Step(
            f"pairs-{split}",
            self.job(
                "counterfactual",
                *("--input", self.news(split), "--output", self.folder / "pairs" / split),
                *("--model", self.of("clip", CLIP_SEED) / "bundle", "--preset", "nela-gt"),
                *("--tagger", models / "tagger", "--masked-model", models / "masked"),
            ),
        )

    def scores(self, system: str, seed: int) -> list[Step]:
        """Scores the validation split, takes its median as the threshold, and scores the test split with it."""
        out = self.of(system, seed) / "scores"
        calibration = out / "calibration.json"
        return [
            self.score(system, seed, "validation"),
            Step(
                f"{system}-{seed}/calibration",
                self.job("calibrate", "--input", out / "validation", "--output", calibration, "--policy", "median"),
            ),
            self.score(system, seed, "test", "--calibration", calibration),
        ]

    def score(self, system: str, seed: int, split: str, *words: object) -> Step:
        """Scores a split."""
        out = self.of(system, seed)
        return Step(
            f"{system}-{seed}/{split}",
            self.job(
                "score",
                *("--input", self.news(split), "--output", out / "scores" / split),
                *("--model", out / "bundle", "--preset", "nela-gt", "--keep", "label", *words),
            ),
        )

    def evaluate(self) -> Step:
        """Compares all systems over all seeds."""
        inputs = [
            word
            for system, name in SYSTEMS.items()
            for seed in ((CLIP_SEED,) if system == "clip" else self.seeds)
            for word in ("--input", f"{name}={self.of(system, seed) / 'scores/test'}")
        ]
        return Step("evaluation", self.job("evaluate", *inputs, "--output", self.folder / "evaluation"))

    def job(self, command: str, *words: object) -> tuple[str, ...]:
        """A command of Thumbscore."""
        return (str(self.thumbscore), command, *map(str, words))
