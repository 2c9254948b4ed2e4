"""weir doctor: what it says of the connectors of a running Connect, and what it writes."""
import json
import re
import subprocess

import pytest

from support import paths
from support.fake_worker import answering

pytestmark = pytest.mark.embedded


def doctor(*arguments):
    return subprocess.run([paths.weir_binary(), "doctor", *map(str, arguments)],
                          capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def weir(start_weir, tmp_path):
    weir = start_weir()
    assert weir.rest.put("/connectors/good/config", {
        "connector.class": "FileStreamSource", "file": str(tmp_path / "in"), "topic": "t",
        "producer.override.sasl.jaas.config": 'x required password="hush";'}).status == 201
    return weir


def test_runs_unchanged(weir):
    done = doctor(weir.rest.url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "good (FileStreamSource): runs unchanged" in done.stdout
    assert "1 of 1 connectors run unchanged" in done.stdout


def test_export(weir, tmp_path):
    folder = tmp_path / "out"
    done = doctor(weir.rest.url, "--export", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    exported = json.loads((folder / "good.json").read_text())
    assert exported["name"] == "good" and exported["config"]["topic"] == "t"
    variable = "GOOD_PRODUCER_OVERRIDE_SASL_JAAS_CONFIG"
    assert exported["config"]["producer.override.sasl.jaas.config"] == f"${{{variable}}}"
    assert (folder / ".env").read_text() == f"{variable}=\n"
    again = doctor(weir.rest.url, "--export", folder)
    assert again.returncode == 1 and "is there already" in again.stderr


def test_what_is_in_the_way():
    connectors = {"old": {"info": {"config": {
        "connector.class": "io.debezium.connector.oracle.OracleConnector", "name": "old"}}},
                  "mis": {"info": {"config": {
            "connector.class": "FileStreamSource", "name": "mis", "snapshot.mode": "schema_only",
            "transforms": "a", "transforms.a.type": "com.example.Own"}}}}
    with answering() as worker:
        worker.answers = {("GET", "/connectors"): (200, connectors),
                          ("GET", "/connector-plugins"): (200, [])}
        done = doctor(worker.url)
    assert done.returncode == 1
    assert "0 of 2 connectors run unchanged" in done.stdout
    assert "OracleConnector" in done.stdout and "com.example.Own" in done.stdout
    assert "no_data" in done.stdout


SINK = {"connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector", "topics": "t",
        "connection.url": "jdbc:postgresql://h/d", "connection.username": "u",
        "connection.password": "p"}
SOURCE = {"connector.class": "io.debezium.connector.mariadb.MariaDbConnector", "topic.prefix": "p",
          "database.hostname": "127.0.0.1", "database.port": "1", "database.user": "u",
          "database.server.id": "7", "schema.history.internal.kafka.topic": "h",
          "schema.history.internal.kafka.bootstrap.servers": "k:9092"}


def doctor_of(*arguments, **configs):
    """What it says of connectors with these configurations, by their names."""
    connectors = {name: {"info": {"config": {**config, "name": name}}}
                  for name, config in configs.items()}
    with answering() as worker:
        worker.answers = {("GET", "/connectors"): (200, connectors),
                          ("GET", "/connector-plugins"): (200, [])}
        done = doctor(worker.url, *arguments)
    assert "connectors run unchanged" in done.stdout, done.stderr
    lines, said = done.stdout.splitlines(), {}
    for line in lines[:-1]:
        if not line.startswith("  "):
            name = line.partition(" ")[0]
        said[name] = said.get(name, "") + line + "\n"
    return said


@pytest.mark.parametrize("config, words", [
    ({**SINK, "connection.url": "jdbc:mysql://h/d"}, "must begin with jdbc:postgresql"),
    ({**SINK, "connection.url": "jdbc:oracle:thin:@h:1/x"}, "must begin with jdbc:postgresql"),
    ({**SOURCE, "snapshot.mode": "custom"}, "a Java class cannot be loaded"),
    ({**SOURCE, "converters": "b", "b.type": "com.acme.Conv"}, "com.acme.Conv"),
    ({**SOURCE, "database.ssl.keystore": "/etc/x.jks"}, "database.ssl.keystore: a Java key store"),
    ({**SOURCE, "schema.history.internal.producer.ssl.truststore.type": "JKS",
      "schema.history.internal.producer.ssl.truststore.location": "/etc/trust"},
     "producer.ssl.truststore.type: a Java key store"),
])
def test_what_is_refused_does_not_run(config, words):
    said = doctor_of(c=config)["c"]
    assert "does not run as it is" in said and words in said


@pytest.mark.parametrize("config, words", [
    (SINK, ""), (SOURCE, ""),
    ({**SOURCE, "signal.enabled.channels": "source,jmx"}, "note: signal.enabled.channels"),
    ({**SINK, "connection.url": "${file:/etc/x:url}"}, "note: connection.url is not looked at"),
    ({**SOURCE, "schema.history.internal.producer.ssl.truststore.type": "JKS"}, ""),
])
def test_what_is_not_refused_runs(config, words):
    said = doctor_of(c=config)["c"]
    assert "runs unchanged" in said and words in said


def test_no_secret_is_exported(tmp_path):
    config = {**SINK, "connection.url": "jdbc:postgresql://h/d?user=x&password=SECRET1&ssl=true",
              "value.converter": "io.confluent.connect.avro.AvroConverter",
              "value.converter.schema.registry.url": "http://u:SECRET2@reg:81,http://v:SECRET3@rag",
              "value.converter.basic.auth.credentials.source": "USER_INFO",
              "value.converter.basic.auth.user.info": "u:SECRET4",
              "acme.passphrase": "SECRET5", "aws.access.key.id": "SECRET6",
              "oracle.url": "jdbc:oracle:thin:me/SECRET7@//h:1521/x",
              "mssql.url": "jdbc:sqlserver://h;user=u;password=SECRET8;encrypt=true",
              "connection.password": "SECRET9", "acme.Passwd": "${file:/x:y}"}
    doctor_of("--export", tmp_path / "out", c=config)
    text = (tmp_path / "out" / "c.json").read_text()
    exported = json.loads(text)["config"]
    assert "SECRET" not in text and "SECRET" not in (tmp_path / "out" / ".env").read_text()
    assert (exported["connection.url"] ==
            "jdbc:postgresql://h/d?user=x&password=${C_CONNECTION_URL_PASSWORD}&ssl=true")
    registry = "C_VALUE_CONVERTER_SCHEMA_REGISTRY_URL_PASSWORD"
    assert (exported["value.converter.schema.registry.url"] ==
            f"http://u:${{{registry}}}@reg:81,http://v:${{{registry}_2}}@rag")
    assert exported["value.converter.basic.auth.credentials.source"] == "USER_INFO"
    assert exported["oracle.url"] == "jdbc:oracle:thin:me/${C_ORACLE_URL_PASSWORD}@//h:1521/x"
    assert (exported["mssql.url"] ==
            "jdbc:sqlserver://h;user=u;password=${C_MSSQL_URL_PASSWORD};encrypt=true")
    assert exported["acme.Passwd"] == "${file:/x:y}"
    names = {line.rstrip("=") for line in (tmp_path / "out" / ".env").read_text().split()}
    assert names == {name for name in re.findall(r"\$\{([A-Z0-9_]+)\}", text)}


@pytest.mark.parametrize("answer, says", [
    (["a", "b"], "one before 2.3, which lists names alone"), (None, "that is no Kafka Connect"),
    ("x", "that is no Kafka Connect"), ({"status": "ok"}, "says nothing of the configuration of status"),
    ({"a": {}}, "nothing of the configuration of a"), ({"a": {"info": {"config": None}}}, "of a"),
    ({"a": {"info": [1]}}, "of a"),
])
def test_what_is_no_connect(answer, says):
    with answering() as worker:
        worker.answers = {("GET", "/connectors"): (200, answer), ("GET", "/connector-plugins"): (200, [])}
        done = doctor(worker.url)
    assert done.returncode == 1 and says in done.stderr and done.stdout == ""


def test_it_asks_for_no_status():
    """Kafka Connect leaves out connectors that have none yet, where it is asked for."""
    with answering() as worker:
        worker.answers = {("GET", "/connectors"): (200, {})}
        assert doctor(worker.url).returncode == 0
        assert worker.asked[0][1] == "/connectors?expand=info"


def test_plugins_that_are_not_shown():
    """A proxy may let nothing else through."""
    with answering() as worker:
        worker.answers = {("GET", "/connectors"): (200, {"a": {"info": {"config": {**SOURCE, "name": "a"}}}})}
        done = doctor(worker.url)
    assert done.returncode == 0 and "1 of 1 connectors run unchanged" in done.stdout


def test_nobody_there():
    done = doctor("http://me:hush@127.0.0.1:1")
    assert done.returncode == 1 and "no answer from 127.0.0.1:1" in done.stderr
    assert "hush" not in done.stderr
