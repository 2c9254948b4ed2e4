#!/bin/bash
# down.sh DIR: stops the worker that up.sh started in DIR, by its pid.
set -euo pipefail
pid=$(cat "$1/pid" 2>/dev/null) || { echo "nothing was started in $1"; exit 0; }
if kill -TERM "$pid" 2>/dev/null; then
    while kill -0 "$pid" 2>/dev/null; do read -rt 0.05 <> <(:) || :; done
fi
rm -f "$1/pid"
echo "stopped"
