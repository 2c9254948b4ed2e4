#!/usr/bin/env python3
"""The MariaDB source on a release build and a real server: processor time, speed and memory.

  build/venv/bin/python tests/bench/mariadb_source.py [--kafka] [--rows N] [--changes N] [WHAT ...]

WHAT: snapshot (one thread and four, beside the client library's own reading of the same SELECT),
backlog (changes that wait in the binlog, one in a transaction, schemas off and on; --tx for more),
latency (100 transactions a second, from the end of the commit to the record in the log). All by
default. Workers write to an embedded log unless --kafka is said; CPU seconds are the worker's own.
"""
import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support import paths  # noqa: E402
from support.java import Broker  # noqa: E402
from support.mariadb_cdc import Source, worker_properties  # noqa: E402
from support.mariadb_rig import MariaDB  # noqa: E402
from support.waiting import until  # noqa: E402
from support.weir import Weir  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
SERVER = ["--sync-binlog=0", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=1G",
          "--max-binlog-size=1G"]

TRADES = """CREATE TABLE trades (id BIGINT PRIMARY KEY, user_id INT NOT NULL, symbol VARCHAR(16) NOT NULL,
  side ENUM('BUY','SELL') NOT NULL, qty DECIMAL(18,8) NOT NULL, price DECIMAL(18,8) NOT NULL,
  fee DOUBLE NOT NULL, active BIT(1) NOT NULL, note VARCHAR(64) NULL, created_at DATETIME(3) NOT NULL,
  updated_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3))"""

ROWS = """INSERT INTO trades SELECT {first}+seq, seq*7919 % 50000, CONCAT('SYM', seq % 400),
  IF(seq % 2, 'BUY', 'SELL'), seq % 1000 + (seq % 997)/1000.0, seq % 60000 + (seq % 89)/100.0,
  (seq % 1000)/997.0, seq % 2, IF(seq % 3, NULL, CONCAT('note number ', seq)),
  '2024-01-01' + INTERVAL seq SECOND, '2024-06-01' + INTERVAL seq SECOND FROM seq_1_to_{n}"""

# 60 % inserts, 30 % updates, 10 % deletes
CHANGES = """CREATE PROCEDURE changes(n INT, tx INT, rows_before INT) BEGIN
  DECLARE i, new_id, old_id INT DEFAULT 0;
  WHILE i < n DO
    IF tx > 1 AND i % tx = 0 THEN START TRANSACTION; END IF;
    IF i % 10 IN (1, 4, 8) THEN
      UPDATE trades SET price=price+0.01, note=CONCAT('updated ', i), updated_at=NOW(3)
        WHERE id=1 + (i*7919) % (rows_before*7 DIV 10);
    ELSEIF i % 10 = 6 THEN
      SET old_id = old_id + 1;
      DELETE FROM trades WHERE id=rows_before*7 DIV 10 + old_id;
    ELSE
      SET new_id = new_id + 1;
      INSERT INTO trades VALUES (2000000+new_id, i % 50000, CONCAT('SYM', i % 400),
        IF(i % 2, 'BUY', 'SELL'), (i % 1000) + 0.12345678, (i % 60000) + 0.87654321, (i % 997)/991.0,
        i % 2, IF(i % 512 < 256, 'a note on the trade', NULL), NOW(3), NOW(3));
    END IF;
    SET i = i + 1;
    IF tx > 1 AND i % tx = 0 THEN COMMIT; END IF;
  END WHILE; COMMIT; END"""


def cpu_s(process):
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.broker = Broker("bench-kafka") if arguments.kafka else None
        self.server = MariaDB("bench", options=SERVER)
        self.server.run("CREATE DATABASE shop")
        self.server.run(TRADES, ROWS.format(first=0, n=arguments.rows), CHANGES, database="shop")
        self.weir = None
        self.n = 0

    def close(self):
        for process in (self.weir, self.server, self.broker):
            if process:
                process.stop()

    def worker(self, schemas, **more):
        """A fresh one."""
        if self.weir:
            self.weir.stop()
        self.n += 1
        flag = str(schemas).lower()
        self.weir = Weir(worker_properties(key__converter__schemas__enable=flag,
                                           value__converter__schemas__enable=flag,
                                           offset__flush__interval__ms="1000", **more),
                         bootstrap=self.broker and self.broker.bootstrap, group=f"bench-{self.n}",
                         name="bench-weir")
        source = Source(self.weir, self.server, f"b{self.n}", "shop", server_id=7200 + self.n)
        return source

    def acknowledged(self, source):
        for line in self.weir.rest.get("/metrics").text().splitlines():
            if line.startswith("kafka_connect_source_task_source_record_write_total"):
                return int(float(line.rsplit(" ", 1)[1]))
        return 0

    def measure(self, what, source, begin, records, changes, **config):
        """From begin() until so many more records are acknowledged."""
        before, cpu, busy = self.acknowledged(source), cpu_s(self.weir), self.broker and cpu_s(self.broker)
        started = time.monotonic()
        begin()
        peak = 0
        while self.acknowledged(source) - before < records:
            peak = max(peak, self.weir.rss_kb())
            time.sleep(0.05)
            assert source.state()[1] in (("RUNNING",), ("PAUSED",), ()), source.state()
        took, cpu = time.monotonic() - started, cpu_s(self.weir) - cpu
        print(f"{what}: {changes / took:,.0f} changes/s, {cpu * 1e6 / changes:.2f} CPU s/M, peak RSS "
              f"{peak / 1024:.1f} MB" + (f", broker {(cpu_s(self.broker) - busy) * 1e6 / changes:.2f} CPU s/M"
                                         if self.broker else ""), flush=True)
        return took

    # ---- what there is ----

    def snapshot(self):
        rows = self.arguments.rows
        sql = "SELECT * FROM shop.trades"
        program = paths.ROOT / "build" / "bench" / "tests" / "bench_my_select"
        if program.exists():
            subprocess.run([program, str(self.server.port), sql], check=True)
        for schemas, threads in ((False, 1), (False, 4), (True, 1)):
            source = self.worker(schemas)
            self.measure(f"snapshot, schemas.enable={schemas}, {threads} threads", source,
                         lambda s=source, t=threads: s.put(table__include__list="shop.trades",
                                                           snapshot__max__threads=str(t)),
                         rows, rows)

    def backlog(self):
        n, tx = self.arguments.changes, self.arguments.tx
        sources = []
        at = self.server.run("SHOW MASTER STATUS")[0]
        self.server.run(f"CALL changes({n}, {tx}, {self.arguments.rows})", database="shop")
        for schemas in (False, True):
            source = self.worker(schemas)
            assert self.weir.rest.post("/connectors", {
                "name": source.name, "initial_state": "STOPPED",
                "config": source.configure(table__include__list="shop.trades",
                                           snapshot__mode="recovery")}).status == 201
            until(lambda s=source: s.state()[0] == "STOPPED", 20, "stopped")
            answer = self.weir.rest.patch(f"/connectors/{source.name}/offsets", {"offsets": [
                {"partition": {"server": source.name},
                 "offset": {"file": at[0], "pos": at[1], "ts_sec": 1}}]})
            assert answer.status == 200, answer
            self.measure(f"backlog, schemas.enable={schemas}, tx of {tx}", source,
                         lambda s=source: self.weir.rest.put(f"/connectors/{s.name}/resume"),
                         n + n // 10, n)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kafka", action="store_true")
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--changes", type=int, default=500000)
    parser.add_argument("--tx", type=int, default=1)
    parser.add_argument("what", nargs="*", default=["snapshot", "backlog"])
    arguments = parser.parse_args()
    bench = Bench(arguments)
    try:
        for what in arguments.what:
            getattr(bench, what)()
    finally:
        bench.close()


if __name__ == "__main__":
    main()
