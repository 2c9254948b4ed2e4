"""A schema history that has become long."""
import re

from .. import parts

TITLE = "Statements in the schema history"
NOTE = ("Processor seconds to read a schema history of so many DDL statements over 500 tables, as "
        "Debezium wrote it, at the start of a connector: with whole tables in the records, and with "
        "statements alone.")
AXIS = "statements"
_POINTS = (1000, 10000, 100000)
_LINE = re.compile(r"(\S.*?) +\d+ records of \d+ bytes: ([\d.]+) s")


def run(rig, results):
    for number in _POINTS:
        for _ in range(rig.runs):
            for what, seconds in _LINE.findall(parts.said("bench_history", number)):
                results.add(str(number), f"Weir, {what}", {"CPU s": float(seconds)})
