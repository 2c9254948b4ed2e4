"""The words in which the list of requests is written (scenes.py)."""
import dataclasses
import typing


@dataclasses.dataclass
class Ask:
    """One request whose answer is recorded and compared. In path, body and headers @DIR@ is the
    scene's folder, @GROUP@ the worker's group, @WORKER@ its address, @VERSION@ its version.
    With `until` the request is repeated until the answer's JSON contains that (see contains)
    or, given a number, has that status; its last answer counts. `once` = not again even while
    rebalancing. `loose` names members whose object has no order of its own ("" = the whole
    answer), `unsorted` says so of a list, `keep` leaves only those entries of a list whose
    class matches, `only` only these members of an object; `ignore` names members that may be
    there or not, by a race; `tags` lets a request be left out."""
    name: str
    method: str
    path: str
    body: typing.Any = None
    headers: dict = dataclasses.field(default_factory=dict)
    until: typing.Any = None
    once: bool = False
    loose: tuple = ()
    unsorted: bool = False
    keep: str = ""
    only: tuple = ()
    ignore: tuple = ()
    tags: tuple = ()


@dataclasses.dataclass
class Wait:
    """Until GET path answers so; nothing is recorded, but a deadline missed is a failure."""
    path: str
    until: typing.Any
    tags: tuple = ()
    name: str = ""


@dataclasses.dataclass
class Append:
    """Adds text to a file of the scene's folder."""
    file: str
    text: str
    tags: tuple = ()
    name: str = ""


@dataclasses.dataclass
class FileIs:
    """Until a file of the scene's folder has this text: what a sink wrote."""
    file: str
    text: str
    tags: tuple = ()
    name: str = ""


@dataclasses.dataclass
class Scene:
    """Steps in their order, on connectors that no other scene uses. `worker` are properties beyond
    the usual; scenes with the same ones share a worker, unless one wants it `alone`. `buses` are
    those that it makes sense on, `files` lie in its folder from the start, `jaas` is the text of a
    login configuration."""
    name: str
    steps: list
    worker: dict = dataclasses.field(default_factory=dict)
    alone: bool = False
    buses: tuple = ("kafka", "local")
    files: dict = dataclasses.field(default_factory=dict)
    jaas: str = ""
    tags: tuple = ()


def contains(json, pattern):
    """Whether the JSON has at least what the pattern has; a list in it must have the same length, one
    of texts the same texts."""
    if isinstance(pattern, dict):
        return isinstance(json, dict) and all(
            key in json and contains(json[key], inner) for key, inner in pattern.items())
    if isinstance(pattern, list) and pattern and all(isinstance(each, str) for each in pattern):
        return isinstance(json, list) and sorted(json) == sorted(pattern)
    if isinstance(pattern, list):
        return isinstance(json, list) and len(json) == len(pattern) and all(
            map(contains, json, pattern))
    return json == pattern
