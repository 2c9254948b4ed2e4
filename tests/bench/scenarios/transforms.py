"""A backlog through a chain of single message transforms."""
from .. import backlog
from ..rig import converters
from ..workload import Trades

TITLE = "A chain of transforms"
NOTE = ("The same as streaming, {changes} changes in transactions of one row, schemas off, through "
        "ExtractNewRecordState, InsertField, ReplaceField, Cast and RegexRouter.")
_CHANGES = 100000
_CHAIN = {
    "transforms": "unwrap,stamp,less,cast,route",
    "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
    "transforms.unwrap.delete.tombstone.handling.mode": "rewrite-with-tombstone",
    "transforms.stamp.type": "org.apache.kafka.connect.transforms.InsertField$Value",
    "transforms.stamp.static.field": "origin", "transforms.stamp.static.value": "bench",
    "transforms.less.type": "org.apache.kafka.connect.transforms.ReplaceField$Value",
    "transforms.less.exclude": "fee", "transforms.less.renames": "user_id:customer",
    "transforms.cast.type": "org.apache.kafka.connect.transforms.Cast$Value",
    "transforms.cast.spec": "active:int32",
    "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
    "transforms.route.regex": "(.*)", "transforms.route.replacement": "$1",
}


def run(rig, results):
    changes = rig.rows(_CHANGES)
    results.note(changes=f"{changes:,}")
    table = Trades(rig.mariadb, rig.word("chain"))
    with rig.sides() as sides:
        variants = {"no transform": converters(False),
                    "five transforms": {**converters(False), **_CHAIN}}
        readers = backlog.readers(rig, sides, table, variants)
        backlog.round_of(readers, table, changes, 1)
        for _ in range(rig.runs):
            for reader, values in backlog.round_of(readers, table, changes, 1):
                results.add(reader.case, reader.side.name, values)
    table.drop()
