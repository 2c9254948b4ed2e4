"""A whole table, from the PUT of the connector to its last row in the topic."""
from .. import limits, tools
from ..meter import Meter, Progress
from ..rig import DEBEZIUM, SECONDS, converters
from ..workload import Trades

TITLE = "Snapshot"
NOTE = ("A table of {rows} rows and eleven columns, on workers that have made one snapshot before. "
        "The limits: the client `mariadb -q` reading the same SELECT, and kcat, which is librdkafka "
        "alone, producing the same records.")
_ROWS = 300000
_VARIANTS = {"schemas off": converters(False), "schemas on": converters(True)}


def run(rig, results):
    rows = rig.rows(_ROWS)
    results.note(rows=f"{rows:,}")
    table = Trades(rig.mariadb, rig.word("snap"), rows)
    with rig.sides() as sides:
        for side in sides:
            _snapshot(rig, side, table, converters(False))
        for _ in range(rig.runs):
            for case, config in _VARIANTS.items():
                for side in sides:
                    topic, values = _snapshot(rig, side, table, config)
                    results.add(case, side.name, values)
                    on_kafka = topic if side.name == DEBEZIUM else on_kafka
                results.add(case, "limit: SELECT", 
                            tools.per_million(rows, tools.timed(limits.select(rig, table))))
                results.add(case, "limit: librdkafka", limits.produce(rig, on_kafka, rows))
    table.drop()


def _snapshot(rig, side, table, config):
    """Gives the topic and the values."""
    name = rig.word("snap")
    topic = f"{name}.shop.{table.name}"
    meter = Meter(side.pid)
    side.put(name, rig.source(name, f"shop.{table.name}", **config))
    progress = Progress(lambda: side.end(topic), table.rows, SECONDS, side.check)
    values = {"rows/s": progress.per_s, "CPU s/M": meter.cpu_s() * 1e6 / table.rows,
              "peak MiB": meter.peak_mb()}
    side.delete(name)
    return topic, values
