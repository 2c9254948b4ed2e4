"""From a commit in MariaDB until the embedded log has it for good and a sink has it in hand."""
import json
import os
import threading
import time

from ..meter import percentiles
from ..rig import EMBEDDED, SECONDS, converters

TITLE = "From MariaDB's commit to the embedded log and on"
NOTE = ("{rate} transactions of one row a second for {seconds} s, after {warm} s of the same: from the "
        "INSERT's return until a file sink, which reads only what is on the disk, has written the record "
        "into its file. The limit: fdatasync of 4 KiB at the same rate, on the same disk.")
_RATE = 100
_WARM_S = 5
_SECONDS = 20
_STRING = "org.apache.kafka.connect.storage.StringConverter"


def run(rig, results):
    results.note(rate=_RATE, seconds=_SECONDS, warm=_WARM_S)
    rig.mariadb.run("CREATE DATABASE IF NOT EXISTS shop")
    with rig.sides(rig.weir_embedded) as (side,):
        for _ in range(rig.runs):
            results.add(f"{_RATE} a second", EMBEDDED, _from_commit(rig, side))
            results.add(f"{_RATE} a second", "limit: fdatasync", _flushes(rig.folder / "flushed"))


def _steadily(step):
    begun_s = time.monotonic()
    for i in range(_RATE * (_WARM_S + _SECONDS)):
        time.sleep(max(0, begun_s + i / _RATE - time.monotonic()))
        step(i)


def _from_commit(rig, side):
    name, file = rig.word("ack"), rig.folder / "acknowledged.txt"
    rig.mariadb.run(f"CREATE TABLE {name} (id BIGINT PRIMARY KEY, pad VARCHAR(64) NOT NULL)",
                    database="shop")
    file.write_text("")
    side.put(name, rig.source(name, f"shop.{name}", **converters(False)))
    side.put(f"{name}-sink", {"connector.class": "FileStreamSink", "tasks.max": "1",
                              "file": str(file), "topics": f"{name}.shop.{name}",
                              "key.converter": _STRING, "value.converter": _STRING})
    side.running(name)
    side.running(f"{name}-sink")
    connection, committed_s, seen_s = rig.mariadb.connect("shop"), {}, {}

    def insert(i):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {name} VALUES (%s, 'some text that pads the row')", (i,))
        committed_s[i] = time.monotonic()

    sender = threading.Thread(target=_steadily, args=(insert,))
    sender.start()
    _watch(file, seen_s)
    sender.join()
    connection.close()
    side.delete(f"{name}-sink")
    side.delete(name)
    return percentiles([max(0, seen_s[i] - committed_s[i]) * 1e3
                        for i in range(_RATE * _WARM_S, _RATE * (_WARM_S + _SECONDS))])


def _watch(file, seen_s):
    deadline_s, text = time.monotonic() + SECONDS, ""
    with open(file, encoding="utf-8") as lines:
        while len(seen_s) < _RATE * (_WARM_S + _SECONDS):
            assert time.monotonic() < deadline_s, f"{len(seen_s)} records"
            text += lines.readline()
            if text.endswith("\n"):
                seen_s[json.loads(text)["after"]["id"]] = time.monotonic()
                text = ""
            else:
                time.sleep(0.0003)


def _flushes(path):
    taken_ms = []
    handle = os.open(path, os.O_CREAT | os.O_RDWR)

    def flush(i):
        os.pwrite(handle, b"x" * 4096, i * 4096)
        begun_s = time.monotonic()
        os.fdatasync(handle)
        taken_ms.append((time.monotonic() - begun_s) * 1e3)

    _steadily(flush)
    os.close(handle)
    path.unlink()
    return percentiles(taken_ms)
