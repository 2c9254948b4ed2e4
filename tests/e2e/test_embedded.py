"""The worker on its embedded log, as a user runs it: file to file, stopped, killed, looked at."""
import base64
import json
import subprocess

import pytest

from support import paths
from support.waiting import until

pytestmark = pytest.mark.embedded

SOURCE = {"connector.class": "FileStreamSource", "tasks.max": "1"}
SINK = {"connector.class": "FileStreamSink", "tasks.max": "1"}
TEXT = {"key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": "org.apache.kafka.connect.storage.StringConverter",
        "offset.flush.interval.ms": "200"}


@pytest.fixture
def pipeline(start_weir, tmp_path, word):
    """A worker with a file source and sink; .lines(n) appends, .copied() is what came out."""
    return Pipeline(start_weir(TEXT), tmp_path, word("lines"))


class Pipeline:
    def __init__(self, weir, folder, topic):
        self.weir, self.topic = weir, topic
        self.file_in, self.file_out = folder / "in.txt", folder / "out.txt"
        self.file_in.write_text("")
        self.written = 0

    def create(self):
        for name, config in (("src", {**SOURCE, "file": str(self.file_in), "topic": self.topic}),
                             ("snk", {**SINK, "file": str(self.file_out), "topics": self.topic})):
            assert self.weir.rest.put(f"/connectors/{name}/config", config).status == 201
            until(lambda: self.weir.rest.state(name) == ("RUNNING", ("RUNNING",)), 15, f"{name} runs")

    def lines(self, count):
        with open(self.file_in, "a", encoding="ascii") as out:
            for _ in range(count):
                out.write(f"line {self.written}\n")
                self.written += 1

    def copied(self):
        return self.file_out.read_text().splitlines() if self.file_out.exists() else []

    def wait(self, seconds=30):
        """A sink that was killed repeats lines: their number alone does not tell that all are there."""
        last = f"line {self.written - 1}"
        until(lambda: len(self.copied()) >= self.written and last in self.copied()[-1:], seconds,
              f"{self.written} lines")

    def expected(self):
        return [f"line {i}" for i in range(self.written)]


def weir(*arguments, code=0):
    done = subprocess.run([paths.weir_binary(), *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return done


def test_copies_lines_in_order(pipeline):
    pipeline.create()
    pipeline.lines(5000)
    pipeline.wait()
    assert pipeline.copied() == pipeline.expected()
    until(lambda: pipeline.weir.rest.get("/connectors/src/topics").json() == {"src": {"topics": [pipeline.topic]}},
          30, "its topic to be in use")


def test_goes_on_after_stop(pipeline):
    pipeline.create()
    pipeline.lines(1000)
    pipeline.wait()
    assert pipeline.weir.stop() == 0
    pipeline.lines(1000)
    pipeline.weir.start()
    pipeline.wait()
    assert pipeline.copied() == pipeline.expected()


def test_kill_loses_nothing(pipeline):
    pipeline.create()
    for _ in range(8):
        pipeline.lines(20000)
        until(lambda: len(pipeline.copied()) > pipeline.written - 20000, 30, "some of the lines")
        pipeline.weir.kill()
        pipeline.weir.start()
    pipeline.wait()
    # The source is exactly once; a file sink may repeat what it wrote and had not committed.
    data = str(pipeline.weir.properties["data.dir"])
    assert weir("cat", pipeline.topic, "--data-dir", data).stdout.splitlines() == pipeline.expected()
    last = weir("cat", pipeline.topic, "--data-dir", data, "--offset", "-30000").stdout.splitlines()
    assert last == pipeline.expected()[-30000:]
    first = {}
    for at, line in enumerate(pipeline.copied()):
        first.setdefault(line, at)
    assert sorted(first, key=first.get) == pipeline.expected()


def test_offsets_are_shown_and_altered(pipeline):
    pipeline.create()
    pipeline.lines(10)
    pipeline.wait()
    rest = pipeline.weir.rest
    size = pipeline.file_in.stat().st_size
    until(lambda: rest.get("/connectors/src/offsets").json()["offsets"] == [
        {"partition": {"filename": str(pipeline.file_in)}, "offset": {"position": size}}], 10, "offset")
    until(lambda: rest.get("/connectors/snk/offsets").json()["offsets"] == [
        {"partition": {"kafka_partition": 0, "kafka_topic": pipeline.topic},
         "offset": {"kafka_offset": 10}}], 10, "the sink's commit")
    assert rest.put("/connectors/snk/stop").status == 204
    until(lambda: rest.state("snk") == ("STOPPED", ()), 10, "stopped")
    back = {"offsets": [{"partition": {"kafka_partition": 0, "kafka_topic": pipeline.topic},
                         "offset": {"kafka_offset": 7}}]}
    assert rest.patch("/connectors/snk/offsets", back).status == 200
    assert rest.put("/connectors/snk/resume").status == 202
    until(lambda: len(pipeline.copied()) == 13, 15, "three lines again")
    assert pipeline.copied()[10:] == ["line 7", "line 8", "line 9"]


def test_pause_and_resume(pipeline):
    pipeline.create()
    rest = pipeline.weir.rest
    assert rest.put("/connectors/snk/pause").status == 202
    until(lambda: rest.state("snk") == ("PAUSED", ("PAUSED",)), 10, "paused")
    pipeline.lines(5)
    until(lambda: len(weir("cat", pipeline.topic, "--data-dir",
                           str(pipeline.weir.properties["data.dir"])).stdout.split()) == 10, 15, "in the topic")
    assert pipeline.copied() == []
    assert rest.put("/connectors/snk/resume").status == 202
    pipeline.wait()


def test_a_topic_that_begins_to_match_is_read_from_its_start(pipeline):
    rest = pipeline.weir.rest
    config = {**SINK, "file": str(pipeline.file_out), "topics.regex": pipeline.topic[:-1] + ".*"}
    assert rest.put("/connectors/snk/config", config).status == 201
    until(lambda: rest.state("snk") == ("RUNNING", ("RUNNING",)), 15, "running")
    pipeline.lines(100)
    config = {**SOURCE, "file": str(pipeline.file_in), "topic": pipeline.topic}
    assert rest.put("/connectors/src/config", config).status == 201
    pipeline.wait(15)
    assert pipeline.copied() == pipeline.expected()


def test_a_bad_record_goes_to_the_dead_letters(pipeline):
    pipeline.lines(1)
    with open(pipeline.file_in, "a", encoding="ascii") as out:
        out.write('{"good": 1}\nnot json\n{"good": 2}\n')
    rest = pipeline.weir.rest
    config = {**SINK, "file": str(pipeline.file_out), "topics": pipeline.topic,
              "value.converter": "org.apache.kafka.connect.json.JsonConverter",
              "value.converter.schemas.enable": "false", "errors.tolerance": "all",
              "errors.deadletterqueue.topic.name": "dead", "errors.deadletterqueue.context.headers.enable": "true"}
    assert rest.put("/connectors/snk/config", config).status == 201
    assert rest.put("/connectors/src/config",
                    {**SOURCE, "file": str(pipeline.file_in), "topic": pipeline.topic}).status == 201
    until(lambda: len(pipeline.copied()) == 2, 20, "the good ones")
    data = str(pipeline.weir.properties["data.dir"])
    dead = until(lambda: [json.loads(line) for line in
                          weir("cat", "dead", "-J", "--data-dir", data).stdout.splitlines()][1:] and
                 [json.loads(line) for line in weir("cat", "dead", "-J", "--data-dir", data).stdout.splitlines()],
                 20, "dead letters")
    assert [letter["payload"] for letter in dead] == ["line 0", "not json"]
    headers = dict(zip(dead[1]["headers"][::2], dead[1]["headers"][1::2]))
    assert headers["__connect.errors.topic"] == pipeline.topic
    assert headers["__connect.errors.offset"] == "2"
    assert headers["__connect.errors.stage"] == "VALUE_CONVERTER"


def test_starts_and_stays_small(start_weir, tmp_path):
    import time
    worker = start_weir(TEXT)
    worker.stop()
    began = time.monotonic()
    worker.start()
    seconds = time.monotonic() - began
    for i in range(10):
        (tmp_path / f"{i}.txt").write_text("x\n")
        assert worker.rest.put(f"/connectors/idle{i}/config",
                               {**SOURCE, "file": str(tmp_path / f"{i}.txt"), "topic": "idle"}).status == 201
        until(lambda: worker.rest.state(f"idle{i}") == ("RUNNING", ("RUNNING",)), 10, "running")
    # The bound is wide, since a busy machine may be slow; the benchmark shows the figure itself.
    assert seconds < 2, f"{seconds * 1000:.0f} ms"
    assert worker.rss_kb() < 24 * 1024, f"{worker.rss_kb()} KiB"


def test_is_small_again_once_all_is_read(start_weir, tmp_path):
    """What batches, appends and reads kept for the next goes back when there is no next."""
    worker = start_weir(TEXT)
    lines = tmp_path / "lines.txt"
    with open(lines, "w", encoding="ascii") as out:
        out.writelines(f"{i:0999}\n" for i in range(100000))
    copies = [tmp_path / f"copy{i}.txt" for i in range(4)]
    for copy in copies:
        assert worker.rest.put(f"/connectors/{copy.stem}/config",
                               {**SINK, "file": str(copy), "topics": "lines"}).status == 201
    for i in range(6):
        config = {**SOURCE, "file": str(lines if i == 0 else tmp_path / "none"), "topic": "lines"}
        assert worker.rest.put(f"/connectors/source{i}/config", config).status == 201
    until(lambda: all(copy.exists() and copy.stat().st_size == lines.stat().st_size for copy in copies), 120, "all")
    until(lambda: worker.rss_kb() < 24 * 1024, 30, "its memory to go back")


def test_a_lost_line_does_not_begin_from_nothing(make_weir):
    worker = make_weir({**TEXT, "group.id": "connect"}, start=False)
    worker.start(ready=False)
    until(lambda: not worker.alive(), 10, "its end")
    assert "bootstrap.servers" in worker.log()
    assert "bus=embedded" in worker.log()


def test_a_port_in_use_is_not_shared(make_weir, start_weir):
    first = start_weir(TEXT)
    second = make_weir(TEXT, port=first.port, start=False)
    second.start(ready=False)
    until(lambda: not second.alive(), 10, "its end")
    assert str(first.port) in second.log()
    assert "in use" in second.log()


def test_a_nul_in_a_path_is_no_end_of_it(start_weir, tmp_path):
    worker = start_weir(TEXT)
    config = {**SOURCE, "file": str(tmp_path / "in"), "topic": "t"}
    assert worker.rest.put("/connectors/a/config", config).status == 201
    assert worker.rest.get("/connectors/a%00b").status == 400
    assert worker.rest.delete("/connectors/a%00b").status == 400


def test_rest_with_a_password(start_weir):
    worker = start_weir({**TEXT, "rest.user": "ann", "rest.password": "s3cret", "rest.read.user": "bob",
                         "rest.read.password": "look"})
    refused = worker.rest.get("/connectors")
    assert (refused.status, refused.text()) == (401, "User cannot access the resource.")
    right = {"Authorization": "Basic YW5uOnMzY3JldA=="}
    until(lambda: worker.rest.get("/connectors", headers=right).status == 200, 10, "the herder")
    for wrong in ("ann:wrong", "ann:s3cre", "ann:s3crets3cret", "ann:", "an:s3cret", "ann"):
        given = {"Authorization": "Basic " + base64.b64encode(wrong.encode()).decode()}
        assert worker.rest.get("/connectors", headers=given).status == 401, wrong
    looker = {"Authorization": "Basic Ym9iOmxvb2s="}
    assert worker.rest.get("/connectors", headers=looker).status == 200
    assert worker.rest.delete("/connectors/x", headers=looker).status == 403


def test_secrets_are_not_shown(start_weir, tmp_path):
    worker = start_weir({**TEXT, "config.providers": "env",
                         "config.providers.env.class": "org.apache.kafka.common.config.provider.EnvVarConfigProvider"},
                        env={"WEIR_SECRET": "tOpSeCrEt"})
    config = {**SOURCE, "file": f"{tmp_path}/${{env:WEIR_SECRET}}/in", "topic": "t", "tasks.max": "${env:WEIR_SECRET}"}
    answer = worker.rest.put("/connector-plugins/FileStreamSource/config/validate", config)
    assert answer.status == 200
    assert "tOpSeCrEt" not in answer.text()
    assert "tOpSeCrEt" not in worker.rest.put("/connectors/s/config", config).text()
    config["tasks.max"] = "1"
    assert worker.rest.put("/connectors/s/config", config).status == 201
    until(lambda: worker.rest.state("s"), 10, "a status")
    assert "tOpSeCrEt" not in worker.rest.get("/connectors/s/status").text()
    assert worker.rest.get("/connectors/s/config").json()["file"] == config["file"]
    assert "tOpSeCrEt" not in worker.log()
