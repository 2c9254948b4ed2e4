"""Conversion alone, of a change event of about 500 bytes."""
import re

from support import java, paths

from .. import parts
from ..rig import DEBEZIUM

TITLE = "Converters alone"
NOTE = ("One thread, the same change event, best of five rounds of 100,000 or more; Java's JsonConverter "
        "on a warm JVM with all its compilers. Confluent's AvroConverter is not on Maven Central: only "
        "ours is here.")
_OURS = re.compile(r"(\S+) +(\d+) bytes +write +(\d+) ns +read +(\d+) ns")


def run(rig, results):
    event = rig.folder / "event"
    event.write_text(parts.said("bench_converter", "--text"))
    for _ in range(rig.runs):
        _note(results, DEBEZIUM, _java(event))
        _note(results, "Weir", _OURS.findall(parts.said("bench_converter")))
    event.unlink()


def _java(event):
    ran = java.run_source(paths.ROOT / "tests" / "bench" / "JsonConverterBench.java", [event],
                          capture_output=True, text=True, jvm=java.WORKER_JVM)
    lines = [line.split()[:4] for line in ran.stdout.splitlines()]
    return [(f"schemas.enable={schemas}", *more) for schemas, *more in lines]


def _note(results, side, lines):
    for case, size, write_ns, read_ns in lines:
        name = case if case == "Avro" else f"JSON, {case}"
        results.add(f"{name}, {size} bytes", side,
                    {"ns to write": float(write_ns), "ns to read": float(read_ns)})
