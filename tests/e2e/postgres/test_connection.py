"""The ways to a PostgreSQL: TLS, libpq's own URLs, a server that hangs, several tasks at once."""
import os
import shutil

import pytest

from support import certificates
from support.pg_sink import Sink, Table, field
from support.postgres_rig import Postgres
from support.relay import Relay
from support.waiting import until

pytestmark = pytest.mark.embedded
FIELDS = [field("id", "int64", False), field("v", "string")]
ENCRYPTED = ("SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name LIKE 'weir {}-%'")


def rows(begin, end):
    return [{"id": i, "v": "x"} for i in range(begin, end)]


def select(table):
    return f"SELECT count(*), count(DISTINCT id) FROM {table.topic}"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """ca.pem signed the server's certificate, other.pem did not."""
    folder = tmp_path_factory.mktemp("authority")
    for name in ("ca", "other"):
        certificates.authority(folder, name)
    certificates.leaf(folder, "server", "ca")
    return folder


@pytest.fixture(scope="module")
def secure(authority):
    server = Postgres("secure")
    data = server.folder / "data"
    for name in ("server.pem", "server.key"):
        shutil.copy(authority / name, data / name)
        (data / name).chmod(0o600)
        if os.geteuid() == 0:
            os.chown(data / name, *server.owner())
    server.run("ALTER SYSTEM SET ssl_cert_file = 'server.pem'", "ALTER SYSTEM SET ssl_key_file = 'server.key'",
               "ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()")
    until(lambda: server.one("SHOW ssl") == "on", 30, "TLS")
    yield server
    server.stop()


@pytest.mark.parametrize("kind", ["jdbc", "libpq"])
def test_tls(worker, secure, feed, word, authority, kind):
    params = f"sslmode=verify-full&sslrootcert={authority / 'ca.pem'}"
    url = {"jdbc": f"jdbc:postgresql://127.0.0.1:{secure.port}/shop?{params}",
           "libpq": f"postgresql://127.0.0.1:{secure.port}/shop?{params}"}[kind]
    table = Table(word("secure"), FIELDS)
    sink = Sink(worker, secure, word, table.topic, url=url).create()
    feed.flat(table, *rows(0, 5))
    sink.wait_rows(select(table), [(5, 5)])
    assert secure.run(ENCRYPTED.format(sink.name)) == [(True,)]


def test_a_certificate_of_somebody_else(worker, secure, feed, word, authority):
    table = Table(word("wrong"), FIELDS)
    params = {"sslmode": "verify-ca", "sslrootcert": authority / "other.pem"}
    sink = Sink(worker, secure, word, table.topic, url=secure.url(**params)).create()
    feed.flat(table, *rows(0, 5))
    until(lambda: "certificate verify failed" in worker.rest.get(f"/connectors/{sink.name}/status").text(), 60,
          "the refusal to be shown")
    assert not secure.one(f"SELECT to_regclass('{table.topic}') IS NOT NULL")


def test_a_server_that_hangs(worker, server, feed, word):
    """With socketTimeout the batch is given up and written again."""
    relay, table = Relay(server.port), Table(word("hangs"), FIELDS)
    try:
        sink = Sink(worker, server, word, table.topic,
                    url=f"jdbc:postgresql://127.0.0.1:{relay.port}/shop?socketTimeout=2").create()
        feed.flat(table, *rows(0, 5))
        sink.wait_rows(select(table), [(5, 5)])
        relay.hold()
        feed.flat(table, *rows(5, 10))
        until(lambda: "it comes again in" in worker.log(), 60, "a retry")
        relay.cut()
        sink.wait_rows(select(table), [(10, 10)], 60)
        assert sink.running()
    finally:
        relay.stop()


def test_several_tasks(worker, server, feed, word):
    """Each has its partitions and its connection."""
    table = Table(word("spread"), FIELDS)
    config = worker.rest.get(f"/connectors/{feed.name}").json()["config"]
    assert worker.rest.put(f"/connectors/{feed.name}/config", {
        **config, "topic.creation.default.partitions": "4", "topic.creation.default.replication.factor": "1"}).status == 200
    feed.raw([(table.topic, table.key(row), table.flat(row), row["id"] % 4) for row in rows(0, 400)])
    sink = Sink(worker, server, word, table.topic, tasks__max="2", insert__mode="insert", primary__key__mode="none",
                delete__enabled="false", exactly__once__support="required").create()
    sink.wait_rows(select(table), [(400, 400)], 60)
    assert server.run(f"SELECT count(*), sum(next_offset) FROM weir_sink_offsets WHERE connector = '{sink.name}'") == \
        [(4, 400)]
    until(lambda: server.one("SELECT count(DISTINCT application_name) FROM pg_stat_activity WHERE application_name LIKE "
                             f"'weir {sink.name}-%'") == 2, 60, "both tasks' connections")
    feed.raw([(table.topic, table.key(row), table.flat(row), row["id"] % 4) for row in rows(400, 800)])
    sink.wait_rows(select(table), [(800, 800)], 60)
