"""How many instructions a record costs, counted by callgrind: the count is the same on a busy machine
as on a quiet one. budget.txt says how many it may be; more than 3 % above it fails. Who needs more,
or needs less from now on, changes the number there and says why in the commit.

The programs are those of the release build: ninja -C build counted."""
import re
import subprocess

import pytest

from support import paths

_HERE = paths.ROOT / "tests" / "bench"
_TOLERANCE = 1.03
# program, and which of its parts: what it is given for a short and for a longer run; the difference is
# that of records alone
_RUNS = {"bench_source": ([_HERE / "trades.binlog", 1], [_HERE / "trades.binlog", 3000]),
         "bench_sink": ([_HERE / "trades.json", 1], [_HERE / "trades.json", 2]),
         "bench_append": ([20], [60]),
         **{f"bench_transform {chain}": ([chain, 5], [chain, 25]) for chain in range(4)}}
_BUDGET = dict(line.rsplit(maxsplit=1) for line in (_HERE / "budget.txt").read_text().splitlines()
               if line and not line.startswith("#"))


def count(name, arguments, folder):
    """(instructions, records) of a run."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         paths.BUILD / "tests" / name.split()[0], *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=300, env={"TMPDIR": str(folder)})
    assert done.returncode == 0, done.stdout + done.stderr
    return (int(re.search(r"Collected : (\d+)", done.stderr)[1]),
            int(re.search(r"(\d+) records in all", done.stdout)[1]))


@pytest.mark.parametrize("name", _RUNS)
def test_budget(name, tmp_path):
    (few, fewer), (many, more) = (count(name, given, tmp_path) for given in _RUNS[name])
    cost, budget = (many - few) / (more - fewer), int(_BUDGET[name])
    print(f"{name}: {cost:.0f} instructions a record, the budget is {budget}")
    assert cost <= budget * _TOLERANCE, (
        f"{name}: a record costs {cost:.0f} instructions, the budget of tests/bench/budget.txt is "
        f"{budget}")
