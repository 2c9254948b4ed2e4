#!/bin/bash
# up.sh DIR PORT: starts a worker on the embedded log in DIR and gives it two connectors over REST.
# Run again, it says what is there.
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2
weir=$(cd "$(dirname "$0")/../.." && pwd)/build/weir
url=http://127.0.0.1:$port

running() { [ -f "$dir/pid" ] && kill -0 "$(cat "$dir/pid")" 2>/dev/null; }

answers() { curl -fs "$url/health" >/dev/null 2>&1; }

wait_for() { # what command...
    local what=$1
    shift
    for _ in $(seq 200); do
        "$@" && return 0
        read -rt 0.05 <> <(:) || :
    done
    echo "$what did not come within ten seconds; see $dir/weir.log" >&2
    exit 1
}

start_worker() {
    cat >"$dir/worker.properties" <<CONF
listeners=$url
data.dir=$dir/data
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
value.converter.schemas.enable=false
offset.flush.interval.ms=1000
CONF
    setsid "$weir" run --config "$dir/worker.properties" </dev/null >>"$dir/weir.log" 2>&1 &
    echo $! >"$dir/pid"
    wait_for "the worker" answers
}

put() { # name config
    curl -fsS -X PUT -H 'Content-Type: application/json' --data "$2" \
        "$url/connectors/$1/config" >/dev/null
}

copied() { [ -f "$dir/out.txt" ] && [ "$(wc -l <"$dir/out.txt")" = "$(wc -l <"$dir/in.txt")" ]; }

running || start_worker
[ -f "$dir/in.txt" ] || printf 'the first line\nthe second line\n' >"$dir/in.txt"
put file-source '{"connector.class":"FileStreamSource","file":"'"$dir"'/in.txt","topic":"lines"}'
put file-sink '{"connector.class":"FileStreamSink","file":"'"$dir"'/out.txt","topics":"lines"}'
wait_for "the first lines" copied

cat <<SAY
A worker runs (pid $(cat "$dir/pid")), with a source that reads a file and a sink that writes one:

  page         $url/ui
  status       curl -s $url/connectors/file-source/status
  try it       echo 'one more line' >> $dir/in.txt; cat $dir/out.txt
  the topic    $weir cat lines --data-dir $dir/data -J
  its log      $dir/weir.log
  stop it      make down
SAY
