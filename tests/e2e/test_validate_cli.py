"""`weir validate` against what the real worker answered: the scenes of the contract that only check a
configuration, without a worker running."""
import json
import subprocess

import pytest

from contract import masks
from contract.compare import complaints
from contract.differences import difference
from contract.record import golden_file
from contract.scenes import SCENES
from support import paths

LEFT_OUT = ("transforms",)
GROUP = "contract-group"
VERSION = "4.3.1"


class Answer:
    """What masks.recorded asks of an HTTP answer."""

    def __init__(self, status, text):
        self.status, self._text = status, text

    def text(self):
        return self._text

    def header(self, name):
        return "application/json" if name == "content-type" else None


def _cases():
    for scene in SCENES:
        if scene.name not in ("validate", "refused"):
            continue
        golden = json.loads(golden_file(scene).read_text(encoding="utf-8"))
        for step in scene.steps:
            if isinstance(step.body, dict) and not set(LEFT_OUT).intersection(step.tags):
                yield pytest.param(scene, step, golden[step.name], id=f"{scene.name}: {step.name}")


def _error(status, message):
    body = {"error_code": status, "message": message}
    return Answer(status, json.dumps(body, ensure_ascii=False, separators=(",", ":")))


def _message(infos):
    errors = [text for config in infos["configs"] for text in config["value"]["errors"]]
    return "\n".join([f"Connector configuration is invalid and contains the following {infos['error_count']} error(s):",
                      *errors, "You can also find the above list of errors at the endpoint "
                      "`/connector-plugins/{connectorType}/config/validate`"])


def _ask(folder, step, names):
    """Runs the check as REST would have it: POST has the name beside the config."""
    text = json.dumps(step.body)
    for placeholder, value in names.items():
        text = text.replace(placeholder, value)
    body = json.loads(text)
    config = {**body["config"], "name": body["name"]} if step.method == "POST" else body
    (folder / "c.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "w.properties").write_text(
        "bus=kafka\nbootstrap.servers=127.0.0.1:1\nconfig.storage.topic=c\noffset.storage.topic=o\n"
        f"status.storage.topic=s\ngroup.id={GROUP}\nkey.converter=org.apache.kafka.connect.json.JsonConverter\n"
        "value.converter=org.apache.kafka.connect.json.JsonConverter\n", encoding="utf-8")
    run = subprocess.run([paths.weir_binary(), "validate", "--json", "--config", folder / "w.properties",
                          folder / "c.json"], capture_output=True, text=True, timeout=60, check=False)
    if run.returncode == 2:
        return _error(400, run.stderr.strip().removeprefix("weir validate: "))
    infos = json.loads(run.stdout)
    assert run.returncode == (1 if infos["error_count"] else 0)
    if step.method == "POST":
        return _error(400, _message(infos)) if infos["error_count"] else Answer(201, "")
    return Answer(200, run.stdout.rstrip("\n"))


@pytest.mark.parametrize("scene, step, golden", list(_cases()))
def test_same_as_java(scene, step, golden, tmp_path):
    names = {"@DIR@": str(tmp_path), "@GROUP@": GROUP, "@WORKER@": "127.0.0.1:8083", "@VERSION@": VERSION}
    if "does not match request type" in json.dumps(golden):
        pytest.skip("REST compares the class with the URL before the check")
    got = masks.recorded(step, _ask(tmp_path, step, names), names)
    if golden["status"] == 201:
        golden = {"status": 201, "headers": {}}
        got = {**got, "headers": {}} if got["status"] != 201 else golden
    found = complaints(step, golden, got)
    row = difference(scene.name, step.name, golden)
    if row is not None and not (row.java_too and not found):
        found = row.complaints(golden, got)
    assert not found, "\n".join(found)
