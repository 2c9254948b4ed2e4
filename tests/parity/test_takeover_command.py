"""weir takeover: it looks before it runs. The old worker is the real one."""
import json
import subprocess

import pytest

from support import paths
from support.java import write_properties
from support.weir import Weir

from .connectors import at, create, in_state, says, sink, source
from .topics import write

pytestmark = [pytest.mark.java, pytest.mark.timeout(300)]
QUICK = {"session.timeout.ms": "6000", "heartbeat.interval.ms": "2000"}


def takeover(weir, *arguments):
    """The command with this worker's configuration: its exit code and all that it says."""
    done_ = subprocess.run([paths.weir_binary(), "takeover", weir.config, *map(str, arguments)],
                           capture_output=True, text=True, timeout=120, check=False)
    return done_.returncode, done_.stdout + done_.stderr


@pytest.fixture
def after_java(broker, word, tmp_path, start_java):
    """A Java worker whose source "src" and sink have copied two lines; its group; the sink's name;
    the folder."""
    group, topic, name = word("group"), word("topic"), word("snk")
    (tmp_path / "in.txt").write_text("a\nb\n", encoding="utf-8")
    java = start_java(broker.bootstrap, group, properties=QUICK)
    create(java.rest, "src", source(tmp_path / "in.txt", topic))
    create(java.rest, name, sink(tmp_path / "out.txt", topic, **{
        f"consumer.override.{key}": value for key, value in QUICK.items()}))
    says(tmp_path / "out.txt", "a\nb\n")
    at(java.rest, "src", 4), at(java.rest, name, 2)
    return java, group, name, tmp_path


def prepared_weir(broker, group):
    weir = Weir(QUICK, broker.bootstrap, group, start=False, command="takeover")
    from support.java import write_properties
    write_properties(weir.config, weir.properties)
    return weir


def test_refuses_while_the_old_one_lives_then_goes_on(broker, after_java):
    java, group, snk, folder = after_java
    weir = prepared_weir(broker, group)
    try:
        code, said = takeover(weir, "--check")
        assert code == 1 and f"the group {group} of the workers still has 1 member" in said, said
        code, said = takeover(weir, "--check", "--old", java.rest.url)
        assert code == 1 and "still answers" in said, said
        java.kill()
        (folder / "in.txt").open("a", encoding="utf-8").write("c\n")
        code, said = takeover(weir, "--check")
        assert code == 1 and "member" in said, "a killed worker counts until its session ends"
        code, said = takeover(weir, "--check", "--wait", 60, "--old", java.rest.url)
        assert code == 0, said
        assert "2 connectors in" in said
        assert 'src (source, STARTED): goes on at {"position":4}' in said
        assert f"{snk} (sink, STARTED): goes on at group connect-{snk}, commits of 1 partition" in said
        weir.start()
        in_state(weir.rest, "src", "RUNNING", "RUNNING")
        says(folder / "out.txt", "a\nb\nc\n")
        at(weir.rest, "src", 6), at(weir.rest, snk, 3)
    finally:
        if weir.alive():
            weir.kill()


def test_refuses_what_would_not_run(broker, after_java):
    java, group, _, _ = after_java
    java.stop()
    write(broker.bootstrap, f"{group}-configs", {
        "key": "connector-odd", "value": json.dumps({"properties": {
            "name": "odd", "connector.class": "com.example.Odd"}})})
    weir = prepared_weir(broker, group)
    code, said = takeover(weir, "--wait", 60)
    assert code == 1 and "1 of 3 connectors would not run" in said, said
    assert "com.example.Odd" in said
    assert not weir.alive()


def test_nothing_to_take_over(broker, word):
    weir = prepared_weir(broker, word("none"))
    code, said = takeover(weir, "--check")
    assert code == 2 and "so there is nothing to go on with" in said, said
    code, said = takeover(weir, "--wait", "soon")
    assert code == 2 and "--wait soon" in said
    weir.config.write_text("bus=embedded\n", encoding="utf-8")
    code, said = takeover(weir)
    assert code == 2 and "set bootstrap.servers" in said
