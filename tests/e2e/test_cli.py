"""The command line: help, suggestions, exit codes."""
import subprocess

import pytest

from support import paths
from support.waiting import until

pytestmark = pytest.mark.embedded


def weir(*arguments):
    done = subprocess.run([paths.weir_binary(), *map(str, arguments)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", ["run", "cat", "topics", "plugins", "validate", "help"])
def test_every_command_has_help(command):
    code, out, _ = weir(command, "--help")
    assert code == 0
    assert out.startswith(f"weir {command}")
    assert "--help" in out


@pytest.mark.parametrize("arguments, words", [
    (["cut"], "did you mean cat?"),
    (["run", "--confg", "x"], "did you mean --config?"),
    (["cat", "--offset"], "--offset needs WHERE"),
    (["cat"], "which topic?"),
    (["run", "/nonexistent.properties"], "cannot open /nonexistent.properties"),
    (["validate"], "FILE is missing"),
    (["--versoin"], "did you mean --version?"),
    (["--config", "x"], "a command's options come behind it"),
    (["migrat"], "did you mean migrate?"),
    (["plugins", "extra"], "extra is more than it takes"),
    (["run", "one", "--config", "two"], "which configuration, one or two?"),
    (["run", "--config"], "--config needs FILE"),
    (["cat", "t", "-D", "x", "-b", "y"], "--brokers or --data-dir?"),
    (["cat", "t", "-D", "x", "-o", "some"], "--offset some: it should be beginning, end"),
    (["cat", "t", "-D", "x", "-o", "s@2024-13-01"], "s@TIME"),
    (["cat", "t", "-D", "x", "-p", "one"], "--partition one is not a number"),
    (["cat", "t", "-D", "x", "-c", "-1"], "--count -1 is not a number"),
    (["cat", "t", "-Jz"], "there is no option -Jz"),
    (["topics", "-D", "/nonexistent"], "cannot open the data folder /nonexistent"),
    (["topics", "--create"], "which TOPIC?"),
    (["topics", "t", "--create", "--delete"], "--create or --delete?"),
    (["topics", "t", "-p", "3"], "are for --create"),
    (["validate", "/nonexistent.json"], "cannot open /nonexistent.json"),
    (["help", "one", "two"], "two is more than the CLASS"),
])
def test_what_is_wrong_is_said(arguments, words):
    code, _, err = weir(*arguments)
    assert code == 2
    assert words in err


def test_help_is_of_everything_commands_and_classes():
    code, out, _ = weir("help")
    assert code == 0 and "weir COMMAND --help says more" in out
    assert weir("help", "cat") == weir("cat", "--help")
    code, out, _ = weir("help", "migrate")
    assert code == 0 and "--database" in out
    assert weir("-V") == weir("--version")


def test_what_cannot_be_written_is_a_failure():
    with open("/dev/full", "w", encoding="ascii") as full:
        done = subprocess.run([paths.weir_binary(), "help", "worker"], stdout=full, stderr=subprocess.PIPE,
                              text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "not all could be written" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_failure(start_weir, tmp_path):
    worker = start_weir()
    (tmp_path / "in").write_text("line\n" * 100000)
    assert worker.rest.put("/connectors/f/config", {"connector.class": "FileStreamSource", "topic": "lines",
                                                    "file": str(tmp_path / "in")}).status == 201
    data = worker.properties["data.dir"]
    until(lambda: len(weir("cat", "lines", "-D", data)[1]) >= 500000, 30, "all lines are in the log")
    done = subprocess.run(["bash", "-c", f'"{paths.weir_binary()}" cat lines -D "{data}" | head -1; '
                           'exit ${PIPESTATUS[0]}'], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, '"line"\n', "")


def test_plugins_and_help():
    code, out, _ = weir("plugins")
    assert code == 0
    assert "org.apache.kafka.connect.file.FileStreamSourceConnector" in out
    code, out, _ = weir("help", "FileStreamSource")
    assert code == 0
    assert "topic" in out and "required" in out
    assert weir("help", "Nobody")[0] == 2


def test_validate(tmp_path):
    good = tmp_path / "good.json"
    good.write_text('{"name":"n","config":{"connector.class":"FileStreamSource","topic":"t","tpic":"u"}}')
    code, out, _ = weir("validate", good)
    assert code == 0
    assert "warning" in out and "tpic" in out and "topic" in out
    bad = tmp_path / "bad.properties"
    bad.write_text("name=n\nconnector.class=FileStreamSource\ntasks.max=0\n")
    code, out, _ = weir("validate", bad)
    assert code == 1
    assert "Invalid value 0 for configuration tasks.max: Value must be at least 1" in out
    assert 'Missing required configuration "topic" which has no default value.' in out


def test_topics_of_a_log_of_its_own(tmp_path):
    log = tmp_path / "data"
    assert weir("topics", "orders", "--create", "--partitions", 3, "--data-dir", log)[0] == 0
    code, out, _ = weir("topics", "--data-dir", log)
    assert code == 0 and "orders" in out and "3 partitions" in out
    code, out, _ = weir("topics", "orders", "-D", log)
    assert code == 0 and "partition 2: offsets 0 to 0" in out
    assert weir("cat", "orders", "--data-dir", log)[:2] == (0, "")
    code, _, err = weir("cat", "nobody", "--data-dir", log)
    assert code == 1 and "there is no topic nobody" in err
    assert weir("topics", "orders", "--delete", "--data-dir", log)[0] == 0


def test_the_reference_is_in_step():
    said = subprocess.run([paths.ROOT / "configs/reference.sh"], capture_output=True, text=True, timeout=60, check=True)
    written = (paths.ROOT / "configs/REFERENCE.md").read_text()
    assert said.stdout == written, "run make reference"
