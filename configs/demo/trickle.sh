#!/bin/bash
# trickle.sh PORT: some changes a second, as statements for one client, until it is stopped.
set -euo pipefail
statements() {
    for ((i = 1; ; i++)); do
        cat <<SQL
INSERT INTO orders (account_id, side, price, quantity) VALUES (1 + $i % 200, 'buy', 100 + $i % 37, 1 + $i % 5);
INSERT INTO trades (order_id, price, quantity, at) VALUES (LAST_INSERT_ID(), 100 + $i % 37, 1, NOW(3));
UPDATE orders SET status = 'filled' WHERE id = LAST_INSERT_ID();
UPDATE accounts SET active = NOT active WHERE id = 1 + $i % 200;
DELETE FROM trades WHERE id = 1 + $i * 7;
SQL
        sleep 0.2
    done
}
statements | MYSQL_PWD=cdc mariadb --no-defaults -ucdc -h127.0.0.1 -P"$1" --unbuffered xchange_trading
