"""The embedded log alone, beside Kafka through our bus and through librdkafka's own calls."""
import os
import re

from .. import parts

TITLE = "The bus alone"
NOTE = ("500 records an append: on the embedded log with durable commits; and on Kafka (acks=all) "
        "through Weir's bus and through librdkafka's own calls with linger.ms=5. The CPU is that of "
        "the program, the broker's is not in it.")
_LOG_MB = 200
_RECORDS = 200000
_SIZES = (300, 4675)
_LOCAL = re.compile(r"^ +(append|read) +(\d+) records/s +[\d.]+ MB/s +([\d.]+) CPU s/M +VmRSS (\d+)")
_KAFKA = re.compile(r"^(\S.*?) +(\d+) records/s +([\d.]+) CPU s/million +RSS (\d+)")
_KAFKA_NAMES = {"bus_append": ("append", "Weir on Kafka"),
                "producev linger=5 idem=false": ("append", "librdkafka"),
                "bus_consumer_poll": ("read", "Weir on Kafka")}


def run(rig, results):
    for _ in range(rig.runs):
        for size in _SIZES:
            said = parts.said("bench_kafka", _RECORDS, size,
                              env={**os.environ, "WEIR_TEST_KAFKA": rig.broker.bootstrap})
            for line in said.splitlines():
                found = _KAFKA.match(line)
                if found and found[1] in _KAFKA_NAMES:
                    what, side = _KAFKA_NAMES[found[1]]
                    _add(results, size, what, side, found)
        _local(rig, results)


def _local(rig, results):
    size = None
    for line in parts.said("bench_local", _LOG_MB,
                           env={**os.environ, "TMPDIR": str(rig.folder)}).splitlines():
        heading = re.match(r"(\d+)-byte records", line)
        size = int(heading[1]) if heading else None if line[0] != " " else size
        found = _LOCAL.match(line)
        if found and size in _SIZES:
            _add(results, size, found[1], "Weir's embedded log", found)


def _add(results, size, what, side, found):
    results.add(f"{what} records of {size} bytes", side,
                {"records/s": float(found[2]), "CPU s/M": float(found[3]),
                 "resident MiB": int(found[4]) / 1024})
