"""The records of one topic, each held against the binlog, the writer's ledger and the rows before it."""
import collections
import json
import subprocess

from support import paths

from .writer import COLUMNS, filler_of


def records(worker, topic):
    """(key, value) of each record of the topic, values without their schema; None: a tombstone."""
    where = (["-b", worker.properties["bootstrap.servers"]] if "bootstrap.servers" in worker.properties
             else ["-D", str(worker.properties["data.dir"])])
    with subprocess.Popen([paths.BUILD / "weir", "cat", topic, *where, "-F", "%S\t%k\t%v\n"],
                          stdout=subprocess.PIPE) as cat:
        payload_of = [_payload_reader(), _payload_reader()]
        for line in cat.stdout:
            size, key, value = line[:-1].split(b"\t", 2)
            yield payload_of[0](key), None if size == b"-1" else payload_of[1](value)
    assert cat.returncode == 0, f"weir cat {topic}: {cat.returncode}"


def _payload_reader():
    """{"schema":...,"payload":...}: the schema is mostly the one before, and not parsed again."""
    before = [b"{}"]

    def payload(text):
        if not text.startswith(before[0]):
            schema, end = json.JSONDecoder().raw_decode(text.decode(), len('{"schema":'))
            assert schema["type"] == "struct"
            before[0] = text.decode()[:end].encode() + b',"payload":'
            assert text.startswith(before[0]), text[:200]
        return json.loads(text[len(before[0]):-1])
    return payload


class Judge:
    """again: whether what was sent before a kill may come again."""

    def __init__(self, table, events, ledger, again=False, query=False, transactions=False):
        self.table, self.events, self.ledger, self.again = table, events, ledger, again
        self.query, self.transactions = query, transactions
        self.index = {event.place: i for i, event in enumerate(events)}
        self.rows = {}  # id -> (stmt, size), as the events tell it
        self.seen = self.replayed = 0
        self.counted = collections.Counter()  # rows of a statement
        self.snapshot_place = None
        self.at = self.high = None  # (index of the event, row, half of a changed key)
        self.deleted = None
        self.order = (None, 0, 0)

    def take(self, key, value):
        self.seen += 1
        if value is None:
            assert self.deleted == key["id"], f"a tombstone of {key}, after a delete of {self.deleted}"
        elif value["op"] == "r":
            self._snapshot(value)
        else:
            self._streamed(value)
        if value is not None:
            row = value["before"] if value["op"] == "d" else value["after"]
            self.deleted = row["id"] if value["op"] == "d" else None
            assert key == {"id": row["id"]}, (key, row["id"])

    def _snapshot(self, value):
        assert self.at is None, "a row of the snapshot after the stream began"
        place = (value["source"]["file"], value["source"]["pos"])
        assert self.snapshot_place in (None, place), (self.snapshot_place, place)
        self.snapshot_place = place
        assert value["after"]["id"] not in self.rows, f"{value['after']['id']} is twice in the snapshot"
        self._image(value["after"], None)
        self.rows[value["after"]["id"]] = (value["after"]["stmt"], value["after"]["size"])

    def _streamed(self, value):
        source = value["source"]
        event = self.events[self.index[source["file"], source["pos"]]]
        said = self.ledger[event.number]
        assert source["gtid"] == event.gtid, (source, event)
        assert said.table == self.table == source["table"], (source, said)
        assert source["query"] == (said.text if self.query else None), (source, said)
        assert value["op"] in {"insert": "c", "update": "u", "delete": "d", "move": "dc"}[said.kind], (value, said)
        half = int(said.kind == "move" and value["op"] == "c")
        step = (self.index[event.place], source["row"], half)
        follows = self._check_follows(step)
        if self.transactions:
            self._check_order(value["transaction"], event, follows)
        for image in (value["before"], value["after"]):
            if image:
                self._image(image, event.columns)
        if value["after"]:
            assert value["after"]["stmt"] == event.number, (value, event)
        self.at = step
        if self.high is None or step > self.high:
            self.high = step
            self.counted[event.number] += half == 0
            self._change(value, half)
        else:
            self.replayed += 1

    def _check_follows(self, step):
        """Nothing is left out: the next row of the event, or the first of the next one."""
        if self.at is None:
            first = next(i for i, event in enumerate(self.events) if event.place > self.snapshot_place)
            may = [(first, 0, 0)]
        else:
            index, row, half = self.at
            moves = self.ledger[self.events[index].number].kind == "move"
            may = [(index, row, 1)] if moves and not half else [(index, row + 1, 0), (index + 1, 0, 0)]
        if step in may:
            return True
        assert self.again and self.high and step <= self.high, (
            f"{self.table}: {step} after {self.at}, {[self.events[at[0]] for at in (step, self.at) if at]}")
        return False

    def _check_order(self, transaction, event, follows):
        """Numbered within its transaction, in this table and in all."""
        assert transaction["id"] == event.gtid, (transaction, event)
        known, order, total = self.order if self.order[0] == event.gtid else (event.gtid, 0, 0)
        if follows:
            assert transaction["data_collection_order"] == order + 1, (transaction, self.order)
            assert transaction["total_order"] > total, (transaction, self.order)
        self.order = (known, transaction["data_collection_order"], transaction["total_order"])

    def _image(self, row, columns):
        assert columns is None or tuple(row) == columns, (tuple(row), columns)
        assert row["filler"] == filler_of(row, self.table), (
            f"{self.table}: the row {({**row, 'filler': row['filler'][:200]})} is not as it was written")
        for name, held in row.items():
            assert name in COLUMNS or held == name, (name, held)

    def _change(self, value, half):
        """What was there before is what the events before have left."""
        if value["before"]:
            before = value["before"]
            assert self.rows.pop(before["id"], None) == (before["stmt"], before["size"]), before
        if value["after"]:
            after = value["after"]
            assert after["id"] not in self.rows, f"{after['id']} is there already"
            self.rows[after["id"]] = (after["stmt"], after["size"])

    def finish(self):
        """Every event has come, and of every statement every row."""
        assert self.at and self.at[0] == len(self.events) - 1, (self.at, len(self.events))
        streamed = {event.number for event in self.events if event.place > self.snapshot_place}
        missing = {number: (self.ledger[number].rows, self.counted[number]) for number in streamed
                   if self.ledger[number].rows != self.counted[number]}
        assert not missing, f"{self.table}: statements (written, come): {missing}"
