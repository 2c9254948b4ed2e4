"""The PostgreSQL sink as people run it: topics on the embedded log, a real PostgreSQL 15."""
import pytest

from support.pg_sink import Sink, Table, field

pytestmark = pytest.mark.embedded


FIELDS = [field("id", "int64", False), field("name", "string"), field("qty", "int32", False)]


def row(number, name="a", qty=1):
    return {"id": number, "name": name, "qty": qty}


def test_envelopes_are_upserted_and_deleted(worker, server, feed, word):
    table = Table(f"srv.shop.{word('orders')}", FIELDS)
    sink = Sink(worker, server, word, table.topic).create()
    feed.upsert(table, row(1), row(2, "b", 2), row(3, None, 3))
    feed.upsert(table, row(1, "z", 9), op="u")
    feed.delete(table, row(2))
    name = table.topic.replace(".", "_")
    sink.wait_rows(f"SELECT id, name, qty FROM {name} ORDER BY id", [(1, "z", 9), (3, None, 3)])
    assert sink.running()


def test_flat_records_are_upserted_and_deleted(worker, server, feed, word):
    table = Table(word("flat"), FIELDS)
    sink = Sink(worker, server, word, table.topic).create()
    feed.flat(table, row(1), row(2), row(1, "b", 5))
    feed.raw([(table.topic, table.key(row(2)), None)])
    sink.wait_rows(f"SELECT id, name, qty FROM {table.topic} ORDER BY id", [(1, "b", 5)])
