"""weir doctor at the real worker with the Debezium that takes schema_only last."""
import subprocess

import pytest

from support import debezium, paths

from .connectors import create, source

pytestmark = [pytest.mark.java, pytest.mark.timeout(300)]


def test_what_it_says_of_the_real_one(broker, word, tmp_path, start_java):
    java = start_java(broker.bootstrap, word("doctor"), properties={
        "plugin.path": debezium.plugin_path("3.2.0.Final"), "plugin.discovery": "hybrid_warn"})
    good, odd = word("good"), word("odd")
    create(java.rest, word("lines"), source(tmp_path / "in.txt", word("topic")), state="STOPPED")
    sink = {"connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector", "topics": "t",
            "connection.url": "jdbc:postgresql://127.0.0.1:1/d", "connection.username": "u",
            "connection.password": "hush", "insert.mode": "upsert", "primary.key.mode": "record_key"}
    create(java.rest, good, sink, state="STOPPED")
    create(java.rest, odd, {**sink, "connection.url": "jdbc:mysql://h/d"}, state="STOPPED")
    done = subprocess.run([paths.weir_binary(), "doctor", java.rest.url, "--export", tmp_path / "out"],
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and "2 of 3 connectors run unchanged" in done.stdout, done.stdout
    assert f"{good} (io.debezium.connector.jdbc.JdbcSinkConnector): runs unchanged" in done.stdout
    assert f"{odd} (io.debezium.connector.jdbc.JdbcSinkConnector): does not run as it is" in done.stdout
    assert "hush" not in "".join(each.read_text() for each in (tmp_path / "out").iterdir())
