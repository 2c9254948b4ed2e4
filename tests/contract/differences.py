"""Where our worker answers otherwise on purpose: each row says which answers, why, and what ours has to be."""
import dataclasses
import json
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


def _begins(scene, *stems):
    return lambda in_scene, step, golden: in_scene == scene and step.startswith(stems)


def _begins(scene, *stems):
    return lambda in_scene, step, golden: in_scene == scene and step.startswith(stems)


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


def _any_of(*conditions):
    return lambda *where: any(each(*where) for each in conditions)


def _without_config_exception(golden, got):
    text = re.sub(r"^org\.apache\.kafka\.common\.config\.ConfigException: ", "", _message(golden))
    return _error(400, 500, says="^" + re.escape(text) + "$")(golden, got)


def _as_text(golden, got):
    expected, value = golden["headers"].get("allow"), got["headers"].get("allow")
    if expected is None or sorted(expected.split(",")) != sorted((value or "").split(",")):
        return [f"header allow: expected {expected!r}, got {value!r}"]
    return _status(200)(golden, got)


def _errors(outcome):
    """What validate found, one text each."""
    configs = (outcome.get("json") or {}).get("configs", []) if isinstance(outcome.get("json"), dict) else []
    return [error for each in configs for error in each["value"]["errors"]]


def _errors_text(outcome):
    return "\n".join(_errors(outcome))


def _without_pattern(golden, got):
    expected = [each for each in _errors(golden) if "this.pattern" not in each]
    return [] if _errors(got) == expected else [f"errors: expected {expected}, got {_errors(got)}"]


def _all_and_more(golden, got):
    """Java's errors, and at least one that it finds later."""
    if golden["status"] == 400:
        said = set(_message(golden).split("\n")[1:-1])
        more = set(_message(got).split("\n")[1:-1])
    else:
        said, more = set(_errors(golden)), set(_errors(got))
    return [] if got["status"] == golden["status"] and said < more else [f"errors: expected {said} and more, got {more}"]


def _nothing_resolved(golden, got):
    """As Java says it, but for what the variables stand for."""
    text = json.dumps(got, ensure_ascii=False)
    found = [f"{word} is shown" for word in ("far-name", "far-dir", "hidden-alias") if word in text]
    if got["status"] != golden["status"]:
        found.append(f"status: expected {golden['status']}, got {got['status']}")
    for member in ("error_count", "configs"):
        expected, value = ((each.get("json") or {}).get(member, 0) for each in (golden, got))
        if (len(expected) != len(value)) if member == "configs" and expected and value else member == "error_count" and expected != value:
            found.append(f"{member}: got {value}")
    return found


_CHAINS = ("predicate empty", "extract broken path", "header from unequal", "insert nothing", "insert static without value",
           "set schema metadata nothing", "timestamp converter text without format", "timestamp converter format",
           "timestamp router format")
_FAILS = ("connector that cannot start", "connector that cannot start, restart",
          "connector that cannot start, restart failed", "connector that cannot start, tasks")

DIFFERENCES = [
    Difference("a request that cannot be read is the client's mistake: 400, in plain words, where Java has 500",
               _said(r"^(Cannot (deserialize|construct|coerce)|Trailing token|Non-standard token|Invalid numeric value|Illegal unquoted"
                     r"|Unrecognized character escape|Input mismatch|Unrecognized (token|field)|Unexpected (character|end-of-input)|Invalid UTF-8"
                     r"|Cannot invoke \"(java\.util\.Map|org\.apache)|Illegal character \(\(CTRL|No content to map)"), _error(400)),
    Difference("the same of a variable that cannot be looked up", _said(r"^org\.apache\.kafka\.common\.config\.ConfigException: "),
               _without_config_exception),
    Difference("the same with Java's class before the message: 400 with the message alone",
               _said(r"^org\.apache\.kafka\.connect\.(runtime\.rest\.errors\.BadRequest|errors\.Connect)Exception: "), _without_class),
    Difference("a member twice is the last of them", _any_of(_named("odd offsets", "offsets twice"),
                                                             _named("far offsets", "texts, members twice")), _status(200)),
    Difference("half a surrogate pair is no character: it becomes U+FFFD", _any_of(
        _named("far names", "POST, name of a lone surrogate"), _named("far json", "lone surrogate", "low surrogate")), _status(200, 201)),
    Difference("JSON comes in UTF-8 and is not guessed at", _named("far json", "in UTF-16", "in UTF-16 without mark", "overlong UTF-8"),
               _error(400)),
    Difference("a name with signs of Java's path templates is as good as others", _said("in a path template"), _status(201)),
    Difference("no level is a bad level", _named("odd loggers", "empty"), _error(404, says="invalid log level")),
    Difference("a class of Java is unknown here", _named("odd plugins", "config of java.lang.String"), _status(404)),
    Difference("a class that cannot be made is no plugin: 404, where Java has 500", _said("^Instantiation error$"),
               _error(404, says="^Unknown plugin")),
    Difference("OPTIONS answers as text, whatever is asked for", lambda scene, step, golden:
               scene == "far types" and step.endswith("of OPTIONS /connectors") and golden["status"] == 200, _as_text, java_too=True),
    Difference("a task's number has plain digits", _named("far paths", "GET /connectors/none/tasks/%EF%BC%91/status"), _error(404)),
    Difference("... and in validate", _named("odd validate", "converter is a class of Java"), _status(200)),
    Difference("an error about nothing, where Jersey has lost its type", _named("odd headers", "content type anything", "content type any application"),
               _status(415)),
    Difference("an unknown plugin version in validate is told as in POST, not by a null pointer",
               _said(r"^java\.lang\.NullPointerException: .*(availableVersions|String\.trim)"),
               _any(_error(400, says="not found that matches the version range"), _status(200))),
    Difference("PATCH may not change the connector's name in its config: it would then belong to nobody",
               _named("update", "patch another name"),
               _error(400, says=r"^Connector name configuration \(zzz\) doesn't match connector name in the URL \(up3\)")),
    Difference("... and so the name is still there", _named("update", "patch another name, config"), _keeps_name),
    Difference("paths that Java's HTTP server refuses with an HTML page get JSON; a name with such signs may be addressed",
               _page, _any(_error(400, 404, 405, 406, 414, 415, 431), _status(200, 201, 204))),
    Difference("a task of a stopped connector does not exist: 404 at once, where Java speaks of a rebalance for ever",
               _any_of(_named("restart", "stopped, task"), _named("far states", "failed, second task restart")),
               _error(404, says="^Unknown task: (rs1-0|fs3-1)")),
    Difference("a value of a Java class has no such name here",
               _said(r"contains class java\.|Class class java\."), _status(400, 500)),
    Difference("a broken credential is a refused one", _named("auth", "not base64"), _status(401)),
    Difference("a missing regex is missing, and nothing else", _said(r"this\.pattern"), _error(400, says="contains the following [12] error")),
    Difference("... and in validate", lambda scene, step, golden: "this.pattern" in _errors_text(golden), _without_pattern),
    Difference("what a transformation's keys say together is looked at before it is made, not when it cannot be",
               lambda scene, step, golden: scene in ("transform validate", "transform refused") and step in _CHAINS, _all_and_more,
               java_too=True),
    Difference("a change of offsets that fails changes nothing", _named("far offsets", "sink, one good and one unknown, then"),
               _status(200), java_too=True),
    Difference("topic.creation.*, client overrides and predicates may be refused at once, by name, where Java creates a connector that fails",
               lambda scene, step, golden: (golden["status"] == 201 and scene in ("refused", "odd configs")
                                            or (scene, step) == ("failing", "create fa1")),
               _error(400, says="topic.creation|override|acks|max.poll.records|no such alias in predicates"), java_too=True),
    Difference("... and then validate names them too", _named("odd validate", "creation wrong numbers", "creation words",
               "creation broken regex", "creation default alone"), _status(200), java_too=True),
    Difference("... also where there are groups only", _begins("far keys", "FileStreamSource, topic.creation.groups"), _status(200),
               java_too=True),
    Difference("validate shows the variable, never the secret that it stands for",
               _named("secrets", "validate"), _variable_shown),
    Difference("... nor in an alias or an error, nor in POST's", lambda scene, step, golden: scene == "far secrets", _nothing_resolved,
               java_too=True),
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
MORE = {"last_error": "in a status: the short text of what failed a task last, also after it runs again",
        "progress": "in a task's status: how far a snapshot is, or that the run before is still stopping"}


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
