"""Plays the scenes against a worker and keeps what it answered, in the form of the golden files."""
import contextlib
import json
import pathlib
import re
import tempfile

from support import paths
from support.waiting import until

from . import masks
from .scenes import SCENES
from .steps import Append, Ask, FileIs, Wait, contains



def groups(bus):
    """The scenes in the order of playing, those together that can share a worker."""
    shared = {}
    for scene in SCENES:
        if bus in scene.buses:
            lone = scene.name if scene.alone or scene.jaas else ""
            shared.setdefault((lone, json.dumps(scene.worker, sort_keys=True)), []).append(scene)
    return list(shared.values())


@contextlib.contextmanager
def folder_of(scenes):
    """A folder for the scenes' files, with those that must be there before the worker starts."""
    paths.RUN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="contract-", dir=paths.RUN) as name:
        folder = pathlib.Path(name)
        for scene in scenes:
            for file, text in scene.files.items():
                (folder / file).write_text(text, encoding="utf-8")
            if scene.jaas:
                (folder / "jaas.conf").write_text(scene.jaas.replace("@DIR@", name), encoding="utf-8")
        yield folder


def login(scenes, folder):
    """The environment that names the login configuration, if these scenes have one."""
    return {"KAFKA_OPTS": f"-Djava.security.auth.login.config={folder}/jaas.conf"} if scenes[0].jaas else {}


class Player:
    """worker has rest, worker_id and alive(); left_out are the tags whose steps are not played."""

    def __init__(self, worker, folder, group, left_out=(), deadline=30):
        self._worker = worker
        self._rest = worker.rest
        self._deadline = deadline
        self._folder = folder
        self._names = {"@DIR@": str(folder), "@GROUP@": group, "@WORKER@": worker.worker_id,
                       "@VERSION@": self._version()}
        self._left_out = set(left_out)

    def _version(self):
        answer = self._rest.get("/")
        return answer.json()["version"] if answer.status == 200 else "4.3.1"

    def play(self, scene):
        """step name -> answer, or {"failed": text} for a step that did not come to its end. An answer
        that never became what was waited for says "late". After the scene its connectors are
        deleted."""
        outcomes = {}
        for step in scene.steps:
            if self._left_out.intersection(step.tags):
                continue
            if not self._worker.alive():
                outcomes[step.name] = {"failed": "the worker is gone"}
                continue
            try:
                outcomes[step.name] = self._play(step)
            except (OSError, TimeoutError, ValueError) as failure:
                outcomes[step.name] = {"failed": f"{type(failure).__name__}: {failure}"}
        if self._worker.alive() and not scene.alone:
            self._clean()
        return outcomes

    def _play(self, step):
        if isinstance(step, Append):
            with open(self._folder / step.file, "a", encoding="utf-8") as out:
                out.write(self._named(step.text))
            return {}
        if isinstance(step, FileIs):
            path = self._folder / step.file
            until(lambda: path.read_text(encoding="utf-8") == step.text, self._deadline,
                  f"{step.file} to be {step.text!r}")
            return {}
        if isinstance(step, Wait):
            until(lambda: self._fits(self._rest.get(self._named(step.path)), step.until), self._deadline,
                  f"GET {step.path} to be {step.until}")
            return {}
        answer, late = self._ask(step)
        return {**masks.recorded(step, answer, self._names), **({"late": True} if late else {})}

    def _ask(self, step: Ask):
        """Sends it, again while the worker is rebalancing or `until` is not yet true. Gives the last
        answer and whether it is not what was waited for."""
        last = []

        def answered():
            last[:] = [self._send(step)]
            return step.once or not _rebalancing(last[0]) and (
                step.until is None or self._fits(last[0], step.until))
        try:
            until(answered, self._deadline, step.name)
        except TimeoutError:
            return last[0], True
        return last[0], False

    def _send(self, step):
        body = step.body
        if isinstance(body, bytes):
            pass
        elif isinstance(body, str):
            body = self._named(body)
        elif body is not None:
            body = self._named(json.dumps(body, ensure_ascii=False, separators=(",", ":")))
        headers = {name: value and self._named(value) for name, value in step.headers.items()}
        return self._rest.call(step.method, self._named(step.path), body, headers)

    def _fits(self, answer, pattern):
        if isinstance(pattern, int):
            return answer.status == pattern
        try:
            return answer.status < 400 and contains(answer.json(), json.loads(self._named(json.dumps(pattern))))
        except ValueError:
            return False

    def _named(self, text):
        return re.sub("|".join(self._names), lambda found: self._names[found.group()], text)

    def _clean(self):
        for name in self._rest.get("/connectors").json():
            quoted = "".join(f"%{byte:02X}" for byte in name.encode())
            until(lambda path=f"/connectors/{quoted}": self._rest.delete(path).status in (204, 404),
                  self._deadline, f"delete {name}")


def _rebalancing(answer):
    """Java's two ways of saying "later", and ours while it starts."""
    return (answer.status == 409 and b"Cannot complete request" in answer.body
            or answer.status == 500 and b"because a rebalance is expected" in answer.body
            or answer.status == 503)
