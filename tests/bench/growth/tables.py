"""Many tables behind one source connector, changed in turn."""
import time

from ..meter import Meter, memory_mb
from ..rig import converters

TITLE = "Tables of one connector"
NOTE = ("So many tables of eight columns with ten rows each: seconds from the PUT until the snapshot "
        "of all of them is there; then {changes} inserts in transactions of ten rows, each into the "
        "next table; then seconds from `resume` of the stopped connector to the next record: its "
        "schema history is read again. Embedded log.")
AXIS = "tables"
_POINTS = (1, 100, 2000)
_CHANGES = 40000
_COLUMNS = "a INT, b VARCHAR(40), c DECIMAL(12,2), d DATETIME(3), e DOUBLE, f BIGINT, g VARCHAR(20)"
_ROWS = """CREATE PROCEDURE spread(IN n INT, IN tables INT)
BEGIN
  DECLARE i INT DEFAULT 0;
  WHILE i < n DO
    EXECUTE IMMEDIATE CONCAT('INSERT INTO t', i % tables, ' (a, b, c, d, e, f, g) SELECT seq, ''text'', 1.5, NOW(3), 0.5, seq, ''more'' FROM seq_1_to_10');
    SET i = i + 1;
  END WHILE;
END"""


def run(rig, results):
    changes = rig.rows(_CHANGES)
    results.note(changes=f"{changes:,}")
    for number in _POINTS:
        database = rig.word("tables")
        _make(rig.mariadb, database, number)
        side = rig.weir_embedded()
        try:
            results.add(str(number), side.name, _point(rig, side, database, number, changes))
        finally:
            side.close()
        rig.mariadb.run(f"DROP DATABASE {database}")


def _make(server, database, number):
    server.run(f"CREATE DATABASE {database}")
    server.run(*(f"CREATE TABLE t{i} (id BIGINT AUTO_INCREMENT PRIMARY KEY, {_COLUMNS})"
                 for i in range(number)), _ROWS, f"CALL spread({number}, {number})",
               database=database)


def _point(rig, side, database, number, changes):
    name = rig.word("tables")
    config = {**rig.source(name, "", **converters(False)), "database.include.list": database,
              "transforms": "one", "transforms.one.regex": f"{name}\\..*\\.t\\d+",
              "transforms.one.type": "org.apache.kafka.connect.transforms.RegexRouter",
              "transforms.one.replacement": f"{name}-all"}
    del config["table.include.list"]
    topic, at = f"{name}-all", 10 * number
    begun_s = time.monotonic()
    side.put(name, config)
    side.reach(topic, at)
    values = {"s to snapshot": time.monotonic() - begun_s, "resident MiB": memory_mb(side.pid)}
    meter = Meter(side.pid)
    rig.mariadb.run(f"CALL spread({changes // 10}, {number})", database=database)
    at += changes // 10 * 10
    side.reach(topic, at)
    values.update({"CPU s/M": meter.cpu_s() * 1e6 / changes, "peak MiB": meter.peak_mb()})
    side.stop_connector(name)
    rig.mariadb.run("CALL spread(1, 1)", database=database)
    begun_s = time.monotonic()
    side.resume(name)
    side.reach(topic, at + 1)
    return {**values, "s to resume": time.monotonic() - begun_s}
