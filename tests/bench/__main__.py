"""Measures Debezium, Weir and what the machine can do at most, side by side, and writes it down.

    python -m bench [scenario ...]       default: all of them; the others' figures are kept

    python -m bench --growth [curve ...] how it grows

Results go to results.json and growth.json beside this file; from there into the tables of README.md
and tests/bench/README.md and into the pictures beside it.
"""
import argparse
import importlib
import traceback
from pathlib import Path

from . import machine, report
from .results import Results
from .rig import Rig

SCENARIOS = ("start", "streaming", "snapshot", "sink", "latency", "acknowledge", "transforms", "chains", "migrate",
             "recovery", "converters", "bus")
GROWTH = ("connectors", "tables", "rows", "log", "history", "sinks")


def measure(name, module, rig, results):
    scenario = results.scenario(name, module.TITLE, module.NOTE)
    load = machine.Load()
    print(f"{name}: {module.TITLE}", flush=True)
    module.run(rig, scenario)
    scenario.save({"axis": getattr(module, "AXIS", None), "date": machine.today(), "runs": rig.runs,
                   "size": rig.size,
                   "machine": machine.machine(), "versions": machine.versions(rig), **load.note()})


def measure_all(modules, rig, results):
    """Gives the names of those that failed."""
    failed = []
    try:
        for name, module in modules.items():
            try:
                measure(name, module, rig, results)
            except Exception:  # the others are measured all the same
                traceback.print_exc()
                failed.append(name)
    finally:
        rig.close()
    return failed


def main():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help=" ".join((*SCENARIOS, "or", *GROWTH)))
    parser.add_argument("--growth", action="store_true", help="the curves, not the scenarios")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many (default 3)")
    parser.add_argument("--size", type=float, default=1, help="factor on the amounts of rows")
    parser.add_argument("--report", action="store_true", help="only write down what was measured")
    wanted = parser.parse_args()
    kind, order = ("growth", GROWTH) if wanted.growth else ("scenarios", SCENARIOS)
    names = () if wanted.report else wanted.name or order
    modules = {name: importlib.import_module(f".{kind}.{name}", __package__) for name in names}
    results = Results(Path(__file__).with_name("growth.json" if wanted.growth else "results.json"))
    failed = measure_all(modules, Rig(wanted.runs, wanted.size), results)
    (report.write_growth if wanted.growth else report.write)(results.data, order)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


main()
