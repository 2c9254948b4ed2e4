"""Many sinks that read one topic, into a target that makes them wait."""
import time

import psycopg

from ..meter import Meter
from ..rig import SMALL, converters
from ..workload import AGAIN, Trades

TITLE = "Sinks that wait"
NOTE = ("So many sink connectors read one topic of {rows} records on the embedded log while their "
        "target tables are locked for ten seconds: the memory of the worker meanwhile, then the rows "
        "a second of all of them together from the unlocking on. The source goes on: seconds until "
        "{rows} more rows are in the topic while all the sinks wait. The batches of all tasks may take "
        "a third of 256 MiB together.")
AXIS = "sinks"
_POINTS = (1, 8, 32)
_ROWS = 40000


def run(rig, results):
    rows = rig.rows(_ROWS)
    results.note(rows=f"{rows:,}")
    for number in _POINTS:
        table = Trades(rig.mariadb, rig.word("slow"), rows)
        side = rig.weir_embedded(SMALL)
        try:
            results.add(str(number), side.name, _point(rig, side, table, number))
        finally:
            side.close()
        table.drop()


def _point(rig, side, table, number):
    name = rig.word("slow")
    topic = f"{name}.shop.{table.name}"
    side.put(name, rig.source(name, f"shop.{table.name}", **converters(True)))
    side.reach(topic, table.rows)
    targets = [rig.word("slow") for _ in range(number)]
    # A sink makes its table, then waits for it.
    first = _sink(rig, side, topic, targets[0])
    side.wait(lambda: _note(rig, targets[0], table.rows) is not None, "the first table")
    side.delete(first)
    for target in targets:
        rig.postgres.run(f"CREATE TABLE IF NOT EXISTS {target} (LIKE {targets[0]} INCLUDING ALL)",
                         f"TRUNCATE {target}")
    with rig.postgres.connect() as lock, lock.transaction():
        for target in targets:
            lock.execute(f"LOCK TABLE {target} IN SHARE MODE")
        meter = Meter(side.pid)
        for target in targets:
            _sink(rig, side, topic, target)
        begun_s = time.monotonic()
        table.update_all()
        side.reach(topic, 2 * table.rows)
        values = {"s of the source": time.monotonic() - begun_s}
        time.sleep(max(0, 10 - values["s of the source"]))
        values["peak MiB"] = meter.peak_mb()
    begun_s = time.monotonic()
    for target in targets:
        side.wait(lambda target=target: _note(rig, target, table.rows) == AGAIN, target)
    values["rows/s"] = 2 * table.rows * number / (time.monotonic() - begun_s)
    return values


def _note(rig, target, row):
    """What the row says, "" when it has nothing to say, None when it is not there."""
    try:
        found = rig.postgres.run(f"SELECT coalesce(note, ''), id FROM {target} WHERE id = {row}")
    except psycopg.errors.UndefinedTable:
        return None
    return found[0][0] if found else None


def _sink(rig, side, topic, target):
    name = rig.word("slowsink")
    side.put(name, rig.sink(topic, target))
    return name
