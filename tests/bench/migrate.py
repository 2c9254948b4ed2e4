"""How fast `weir migrate` is: beside pgloader, and beside what either server does alone.

  build/venv/bin/python tests/bench/migrate.py [ROWS]

One run, on throw-away servers: MariaDB's SELECT of the table to nowhere, PostgreSQL's COPY of the
same rows from a file, weir migrate, pgloader (left out when it is not installed). Beside the seconds
stands the processor time that all who take part have used: what a machine with other work to do
cannot blur.
"""
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from support.mariadb_rig import MariaDB
from support.migrate import Migrate
from support.postgres_rig import Postgres

TABLE = """CREATE TABLE trades (
  id BIGINT NOT NULL PRIMARY KEY, account INT NOT NULL, side ENUM('buy','sell') NOT NULL,
  price DECIMAL(18,8) NOT NULL, quantity DECIMAL(18,8) NOT NULL, fee DOUBLE, note VARCHAR(80),
  active TINYINT(1) NOT NULL, made DATETIME(6) NOT NULL, changed TIMESTAMP(3) NOT NULL, day DATE)"""
FILL = """INSERT INTO trades SELECT seq, seq % 10007, IF(seq % 2, 'buy', 'sell'), seq / 7, seq % 1000 / 8,
  seq / 3, CONCAT('order ', seq, ' of account ', seq % 10007), seq % 3 = 0,
  '2019-01-01' + INTERVAL seq * 61 SECOND, '2019-01-01' + INTERVAL seq * 61 SECOND,
  '2019-01-01' + INTERVAL seq % 2000 DAY FROM seq_1_to_{rows}"""
TICKS = os.sysconf("SC_CLK_TCK")


def ticks(pid):
    """Of a process and the children it has waited for."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[11:15])


class Bench:
    def __init__(self, mariadb, postgres, folder, rows):
        self.mariadb, self.postgres, self.folder, self.rows = mariadb, postgres, folder, rows
        self.migrate = Migrate(folder, mariadb, postgres, "bench")

    def fill(self):
        self.mariadb.run("CREATE DATABASE bench")
        self.mariadb.run(TABLE, "SET SESSION sql_log_bin=0", FILL.format(rows=self.rows),
                         "ANALYZE TABLE trades", database="bench")

    def _used(self):
        children = pathlib.Path(f"/proc/{self.postgres.pid}/task/{self.postgres.pid}/children")
        own = os.times()
        return (ticks(self.mariadb.pid) + ticks(self.postgres.pid) +
                sum(ticks(pid) for pid in children.read_text().split())) / TICKS + \
            own.children_user + own.children_system

    def timed(self, name, work):
        used, begun = self._used(), time.monotonic()
        work()
        seconds, used = time.monotonic() - begun, self._used() - used
        print(f"{name:16} {seconds:8.2f} s {self.rows / seconds:12,.0f} rows/s "
              f"{used:8.2f} s of processors", flush=True)
        return seconds

    def select(self):
        subprocess.run(["mariadb", "--no-defaults", "-q", "-N", "-ucdc", "-pcdc", "-h127.0.0.1",
                        f"-P{self.mariadb.port}", "bench", "-e", "SELECT * FROM trades"],
                       stdout=subprocess.DEVNULL, check=True)

    def copy(self):
        """From a file that PostgreSQL itself has written, into a new table like that."""
        self.postgres.run("DROP TABLE IF EXISTS public.copied",
                          "CREATE TABLE public.copied (LIKE mp_cdc.trades)",
                          f"COPY public.copied FROM '{self.folder}/rows.copy'")

    def ours(self):
        self.postgres.run("DROP SCHEMA IF EXISTS mp_cdc CASCADE")
        self.migrate.run(seconds=3600)

    def pgloader(self):
        command = self.folder / "bench.load"
        command.write_text(
            f"LOAD DATABASE FROM mysql://cdc:cdc@127.0.0.1:{self.mariadb.port}/bench\n"
            f"INTO postgresql://cdc:cdc@127.0.0.1:{self.postgres.port}/shop\n"
            "WITH include drop, create tables, create indexes;\n")
        done = subprocess.run(["pgloader", str(command)], capture_output=True, text=True, check=False)
        assert self.postgres.one("SELECT count(*) FROM bench.trades") == self.rows, \
            done.stdout + done.stderr


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weir-bench-")))
        folder.chmod(0o777)
        mariadb = stack.enter_context(MariaDB("bench", options=["--innodb-buffer-pool-size=1G"]))
        postgres = Postgres("bench-pg")
        stack.callback(postgres.stop)
        bench = Bench(mariadb, postgres, folder, rows)
        bench.fill()
        best = {"SELECT alone": 1e9, "weir migrate": 1e9, "COPY alone": 1e9}
        for _ in range(3):  # the best of three: other work only ever makes it slower
            for name, work in (("SELECT alone", bench.select), ("weir migrate", bench.ours),
                               ("COPY alone", bench.copy)):
                if name == "COPY alone" and not (folder / "rows.copy").exists():
                    postgres.run(f"COPY mp_cdc.trades TO '{folder}/rows.copy'")
                best[name] = min(best[name], bench.timed(name, work))
        ours = best["weir migrate"]
        slower = max(best["SELECT alone"], best["COPY alone"])
        print(f"weir migrate has {slower / ours:.0%} of the slower one's speed")
        if shutil.which("pgloader"):
            theirs = min(bench.timed("pgloader", bench.pgloader) for _ in range(2))
            print(f"weir migrate is {theirs / ours:.1f} times as fast as pgloader")
        else:
            print("pgloader is not installed")


if __name__ == "__main__":
    main()
