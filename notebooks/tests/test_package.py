"""The Python package in a Spark session of pip's pyspark, with the jar of the job."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import SQLTransformer
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.utils import IllegalArgumentException

import thumbscore
from thumbscore.spark import find_jar

RESOURCES = Path(__file__).parents[2] / "udf/src/test/resources/org/thumbscore"
MODEL = RESOURCES / "bundles/random-clip"

mpl.use("agg")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session that the package makes."""
    folder = tmp_path_factory.mktemp("spark")
    session = thumbscore.session(
        spark__master="local[2]",
        spark__ui__enabled="false",
        spark__driver__bindAddress="127.0.0.1",
        spark__driver__host="127.0.0.1",
        spark__sql__shuffle__partitions="2",
        spark__sql__warehouse__dir=str(folder),
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def articles(spark: SparkSession) -> DataFrame:
    """The damaged sample articles."""
    return spark.read.parquet(str(RESOURCES / "articles.parquet")).drop("label")


@pytest.fixture(scope="module")
def scores(articles: DataFrame) -> DataFrame:
    """Their scores, with embeddings."""
    return thumbscore.score(articles, model=MODEL, text="summary", image="thumbnail", embeddings=True).cache()


def test_session_is_made_once(spark: SparkSession) -> None:
    """The active session is taken where there is one."""
    assert thumbscore.session() is spark


def test_scores_equal_the_reference(scores: DataFrame) -> None:
    """Similarities are those of transformers."""
    found = {row["id"]: row["similarity"] for row in scores.select("id", "similarity").collect()}
    assert len(found) == 96
    lines = (RESOURCES / "reference/embeddings.jsonl").read_text().splitlines()
    for line in map(json.loads, lines):
        assert found[line["id"]] == pytest.approx(line["similarity"], abs=1e-5)
    counts = {row["status"]: row["count"] for row in scores.groupBy("status").count().collect()}
    assert counts == {"OK": 81, "TEXT_MISSING": 3, "IMAGE_MISSING": 6, "IMAGE_UNDECODABLE": 6}


def test_pipeline_is_saved_and_read(articles: DataFrame, scores: DataFrame, tmp_path: Path) -> None:
    """A pipeline with other stages gives the same scores after it was read again."""
    scorer = thumbscore.ThumbnailScorer(model=str(MODEL), textCol="summary", imageCol="thumbnail", outputCol="t_")
    choose = SQLTransformer(statement="SELECT id, t_similarity FROM __THIS__ WHERE t_status = 'OK'")
    Pipeline(stages=[scorer, choose]).fit(articles).write().save(str(tmp_path / "pipeline"))
    read = PipelineModel.load(str(tmp_path / "pipeline"))
    assert type(read.stages[0]) is thumbscore.ThumbnailScorer
    assert read.stages[0].getOrDefault("outputCol") == "t_"
    expected = {row["id"]: row["similarity"] for row in scores.where("status = 'OK'").collect()}
    found = {row["id"]: row["t_similarity"] for row in read.transform(articles).collect()}
    assert found == pytest.approx(expected, abs=1e-6)
    scorer.write().save(str(tmp_path / "scorer"))
    alone = thumbscore.ThumbnailScorer.load(str(tmp_path / "scorer"))
    assert alone.getOrDefault("textCol") == "summary"


def test_search_finds_the_nearest_images(scores: DataFrame) -> None:
    """The matches are those of a comparison of all images."""
    found = thumbscore.search(scores, "flooded street", model=MODEL, top=5).collect()
    assert len(found) == 5
    assert [row["match"] for row in found] == sorted((row["match"] for row in found), reverse=True)
    known = scores.where("image_embedding is not null").select("id", "image_embedding").collect()
    text = thumbscore.search(scores, "flooded street", model=MODEL, top=96).select("id", "match").collect()
    assert {row["id"] for row in text if row["match"] is not None} == {row["id"] for row in known}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"text": "abstract"}, "Missing column abstract (textCol)"),
        ({"model": "/no/such/bundle"}, "there is no such directory"),
        ({"precision": "half"}, "must be one of fp32"),
    ],
)
def test_errors_are_those_of_java(articles: DataFrame, options: dict[str, str], message: str) -> None:
    """What is wrong is said in one line, before anything runs."""
    given = {"model": MODEL, "text": "summary", "image": "thumbnail"} | options
    with pytest.raises(Exception, match=".") as caught:
        thumbscore.score(articles, **given)
    assert message in str(caught.value)
    if "model" not in options:
        assert isinstance(caught.value, IllegalArgumentException)


def test_plots_show_the_scores(scores: DataFrame) -> None:
    """Each plot draws what was counted."""
    bars = thumbscore.plot.distribution(scores).patches
    assert sum(bar.get_height() for bar in bars) == 81
    labels = [text.get_text() for text in thumbscore.plot.by(scores, "source").get_yticklabels()]
    assert sorted(labels) == sorted(row["source"] for row in scores.select("source").distinct().collect())
    (line,) = thumbscore.plot.over_time(scores, "date").lines
    means = [
        row["m"]
        for row in scores.groupBy(f.date_trunc("week", f.col("date").cast("timestamp")))
        .agg(f.avg("similarity").alias("m"))
        .collect()
    ]
    assert len(line.get_ydata()) == len([mean for mean in means if mean is not None])
    axes = thumbscore.plot.gallery(scores.where("status = 'OK'"), rows=3)
    assert [len(ax.images) for ax in axes.flat] == [1] * 6
    best = scores.agg(f.max("similarity")).first()[0]
    assert axes[0][0].get_title().startswith(f"{best:.2f}")


def test_a_plot_without_scores_says_so(scores: DataFrame) -> None:
    """Nothing to draw is an error."""
    with pytest.raises(ValueError, match="No row has a similarity"):
        thumbscore.plot.distribution(scores.where("status <> 'OK'"))


def test_a_missing_jar_is_an_error_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to build the jar."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("THUMBSCORE_JAR", raising=False)
    with pytest.raises(FileNotFoundError, match="mvn -Pcpu -DskipTests package"):
        find_jar()


def test_the_package_knows_its_names() -> None:
    """An unknown name is refused as usual."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        thumbscore.nothing  # noqa: B018
