"""Rows from small to large, with about the same number of bytes in all."""
from ..backlog import Reader
from ..rig import converters

TITLE = "Size of a row"
NOTE = ("A backlog of about {megabytes} MB in rows of so many bytes (a LONGTEXT), one in a "
        "transaction, from `resume` to the last record.")
AXIS = "bytes a row"
_POINTS = (100, 1000, 10000, 100000, 1000000)
_MEGABYTES = 100
_ROWS_MAX = 200000
_FILL = """CREATE OR REPLACE PROCEDURE fill(IN n INT, IN size INT)
BEGIN
  DECLARE i INT DEFAULT 0;
  WHILE i < n DO
    INSERT INTO {table} (body) VALUES (REPEAT('x', size));
    SET i = i + 1;
  END WHILE;
END"""


class _Texts:
    """A table as backlog.Reader wants it."""
    rows = 1

    def __init__(self, server, name):
        self.name = name
        server.run("CREATE DATABASE IF NOT EXISTS shop")
        server.run(f"CREATE TABLE {name} (id BIGINT AUTO_INCREMENT PRIMARY KEY, body LONGTEXT)",
                   f"INSERT INTO {name} (body) VALUES ('first')", _FILL.format(table=name),
                   database="shop")


def run(rig, results):
    megabytes = rig.rows(_MEGABYTES * 1000) // 1000
    results.note(megabytes=megabytes)
    for size in _POINTS:
        table = _Texts(rig.mariadb, rig.word("texts"))
        number = min(_ROWS_MAX, megabytes * 1000000 // size)
        with rig.sides(rig.weir_on_kafka, rig.weir_embedded) as sides:
            readers = [Reader(rig, side, table, str(size), {
                **converters(False), "producer.override.max.request.size": "8000000"})
                for side in sides]
            for reader in readers:
                reader.expect(1)
            rig.mariadb.run(f"CALL fill({number}, {size})", database="shop")
            for reader in readers:
                values = reader.read(number, number)
                cpu_s = values.pop("CPU s/M") * number / 1e6
                results.add(str(size), reader.side.name, {
                    "MB/s": values["rows/s"] * size / 1e6, **values,
                    "CPU s/GB": cpu_s / (number * size / 1e9)})
        rig.mariadb.run(f"DROP TABLE {table.name}", database="shop")
