"""Many source connectors on one worker, each with a binlog connection of its own."""
import time

from ..meter import Meter, memory_mb
from ..rig import SMALL, converters
from ..workload import Trades

TITLE = "Connectors on one worker"
NOTE = ("So many MariaDB sources of one small table on one embedded worker: seconds from the first "
        "PUT until all have made their snapshot; then what is resident and the CPU of ten idle "
        "seconds; then {changes} changes in transactions of one row, which each of them reads. The batches of "
        "all tasks may take a third of 256 MiB together, as by default on a machine of that size.")
AXIS = "connectors"
_POINTS = (1, 8, 64)
_CHANGES = 20000
_IDLE_S = 10


def run(rig, results):
    changes = rig.rows(_CHANGES) // 10 * 10
    results.note(changes=f"{changes:,}")
    for number in _POINTS:
        table = Trades(rig.mariadb, rig.word("many"))
        side = rig.weir_embedded(SMALL)
        try:
            results.add(str(number), side.name, _point(rig, side, table, number, changes))
        finally:
            side.close()
        table.drop()


def _point(rig, side, table, number, changes):
    names = [rig.word("many") for _ in range(number)]
    topics = [f"{name}.shop.{table.name}" for name in names]
    begun_s = time.monotonic()
    for name in names:
        side.put(name, rig.source(name, f"shop.{table.name}", **converters(False)))
    _all(side, topics, table.rows)
    values = {"s to run": time.monotonic() - begun_s}
    idle = Meter(side.pid)
    time.sleep(_IDLE_S)
    values.update({"resident MiB": memory_mb(side.pid), "idle CPU s": idle.cpu_s()})
    busy = Meter(side.pid)
    records = table.change(changes, 1)
    _all(side, topics, table.rows + records)
    return {**values, "CPU s/M": busy.cpu_s() * 1e6 / changes / number, "peak MiB": busy.peak_mb()}


def _all(side, topics, end):
    for topic in topics:
        side.reach(topic, end)
