#!/bin/bash
# Writes configs/sources/mariadb/*.json and configs/sinks/postgres/*.json from configs/databases.json.
# --check: only says which of them are not in step, and fails then.
set -euo pipefail
cd "$(dirname "$0")/../.."

config() { jq --indent 2 -f makefiles/runbook/configs.jq --arg kind "$1" --arg db "$2" configs/databases.json; }

status=0
for db in $(jq -r '.[].name' configs/databases.json); do
    for kind in source sink; do
        file=configs/sources/mariadb/$db.json
        [ "$kind" = source ] || file=configs/sinks/postgres/$db.json
        if [ "${1:-}" != --check ]; then
            config "$kind" "$db" >"$file"
        elif ! config "$kind" "$db" | cmp -s - "$file"; then
            echo "$file is not what configs/databases.json gives: make configs" >&2
            status=1
        fi
    done
done
exit $status
