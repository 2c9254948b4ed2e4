"""Where our worker answers otherwise on purpose: each row says which answers, why, and what ours has to be."""
import dataclasses
import re
import typing


@dataclasses.dataclass
class Difference:
    reason: str
    applies: typing.Callable     # (scene name, step name, golden) -> bool
    complaints: typing.Callable  # (golden, got) -> list of texts
    java_too: bool = False       # whether Java's own answer is as good


def _said(pattern):
    """Java's message matches."""
    return lambda scene, step, golden: bool(re.search(pattern, _message(golden), re.S))


def _named(scene, *steps):
    return lambda in_scene, step, golden: in_scene == scene and step in steps


def _page(scene, step, golden):
    """Of Java's HTTP server itself; empty for what is not a GET."""
    text = golden.get("text", "" if "json" in golden or not golden["headers"].get("cache-control") else "<html>")
    return text.startswith("<html>")


def _message(outcome):
    body = outcome.get("json")
    return body.get("message") or "" if isinstance(body, dict) else ""


def _error(*statuses, says=r"."):
    """One of these statuses with a JSON error that says so, and not in Java's words."""
    def check(golden, got):
        found = []
        if got["status"] not in statuses:
            found.append(f"status: expected one of {statuses}, got {got['status']}")
        body = got.get("json")
        if not isinstance(body, dict) or list(body) != ["error_code", "message"] or body["error_code"] != got["status"]:
            found.append(f"body: expected error_code and message, got {body or got.get('text')!r}")
        elif not re.search(says, body["message"] or ""):
            found.append(f"message: expected something like {says!r}, got {body['message']!r}")
        elif re.search(r"java|null pointer|Exception|jackson", body["message"]):
            found.append(f"message: speaks of Java: {body['message']!r}")
        return found
    return check


def _without_class(golden, got):
    text = re.sub(r"^(org\.apache\.kafka\.[\w.]+(Exception): )+", "", _message(golden))
    return _error(400, says="^" + re.escape(text))(golden, got)


def _any(*checks):
    def check(golden, got):
        all_found = [each(golden, got) for each in checks]
        return [] if any(not found for found in all_found) else all_found[0]
    return check


def _status(*statuses):
    return lambda golden, got: [] if got["status"] in statuses else [f"status: expected one of {statuses}, got {got['status']}"]


def _variable_shown(golden, got):
    """validate's answer with the variable where Java has what it stands for."""
    values = {each["value"]["name"]: each["value"]["value"] for each in got.get("json", {}).get("configs", [])}
    return [] if re.match(r"\$\{file:.*:topic\}$", values.get("topic") or "") else [f"topic: got {values.get('topic')!r}"]


def _keeps_name(golden, got):
    name = got.get("json", {}).get("name")
    return [] if name == "up3" else [f"name: expected 'up3', got {name!r}"]


def _without(name):
    """A list of names that lacks one of Java's."""
    return lambda golden, got: ([] if sorted(got.get("json", [])) == sorted(set(golden["json"]) - {name})
                                else [f"expected all but {name} of {golden['json']}, got {got.get('json')}"])


def _tasks_there_or_not(golden, got):
    """The answer with as many tasks as there may be by now: Java's herder is slower."""
    body = dict(got.get("json") or {}, tasks=golden["json"]["tasks"])
    return [] if body == golden["json"] and got["status"] == golden["status"] else [f"body: got {got.get('json')}"]


_FAILS = ("connector that cannot start", "connector that cannot start, restart",
          "connector that cannot start, restart failed", "connector that cannot start, tasks")

DIFFERENCES = [
    Difference("a request that cannot be read is the client's mistake: 400, in plain words, where Java has 500",
               _said(r"^(Cannot (deserialize|construct|coerce)|Trailing token|Non-standard token|Invalid numeric value|Illegal unquoted"
                     r"|Unrecognized character escape|Input mismatch|Unrecognized (token|field)|Unexpected (character|end-of-input)|Invalid UTF-8"
                     r"|Cannot invoke \"(java\.util\.Map|org\.apache))"), _error(400)),
    Difference("the same with Java's class before the message: 400 with the message alone",
               _said(r"^org\.apache\.kafka\.connect\.(runtime\.rest\.errors\.BadRequest|errors\.Connect)Exception: "), _without_class),
    Difference("a member twice is the last of them", _named("odd offsets", "offsets twice"), _status(200)),
    Difference("no level is a bad level", _named("odd loggers", "empty"), _error(404, says="invalid log level")),
    Difference("a class of Java is unknown here", _named("odd plugins", "config of java.lang.String"), _status(404)),
    Difference("... and in validate", _named("odd validate", "converter is a class of Java"), _status(200)),
    Difference("an error about nothing, where Jersey has lost its type", _named("odd headers", "content type anything", "content type any application"),
               _status(415)),
    Difference("an unknown plugin version in validate is told as in POST, not by a null pointer",
               _said(r"^java\.lang\.NullPointerException: .*availableVersions"),
               _any(_error(400, says="not found that matches the version range"), _status(200))),
    Difference("PATCH may not change the connector's name in its config: it would then belong to nobody",
               _named("update", "patch another name"),
               _error(400, says=r"^Connector name configuration \(zzz\) doesn't match connector name in the URL \(up3\)")),
    Difference("... and so the name is still there", _named("update", "patch another name, config"), _keeps_name),
    Difference("paths that Java's HTTP server refuses with an HTML page get JSON; a name with such signs may be addressed",
               _page, _any(_error(400, 404, 414, 415, 431), _status(200, 201, 204))),
    Difference("a task of a stopped connector does not exist: 404 at once, where Java speaks of a rebalance for ever",
               _named("restart", "stopped, task"), _error(404, says="^Unknown task: rs1-0")),
    Difference("a value of a Java class has no such name here",
               _said(r"contains class java\.|Class class java\."), _status(400, 500)),
    Difference("a broken credential is a refused one", _named("auth", "not base64"), _status(401)),
    Difference("a missing regex is missing, and nothing else", _said(r"this\.pattern"), _error(400, says="contains the following [12] error")),
    Difference("topic.creation.*, client overrides and predicates may be refused at once, by name, where Java creates a connector that fails",
               lambda scene, step, golden: (golden["status"] == 201 and scene in ("refused", "odd configs")
                                            or (scene, step) == ("failing", "create fa1")),
               _error(400, says="topic.creation|override|acks|max.poll.records|no such alias in predicates"), java_too=True),
    Difference("... and then validate names them too", _named("odd validate", "creation wrong numbers", "creation words",
               "creation broken regex", "creation default alone"), _status(200), java_too=True),
    Difference("validate shows the variable, never the secret that it stands for",
               _named("secrets", "validate"), _variable_shown),
    Difference("the embedded log writes records and offsets in one step, asked or not",
               lambda scene, step, golden: step in ("exactly once required", "exactly once"), _status(200, 201), java_too=True),
    Difference("the embedded log's workers form no group that a sink's could be mistaken for",
               _named("refused", "sink in the worker's group"), _status(201), java_too=True),
    Difference("... and then it is not there", _named("failing", *_FAILS), _status(404), java_too=True),
    Difference("... nor in the list", _named("failing", "names that cannot be addressed, list"), _without("fa1"), java_too=True),
    Difference("tasks may have been made by the time one asks", _named("create", "signs in name, info"),
               _tasks_there_or_not, java_too=True),
]


# Members that ours has in addition.
MORE = {"last_error": "in a status: the short text of what failed a task last, also after it runs again"}


def without_more(json_value):
    """The JSON without those."""
    if isinstance(json_value, dict):
        return {key: without_more(value) for key, value in json_value.items() if key not in MORE}
    if isinstance(json_value, list):
        return [without_more(value) for value in json_value]
    return json_value


def difference(scene, step, golden):
    """The row for this answer, or None."""
    return next((row for row in DIFFERENCES if row.applies(scene, step, golden)), None)
