"""Scores the articles of each day, every night.

The articles of a day lie in a directory of their own, `<articles>/date=YYYY-MM-DD`. A run scores the day of its logical
date into one output that all days share, so days may be run again, in any order and several at a time: what is scored
already stays as it is. Backfill a month with

    airflow backfill create --dag-id thumbscore_nightly --from-date 2026-10-01 --to-date 2026-10-31 --max-active-runs 4

Everything is configured by Variables, which are read when a task runs:

| Variable | meaning |
|---|---|
| `thumbscore_jar` | the jar of the job, where `spark-submit` finds it |
| `thumbscore_articles` | the directory of the days |
| `thumbscore_scores` | the output |
| `thumbscore_model` | the model bundle |
| `thumbscore_reports` | the directory of the reports; without it, no report is made |
| `thumbscore_urls` | the directory of the days' image URLs; with it, images are fetched before scoring |
| `thumbscore_images` | the output of `fetch` |
| `thumbscore_evaluation` | the output of `evaluate`; without it, nothing is evaluated |
| `thumbscore_<command>_options` | more options of a command, a JSON list such as `["--preset", "nela-gt"]` |
| `thumbscore_spark_conf` | settings of Spark, a JSON object |

The Connection `spark_default` names the cluster, its deploy mode and its queue. If there is a Connection
`thumbscore_alerts`, a message is posted to it as `{"text": ...}` when a task fails for good.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Connection, CronDataIntervalTimetable, Variable
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowNotFoundException,
    AirflowSkipException,
)

GATE = 3
EXIT_CODE = re.compile(r"Error code is: (\d+)")


def variable(name: str) -> str:
    """The value of a Variable, as a template."""
    return "{{ var.value.thumbscore_" + name + " }}"


class ThumbscoreOperator(SparkSubmitOperator):
    """Runs a command of Thumbscore by `spark-submit`.

    A data gate that fails (exit code 3) is not tried again, since the same data would fail again. The task is skipped
    where a Variable that it needs is not set.
    """

    def __init__(self, *, command: str, arguments: list[str], needs: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(
            application=variable("jar"),
            java_class="org.thumbscore.cli.Main",
            name=f"thumbscore {command} {{{{ ds }}}}",
            application_args=[command, *arguments],
            **kwargs,
        )
        self.command, self.needs = command, needs

    def render_template_fields(self, context: Any, jinja_env: Any = None) -> None:
        """Skips the task before its templates ask for a Variable that is not there."""
        missing = [name for name in self.needs if Variable.get(f"thumbscore_{name}", default=None) is None]
        if missing:
            raise AirflowSkipException(f"The Variable thumbscore_{missing[0]} is not set")
        super().render_template_fields(context, jinja_env)

    def execute(self, context: Any) -> None:
        """Adds the options and settings of the Variables, and runs the command."""
        more = Variable.get(f"thumbscore_{self.command}_options", default=[], deserialize_json=True)
        self.application_args = [*self.application_args, *map(str, more)]
        settings = Variable.get("thumbscore_spark_conf", default={}, deserialize_json=True)
        self.conf = {**(self.conf or {}), **settings}
        try:
            super().execute(context)
        except AirflowException as failure:
            code = EXIT_CODE.search(str(failure))
            if code and int(code[1]) == GATE:
                raise AirflowFailException(f"thumbscore {self.command}: a data gate failed; see the log") from failure
            raise


def alert(context: Any) -> None:
    """Tells that a task has failed for good."""
    task = context["ti"]
    text = f"thumbscore: {task.task_id} of {context['ds']} failed: {context.get('exception')}"
    try:
        connection = Connection.get("thumbscore_alerts")
    except AirflowNotFoundException:
        print(f"{text} (there is no Connection thumbscore_alerts to post this to)")
        return
    body = json.dumps({"text": text}).encode()
    with urlopen(Request(address(connection), body, {"Content-Type": "application/json"}), timeout=30):
        print(f"Posted: {text}")


def address(connection: Connection) -> str:
    """The URL of an HTTP connection."""
    scheme = connection.schema if connection.schema in ("http", "https") else connection.conn_type
    port = f":{connection.port}" if connection.port else ""
    path = connection.extra_dejson.get("path", "/")
    return f"{scheme}://{connection.host}{port}{path}"


with DAG(
    "thumbscore_nightly",
    description="Scores how well the day's thumbnails represent their articles",
    doc_md=__doc__,
    schedule=CronDataIntervalTimetable("0 3 * * *", timezone="UTC"),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=4,
    tags=["thumbscore"],
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10), "on_failure_callback": alert},
) as dag:
    fetch = ThumbscoreOperator(
        task_id="fetch",
        command="fetch",
        needs=("urls", "images"),
        # all days share one table of images, which one run at a time writes
        max_active_tis_per_dag=1,
        arguments=["--input", variable("urls") + "/date={{ ds }}", "--output", variable("images")],
    )
    score = ThumbscoreOperator(
        task_id="score",
        command="score",
        trigger_rule="none_failed",
        arguments=[
            *("--input", variable("articles") + "/date={{ ds }}"),
            *("--output", variable("scores"), "--model", variable("model")),
            *("--run-id", "nightly-{{ ds }}", "--wait", "30m"),
        ],
    )
    evaluate = ThumbscoreOperator(
        task_id="evaluate",
        command="evaluate",
        needs=("evaluation",),
        arguments=["--input", variable("scores"), "--output", variable("evaluation") + "/{{ ds }}"],
    )
    report = ThumbscoreOperator(
        task_id="report",
        command="report",
        needs=("reports",),
        trigger_rule="none_failed",
        arguments=[
            *("--input", variable("scores"), "--articles", variable("articles")),
            *("--output", variable("reports") + "/{{ ds }}.html"),
        ],
    )
    fetch >> score >> evaluate >> report
