"""A bulk copy of a table from MariaDB to PostgreSQL."""
from support import paths
from support.migrate import Migrate

from .. import limits, tools
from ..workload import Trades

TITLE = "Bulk copy: weir migrate beside pgloader"
NOTE = ("A table of {rows} rows and eleven columns into a new table with its primary key: `weir "
        "migrate` and pgloader, each with its defaults (pgloader is told to leave out a column default "
        "that it cannot write), from exec to the end of the process. The "
        "limits: the client `mariadb -q` reading the same SELECT, and one COPY of the same rows.")
_ROWS = 500000
_WORK = "one table"
_LOAD = """LOAD DATABASE FROM mysql://cdc:cdc@127.0.0.1:{source}/shop
  INTO postgresql://cdc:cdc@127.0.0.1:{target}/shop
  CAST type timestamp TO timestamptz DROP DEFAULT
  INCLUDING ONLY TABLE NAMES MATCHING '{table}'
  ALTER SCHEMA 'shop' RENAME TO 'loaded'
  BEFORE LOAD DO $$ CREATE SCHEMA IF NOT EXISTS loaded $$;
"""


def run(rig, results):
    rows = rig.rows(_ROWS)
    results.note(rows=f"{rows:,}")
    table = Trades(rig.mariadb, rig.word("bulk"), rows)
    rig.postgres.run("CREATE SCHEMA IF NOT EXISTS bulk")
    for _ in range(rig.runs):
        results.add(_WORK, "pgloader", _measured(rig, rows, f"loaded.{table.name}",
                                                 _pgloader(rig, table)))
        results.add(_WORK, "weir migrate", _measured(rig, rows, f"bulk.{table.name}",
                                                     _migrate(rig, table)))
        results.add(_WORK, "limit: SELECT",
                    tools.per_million(rows, tools.timed(limits.select(rig, table))))
        loader = limits.Loader(rig, f"bulk.{table.name}")
        results.add(_WORK, "limit: COPY", {"rows/s": loader.copy()})
        loader.close()
    table.drop()


def _measured(rig, rows, target, command):
    rig.postgres.run(f"DROP TABLE IF EXISTS {target}")
    argv, more = command
    values = tools.per_million(rows, tools.timed(argv, **more))
    found = rig.postgres.one(f"SELECT count(*) FROM {target}")
    assert found == rows, f"{target} has {found} rows"
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
