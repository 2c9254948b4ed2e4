#!/usr/bin/env python3
"""Runs the test suites side by side and counts what they say.

  tests/run.py           what CI runs (make test)
  tests/run.py --all     parity with the real Java worker, long kill and fuzz runs too
  tests/run.py NAME ...  these steps and what they need

Each step's output goes to build/test/<step>.log; the end of it is shown when the step fails. Before
the last line, which counts all tests in pytest's form, those that failed are named. What the long
steps, which only --all or their names begin, came to is written into the README.

Where one or two tests against real servers failed, they are run once more when all else is done. One
that passes then is named as unsteady, with its first failure shown above: it does not make the run
fail, and is a fault to be found nevertheless. Unit tests, sanitizers and the tests of kill -9 have no second try.
"""
import argparse
import datetime
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "build" / "test"
PYTEST = "build/venv/bin/python -m pytest -q -p no:cacheprovider"
LONG = ("parity", "parity-source", "parity-sink", "packaging", "contract-live", "soak",
        "fault-long", "fuzz-long")
# The steps whose tests may be tried a second time, and how many may.
AGAIN, AGAIN_MOST = ("e2e", "e2e-mariadb", "e2e-postgres"), 2


def cmake(preset):
    folder = "build" if preset == "release" else f"build/{preset}"
    return f"cmake --preset {preset} >/dev/null && cmake --build {folder} -j2"


def ctest(preset, extra=""):
    return f"cd build/{preset} && ctest --output-on-failure --no-tests=error {extra}"


# name: (command, the steps it needs, weight in cores, the steps it follows if they run too)
STEPS = {
    "layers": ("python3 tests/lint/layers.py", [], 1),
    "release": (cmake("release"), [], 2),
    "venv": ("tests/support/venv.sh", [], 1),
    "jars": ("PYTHONPATH=tests build/venv/bin/python -m support fetch", ["venv"], 1),
    "counts": (f"cmake --build build --target counted -j2 && {PYTEST} tests/bench/test_budget.py",
               ["release", "venv"], 1),
    "asan": (cmake("asan"), ["release"], 2),
    "unit-asan": (ctest("asan", "-L 'quick|fault' -j2"), ["asan"], 2),
    "fault": (ctest("asan", "-L fault"), ["unit-asan"], 1),
    "e2e": (f"{PYTEST} tests/support tests/e2e tests/contract tests/fault --ignore-glob='*/test_mariadb*' "
            "--ignore=tests/e2e/postgres --ignore-glob='*/test_migrate*'", ["release", "jars", "asan"], 1),
    "e2e-mariadb": (f"{PYTEST} tests/e2e/test_mariadb*.py", ["release", "jars"], 1),
    "e2e-postgres": (f"{PYTEST} tests/e2e/postgres tests/e2e/test_migrate*.py", ["release", "jars"], 1),
    "e2e-asan": (f"WEIR=build/asan/weir {PYTEST} tests/e2e/test_mariadb.py tests/e2e/test_transforms.py "
                 "tests/e2e/postgres/test_modes.py tests/soak", ["asan", "jars"], 1),
    "tsan": (cmake("tsan"), ["unit-asan"], 1),
    "unit-tsan": (ctest("tsan", "-L threads"), ["tsan"], 1),
    "fuzz-build": (cmake("fuzz"), [], 1, ["unit-tsan"]),
    "fuzz": ("tests/fuzz/run.sh 20 1", ["fuzz-build"], 1),
    "parity": (f"{PYTEST} tests/parity --ignore=tests/parity/test_debezium.py "
               "--ignore-glob='*/test_jdbc_sink*'", ["release", "jars"], 1, ["e2e"]),
    "parity-source": (f"{PYTEST} tests/parity/test_debezium.py", ["release", "jars"], 1, ["e2e-mariadb"]),
    "parity-sink": (f"{PYTEST} tests/parity/test_jdbc_sink*.py", ["release", "jars"], 1, ["parity"]),
    "packaging": (f"{PYTEST} tests/packaging", ["venv"], 1, ["parity-sink"]),
    "contract-live": (f"{PYTEST} tests/contract --live", ["release", "jars"], 1, ["parity-sink"]),
    "soak": (f"{PYTEST} tests/soak -s --soak 150", ["asan", "jars"], 1, ["parity-sink"]),
    "fault-long": (ctest("asan", "-L fault --repeat until-fail:10"), ["asan"], 1, ["fault", "parity-sink"]),
    "fuzz-long": ("tests/fuzz/run.sh 60", ["fuzz-build"], 1, ["fuzz", "parity-sink"]),
}


class Counts:
    def __init__(self):
        self.passed = self.failed = self.skipped = self.unsteady = 0

    def add(self, text):
        """Takes pytest's, ctest's, the fuzz script's and the layer check's own summaries."""
        for number, word in re.findall(r"(\d+) (passed|failed|skipped|error)", pytest_line(text)):
            name = "failed" if word == "error" else word
            setattr(self, name, getattr(self, name) + int(number))
        for failed, total in re.findall(r"tests passed, (\d+) tests failed out of (\d+)", text):
            self.failed += int(failed)
            self.passed += int(total) - int(failed)
        for word in re.findall(r"^(ok|not ok) fuzz_\w+", text, re.M):
            if word == "ok":
                self.passed += 1
            else:
                self.failed += 1
        for bad in re.findall(r"^layers: \d+ files, (\d+) offences", text, re.M):
            if bad == "0":
                self.passed += 1
            else:
                self.failed += 1


    def __iadd__(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self

    def __str__(self):
        return ", ".join([f"{self.failed} failed"] * bool(self.failed) + [f"{self.passed} passed"] +
                         [f"{self.skipped} skipped"] * bool(self.skipped) +
                         [f"{self.unsteady} unsteady"] * bool(self.unsteady))


def failures(text):
    """The names of failed tests in pytest's and ctest's summaries."""
    return (re.findall(r"^(?:FAILED|ERROR) (\S+)", text, re.M) +
            re.findall(r"^\s+\d+ - (\S+) \(", text, re.M) + re.findall(r"^not ok (fuzz_\w+)", text, re.M))


def pytest_line(text):
    lines = [line for line in text.splitlines() if re.search(r"\b(passed|failed|errors?|skipped)\b.* in [\d.]+s", line)]
    return lines[-1] if lines else ""


class Runner:
    def __init__(self, names, cores):
        self.names, self.free = names, cores
        self.state, self.counts, self.failed, self.again = {}, Counts(), [], []
        self.changed = threading.Condition()

    def may_start(self, name):
        needs = [need for need in STEPS[name][1] if need in self.names]
        follows = [step for step in sum(STEPS[name][3:], []) if step in self.names]
        return (self.free >= STEPS[name][2] and all(self.state.get(need) == "ok" for need in needs)
                and not any(self.state.get(step) in (None, "running") for step in follows))

    def blocked(self, name):
        return any(self.state.get(need) in ("failed", "blocked") for need in STEPS[name][1])

    def run(self, name):
        log, began = LOGS / f"{name}.log", time.monotonic()
        with open(log, "wb") as out:
            code = subprocess.call(["bash", "-c", STEPS[name][0]], cwd=ROOT, stdout=out,
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        text = log.read_text(errors="replace")
        counts = Counts()
        counts.add(text)
        counts.failed += code != 0 and not counts.failed
        with self.changed:
            self.counts += counts
            if name in LONG:
                write_down(name, counts, time.monotonic() - began)
            self.state[name] = "ok" if code == 0 else "failed"
            self.free += STEPS[name][2]
            print(f"{self.state[name]:6} {name:12} {time.monotonic() - began:6.1f} s", flush=True)
            if code != 0:
                failed = failures(text) or [name]
                self.failed += failed
                if name in AGAIN and code == 1:  # pytest's word for tests that failed, and nothing else
                    self.again += [test for test in failed if not test.startswith("tests/fault/")]
                print("\n".join(line[:1000] for line in text.splitlines()[-80:]), flush=True)
            self.changed.notify_all()

    def try_again(self):
        """The few tests that failed, by themselves; with all parameters of theirs."""
        if not self.failed or len(self.failed) > AGAIN_MOST or self.again != self.failed:
            return
        names = sorted({name.split("[")[0] for name in self.failed})
        with open(LOGS / "again.log", "wb") as out:
            code = subprocess.call(["bash", "-c", f"{PYTEST} {' '.join(names)}"], cwd=ROOT, stdout=out,
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        if code == 0:
            print("\n".join(f"unsteady: {name} failed, and passed when run again" for name in self.failed))
            self.counts.failed -= len(self.failed)
            self.counts.unsteady = len(self.failed)
            self.failed = []

    def start(self, name):
        self.state[name] = "running"
        self.free -= STEPS[name][2]
        threading.Thread(target=self.run, args=(name,), daemon=True).start()

    def main(self):
        with self.changed:
            while any(self.state.get(name) in (None, "running") for name in self.names):
                for name in [n for n in self.names if n not in self.state]:
                    if self.blocked(name):
                        self.state[name] = "blocked"
                        print(f"left   {name:12} because what it needs failed", flush=True)
                    elif self.may_start(name):
                        self.start(name)
                if any(state == "running" for state in self.state.values()):
                    self.changed.wait()


def with_needs(names):
    wanted = []
    for name in names:
        for item in with_needs(STEPS[name][1]) + [name]:
            if item not in wanted:
                wanted.append(item)
    return wanted


def write_down(name, counts, seconds):
    """The README says when a long step was last run, and with what result."""
    readme = ROOT / "README.md"
    before, begin, rest = re.split(r"(<!-- test-all: begin.*?\n)", readme.read_text(), maxsplit=1)
    table, end, after = re.split(r"(<!-- test-all: end)", rest, maxsplit=1)
    rows = dict(re.findall(r"^\| `([\w-]+)` (\|.*)$", table, re.M))
    rows[name] = f"| {datetime.date.today()} | {counts} | {seconds:,.0f} s |"
    table = "".join(f"| `{step}` {rows[step]}\n" for step in LONG if step in rows)
    readme.write_text(f"{before}{begin}| step | last run | result | took |\n| --- | --- | --- | --- |\n"
                      f"{table}{end}{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("steps", nargs="*", metavar="NAME", choices=[[], *STEPS])
    args = parser.parse_args()
    names = with_needs(args.steps) if args.steps else [n for n in STEPS if args.all or n not in LONG]
    LOGS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    runner = Runner(names, cores=max(2, os.cpu_count() or 2) + 1)
    runner.main()
    runner.try_again()
    for name in runner.failed:
        print(f"failed: {name}")
    print(f"===== {runner.counts} in {time.monotonic() - began:.2f}s =====")
    return 1 if runner.counts.failed or runner.failed or "blocked" in runner.state.values() else 0


if __name__ == "__main__":
    sys.exit(main())
