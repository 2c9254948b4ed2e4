"""A log that has been written to for long."""
import os
import re

from .. import parts

TITLE = "Records in the embedded log"
NOTE = ("A topic of so many million records of 100 bytes, 500 or one an append: how fast they are "
        "written, milliseconds to open the log after a kill -9, and to read the first and the last "
        "record.")
AXIS = "million records"
_POINTS = (1, 3, 10)
_LINE = re.compile(r"(\d+) records, (\d+) an append \(written in ([\d.]+) s\): open ([\d.]+) ms, "
                   r"first and last record ([\d.]+) ms")


def run(rig, results):
    for number in _POINTS:
        said = parts.said("bench_local_open", number, env={**os.environ, "TMPDIR": str(rig.folder)})
        for found in _LINE.finditer(said):
            results.add(str(number), f"Weir's embedded log, {found[2]} an append", {
                "records/s": int(found[1]) / float(found[3]), "ms to open": float(found[4]),
                "ms to read two": float(found[5])})
