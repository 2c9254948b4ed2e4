"""Connectors that read the same backlog from the binlog, one after the other."""
from .meter import Meter, Progress
from .rig import SECONDS


class Reader:
    """One source connector on one side. Between backlogs it is stopped."""

    def __init__(self, rig, side, table, case, config):
        self.side, self.case = side, case
        self.name = rig.word("stream")
        self.topic = f"{self.name}.shop.{table.name}"
        self.at = 0
        side.put(self.name, rig.source(self.name, f"shop.{table.name}", **config))

    def expect(self, records):
        """As many more, then it is stopped."""
        self.at += records
        self.side.reach(self.topic, self.at)
        self.side.stop_connector(self.name)

    def read(self, records, changes):
        meter = Meter(self.side.pid)
        self.side.resume(self.name)
        progress = Progress(lambda: self.side.end(self.topic), self.at + records, SECONDS,
                            self.side.check)
        values = {"rows/s": progress.per_s * changes / records,
                  "CPU s/M": meter.cpu_s() * 1e6 / changes, "peak MiB": meter.peak_mb()}
        self.expect(records)
        return values


def readers(rig, sides, table, variants):
    """One for each side and variant (case -> what is added to the configuration), each with the
    table's first rows read."""
    made = [Reader(rig, side, table, case, config)
            for case, config in variants.items() for side in sides]
    for reader in made:
        reader.expect(table.rows)
    return made


def round_of(made, table, changes, in_one):
    """Makes a backlog and has each read it. Gives (reader, its values) of each."""
    records = table.change(changes, in_one)
    return [(reader, reader.read(records, changes)) for reader in made]
