"""Configs of the connectors that the parity tests run, and what a worker says about them over REST."""
import json
import urllib.parse

from support.waiting import until

STRING = "org.apache.kafka.connect.storage.StringConverter"
# A failed task stays failed, as in Java.
STRICT = {"task.restart.enable": "false"}
JSON = "org.apache.kafka.connect.json.JsonConverter"


def source(file, topic, **more):
    return {"connector.class": "FileStreamSource", "tasks.max": "1", "file": str(file), "topic": topic,
            "key.converter": STRING, "value.converter": STRING, **more}


def sink(file, topic, tasks=1, **more):
    return {"connector.class": "FileStreamSink", "tasks.max": str(tasks), "file": str(file), "topics": topic,
            "key.converter": STRING, "value.converter": STRING, **more}


def path(name):
    return "/connectors/" + urllib.parse.quote(name, safe="")


def done(answer, *statuses):
    """The answer's JSON; fails unless it has one of the statuses."""
    if answer.status not in statuses:
        raise AssertionError(f"expected {statuses}, got {answer}")
    return json.loads(answer.body) if answer.body else None


def settled(call, *statuses, seconds=30):
    """Repeats a request while Java speaks of a rebalance, then as done."""
    def tried():
        answer = call()
        return answer if answer.status not in (409, 500) else None
    return done(until(tried, seconds, "an answer without a rebalance"), *statuses)


def create(rest, name, config, state=None):
    body = {"name": name, "config": config, **({"initial_state": state} if state else {})}
    return settled(lambda: rest.post("/connectors", body), 201)


def in_state(rest, name, connector, *tasks, seconds=40):
    until(lambda: rest.state(urllib.parse.quote(name, safe="")) == (connector, tasks), seconds,
          f"{name} to be {connector} {tasks}")


def at(rest, name, *positions, seconds=30):
    """Waits until the offsets of the connector are these (position or kafka_offset)."""
    def reached():
        found = done(rest.get(path(name) + "/offsets"), 200)["offsets"]
        return sorted(next(iter(each["offset"].values())) for each in found) == sorted(positions)
    until(reached, seconds, f"{name} at {positions}")


def says(file, text, seconds=30):
    """Waits until the file has this text."""
    until(lambda: file.read_text(encoding="utf-8") == text, seconds,
          f"{file.name} to be {text!r}; is {file.read_text(encoding='utf-8') if file.exists() else None!r}")


def snapshot(rest, worker_id):
    """All that REST says of all connectors, the worker's address and traces masked, without what ours
    says in addition. Order is not kept: that is the contract's matter."""
    found = {}
    for name in done(rest.get("/connectors"), 200):
        parts = {part: settled(lambda part=part: rest.get(f"{path(name)}{part}"), 200)
                 for part in ("", "/config", "/status", "/tasks", "/topics", "/offsets")}
        found[name] = _masked(parts, worker_id)
    return found


def _masked(value, worker_id):
    if isinstance(value, dict):
        return {key: "@TRACE@" if key == "trace" else _masked(each, worker_id) for key, each in value.items()
                if key != "last_error"}
    if isinstance(value, list):
        entries = [_masked(each, worker_id) for each in value]
        return sorted(entries, key=lambda each: json.dumps(each, sort_keys=True))
    return "@WORKER@" if value == worker_id else value
