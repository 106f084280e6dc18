"""Times the transformer and the SQL function `similarity` on the same articles, in turn, in one Spark session.

    python notebooks/bench_sql.py --articles bench/news/test.parquet bench/news/validation.parquet

The first round includes the start of both and is printed with the others.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from pyspark.sql import DataFrame

import thumbscore
from thumbscore.spark import CATALOG

MODEL = Path(__file__).parents[1] / "conf/models/thumbscore-mini"


def main() -> None:
    """Prints rows per second of both, and their ratio, for each round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", nargs="+", required=True, help="parquet with the columns summary and thumbnail")
    parser.add_argument("--model", type=Path, default=MODEL, help="a model bundle; default: the embedded model")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    spark = thumbscore.session(spark__ui__enabled="false")
    spark.conf.set("spark.sql.catalog.thumbscore", CATALOG)
    spark.conf.set("spark.sql.catalog.thumbscore.model", str(arguments.model))
    tasks = spark.sparkContext.defaultParallelism
    articles = spark.read.parquet(*arguments.articles).select("summary", "thumbnail").repartition(tasks).cache()
    rows = articles.count()
    articles.createOrReplaceTempView("articles")
    for _ in range(arguments.rounds):
        scores = thumbscore.score(articles, model=arguments.model, text="summary", image="thumbnail")
        transformer = rows / seconds(scores)
        function = rows / seconds(spark.sql("SELECT thumbscore.similarity(thumbnail, summary) FROM articles"))
        rates = f"transformer {transformer:.0f} rows/s, similarity {function:.0f} rows/s"
        print(f"{rates}, {transformer / function:.2f} times")


def seconds(scores: DataFrame) -> float:
    """How long it takes to compute all rows."""
    start = time.perf_counter()
    scores.write.format("noop").mode("append").save()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
