"""Both JDBC sinks, shared by all tests that compare them."""
import pytest

from support import debezium
from support.java import JavaConnect
from support.postgres_rig import Postgres
from support.weir import Weir

from .jdbc_sink_pair import Pair


@pytest.fixture(scope="session")
def sink_pair(broker):
    server = Postgres(options=["max_connections=400"])
    real = JavaConnect(broker.bootstrap, "jdbc-real", properties={"plugin.path": debezium.plugin_path()})
    ours = Weir({"task.restart.enable": "false"}, broker.bootstrap, "jdbc-ours")
    yield Pair(broker, real, ours, server)
    for process in (real, ours, server):
        process.stop()
