#!/bin/bash
# run.sh: every benchmark that needs no server, one after the other, from the bench build.
set -euo pipefail
cd "$(dirname "$0")/../.."
for bench in build/bench/tests/bench_*; do
    [ -x "$bench" ] || continue
    case $bench in *kafka*) continue ;; esac
    echo "== $(basename "$bench")"
    "$bench"
done
