#!/bin/bash
# down.sh DIR: ends what up.sh started there, by its pids, and removes what it made.
set -euo pipefail
dir=$1
[ -d "$dir" ] || exit 0
. "$(dirname "$0")/pids.sh"

stop() { # name signal
    local pid
    alive "$1" || return 0
    kill "-$2" -- "-$pid" 2>/dev/null || kill "-$2" "$pid" 2>/dev/null || return 0
    for _ in $(seq 300); do
        alive "$1" || { echo "$1 is stopped"; return 0; }
        sleep 0.1
    done
    kill -KILL -- "-$pid" 2>/dev/null || :
}

stop trickle TERM
stop weir TERM
stop postgres INT
stop mariadb TERM
if [ -f "$dir/folder" ]; then
    folder=$(cat "$dir/folder")
    case $folder in /tmp/weir-up-*) rm -rf "$folder" ;; esac
fi
rm -rf "$dir"
