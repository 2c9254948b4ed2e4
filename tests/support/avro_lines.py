"""Lines of a file as records with a schema, through AvroConverter: a source that makes each line a
struct and its key, and a sink that writes what it read as Java would print it."""
import io
import json
import subprocess

import fastavro

from . import paths
from .waiting import until

AVRO = "io.confluent.connect.avro.AvroConverter"


def converters(url, **more):
    """Both converters' keys; a_b in a name is a.b."""
    keys = {"key.converter": AVRO, "value.converter": AVRO}
    for role in ("key", "value"):
        keys[f"{role}.converter.schema.registry.url"] = url
        for name, value in more.items():
            keys[f"{role}.converter.{name.replace('_', '.')}"] = value
    return keys


class AvroLines:
    def __init__(self, worker, folder, word, url, **more):
        self.worker, self.rest, self.topic = worker, worker.rest, word("lines")
        self.source, self.sink = word("src"), word("snk")
        self.file_in, self.file_out = folder / f"{self.topic}.in", folder / f"{self.topic}.out"
        self.converters = converters(url, **more)

    def create_source(self, lines=(), **more):
        self.file_in.write_text("".join(f"{line}\n" for line in lines))
        config = {"connector.class": "FileStreamSource", "file": str(self.file_in), "topic": self.topic,
                  "transforms": "hoist,key", "transforms.key.fields": "line",
                  "transforms.hoist.type": "org.apache.kafka.connect.transforms.HoistField$Value",
                  "transforms.hoist.field": "line",
                  "transforms.key.type": "org.apache.kafka.connect.transforms.ValueToKey",
                  **self.converters, **more}
        assert self.rest.put(f"/connectors/{self.source}/config", config).status == 201

    def create_sink(self, **more):
        config = {"connector.class": "FileStreamSink", "file": str(self.file_out), "topics": self.topic,
                  **self.converters, **more}
        assert self.rest.put(f"/connectors/{self.sink}/config", config).status == 201

    def append(self, lines):
        with open(self.file_in, "a", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)

    def written(self):
        """What the sink wrote, without the struct around."""
        text = self.file_out.read_text(encoding="utf-8") if self.file_out.exists() else ""
        return [line.removeprefix("Struct{line=").removesuffix("}") for line in text.splitlines()]

    def wait_written(self, lines, seconds=60):
        until(lambda: self.written() == list(lines), seconds, f"{len(lines)} lines from the sink")

    def messages(self):
        """(key, value) of each record on the embedded log, as bytes."""
        done = subprocess.run([paths.weir_binary(), "cat", self.topic, "-F", "%K %S %k%v", "--data-dir",
                               self.worker.properties["data.dir"]], capture_output=True, timeout=60, check=True)
        rest, found = done.stdout, []
        while rest:
            key, value, rest = rest.split(b" ", 2)
            ends = int(key), int(key) + int(value)
            found.append((rest[:ends[0]], rest[ends[0]:ends[1]]))
            rest = rest[ends[1]:]
        return found


def stock_read(registry, message):
    """A message as fastavro reads it by the registry's schema."""
    assert message[0] == 0
    schema = fastavro.parse_schema(json.loads(registry.schema(int.from_bytes(message[1:5]))))
    rest = io.BytesIO(message[5:])
    value = fastavro.schemaless_reader(rest, schema)
    assert not rest.read()
    return value
