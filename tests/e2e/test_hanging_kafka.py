"""A sink whose code does not come back, on Kafka: its group does not wait for it."""
import pytest

from support import toys
from support.waiting import until

from .test_hanging import Hang

pytestmark = pytest.mark.java


@pytest.fixture
def worker(start_weir, broker, word):
    group = word("hanging")
    topics = {f"{kind}.storage.topic": f"{group}-{kind}" for kind in ("config", "offset", "status")}
    return start_weir({"plugin.path": toys.plugin_path(),
                       "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                       "value.converter": "org.apache.kafka.connect.storage.StringConverter",
                       "task.shutdown.graceful.timeout.ms": "1000", **topics},
                      bootstrap=broker.bootstrap, group=group)


@pytest.mark.parametrize("where", ["assigned", "put"])
def test_its_successor_gets_the_partitions(worker, tmp_path, word, where):
    name, topic = word("stuck"), word("stuck-topic")
    feed = {"connector.class": "test.TroubleSource", "topic": topic, "count": "10"}
    assert worker.rest.put(f"/connectors/{name}-feed/config", feed).status == 201
    hang = Hang(tmp_path, "Sink", where, topic)
    assert worker.rest.put(f"/connectors/{name}/config", hang.config).status == 201
    hang.wait_until_hung()
    assert worker.rest.put(f"/connectors/{name}/config", hang.config | {"hang.in": ""}).status == 200
    out = tmp_path / "out"
    until(lambda: out.exists() and len(out.read_text().splitlines()) == 10, 30,
          "it to read what the task that hangs had")
    hang.let_go()
    assert worker.stop() == 0
