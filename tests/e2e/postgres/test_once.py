"""Exactly once: offsets in the target's own transaction, whatever dies and whoever moves them."""
import json
import random
import time

import pytest

from support.pg_sink import Feed, Sink, Table, field
from support.postgres_rig import Postgres
from support.relay import Relay
from support.toy_cdc import topic_values
from support.waiting import until

pytestmark = pytest.mark.embedded


FIELDS = [field("id", "int64", False), field("v", "string")]
PLAIN_INSERTS = {"insert.mode": "insert", "primary.key.mode": "none", "delete.enabled": "false",
                 "exactly.once.support": "required"}


def rows(begin, end, value="x"):
    return [{"id": i, "v": value} for i in range(begin, end)]


def inserting(worker, server, word, topic, **more):
    """A sink that adds a row a record: what comes twice shows."""
    sink = Sink(worker, server, word, topic, **more)
    sink.config.update(PLAIN_INSERTS)
    return sink.create()


def counts(server, table):
    if not server.one(f"SELECT to_regclass('{table}') IS NOT NULL"):
        return 0, 0
    return server.run(f"SELECT count(*), count(DISTINCT id) FROM {table}")[0]


def stored(server, sink):
    return server.one(f"SELECT next_offset FROM weir_sink_offsets WHERE connector = '{sink.name}'")


def test_kill_9_of_the_worker(worker, server, feed, word):
    table, number = Table(word("killed"), FIELDS), 60000
    feed.flat(table, *rows(0, number))
    sink = inserting(worker, server, word, table.topic,
                     consumer__override__max__poll__records="500")
    chance = random.Random(1)
    for part in range(5):
        until(lambda at=part: counts(server, table.topic)[0] > at * number / 8, 30, "progress")
        worker.kill()
        time.sleep(chance.random() / 50)
        worker.start()
    until(lambda: counts(server, table.topic)[1] == number, 60, "all rows")
    until(lambda: stored(server, sink) == number, 10, "the offset")
    assert counts(server, table.topic) == (number, number)


def test_kill_9_of_the_server(worker, word, tmp_path):
    server = Postgres(word("crashes"))
    try:
        feed, table, number = Feed(worker, tmp_path, word), Table(word("crash"), FIELDS), 60000
        feed.flat(table, *rows(0, number))
        sink = inserting(worker, server, word, table.topic,
                         consumer__override__max__poll__records="500")
        for part in range(3):
            until(lambda at=part: counts(server, table.topic)[0] > at * number / 6, 30, "progress")
            server.crash()
            server.start()
        until(lambda: counts(server, table.topic)[1] == number, 60, "all rows")
        assert counts(server, table.topic) == (number, number)
        assert stored(server, sink) == number
    finally:
        server.stop()


def test_sessions_are_ended_again_and_again(worker, server, feed, word):
    table, step = Table(word("ended"), FIELDS), 2000
    sink = inserting(worker, server, word, table.topic,
                     consumer__override__max__poll__records="500")
    ended, number = 0, 0
    while ended < 5 or number < 10 * step:
        feed.flat(table, *rows(number, number + step))
        number += step
        until(lambda at=number: counts(server, table.topic)[0] > at - step, 60, "progress")
        ended += len(server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                                f"application_name LIKE 'weir {sink.name}%'"))
    until(lambda: counts(server, table.topic)[1] == number, 60, "all rows")
    assert counts(server, table.topic) == (number, number)
    assert sink.running()


def test_a_commit_whose_answer_is_lost(worker, server, feed, word):
    """The server has committed, the sink has not heard of it: after a new connection it looks."""
    relay, table = Relay(server.port), Table(word("unheard"), FIELDS)
    try:
        sink = inserting(worker, server, word, table.topic, url=f"jdbc:postgresql://127.0.0.1:{relay.port}/shop")
        feed.flat(table, *rows(0, 10))
        until(lambda: counts(server, table.topic) == (10, 10) and stored(server, sink) == 10, 30, "the first rows")
        relay.hold()
        feed.flat(table, *rows(10, 20))
        until(lambda: counts(server, table.topic) == (20, 20), 30, "the commit")
        relay.cut()
        feed.flat(table, *rows(20, 30))
        until(lambda: counts(server, table.topic)[1] == 30, 60, "all rows")
        assert counts(server, table.topic) == (30, 30)
        until(lambda: stored(server, sink) == 30, 30, "the offset")
        assert sink.running()
        assert "restarts" not in worker.rest.get(f"/connectors/{sink.name}/status").text()
    finally:
        relay.stop()


def test_the_table_wins_over_our_own_commit(worker, server, feed, word):
    """A target that was restored to an older state gets what it lacks."""
    table = Table(word("restored"), FIELDS)
    feed.flat(table, *rows(0, 100))
    sink = inserting(worker, server, word, table.topic)
    sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(100,)])
    until(lambda: worker.rest.get(f"/connectors/{sink.name}/offsets").json()["offsets"], 10, "commit")
    worker.stop()
    server.run(f"DELETE FROM {table.topic} WHERE id >= 40",
               f"UPDATE weir_sink_offsets SET next_offset = 40 WHERE connector = '{sink.name}'")
    worker.start()
    sink.wait_rows(f"SELECT count(*), count(DISTINCT id) FROM {table.topic}", [(100, 100)])
    assert "goes on at 40" in worker.log()


def test_offsets_moved_over_rest(worker, server, feed, word):
    table = Table(word("moved"), FIELDS)
    feed.flat(table, *rows(0, 50))
    sink = inserting(worker, server, word, table.topic)
    sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(50,)])
    rest = worker.rest
    assert rest.put(f"/connectors/{sink.name}/stop").status == 204
    until(lambda: rest.state(sink.name) == ("STOPPED", ()), 10, "stopped")
    change = {"offsets": [{"partition": {"kafka_topic": table.topic, "kafka_partition": 0},
                           "offset": {"kafka_offset": 45}}]}
    assert rest.patch(f"/connectors/{sink.name}/offsets", change).status == 200
    assert stored(server, sink) == 45
    assert rest.put(f"/connectors/{sink.name}/resume").status == 202
    sink.wait_rows(f"SELECT count(*), count(DISTINCT id) FROM {table.topic}", [(55, 50)])
    assert rest.put(f"/connectors/{sink.name}/stop").status == 204
    until(lambda: rest.state(sink.name) == ("STOPPED", ()), 10, "stopped")
    assert rest.delete(f"/connectors/{sink.name}/offsets").status == 200
    assert server.run(f"SELECT 1 FROM weir_sink_offsets WHERE connector = '{sink.name}'") == []
    assert rest.put(f"/connectors/{sink.name}/resume").status == 202
    sink.wait_rows(f"SELECT count(*), count(DISTINCT id) FROM {table.topic}", [(105, 50)])


def test_rejected_records_do_not_make_doubles(worker, server, feed, word):
    """Their dead letters are durable only at the flush: the rows wait for it in the transaction."""
    table, letters = Table(word("rejects"), FIELDS), word("letters")
    server.run(f"CREATE TABLE {table.topic} (id bigint, v varchar(3))")
    number = 4000
    feed.flat(table, *({"id": i, "v": "too long" if i % 500 == 3 else "ok"} for i in range(number)))
    sink = inserting(worker, server, word, table.topic, errors__tolerance="all",
                     errors__deadletterqueue__topic__name=letters,
                     consumer__override__max__poll__records="100")
    for part in range(1, 4):
        until(lambda at=part: counts(server, table.topic)[0] > at * number / 6, 30, "progress")
        worker.kill()
        worker.start()
    good = number - number // 500
    until(lambda: counts(server, table.topic)[1] == good, 30, "the good rows")
    assert counts(server, table.topic) == (good, good)
    bad = {json.loads(line)["payload"]["id"]
           for line in (json.dumps({"payload": json.loads(text)["payload"]})
                        for text in topic_values(worker, letters))}
    assert bad == {i for i in range(number) if i % 500 == 3}
    until(lambda: stored(server, sink) == number, 10, "the offset")


def test_a_task_whose_offsets_were_moved_fails(worker, server, feed, word):
    """Another task has taken over: this one's batch is rolled back."""
    table = Table(word("fenced"), FIELDS)
    sink = inserting(worker, server, word, table.topic)
    feed.flat(table, *rows(0, 10))
    sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(10,)])
    server.run(f"UPDATE weir_sink_offsets SET next_offset = 15 WHERE connector = '{sink.name}'")
    feed.flat(table, *rows(10, 20))
    until(lambda: "another task has moved this one's offsets" in worker.log(), 20, "the refusal")
    sink.wait_rows(f"SELECT count(*), max(id) FROM {table.topic} WHERE id >= 15", [(5, 19)])
    assert counts(server, table.topic) == (15, 15)
