"""What the sink's tests start with: a PostgreSQL a file, a worker and a feeder of topics a test."""
import pytest

from support import pg_sink
from support.pg_sink import Feed
from support.postgres_rig import Postgres


@pytest.fixture(scope="module")
def server():
    process = Postgres()
    yield process
    process.stop()


@pytest.fixture
def worker(start_weir):
    return start_weir(pg_sink.worker_properties())


@pytest.fixture
def feed(worker, tmp_path, word):
    return Feed(worker, tmp_path, word)
