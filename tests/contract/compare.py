"""Holds an answer against the golden one. The order of an object's members counts, except where Java
takes it from a hash table."""
import json

LOOSE = ("config", "partition", "offset")
_SETS = ("allow", "access-control-allow-methods")


def complaints(step, golden, got):
    """What is different, one line each; none = equal."""
    found = []
    if got.get("late"):
        found.append(f"never became {json.dumps(step.until)}")
    if golden["status"] != got["status"]:
        found.append(f"status: expected {golden['status']}, got {got['status']}")
    for form in ("blanks", "escapes"):
        if golden.get(form) != got.get(form):
            found.append(f"{form} in the JSON text: expected {golden.get(form)}, got {got.get(form)}")
    _headers(golden["headers"], got["headers"], found)
    if "text" in golden or "text" in got:
        if _words(golden.get("text")) != _words(got.get("text")):
            found.append(f"text: expected {golden.get('text')!r}, got {got.get('text', got.get('json'))!r}")
    elif ("json" in golden) != ("json" in got):
        found.append(f"body: expected {golden.get('json')!r}, got {got.get('json')!r}")
    elif "json" in golden:
        _json("", golden["json"], got["json"], step, found)
    return found


def _words(text):
    """OPTIONS lists the methods in the order of a hash table."""
    return text and sorted(word.strip() for word in text.split(","))


def _headers(golden, got, found):
    for name in sorted({*golden, *got}):
        expected, value = golden.get(name), got.get(name)
        if name in _SETS and expected and value:
            expected, value = (sorted(each.replace(" ", "").split(",")) for each in (expected, value))
        if expected != value:
            found.append(f"header {name}: expected {expected!r}, got {value!r}")


def _json(path, golden, got, step, found):
    if isinstance(golden, dict) and isinstance(got, dict):
        _object(path, golden, got, step, found)
    elif isinstance(golden, list) and isinstance(got, list):
        _list(path, golden, got, step, found)
    elif type(golden) is not type(got) or golden != got:
        found.append(f"{path or 'body'}: expected {_short(golden)}, got {_short(got)}")


def _object(path, golden, got, step, found):
    golden, got = ({key: value for key, value in each.items() if key not in step.ignore} for each in (golden, got))
    for key in golden:
        if key not in got:
            found.append(f"{path}.{key}: missing, expected {_short(golden[key])}")
    for key in got:
        if key not in golden:
            found.append(f"{path}.{key}: not expected, got {_short(got[key])}")
    last = path.rpartition(".")[2]
    if list(golden) != list(got) and set(golden) == set(got) and last not in (*LOOSE, *step.loose):
        found.append(f"{path or 'body'}: order of members: expected {list(golden)}, got {list(got)}")
    for key in golden:
        if key in got:
            _json(f"{path}.{key}", golden[key], got[key], step, found)


def _list(path, golden, got, step, found):
    if step.unsorted:
        golden, got = (sorted(each, key=lambda entry: json.dumps(entry, sort_keys=True)) for each in (golden, got))
    if len(golden) != len(got):
        found.append(f"{path or 'body'}: expected {len(golden)} entries, got {len(got)}: {_missing(golden, got)}")
        return
    for number, (expected, value) in enumerate(zip(golden, got)):
        _json(f"{path}.{number}", expected, value, step, found)


def _missing(golden, got):
    """Which entries are on one side only, by name where they have one."""
    def name(entry):
        inner = entry.get("value", entry) if isinstance(entry, dict) else entry
        return inner.get("name", _short(inner)) if isinstance(inner, dict) else _short(inner)
    golden, got = [name(entry) for entry in golden], [name(entry) for entry in got]
    return f"missing {[each for each in golden if each not in got]}, not expected {[each for each in got if each not in golden]}"


def _short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else text[:300] + "..."
