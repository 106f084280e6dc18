"""PySpark: `mapInPandas` in a local session with one Python worker for each core."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pyspark.sql import SparkSession

from thumbscore.benchmarks.pipeline import Pipeline
from thumbscore.benchmarks.startline import StartLine
from thumbscore.benchmarks.task import Task

if TYPE_CHECKING:
    import pandas as pd

# rows that go to a Python worker at a time; Spark's default of 10,000 would be 450 MB of thumbnails
ARROW_ROWS = 256
# some tasks for each core, so that none is idle while another has a whole partition left; Spark's default is 128 MB
PARTITION = "16m"
MEMORY = "4g"


@functools.cache
def load(bundle: Path, start: StartLine) -> Pipeline:
    """The model, once in each Python worker."""
    pipeline = Pipeline.open(bundle, threads=1).warm_up()
    start.wait()
    return pipeline


def scorer(bundle: Path, batch: int, start: StartLine) -> Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]]:
    """The function that Spark runs on each partition."""

    def score_frames(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        pipeline = load(bundle, start)
        for frame in frames:
            texts, images = frame["summary"].tolist(), frame["thumbnail"].tolist()
            batches = (slice(first, first + batch) for first in range(0, len(frame), batch))
            similarities = [pipeline.similarities(texts[rows], images[rows]) for rows in batches]
            yield frame[["id"]].assign(similarity=np.concatenate(similarities))

    return score_frames


def score(task: Task) -> float:
    """Scores the articles; seconds from the start line until all was written."""
    spark = (
        SparkSession.builder.master(f"local[{task.workers}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", MEMORY)
        .config("spark.sql.files.maxPartitionBytes", PARTITION)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", ARROW_ROWS)
        .getOrCreate()
    )
    articles = spark.read.parquet(str(task.articles)).select("id", "summary", "thumbnail")
    if articles.rdd.getNumPartitions() < task.workers:
        # Spark does not divide small files, and a core would be idle
        articles = articles.repartition(task.workers)
    start = StartLine(task.start_line, task.workers)
    scores = articles.mapInPandas(scorer(task.bundle, task.batch, start), "id string, similarity float")
    scores.write.parquet(str(task.out))
    seconds = start.seconds_since()
    spark.stop()
    return seconds
