"""Odd tables of a MariaDB in many forms of the source, through both sinks in many forms: the same tables by
pg_dump, the same rows. Tables that end the real sink, or both, go by themselves."""
import pytest

from support.mariadb_rig import MariaDB
from support.waiting import until

from .jdbc_sink.odd_tables import tables
from .jdbc_sink_pair import JSON, OURS, REAL, SIDES, Case
from .topics import read
from .topics import topics as all_topics

pytestmark = [pytest.mark.java, pytest.mark.timeout(900)]
SOURCE = "io.debezium.connector.mariadb.MariaDbConnector"
TABLES = tables()
UNWRAP = {"transforms": "unwrap", "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState"}
SOURCES = {
    "plain": {"skipped.operations": "none"},
    "sourced": {"column.propagate.source.type": ".*", "time.precision.mode": "microseconds"},
    "texts": {"decimal.handling.mode": "string", "binary.handling.mode": "base64", "time.precision.mode": "connect",
              "bigint.unsigned.handling.mode": "precise", "tombstones.on.delete": "false"},
    "loose": {"decimal.handling.mode": "double", "binary.handling.mode": "hex", "time.precision.mode": "isostring",
              "skipped.operations": "none"},
    "flat": {**UNWRAP, "transforms.unwrap.delete.tombstone.handling.mode": "rewrite-with-tombstone",
             "transforms.unwrap.add.fields": "op,source.ts_ms,source.db", "time.precision.mode": "nanoseconds",
             "bigint.unsigned.handling.mode": "precise", "binary.handling.mode": "base64-url-safe"},
    "avro": {"schema.name.adjustment.mode": "avro", "field.name.adjustment.mode": "avro_unicode",
             "datatype.propagate.source.type": r".+\.(VARCHAR|CHAR|TIME|DATETIME|TIMESTAMP|BIT)"},
}
SINKS = {
    "upsert": {"truncate.enabled": "true"},
    "quoted": {"quote.identifiers": "true", "truncate.enabled": "true", "batch.size": "3"},
    "insert": {"insert.mode": "insert", "primary.key.mode": "kafka", "delete.enabled": "false"},
    "none": {"insert.mode": "insert", "primary.key.mode": "none", "delete.enabled": "false"},
    "by_source": {"collection.name.format": "{schema}.x_${source.db}_${source.table}", "field.exclude.list": "v,w"},
}
FORMS = [*((source, "upsert") for source in SOURCES), *(("plain", sink) for sink in SINKS if sink != "upsert"),
         ("sourced", "quoted")]
# What the real sink cannot take: no column for it, no schema for a header, a value that does not fit.
ALONE = ("bits_high", "clock_above", "clock_below", "clock_default", "composite", "dec65", "geo", "grows", "key_more",
         "key_time6", "lacks", "long_" + "n" * 58, "must", "no_key", "nuls", "pt", "reserved", "uniq", "widens",
         "widens_far", "odd_names")
REFUSED = ("clock_above", "clock_below", "geo", "key_more", "lacks", "must", "no_key", "widens_far")  # by ours too
BETTER = ("bits",)  # the real one writes their bytes in the other order


@pytest.fixture(scope="module")
def filled(sink_pair):
    """{source: {table: (topic, where it ends)}}"""
    server = MariaDB(options=["--sql-mode=NO_ENGINE_SUBSTITUTION"])
    try:
        server.run("CREATE DATABASE odd CHARACTER SET utf8mb4")
        server.run(*(odd.table for odd in TABLES.values()), "CREATE TABLE zz_end (id INT PRIMARY KEY)", database="odd")
        for odd in TABLES.values():
            server.run(*odd.rows, database="odd")
        server.run("INSERT INTO zz_end VALUES (1)", database="odd")
        for number, (name, keys) in enumerate(SOURCES.items()):
            _start(sink_pair, server, number, name, keys)
        _wait(sink_pair, 1)
        for odd in filter(lambda odd: odd.changes, TABLES.values()):
            server.run(*odd.changes, database="odd")
        server.run("INSERT INTO zz_end VALUES (2)", database="odd")
        _wait(sink_pair, 2)
        return _stop(sink_pair)
    finally:
        server.stop()


def _start(pair, server, number, name, keys):
    """Ours: its records are the real one's, see test_debezium.py."""
    config = {
        "connector.class": SOURCE, "tasks.max": "1", "topic.prefix": f"odd_{name}", "database.hostname": "127.0.0.1",
        "database.port": str(server.port), "database.user": "cdc", "database.password": "cdc",
        "database.server.id": str(7300 + number), "database.include.list": "odd",
        "schema.history.internal.kafka.topic": f"odd_{name}.history",
        "schema.history.internal.kafka.bootstrap.servers": pair.bootstrap, "key.converter": JSON,
        "key.converter.schemas.enable": "true", "value.converter": JSON, "value.converter.schemas.enable": "true", **keys}
    answer = pair.workers[OURS].rest.put(f"/connectors/odd_{name}/config", config)
    assert answer.status == 201, answer


def _wait(pair, count):
    def there(name):
        state = pair.workers[OURS].rest.get(f"/connectors/odd_{name}/status")
        if "FAILED" in state.text():
            pytest.fail(f"the source {name} has failed: {state.json()}")
        try:
            return len(read(pair.bootstrap, f"odd_{name}.odd.zz_end")) >= count
        except KeyError:
            return False
    for name in SOURCES:
        until(lambda name=name: there(name), 180, f"{name} to write")


def _stop(pair):
    """All that was sent is there; where the topics end."""
    rest, found = pair.workers[OURS].rest, {}
    for name in SOURCES:
        assert rest.put(f"/connectors/odd_{name}/stop").status == 204
    for name in SOURCES:
        until(lambda name=name: rest.state(f"odd_{name}") == ("STOPPED", ()), 60, "it is stopped")
    for topic in all_topics(pair.bootstrap, "odd_"):
        name, _, table = topic.removeprefix("odd_").partition(".odd.")
        if table:
            found.setdefault(name, {})[table] = topic, len(read(pair.bootstrap, topic))
    return found


def play(pair, name, topics, keys):
    """The case and what became of it; topics: (name, end) each."""
    config = {"collection.name.format": name + ".${topic}",
              **{key: value.replace("{schema}", name) for key, value in keys.items()}}
    case = Case(name, [], config=config, topics=tuple(topic for topic, _ in topics), tables=f"^{name}[.].*")
    for side in SIDES:
        pair.run(side, f"CREATE SCHEMA {name}")
    pair.start(case)
    outcome = pair.wait(case, {(topic, 0): end for topic, end in topics}, 300)
    pair.stop(case)
    return case, outcome


@pytest.mark.parametrize("source, sink", FORMS)
def test_quiet_tables(sink_pair, filled, source, sink):
    topics = [found for table, found in filled[source].items() if table not in ALONE]
    assert len(topics) >= 40
    case, outcome = play(sink_pair, f"quiet_{source}_{sink}", topics, SINKS[sink])
    assert not any(outcome.values()), outcome
    found = [line for line in sink_pair.differences(case) if not line.split(" ")[0].endswith(BETTER)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("table", ALONE)
def test_tables_that_the_real_sink_fails_at(sink_pair, filled, table):
    _, outcome = play(sink_pair, f"alone_{ALONE.index(table)}", [filled["plain"][table]], SINKS["upsert"])
    assert outcome[REAL], "the real one has been mended"
    assert bool(outcome[OURS]) == (table in REFUSED), outcome[OURS]
