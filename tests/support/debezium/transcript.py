"""What a connector wrote, parsed, with masks over what may differ; how it is kept in a file of JSON
lines; and in what two of them differ.

Numbers stay as they were written, names in their order. A file has two kinds of lines: schemas,
counted from 0, and records, in which numbers stand for schemas.
"""
import dataclasses
import json
import re
import zlib

_STRING = r'"(?:[^"\\]|\\.)*"'


class Number(str):
    """A number as it was written: 1.0 is not 1."""


@dataclasses.dataclass
class Record:
    topic: str
    key: object
    value: object
    headers: list  # of [name, text]
    layout: str    # of the bytes that parsing forgets: blanks, escapes


def parse(text):
    return json.loads(text, parse_int=Number, parse_float=Number)


def write(tree):
    if isinstance(tree, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{write(each)}" for name, each in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(write, tree)) + "]"
    return str(tree) if isinstance(tree, Number) else json.dumps(tree, ensure_ascii=False)


def _layout(raw):
    """Empty for compact JSON without an escape."""
    blanks = re.sub(_STRING + r"|[-+.\w]+", "", raw) if "\n" in raw else ""
    escapes = "".join(re.findall(r"\\(?:u....|.)", raw))
    return f"{zlib.crc32((blanks + escapes).encode()):08x}" if blanks or escapes else ""


# ---- masks ----

_TIMES = ("ts_ms", "ts_us", "ts_ns", "ts_sec", "timestamp")
_PLACES = ("file", "pos", "gtid", "gtids", "server_id", "thread", "transaction_id")
_TRANSACTION = re.compile(r"\d+-\d+-\d+|[-0-9a-f]{36}:\d+|file=.*,pos=\d+")
_DATA = ("before", "after", "tableChanges", "schema")


def _masked(tree, places, name=""):
    """Times of reading are masked; with places, times and positions of the server too. The order of
    the tables of a transaction or statement is a hash map's."""
    if isinstance(tree, list):
        each = [_masked(each, places) for each in tree]
        return sorted(each, key=write) if name == "data_collections" else each
    if not isinstance(tree, dict):
        return tree
    keep = not places and name == "source" and tree.get("snapshot") == "false"
    found = {}
    for member, each in tree.items():
        if each is not None and (member in _TIMES and not keep or places and member in _PLACES):
            each = Number("0") if isinstance(each, Number) else member.upper()
        elif places and member == "id" and type(each) is str and _TRANSACTION.fullmatch(each):
            each = "ID"
        elif member == "table" and name == "source" and each:
            each = ",".join(sorted(each.split(",")))
        found[member] = each if member in _DATA or not isinstance(each, (dict, list)) else _masked(each, places, member)
    return found


def record(topic, key, value, headers, prefix, places):
    """From texts as they were read (None: null)."""
    def text(raw):
        return raw if raw is None else raw.replace(prefix, "PREFIX").replace(prefix.replace("_", "_u005f"), "PREFIX")

    def tree(raw):
        return None if raw is None else _masked(parse(text(raw)), places)
    headers = [[name, "RUN" if name.endswith(".runId") else text(each)] for name, each in headers]
    return Record(text(topic), tree(key), tree(value), headers, _layout(text(value) or ""))


def without_places(records):
    """The same, as it would be on another server at another time."""
    return [dataclasses.replace(each, key=_masked(each.key, True), value=_masked(each.value, True))
            for each in records]


# ---- files ----

class _Schemas:
    def __init__(self):
        self.numbers, self.lines = {}, []

    def numbered(self, tree):
        if not isinstance(tree, dict) or list(tree) != ["schema", "payload"] or tree["schema"] is None:
            return tree
        text = write(tree["schema"])
        if text not in self.numbers:
            self.numbers[text] = len(self.lines)
            self.lines.append(f'{{"is":{text}}}')
        return {"schema": Number(self.numbers[text]), "payload": tree["payload"]}


def save(path, records):
    schemas = _Schemas()
    lines = [write({"topic": each.topic, "key": schemas.numbered(each.key), "value": schemas.numbered(each.value),
                    "headers": each.headers, "layout": each.layout}) for each in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*schemas.lines, *lines]) + "\n", encoding="utf-8")


def load(path):
    trees = [parse(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    schemas = [tree["is"] for tree in trees if "is" in tree]

    def whole(tree):
        if isinstance(tree, dict) and list(tree) == ["schema", "payload"] and tree["schema"] is not None:
            return {"schema": schemas[int(tree["schema"])], "payload": tree["payload"]}
        return tree
    return [Record(tree["topic"], whole(tree["key"]), whole(tree["value"]), tree["headers"], tree["layout"])
            for tree in trees if "is" not in tree]


# ---- differences ----

NOTHING = "(nothing)"


def differences(real, ours):
    """{place: (real's, ours)}: topic.number.part.path of a value, topic.part.schema.path of a schema."""
    found = {}
    for topic in sorted({each.topic for each in [*real, *ours]}):
        left, right = ([each for each in side if each.topic == topic] for side in (real, ours))
        if len(left) != len(right):
            found[f"{topic}.count"] = (len(left), len(right))
        for number, (x, y) in enumerate(zip(left, right)):
            found.update(_of_records(topic, number, x, y))
    return found


def _of_records(topic, number, x, y):
    for part in ("key", "value"):
        left, right = getattr(x, part), getattr(y, part)
        if all(isinstance(each, dict) and "payload" in each for each in (left, right)):
            yield from _walk(f"{topic}.{part}.schema", left["schema"], right["schema"])
            left, right = left["payload"], right["payload"]
        yield from _walk(f"{topic}.{number}.{part}", left, right)
    yield from _walk(f"{topic}.{number}.headers", x.headers, y.headers)
    if x.layout != y.layout and x.value == y.value:
        yield f"{topic}.{number}.layout", (x.layout, y.layout)


def _named(tree):
    """A schema's fields and a table's columns by name, so that a missing one is one difference."""
    if tree and all(isinstance(each, dict) and "offset" in each for each in tree):
        return {write(each["partition"]): each for each in tree}
    for name in ("field", "name", "id"):
        if tree and all(isinstance(each, dict) and isinstance(each.get(name), str) for each in tree):
            names = [each[name] for each in tree]
            return dict(zip(names, tree)) if len(set(names)) == len(names) else None
    return None


def _walk(path, x, y):
    if isinstance(x, dict) and isinstance(y, dict):
        for name in {**x, **y}:
            yield from _walk(f"{path}.{name}", x.get(name, NOTHING), y.get(name, NOTHING))
        if list(x) != list(y) and set(x) == set(y):
            yield f"{path}.order", (list(x), list(y))
    elif isinstance(x, list) and isinstance(y, list):
        left, right = _named(x), _named(y)
        if left is not None and right is not None:
            yield from _walk(path, left, right)
        elif len(x) == len(y):
            for number, (a, b) in enumerate(zip(x, y)):
                yield from _walk(f"{path}.{number}", a, b)
        else:
            yield path, (x, y)
    elif x != y or type(x) is not type(y):
        yield path, (x, y)
