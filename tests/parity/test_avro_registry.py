"""AvroConverter with a real schema registry (Apicurio's Confluent API) and Confluent's own Python
client: no new versions beside Java's, messages read and written by others."""
import json

import pytest
from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

from support import paths
from support.avro_lines import AvroLines, stock_read
from support.registry import Apicurio
from support.waiting import until


@pytest.fixture(scope="module")
def registry():
    process = Apicurio()
    yield process
    process.stop()


@pytest.fixture
def client(registry):
    return SchemaRegistryClient({"url": registry.url})


def java_text():
    """What Java's converter registers for a struct of one required line."""
    return ('{"type":"record","name":"ConnectDefault","namespace":"io.confluent.connect.avro",'
            '"fields":[{"name":"line","type":"string"}]}')


def test_no_new_version_beside_java(start_weir, tmp_path, word, registry, client):
    worker = start_weir({"offset.flush.interval.ms": "200"})
    flow = AvroLines(worker, tmp_path, word, registry.url)
    ids = {role: registry.register(f"{flow.topic}-{role}", java_text()) for role in ("key", "value")}
    lines = [f"line {i} é😀" for i in range(300)]
    flow.create_source(lines)
    flow.create_sink()
    flow.wait_written(lines)
    for role in ("key", "value"):
        assert registry.versions(f"{flow.topic}-{role}") == [1]
    read = AvroDeserializer(client)
    for (key, value), line in zip(flow.messages(), lines, strict=True):
        assert int.from_bytes(key[1:5]) == ids["key"] and int.from_bytes(value[1:5]) == ids["value"]
        assert read(value, SerializationContext(flow.topic, MessageField.VALUE)) == {"line": line}
        assert stock_read(registry, key) == {"line": line}


def test_every_recorded_schema_is_taken(registry):
    """What we and Java write for the recorded schemas, registered as it is, is one version, and
    comes back the same: nothing of it is lost on a registry that knows Avro."""
    texts = set()
    for line in (paths.GOLDEN / "avro" / "write.jsonl").read_text(encoding="utf-8").split("\n"):
        case = json.loads(line) if line else {}
        if case.get("config") == {} and case["case"] in ("envelope", "key", "shared", "documented", "wide struct",
                                                         "decimal", "dates", "map of maps", "meta", "anything"):
            texts.add(case.get("avro"))
    texts.discard(None)
    assert len(texts) > 12
    for i, text in enumerate(sorted(texts)):
        number = registry.register(f"golden-{i}", text)
        assert registry.register(f"golden-{i}", text) == number
        assert registry.versions(f"golden-{i}") == [1]
        assert json.loads(registry.schema(number)) == json.loads(text)


def test_what_does_not_fit_is_refused(start_weir, tmp_path, word, registry):
    worker = start_weir({"offset.flush.interval.ms": "200"})
    flow = AvroLines(worker, tmp_path, word, registry.url, max_retries="1", retries_wait_ms="10")
    registry.register(f"{flow.topic}-value", '{"type":"record","name":"ConnectDefault",'
                      '"namespace":"io.confluent.connect.avro","fields":[{"name":"other","type":"int"}]}')
    registry.set_compatibility(f"{flow.topic}-value", "BACKWARD")
    flow.create_source(["x"])
    until(lambda: worker.rest.state(flow.source)[1] == ("FAILED",), 60, "the task to fail")
    trace = worker.rest.get(f"/connectors/{flow.source}/status").json()["tasks"][0]["trace"]
    assert "Failed to serialize Avro data from topic" in trace and "error code: 409" in trace


def test_reads_what_a_stock_client_wrote(start_weir, broker, tmp_path, word, registry, client):
    worker = start_weir({"offset.flush.interval.ms": "200"}, bootstrap=broker.bootstrap, group=word("group"))
    flow = AvroLines(worker, tmp_path, word, registry.url)
    schema = {"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "id", "type": "long"}, {"name": "note", "type": ["null", "string"], "default": None},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
    write = AvroSerializer(client, json.dumps(schema))
    producer = Producer({"bootstrap.servers": broker.bootstrap})
    orders = [{"id": i, "note": f"n{i}" if i % 2 else None, "tags": ["a", "b"][:i % 3], "state": "PAID", "at": i}
              for i in range(100)]
    for order in orders:
        producer.produce(flow.topic, write(order, SerializationContext(flow.topic, MessageField.VALUE)))
    producer.flush(30)
    flow.create_sink()

    def shown(order):
        note = f",note={order['note']}" if order["note"] else ""
        return f"Struct{{id={order['id']}{note},tags=[{', '.join(order['tags'])}],state=PAID,at={order['at']}}}"

    until(lambda: flow.file_out.exists() and flow.file_out.read_text().splitlines() == [shown(o) for o in orders],
          60, "the orders")
