"""Cases for Debezium's transforms."""
from events import *  # noqa: F403


def extract_new():
    family = Family()
    name = DEBEZIUM + "ExtractNewRecordState"
    configs = [{"delete.tombstone.handling.mode": mode} for mode in
               ("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone")]
    configs += [{}, {"add.fields": "op,table,source.ts_ms,lsn,nosuch,transaction.id,total_order,ts_us"},
                {"add.fields": "op:OPERATION, source.table:TBL", "add.fields.prefix": "_x_"},
                {"add.fields": "op,snapshot,name", "delete.tombstone.handling.mode": "rewrite"},
                {"add.headers": "op,table,source.lsn,ts_ns,id,version:V"}, {"add.headers": "op", "add.headers.prefix": ""},
                {"add.headers": "op:DELETED,db", "delete.tombstone.handling.mode": "rewrite-with-tombstone", "add.fields": "db"},
                {"route.by.field": "name"}, {"route.by.field": "name", "delete.tombstone.handling.mode": "rewrite"},
                {"route.by.field": "id"}, {"route.by.field": "nosuch"}, {"add.fields": "op,op"}, {"add.fields": "op:id", "add.fields.prefix": ""},
                {"add.fields": "a:b:c"}, {"delete.tombstone.handling.mode": "rewrite", "replace.null.with.default": "false"},
                {"add.fields": "source.snapshot,before.id,after.name"}, {"add.fields": "xyz.id"}, {"add.headers": "transaction.id"},
                {"delete.tombstone.handling.mode": "nonsense"}]
    for config in configs:
        family.all(name, config, events())
    names = array(sch("string"))
    lists = [items(text("name")), items(text("name"), text("id"), text("nosuch")), items(), items(text("nosuch"))]
    for config in ({}, {"drop.fields.from.key": "true"}, {"drop.fields.keep.schema.compatible": "false"},
                   {"drop.fields.keep.schema.compatible": "false", "drop.fields.from.key": "true"},
                   {"delete.tombstone.handling.mode": "rewrite", "add.fields": "op"},
                   {"delete.tombstone.handling.mode": "delete-to-tombstone"}):
        for chosen in lists:
            for case, record in (("create", change(event("c", after=order()))), ("delete", change(event("d", before=order())))):
                family.add(name, {"drop.fields.header.name": "drop", **config},
                           {**record, "headers": [header("x", sch("string"), text("y")), header("drop", names, chosen)]}, case)
    family.add(name, {"drop.fields.header.name": "drop"}, change(event("c", after=order())), "no header")
    small = struct_of({"id": sch("int32")}, True, name="s.t.Value")
    bare = side(struct_of({"after": small, "op": sch("string")}, name="s.t.Envelope"), row(after=row(id=i32(1)), op=text("c")))
    for listed in ("op,", "op,,", ",", "op,,op:o"):
        for key in ("add.fields", "add.headers"):
            family.add(name, {key: listed}, rec(bare), "no source")
    return family


def extract_new_2():
    """With the keys that Debezium 2 has, from its last release."""
    family = Family()
    name = DEBEZIUM + "ExtractNewRecordState"
    configs = [{"delete.handling.mode": mode, **more} for mode in ("drop", "none", "rewrite", "REWRITE", "None")
               for more in ({}, {"drop.tombstones": "true"}, {"drop.tombstones": "false"})]
    configs += [{"delete.handling.mode": mode} for mode in ("foo", "")]
    configs += [{"drop.tombstones": text} for text in ("true", "false", "FALSE", "flase", "")]
    configs += [{"delete.tombstone.handling.mode": mode, **more} for mode in ("tombstone", "rewrite", "drop")
                for more in ({"drop.tombstones": "false"}, {"delete.handling.mode": "drop"},
                             {"delete.handling.mode": "rewrite", "drop.tombstones": "false"})]
    for config in configs:
        family.all(name, config, events())
    return family


ORDERS = [("a.inventory.orders_1", 1), ("a.inventory.orders_2", 2), ("other", 3)]


def logical_router():
    family = Family()
    name = DEBEZIUM + "ByLogicalTableRouter"
    configs = [{"topic.regex": "(.*)orders_.*", "topic.replacement": "$1orders"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": "$1orders", "key.enforce.uniqueness": "false"},
               {"topic.regex": "(.*)(orders)_(.*)", "topic.replacement": "$1$2", "key.field.name": "shard", "key.field.regex": "(.*)orders_(.*)", "key.field.replacement": "$2"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": "1-$1 \u00e4\U0001f600.x", "schema.name.adjustment.mode": "avro"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": "1-$1 _\u00e4\U0001f600.x", "schema.name.adjustment.mode": "avro_unicode"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": ""}, {"topic.regex": ".*", "topic.replacement": "all", "key.field.regex": "x(.*)", "key.field.replacement": "$1"},
               {"topic.regex": "["}, {"topic.replacement": "x"}, {"topic.regex": ".*", "topic.replacement": "a", "key.field.regex": "x(.*)"},
               {"topic.regex": ".*", "topic.replacement": "all", "key.field.name": "id"}]
    records = [(case, {**record, "topic": topic}) for case, record in events() for topic, _ in ORDERS]
    records += [("text key", rec(side(sch("string"), text("v")), side(sch("string"), text("k")), topic="a.orders_1")),
                ("defaults", change(event("c", after=order(dflt=None)), topic="a.orders_1"))]
    for config in configs:
        for number, (case, record) in enumerate(records):
            family.add(name, {**config, "number": str(number)}, record, case)
    return family


def header_to_value():
    family = Family()
    name = DEBEZIUM + "HeaderToValue"
    chosen = [header("h1", sch("string"), text("v1")), header("x", None, i32(1)), header("h2", opt("int32"), None),
              header("h3", array(opt("string"), True, name="h3"), items(text("a"))), header("h1", sch("string"), text("v2"))]
    configs = [{"headers": "h1", "fields": "f1"}, {"headers": "h2,h3", "fields": "f2,f3"}, {"headers": "h2", "fields": "after.f2"}, {"headers": "h2,h3", "fields": "after.f2,top"},
               {"headers": "h3", "fields": "nosuch.f"}, {"headers": "h3", "fields": "op.f"}, {"headers": "nosuch", "fields": "f"}, {"headers": "h2", "fields": "id"},
               {"headers": "h2,h3", "fields": "source.a,after.b"}, {"headers": "h2", "fields": "op"}, {"headers": "x", "fields": "f"}, {"headers": "h2", "fields": "a,b"},
               {"headers": "h2", "fields": "transaction.t"}]
    values = [("create", change(event("c", after=order()))), ("delete", change(event("d", before=order()))), ("tombstone", change(side())), ("map", rec(side(None, obj(a=i32(1))))),
              ("flat", rec(side(FLAT, flat()))), ("text", rec(side(sch("string"), text("v"))))]
    number = 0
    for config in configs:
        for operation in ("move", "copy"):
            for case, record in values:
                number += 1
                headers = chosen[:4] if case != "flat" or config["headers"] != "h1" else chosen
                family.add(name, {**config, "operation": operation, "number": str(number)}, {**record, "headers": headers}, case)
    family.add(name, {"headers": "h1", "fields": "f", "operation": "steal"}, values[0][1])
    family.add(name, {"headers": "h1", "operation": "move"}, values[0][1])
    return family


def extract_changed():
    family = Family()
    name = DEBEZIUM + "ExtractChangedRecordState"
    more = [("all", change(event("u", before=order(), after=order(2, "x", price=None, dflt=i32(2), nullable=text("y"))))), ("none", change(event("u", before=order(), after=order())))]
    for config in ({"header.changed.name": "Changed", "header.unchanged.name": "Unchanged"}, {"header.changed.name": "Changed"}, {"header.unchanged.name": "U"}, {},
                   {"header.changed.name": " "}):
        family.all(name, config, [*events(), *more])
    return family


def schema_change_filter():
    family = Family()
    change_of = struct_of({"type": sch("string"), "id": sch("string")}, name="io.debezium.connector.schema.Change", version=1)
    schema = struct_of({"ddl": opt("string"), "tableChanges": array(change_of, True)}, name="io.debezium.connector.mysql.SchemaChangeValue", version=1)
    values = [("create", row(ddl=text("x"), tableChanges=items(row(type=text("CREATE"), id=text("t"))))),
              ("alter", row(ddl=text("x"), tableChanges=items(row(type=text("ALTER"), id=text("t")), row(type=text("CREATE"), id=text("u"))))),
              ("drop", row(ddl=None, tableChanges=items(row(type=text("DROP"), id=text("t"))))), ("database", row(ddl=text("x"), tableChanges=items())),
              ("none", row(ddl=text("x"), tableChanges=None))]
    for listed in ("CREATE", "ALTER, DROP", "DATABASE", "TRUNCATE", "create", "NOSUCH", ""):
        for case, value in values:
            family.add(DEBEZIUM + "SchemaChangeEventFilter", {"schema.change.event.exclude.list": listed}, rec(side(schema, value)), case)
        family.all(DEBEZIUM + "SchemaChangeEventFilter", {"schema.change.event.exclude.list": listed}, events())
    return family


def partition_routing():
    family = Family()
    name = DEBEZIUM + "partitions.PartitionRouting"
    wide = {"id": sch("int32"), "t": opt("string"), "l": opt("int64"), "s": opt("int16"), "b": opt("boolean"), "f": opt("float"), "d": opt("double"), "dec": decimal(2, True),
            "ts": timestamp(True), "day": date(True), "list": array(opt("string"), True), "inner": optional(struct_of({"x": sch("int32")})), "dflt": sch("int32", default=9)}
    rows = [dict(t=text("abc"), l=i64(5000000000), s=i16(-3), b=boolean(True), f=f32(1.5), d=f64(-2.25), dec=dec(12345, 2), ts={"timestamp": 1700000000123}, day={"date": 19000},
                 list=items(text("x"), None, text("y")), inner=row(x=i32(4)), dflt=i32(1)),
            dict(t=text("\u00e4\u20ac\U0001f600 a longer text of more than sixteen bytes"), l=i64(-1), s=None, b=boolean(False), f=f32(float("nan")), d=f64(float("nan")),
                 dec=dec(-(10 ** 30), 2), ts={"timestamp": -1}, day={"date": -1}, list=items(), inner=None, dflt=None),
            dict(t=text(""), l=None, s=i16(7), b=None, f=f32(-0.0), d=f64(0.0), dec=dec(2 ** 64, 0 + 2), ts=None, day=None, list=None, inner=None, dflt=i32(3)),
            dict(t=text("0123456789abcdef"), l=i64(1 << 62), s=i16(0), b=None, f=None, d=f64(1e300), dec=dec(-5, 2), ts={"timestamp": 0}, day={"date": 1}, list=None, inner=None, dflt=i32(3)),
            dict(t=text("\u00ff\u00fe\u00fd\u00fc\u00e4"), l=None, s=None, b=None, f=None, d=None, dec=dec(-(2 ** 96), 2), ts=None, day=None, list=None, inner=None, dflt=i32(3))]
    schema = envelope_schema(wide)
    for fields in ("change.id", "after.t", "change.t", "change.l,change.s", "change.b", "change.f", "change.d", "change.dec", "change.ts", "change.day", "change.list", "change.inner.x",
                   "change.dflt", "source.table", "op", "nosuch", "change.nosuch", "change.id.x", "change.nosuch , change.id", "ts_ms"):
        for kind in ("java", "murmur", "other"):
            for number, each in enumerate(rows):
                value = row(id=i32(number), **each)
                family.add(name, {"partition.payload.fields": fields, "partition.topic.num": "7", "partition.hash.function": kind},
                           change(event("c" if number % 2 else "u", after=value, schema=schema)), f"{fields} {number}")
            if not fields.startswith(("after", "change.inner")):
                value = row(id=i32(5), **rows[0])
                family.add(name, {"partition.payload.fields": fields, "partition.topic.num": "1000003", "partition.hash.function": kind},
                           change(event("d", before=value, schema=schema), partition=1), "delete")
    for config in ({}, {"partition.payload.fields": "op", "partition.topic.num": "0"}, {"partition.payload.fields": "", "partition.topic.num": "2"}):
        family.add(name, config, change(event("c", after=order())), "config")
    family.all(name, {"partition.payload.fields": "source.table,ts_ms", "partition.topic.num": "11"}, events())
    return family


def event_router():
    family = Family()
    name = DEBEZIUM + "outbox.EventRouter"
    columns = {"id": sch("string"), "aggregatetype": sch("string"), "aggregateid": sch("string"), "type": sch("string"), "payload": opt("string", name="io.debezium.data.Json", version=1),
               "version": opt("int32"), "part": opt("int32"), "at": opt("int64", name="io.debezium.time.MicroTimestamp", version=1), "extra": opt("string"), "num": sch("int64")}

    def outbox(**more):
        return row(**{"id": text("4711"), "aggregatetype": text("Order"), "aggregateid": text("o-1"), "type": text("OrderCreated"), "payload": text('{"a": 1, "b": "x"}'),
                      "version": i32(3), "part": i32(5), "at": i64(1700000000123456), "extra": text("e"), "num": i64(9), **more})
    schema = envelope_schema(columns, name="shop.public.outbox")
    values = [("create", outbox()), ("empty payload", outbox(payload=text(" "))), ("null payload", outbox(payload=None)), ("null at", outbox(at=None)),
              ("dotted", outbox(aggregatetype=text("a.b$c"))), ("null version", outbox(version=None)), ("null extra", outbox(extra=None, part=None))]
    configs = [{}, {"table.field.event.timestamp": "at"}, {"route.tombstone.on.empty.payload": "true"}, {"route.topic.replacement": "x.${routedByValue}.y"},
               {"route.topic.regex": "O(.*)", "route.topic.replacement": "$1"}, {"route.by.field": "type"}, {"route.by.field": "nosuch"}, {"route.by.field": "num"},
               {"table.field.event.id": "nosuch"}, {"table.field.event.key": "num"}, {"table.field.event.key": "nosuch"}, {"table.field.event.payload": "extra"}, {"table.field.event.payload": "nosuch"},
               {"table.field.event.timestamp": "num"}, {"table.field.event.timestamp": "nosuch"}, {"table.field.event.timestamp": "extra"},
               {"table.fields.additional.placement": "type:header,extra:header:E,num:header"}, {"table.fields.additional.placement": "type:envelope,extra:envelope:more"},
               {"table.fields.additional.placement": "part:partition"}, {"table.fields.additional.placement": "num:partition"}, {"table.fields.additional.placement": "nosuch:header"},
               {"table.fields.additional.placement": "nosuch:header,type:header", "table.fields.additional.error.on.missing": "false"},
               {"table.fields.additional.placement": "type:envelope", "table.field.event.schema.version": "version"}, {"table.fields.additional.placement": "type"},
               {"table.fields.additional.placement": "type:envelope,part:partition,extra:header", "route.tombstone.on.empty.payload": "true"},
               {"table.op.invalid.behavior": "fatal"}, {"table.op.invalid.behavior": "error"}]
    number = 0
    for config in configs:
        for case, value in values:
            number += 1
            family.add(name, {**config, "number": str(number)}, change(event("c", after=value, schema=schema), partition=1, headers=HEADERS[:1]), case)
        for op in ("u", "d", "r"):
            number += 1
            family.add(name, {**config, "number": str(number)}, change(event(op, before=outbox(), after=None if op == "d" else outbox(), schema=schema)), op)
        for case, record in (("tombstone", change(side())), ("heartbeat", dict(events())["heartbeat"])):
            family.add(name, config, record, case)
    for payload in ('{"a":1,"b":3000000000,"c":1.5,"d":true,"e":"t","f":null,"g":[],"h":[1,2],"i":{"j":{"k":1}}}', '{"l":[{"a":1},{"b":2},{"a":3}]}', '{"l":[1,"x"]}', '{"l":[1,3000000000]}',
                    '{"l":[null,1]}', '{"l":[null]}', "[]", '"x"', "5", "{", "{}", '{"a":{}}', '{"a":[[1],[2]]}', '{"a":99999999999999999999}', '{"a":1e2}', "", '{"a":[{"x":null},{"x":1}]}',
                    '{"a b":{"c.d":"\u00e4"}}', '{"a":1,"a":2}', " {}"):
        for nulls in ("ignore", "optional_bytes"):
            number += 1
            family.add(name, {"table.expand.json.payload": "true", "table.json.payload.null.behavior": nulls, "number": str(number)},
                       change(event("c", after=outbox(payload=text(payload)), schema=schema)), payload)
    wide = {"id": sch("string"), "aggregatetype": sch("int32"), "aggregateid": sch("string"), "type": sch("string"), "payload": opt("string")}
    values = row(id=text("1"), aggregatetype=i32(1), aggregateid=text("k"), type=text("t"), payload=text("p"))
    for place in ("type:envelope,id:partition", "nosuch:envelope", "type:header,nosuch:header", "id:partition"):
        for more in ({}, {"route.by.field": "nosuch"}, {"route.by.field": "type"}):
            family.add(name, {"table.fields.additional.placement": place, **more}, change(event("c", after=values, schema=envelope_schema(wide, name="s.outbox"))), "of two errors")
    return family


def naming():
    family = Family()
    jdbc = "io.debezium.connector.jdbc.transforms."
    names = ["orders", "OrderLines", "order_lines", "shop.public.OrderLines2", "ABCdef12x", "a.b_c..d", "", "_x", "x1Y2", "kebab-case-Name"]
    for style in ("default", "snake_case", "camel_case", "UPPER_CASE", "lower_case", "upper_case", "nosuch", None):
        for more in ({}, {"prefix": "p_", "suffix": "_s"}):
            def config(what):
                return {**({f"{what}.naming.style": style} if style else {}), **{f"{what}.naming.{key}": value for key, value in more.items()}}
            for topic in names:
                family.add(jdbc + "CollectionNameTransformation", config("collection"), rec(side(sch("string"), text("v")), topic=topic), topic)
            odd = struct_of({"id": sch("int32"), "firstName": opt("string"), "ZIP2Code": sch("string", default="d"), "inner_struct": struct_of({"innerName": sch("int32")}, True)}, name="Row", version=2)
            value = row(id=i32(1), firstName=None, ZIP2Code=None, inner_struct=row(innerName=i32(1)))
            for case, record in (("flat", rec(side(odd, value), KEY)), ("envelope", change(event("u", before=order(), after=order(2)))), ("delete", change(event("d", before=order()))),
                                 ("tombstone", change(side())), ("text", rec(side(sch("string"), text("v")), KEY)), ("map", rec(side(None, obj(aB=i32(1)))))):
                family.add(jdbc + "FieldNameTransformation", config("column"), record, case)
    return family


FAMILIES = [extract_new, logical_router, header_to_value, extract_changed, schema_change_filter, partition_routing,
            event_router, naming]
OF_DEBEZIUM_2 = [extract_new_2]
