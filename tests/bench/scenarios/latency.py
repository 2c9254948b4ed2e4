"""From just before an INSERT in MariaDB until its row is seen in PostgreSQL, at a steady rate."""
import threading
import time

from ..meter import Meter, percentiles
from ..rig import DEBEZIUM, SECONDS, converters

TITLE = "Latency from MariaDB to PostgreSQL"
NOTE = ("{rate} transactions of one row a second for {seconds} s, after {warm} s of the same: from "
        "just before the INSERT until a poller that looks each millisecond sees the row in "
        "PostgreSQL, whose commits are durable. The INSERT and the poller's step are in all figures. "
        "Debezium with its defaults (it polls twice a second), and tuned: poll.interval.ms=1, "
        "producer.override.linger.ms=0, consumer.override.fetch.max.wait.ms=10. Weir with its own "
        "defaults. The limit: one thread that writes the row into MariaDB and then into PostgreSQL, "
        "both durable, with nothing between.")
_RATE = 100
_WARM_S = 10
_SECONDS = 20
_FAST_SOURCE = {"poll.interval.ms": "1", "producer.override.linger.ms": "0"}
_FAST_SINK = {"consumer.override.fetch.max.wait.ms": "10"}


def run(rig, results):
    results.note(rate=_RATE, seconds=_SECONDS, warm=_WARM_S)
    rig.mariadb.run("CREATE DATABASE IF NOT EXISTS shop")
    with rig.sides() as sides:
        for _ in range(rig.runs):
            for side in sides:
                results.add(f"{_RATE} a second", side.name, _latency(rig, side, {}, {}))
                if side.name == DEBEZIUM:
                    results.add(f"{_RATE} a second", f"{DEBEZIUM}, tuned",
                                _latency(rig, side, _FAST_SOURCE, _FAST_SINK))
            results.add(f"{_RATE} a second", "limit: two INSERTs by hand", _by_hand(rig))


def _latency(rig, side, source_more, sink_more):
    name = rig.word("lat")
    rig.mariadb.run(f"CREATE TABLE {name} (id BIGINT PRIMARY KEY, pad VARCHAR(64) NOT NULL)",
                    database="shop")
    side.put(name, rig.source(name, f"shop.{name}", **converters(True), **source_more))
    side.put(f"{name}-sink", rig.sink(f"{name}.shop.{name}", name, **sink_more))
    side.running(name)
    side.running(f"{name}-sink")
    stream = _Stream(rig, name)
    try:
        stream.insert(1)
        side.wait(stream.look, "the first row in PostgreSQL")
        stream.go(_RATE * _WARM_S)
        meter = Meter(side.pid)
        values = {**percentiles(stream.go(_RATE * _SECONDS)),
                  "CPU s": meter.cpu_s(), "peak MiB": meter.peak_mb()}
    finally:
        stream.close()
    side.delete(f"{name}-sink")
    side.delete(name)
    return values


def _by_hand(rig):
    name = rig.word("lat")
    rig.mariadb.run(f"CREATE TABLE {name} (id BIGINT PRIMARY KEY, pad VARCHAR(64) NOT NULL)",
                    database="shop")
    rig.postgres.run(f"CREATE TABLE {name} (id BIGINT PRIMARY KEY, pad TEXT NOT NULL)")
    stream, taken_ms = _Stream(rig, name), []
    try:
        begun_s = time.monotonic()
        for i in range(_RATE * _SECONDS):
            time.sleep(max(0, begun_s + i / _RATE - time.monotonic()))
            sent_s = time.monotonic()
            stream.insert(1)
            stream.insert_there()
            taken_ms.append((time.monotonic() - sent_s) * 1e3)
    finally:
        stream.close()
    return percentiles(taken_ms)


class _Stream:
    """Inserts on one thread, looks on another."""

    def __init__(self, rig, table):
        self.table = table
        self._source, self._target = rig.mariadb.connect("shop"), rig.postgres.connect()
        self._sent_s, self._seen_s = {}, {}
        self._last = 0  # the last row sent
        self._found = 0  # the last row seen

    def close(self):
        self._source.close()
        self._target.close()

    def insert(self, number):
        with self._source.cursor() as cursor:
            for _ in range(number):
                self._last += 1
                self._sent_s[self._last] = time.monotonic()
                cursor.execute(f"INSERT INTO {self.table} VALUES (%s, 'some text that pads the row')",
                               (self._last,))

    def insert_there(self):
        self._target.execute(f"INSERT INTO {self.table} VALUES (%s, 'some text that pads the row')",
                             (self._last,))

    def look(self):
        """Whether all is there that was sent before."""
        try:
            rows = self._target.execute(f"SELECT id FROM {self.table} WHERE id > %s ORDER BY id",
                                        (self._found,)).fetchall()
        except Exception:  # the sink has not made the table yet
            return False
        now_s = time.monotonic()
        for (row,) in rows:
            self._seen_s[row] = now_s
            self._found = row
        return self._found == self._last

    def _insert_steadily(self, number):
        begun_s = time.monotonic()
        for i in range(number):
            time.sleep(max(0, begun_s + i / _RATE - time.monotonic()))
            self.insert(1)

    def go(self, number):
        """That many rows; gives how long each took, in ms."""
        first, end = self._last + 1, self._last + number
        sender = threading.Thread(target=self._insert_steadily, args=(number,))
        sender.start()
        deadline_s = time.monotonic() + SECONDS
        while self._found < end:
            assert time.monotonic() < deadline_s, f"row {self._found} of {end}"
            self.look()
            time.sleep(0.001)
        sender.join()
        return [(self._seen_s[row] - self._sent_s[row]) * 1e3 for row in range(first, end + 1)]
