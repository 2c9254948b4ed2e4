"""A topic into PostgreSQL: into a new table, over a full one, and a mix of changes."""
import psycopg

from .. import limits
from ..meter import Meter, Progress
from ..rig import DEBEZIUM, SECONDS, converters
from ..workload import AGAIN, Trades

TITLE = "Sink into PostgreSQL"
NOTE = ("{rows} snapshot records with schemas in the JSON into a table that the sink makes; as many "
        "others over the same keys; {changes} changes (60 % inserts, 30 % updates, 10 % deletes). "
        "Upserts by the record's key, PostgreSQL's commits are durable. Debezium with its defaults, "
        "and tuned: batch.size=5000, use.reduction.buffer=true, "
        "consumer.override.max.poll.records=5000. The limits: COPY, and the better of two "
        "hand-written upserts (unnest of arrays; COPY into a temporary table and INSERT ... SELECT), "
        "5,000 rows a transaction; these have the rows ready and read no topic. What can be read from "
        "Kafka at most: kcat, which is librdkafka alone, throwing the records away. Java's worker has run a sink before.")
_ROWS = 200000
_CHANGES = 60000
_TUNED = {"batch.size": "5000", "use.reduction.buffer": "true",
          "consumer.override.max.poll.records": "5000"}
_NEW, _FULL, _MIX = "into a new table", "over a full table", "a mix of changes"


def run(rig, results):
    rows, changes = rig.rows(_ROWS), rig.rows(_CHANGES) // 10 * 10
    results.note(rows=f"{rows:,}", changes=f"{changes:,}")
    table = Trades(rig.mariadb, rig.word("sink"), rows)
    with rig.sides() as (java, kafka, embedded):
        topics = _topics(rig, table, changes, kafka, embedded)
        work = ((java, DEBEZIUM, {}), (java, f"{DEBEZIUM}, tuned", _TUNED),
                (kafka, kafka.name, {}), (embedded, embedded.name, {}))
        _sink(rig, java, topics, table, changes, _TUNED)
        for _ in range(rig.runs):
            for side, label, more in work:
                target, values = _sink(rig, side, topics, table, changes, more)
                for case in values:
                    results.add(case, label, values[case])
            _limits(rig, results, target)
            results.add(_NEW, "limit: librdkafka reading", limits.consume(rig, topics[_NEW], rows))
    table.drop()


def _topics(rig, table, changes, *sides):
    """The three topics on each side, read from the binlog by Weir's own source."""
    names = {case: rig.word("topic") for case in (_NEW, _FULL, _MIX)}
    sources = [_Source(rig, side, table) for side in sides]
    for source in sources:
        source.route(names[_NEW], table.rows)
    table.update_all()
    for source in sources:
        source.route(names[_FULL], table.rows)
    records = table.change(changes, 1)
    for source in sources:
        source.route(names[_MIX], records)
        source.side.delete(source.name)
    return names


class _Source:
    def __init__(self, rig, side, table):
        self.side, self.name = side, rig.word("source")
        self._config = {
            **rig.source(self.name, f"shop.{table.name}", **converters(True)),
            "transforms": "route",
            "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
            "transforms.route.regex": f"{self.name}\\.shop\\..*"}

    def route(self, topic, records):
        """What comes next goes to this topic, until there are so many."""
        self.side.put(self.name, {**self._config, "transforms.route.replacement": topic})
        self.side.resume(self.name)
        self.side.reach(topic, records)
        self.side.stop_connector(self.name)


def _cases(target, table, changes):
    """case -> (how far the target is, how far it is before and after, the changes that are between).
    Ids only grow in a topic; of the updates some rows are looked at."""
    some = ", ".join(str(table.rows * part // 20) for part in range(1, 21))
    last = f"SELECT coalesce(max(id), 0) FROM {target}"
    return {_NEW: (last, 0, table.rows, table.rows),
            _FULL: (f"{last} WHERE id IN ({some}) AND note = '{AGAIN}'", 0, table.rows, table.rows),
            _MIX: (last, table.rows, table.last, changes)}


def _sink(rig, side, topics, table, changes, more):
    """All three topics, one after the other, into one table, which then has as many rows as the
    source's. Gives that table and case -> values."""
    target = rig.word("target")
    made = {case: _one(rig, side, topics[case], target, more, *how)
            for case, how in _cases(target, table, changes).items()}
    side.wait(lambda: rig.postgres.one(f"SELECT count(*) FROM {target}") == table.count(),
              f"{target} has as many rows as {table.name}")
    return target, made


def _limits(rig, results, target):
    loader = limits.Loader(rig, target)
    results.add(_NEW, "limit: COPY", {"rows/s": loader.copy()})
    for case, per_s in zip((_NEW, _FULL), loader.upsert()):
        results.add(case, "limit: upsert by hand", {"rows/s": per_s})
    loader.close()


def _one(rig, side, topic, target, more, sql, before, after, changes):
    name = rig.word("sink")
    meter = Meter(side.pid)
    side.put(name, rig.sink(topic, target, **more))
    with rig.postgres.connect() as connection:
        progress = Progress(lambda: _value(connection, sql, before), after, SECONDS,
                            side.check)
    values = {"rows/s": progress.per_s * changes / (after - before),
              "CPU s/M": meter.cpu_s() * 1e6 / changes, "peak MiB": meter.peak_mb()}
    side.delete(name)
    return values


def _value(connection, sql, before):
    try:
        return connection.execute(sql).fetchone()[0]
    except psycopg.errors.UndefinedTable:
        return before
