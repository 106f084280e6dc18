"""What a user of Spark Connect does with Thumbscore; prints what it found as JSON."""

from __future__ import annotations

import json
import sys

import matplotlib as mpl
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import SparkSession

import thumbscore


def main(address: str, articles: str, model: str, folder: str) -> None:
    """Scores articles by the transformer and by SQL, searches, and draws."""
    spark = SparkSession.builder.remote(address).getOrCreate()
    assert thumbscore.session() is not None
    rows = spark.read.parquet(articles).drop("label")
    scores = thumbscore.score(rows, model=model, text="summary", image="thumbnail", embeddings=True)
    found = {row["id"]: [row["status"], row["similarity"]] for row in scores.collect()}
    nearest = thumbscore.search(scores, "flooded street", model=model, top=3)
    rows.createOrReplaceTempView("articles")
    sql = spark.sql("SELECT id, thumbscore.similarity(thumbnail, summary) AS similarity FROM articles")
    scorer = thumbscore.ThumbnailScorer(model=model, textCol="summary", imageCol="thumbnail", outputCol="t_")
    Pipeline(stages=[scorer]).fit(rows).write().save(f"{folder}/pipeline")
    piped = PipelineModel.load(f"{folder}/pipeline").transform(rows)
    mpl.use("agg")
    axes = thumbscore.plot.distribution(scores)
    result = {
        "scores": found,
        "sql": {row["id"]: row["similarity"] for row in sql.collect()},
        "piped": {row["id"]: row["t_similarity"] for row in piped.collect()},
        "matches": [row["match"] for row in nearest.collect()],
        "bars": len(axes.patches),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
