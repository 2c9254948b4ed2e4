"""Transforms in a worker: change events are written as JSON lines into a topic by a file source and
go through a sink's chain into another file."""
import json

import pytest

from support.waiting import until

pytestmark = pytest.mark.embedded

KAFKA = "org.apache.kafka.connect.transforms."
ROW = [{"type": "int32", "optional": False, "field": "id"}, {"type": "string", "optional": True, "field": "name"}]
SCHEMA = {"type": "struct", "optional": False, "name": "shop.public.orders.Envelope", "fields": [
    {"type": "struct", "optional": True, "name": "shop.public.orders.Value", "field": "before", "fields": ROW},
    {"type": "struct", "optional": True, "name": "shop.public.orders.Value", "field": "after", "fields": ROW},
    {"type": "struct", "optional": False, "field": "source", "fields": [
        {"type": "string", "optional": False, "field": "table"}]},
    {"type": "string", "optional": False, "field": "op"}]}


def event(op, before, after):
    payload = {"before": before, "after": after, "source": {"table": "orders"}, "op": op}
    return json.dumps({"schema": SCHEMA, "payload": payload})


class Files:
    """A file becomes topic shop.public.orders through `source`, and that another file through `sink`."""

    def __init__(self, weir, folder):
        self.weir = weir
        self.file_in, self.file_out = folder / "in.txt", folder / "out.txt"
        self.file_in.write_text("")

    def create(self, source=None, sink=None, topics="shop.public.orders"):
        self._put("src", {"connector.class": "FileStreamSource", "file": str(self.file_in), "topic": "shop.public.orders",
                          "value.converter": "org.apache.kafka.connect.storage.StringConverter", **(source or {})})
        self._put("snk", {"connector.class": "FileStreamSink", "file": str(self.file_out), "topics": topics,
                          "value.converter.schemas.enable": "true",
                          "value.converter": "org.apache.kafka.connect.json.JsonConverter", **(sink or {})})

    def _put(self, name, config):
        assert self.weir.rest.put(f"/connectors/{name}/config", config).status == 201
        until(lambda: self.weir.rest.state(name) == ("RUNNING", ("RUNNING",)), 15, f"{name} runs")

    def write(self, *lines):
        with open(self.file_in, "a", encoding="utf-8") as out:
            out.write("".join(line + "\n" for line in lines))

    def lines(self):
        return self.file_out.read_text(encoding="utf-8").splitlines() if self.file_out.exists() else []

    def comes(self, *lines):
        until(lambda: len(self.lines()) >= len(lines), 20, f"{len(lines)} lines")
        assert self.lines() == list(lines)


@pytest.fixture
def files(start_weir, tmp_path):
    return Files(start_weir({"offset.flush.interval.ms": "200"}), tmp_path)


def test_change_events_become_rows(files):
    files.create(sink={
        "transforms": "unwrap,cast",
        "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
        "transforms.unwrap.delete.tombstone.handling.mode": "rewrite", "transforms.unwrap.add.fields": "op,table",
        "transforms.cast.type": KAFKA + "Cast$Value", "transforms.cast.spec": "id:string,__deleted:boolean"})
    files.write(event("c", None, {"id": 1, "name": "pen"}), event("d", {"id": 1, "name": "pen"}, None),
                event("t", None, None), event("u", None, {"id": 2, "name": None}))
    files.comes("Struct{id=1,name=pen,__deleted=false,__op=c,__table=orders}",
                "Struct{id=1,name=pen,__deleted=true,__op=d,__table=orders}",
                "Struct{id=2,__deleted=false,__op=u,__table=orders}")


def test_topics_are_routed_before_they_are_made(files):
    files.create(source={"transforms": "route", "transforms.route.type": KAFKA + "RegexRouter",
                         "transforms.route.regex": "([^.]+)\\.([^.]+)\\.([^.]+)", "transforms.route.replacement": "$1_$3"},
                 sink={"value.converter": "org.apache.kafka.connect.storage.StringConverter"}, topics="shop_orders")
    files.write("a", "b")
    files.comes("a", "b")
    until(lambda: files.weir.rest.get("/connectors/src/topics").json() == {"src": {"topics": ["shop_orders"]}},
          30, "shop_orders alone is in use")


def test_a_record_that_cannot_be_cast_ends_the_task_and_says_so(files):
    files.create(sink={"transforms": "cast", "transforms.cast.type": KAFKA + "Cast$Value", "transforms.cast.spec": "op:int8"})
    files.write(event("c", None, {"id": 1, "name": None}))
    until(lambda: files.weir.rest.state("snk") == ("RUNNING", ("FAILED",)), 20, "the task has failed")
    trace = files.weir.rest.get("/connectors/snk/status").json()["tasks"][0]["trace"]
    assert "Value (c) was out of range for requested data type" in trace
    assert not files.lines()


FILTER = {"type": "io.debezium.transforms.Filter", "language": "jsr223.groovy", "condition": "value.id <=> 1"}
ROUTER = {"type": "io.debezium.transforms.ContentBasedRouter", "language": "jsr223.groovy", "topic.expression": "value.id == (1..3)"}


@pytest.mark.parametrize("config, key, says", [
    (FILTER, "condition", "the expression uses `<=>` at position 9, which is not supported"),
    (ROUTER, "topic.expression", "`..` is not supported but between [ ] and behind in"),
    ({**FILTER, "language": "wasm.chicory"}, "language", "Invalid value wasm.chicory for configuration language"),
    ({"type": KAFKA + "TimestampConverter$Value", "target.type": "string"}, "format",
     "TimestampConverter requires format option to be specified when using string timestamps"),
    ({"type": KAFKA + "TimestampConverter$Key", "target.type": "unix", "format": "yyyy-bb"}, "format", "Illegal pattern character 'b'"),
    ({"type": KAFKA + "InsertField$Value"}, "type", "No field insertion configured"),
    ({"type": "io.debezium.connector.postgresql.transforms.timescaledb.TimescaleDb"}, "type", "Weir has no TimescaleDb transform"),
    ({"type": KAFKA + "RegexRouter", "regex": "(?<=a{1,2})b", "replacement": "c"}, "regex", "A look-behind of texts of different lengths")])
def test_what_a_transform_refuses_shows_before_it_runs(start_weir, tmp_path, config, key, says):
    rest = start_weir().rest
    connector = {"name": "c", "connector.class": "FileStreamSink", "file": str(tmp_path / "out"), "topics": "t", "transforms": "x",
                 **{f"transforms.x.{name}": value for name, value in config.items()}}
    infos = rest.put("/connector-plugins/FileStreamSink/config/validate", connector).json()
    wrong = {each["value"]["name"]: each["value"]["errors"] for each in infos["configs"] if each["value"]["errors"]}
    assert list(wrong) == [f"transforms.x.{key}"] and infos["error_count"] == 1
    assert says in wrong[f"transforms.x.{key}"][0]
    answer = rest.post("/connectors", {"name": "c", "config": connector})
    assert answer.status == 400 and says in answer.json()["message"]
    assert rest.get("/connectors").json() == []
