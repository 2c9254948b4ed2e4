"""The tables that are read and changed, and the changes: 60 % inserts, 30 % updates, 10 % deletes
of a table of trades with eleven columns, made inside the server so that no client slows them."""

_COLUMNS = """id BIGINT PRIMARY KEY, user_id INT NOT NULL, symbol VARCHAR(16) NOT NULL,
    side ENUM('BUY','SELL') NOT NULL, qty DECIMAL(18,8) NOT NULL, price DECIMAL(18,8) NOT NULL,
    fee DOUBLE NOT NULL, active BIT(1) NOT NULL, note VARCHAR(64), created_at DATETIME(3) NOT NULL,
    updated_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)"""

_ROW = """{id}, {id} * 7919 % 50000, CONCAT('SYM', {id} % 400), IF({id} % 2, 'BUY', 'SELL'),
    {id} % 1000 + ({id} % 997) / 1000.0, {id} % 60000 + ({id} % 89) / 100.0,
    ({id} % 1000) / 997.0, {id} % 2, IF({id} % 3, NULL, CONCAT('note number ', {id})),
    '2024-01-01' + INTERVAL {id} SECOND, '2024-06-01' + INTERVAL {id} SECOND"""

_CHANGES = """CREATE OR REPLACE PROCEDURE {table}_changes(IN n INT, IN in_one INT,
    IN first_new BIGINT, IN first_gone BIGINT, IN kept BIGINT)
BEGIN
  DECLARE i INT DEFAULT 0;
  WHILE i < n DO
    IF in_one > 1 AND i % in_one = 0 THEN START TRANSACTION; END IF;
    IF i % 10 IN (1, 4, 8) THEN
      UPDATE {table} SET price = price + 0.01, note = CONCAT('updated ', i), updated_at = NOW(3)
        WHERE id = 1 + i * 7919 % kept;
    ELSEIF i % 10 = 6 THEN
      DELETE FROM {table} WHERE id = first_gone;
      SET first_gone = first_gone + 1;
    ELSE
      INSERT INTO {table} VALUES ({row});
      SET first_new = first_new + 1;
    END IF;
    SET i = i + 1;
    IF in_one > 1 AND (i % in_one = 0 OR i = n) THEN COMMIT; END IF;
  END WHILE;
END"""

AGAIN = "again"  # the note of a row that update_all changed
_FIRST_ROWS = 20000
_KEPT = 10000  # rows that are updated and never deleted


class Trades:
    """A table shop.NAME with its first rows."""

    def __init__(self, server, name="trades", rows=_FIRST_ROWS):
        self.server, self.name, self.rows = server, name, rows
        self._next, self._gone = rows + 1, _KEPT + 1
        server.run("CREATE DATABASE IF NOT EXISTS shop")
        self._run(f"CREATE TABLE {name} ({_COLUMNS})",
                  f"INSERT INTO {name} SELECT {_ROW.format(id='seq')} FROM seq_1_to_{rows}",
                  _CHANGES.format(table=name, row=_ROW.format(id="first_new")))

    def _run(self, *statements):
        return self.server.run(*statements, database="shop")

    def change(self, number, in_one):
        """That many changes, so many in a transaction. Gives the records they make: a delete makes
        two, itself and a tombstone."""
        number -= number % 10
        self._run(f"CALL {self.name}_changes({number}, {in_one}, {self._next}, {self._gone}, {_KEPT})")
        self._next += number * 6 // 10
        self._gone += number // 10
        return number + number // 10

    def update_all(self):
        self._run(f"UPDATE {self.name} SET note = '{AGAIN}', price = price + 1")

    @property
    def last(self):
        """The id of the newest row."""
        return self._next - 1

    def count(self):
        return self._run(f"SELECT count(*) FROM {self.name}")[0][0]

    def drop(self):
        self._run(f"DROP TABLE {self.name}", f"DROP PROCEDURE {self.name}_changes")
