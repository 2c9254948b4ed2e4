"""JSON conversion alone, a change event of about 500 bytes."""
import re

from support import java, paths

from .. import parts
from ..rig import DEBEZIUM

TITLE = "JsonConverter alone"
NOTE = ("One thread, the same change event, best of five rounds of 100,000 or more; Java's on a warm "
        "JVM with all its compilers.")
_OURS = re.compile(r"schemas.enable=(\w+) +(\d+) bytes +write +(\d+) ns +read +(\d+) ns")


def run(rig, results):
    event = rig.folder / "event"
    event.write_text(parts.said("bench_converter", "--text"))
    for _ in range(rig.runs):
        ran = java.run_source(paths.ROOT / "tests" / "bench" / "JsonConverterBench.java", [event],
                              capture_output=True, text=True, jvm=java.WORKER_JVM)
        theirs = [line.split()[:4] for line in ran.stdout.splitlines()]
        for side, lines in ((DEBEZIUM, theirs), ("Weir", _OURS.findall(parts.said("bench_converter")))):
            for schemas, size, write_ns, read_ns in lines:
                results.add(f"schemas {'on' if schemas == 'true' else 'off'}, {size} bytes", side,
                            {"ns to write": float(write_ns), "ns to read": float(read_ns)})
    event.unlink()
