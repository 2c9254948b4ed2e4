"""A workload whose every change of a row can be found again: each inserted or updated row carries a
number of its own, each deleted one its id, which is never used again. What was committed is known."""
import random
import threading

PAUSE_S = 0.02  # a slow machine has to be able to follow


class CountedWork(threading.Thread):
    """Runs on the server's database until finish(); `written` has a name for each committed change."""

    def __init__(self, server, database, seed):
        super().__init__(daemon=True)
        self.server, self.database = server, database
        self.random = random.Random(seed)
        self.written = set()  # since forget()
        self.ever = set()
        self.failed = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._number = 0
        self._ids = {"t0": [], "t1": []}
        for table in self._ids:
            server.run(f"CREATE TABLE {table} (id INT PRIMARY KEY, v BIGINT NOT NULL, pad VARCHAR(60))",
                       database=database)

    def run(self):
        try:
            while not self._over.wait(PAUSE_S):
                self.transaction(self.random.choice((1, 1, 1, 2, 5)))
        except Exception as error:  # told by finish()
            self.failed = error

    def finish(self):
        self._over.set()
        self.join(60)
        if self.failed:
            raise self.failed

    def _values(self, table, ids, op, changes):
        rows = []
        for number in ids:
            self._number += 1
            rows.append(f"({number},{self._number},'{'x' * (self._number % 50)}')")
            changes.add((table, op, self._number))
        return ",".join(rows)

    def _statement(self, cursor, table, rows, changes):
        """Some rows are inserted, updated or deleted in one statement."""
        ids = self._ids[table]
        dice = self.random.random()
        if dice < 0.5 or len(ids) < rows:
            new = [self._number + 1 + i for i in range(rows)]
            cursor.execute(f"INSERT INTO {table} VALUES {self._values(table, new, 'c', changes)}")
            ids.extend(new)
            return
        chosen = self.random.sample(ids, rows)
        if dice < 0.85:
            cursor.execute(f"INSERT INTO {table} VALUES {self._values(table, chosen, 'u', changes)} "
                           "ON DUPLICATE KEY UPDATE v=VALUES(v), pad=VALUES(pad)")
            return
        cursor.execute(f"DELETE FROM {table} WHERE id IN ({','.join(map(str, chosen))})")
        changes.update((table, "d", number) for number in chosen)
        gone = set(chosen)
        self._ids[table] = [number for number in ids if number not in gone]

    def transaction(self, statements, rows=None):
        with self._lock:
            changes = set()
            connection = self.server.connect(self.database, autocommit=False)
            try:
                with connection.cursor() as cursor:
                    for _ in range(statements):
                        self._statement(cursor, self.random.choice(list(self._ids)),
                                        rows or self.random.choice((1, 1, 3, 40)), changes)
                connection.commit()
            finally:
                connection.close()
            self.written |= changes
            self.ever |= changes

    def forget(self):
        """What was written until now need not be found."""
        with self._lock:
            self.written = set()

    def rows(self, table):
        return {row[0]: row[1] for row in self.server.run(f"SELECT id, v FROM {table}",
                                                          database=self.database)}


def name_of(table, value):
    """The name of the change that an event is of."""
    op = value["op"]
    return (table, op, value["before"]["id"] if op == "d" else value["after"]["v"])
