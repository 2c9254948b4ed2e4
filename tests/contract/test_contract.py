"""Every request of the list, on Kafka and on the embedded log, against the recorded answers of the
real worker; with --live against a real one that plays the same list at the same time."""
import json

import pytest

from support.java import Broker

from .compare import complaints
from .differences import difference, without_more
from .player import Player, folder_of, groups, login
from .record import answers_of_java, golden_file
from .scenes import SCENES
from .steps import Ask

# Tags whose requests are left out, and why; each shows as a skipped test.
LEFT_OUT = {}
DEADLINE = 12

pytestmark = pytest.mark.timeout(1800)


def _cases():
    for bus in ("local", "kafka"):
        for scenes in groups(bus):
            for scene in scenes:
                for step in scene.steps:
                    marks = [pytest.mark.java] if bus == "kafka" else []
                    yield pytest.param(bus, scene, step, marks=marks, id=f"{bus}: {scene.name}: {step.name}")


@pytest.fixture(scope="session")
def answers(request, make_weir):
    """answers(bus, scene): what our worker said, step by step. Scenes are played when first asked for."""
    played = {}

    def get(bus, scene):
        if (bus, scene.name) not in played:
            scenes = next(each for each in groups(bus) if scene in each)
            bootstrap = request.getfixturevalue("broker").bootstrap if bus == "kafka" else None
            played.update(((bus, name), outcomes) for name, outcomes in _play(make_weir, bootstrap, scenes).items())
        return played[bus, scene.name]
    return get


def _play(make_weir, bootstrap, scenes):
    group = f"contract-{scenes[0].name.replace(' ', '-')}"
    with folder_of(scenes) as folder:
        worker = make_weir({"task.restart.enable": "false", **scenes[0].worker}, bootstrap, group, env=login(scenes, folder))
        try:
            player = Player(worker, folder, group, LEFT_OUT, DEADLINE)
            return {scene.name: player.play(scene) for scene in scenes}
        finally:
            worker.stop()


@pytest.fixture(scope="session")
def live_broker():
    """The real worker's own: scenes name topics, and sinks' groups are named after connectors."""
    process = Broker("kafka-live")
    yield process
    process.stop()


@pytest.fixture(scope="session")
def golden(request):
    """golden(scene): the real worker's answers, from the file or, with --live, from itself."""
    known = {}

    def get(scene):
        if scene.name in known:
            pass
        elif request.config.getoption("live"):
            scenes = next(each for each in groups("kafka") if scene in each)
            known.update(answers_of_java(request.getfixturevalue("live_broker"), scenes, f"live-{len(known)}"))
        else:
            known[scene.name] = json.loads(golden_file(scene).read_text(encoding="utf-8"))
        return known[scene.name]
    return get


@pytest.mark.parametrize("bus, scene, step", list(_cases()))
def test_answer(bus, scene, step, answers, golden, stand_in):
    if stand_in and bus == "local":
        pytest.skip("Java has no embedded log")
    for tag in step.tags:
        if tag in LEFT_OUT:
            pytest.skip(f"left out: {LEFT_OUT[tag]}")
    got = answers(bus, scene)[step.name]
    assert "failed" not in got, got["failed"]
    if not isinstance(step, Ask):
        return
    expected = golden(scene)[step.name]
    if "json" in got:
        got = {**got, "json": without_more(got["json"])}
    found = complaints(step, expected, got)
    row = difference(scene.name, step.name, expected)
    if row is not None and not stand_in and not (row.java_too and not found):
        found = [f"{each} ({row.reason})" for each in row.complaints(expected, got)]
    request = f"{step.method} {step.path} {step.body if step.body is not None else ''}"
    assert not found, "\n".join([request, *found])


def test_golden_is_complete():
    """Every request has its recorded answer, and no answer is left of a request that is gone."""
    for scene in SCENES:
        recorded = json.loads(golden_file(scene).read_text(encoding="utf-8"))
        assert set(recorded) == {step.name for step in scene.steps if isinstance(step, Ask)}, scene.name
