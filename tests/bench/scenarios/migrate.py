"""A bulk copy of a table from MariaDB to PostgreSQL."""
from support import paths
from support.migrate import Migrate

from .. import limits, tools
from ..workload import Trades

TITLE = "Bulk copy: weir migrate beside pgloader"
NOTE = ("A table of {rows} rows and eleven columns into a new table with its primary key: `weir "
        "migrate` and pgloader, each with its defaults (pgloader is told to leave out a column default "
        "that it cannot write), from exec to the end of the process. Both targets are held against the "
        "source row by row, as the servers' own SQL renders them. The limits: the client `mariadb -q` "
        "reading the same SELECT, and one COPY of the same rows.")
_ROWS = 500000
_WORK = "one table"
_LOAD = """LOAD DATABASE FROM mysql://cdc:cdc@127.0.0.1:{source}/shop
  INTO postgresql://cdc:cdc@127.0.0.1:{target}/shop
  CAST type timestamp TO timestamptz DROP DEFAULT
  INCLUDING ONLY TABLE NAMES MATCHING '{table}'
  ALTER SCHEMA 'shop' RENAME TO 'loaded'
  BEFORE LOAD DO $$ CREATE SCHEMA IF NOT EXISTS loaded $$;
"""
# One row as text, and the sum of all rows' first 60 bits of MD5: what either server makes of it alone.
_SOURCE_ROW = """id, user_id, symbol, side, qty, price, fee, active + 0, note,
  DATE_FORMAT(created_at, '%Y-%m-%d %T.%f'), DATE_FORMAT(updated_at, '%Y-%m-%d %T.%f')"""
_TARGET_ROW = """id, user_id, symbol, side, qty, price, fee, active::int, note,
  to_char(created_at, 'YYYY-MM-DD HH24:MI:SS.US'), to_char(updated_at, 'YYYY-MM-DD HH24:MI:SS.US')"""
_SOURCE_SUM = """SELECT CONCAT(COUNT(*), ' ',
  SUM(CAST(CONV(LEFT(MD5(CONCAT_WS('|', {row})), 15), 16, 10) AS UNSIGNED))) FROM {table}"""
_TARGET_SUM = """SELECT count(*) || ' ' ||
  sum(('x' || left(md5(concat_ws('|', {row})), 15))::bit(60)::bigint) FROM {table}"""


def run(rig, results):
    rows = rig.rows(_ROWS)
    results.note(rows=f"{rows:,}")
    table = Trades(rig.mariadb, rig.word("bulk"), rows)
    rig.postgres.run("CREATE SCHEMA IF NOT EXISTS bulk")
    sums = _sum_of_source(rig, table)
    for _ in range(rig.runs):
        results.add(_WORK, "pgloader", _measured(rig, rows, sums, f"loaded.{table.name}",
                                                 _pgloader(rig, table)))
        results.add(_WORK, "weir migrate", _measured(rig, rows, sums, f"bulk.{table.name}",
                                                     _migrate(rig, table)))
        results.add(_WORK, "limit: SELECT",
                    tools.per_million(rows, tools.timed(limits.select(rig, table))))
        loader = limits.Loader(rig, f"bulk.{table.name}")
        rig.postgres.run("CHECKPOINT")
        results.add(_WORK, "limit: COPY", {"rows/s": loader.copy()})
        loader.close()
    table.drop()


def _sum_of_source(rig, table):
    ask = _SOURCE_SUM.format(row=_SOURCE_ROW, table=table.name)
    return rig.mariadb.run(ask, database="shop")[0][0]


def _measured(rig, rows, sums, target, command):
    rig.postgres.run(f"DROP TABLE IF EXISTS {target}", "CHECKPOINT")  # the last one's pages are its own
    argv, more = command
    values = tools.per_million(rows, tools.timed(argv, **more))
    found = rig.postgres.one(_TARGET_SUM.format(row=_TARGET_ROW, table=target))
    assert found == sums, f"{target} is not the source's: {found}, not {sums}"
    return values


def _pgloader(rig, table):
    script = rig.folder / "load"
    script.write_text(_LOAD.format(source=rig.mariadb.port, target=rig.postgres.port,
                                   table=table.name))
    return [tools.program("pgloader", "pgloader"), "--root-dir", rig.folder / "pgloader", script], {}


def _migrate(rig, table):
    made = Migrate(rig.folder, rig.mariadb, rig.postgres, "shop", schema="bulk")
    made.write()
    argv = [paths.weir_binary(), *made.argv("--tables", table.name)[1:]]
    return argv, {"env": made.environment(), "cwd": rig.folder}
