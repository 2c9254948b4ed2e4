"""Internal topics with a past that no orderly worker leaves: half-written, compacted, old, broken. The
real worker and ours, each on a copy of its own, make the same of them and go on in the same way. (Numbers
that are none, in a commit or a fencing, are left out: the real one ends.)"""
import json

import pytest

from support.java import JavaConnect
from support.waiting import until
from confluent_kafka.admin import AdminClient, NewTopic

from .connectors import STRICT, at, create, done, in_state, path, settled, source
from .topics import read, write

pytestmark = [pytest.mark.java, pytest.mark.timeout(300)]
SINK = {"connector.class": "FileStreamSink", "tasks.max": "2", "topics": "odd-none", "name": "odd-sink"}


def connector(name, folder, **more):
    """A source's config as the config topic has it."""
    return {**source(folder / f"{name}.txt", f"odd-{name}", **more), "name": name}


def task(config, **more):
    return {**config, "task.class": "org.apache.kafka.connect.file.FileStreamSourceTask", **more}


def configs(folder):
    """Key, value of the config topic in their order. Value None is a tombstone, bytes go as they are."""
    whole, half, short, bare = (connector(name, folder) for name in ("whole", "half", "short", "bare"))
    dashed, again, paused, stopped = (connector(name, folder) for name in ("dash-0", "again", "paused", "stopped"))
    old, later, late, strange = (connector(name, folder) for name in ("old", "later", "late", "strange é/%\"-1"))
    return [
        ("session-key", {"key": "AAAA", "algorithm": "HmacSHA1", "creation-timestamp": 1}),
        ("session-key", b"not json"),
        ("session-key", {"key": "q83vEjRWeJC8q83vEjRWeJC8q83vEjRWeJC8q83vEjQ=", "algorithm": "HmacSHA256", "creation-timestamp": 5}),
        ("commit-nobody", {"tasks": 3}),
        ("target-state-nobody", {"state": "PAUSED", "state.v2": "STOPPED"}),
        ("restart-connector-whole", {"include-tasks": True, "only-failed": False}),
        ("logger-cluster-odd.history", {"level": "TRACE"}),
        ("who knows", {"a": 1}),
        ("connector-whole", {"properties": {**whole, "batch.size": "1"}}),
        ("connector-whole", {"properties": whole}),
        ("task-whole-0", {"properties": task(whole)}),
        ("commit-whole", {"tasks": 1}),
        ("tasks-fencing-whole", {"task-count": 1}),
        ("restart-connector-whole", {"include-tasks": True, "only-failed": True}),
        # died before it had written the task, before the commit, with too few tasks, with a task of an older config
        ("connector-bare", {"properties": bare}),
        ("connector-half", {"properties": half}),
        ("task-half-0", {"properties": task(half)}),
        ("connector-short", {"properties": short}),
        ("task-short-1", {"properties": task(short)}),
        ("commit-short", {"tasks": 2}),
        ("task-later-0", {"properties": task(later, topic="odd-elsewhere")}),
        ("connector-later", {"properties": later}),
        ("commit-later", {"tasks": 1}),
        # a name that looks like a task's
        ("connector-dash-0", {"properties": dashed}),
        ("task-dash-0-0", {"properties": task(dashed)}),
        ("commit-dash-0", {"tasks": 1}),
        # deleted and made again; deleted; deleted without its target state
        ("connector-again", {"properties": {**again, "topic": "odd-first"}}),
        ("task-again-0", {"properties": task(again, topic="odd-first")}),
        ("task-again-1", {"properties": task(again, topic="odd-first")}),
        ("commit-again", {"tasks": 2}),
        ("target-state-again", {"state": "PAUSED", "state.v2": "PAUSED"}),
        ("connector-again", None),
        ("target-state-again", None),
        ("connector-again", {"properties": again}),
        ("connector-gone", {"properties": connector("gone", folder)}),
        ("task-gone-0", {"properties": task(connector("gone", folder))}),
        ("commit-gone", {"tasks": 1}),
        ("connector-gone", None),
        ("connector-late", {"properties": late}),
        ("target-state-late", {"state": "PAUSED", "state.v2": "STOPPED"}),
        ("connector-late", None),
        ("connector-late", {"properties": late}),
        # target states of other versions, and wrong ones
        ("connector-paused", {"properties": paused}),
        ("task-paused-0", {"properties": task(paused)}),
        ("commit-paused", {"tasks": 1}),
        ("target-state-paused", {"state": "PAUSED"}),
        ("connector-stopped", {"properties": stopped}),
        ("commit-stopped", {"tasks": 0}),
        ("target-state-stopped", {"state": "PAUSED", "state.v2": "STOPPED"}),
        ("connector-old", {"properties": old}),
        ("task-old-0", {"properties": task(old)}),
        ("commit-old", {"tasks": 1}),
        ("target-state-old", {"state": "SLEEPING"}),
        ("target-state-old", {"state.v2": 5}),
        ("target-state-old", b"{"),
        ("connector-strange é/%\"-1", {"properties": strange}),
        ("task-strange é/%\"-1-0", {"properties": task(strange)}),
        ("commit-strange é/%\"-1", {"tasks": 1}),
        # what is no config: the one before stands
        ("connector-whole", b"[1,2]"),
        ("connector-whole", b"7"),
        ("connector-whole", {"properties": "x"}),
        ("connector-whole", {"nothing": {}}),
        ("connector-emptied", {"properties": connector("emptied", folder)}),
        ("connector-emptied", b""),
        ("commit-whole", b"x"),
        ("task-whole-0", b"x"),
        ("task-whole", {"properties": {}}),
        ("task-whole-x", {"properties": {}}),
        ("task--1", {"properties": {}}),
        ("connector-", {"properties": {"connector.class": "FileStreamSource", "topic": "t", "name": ""}}),
        ("connector-", None),
        # connectors that cannot run any more
        ("connector-unknown", {"properties": {"connector.class": "com.example.Gone", "name": "unknown"}}),
        ("connector-classless", {"properties": {"name": "classless"}}),
        ("connector-nameless", {"properties": {key: value for key, value in connector("nameless", folder).items() if key != "name"}}),
        ("connector-wrong", {"properties": connector("wrong", folder, **{"tasks.max": "none"})}),
        ("connector-odd-sink", {"properties": SINK}),
        ("target-state-odd-sink", {"state": "PAUSED", "state.v2": "STOPPED"}),
    ]


def offset_records(folder):
    def place(name):
        return {"filename": str(folder / f"{name}.txt")}
    return [
        (["whole", place("whole")], {"position": 2}),
        (["half", place("half")], {"position": 2}),
        (["half", place("half")], None),
        (["short", place("short")], {"position": 2, "more": None}),
        (["paused", place("paused")], {"position": 2}),
        (["stopped", place("stopped")], {"position": 4}),
        (["stopped", place("stopped")], {"position": 2}),
        (["stopped", {"a": 1.0}], {"position": 1}),
        (["stopped", {}], {"position": 1}),
        (["stopped", None], {"position": 1}),
        (["stopped", "text"], {"position": 1}),
        (["stopped"], {"position": 1}),
        (["stopped", {"n": None}], {"position": None}),
        ([None, place("stopped")], {"position": 1}),
        ({"stopped": 1}, {"position": 1}),
        (b"not json", {"position": 1}),
        (b'["stopped",{"m":1}]', b"not json"),
        (b'["stopped",{"k":1}]', b"7"),
        (b'["stopped",{"spaces":1}]', b' { "position" : 3 } '),
        (["again", place("again")], {"position": 2}),
        (["nobody", {"filename": "x"}], {"position": 9}),
        (["odd-sink", {"filename": "x"}], {"position": 9}),
    ]


def status(state, **more):
    return {"state": state, "trace": None, "worker_id": "10.0.0.1:8083", "generation": 70, "version": "4.0.0", **more}


def status_records(_):
    return [
        ("status-connector-whole", status("RUNNING")),
        ("status-task-whole-0", status("FAILED", trace="java.lang.Error: old\n\tat x")),
        ("status-task-whole-7", status("RUNNING")),
        ("status-topic-odd-whole:connector-whole", {"topic": {"name": "odd-whole", "connector": "whole", "task": 0, "discoverTimestamp": 5}}),
        ("status-topic-odd-before:connector-whole", {"topic": {"name": "odd-before", "connector": "whole", "task": 3, "discoverTimestamp": 5}}),
        ("status-topic-odd-reset:connector-whole", {"topic": {"name": "odd-reset", "connector": "whole", "task": 0, "discoverTimestamp": 5}}),
        ("status-topic-odd-reset:connector-whole", None),
        ("status-topic-odd:connector-whole", {"topic": {"name": "odd"}}),
        ("status-topic-bad:connector-whole", {"nothing": 1}),
        ("status-topic-bad", {"topic": {}}),
        ("status-connector-stopped", {"state": "STOPPED", "worker_id": "10.0.0.1:8083", "generation": 3}),
        ("status-task-stopped-0", status("RUNNING", generation=2)),
        ("status-connector-paused", status("RESTARTING")),
        ("status-task-paused-0", status("UNASSIGNED")),
        ("status-connector-old", status("DANCING")),
        ("status-connector-half", b"x"),
        ("status-connector-bare", b"[]"),
        ("status-task-bare-x", status("RUNNING")),
        ("status-task-bare", status("RUNNING")),
        ("status-connector-nobody", status("RUNNING")),
        ("status-task-nobody-0", status("RUNNING")),
        ("status-task-gone-0", status("RUNNING")),
        ("status-nothing", status("RUNNING")),
        ("other", {"x": 1}),
    ]


def encoded(what):
    return what if what is None or isinstance(what, bytes) else json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()


def leave_behind(bootstrap, group, folder):
    """Makes the three topics and writes the past into them."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    sizes = {"configs": 1, "offsets": 3, "status": 2}
    for made in admin.create_topics([NewTopic(f"{group}-{topic}", size, 1, config={"cleanup.policy": "compact"})
                                     for topic, size in sizes.items()]).values():
        made.result(20)
    for topic, records in (("configs", configs(folder)), ("offsets", offset_records(folder)), ("status", status_records(folder))):
        write(bootstrap, f"{group}-{topic}", *[
            {"key": key if isinstance(key, str) else encoded(key), "value": encoded(value)} for key, value in records])


def known(rest):
    return sorted(done(rest.get("/connectors"), 200))


BROKEN = ("unknown", "classless", "nameless", "wrong")
RUN = ("whole", "bare", "half", "short", "later", "dash-0", "again", "late", "old", "strange é/%\"-1", "nameless")


def addressable(name):
    """Java's HTTP server refuses a slash in a name, ours does not."""
    return "/" not in name


@pytest.fixture(scope="module")
def both(broker, tmp_path_factory, make_weir):
    """what the real worker and ours made of it."""
    found = {}
    for who, kind in (("java", JavaConnect), ("weir", make_weir)):
        folder = tmp_path_factory.mktemp("odd")
        group = f"odd-{who}"
        for name in (*RUN, "paused", "stopped"):
            if addressable(name):
                (folder / f"{name}.txt").write_text("a\nb\n", encoding="utf-8")
        leave_behind(broker.bootstrap, group, folder)
        before = len(read(broker.bootstrap, f"{group}-configs"))
        worker = kind(bootstrap=broker.bootstrap, group=group, properties=STRICT)
        try:
            found[who] = seen(worker, folder, broker, group, before)
        finally:
            worker.stop()
    return found


def ended(rest, name):
    """Its state, once that is one that lasts."""
    state = rest.state(path(name).removeprefix("/connectors/"))
    return state if state in (("RUNNING", ("RUNNING",)), ("PAUSED", ("PAUSED",)), ("STOPPED", ()), ("FAILED", ())) else None


def seen(worker, folder, broker, group, before):
    rest = worker.rest
    for name in filter(addressable, RUN):
        end = until(lambda name=name: ended(rest, name), 60, f"{name} to settle")
        if end == ("RUNNING", ("RUNNING",)):
            at(rest, name, 4)
    in_state(rest, "paused", "PAUSED", "PAUSED")
    in_state(rest, "stopped", "STOPPED")
    in_state(rest, "odd-sink", "STOPPED")
    for name in ("unknown", "classless", "wrong"):
        until(lambda name=name: rest.state(name)[0] == "FAILED", 30, f"{name} to fail")
    result = {"list": known(rest), "logger": rest.get("/admin/loggers/odd.history").status}
    result["connectors"] = {
        name: {part: asked(rest, worker, folder, name, part) for part in ("", "/config", "/status", "/tasks", "/topics", "/offsets")}
        for name in filter(addressable, result["list"])}
    result["nobody"] = {part: asked(rest, worker, folder, "nobody", part) for part in ("", "/status", "/topics", "/offsets", "/tasks/0/status")}
    result["tasks"] = {name: asked(rest, worker, folder, *name) for name in (
        ("whole", "/tasks/7/status"), ("stopped", "/tasks/0/status"), ("gone", "/status"))}
    settled(lambda: rest.delete(path("again")), 204)
    done(rest.put(path("stopped") + "/resume"), 202)
    in_state(rest, "stopped", "RUNNING", "RUNNING")
    create(rest, "new", source(folder / "new.txt", "odd-new"))
    in_state(rest, "new", "RUNNING", "RUNNING")
    result["written"] = written(read(broker.bootstrap, f"{group}-configs")[before:], folder)
    return result


def asked(rest, worker, folder, name, part):
    answer = rest.get(path(name) + part)
    text = answer.text().replace(str(folder), "@DIR@").replace(worker.worker_id, "@WORKER@").replace(path(name), "@PATH@")
    return answer.status, masked(json.loads(text)) if text else None


def masked(value):
    """Without what is each worker's own: traces, versions, the last error, and the order of what has none."""
    if isinstance(value, dict):
        return {key: "@" if key in ("trace", "version") else masked(each) for key, each in value.items() if key != "last_error"}
    if isinstance(value, list):
        return sorted(map(masked, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def written(records, folder):
    """What it wrote into the config topic, connector by connector, but for the session key."""
    found = {}
    for record in records:
        key = record.key.decode()
        if key != "session-key":
            value = record.value and json.loads(record.value.decode().replace(str(folder), "@DIR@"))
            found.setdefault(key, []).append(value)
    return found


def test_list(both):
    assert both["weir"]["list"] == both["java"]["list"]


def test_connectors(both):
    """But for the offsets of those that cannot run: Java has an error of its inner life for each."""
    complaints = [f"{name}{part}: Java {java}, ours {both['weir']['connectors'][name][part]}"
                  for name, parts in both["java"]["connectors"].items() for part, java in parts.items()
                  if both["weir"]["connectors"][name][part] != java and not (part == "/offsets" and name in BROKEN)]
    assert not complaints, "\n".join(complaints)


def test_others(both):
    for part in ("nobody", "tasks", "logger"):
        assert both["weir"][part] == both["java"][part], part


def test_written(both):
    java, weir = both["java"]["written"], both["weir"]["written"]
    complaints = [f"{key}: Java {java.get(key)}, ours {weir.get(key)}" for key in sorted({*java, *weir}) if java.get(key) != weir.get(key)]
    assert not complaints, "\n".join(complaints)
