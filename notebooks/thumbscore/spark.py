"""Spark sessions with Thumbscore in them, and scoring and searching in one call each."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

if TYPE_CHECKING:
    from collections.abc import Iterator

ONNX_RUNTIME = "com.microsoft.onnxruntime:onnxruntime:1.28.0"
CATALOG = "org.thumbscore.spark.functions.ThumbscoreCatalog"
DRIVER_MEMORY = "4g"


def session(jar: str | Path | None = None, **config: str) -> SparkSession:
    """The active Spark session, or a new local one that has Thumbscore.

    `jar` is the jar of the job; without it, $THUMBSCORE_JAR names it, or it is looked for in `job/target` of this
    directory and those above. `config` are further settings of Spark, with `__` for each dot.
    """
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    found = Path(jar) if jar else find_jar()
    builder = SparkSession.builder.appName("thumbscore").config("spark.jars", ",".join(map(str, jars(found))))
    builder = builder.config("spark.driver.memory", DRIVER_MEMORY)
    # the vectorised reader holds 4,096 images at a time
    builder = builder.config("spark.sql.parquet.enableVectorizedReader", "false")
    if not any(is_onnx_runtime(path) for path in jars(found)):
        builder = builder.config("spark.jars.packages", ONNX_RUNTIME)
    for name, value in config.items():
        builder = builder.config(name.replace("__", "."), value)
    return builder.getOrCreate()


def find_jar() -> Path:
    """The jar of the job."""
    if named := os.environ.get("THUMBSCORE_JAR"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        for path in sorted((folder / "job/target").glob("thumbscore-job-*.jar")):
            if "sources" not in path.name:
                return path
    raise FileNotFoundError(
        "Cannot find the jar of Thumbscore; build it with `mvn -Pcpu -DskipTests package`, "
        "or name it in the environment variable THUMBSCORE_JAR"
    )


def jars(jar: Path) -> Iterator[Path]:
    """The jar, and the ONNX Runtime that a build of the launcher has put beside it."""
    if not jar.is_file():
        raise FileNotFoundError(f"Cannot find the jar of Thumbscore: {jar}")
    yield jar.absolute()
    classpath = jar.parent / "thumbscore/lib/classpath"
    if classpath.is_file():
        entries = map(Path, classpath.read_text(encoding="utf-8").strip().split(os.pathsep))
        yield from (path for path in entries if is_onnx_runtime(path) and path.is_file())


def is_onnx_runtime(path: Path) -> bool:
    """Whether a jar is one of ONNX Runtime."""
    return path.name.startswith("onnxruntime")


def score(articles: DataFrame, *, model: str | Path, text: str, image: str, **options: object) -> DataFrame:
    """The articles with similarity, label and status; `options` are further parameters of `ThumbnailScorer`."""
    from thumbscore.scorer import ThumbnailScorer

    return ThumbnailScorer(model=str(model), textCol=text, imageCol=image, **options).transform(articles)


def search(scores: DataFrame, text: str, *, model: str | Path, top: int = 20) -> DataFrame:
    """The rows whose images are most similar to a text, by their stored embeddings.

    `scores` have a column `image_embedding` of this model; the result has a further column `match`, the cosine.
    """
    catalog = f"thumbscore_{hashlib.sha256(str(model).encode()).hexdigest()[:12]}"
    conf = scores.sparkSession.conf
    conf.set(f"spark.sql.catalog.{catalog}", CATALOG)
    conf.set(f"spark.sql.catalog.{catalog}.model", str(model))
    wanted = f.call_function(f"{catalog}.embed_text", f.lit(text))
    match = f.call_function(f"{catalog}.cosine", f.col("image_embedding"), wanted)
    return scores.withColumn("match", match).orderBy(f.desc_nulls_last("match")).limit(top)
