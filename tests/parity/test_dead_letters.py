"""Records that a sink cannot read go to the dead-letter topic as they were, with the same headers from
the real worker and from ours. Each has a broker of its own, so that all names are equal."""
import pytest

from support.java import Broker, JavaConnect
from support.waiting import until

from .connectors import JSON, STRING, create, in_state, says, settled, sink
from .topics import read, write

pytestmark = [pytest.mark.java, pytest.mark.timeout(300)]
WORDS = {"errors.tolerance": "all", "errors.deadletterqueue.topic.replication.factor": "1", "value.converter": JSON,
         "value.converter.schemas.enable": "false"}
GOOD = {"key": b"k", "value": b'"good"', "timestamp": 1700000000000}
BAD = [
    {"key": b"k1", "value": b"not json", "timestamp": 1700000000001},
    {"key": None, "value": b'{"cut":', "timestamp": 1700000000002},
    {"key": b"\xff\xfe", "value": b"\x00\xff", "timestamp": 1700000000003,
     "headers": [("own", b"1"), ("own", b"2"), ("nul", None), ("empty", b""), ("bytes", b"\xff")]},
    {"key": b"", "value": b"'", "timestamp": 1700000000004, "headers": [("__connect.errors.topic", b"earlier")]},
]


def play(rest, bootstrap, folder):
    """A sink with context headers, one without, and one whose keys are bad."""
    write(bootstrap, "letters", GOOD, *BAD, GOOD)
    write(bootstrap, "letters-enveloped", *({"value": value, "timestamp": 1700000000000} for value in (
        b'{"schema":null,"payload":1}', b"1", b'{"payload":1}')))
    create(rest, "with", sink(folder / "with.txt", "letters", **WORDS, **{
        "errors.deadletterqueue.topic.name": "dead-with", "errors.deadletterqueue.context.headers.enable": "true"}))
    create(rest, "without", sink(folder / "without.txt", "letters", **WORDS, **{"errors.deadletterqueue.topic.name": "dead-without"}))
    create(rest, "keys", sink(folder / "keys.txt", "letters", **{
        **WORDS, "key.converter": "org.apache.kafka.connect.converters.IntegerConverter", "value.converter": STRING,
        "errors.deadletterqueue.topic.name": "dead-keys", "errors.deadletterqueue.context.headers.enable": "true"}))
    create(rest, "enveloped", sink(folder / "enveloped.txt", "letters-enveloped", **{
        **WORDS, "value.converter.schemas.enable": "true", "errors.deadletterqueue.topic.name": "dead-enveloped",
        "errors.deadletterqueue.context.headers.enable": "true"}))
    for name, count in (("with", 4), ("without", 4), ("keys", 5), ("enveloped", 2)):
        until(lambda name=name, count=count: len(read(bootstrap, f"dead-{name}")) == count, 40, f"the dead letters of {name}")
        in_state(rest, name, "RUNNING", "RUNNING")
    says(folder / "with.txt", "good\ngood\n")
    says(folder / "enveloped.txt", "1\n")
    for name in ("with", "without", "keys", "enveloped"):
        settled(lambda name=name: rest.delete(f"/connectors/{name}"), 204)


@pytest.fixture(scope="module")
def letters(make_weir, tmp_path_factory):
    """(who, connector) -> the records of its dead-letter topic."""
    found = {}
    for who, kind in (("java", JavaConnect), ("weir", make_weir)):
        broker = Broker("kafka-letters")
        try:
            worker = kind(bootstrap=broker.bootstrap, group="letters")
            try:
                play(worker.rest, broker.bootstrap, tmp_path_factory.mktemp(who))
            finally:
                worker.stop()
            for name in ("with", "without", "keys", "enveloped"):
                found[who, name] = read(broker.bootstrap, f"dead-{name}")
        finally:
            broker.stop()
    return found


@pytest.mark.parametrize("name", ["with", "without", "keys", "enveloped"])
def test_same(letters, name):
    java, weir = letters["java", name], letters["weir", name]
    assert [untouched(each) for each in weir] == [untouched(each) for each in java]
    for ours, theirs in zip(weir, java, strict=True):
        assert headers(ours) == headers(theirs, ours)


def untouched(record):
    return record.partition, record.key, record.value, record.timestamp


def headers(record, other=None):
    """In their order; of a stack trace only that it is there. A message of ours may go on where Java's
    ends: then ours stands for both."""
    more = {name: value for name, value in (other.headers if other else ()) if name.endswith("exception.message")}
    return [(name, b"@" if name.endswith("stacktrace") and value
             else more[name] if value and more.get(name, b"").startswith(value) else value)
            for name, value in record.headers]


def test_originals(letters):
    """Key, value, timestamp and own headers are those of the message."""
    for record, message in zip(letters["weir", "without"], BAD, strict=True):
        assert (record.key, record.value, record.timestamp) == (message["key"], message["value"], message["timestamp"])
        assert record.headers == message.get("headers", [])
