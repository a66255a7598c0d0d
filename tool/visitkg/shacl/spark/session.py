"""A session of Spark, and what it says when it fails, in a line."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import visitkg
from visitkg.errors import InputError, UsageError, VisitkgError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyspark.sql import SparkSession

_SETTINGS: Final = {
    "spark.app.name": "visitkg validate",
    # A batch of lines is one piece of work for Python.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    "spark.sql.execution.arrow.maxBytesPerBatch": "4m",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_JOINS: Final = {
    # Rows that lie where their node lies are joined there, by whichever predicates.
    "spark.sql.requireAllClusterKeysForCoPartition": "false",
}
_LONGEST: Final = 400


@contextmanager
def open_session(settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """Give a session with these settings, or the one that is there; stop it if it is new.

    Raise InputError where Spark or its Java is missing, or it does not start.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise InputError(
            f"Spark needs {error.name}, which is not installed",
            remedy="pip install 'visitkg[spark]'",
        ) from error
    running = SparkSession.getActiveSession()
    if running is None:
        _make_importable()
        if settings.get("spark.master", "").startswith("local"):
            # Nothing of it is for others to reach.
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    given: dict[str, Any] = {**_SETTINGS, **settings, **_JOINS}
    builder = SparkSession.builder.config(map=given)
    handler = signal.getsignal(signal.SIGINT)
    try:
        session = builder.getOrCreate()
        # Spark takes Ctrl-C for itself, and does not give it back.
        if handler is not None and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)
    except (PySparkException, RuntimeError, OSError) as error:
        raise InputError(
            f"Spark does not start: {_tell(error)}",
            remedy="Look at --conf spark.master, and that JAVA_HOME names a Java that it runs on.",
        ) from error
    with explained():
        session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        if running is None:
            # What can't be stopped has ended already.
            with suppress(Exception):
                session.stop()


@contextmanager
def explained() -> Iterator[None]:
    """Raise InputError for what Spark could not complete."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except VisitkgError:
        raise
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise InputError(
            f"Spark could not complete it: {_tell(error)}",
            remedy="Look at its logs; executors need visitkg, and may need more memory.",
        ) from error


@contextmanager
def scratch(session: SparkSession) -> Iterator[str]:
    """Give the address of a new folder that all executors can write and read, for a while.

    It is made where checkpoints are, which a cluster of many machines has to be told; raise
    UsageError where it isn't.
    """
    place = session.conf.get("spark.checkpoint.dir", None)
    if place is None and not str(session.sparkContext.master).startswith("local"):
        raise UsageError(
            "Spark has no folder that all its machines share",
            remedy="Name one: --conf spark.checkpoint.dir=hdfs:///tmp/visitkg",
        )
    if place is None:
        with TemporaryDirectory(prefix="visitkg-") as folder:
            yield f"file://{folder}"
        return
    folder = f"{place.rstrip('/')}/visitkg-{uuid4()}"
    try:
        yield folder
    finally:
        _remove(session, folder)


def _remove(session: SparkSession, folder: str) -> None:
    # Only Hadoop knows how to remove what lies on whatever file system.
    context: Any = session.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(folder)  # noqa: SLF001
    system = path.getFileSystem(context._jsc.hadoopConfiguration())  # noqa: SLF001
    system.delete(path, True)  # noqa: FBT003  (it, and all in it)


def _make_importable() -> None:
    """Let executors on this machine run this Python, and import from where this process does."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    folder = str(Path(visitkg.__file__).parents[1])
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if folder not in known:
        os.environ["PYTHONPATH"] = os.pathsep.join([folder, *filter(None, known)])


def _tell(error: Exception) -> str:
    """Return what went wrong in a line; Spark tells it in hundreds."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("at ", "File ", "Traceback", "^"))]
    text = told[0] if told else type(error).__name__
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
