"""weir doctor: what it says of the connectors of a running Connect, and what it writes."""
import json
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


def test_nobody_there():
    done = doctor("http://me:hush@127.0.0.1:1")
    assert done.returncode == 1 and "no answer from 127.0.0.1:1" in done.stderr
    assert "hush" not in done.stderr
