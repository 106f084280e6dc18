"""Thumbscore from the other side of a server: Spark Connect and the Thrift server, each in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark
import pytest

from thumbscore.spark import CATALOG, find_jar, jars

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "udf/src/test/resources/org/thumbscore"
ARTICLES = RESOURCES / "articles.parquet"
MODEL = RESOURCES / "bundles/random-clip"
SPARK_HOME = Path(pyspark.__file__).parent
PATIENCE_SECONDS = 180


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def server(main: str, folder: Path, port: int, conf: dict[str, str], *arguments: str) -> Iterator[None]:
    """A server of Spark's that has Thumbscore, once it listens."""
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.catalog.thumbscore": CATALOG,
        "spark.sql.catalog.thumbscore.model": str(MODEL),
    }
    words = [str(SPARK_HOME / "bin/spark-submit"), "--master", "local[2]", "--class", main]
    words += ["--jars", ",".join(map(str, jars(find_jar())))]
    for key, value in (settings | conf).items():
        words += ["--conf", f"{key}={value}"]
    log = folder / "server.log"
    environment = os.environ | {"SPARK_HOME": str(SPARK_HOME)}
    with (
        log.open("w") as said,
        subprocess.Popen(
            [*words, "spark-internal", *arguments], cwd=folder, stdout=said, stderr=said, env=environment
        ) as process,
    ):
        try:
            end = time.monotonic() + PATIENCE_SECONDS
            while not listens(port):
                assert process.poll() is None and time.monotonic() < end, log.read_text()[-3000:]
                time.sleep(0.2)
            yield
        finally:
            process.terminate()


def listens(port: int) -> bool:
    """Whether somebody listens on a port."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def expected() -> dict[str, float]:
    """The similarities of transformers by id."""
    lines = (RESOURCES / "reference/embeddings.jsonl").read_text().splitlines()
    return {line["id"]: line["similarity"] for line in map(json.loads, lines)}


def test_spark_connect_scores_searches_and_draws(tmp_path: Path) -> None:
    """The package works in a session of Spark Connect."""
    port = free_port()
    conf = {"spark.connect.grpc.binding.port": str(port), "spark.connect.grpc.binding.address": "127.0.0.1"}
    main = "org.apache.spark.sql.connect.service.SparkConnectServer"
    with server(main, tmp_path, port, conf):
        words = [sys.executable, HERE / "connect_client.py", f"sc://127.0.0.1:{port}", ARTICLES, MODEL, tmp_path]
        client = subprocess.run(
            list(map(str, words)),
            cwd=HERE.parent,
            env=os.environ | {"PYTHONPATH": str(HERE.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert client.returncode == 0, client.stderr[-3000:]
    found = json.loads(client.stdout.splitlines()[-1])
    assert len(found["scores"]) == 96
    scored = {key: similarity for key, (status, similarity) in found["scores"].items() if status == "OK"}
    assert len(scored) == 81
    assert {key: scored[key] for key in expected()} == pytest.approx(expected(), abs=1e-5)
    assert {key: value for key, value in found["sql"].items() if value is not None} == pytest.approx(scored, abs=1e-6)
    assert found["piped"] == pytest.approx({key: similarity for key, (_, similarity) in found["scores"].items()})
    assert found["matches"] == sorted(found["matches"], reverse=True)
    assert len(found["matches"]) == 3
    assert found["bars"] > 10


def test_thrift_server_has_the_functions(tmp_path: Path) -> None:
    """The functions are called from a client that knows SQL alone, and bad input is null."""
    port = free_port()
    main = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
    thrift = [f"--hiveconf=hive.server2.thrift.port={port}", "--hiveconf=hive.server2.thrift.bind.host=127.0.0.1"]
    queries = [
        f"SELECT id, thumbscore.similarity(thumbnail, summary) FROM parquet.`{ARTICLES}` ORDER BY id",
        "SELECT 'self', thumbscore.cosine(thumbscore.embed_text('a dog'), thumbscore.embed_text('a dog'))",
        "SELECT 'bad', thumbscore.similarity(cast('no image' AS binary), 'a dog')",
    ]
    with server(main, tmp_path, port, {}, *[word for option in thrift for word in option.split("=", 1)]):
        words = [str(SPARK_HOME / "bin/beeline"), "-u", f"jdbc:hive2://127.0.0.1:{port}/", "-n", "user"]
        words += ["--outputformat=csv2", "--showHeader=false", "--silent=true"]
        for query in queries:
            words += ["-e", query]
        environment = os.environ | {"SPARK_HOME": str(SPARK_HOME)}
        client = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert client.returncode == 0, client.stderr[-3000:]
    # some lines begin with the prompt
    lines = [line.rpartition("> ")[2] for line in client.stdout.splitlines()]
    found = dict(line.split(",") for line in lines if line.count(",") == 1)
    assert float(found.pop("self")) == pytest.approx(1, abs=1e-6)
    assert found.pop("bad") in {"", "NULL"}
    assert len(found) == 96
    scored = {key: float(value) for key, value in found.items() if value not in {"", "NULL"}}
    assert len(scored) == 81
    assert {key: scored[key] for key in expected()} == pytest.approx(expected(), abs=1e-5)
