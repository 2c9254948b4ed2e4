"""AvroConverter in the worker: a source writes, a stock reader and a sink read, by a registry that
is there, comes late, or wants to know who asks."""
import json
import subprocess

import pytest

from support import certificates, paths
from support.avro_lines import AVRO, AvroLines, stock_read
from support.process import free_port
from support.registry import FakeRegistry, server_tls
from support.waiting import until

pytestmark = pytest.mark.embedded

QUICK = {"max_retries": "1", "retries_wait_ms": "10"}


@pytest.fixture
def registry():
    registry = FakeRegistry()
    yield registry
    registry.stop()


@pytest.fixture
def worker(start_weir):
    return start_weir({"offset.flush.interval.ms": "200"})


def test_source_to_sink(worker, tmp_path, word, registry):
    lines = [f"line {i} é😀" for i in range(2000)]
    flow = AvroLines(worker, tmp_path, word, registry.url)
    flow.create_source(lines)
    flow.create_sink()
    flow.wait_written(lines)
    assert registry.subjects[f"{flow.topic}-value"] == registry.subjects[f"{flow.topic}-key"] == [
        '{"type":"record","name":"ConnectDefault","namespace":"io.confluent.connect.avro",'
        '"fields":[{"name":"line","type":"string"}]}']
    for key, value in flow.messages():
        assert stock_read(registry, key) == stock_read(registry, value)
    assert [stock_read(registry, value)["line"] for _, value in flow.messages()] == lines
    # Each way asks once a subject, however many records there are: two to register, and for each
    # of the sink's two the schema and its version.
    asked = [path.split("?")[0] for method, path in registry.asked if method == "POST"]
    assert sorted(asked) == sorted([f"/subjects/{flow.topic}-{role}{end}"
                                    for role in ("key", "value") for end in ("", "/versions")])


def test_subjects_by_record(worker, tmp_path, word, registry):
    flow = AvroLines(worker, tmp_path, word, registry.url)
    strategy = "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy"
    naming = {"transforms": "hoist,key,name", "transforms.name.schema.name": "text.Line",
              "transforms.name.type": "org.apache.kafka.connect.transforms.SetSchemaMetadata$Value",
              "value.converter.value.subject.name.strategy": strategy}
    flow.create_source(["a"], **naming)
    flow.create_sink(**{"value.converter.value.subject.name.strategy": strategy})
    flow.wait_written(["a"])
    assert f"{flow.topic}-text.Line" in registry.subjects
    assert '"name":"Line","namespace":"text"' in registry.subjects[f"{flow.topic}-text.Line"][0]


def test_a_registry_that_comes_late(worker, tmp_path, word):
    port = free_port()
    flow = AvroLines(worker, tmp_path, word, f"http://127.0.0.1:{port}", **QUICK)
    flow.create_source(["early"])
    state = until(lambda: worker.rest.state(flow.source)[1] == ("FAILED",), 30, "the task to give up")
    trace = worker.rest.get(f"/connectors/{flow.source}/status").json()["tasks"][0]["trace"]
    assert state and "Failed to serialize Avro data from topic" in trace and f"127.0.0.1:{port}" in trace
    late = FakeRegistry(port)
    try:
        assert worker.rest.post(f"/connectors/{flow.source}/tasks/0/restart").status == 204
        flow.create_sink()
        flow.append(["later"])
        flow.wait_written(["early", "later"])
    finally:
        late.stop()


def test_who_asks_and_whom(worker, tmp_path, word):
    certificates.authority(tmp_path, "ca")
    certificates.leaf(tmp_path, "server", "ca", "IP:127.0.0.1")
    certificates.leaf(tmp_path, "client", "ca")
    certificates.pkcs12_keystore(tmp_path, "client.p12", "client", ["ca.pem"])
    tls = server_tls(tmp_path / "server.pem", tmp_path / "server.key", tmp_path / "ca.pem")
    registry = FakeRegistry(user="weir:se:cret", tls=tls)
    known = {"schema_registry_ssl_truststore_location": str(tmp_path / "ca.pem"),
             "schema_registry_ssl_keystore_location": str(tmp_path / "client.p12"),
             "schema_registry_ssl_keystore_password": certificates.PASSWORD,
             "basic_auth_credentials_source": "USER_INFO", "basic_auth_user_info": "weir:se:cret"}
    try:
        flow = AvroLines(worker, tmp_path, word, registry.url, **known)
        flow.create_source(["a", "b"])
        flow.create_sink()
        flow.wait_written(["a", "b"])
        for wrong, said in (({"basic_auth_user_info": "weir:wrong"}, "Unauthorized; error code: 40101"),
                            ({"schema_registry_ssl_truststore_location": None}, "certificate"),
                            ({"schema_registry_ssl_keystore_location": None}, "")):
            keys = {name: value for name, value in {**known, **wrong, **QUICK}.items() if value}
            bad = AvroLines(worker, tmp_path, word, registry.url, **keys)
            bad.create_source(["x"])
            until(lambda: worker.rest.state(bad.source)[1] == ("FAILED",), 60, "the task to fail")
            trace = worker.rest.get(f"/connectors/{bad.source}/status").json()["tasks"][0]["trace"]
            assert said in trace and "se:cret" not in trace and "wrong" not in trace
        assert "se:cret" not in worker.log()
    finally:
        registry.stop()


def test_what_is_not_here_says_so(worker, tmp_path):
    config = {"connector.class": "FileStreamSink", "file": str(tmp_path / "x"), "topics": "t",
              "value.converter": "io.confluent.connect.protobuf.ProtobufConverter"}
    answer = worker.rest.put("/connectors/not-here/config", config)
    assert answer.status == 400
    assert f"Weir has no Protobuf converter: use {AVRO}" in answer.json()["message"]
    plugins = {plugin["class"] for plugin in worker.rest.get("/connector-plugins?connectorsOnly=false").json()}
    assert AVRO in plugins and config["value.converter"] not in plugins


def test_every_key_of_the_converter_is_checked(tmp_path):
    """It has more keys than any other converter."""
    config = tmp_path / "sink.json"
    config.write_text(json.dumps({"name": "s", "config": {
        "connector.class": "FileStreamSink", "topics": "t", "file": "/dev/null",
        "value.converter": "io.confluent.connect.avro.AvroConverter",
        "value.converter.schema.registry.url": "http://127.0.0.1:1",
        "value.converter.auto.register.schemas": "maybe", "value.converter.use.schema.id": "x"}}))
    done = subprocess.run([paths.weir_binary(), "validate", config], capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "auto.register.schemas" in done.stdout and "use.schema.id" in done.stdout
