"""kill -9 of the worker in the middle of a backlog, and a new worker at once."""
import json
import subprocess
import time

from support import paths

from ..rig import SECONDS, converters
from ..workload import Trades

TITLE = "Recovery after kill -9"
NOTE = ("The worker is killed when half of {changes} changes (transactions of ten) are in the topic, "
        "and a new one is started at once. Seconds from its exec until REST answers, until records "
        "flow again, and until the last one is there; events that are in the topic twice, and events "
        "that are missing. Defaults on all sides: no exactly-once on Kafka.")
_CHANGES = 200000


def run(rig, results):
    changes = rig.rows(_CHANGES)
    results.note(changes=f"{changes:,}")
    for _ in range(rig.runs):
        for make in (rig.debezium, rig.weir_on_kafka, rig.weir_embedded):
            table = Trades(rig.mariadb, rig.word("killed"))
            side = make()
            try:
                results.add("from exec of the new worker", side.name,
                            _recovery(rig, side, table, changes))
            finally:
                side.close()
            table.drop()


def _recovery(rig, side, table, changes):
    name = rig.word("killed")
    topic = f"{name}.shop.{table.name}"
    side.put(name, rig.source(name, f"shop.{table.name}", **converters(False)))
    side.reach(topic, table.rows)
    side.stop_connector(name)
    records = table.change(changes, 10)
    side.resume(name)
    _reach(side, topic, table.rows + records // 2)
    side.worker.kill()
    at = side.end(topic)
    begun_s = time.monotonic()
    side.start_again()
    rest_s = time.monotonic() - begun_s
    _reach(side, topic, at + 1)
    flows_s = time.monotonic() - begun_s
    side.wait(lambda: _last(side, topic) == table.last, "the last change")
    all_s = time.monotonic() - begun_s
    missing, twice = _seen(side, topic, table.rows, changes)
    return {"s to REST": rest_s, "s to records": flows_s, "s to the last": all_s,
            "events twice": twice, "events missing": missing}


def _reach(side, topic, end):
    deadline_s = time.monotonic() + SECONDS
    while side.end(topic) < end:
        assert time.monotonic() < deadline_s, f"{side.end(topic)} of {end}"
        time.sleep(0.005)


def _cat(side, topic, offset):
    return subprocess.run([paths.weir_binary(), "cat", topic, *side.where(), "-o", str(offset)],
                          capture_output=True, check=True).stdout.splitlines()


def _last(side, topic):
    """The row that the topic's last record is about, when that is an insert."""
    after = json.loads(_cat(side, topic, -1)[0] or b"{}").get("after")
    return after and after["id"]


def _seen(side, topic, first, changes):
    """How many events of the backlog are not there, and how many are there once more."""
    places = [_place(line) for line in _cat(side, topic, first) if line.startswith(b"{")]
    return changes - len(set(places)), len(places) - len(set(places))


def _place(line):
    source = json.loads(line)["source"]
    return source["file"], source["pos"], source["row"]
