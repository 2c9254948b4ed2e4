"""up, down, status: the broker, the Java worker or ours, left running until `down`.

    python -m support fetch              the jars into build/rig
    python -m support up kafka           prints its address; up connect and up weir need it first
    python -m support status
    python -m support down [name ...]
"""
import argparse
import json
import os
import signal

from . import paths
from .java import Broker, JavaConnect, class_path, fetch
from .waiting import until
from .weir import Weir

_ORDER = ("kafka", "connect", "weir")


def _note(name):
    return paths.RUN / f"{name}.json"


def _running(name):
    """The note of a running service, or None. The start time tells a reused pid."""
    try:
        note = json.loads(_note(name).read_text())
        return note if _born(note["pid"]) == note["born"] else None
    except (OSError, ValueError):
        return None


def _born(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    if fields[0] == "Z":
        raise ProcessLookupError(pid)
    return fields[19]


def _up(name, port):
    if name == "kafka":
        service = Broker(port=port, detached=True)
        address = service.bootstrap
    else:
        kafka = _running("kafka")
        if name == "connect":
            if kafka is None:
                raise SystemExit("connect needs kafka: up kafka first")
            service = JavaConnect(kafka["address"], port=port, name="connect", detached=True)
        else:
            service = Weir(bootstrap=kafka and kafka["address"], port=port, detached=True)
        address = service.rest.url
    paths.RUN.mkdir(parents=True, exist_ok=True)
    _note(name).write_text(json.dumps({"pid": service.pid, "born": _born(service.pid),
                                       "address": address}))


def _down(name):
    note = _running(name)
    if note is None:
        return
    os.kill(note["pid"], signal.SIGTERM)
    try:
        until(lambda: _running(name) is None, 20, f"end of {name}")
    except TimeoutError:
        os.kill(note["pid"], signal.SIGKILL)
    _note(name).unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(prog="python -m support", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("fetch", "up", "down", "status"))
    parser.add_argument("name", nargs="*", choices=(*_ORDER, []), help="default: all")
    parser.add_argument("--port", type=int, help="for a single service; default: a free one")
    wanted = parser.parse_args()
    names = [name for name in _ORDER if name in (wanted.name or _ORDER)]
    if wanted.command == "fetch":
        print(class_path())
        print(fetch(paths.CLIENTS / "pom.xml", paths.CLIENT_JARS))
    for name in names if wanted.command == "up" else ():
        if _running(name) is None:
            _up(name, wanted.port)
    for name in reversed(names) if wanted.command == "down" else ():
        _down(name)
    if wanted.command in ("up", "status"):
        for name in names:
            note = _running(name)
            print(f"{name}\t{note['address']}\tpid {note['pid']}" if note else f"{name}\tdown")


main()
