#!/bin/bash
# run.sh SECONDS [SEED]: each libFuzzer target that long, from its corpus; new inputs stay in
# build/fuzz. A crash is kept in build/fuzz/crash and named. Without a seed every run goes elsewhere.
set -u
seconds=${1:-20}
seed=${2:-0}
top=$(cd "$(dirname "$0")/../.." && pwd)
bad=0
for target in "$top"/build/fuzz/tests/fuzz_*; do
    [ -x "$target" ] || continue
    name=$(basename "$target")
    seeds=$top/tests/fuzz/corpus/${name#fuzz_}
    found=$top/build/fuzz/found/$name
    crash=$top/build/fuzz/crash/$name-
    mkdir -p "$found" "$top/build/fuzz/crash"
    if "$target" -max_total_time="$seconds" -seed="$seed" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="$crash" "$found" "$seeds" >"$top/build/fuzz/$name.log" 2>&1; then
        echo "ok $name $(grep -o 'number_of_executed_units: .*' "$top/build/fuzz/$name.log")"
    else
        echo "not ok $name"; tail -40 "$top/build/fuzz/$name.log"; bad=1
    fi
done
exit $bad
