"""Every way in gives the same scores: the command line, the transformer in batch and in a stream, and SQL."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pyspark.ml import Pipeline
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

import thumbscore
from thumbscore.spark import CATALOG

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "job/target/thumbscore/bin/thumbscore"
MODEL = ROOT / "conf/models/thumbscore-mini"
ROWS = 1_000


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session with the catalog of SQL functions."""
    session = thumbscore.session(
        spark__master="local[2]",
        spark__ui__enabled="true",
        spark__ui__port="0",
        spark__plugins="org.thumbscore.spark.metrics.ThumbscorePlugin",
        spark__metrics__namespace="ways",
        spark__metrics__conf__driver__sink__prometheusServlet__class="org.apache.spark.metrics.sink.PrometheusServlet",
        spark__metrics__conf__driver__sink__prometheusServlet__path="/metrics/prometheus",
        spark__driver__bindAddress="127.0.0.1",
        spark__driver__host="127.0.0.1",
        spark__sql__shuffle__partitions="2",
        spark__sql__warehouse__dir=str(tmp_path_factory.mktemp("warehouse")),
    )
    session.conf.set("spark.sql.catalog.thumbscore", CATALOG)
    session.conf.set("spark.sql.catalog.thumbscore.model", str(MODEL))
    yield session
    session.stop()


@pytest.fixture(scope="module")
def articles(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with one file of a thousand articles, each text in one of three lengths."""
    folder = tmp_path_factory.mktemp("lake") / "articles"
    samples = spark.read.parquet(str(ROOT / "conf/samples/articles.parquet")).drop("label")
    copies = samples.crossJoin(spark.range(3).withColumnRenamed("id", "copy"))
    text = f.expr("substring(summary, 1, cast(length(summary) / (copy + 1) as int))")
    named = copies.withColumn("id", f.concat_ws("-", "id", "copy")).withColumn("summary", text).drop("copy")
    named.orderBy("id").limit(ROWS).coalesce(1).write.parquet(str(folder))
    return folder


def similarities(scores: DataFrame) -> dict[str, float]:
    """The similarity by id."""
    found = {row["id"]: row["similarity"] for row in scores.select("id", "similarity").collect()}
    assert len(found) == ROWS
    return found


def rows_of(metrics: Path) -> dict[str, float]:
    """The rows by status in a file of metrics, as Prometheus reads it."""
    families = {family.name: family for family in text_string_to_metric_families(metrics.read_text())}
    return {sample.labels["status"]: sample.value for sample in families["thumbscore_run_rows"].samples}


def test_every_way_gives_the_same_scores(spark: SparkSession, articles: Path, tmp_path: Path) -> None:
    """The same bits where the batches are the same, and within 1e-6 where each row is a batch of its own."""
    output = tmp_path / "scores"
    command = [LAUNCHER, "score", "--input", articles, "--output", output, "--model", MODEL, "--preset", "nela-gt"]
    metrics = tmp_path / "thumbscore.prom"
    more = ["--set=score.partitions=1", f"--metrics-file={metrics}"]
    subprocess.run([*map(str, command), *more], check=True, capture_output=True)
    expected = similarities(spark.read.parquet(str(output)))
    assert rows_of(metrics) == {"OK": ROWS}

    rows = spark.read.parquet(str(articles)).coalesce(1)
    parameters = {"model": str(MODEL), "textCol": "summary", "imageCol": "thumbnail"}
    package = thumbscore.score(rows, model=MODEL, text="summary", image="thumbnail")
    assert similarities(package) == expected
    pipeline = Pipeline(stages=[thumbscore.ThumbnailScorer(**parameters)]).fit(rows)
    assert similarities(pipeline.transform(rows)) == expected

    stream = spark.readStream.schema(rows.schema).parquet(str(articles)).coalesce(1)
    scored = thumbscore.ThumbnailScorer(**parameters).transform(stream).drop("thumbnail")
    query = (
        scored.writeStream.format("parquet")
        .option("path", str(tmp_path / "streamed"))
        .option("checkpointLocation", str(tmp_path / "checkpoint"))
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination()
    assert similarities(spark.read.parquet(str(tmp_path / "streamed"))) == expected

    rows.createOrReplaceTempView("articles")
    sql = spark.sql("SELECT id, thumbscore.similarity(thumbnail, summary) AS similarity FROM articles")
    assert similarities(sql) == pytest.approx(expected, abs=1e-6)


def test_metrics_are_seen_in_the_user_interface_and_by_prometheus(spark: SparkSession, articles: Path) -> None:
    """The driver of a session with the plugin counts the rows of the transformer, and its page lists accumulators."""
    address = spark.sparkContext.uiWebUrl
    assert address is not None
    before = counted(address)
    rows = spark.read.parquet(str(articles))
    thumbscore.score(rows, model=MODEL, text="summary", image="thumbnail").write.format("noop").mode("append").save()
    spark.sparkContext._jsc.sc().listenerBus().waitUntilEmpty()  # the user interface is told by events
    after = counted(address)
    assert after["rows_Count"] - before["rows_Count"] == ROWS
    assert after["rows_OK_Value"] - before["rows_OK_Value"] == ROWS
    assert after["seconds_infer_Value"] > before["seconds_infer_Value"]
    assert after["queue_depth_Value"] == 0

    application = f"{address}/api/v1/applications/{spark.sparkContext.applicationId}"
    stages = json.loads(read(f"{application}/stages?status=complete"))
    newest = max(stages, key=lambda stage: stage["stageId"])
    shown = {update["name"]: update["value"] for update in newest["accumulatorUpdates"]}
    assert shown["thumbscore rows"] == f"{{OK={ROWS}}}"
    assert int(shown["thumbscore infer (ns)"]) > 0


def read(address: str) -> str:
    """The body of a page."""
    with urllib.request.urlopen(address, timeout=30) as response:
        return response.read().decode()


def counted(address: str) -> dict[str, float]:
    """The metrics of the plugin, without their common prefix."""
    prefix = "metrics_ways_driver_plugin_org_thumbscore_spark_metrics_ThumbscorePlugin_"
    families = text_string_to_metric_families(read(f"{address}/metrics/prometheus/"))
    samples = [sample for family in families for sample in family.samples]
    return {s.name.removeprefix(prefix): s.value for s in samples if s.name.startswith(prefix)}
