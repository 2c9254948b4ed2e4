# servers.sh, to be sourced: throw-away MariaDB and PostgreSQL servers in $folder, each on a free
# loopback port. Started by root they run as nobody, since neither likes to be root.
servers=$root/build/servers

as_nobody=()
[ "$(id -u)" != 0 ] || as_nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups --)

free_port() {
    local port
    for port in $(shuf -i 20000-29999 -n 50); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    return 1
}

# nobody has to reach binaries and data: in root's home it does not.
make_folder() {
    folder=$(mktemp -d /tmp/weir-up-XXXXXX)
    chmod 755 "$folder"
    echo "$folder" >"$dir/folder"
    mkdir "$folder/mariadb" "$folder/postgres"
    if [ "$(id -u)" = 0 ]; then
        cp -a "$servers" "$folder/servers"
        servers=$folder/servers
        chown nobody:nogroup "$folder/mariadb" "$folder/postgres"
    fi
    pg_bin=$servers/usr/lib/postgresql/15/bin
}

start_mariadb() { # sets mariadb_port
    mariadb_port=$(free_port)
    (cd "$folder" && "${as_nobody[@]}" mariadb-install-db --no-defaults --datadir="$folder/mariadb/data" \
        --skip-test-db --auth-root-authentication-method=normal) >"$dir/mariadb.log" 2>&1
    cd "$folder"
    setsid "${as_nobody[@]}" "$(PATH=$PATH:/usr/sbin command -v mariadbd)" --no-defaults --datadir="$folder/mariadb/data" \
        --bind-address=127.0.0.1 --port="$mariadb_port" --socket="$folder/mariadb/sql" \
        --pid-file="$folder/mariadb/pid" --server-id=1 --log-bin=mariadb-bin --binlog-format=ROW \
        --binlog-row-image=FULL --binlog-row-metadata=FULL --character-set-server=utf8mb4 \
        --innodb-buffer-pool-size=64M --skip-name-resolve </dev/null >>"$dir/mariadb.log" 2>&1 &
    remember mariadb $!
    cd "$root"
    wait_for MariaDB mariadb_boss -e 'select 1'
    mariadb_boss -e "create user cdc@127.0.0.1 identified by 'cdc'; grant all on *.* to cdc@127.0.0.1"
}

mariadb_boss() { mariadb --no-defaults -uroot --socket="$folder/mariadb/sql" "$@" >>"$dir/mariadb.log" 2>&1; }
mariadb_demo() { MYSQL_PWD=cdc mariadb --no-defaults -ucdc -h127.0.0.1 -P"$mariadb_port" "$@"; }

start_postgres() { # sets postgres_port
    postgres_port=$(free_port)
    cd "$folder"
    "${as_nobody[@]}" "$pg_bin/initdb" -D "$folder/postgres/data" -U cdc -A trust -E UTF8 --locale=C.UTF-8 \
        >"$dir/postgres.log" 2>&1
    setsid "${as_nobody[@]}" "$pg_bin/postgres" -D "$folder/postgres/data" -p "$postgres_port" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories="$folder/postgres" \
        </dev/null >>"$dir/postgres.log" 2>&1 &
    remember postgres $!
    cd "$root"
    wait_for PostgreSQL postgres_demo postgres -c 'select 1'
    postgres_demo postgres -c 'create database app'
    postgres_demo app -c 'create schema mp_cdc'
}

postgres_demo() { # database arguments...
    local database=$1
    shift
    PGOPTIONS='-c client_min_messages=warning' "$pg_bin/psql" -qXAt -h 127.0.0.1 -p "$postgres_port" \
        -U cdc -d "$database" "$@" 2>>"$dir/postgres.log"
}
