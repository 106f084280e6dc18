"""Checks the settings for clusters with Spark's own code, as far as that goes without a cluster.

Every key is one that Spark knows, with a value that it can read; a GPU gets as many tasks as an executor has cores;
spark-submit accepts the settings for YARN and Kubernetes; and the pods that Spark asks a Kubernetes API for, of which
this script records what it is sent, have the GPU, the memory and the image.

    python .ci/cluster_settings.py SPARK_HOME      (after mvn package)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from pyspark.java_gateway import launch_gateway

ROOT = Path(__file__).parents[1]
CLUSTERS = ROOT / "conf/clusters"
# Declares the settings of its part of Spark.
DECLARATIONS = [
    "org.apache.spark.internal.config.package$",
    "org.apache.spark.internal.config.UI$",
    "org.apache.spark.sql.internal.SQLConf$",
    "org.apache.spark.deploy.k8s.Config$",
    "org.apache.spark.deploy.yarn.config.package$",
]
# Families of settings, whose names end with something that the user chooses.
FAMILIES = (
    "spark.executor.resource.gpu.",
    "spark.task.resource.gpu.",
    "spark.executorEnv.",
    "spark.yarn.appMasterEnv.",
    "spark.metrics.conf.driver.sink.prometheusServlet.",
    "spark.kubernetes.driver.annotation.",
)
GIB = 1 << 30


def main(spark_home: Path) -> None:
    """Checks all settings, and fails at the first that is wrong."""
    operator = yaml.safe_load((CLUSTERS / "spark-application.yaml").read_text(encoding="utf-8"))
    os.environ["SPARK_HOME"] = str(spark_home)
    gateway = launch_gateway()
    try:
        for name in DECLARATIONS:
            gateway.jvm.java.lang.Class.forName(name)
        for file in sorted(CLUSTERS.glob("*.conf")):
            check(gateway.jvm, file.name, properties(file))
        check(gateway.jvm, "spark-application.yaml", operator_settings(operator))
    finally:
        gateway.shutdown()
    accept_yarn(spark_home)
    pods(spark_home)


def properties(file: Path) -> dict[str, str]:
    """The settings of a properties file."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    assert len({key for key, _ in pairs}) == len(pairs), f"{file.name}: a key is there twice"
    return dict(pairs)


def operator_settings(application: dict[str, Any]) -> dict[str, str]:
    """The settings that the operator gives spark-submit."""
    spec = application["spec"]
    executor = spec["executor"]
    assert executor["gpu"] == {"name": "nvidia.com/gpu", "quantity": 1}
    return spec["sparkConf"] | {
        "spark.executor.cores": str(executor["cores"]),
        "spark.executor.memory": executor["memory"],
        "spark.executor.memoryOverhead": executor["memoryOverhead"],
    }


def check(jvm: Any, name: str, settings: dict[str, str]) -> None:
    """Reads each setting as Spark does, and counts the tasks that a GPU gets."""
    conf = jvm.org.apache.spark.SparkConf(False)
    for key, value in settings.items():
        conf.set(key, value)
    for key in settings:
        entry = jvm.org.apache.spark.internal.config.ConfigEntry.findEntry(key)
        if entry is None:
            assert key.startswith(FAMILIES), f"{name}: Spark has no setting {key}"
        else:
            conf.get(entry)
    profiles = jvm.java.lang.Class.forName("org.apache.spark.resource.ResourceProfile$").getField("MODULE$").get(None)
    profile = profiles.getOrCreateDefaultProfile(conf)
    cores = int(settings["spark.executor.cores"])
    tasks = profile.maxTasksPerExecutor(conf)
    limit = profile.limitingResource(conf)
    profiles.clearDefaultProfile()
    assert tasks == cores, f"{name}: {tasks} tasks on {cores} cores, limited by {limit}"
    print(f"{name}: {len(settings)} settings, {tasks} tasks share a GPU")


def accept_yarn(spark_home: Path) -> None:
    """Lets spark-submit read the settings for YARN; the command ends before it asks for a cluster."""
    words = ["--master", "yarn", "--properties-file", str(CLUSTERS / "yarn.conf")]
    words += ["--files", str(CLUSTERS / "gpus.sh"), "--class", "org.thumbscore.cli.Main", str(jar()), "score", "--help"]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"HADOOP_CONF_DIR": folder}
        submit = [str(spark_home / "bin/spark-submit"), *words]
        run = subprocess.run(submit, check=True, timeout=300, env=environment, capture_output=True, text=True)
    assert run.stdout.startswith("Usage: thumbscore score"), run.stdout
    print("YARN: spark-submit accepts yarn.conf")


def jar() -> Path:
    """The jar of the job."""
    return next(ROOT.glob("job/target/thumbscore-job-*.jar"))


class Recorder(BaseHTTPRequestHandler):
    """A Kubernetes API that accepts every object and has none."""

    created: list[dict[str, Any]] = []

    def do_POST(self) -> None:  # noqa: N802
        """Records an object and answers with it."""
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.created.append(sent)
        sent["metadata"] |= {"uid": f"uid-{len(self.created)}", "resourceVersion": "1", "namespace": "news"}
        self.answer(sent)

    def do_GET(self) -> None:  # noqa: N802
        """Answers with an empty list."""
        self.answer({"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": "1"}, "items": []})

    def do_PATCH(self) -> None:  # noqa: N802
        """Answers as to an object that was changed."""
        self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    do_PUT = do_PATCH  # noqa: N815
    do_DELETE = do_GET  # noqa: N815

    def answer(self, value: dict[str, Any]) -> None:
        """Sends JSON."""
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keeps quiet."""


@contextmanager
def api() -> Iterator[str]:
    """The address of a recording API."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"k8s://http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def pods(spark_home: Path) -> None:
    """Lets Spark ask for a driver, and a driver for executors, and looks at both pods."""
    common = ["--properties-file", str(CLUSTERS / "kubernetes.conf"), "--class", "org.thumbscore.cli.Main"]
    local = ["--conf", "spark.driver.bindAddress=127.0.0.1", "--conf", "spark.driver.host=127.0.0.1"]
    with api() as master, tempfile.TemporaryDirectory() as folder:
        submit = [spark_home / "bin/spark-submit", "--master", master, *common]
        rest = ["local:///opt/thumbscore/thumbscore-job.jar", "score", "--help"]
        no_wait = ["--conf", "spark.kubernetes.submission.waitAppCompletion=false"]
        words = [*map(str, submit), "--deploy-mode", "cluster", *no_wait, *rest]
        subprocess.run(words, check=True, timeout=300, stderr=subprocess.DEVNULL)
        driver = wait_for("driver")
        assert driver["spec"]["serviceAccountName"] == "spark"
        assert driver["metadata"]["annotations"]["prometheus.io/path"] == "/metrics/prometheus/"
        assert "org.thumbscore.cli.Main" in driver["spec"]["containers"][0]["args"]
        for role, pod in (("driver", driver), ("executor", executor(submit, local, folder))):
            container = pod["spec"]["containers"][0]
            assert container["image"] == "registry.example.com/thumbscore:0.1.0"
            print(f"Kubernetes {role}: {container['resources']['limits']}")
        limits = container["resources"]["limits"]
        assert limits["nvidia.com/gpu"] == "1"
        assert limits["memory"] == f"{14 * 1024}Mi"


def executor(submit: list[Any], local: list[str], folder: str) -> dict[str, Any]:
    """The pod that a driver in client mode asks for."""
    job = ["--input", str(ROOT / "conf/samples/articles.parquet"), "--output", folder + "/scores"]
    words = [*local, "--deploy-mode", "client", f"file://{jar()}", "score", "--preset=nela-gt", *job]
    words.append(f"--model={ROOT / 'conf/models/thumbscore-mini'}")
    with subprocess.Popen([*map(str, submit), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        try:
            return wait_for("executor")
        finally:
            driver.terminate()


def wait_for(role: str) -> dict[str, Any]:
    """The first pod of a role, once it was asked for."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        for found in list(Recorder.created):
            if found["kind"] == "Pod" and found["metadata"]["labels"].get("spark-role") == role:
                return found
        time.sleep(0.2)
    raise AssertionError(f"nobody asked for a pod of the {role}: {[o['kind'] for o in Recorder.created]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
