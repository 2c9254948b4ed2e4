"""The few figures of all that are shown first: in README.md's table and in the picture."""
import dataclasses

from .results import median
from .rig import DEBEZIUM, EMBEDDED, KAFKA

SIDES = (DEBEZIUM, KAFKA, EMBEDDED)

# what is said, scenario, case, metric
_CHOSEN = [
    ("start to REST", "start", "start, with Connect's default plugin.discovery", "s"),
    ("start again", "start", "start again, the topics are there", "s"),
    ("idle, one source and one sink", "start", "idle, one source and one sink", "resident MiB"),
    ("stream, 1-row transactions", "streaming", "transactions of 1 row, schemas off", "CPU s/M"),
    ("stream, 1-row transactions", "streaming", "transactions of 1 row, schemas off", "rows/s"),
    ("stream, schemas in the JSON", "streaming", "transactions of 1 row, schemas on", "CPU s/M"),
    ("stream, 100-row transactions", "streaming", "transactions of 100 rows, schemas off", "CPU s/M"),
    ("stream, 1-row transactions", "streaming", "transactions of 1 row, schemas off", "peak MiB"),
    ("five transforms", "transforms", "five transforms", "CPU s/M"),
    ("snapshot", "snapshot", "schemas off", "CPU s/M"),
    ("snapshot", "snapshot", "schemas off", "rows/s"),
    ("sink, new table", "sink", "into a new table", "CPU s/M"),
    ("sink, new table", "sink", "into a new table", "rows/s"),
    ("sink, mix of changes", "sink", "a mix of changes", "rows/s"),
    ("sink, mix of changes", "sink", "a mix of changes", "peak MiB"),
    ("MariaDB to PostgreSQL, 100 a second", "latency", "100 a second", "p50 ms"),
    ("MariaDB to PostgreSQL, 100 a second", "latency", "100 a second", "p99 ms"),
    ("kill -9 until records flow again", "recovery", "from exec of the new worker", "s to records"),
]


@dataclasses.dataclass
class Line:
    what: str
    metric: str
    values: dict  # side -> median


def lines(scenarios):
    """Of what was measured."""
    made = []
    for what, scenario, case, metric in _CHOSEN:
        values = {entry["side"]: median(entry["values"][metric])
                  for entry in scenarios.get(scenario, {"cases": []})["cases"]
                  if entry["case"] == case and metric in entry["values"]}
        if values:
            made.append(Line(what, metric, values))
    return made
