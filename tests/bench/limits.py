"""What the libraries and servers do without a worker between them."""
import subprocess
import time

from support import paths

from . import tools

_RECORDS_MAX = 100000  # so many are enough to see librdkafka's speed
_AT_ONCE = 5000  # rows in a transaction of a hand-written upsert

_UNNEST = """CREATE PROCEDURE {table}_unnest() LANGUAGE plpgsql AS $$
DECLARE {declared};
BEGIN
  FOR b IN 0..{last} / {at_once} LOOP
    SELECT {collected} INTO {arrays} FROM {source}
      WHERE id BETWEEN b * {at_once} + 1 AND (b + 1) * {at_once};
    INSERT INTO {table} SELECT * FROM unnest({arrays}) ON CONFLICT (id) DO UPDATE SET {sets};
    COMMIT;
  END LOOP;
END $$"""


def select(rig, table):
    """The command that reads all rows and prints them."""
    return ["mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", rig.mariadb.port, "-u", "cdc",
            "-pcdc", "-q", "-B", "-e", f"SELECT * FROM {table.name}", "shop"]


def produce(rig, topic, records):
    """librdkafka alone, as kcat uses it: the topic's own records once more, into a new topic, with
    batches as large as they get."""
    lines = rig.folder / "records"
    number = min(records, _RECORDS_MAX)
    with open(lines, "wb") as out:
        subprocess.run([paths.weir_binary(), "cat", topic, "-b", rig.broker.bootstrap,
                        "-c", str(number), "-F", "%k\t%v\n"], stdout=out, check=True)
    taken = tools.timed(["kcat", "-P", "-b", rig.broker.bootstrap, "-t", rig.word("produced"), "-K",
                         "\t", "-l", lines, "-X", "acks=all", "-X", "linger.ms=20",
                         "-X", "batch.size=1000000", "-X", "queue.buffering.max.messages=1000000"])
    lines.unlink()
    return tools.per_million(number, taken)


def consume(rig, topic, records):
    """librdkafka alone again: reads the topic to its end and does nothing with it."""
    return tools.per_million(records, tools.timed(
        ["kcat", "-C", "-e", "-q", "-b", rig.broker.bootstrap, "-t", topic, "-f", ""]))


class Loader:
    """Loads the rows of a table that a sink has made into others like it, as fast as PostgreSQL
    takes them from a client that has them ready."""

    def __init__(self, rig, source):
        self._rig, self._source = rig, source
        self._connection = rig.postgres.connect()
        self._columns = [(name, kind) for name, kind in self._connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum", (source,))]
        self._rows = self._connection.execute(f"SELECT count(*) FROM {source}").fetchone()[0]
        self._last = self._connection.execute(f"SELECT max(id) FROM {source}").fetchone()[0]
        self._chunks = [self._copy_out(first) for first in range(0, self._last, _AT_ONCE)]
        self._sets = ", ".join(f"{name} = excluded.{name}" for name, _ in self._columns[1:])

    def _copy_out(self, first):
        with self._connection.cursor() as cursor, cursor.copy(
                f"COPY (SELECT * FROM {self._source} WHERE id BETWEEN {first + 1} "
                f"AND {first + _AT_ONCE} ORDER BY id) TO STDOUT") as copy:
            return b"".join(copy)

    def _new(self):
        table = self._rig.word("loaded")
        self._connection.execute(f"CREATE TABLE {table} (LIKE {self._source} INCLUDING ALL)")
        return table

    def _per_s(self, what, table):
        begun_s = time.monotonic()
        what(table)
        return self._rows / (time.monotonic() - begun_s)

    def copy(self):
        """COPY of all rows in one transaction, into a new table."""
        return self._per_s(lambda table: self._copy_in(table, self._chunks), self._new())

    def upsert(self):
        """The better of two ways: rows a second into a new table, and over the same rows."""
        results = []
        for way in (self._by_temporary, self._by_unnest):
            table = self._new()
            results.append((self._per_s(way, table), self._per_s(way, table)))
        return tuple(map(max, zip(*results)))

    def _copy_in(self, table, chunks):
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for chunk in chunks:
                copy.write(chunk)

    def _by_temporary(self, table):
        execute = self._connection.execute
        execute(f"CREATE TEMP TABLE IF NOT EXISTS staged (LIKE {table}) ON COMMIT DELETE ROWS")
        for chunk in self._chunks:
            with self._connection.transaction():
                self._copy_in("staged", [chunk])
                execute(f"INSERT INTO {table} SELECT * FROM staged "
                        f"ON CONFLICT (id) DO UPDATE SET {self._sets}")
        execute("DROP TABLE staged")

    def _by_unnest(self, table):
        arrays = [f"a{i}" for i in range(len(self._columns))]
        declared = "; ".join(f"{array} {kind}[]" for array, (_, kind) in zip(arrays, self._columns))
        self._connection.execute(f"DROP PROCEDURE IF EXISTS {table}_unnest")
        self._connection.execute(_UNNEST.format(
            table=table, source=self._source, declared=declared, last=self._last - 1,
            at_once=_AT_ONCE, arrays=", ".join(arrays), sets=self._sets,
            collected=", ".join(f"array_agg({name})" for name, _ in self._columns)))
        self._connection.execute(f"CALL {table}_unnest()")

    def close(self):
        self._connection.close()
