"""A Spark cluster of its own for tests: a master and two workers, plain processes that only this machine can reach."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PATIENCE = 90
ADDRESS = re.compile(r"Starting Spark master at (spark://\S+)")
JOINED = re.compile(r"Successfully registered with master")
SPARING = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
SETTINGS = f"""
spark.driver.memory 512m
spark.driver.extraJavaOptions {SPARING}
spark.executor.memory 512m
spark.executor.extraJavaOptions {SPARING}
"""
NEEDED = (
    "The Spark tests need {}; make test installs it where it can, else see requirements-spark.lock and the Makefile."
)
OFFERED = "1200m"
"""More than an executor asks for by default: where this process ran Spark before, the settings above are not read."""
HERE = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")


@dataclass
class Cluster:
    """The processes of a cluster, each with what it says in `<folder>/<name>.log`."""

    folder: Path
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start(self, name: str, role: str, *words: str) -> None:
        """Start a process of Spark in a group of its own."""
        java, home = _java(), _spark()
        runs = [java, "-Xmx512m", *SPARING.split(), "-Dspark.master.rest.enabled=false", "-cp", f"{home / 'jars'}/*"]
        own = {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}
        own |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": _scala(home)}
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                [*runs, f"org.apache.spark.deploy.{role}", *HERE, *words],
                cwd=self.folder,
                env=own,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def says(self, name: str, awaited: re.Pattern[str]) -> str:
        """Wait until a process says something; fails with its last lines where it ends before or takes too long."""
        path, until = self.folder / f"{name}.log", time.monotonic() + PATIENCE
        while time.monotonic() < until and self.running[name].poll() is None:
            if hit := awaited.search(path.read_text("utf-8", errors="replace")):
                return hit[hit.re.groups]
            time.sleep(0.2)
        last = "\n".join(path.read_text("utf-8", errors="replace").splitlines()[-15:])
        pytest.fail(f"Spark's {name} did not start within {PATIENCE} seconds. It said last:\n{last}")

    def stop(self) -> None:
        """End every process with all that it started."""
        for process in self.running.values():
            _signal(process, signal.SIGTERM)
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
            _signal(process, signal.SIGKILL)
            process.wait(timeout=15)


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The master's address, for use within the block. Fails, saying why, where Spark cannot run."""
    folder.mkdir(parents=True)
    (folder / "spark-defaults.conf").write_text(SETTINGS, encoding="utf-8")
    running = Cluster(folder)
    try:
        running.start("master", "master.Master")
        address = running.says("master", ADDRESS)
        names = [f"worker{number}" for number in range(workers)]
        for name in names:
            running.start(name, "worker.Worker", "--cores", "1", "--memory", OFFERED, "--work-dir", name, address)
        for name in names:
            running.says(name, JOINED)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SPARK_CONF_DIR", str(folder))
            yield address
    finally:
        running.stop()


def _spark() -> Path:
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        pytest.fail(NEEDED.format("PySpark"))
    return Path(found.origin).parent


def _scala(home: Path) -> str:
    """The version of Scala in the names of Spark's archives, which its own scripts would find."""
    (core,) = (home / "jars").glob("spark-core_*.jar")
    return core.name.removeprefix("spark-core_").partition("-")[0]


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(str(Path(home) / "bin" / "java") if home else "java")
    if found is None:
        pytest.fail(NEEDED.format("Java 17 or newer"))
    return found


def _signal(process: subprocess.Popen, kind: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, kind)
