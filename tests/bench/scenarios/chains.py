"""Transforms alone, in chains of five."""
import re

from .. import parts

TITLE = "Chains of five transforms alone"
NOTE = ("One thread, batches of 1,000 change events of a table with eight columns, each stage's best of several "
        "passes, added up: no bus, no converter. The budget of their instructions is in budget.txt.")
_CHAIN = re.compile(r"^(\S.*)\n((?: .*\n)*?) +([\d.]+) ns, ([\d.]+) calls of malloc", re.MULTILINE)
_STAGE = re.compile(r"([\d.]+) ns  ")


def run(rig, results):
    for _ in range(rig.runs):
        for name, stages, all_ns, calls in _CHAIN.findall(parts.said("bench_transform")):
            results.add(name, "Weir", {"ns a record": float(all_ns), "mallocs a record": float(calls),
                                       "ns of the dearest": max(map(float, _STAGE.findall(stages)))})
