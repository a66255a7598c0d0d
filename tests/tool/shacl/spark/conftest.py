"""A cluster of two executors, each a process of its own, for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.tool.need import need_program

from visitkg.shacl.spark.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

MASTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """Return a session on a cluster of this machine, with a master, workers and executors."""
    need_program("java")
    with open_session({"spark.master": MASTER}) as session:
        yield session
