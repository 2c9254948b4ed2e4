"""A table without rows is filled by plain INSERTs until a key is met."""
import pytest

from support.pg_sink import Sink, Table, field
from support.toy_cdc import topic_values
from support.waiting import until

pytestmark = pytest.mark.embedded


FIELDS = [field("id", "int64", False), field("v", "string")]
ROWS = 3000


def rows(value):
    return [{"id": i, "v": value} for i in range(ROWS)]


def filled(worker, feed, table, number):
    """All of it is in the topic before a sink reads: batches are as large as they get."""
    until(lambda: len(topic_values(worker, table.topic)) >= number, 60, "the topic is full")


@pytest.mark.parametrize("more", [{}, {"exactly.once.support": "required"}], ids=["", "once"])
def test_a_key_comes_again(worker, server, feed, word, more):
    table = Table(word("filled"), FIELDS)
    for value in ("first", "again"):
        feed.upsert(table, *rows(value), op="r")
    filled(worker, feed, table, 2 * ROWS)
    sink = Sink(worker, server, word, table.topic, consumer__override__max__poll__records="1000")
    sink.config.update(more)
    sink.create()
    sink.wait_rows(f"SELECT v, count(*) FROM {table.topic} GROUP BY v", [("again", ROWS)], 60)
    assert "duplicate key" in server.log()  # it was tried
    feed.upsert(table, {"id": 0, "v": "last"}, {"id": ROWS, "v": "last"}, op="u")
    sink.wait_rows(f"SELECT v, count(*) FROM {table.topic} GROUP BY v ORDER BY v",
                   [("again", ROWS - 1), ("last", 2)], 60)
    assert sink.running()


def test_without_a_unique_key_it_is_refused(worker, server, feed, word):
    table = Table(word("keyless"), FIELDS)
    server.run(f"CREATE TABLE {table.topic} (id bigint, v text)",
               f"CREATE UNIQUE INDEX ON {table.topic} (id, v)")
    feed.upsert(table, *rows("x"), op="r")
    filled(worker, feed, table, ROWS)
    sink = Sink(worker, server, word, table.topic).create()
    assert "needs a primary key or unique index" in sink.wait_failed(60)
    assert server.one(f"SELECT count(*) FROM {table.topic}") == 0


def test_a_bad_row_among_them(worker, server, feed, word):
    table = Table(word("bad"), FIELDS)
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v text CHECK (v <> 'bad'))")
    feed.upsert(table, *rows("x")[:700], {"id": 700, "v": "bad"}, *rows("x")[701:], op="r")
    filled(worker, feed, table, ROWS)
    sink = Sink(worker, server, word, table.topic, errors__tolerance="all").create()
    sink.wait_rows(f"SELECT count(*), count(*) FILTER (WHERE id = 700) FROM {table.topic}",
                   [(ROWS - 1, 0)], 60)
    assert sink.running()
