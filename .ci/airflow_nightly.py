"""Runs the nightly DAG for days of a lake with a real Airflow and a real `spark-submit`, and checks every row.

Usage: airflow_nightly.py HOME WORK [--days N] [--at-once N] [--kills N]

HOME is the checkout, with the jar built; `spark-submit` is on the PATH. Each day is run by a process of its own.
"""

from __future__ import annotations

import argparse
import collections
import http.server
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FIRST_DAY = date(2026, 10, 1)
SEED = 20_261_127
EMPTY = "empty"
RUN_A_DAY = """
import sys
from datetime import datetime, timedelta, timezone
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
assert not bag.import_errors, bag.import_errors
dag = bag.dags["thumbscore_nightly"]
for task in dag.tasks:
    task.retry_delay = timedelta(seconds=1)
run = dag.test(logical_date=datetime.fromisoformat(sys.argv[2]).replace(hour=3, tzinfo=timezone.utc))
print("state", run.state, {task.task_id: str(task.state) for task in run.get_task_instances()}, flush=True)
sys.exit(0 if str(run.state) == "success" else 1)
"""


def main() -> None:
    """Runs all checks."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--days", type=int, default=2)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--kills", type=int, default=1)
    arguments = parser.parse_args()
    nightly = Nightly(arguments.home, arguments.work)
    nightly.imports_cleanly()
    days = nightly.write_lake(arguments.days)
    start = time.monotonic()
    nightly.backfill(days, arguments.at_once, arguments.kills)
    nightly.every_article_is_scored_once(days)
    print(f"{len(days)} days, {arguments.kills} kills: every row is there once, {time.monotonic() - start:.0f} s")
    nightly.another_run_of_a_day_touches_nothing(days[0])
    nightly.failed_gate_is_told(days[-1] + timedelta(days=1))


class Nightly:
    """The DAG, its lake and its Airflow."""

    def __init__(self, home: Path, work: Path) -> None:
        self.home, self.work = home, work
        (jar,) = (path for path in (home / "job/target").glob("thumbscore-job-*.jar"))
        self.articles, self.scores, self.reports = work / "articles", work / "scores", work / "reports"
        classpath = (home / "job/target/thumbscore/lib/classpath").read_text().strip().split(":")
        (runtime,) = (path for path in classpath if Path(path).name.startswith("onnxruntime"))
        spark = {"conn_type": "spark", "host": "local[2]"}
        model = home / "conf/models/thumbscore-mini"
        score = ["--preset=nela-gt", "--calibration", str(model / "calibration.json"), "--keep=label,published"]
        variables = {
            "jar": jar,
            "articles": self.articles,
            "scores": self.scores,
            "model": model,
            "reports": self.reports,
            "evaluation": work / "evaluation",
            "score_options": json.dumps([*score, "--set=score.max-reject-fraction=0.9"]),
            "evaluate_options": json.dumps(["--label-column=input_label", "--resamples=20"]),
            "spark_conf": json.dumps({"spark.driver.memory": "1g", "spark.ui.enabled": "false", "spark.jars": runtime}),
        }
        self.environment = {
            **os.environ,
            "AIRFLOW__CORE__DAGS_FOLDER": str(home / "conf/airflow"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps(spark),
            "THUMBSCORE_LOG": str(work / "thumbscore.log"),
            **{f"AIRFLOW_VAR_THUMBSCORE_{name.upper()}": str(value) for name, value in variables.items()},
        }

    def imports_cleanly(self) -> None:
        """The DAG raises no warning when it is imported."""
        dag = self.home / "conf/airflow/thumbscore_nightly.py"
        subprocess.run([sys.executable, "-W", "error", dag], env=self.airflow(EMPTY), check=True)

    def airflow(self, name: str) -> dict[str, str]:
        """The environment of an Airflow with a database of its own, a copy of an empty one."""
        home = self.work / "airflow" / name
        database = home / "airflow.db"
        connection = {"AIRFLOW_HOME": str(home), "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{database}"}
        environment = {**self.environment, **connection}
        if not home.exists():
            home.mkdir(parents=True)
            if name == EMPTY:
                subprocess.run(["airflow", "db", "migrate"], env=environment, check=True, capture_output=True)
            else:
                self.airflow(EMPTY)
                shutil.copy(self.work / "airflow" / EMPTY / "airflow.db", database)
        return environment

    def write_lake(self, count: int) -> list[date]:
        """The articles of the demo, dealt out to the days."""
        articles = pq.read_table(self.home / "conf/samples/articles.parquet")
        articles = articles.rename_columns(["published" if name == "date" else name for name in articles.schema.names])
        days = [FIRST_DAY + timedelta(days=number) for number in range(count)]
        for number, day in enumerate(days):
            self.write_day(day, articles.take(pa.array(range(number, len(articles), count))))
        return days

    def write_day(self, day: date, articles: pa.Table) -> None:
        """The articles of a day in two files."""
        folder = self.articles / f"date={day}"
        folder.mkdir(parents=True)
        half = len(articles) // 2
        pq.write_table(articles.slice(0, half), folder / "part-0.parquet")
        pq.write_table(articles.slice(half), folder / "part-1.parquet")

    def start(self, day: date) -> subprocess.Popen[str]:
        """Starts a run of the DAG in a process group of its own."""
        log = self.work / f"run-{day}.log"
        with log.open("a") as out:
            return subprocess.Popen(
                [sys.executable, "-c", RUN_A_DAY, self.home / "conf/airflow", str(day)],
                env=self.airflow(str(day)),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def backfill(self, days: list[date], at_once: int, kills: int) -> None:
        """Runs the days, some at a time; some first attempts are killed while they score, and run again."""
        waiting, running = collections.deque(days), {}
        victims = set(random.Random(SEED).sample(days, kills))
        while waiting or running:
            while waiting and len(running) < at_once:
                day = waiting.popleft()
                running[day] = self.start(day)
            for day, process in list(running.items()):
                if day in victims and self.is_scoring(day):
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    victims.remove(day)
                    del running[day]
                    waiting.appendleft(day)
                elif process.poll() is not None:
                    if process.returncode:
                        sys.exit(f"The run of {day} failed:\n{(self.work / f'run-{day}.log').read_text()[-4000:]}")
                    del running[day]
            time.sleep(0.02)
        if victims:
            sys.exit(f"Runs ended before they were killed: {victims}")

    def is_scoring(self, day: date) -> bool:
        """Whether a day's rows are being written, and none of them is committed."""
        return (self.scores / f"_thumbscore/staging/nightly-{day}").exists()

    def every_article_is_scored_once(self, days: list[date]) -> None:
        """The ids of the scores are those of the articles."""
        expected = sorted(id for day in days for id in read(self.articles / f"date={day}", "id"))
        found = sorted(read(self.scores, "id"))
        if found != expected:
            sys.exit(f"{len(found)} scores of {len(expected)} articles")
        if not (self.scores / "_SUCCESS").exists():
            sys.exit("The scores are not marked as complete")
        for day in days:
            for file in (self.reports / f"{day}.html", self.work / f"evaluation/{day}/evaluation.json"):
                if not file.exists():
                    sys.exit(f"There is no {file}")

    def another_run_of_a_day_touches_nothing(self, day: date) -> None:
        """The files of the scores keep their times."""
        before = times(self.scores)
        process = self.start(day)
        if process.wait() or times(self.scores) != before:
            sys.exit(f"Another run of {day} ended with {process.returncode} or changed the scores")
        print("another run of a day touches nothing")

    def failed_gate_is_told(self, day: date) -> None:
        """A day whose images are all damaged fails once, and is told of."""
        articles = pq.read_table(self.home / "conf/samples/articles.parquet").slice(0, 10)
        damaged = pa.array([b"no image"] * len(articles), pa.binary())
        column = articles.schema.get_field_index("thumbnail")
        self.write_day(
            day,
            articles.set_column(column, "thumbnail", damaged).rename_columns(
                ["published" if name == "date" else name for name in articles.schema.names]
            ),
        )
        told: list[dict[str, str]] = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            """Keeps what is posted."""

            def do_POST(self) -> None:
                told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        alerts = {"conn_type": "http", "host": "127.0.0.1", "port": server.server_port}
        self.environment["AIRFLOW_CONN_THUMBSCORE_ALERTS"] = json.dumps(alerts)
        before = times(self.scores)
        code = self.start(day).wait()
        server.shutdown()
        log = (self.work / f"run-{day}.log").read_text()
        if code != 1 or len(told) != 1 or "data gate failed" not in told[0]["text"] or times(self.scores) != before:
            sys.exit(f"A failed gate ended with {code} and told {told}:\n{log[-4000:]}")
        print("told:", told[0]["text"])


def read(folder: Path, column: str) -> list[str]:
    """The values of a column of all files of a directory that readers see."""
    files = [file for file in folder.rglob("*.parquet") if not any(p.startswith("_") for p in file.parts)]
    return [value for file in files for value in pq.ParquetFile(file).read([column]).column(column).to_pylist()]


def times(scores: Path) -> dict[str, int]:
    """The modification time of each data file."""
    return {str(file): file.stat().st_mtime_ns for file in scores.glob("*.parquet")}


if __name__ == "__main__":
    main()
