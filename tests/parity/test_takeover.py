"""A cluster goes from the real worker to ours and back, on the same group and internal topics: every
connector goes on at its next record, and REST says the same before and after."""
import signal

import pytest

from support.waiting import until
from support.weir import Weir

from .connectors import JSON, STRICT, at, create, done, in_state, path, says, settled, sink, snapshot, source
from .topics import members, read

pytestmark = [pytest.mark.java, pytest.mark.timeout(300)]


@pytest.fixture
def cluster(broker, word, tmp_path):
    """A group name of this test, the files of its connectors, the broker's address."""
    class Cluster:
        bootstrap = broker.bootstrap
        group = word("takeover")
        topic = word("takeover-topic")
        folder = tmp_path

        def file(self, name, text=None):
            if text is not None:
                with open(self.folder / name, "a", encoding="utf-8") as out:
                    out.write(text)
            return self.folder / name
    return Cluster()


def prepared(cluster, rest):
    """Connectors of every kind and state, each with something behind it."""
    topic = cluster.topic
    create(rest, "src", source(cluster.file("in.txt", "a\nb\n"), topic))
    create(rest, "snk", sink(cluster.file("out.txt"), topic, tasks=2))
    create(rest, "é x", source(cluster.file("unicode.txt", "u\n"), f"{topic}-unicode", **{"value.converter": JSON}))
    create(rest, "paused", source(cluster.file("paused.txt", "p1\n"), f"{topic}-paused"))
    create(rest, "stopped", source(cluster.file("stopped.txt", "s1\ns2\n"), f"{topic}-stopped"))
    create(rest, "failed", sink(cluster.file("none.txt"), f"{topic}-paused", **{"value.converter": JSON}))
    create(rest, "gone", source(cluster.file("gone.txt", "g\n"), f"{topic}-gone"))
    create(rest, "never", source(cluster.file("never.txt", "n\n"), f"{topic}-never"), state="STOPPED")
    says(cluster.file("out.txt"), "a\nb\n")
    at(rest, "src", 4), at(rest, "snk", 2), at(rest, "é x", 2), at(rest, "paused", 3), at(rest, "stopped", 6), at(rest, "gone", 2)
    done(rest.put(path("paused") + "/pause"), 202)
    settled(lambda: rest.put(path("stopped") + "/stop"), 204)
    in_state(rest, "stopped", "STOPPED")
    settled(lambda: rest.patch(path("stopped") + "/offsets", {"offsets": [
        {"partition": {"filename": str(cluster.file("stopped.txt"))}, "offset": {"position": 3}}]}), 200)
    settled(lambda: rest.delete(path("gone")), 204)
    until(lambda: rest.get(path("gone") + "/status").status == 404, 30, "the deleted one to be gone")


def states(rest):
    in_state(rest, "src", "RUNNING", "RUNNING")
    in_state(rest, "snk", "RUNNING", "RUNNING", "RUNNING")
    in_state(rest, "é x", "RUNNING", "RUNNING")
    in_state(rest, "paused", "PAUSED", "PAUSED")
    in_state(rest, "stopped", "STOPPED")
    in_state(rest, "failed", "RUNNING", "FAILED")
    in_state(rest, "never", "STOPPED")


def values(cluster, suffix=""):
    return [record.value for record in read(cluster.bootstrap, cluster.topic + suffix)]


def equal(now, before):
    """Part by part, so that a failure names it."""
    assert set(now) == set(before)
    for name, parts in before.items():
        for part, expected in parts.items():
            assert now[name][part] == expected, f"{name}{part}"


def test_there_and_back(cluster, start_java, start_weir):
    java = start_java(cluster.bootstrap, cluster.group)
    prepared(cluster, java.rest)
    states(java.rest)
    before = snapshot(java.rest, java.worker_id)
    java.stop()

    weir = start_weir(STRICT, cluster.bootstrap, cluster.group)
    states(weir.rest)
    equal(snapshot(weir.rest, weir.worker_id), before)
    cluster.file("in.txt", "c\n"), cluster.file("paused.txt", "p2\n")
    says(cluster.file("out.txt"), "a\nb\nc\n")
    at(weir.rest, "src", 6), at(weir.rest, "snk", 3)
    done(weir.rest.put(path("paused") + "/resume"), 202)
    at(weir.rest, "paused", 6)
    assert values(cluster, "-paused") == [b"p1", b"p2"]
    done(weir.rest.put(path("stopped") + "/resume"), 202)
    at(weir.rest, "stopped", 6)
    assert values(cluster, "-stopped") == [b"s1", b"s2", b"s2"]

    rest = weir.rest
    done(rest.put(path("paused") + "/pause"), 202)
    settled(lambda: rest.put(path("stopped") + "/stop"), 204)
    settled(lambda: rest.patch(path("src") + "/config", {"batch.size": "7"}), 200)
    settled(lambda: rest.delete(path("é x")), 204)
    create(rest, "é x", source(cluster.file("new.txt", "n1\n"), f"{cluster.topic}-new"))
    settled(lambda: rest.put(path("snk") + "/config", sink(cluster.file("out.txt"), cluster.topic)), 200)
    at(rest, "é x", 2, 3)  # its namesake's file too: offsets outlive a connector
    in_state(rest, "snk", "RUNNING", "RUNNING")
    in_state(rest, "stopped", "STOPPED")
    until(lambda: done(rest.get(path("src") + "/tasks"), 200)[0]["config"].get("batch.size") == "7", 20, "the new batch.size")
    in_state(rest, "src", "RUNNING", "RUNNING")
    after = snapshot(rest, weir.worker_id)
    weir.stop()

    cluster.file("in.txt", "d\n")
    java = start_java(cluster.bootstrap, cluster.group)
    says(cluster.file("out.txt"), "a\nb\nc\nd\n")
    at(java.rest, "src", 8), at(java.rest, "snk", 4)
    for name in ("src", "snk", "é x"):
        in_state(java.rest, name, "RUNNING", "RUNNING")
    in_state(java.rest, "paused", "PAUSED", "PAUSED")
    in_state(java.rest, "failed", "RUNNING", "FAILED")
    now = snapshot(java.rest, java.worker_id)
    for name, position in (("src", 6), ("snk", 3)):
        for each in now[name]["/offsets"]["offsets"]:
            each["offset"] = {key: position for key in each["offset"]}
    equal(now, after)
    assert values(cluster) == [b"a", b"b", b"c", b"d"]


def test_kill_between(cluster, start_java, start_weir, stand_in):
    """kill -9 of either side loses nothing and keeps the order; records may come twice."""
    quick = {"session.timeout.ms": "6000", "heartbeat.interval.ms": "2000"}
    config = sink(cluster.file("out.txt"), cluster.topic, **{f"consumer.override.{key}": value for key, value in quick.items()})
    java = start_java(cluster.bootstrap, cluster.group, properties=quick)
    create(java.rest, "killed-src", source(cluster.file("in.txt", "1\n2\n"), cluster.topic))
    create(java.rest, "killed-snk", config)
    says(cluster.file("out.txt"), "1\n2\n")
    java.kill()

    cluster.file("in.txt", "3\n")
    weir = start_weir({**STRICT, **quick}, cluster.bootstrap, cluster.group)
    until(lambda: "3" in lines(cluster), 30, "3 to come through")
    weir.kill()

    cluster.file("in.txt", "4\n")
    # a Java worker that meets the session of a dead consumer in its group gives up
    if not stand_in:
        until(lambda: not members(cluster.bootstrap, cluster.group), 30, "the dead worker's session to end")
    java = start_java(cluster.bootstrap, cluster.group, properties=quick)
    until(lambda: "4" in lines(cluster), 30, "4 to come through")
    seen = lines(cluster)
    assert list(dict.fromkeys(seen)) == ["1", "2", "3", "4"], seen


def lines(cluster):
    return cluster.file("out.txt").read_text(encoding="utf-8").split()


def test_not_side_by_side(cluster, start_java, stand_in):
    """Both in one group would run everything twice: ours says so and ends."""
    if stand_in:
        pytest.skip("two real workers may share a group")
    start_java(cluster.bootstrap, cluster.group)
    weir = Weir(None, cluster.bootstrap, cluster.group, start=False).start(ready=False)
    try:
        until(lambda: not weir.alive(), 40, "our worker to end")
        assert weir.stop() not in (0, -signal.SIGKILL)
        assert f"Java Connect worker runs in the group {cluster.group}" in weir.log()
    finally:
        weir.stop()
