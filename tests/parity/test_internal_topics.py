"""The three internal topics are a public format: the same requests, played on the real worker and on
ours, each with a broker of its own, leave the same records on the same partitions."""
import json
import re

import pytest

from support.java import Broker, JavaConnect
from support.waiting import until

from .connectors import JSON, STRICT, at, create, done, in_state, path, settled, sink, source
from .topics import read, settings

pytestmark = [pytest.mark.java, pytest.mark.timeout(400)]
GROUP = "parity"


def play(rest, folder):
    """A life of several connectors, waiting for each step to be over."""
    file = folder / "in.txt"
    file.write_text("a\nb\n", encoding="utf-8")
    create(rest, "src", source(file, "life"))
    in_state(rest, "src", "RUNNING", "RUNNING")
    at(rest, "src", 4)
    create(rest, "snk", sink(folder / "out.txt", "life", tasks=2))
    in_state(rest, "snk", "RUNNING", "RUNNING", "RUNNING")
    until(lambda: done(rest.get(path("snk") + "/topics"), 200)["snk"]["topics"] == ["life"], 20, "the sink's topic")
    for verb, states in (("pause", ("PAUSED", "PAUSED")), ("resume", ("RUNNING", "RUNNING"))):
        done(rest.put(path("src") + "/" + verb), 202)
        in_state(rest, "src", *states)
    settled(lambda: rest.put(path("src") + "/config", source(file, "life", **{"batch.size": "5"})), 200)
    until(lambda: done(rest.get(path("src") + "/tasks"), 200)[0]["config"].get("batch.size") == "5", 20, "the new config")
    in_state(rest, "src", "RUNNING", "RUNNING")
    settled(lambda: rest.put(path("src") + "/stop"), 204)
    in_state(rest, "src", "STOPPED")
    settled(lambda: rest.patch(path("src") + "/offsets", {"offsets": [
        {"partition": {"filename": str(file)}, "offset": {"position": 2}}]}), 200)
    done(rest.put(path("src") + "/resume"), 202)
    in_state(rest, "src", "RUNNING", "RUNNING")
    at(rest, "src", 4)
    settled(lambda: rest.post(path("src") + "/restart?includeTasks=true"), 202)
    in_state(rest, "src", "RUNNING", "RUNNING")
    create(rest, "é-1", source(folder / "none.txt", "life", **{"value.converter": JSON, "note": "\"é\\ 😀\n"}), state="STOPPED")
    in_state(rest, "é-1", "STOPPED")
    create(rest, "bad", sink(folder / "bad.txt", "life", **{"value.converter": JSON}))
    in_state(rest, "bad", "RUNNING", "FAILED")
    settled(lambda: rest.put(path("snk") + "/config", sink(folder / "out.txt", "life")), 200)
    until(lambda: len(done(rest.get(path("snk") + "/tasks"), 200)) == 1, 20, "one task less")
    in_state(rest, "snk", "RUNNING", "RUNNING")
    settled(lambda: rest.delete(path("bad")), 204)
    until(lambda: rest.get(path("bad") + "/status").status == 404, 20, "the deleted one to be gone")
    done(rest.put(path("src") + "/topics/reset"), 202)
    until(lambda: done(rest.get(path("src") + "/topics"), 200)["src"]["topics"] == [], 20, "no topics")


@pytest.fixture(scope="module")
def topics(request, make_weir, tmp_path_factory):
    """who -> topic -> its records, for java and weir; and what kind of topics they are."""
    found = {}
    for who, kind in (("java", JavaConnect), ("weir", make_weir)):
        folder = tmp_path_factory.mktemp(who)
        broker = Broker("kafka-parity")
        try:
            worker = kind(bootstrap=broker.bootstrap, group=GROUP, properties=STRICT)
            try:
                play(worker.rest, folder)
            finally:
                worker.stop()
            for topic in ("configs", "offsets", "status"):
                records = read(broker.bootstrap, f"{GROUP}-{topic}")
                found[who, topic] = masked(records, folder, worker.worker_id)
                found[who, topic, "settings"] = settings(broker.bootstrap, f"{GROUP}-{topic}")
        finally:
            broker.stop()
    return found


def masked(records, folder, worker_id):
    """(key, partition, value) of each record as texts; value None is a tombstone."""
    def text(data):
        return data and data.decode().replace(str(folder), "@DIR@").replace(worker_id, "@WORKER@")
    assert all(not record.headers for record in records)
    return [(text(record.key), record.partition, text(record.value)) for record in records]


def by_key(records):
    keys = {}
    for key, _, value in records:
        keys.setdefault(key, []).append(value)
    return keys


def parsed(value):
    """JSON with its members' order; the text must be as compact as Java writes it."""
    if value is None:
        return None
    json_value = json.loads(value)
    assert re.sub(r'"(\\.|[^"\\])*"', '""', value).split() == [re.sub(r'"(\\.|[^"\\])*"', '""', value)], f"blanks in {value}"
    return json_value


@pytest.mark.parametrize("topic", ["configs", "offsets", "status"])
def test_settings(topics, topic):
    assert topics["weir", topic, "settings"] == topics["java", topic, "settings"]


def test_partitions(topics):
    """A key lies where Java looks for it. The keys of the offsets topic name files of this run; for them
    the vectors of tests/golden/converters/murmur2.jsonl have to do."""
    for topic in ("configs", "status"):
        where = {key: partition for key, partition, _ in topics["java", topic]}
        for key, partition, _ in topics["weir", topic]:
            assert partition == where.get(key, partition), key


def config_records(records):
    """The sequence of each connector, of events apart, without the session key."""
    found = {}
    for key, _, value in records:
        if key == "session-key":
            continue
        name = re.sub(r"^(connector|task|commit|target-state|restart-connector|tasks-fencing)-", "", key)
        name = re.sub(r"-\d+$", "", name) if key.startswith("task-") else name
        found.setdefault(name, []).append((key, parsed(value)))
    return found


def test_configs(topics):
    """Key by key in the same order, connector by connector. The order of a config's members is that of
    a hash table in Java."""
    java, weir = (config_records(topics[who, "configs"]) for who in ("java", "weir"))
    assert list(weir) == list(java)
    for name, records in java.items():
        assert weir[name] == records, name


def test_session_key(topics):
    """Ours has one too, or Java's workers would have to wait for theirs; of the same shape."""
    java, weir = ([parsed(value) for key, _, value in topics[who, "configs"] if key == "session-key"] for who in ("java", "weir"))
    for value in weir:
        assert list(value) == list(java[0]) and value["algorithm"] == "HmacSHA256", value
        assert len(value["key"]) == len(java[0]["key"]) and isinstance(value["creation-timestamp"], int)


def test_offsets(topics):
    """The same keys to the byte, and the same last value."""
    java, weir = (by_key(topics[who, "offsets"]) for who in ("java", "weir"))
    assert {key: parsed(values[-1]) for key, values in weir.items()} == {key: parsed(values[-1]) for key, values in java.items()}
    for key in weir:
        assert parsed(key), key


def test_last_status(topics):
    """What a worker finds that takes over: for each key the same last record but for its generation."""
    java, weir = (by_key(topics[who, "status"]) for who in ("java", "weir"))
    assert set(weir) == set(java)
    for key in java:
        assert status(weir[key][-1]) == status(java[key][-1]), key


def status(value):
    """A status with its members in their order; who and when masked, a trace as yes or no. (Whether an
    UNASSIGNED says its version is a race in Java.)"""
    json_value = parsed(value)
    if json_value is None:
        return None
    if "topic" in json_value:
        assert isinstance(json_value["topic"].pop("discoverTimestamp"), int)
        return list(json_value["topic"].items())
    assert isinstance(json_value["generation"], int)
    assert json_value["version"] is None or isinstance(json_value["version"], str)
    return [(key, bool(each) if key == "trace" else "@" if key in ("generation", "version") else each)
            for key, each in json_value.items()]


def test_every_status(topics):
    """Every record has the shape of Java's, and each key passes through the states that a client of
    Java's worker sees; how often Java passes through UNASSIGNED on the way is its own affair."""
    java, weir = (by_key(topics[who, "status"]) for who in ("java", "weir"))
    for key, values in java.items():
        assert ways(weir[key]) == ways(values), key
        members = [[name for name, _ in status(value)] for value in weir[key] if value]
        assert all(each == members[0] for each in members), key


def ways(values):
    """The states in their order without UNASSIGNED and repetitions; None for a tombstone."""
    found = []
    for value in values:
        state = value and (parsed(value).get("state") or "topic")
        if state != "UNASSIGNED" and found[-1:] != [state]:
            found.append(state)
    return found
