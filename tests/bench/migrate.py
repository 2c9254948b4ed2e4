"""How fast `weir migrate` is: beside pgloader, and beside what either server does alone.

  build/venv/bin/python tests/bench/migrate.py [ROWS] [FOLDER]

One run, on throw-away servers: MariaDB's SELECT of the table to nowhere, PostgreSQL's COPY of the
same rows from a file, weir migrate, pgloader (left out when it is not installed).
"""
import contextlib
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


class Bench:
    def __init__(self, mariadb, postgres, folder, rows):
        self.mariadb, self.postgres, self.folder, self.rows = mariadb, postgres, folder, rows
        self.migrate = Migrate(folder, mariadb, postgres, "bench")

    def fill(self):
        self.mariadb.run("CREATE DATABASE bench")
        self.mariadb.run(TABLE, "SET SESSION sql_log_bin=0", FILL.format(rows=self.rows),
                         "ANALYZE TABLE trades", database="bench")

    def timed(self, name, work):
        begun = time.monotonic()
        work()
        seconds = time.monotonic() - begun
        print(f"{name:34} {seconds:8.2f} s {self.rows / seconds:12,.0f} rows/s", flush=True)
        return seconds

    def select(self):
        subprocess.run(["mariadb", "-q", "-N", "-ucdc", "-pcdc", "-h127.0.0.1",
                        f"-P{self.mariadb.port}", "bench", "-e", "SELECT * FROM trades"],
                       stdout=subprocess.DEVNULL, check=True)

    def copy(self):
        """From a file that PostgreSQL itself has written, into a new table like that."""
        self.postgres.run("CREATE TABLE public.copied (LIKE mp_cdc.trades)",
                          f"COPY public.copied FROM '{self.folder}/rows.copy'")

    def pgloader(self):
        command = self.folder / "bench.load"
        command.write_text(
            f"LOAD DATABASE FROM mysql://cdc:cdc@127.0.0.1:{self.mariadb.port}/bench\n"
            f"INTO postgresql://cdc:cdc@127.0.0.1:{self.postgres.port}/shop\n"
            "WITH include drop, create tables, create indexes;\n")
        done = subprocess.run(["pgloader", str(command)], capture_output=True, text=True, check=False)
        (got,) = self.postgres.run("SELECT count(*) FROM bench.trades")[0]
        assert got == self.rows, done.stdout + done.stderr


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
        select = bench.timed("SELECT alone", bench.select)
        ours = bench.timed("weir migrate", lambda: bench.migrate.run(seconds=3600))
        postgres.run(f"COPY mp_cdc.trades TO '{folder}/rows.copy'")
        copy = bench.timed("COPY alone", bench.copy)
        print(f"weir migrate has {max(select, copy) / ours:.0%} of the slower one's speed")
        if shutil.which("pgloader"):
            theirs = bench.timed("pgloader", bench.pgloader)
            print(f"weir migrate is {theirs / ours:.1f} times as fast as pgloader")
        else:
            print("pgloader is not installed")


if __name__ == "__main__":
    main()
