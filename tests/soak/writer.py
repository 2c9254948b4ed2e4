"""Several sessions write into the tables of one database as fast as they can; the ledger knows each
committed statement by the number that stands in a comment before it.

A row shows by itself what it must be: `filler` follows from `stmt`, the number of the statement that
wrote the row last, from `id` and from `size` (see filler_of)."""
import base64
import collections
import hashlib
import itertools
import random
import threading

import pymysql

Statement = collections.namedtuple("Statement", "text kind table rows columns")  # columns: of an ALTER

TABLES = {"narrow": "VARCHAR(6000) CHARACTER SET utf8mb4", "latin": "VARCHAR(6000) CHARACTER SET latin1",
          "wide": "MEDIUMTEXT CHARACTER SET utf8mb4", "raw": "LONGBLOB"}
COLUMNS = ("id", "stmt", "size", "filler")
MOVED = 10**9  # an id that was changed is this much higher
WIDEST = 1_000_000
_FILLER = "CONCAT('ü\"\\n', LEFT(REPEAT(MD5(CONCAT(stmt, '/', id % 1000000000)), 1 + size DIV 32), size))"
_GIVES_WAY = (1205, 1213, 1412)  # lock wait timeout, deadlock, table changed: the transaction is given up


def filler_of(row, table):
    """What the row's filler must be, in Debezium's JSON."""
    word = hashlib.md5(f"{row['stmt']}/{row['id'] % MOVED}".encode()).hexdigest()
    text = 'ü"\n' + (word * (1 + row["size"] // 32))[:row["size"]]
    return base64.b64encode(text.encode()).decode() if table == "raw" else text


class Writer:
    def __init__(self, server, database, seed, sessions=3):
        self.server, self.database = server, database
        self.ledger = {}
        self.sessions = [_Session(self, random.Random(f"{seed}/{n}"), alters=n == 0)
                         for n in range(sessions)]
        self.numbers = itertools.count(1)
        self.next_id = dict.fromkeys(TABLES, 1)
        self.columns = dict.fromkeys(TABLES, COLUMNS)
        self.lock, self.over = threading.Lock(), threading.Event()
        self.settled = threading.Event()  # before, an ALTER would make the snapshot begin anew
        self._create()

    def _create(self):
        sql = ["CREATE TABLE numbers (n INT PRIMARY KEY)", "INSERT INTO numbers VALUES (1)"]
        sql += [f"INSERT INTO numbers SELECT n + {2**i} FROM numbers" for i in range(13)]
        sql += [f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, stmt BIGINT NOT NULL, size INT NOT NULL, "
                f"filler {kind}) CHARACTER SET utf8mb4" for table, kind in TABLES.items()]
        self.server.run(*sql, database=self.database)
        with self.sessions[0] as session:
            for table in TABLES:
                session.transaction([("insert", table, 50, 40)])

    def start(self):
        for session in self.sessions:
            session.start()

    def finish(self):
        """Ends the sessions; a last row in each table says that all has come."""
        self.over.set()
        for session in self.sessions:
            session.join()
            if session.failed:
                raise session.failed
        with self.sessions[0] as session:
            for table in TABLES:
                session.transaction([("insert", table, 1, 5)])

    def take_ids(self, table, rows):
        with self.lock:
            first = self.next_id[table]
            self.next_id[table] += rows
            return first

    def last_ids(self):
        return {table: following - 1 for table, following in self.next_id.items()}

    def rows(self, table):
        """id -> (stmt, size, MD5 of the filler in UTF-8)."""
        filler = "filler" if table == "raw" else "CONVERT(filler USING utf8mb4)"
        found = self.server.run(f"SELECT id, stmt, size, MD5({filler}) FROM {table}",
                                database=self.database)
        return {row[0]: row[1:] for row in found}


class _Session(threading.Thread):
    """One connection; used as a context it is the caller's for that time."""

    def __init__(self, writer, dice, alters):
        super().__init__(daemon=True)
        self.writer, self.dice, self.alters = writer, dice, alters
        self.failed = None

    def __enter__(self):
        self._connection = self.writer.server.connect(self.writer.database, autocommit=False,
                                                      charset="utf8mb4")
        self._cursor = self._connection.cursor()
        for sql in ("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
                    "SET innodb_lock_wait_timeout=2, lock_wait_timeout=5, foreign_key_checks=0"):
            self._cursor.execute(sql)
        return self

    def __exit__(self, *_):
        self._connection.close()

    def run(self):
        try:
            with self:
                while not self.writer.over.is_set():
                    if self.alters and self.writer.settled.is_set() and self.dice.random() < 0.01:
                        self._alter(self.dice.choice(list(TABLES)))
                    else:
                        self.transaction(self._plan(), rollbacks=0.02)
        except Exception as failure:  # told by finish()
            self.failed = failure

    def _plan(self):
        """The statements of a transaction: (kind, table, rows, size)."""
        dice, what = self.dice, self.dice.random()
        if what < 0.6:
            shapes = [(dice.choice((1, 1, 1, 2, 7)), 60)]
        elif what < 0.9:
            shapes = [(dice.randrange(1, 60), dice.randrange(300)) for _ in range(dice.randrange(2, 15))]
        elif what < 0.97:
            shapes = [(dice.randrange(200, 5000), dice.randrange(200))]
        else:
            shapes = [(1, dice.randrange(2000, WIDEST))] + [(3, 5000)] * 2
        return [(dice.choice(("insert", "insert", "update", "update", "delete", "move")),
                 dice.choice(("wide", "raw") if size > 5000 else tuple(TABLES)), rows, size)
                for rows, size in shapes]

    def transaction(self, plan, rollbacks=0.0):
        done = {}
        try:
            for kind, table, rows, size in plan:
                if self.dice.random() < 0.03:
                    self._undone(table)
                number, text = self._statement(kind, table, rows, size)
                done[number] = Statement(text, kind, table, self._cursor.execute(text), None)
            if self.dice.random() < rollbacks:
                self._connection.rollback()
            else:
                self._connection.commit()
                self.writer.ledger.update(done)
        except pymysql.err.OperationalError as failure:
            if failure.args[0] not in _GIVES_WAY:
                raise
            self._connection.rollback()

    def _undone(self, table):
        """A statement that the ledger shall not know."""
        self._cursor.execute("SAVEPOINT here")
        self._cursor.execute(self._statement("update", table, 20, 30)[1])
        self._cursor.execute("ROLLBACK TO here")

    def _statement(self, kind, table, rows, size):
        number = next(self.writer.numbers)
        if kind == "insert":
            first = self.writer.take_ids(table, rows) - 1
            made = (f"SELECT {first} + n AS id, {number} AS stmt, {size} + n % 7 AS size FROM numbers "
                    f"WHERE n <= {rows}")
            return number, (f"/*{number}*/ INSERT INTO {table} (id, stmt, size, filler) "
                            f"SELECT id, stmt, size, {_FILLER} FROM ({made}) made")
        low = self.dice.randrange(self.writer.next_id[table])
        where = f"WHERE id BETWEEN {low} AND {low + rows - 1}"
        if kind == "delete":
            return number, f"/*{number}*/ DELETE FROM {table} {where}"
        id_too = f"id = id + {MOVED}, " if kind == "move" else ""
        return number, (f"/*{number}*/ UPDATE {table} SET {id_too}stmt = {number}, "
                        f"size = {size} + id % 5, filler = {_FILLER} {where}")

    def _alter(self, table):
        """A column comes, goes or changes its place; it holds its own name, in every row."""
        number = next(self.writer.numbers)
        columns = list(self.writer.columns[table])
        extra = [name for name in columns if name not in COLUMNS]
        if len(extra) < 2 or (len(extra) < 5 and self.dice.random() < 0.5):
            name = f"e{number}"
            after = self.dice.choice(columns)
            what = f"ADD COLUMN {name} VARCHAR(20) NOT NULL DEFAULT '{name}' AFTER {after}"
        elif self.dice.random() < 0.5:
            name, after = self.dice.choice(extra), None
            what = f"DROP COLUMN {name}"
            columns.remove(name)
        else:
            name = self.dice.choice(extra)
            columns.remove(name)
            after = self.dice.choice(columns)
            kind = f"VARCHAR({self.dice.randrange(20, 60)}) NOT NULL DEFAULT '{name}'"
            what = f"MODIFY COLUMN {name} {kind} AFTER {after}"
        if after:
            columns.insert(columns.index(after) + 1, name)
        text = f"/*{number}*/ ALTER TABLE {table} {what}"
        try:
            self._cursor.execute(text)
        except pymysql.err.OperationalError as failure:
            if failure.args[0] not in _GIVES_WAY:
                raise
            return
        self.writer.columns[table] = tuple(columns)
        self.writer.ledger[number] = Statement(text, "alter", table, 0, tuple(columns))
