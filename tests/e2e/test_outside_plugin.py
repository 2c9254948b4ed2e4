"""Plugins that somebody builds elsewhere, against what `make install` puts down; one is the tutorial's."""
import json
import os
import pathlib
import re
import shlex
import subprocess

import pytest

from support import paths
from support.waiting import until

TUTORIAL = paths.ROOT / "connectors" / "TUTORIAL.md"
SOURCE = pathlib.Path(__file__).parent / "outside" / "shout.c"
WARNINGS = "-Wall -Wextra -Werror -std=c11 -fPIC -shared"


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **more)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """The worker, installed."""
    folder = tmp_path_factory.mktemp("installed")
    run("cmake", "--install", str(paths.weir_binary().parent), "--prefix", str(folder))
    return folder


def compile_plugin(prefix, name, *flags):
    env = {**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")}
    asked = run("pkg-config", "--cflags", "--libs", "weir", env=env).stdout
    folder = pathlib.Path(run("pkg-config", "--variable=plugindir", "weir", env=env).stdout.strip())
    target = folder / name
    run("cc", *shlex.split(WARNINGS), *flags, "-o", str(target), str(SOURCE), *shlex.split(asked))
    return target


def test_is_loaded_and_explained(prefix):
    target = compile_plugin(prefix, "shout.so")
    weir = str(prefix / "bin/weir")
    listed = run(weir, "plugins", "--files")
    assert listed.stderr == ""
    line = next(line for line in listed.stdout.splitlines() if "com.example.Shout" in line)
    assert line.split()[:3] == ["transformation", "com.example.Shout", "0.1"]
    assert os.path.samefile(line.split()[3], target)
    assert "FileStreamSource" in listed.stdout
    assert "Topics to put into capitals" in run(weir, "help", "Shout").stdout
    target.unlink()


def test_another_abi_is_refused_in_one_sentence(prefix):
    target = compile_plugin(prefix, "future.so", "-DABI_MAJOR=9")
    listed = run(str(prefix / "bin/weir"), "plugins")
    target.unlink()
    assert "com.example.Shout" not in listed.stdout
    refusal = [line for line in listed.stderr.splitlines() if "future.so" in line]
    assert len(refusal) == 1
    assert "is refused: it was built for ABI 9.0, this worker offers 1.0" in refusal[0]


def blocks(language):
    """What stands in the tutorial between ```language and ```."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TUTORIAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def tutorial(prefix, tmp_path_factory):
    """Done as it says, with all warnings on."""
    folder = tmp_path_factory.mktemp("tutorial")
    (code,), (commands,) = blocks("c"), blocks("sh")
    assert len(code.splitlines()) <= 60
    (folder / "lastfour.c").write_text(code, encoding="utf-8")
    env = {**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig"), "PATH": f"{prefix}/bin:{os.environ['PATH']}"}
    said = run("sh", "-ec", commands.replace("cc ", "cc -Wall -Wextra -Werror ", 1), cwd=folder, env=env).stdout
    assert "Keeps the end of a text." in said and "How many bytes stay at most." in said
    yield folder
    (prefix / "lib/weir/plugins/lastfour.so").unlink()


CARDS = {"type": "struct", "optional": False, "fields": [{"type": "string", "optional": True, "field": "card"},
                                                         {"type": "int32", "optional": False, "field": "id"}]}


@pytest.mark.embedded
def test_the_tutorial_cuts_texts_and_marks_bad_records(prefix, tutorial, start_weir, monkeypatch):
    monkeypatch.setenv("WEIR", str(prefix / "bin/weir"))
    weir = start_weir({"offset.flush.interval.ms": "200"})
    config = dict(line.split("=") for line in blocks("properties")[0].splitlines())
    file_in, file_out = tutorial / "in.txt", tutorial / "out.txt"
    rows = [("1234567812345678", 1), (None, 2), ("99", 3), ("12\u20ac345", 4)]
    file_in.write_text("".join(json.dumps({"schema": CARDS, "payload": {"card": card, "id": number}}) + "\n"
                               for card, number in rows), encoding="utf-8")
    refused = weir.rest.put("/connector-plugins/FileStreamSink/config/validate", {
        "connector.class": "FileStreamSink", "topics": "cards", "name": "x", **config, "transforms.cut.keep": "-1"}).json()
    errors = {each["value"]["name"]: each["value"]["errors"] for each in refused["configs"]}
    assert errors["transforms.cut.keep"] == ["Invalid value -1 for configuration keep: Value must be at least 0"]
    for name, more in (("in", {"connector.class": "FileStreamSource", "file": str(file_in), "topic": "cards",
                               "value.converter": "org.apache.kafka.connect.storage.StringConverter"}),
                       ("out", {"connector.class": "FileStreamSink", "file": str(file_out), "topics": "cards",
                                "value.converter": "org.apache.kafka.connect.json.JsonConverter",
                                "errors.tolerance": "all", **config})):
        assert weir.rest.put(f"/connectors/{name}/config", more).status == 201
    wanted = ["Struct{card=5678,id=1}", "Struct{card=99,id=3}", "Struct{card=345,id=4}"]
    until(lambda: file_out.exists() and len(file_out.read_text().splitlines()) >= 3, 60, "three rows")
    assert file_out.read_text().splitlines() == wanted
