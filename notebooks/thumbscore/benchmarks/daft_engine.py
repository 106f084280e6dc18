"""Daft: a class UDF with a batch method, in one process for each core."""

from __future__ import annotations

from pathlib import Path

import daft
import numpy as np
from daft import DataType, Series

from thumbscore.benchmarks.pipeline import Pipeline
from thumbscore.benchmarks.startline import StartLine
from thumbscore.benchmarks.task import Task


def define_scorer(workers: int, batch: int) -> type:
    """A class UDF as Daft's guide recommends: processes, which do not wait for each other's interpreter lock."""

    @daft.cls(use_process=True, max_concurrency=workers)
    class Scorer:
        def __init__(self, bundle: Path, start: StartLine) -> None:
            self.pipeline = Pipeline.open(bundle, threads=1).warm_up()
            start.wait()

        @daft.method.batch(return_dtype=DataType.float32(), batch_size=batch)
        def similarity(self, texts: Series, images: Series) -> np.ndarray:
            return self.pipeline.similarities(texts.to_pylist(), images.to_pylist())

    return Scorer


def score(task: Task) -> float:
    """Scores the articles; seconds from the start line until all was written."""
    start = StartLine(task.start_line, task.workers)
    scorer = define_scorer(task.workers, task.batch)(task.bundle, start)
    articles = daft.read_parquet(str(task.articles))
    similarity = scorer.similarity(articles["summary"], articles["thumbnail"])
    articles.select("id", similarity.alias("similarity")).write_parquet(str(task.out))
    return start.seconds_since()
