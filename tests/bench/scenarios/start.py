"""From exec to the first answer of the REST API, and the memory of a worker with nothing to do."""
import time

from ..meter import Meter, cpu_s, memory_mb
from ..rig import converters
from ..workload import Trades

TITLE = "Start and idle memory"
NOTE = ("From exec until `GET /connectors` answers, without connectors, and what is resident five "
        "seconds later: of a new group, whose three topics the broker has to make, and again once "
        "they are there. Then one source and one sink that have nothing to do: what is resident, and "
        "the CPU seconds they take in ten.")
_DEFAULT = "start, with Connect's default plugin.discovery"
_QUICK = "start, with plugin.discovery=service_load"
_AGAIN = "start again, the topics are there"
_SETTLE_S = 5
_IDLE_S = 10


def run(rig, results):
    rig.broker.signal(0)
    table = Trades(rig.mariadb, "idle", rows=10)
    for _ in range(rig.runs):
        side, took_s = _java(rig, "hybrid_warn")
        _started(results, side, took_s, _DEFAULT)
        _again(results, side)
        side.close()
        side, took_s = _java(rig, "service_load")
        _started(results, side, took_s, _QUICK)
        _idle(rig, results, side, table)
        for make in (rig.weir_on_kafka, rig.weir_embedded):
            side, took_s = _weir(make)
            _started(results, side, took_s, _DEFAULT, _QUICK)
            _again(results, side)
            _idle(rig, results, side, table)
    table.drop()


def _java(rig, discovery):
    begun_s = time.monotonic()
    side = rig.debezium({"plugin.discovery": discovery})
    return side, time.monotonic() - begun_s


def _weir(make):
    side = make(start=False)
    begun_s = time.monotonic()
    side.worker.start(ready=False)
    return side, _until_answers(side, begun_s)


def _again(results, side):
    side.worker.stop()
    begun_s = time.monotonic()
    side.start_again(ready=False)
    results.add(_AGAIN, side.name, {"s": _until_answers(side, begun_s), "CPU s": cpu_s(side.pid)})


def _until_answers(side, begun_s):
    while not _answers(side):
        pass
    return time.monotonic() - begun_s


def _answers(side):
    try:
        return side.rest.get("/connectors").status == 200
    except OSError:
        return False


def _started(results, side, took_s, *cases):
    used_s = cpu_s(side.pid)
    time.sleep(_SETTLE_S)
    for case in cases:
        results.add(case, side.name, {"s": took_s, "CPU s": used_s,
                                      "resident MiB": memory_mb(side.pid)})


def _idle(rig, results, side, table):
    prefix = rig.word("idle")
    side.put(prefix, rig.source(prefix, "shop.idle", **converters(True)))
    side.running(prefix)
    side.put(f"{prefix}-sink", rig.sink(f"{prefix}.shop.{table.name}", prefix))
    side.running(f"{prefix}-sink")
    time.sleep(_SETTLE_S)
    meter = Meter(side.pid)
    time.sleep(_IDLE_S)
    results.add("idle, one source and one sink", side.name,
                {"CPU s": meter.cpu_s(), "resident MiB": memory_mb(side.pid)})
    side.close()
