"""Change events as Debezium's sources make them."""
from notation import *  # noqa: F403


def source_schema():
    return struct_of({
        "version": sch("string"), "connector": sch("string"), "name": sch("string"), "ts_ms": sch("int64"),
        "snapshot": sch("string", True, default="false", name="io.debezium.data.Enum", version=1,
                        parameters={"allowed": "true,first,last,false,incremental"}),
        "db": sch("string"), "table": opt("string"), "server_id": sch("int64"), "gtid": opt("string"),
        "file": sch("string"), "pos": sch("int64"), "lsn": opt("int64")},
        name="io.debezium.connector.mysql.Source")


def source(**more):
    return row(**{"version": text("3.5.0.Final"), "connector": text("mariadb"), "name": text("shop"), "ts_ms": i64(1700000000000),
                  "snapshot": None, "db": text("inventory"), "table": text("orders"), "server_id": i64(7), "gtid": None,
                  "file": text("bin.3"), "pos": i64(154), "lsn": None, **more})


ROW = {"id": sch("int32"), "name": opt("string"), "price": decimal(2, True), "dflt": sch("int32", default=42),
       "nullable": opt("string", default="none")}
TRANSACTION = struct_of({"id": sch("string"), "total_order": sch("int64"), "data_collection_order": sch("int64")},
                        optional=True, name="event.block", version=1)


def envelope_schema(fields=None, transaction=True, name="shop.inventory.orders", **more):
    inner = struct_of(fields or ROW, optional=True, name=f"{name}.Value")
    parts = {"before": inner, "after": inner, "source": source_schema(), "op": sch("string"), "ts_ms": opt("int64"),
             "ts_us": opt("int64"), "ts_ns": opt("int64"), **more}
    if transaction:
        parts["transaction"] = TRANSACTION
    return struct_of(parts, name=f"{name}.Envelope", version=2)


def order(id=1, name="pen", **more):
    return row(**{"id": i32(id), "name": text(name) if name is not None else None, "price": dec(1999, 2), "dflt": i32(1),
                  "nullable": None, **more})


def event(op, before=None, after=None, schema=None, transaction=None, **more):
    parts = {"before": before, "after": after, "source": source(), "op": text(op), "ts_ms": i64(1700000000500),
             "ts_us": i64(1700000000500123), "ts_ns": i64(1700000000500123456)}
    if schema is None or any(field["field"] == "transaction" for field in schema["fields"]):
        parts["transaction"] = transaction
    return side(schema or envelope_schema(), row(**{**parts, **more}))


KEY = side(struct_of({"id": sch("int32")}, name="shop.inventory.orders.Key"), row(id=i32(1)))


def change(value, key=KEY, topic="shop.inventory.orders", **more):
    return rec(value, key, topic=topic, timestamp=1700000000600, **more)


def events():
    """Records of every kind a Debezium source makes."""
    bare = envelope_schema(transaction=False)
    in_txn = row(id=text("tx1"), total_order=i64(1), data_collection_order=i64(2))
    yield "create", change(event("c", after=order()))
    yield "read", change(event("r", after=order(2, None)))
    yield "update", change(event("u", before=order(), after=order(name="pencil"), transaction=in_txn))
    yield "delete", change(event("d", before=order(), transaction=in_txn))
    yield "update, unset default", change(event("u", before=order(), after=order(dflt=i32(42), nullable=text("x"))))
    yield "truncate", change(event("t"), key=side())
    yield "tombstone", change(side())
    yield "tombstone with schema", change(side(envelope_schema(), None))
    yield "no transaction", change(event("c", after=order(), schema=bare))
    yield "delete, no transaction", change(event("d", before=order(), schema=bare))
    yield "heartbeat", rec(side(struct_of({"ts_ms": sch("int64")}, name="io.debezium.connector.common.Heartbeat", version=1),
                                row(ts_ms=i64(5))), topic="__debezium-heartbeat.shop")
    yield "text", rec(side(sch("string"), text("x")))
    yield "map", rec(side(None, obj(op=text("c"))))
    yield "empty names", change(event("c", after=order(name="")))
