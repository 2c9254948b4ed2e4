#!/bin/bash
# The worker alone, in the foreground, on the bus that .env (ENV_FILE) names.
set -euo pipefail
cd "$(dirname "$0")/../.."
env_file=${ENV_FILE:-.env}
here=makefiles/runbook
[ -f "$env_file" ] || { echo "there is no $env_file: cp configs/.env.example $env_file and fill it in" >&2; exit 1; }
[ -x build/weir ] || { echo "build/weir is not there: make deps build" >&2; exit 1; }

value() { jq -nrj -L $here --rawfile text "$env_file" --arg key "$1" 'include "env"; $text | read_env | .[$key] // ""'; }

bus=${BUS:-$(value BUS)}
bus=${bus:-kafka}
case $bus in
kafka | embedded) ;;
*) echo "BUS is $bus: it is kafka or embedded (in $env_file or on make's line)" >&2; exit 1 ;;
esac
if [ "$bus" = kafka ] && [ -z "$(value KAFKA_BOOTSTRAP_SERVERS)" ]; then
    echo "$env_file has no KAFKA_BOOTSTRAP_SERVERS; BUS=embedded works without Kafka" >&2
    exit 1
fi
umask 077
mkdir -p build/run
jq -nr -L $here -f $here/worker.jq --rawfile text "$env_file" --arg bus "$bus" >build/run/worker.properties
exec build/weir run --config build/run/worker.properties
