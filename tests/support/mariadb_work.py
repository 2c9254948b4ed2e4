"""A random workload for one database: changes of rows and of tables, from a seed."""
import random

WORDS = ["Anna", "böse", "", "O'Hara", "back\\slash", "日本", "x" * 200, "a,b;c", "😀"]


class Work:
    """Tables t0.. with the columns id (key), n, s and some that come and go."""

    def __init__(self, server, database, seed, tables=3, ddl=True):
        self.server, self.database, self.seed, self.ddl = server, database, seed, ddl
        self.random = random.Random(seed)
        self.tables = [f"t{i}" for i in range(tables)]
        self.extra = {table: [] for table in self.tables}
        self.columns = 0

    def create(self):
        for table in self.tables:
            self.server.run(f"CREATE TABLE {table} (id INT PRIMARY KEY, n BIGINT, s VARCHAR(300))",
                            database=self.database)

    def fill(self, rows):
        """Many rows at once, for a snapshot."""
        for table in self.tables:
            self.server.run(f"INSERT INTO {table} SELECT seq, seq*7, CONCAT('row ', seq) "
                            f"FROM seq_1_to_{rows}", database=self.database)

    def run(self, steps, between=None):
        connection = self.server.connect(self.database, autocommit=False)
        try:
            for step in range(steps):
                if between:
                    between(step)
                with connection.cursor() as cursor:
                    self._step(connection, cursor)
        finally:
            connection.close()

    def _step(self, connection, cursor):
        dice = self.random.random()
        if self.ddl and dice < 0.06:
            self._alter(cursor)
        elif self.ddl and dice < 0.07:
            cursor.execute(f"TRUNCATE TABLE {self.random.choice(self.tables)}")
        elif dice < 0.1:
            self._change(cursor)
            connection.rollback()
        else:
            for _ in range(self.random.choice((1, 1, 1, 3, 10))):
                if self.random.random() < 0.1:
                    cursor.execute("SAVEPOINT here")
                    self._change(cursor)
                    cursor.execute("ROLLBACK TO here")
                self._change(cursor)
            connection.commit()

    def _alter(self, cursor):
        table = self.random.choice(self.tables)
        extra = self.extra[table]
        what = self.random.choice(("add", "add first", "drop", "rename", "modify", "swap"))
        if what.startswith("add") and len(extra) < 6:
            self.columns += 1
            name = f"c{self.columns}"
            kind = self.random.choice(("INT", "VARCHAR(40) DEFAULT 'd'", "BIGINT NOT NULL DEFAULT 7"))
            place = "FIRST" if what == "add first" else self.random.choice(("", "AFTER id"))
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind} {place}")
            extra.append(name)
        elif what == "drop" and extra:
            cursor.execute(f"ALTER TABLE {table} DROP COLUMN {extra.pop()}")
        elif what == "rename" and extra:
            self.columns += 1
            name = f"c{self.columns}"
            cursor.execute(f"ALTER TABLE {table} RENAME COLUMN {extra[-1]} TO {name}")
            extra[-1] = name
        elif what == "modify":
            kind = self.random.choice(("INT", "BIGINT", "BIGINT AFTER s", "BIGINT AFTER id"))
            cursor.execute(f"UPDATE {table} SET n = n % 1000000")
            cursor.execute(f"ALTER TABLE {table} MODIFY COLUMN n {kind}")
        elif what == "swap":
            cursor.execute(f"CREATE TABLE {table}_new LIKE {table}")
            cursor.execute(f"INSERT INTO {table}_new SELECT * FROM {table}")
            cursor.execute("COMMIT")
            cursor.execute(f"RENAME TABLE {table} TO {table}_old, {table}_new TO {table}")
            cursor.execute(f"DROP TABLE {table}_old")

    def _change(self, cursor):
        table = self.random.choice(self.tables)
        number = self.random.randrange(400)
        word = self.random.choice(WORDS)
        what = self.random.random()
        if what < 0.5:
            ids = self.random.sample(range(400), self.random.choice((1, 1, 2, 30)))
            cursor.executemany(f"REPLACE INTO {table} (id, n, s) VALUES (%s, %s, %s)",
                               [(i, self.random.randrange(10**6), word) for i in ids])
        elif what < 0.75:
            cursor.execute(f"UPDATE {table} SET n=%s, s=%s WHERE id BETWEEN %s AND %s",
                           (number, word, number, number + self.random.choice((0, 0, 50))))
        elif what < 0.8:
            cursor.execute(f"UPDATE IGNORE {table} SET id=id+1000 WHERE id=%s", (number,))
        else:
            cursor.execute(f"DELETE FROM {table} WHERE id BETWEEN %s AND %s",
                           (number, number + self.random.choice((0, 0, 20))))

    def rows(self, table):
        """What the server has: id -> {column: value}."""
        connection = self.server.connect(self.database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table}")
                names = [column[0] for column in cursor.description]
                found = [dict(zip(names, row)) for row in cursor.fetchall()]
        finally:
            connection.close()
        return {row["id"]: row for row in found}
