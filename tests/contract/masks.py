"""From an answer to its recorded form: what differs from run to run, and what is the implementation's
own wording (documentation, traces, lists of class descriptions), is masked."""
import json
import re

HEADERS = ("content-type", "location", "allow", "vary", "access-control-allow-origin", "access-control-allow-methods",
           "access-control-allow-headers", "access-control-max-age", "x-frame-options", "cache-control", "www-authenticate")
# Members that say who or when; the value's type must stay.
_BY_NAME = {"worker_id": "@WORKER@", "kafka_cluster_id": "@CLUSTER@", "commit": "@COMMIT@", "trace": "@TRACE@",
            "version": "@VERSION@", "documentation": "@TEXT@", "last_modified": "@TIME@", "discoverTimestamp": "@TIME@"}
_IN_TEXT = [
    (re.compile(r"(Connector config )\{(.*)\}( contains)", re.S), lambda m: f"{m[1]}{{{_sorted(m[2])}}}{m[3]}"),
    (re.compile(r"(String must be one of[^:\n]*: )(.*)"), lambda m: m[1] + _sorted(m[2])),
    (re.compile(r"(available connectors are: ).*", re.S), r"\1@PLUGINS@"),
    (re.compile(r"(available versions: \[@VERSION@)(, @VERSION@)+\]"), r"\1]"),  # a class of two kinds is named twice
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z"), "@TIME@"),
]


def _sorted(text):
    """A Java map or set in its text, whose order is that of a hash table."""
    return ", ".join(sorted(text.split(", ")))


def recorded(step, answer, names):
    """The golden form of an answer: status, headers that matter, and json or text. names are the
    placeholders of the run, which take the place of their values again."""
    outcome = {"status": answer.status, "headers": _headers(answer, names)}
    text = answer.text()
    if text:
        try:
            outcome["json"] = _filter(step, _mask(json.loads(text), names))
            outcome.update(_form(text))
        except ValueError:
            outcome["text"] = _unname(text, names)
    return outcome


def _form(text):
    """What is unusual about the text itself: blanks between its tokens, characters written as escapes."""
    between = re.sub(r'"(\\.|[^"\\])*"', "", text)
    escapes = sorted(set(re.findall(r"\\u[0-9A-Fa-f]{4}", text)))
    return {**({"blanks": True} if re.search(r"\s", between) else {}), **({"escapes": escapes} if escapes else {})}


def _headers(answer, names):
    found = {name: answer.header(name) for name in HEADERS}
    return {name: _unname(value, names) for name, value in found.items() if value is not None}


def _filter(step, body):
    if step.keep and isinstance(body, list):
        body = [entry for entry in body if re.search(step.keep, entry.get("class", ""))]
    if step.only and isinstance(body, dict):
        body = {key: value for key, value in body.items() if key in step.only}
    return body


def _mask(json_value, names):
    if isinstance(json_value, dict):
        return {_unname(key, names): _member(key, value, names) for key, value in json_value.items()}
    if isinstance(json_value, list):
        return [_mask(entry, names) for entry in json_value]
    if isinstance(json_value, str):
        return _unname(json_value, names)
    return json_value


def _member(key, value, names):
    if key == "recommended_values":
        value = [each for each in value if "." not in str(each) or re.match(r"org\.apache\.kafka\.|\d", str(each))]
    mask = _BY_NAME.get(key)
    if mask and isinstance(value, (str, int)) and value != "":
        return mask
    return _mask(value, names)


def _unname(text, names):
    for placeholder in ("@DIR@", "@WORKER@", "@GROUP@"):
        text = text.replace(names[placeholder], placeholder)
    text = re.sub(rf"(?<![\w.]){re.escape(names['@VERSION@'])}(?![\w.])", "@VERSION@", text)
    for pattern, mask in _IN_TEXT:
        text = pattern.sub(mask, text)
    return text
