"""A backlog of changes that waited in the binlog, from `resume` to the last record in the topic."""
from .. import backlog, tools
from ..rig import converters
from ..workload import Trades

TITLE = "Streaming a backlog"
NOTE = ("{changes} changes waited in the binlog (60 % inserts, 30 % updates, 10 % deletes of a table "
        "with eleven columns), each connector reads the same ones in turn, on a worker that has "
        "read as many before. The rate counts from the first record on; CPU and memory are those of "
        "the worker from `resume` to the last record. The limit is mariadb-binlog writing the raw "
        "binlog of all these changes to a file.")
_CHANGES = 200000
_VARIANTS = {"schemas off": converters(False), "schemas on": converters(True)}


def run(rig, results):
    changes = rig.rows(_CHANGES)
    results.note(changes=f"{changes:,}")
    table = Trades(rig.mariadb, rig.word("stream"))
    with rig.sides() as sides:
        readers = backlog.readers(rig, sides, table, _VARIANTS)
        backlog.round_of(readers, table, changes, 1)
        for _ in range(rig.runs):
            for in_one in (1, 100):
                log = _new_log(rig.mariadb)
                for reader, values in backlog.round_of(readers, table, changes, in_one):
                    results.add(f"{_words(in_one)}, {reader.case}", reader.side.name, values)
                limit = tools.per_million(changes, _raw(rig, log))
                for case in _VARIANTS:
                    results.add(f"{_words(in_one)}, {case}", "limit: mariadb-binlog --raw", limit)
    table.drop()


def _words(in_one):
    return f"transactions of {'1 row' if in_one == 1 else f'{in_one} rows'}"


def _new_log(server):
    """The name of the binlog file that the next changes go to."""
    return server.run("FLUSH BINARY LOGS", "SHOW MASTER STATUS")[0][0]


def _raw(rig, log):
    out = rig.folder / "raw-"
    taken = tools.timed([tools.program("mariadb-client", "mariadb-binlog"), "--no-defaults",
                         "-h", "127.0.0.1", "-P", rig.mariadb.port, "-u", "cdc", "-pcdc",
                         "--read-from-remote-server", "--raw", f"--result-file={out}", log])
    for made in rig.folder.glob("raw-*"):
        made.unlink()
    return taken
