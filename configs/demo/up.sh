#!/bin/bash
# up.sh DIR PORT: MariaDB, the worker on its embedded log, PostgreSQL: starts the three, runs the
# runbook for the trading database with the same make targets that anybody uses, and shows both
# sides moving. down.sh DIR ends and removes it all.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)
port=$2
. "$root/configs/demo/pids.sh"
. "$root/configs/demo/servers.sh"

say() { printf '\e[1m%s\e[0m\n' "$1"; }
[ -t 1 ] || say() { printf '%s\n' "$1"; }

wait_for() { # what command...
    local what=$1 i
    shift
    for ((i = 0; i < 400; i++)); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.05
    done
    echo "$what did not come within twenty seconds; see the logs in $dir" >&2
    exit 1
}

answers() { alive weir && curl -fs "$url/health"; } # ours, not whoever else is at the port

start_worker() { # sets url
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        say "port $port is taken"
        port=$(free_port)
    fi
    url=http://127.0.0.1:$port
    cat >"$dir/worker.properties" <<CONF
listeners=$url
data.dir=$dir/data
rest.anonymous=refuse
offset.flush.interval.ms=1000
CONF
    setsid "$root/build/weir" run --config "$dir/worker.properties" </dev/null >>"$dir/weir.log" 2>&1 &
    remember weir $!
    wait_for "the worker" answers
}

write_env() {
    cat >"$dir/env" <<ENV
DEBEZIUM_URL=$url
BUS=embedded
TRADING_HOST=127.0.0.1
TRADING_PORT=$mariadb_port
TRADING_USER=cdc
TRADING_PASS=cdc
TRADING_TABLE_ALLOWLIST=xchange_trading.accounts,xchange_trading.orders,xchange_trading.trades
SINK_DB_URL=jdbc:postgresql://127.0.0.1:$postgres_port/app
SINK_DB_USER=cdc
SINK_DB_PASSWORD=cdc
ENV
}

runbook() { say "make $*"; make -s -C "$root" "$@" ENV_FILE="$dir/env" BUS= DEBEZIUM_URL=; }
running() { curl -fs "$url/connectors/$1/status" | jq -e '[.tasks[].state] == ["RUNNING"]'; }

mariadb_counts() {
    mariadb_demo -BN xchange_trading -e \
        'select concat_ws(" ", (select count(*) from accounts), (select count(*) from orders), (select count(*) from trades))'
}
postgres_counts() {
    postgres_demo app -c "select concat_ws(' ', (select count(*) from mp_cdc.accounts), (select count(*) from mp_cdc.orders), (select count(*) from mp_cdc.trades))"
}
copied() { [ "$(mariadb_counts)" = "$(postgres_counts)" ]; }

show() { # both sides, some seconds long
    printf '%-10s  %-26s  %-26s\n' '' 'MariaDB' 'PostgreSQL'
    for _ in 1 2 3 4 5; do
        printf '%-10s  %-26s  %-26s\n' "$(date +%T)" "$(mariadb_counts)" "$(postgres_counts)"
        sleep 1
    done
}

if alive weir; then
    cat "$dir/said"
    exit 0
fi
"$root/configs/demo/down.sh" "$dir" >/dev/null
mkdir -p "$dir"
say "starting MariaDB, PostgreSQL and the worker"
make_folder
start_mariadb
start_postgres
mariadb_demo <"$root/configs/demo/trading.sql"
mariadb_demo <"$root/configs/demo/rows.sql"
start_worker
write_env
runbook register-trading-source
wait_for "the source" running mariadb-trading-connector
runbook migrate-trading MIGRATE=--verify
runbook register-trading-sink
wait_for "the rows in PostgreSQL" copied
setsid "$root/configs/demo/trickle.sh" "$mariadb_port" </dev/null >>"$dir/trickle.log" 2>&1 &
remember trickle $!
alive weir
hint="make down"
[ "$dir" = "$root/build/up" ] || hint="make down UP_DIR=$dir"
say "rows of accounts, orders, trades while a trickle of changes goes on"
show
runbook connectors || :
cat >"$dir/said" <<SAY

The pipeline runs: MariaDB -> worker (pid $pid) -> PostgreSQL.

  page         $url/ui
  MariaDB      mariadb -ucdc -pcdc -h127.0.0.1 -P$mariadb_port xchange_trading
  PostgreSQL   $pg_bin/psql -h 127.0.0.1 -p $postgres_port -U cdc app     (schema mp_cdc)
  the topics   build/weir topics --data-dir $dir/data
               build/weir cat xchange_trading.xchange_trading.trades --data-dir $dir/data
  runbook      make connectors ENV_FILE=$dir/env
  logs         $dir/*.log
  stop it      $hint
SAY
cat "$dir/said"
