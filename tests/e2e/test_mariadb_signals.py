"""Tables that join by PUT, and incremental snapshots asked for by signals, while the stream goes on."""
import json

import pytest

from support.mariadb_cdc import Source, rebuild, worker_properties
from support.mariadb_rig import MariaDB
from support.mariadb_work import Work
from support.toy_cdc import topic_values
from support.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module", params=["mariadb", "mysql-8.0"])
def server(request):
    with MariaDB(f"signals-{request.param}", flavour=request.param) as process:
        yield process


@pytest.fixture
def worker(start_weir):
    return start_weir(worker_properties())


@pytest.fixture
def source(worker, server, word):
    name = word("sig")
    server.run(f"CREATE DATABASE {name}")
    yield Source(worker, server, name, name, server_id=7100)
    server.run(f"DROP DATABASE {name}")


def _ops(source, table):
    return "".join("-" if value is None else value["op"] for _, value in source.events(table))


def _ids(source, table, op="r"):
    return sorted(value["after"]["id"] for _, value in source.events(table)
                  if value and value["op"] == op)


def _numbers(source, table, n, begin=1):
    source.sql(f"CREATE TABLE IF NOT EXISTS {table} (id INT PRIMARY KEY, v VARCHAR(20))")
    rows = ",".join(f"({i},'v{i}')" for i in range(begin, begin + n))
    source.sql(f"INSERT INTO {table} VALUES {rows}")


@pytest.mark.parametrize("only_captured", ["false", "true"])
def test_a_table_joins_by_put(source, only_captured):
    more = {"schema__history__internal__store__only__captured__tables__ddl": only_captured}
    for table in ("a", "b", "c"):
        _numbers(source, table, 5)
    prefix = f"{source.database}\\."
    source.put(table__include__list=prefix + "a", **more).wait_running()
    until(lambda: _ops(source, "a") == "rrrrr", 20, "the snapshot of a")
    source.sql("INSERT INTO b VALUES (6,'v6')", "ALTER TABLE b ADD COLUMN w INT DEFAULT 1",
               "UPDATE b SET w=2 WHERE id=3")
    source.put(table__include__list=f"{prefix}a,{prefix}b", **more).wait_running()
    until(lambda: sorted(rebuild(source.events("b"), lambda row: row["id"])) == [1, 2, 3, 4, 5, 6],
          20, "the rows of b")
    source.sql("INSERT INTO a VALUES (6,'x')", "INSERT INTO b VALUES (7,'v7',7)", "DELETE FROM b WHERE id=1")
    until(lambda: _ops(source, "b").endswith("cd-"), 20, "changes of b")
    until(lambda: _ops(source, "a") == "rrrrrc", 20, "changes of a")
    rows = rebuild(source.events("b"), lambda row: row["id"])
    assert sorted(rows) == [2, 3, 4, 5, 6, 7]
    assert [rows[i]["w"] for i in sorted(rows)] == [1, 2, 1, 1, 1, 7]
    source.put(table__include__list=prefix + "b", **more)
    until(lambda: source.worker.log().count("reading the binlog") == 3, 20, "the third start")
    source.sql("INSERT INTO a VALUES (7,'gone')", "INSERT INTO b VALUES (8,'v8',8)")
    until(lambda: _ops(source, "b").endswith("c"), 20, "b goes on")
    assert _ops(source, "a") == "rrrrrc"
    assert _ops(source, "c") == ""


def test_no_data_reads_new_tables_only_when_asked(source):
    _numbers(source, "a", 3)
    _numbers(source, "b", 3)
    prefix = f"{source.database}\\."
    source.put(snapshot__mode="no_data", table__include__list=prefix + "a").wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 30, "streaming")
    source.put(snapshot__mode="no_data", table__include__list=prefix + ".*",
               weir__snapshot__new__tables="true").wait_running()
    until(lambda: _ids(source, "b") == [1, 2, 3], 20, "the rows of b")
    assert _ops(source, "a") == ""


def test_incremental_by_the_signal_table(source):
    source.sql("CREATE TABLE signals (id VARCHAR(42) PRIMARY KEY, type VARCHAR(32) NOT NULL, data VARCHAR(2048))")
    _numbers(source, "a", 250)
    _numbers(source, "b", 30)
    source.put(snapshot__mode="no_data", incremental__snapshot__chunk__size="20",
               signal__data__collection=f"{source.database}.signals",
               notification__enabled__channels="sink",
               notification__sink__topic__name=f"{source.name}-notes").wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 30, "streaming")
    data = json.dumps({"data-collections": [f"{source.database}.a", f"{source.database}.b"],
                       "type": "incremental",
                       "additional-conditions": [{"data-collection": f"{source.database}.b",
                                                  "filter": "id > 10"}]})
    source.server.run(f"INSERT INTO signals VALUES ('s1', 'execute-snapshot', '{data}')",
                      database=source.database)
    until(lambda: len(_ids(source, "b")) == 20, 20, "the rows of b")
    assert _ids(source, "a") == list(range(1, 251))
    assert _ids(source, "b") == list(range(11, 31))
    mark = {value["source"]["snapshot"] for _, value in source.events("a")}
    assert mark == {"incremental"}
    until(lambda: [kind for aggregate, kind, _ in _notes(source)
                   if aggregate == "Incremental Snapshot" and kind != "IN_PROGRESS"] ==
          ["STARTED", "TABLE_SCAN_COMPLETED", "TABLE_SCAN_COMPLETED", "COMPLETED"], 30, "notifications")
    told = [value for _, value in source.records(f"{source.name}-notes")
            if value["aggregate_type"] == "Incremental Snapshot"]
    assert {value["id"] for value in told} == {"s1"}
    both = f"{source.database}.a,{source.database}.b"
    assert told[0]["additional_data"]["data_collections"] == both
    progress = [value["additional_data"] for value in told if value["type"] == "IN_PROGRESS"]
    assert [(each["data_collections"], each["maximum_key"], each["last_processed_key"]) for each in progress] == [
        *[(both, "250", str(key)) for key in [*range(20, 250, 20), 250]], (f"{source.database}.b", "30", "30")]
    assert {each["current_collection_in_progress"] for each in progress} == set(both.split(","))
    until(lambda: "incremental_snapshot_collections" not in source.offset(), 30, "its end")


def test_incremental_under_load_and_kills(source, tmp_path):
    """The file channel; a random workload beside, and the worker killed in the middle."""
    signals = tmp_path / "signals.txt"
    work = Work(source.server, source.database, seed=5, ddl=False)
    work.create()
    work.run(150)
    source.put(snapshot__mode="no_data", incremental__snapshot__chunk__size="7",
               signal__enabled__channels="file", signal__file=str(signals),
               signal__poll__interval__ms="100", skipped__operations="none").wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 30, "streaming")
    signals.write_text(json.dumps({"id": "x", "type": "execute-snapshot", "data": {
        "data-collections": [f"{source.database}\\.t.*"], "type": "incremental"}}) + "\n")
    until(lambda: "r" in _ops(source, work.tables[0]), 40, "the first chunk")

    def between(step):
        if step in (20, 60):
            source.worker.kill()
            source.worker.start()

    work.run(120, between)
    until(lambda: (source.offset() is not None
                   and "incremental_snapshot_collections" not in source.offset()), 40, "its end")
    for table in work.tables:
        source.sql(f"REPLACE INTO {table} VALUES (999999, 1, 'end')")
        until(lambda t=table: any(value and (value["after"] or {}).get("id") == 999999
                                  for _, value in source.events(t)), 30, "the end")
        assert rebuild(source.events(table), lambda row: row["id"]) == work.rows(table)


class Channel:
    """The file channel of a source, with what it needs in the configuration."""

    def __init__(self, folder):
        self.file = folder / "signals.txt"
        self.config = {"signal__enabled__channels": "file", "signal__file": str(self.file),
                       "signal__poll__interval__ms": "100"}

    def send(self, kind, **data):
        self.file.write_text(json.dumps({"id": kind, "type": kind, "data": data}) + "\n")
        until(lambda: self.file.read_text() == "", 20, "the signal is read")


def _streams(source):
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 20, "streaming")


def _notes(source):
    return [(value["aggregate_type"], value["type"], value["additional_data"].get("scanned_collection"))
            for _, value in source.records(f"{source.name}-notes")]


def test_incremental_by_an_empty_binary_key(source, tmp_path):
    """Its literal is the bound of the next chunk."""
    channel = Channel(tmp_path)
    source.sql("CREATE TABLE a (k VARBINARY(4), id INT, PRIMARY KEY (k, id))",
               "INSERT INTO a VALUES " + ",".join(f"('{chr(64 + i // 20) if i >= 20 else ''}',{i})"
                                                  for i in range(60)))
    source.put(snapshot__mode="no_data", incremental__snapshot__chunk__size="7", **channel.config).wait_running()
    _streams(source)
    channel.send("execute-snapshot", **{"type": "incremental", "data-collections": [f"{source.database}.a"]})
    until(lambda: len(_ids(source, "a")) == 60, 30, "all rows")
    assert _ids(source, "a") == list(range(60))


def test_blocking_snapshot(source, tmp_path):
    channel = Channel(tmp_path)
    _numbers(source, "a", 50)
    _numbers(source, "b", 50)
    _numbers(source, "c", 50)
    source.put(snapshot__mode="no_data", notification__enabled__channels="sink,log",
               notification__sink__topic__name=f"{source.name}-notes", **channel.config).wait_running()
    _streams(source)
    source.sql("INSERT INTO a VALUES (51,'x')")
    until(lambda: _ops(source, "a") == "c", 20, "the stream")
    db = source.database
    channel.send("execute-snapshot", **{
        "type": "blocking", "data-collections": [f"{db}.a", f"{db}.b"],
        "additional-conditions": [{"data-collection": f"{db}.b",
                                   "filter": f"SELECT * FROM {db}.b WHERE id <= 20"}]})
    until(lambda: len(_ids(source, "b")) == 20, 20, "the rows of b")
    source.sql("INSERT INTO a VALUES (52,'y')", "INSERT INTO c VALUES (51,'z')")
    until(lambda: _ops(source, "c") == "c", 20, "the stream goes on")
    until(lambda: _ops(source, "a").endswith("c") and _ops(source, "a").count("c") == 2, 20, "a goes on")
    assert _ids(source, "a") == list(range(1, 52))
    assert _ids(source, "b") == list(range(1, 21))
    initial = [("Initial Snapshot", "STARTED", None), ("Initial Snapshot", "COMPLETED", None)]
    begun = ("Initial Snapshot", "IN_PROGRESS", None)
    until(lambda: _notes(source) == [
        *initial, initial[0], begun, ("Initial Snapshot", "TABLE_SCAN_COMPLETED", f"{db}.a"),
        begun, ("Initial Snapshot", "TABLE_SCAN_COMPLETED", f"{db}.b"), initial[1]], 20, "notifications")
    told = [value["additional_data"] for _, value in source.records(f"{source.name}-notes")]
    assert {each["connector_name"] for each in told} == {source.name}
    assert [(each["current_collection_in_progress"], each["data_collections"]) for each in told
            if "current_collection_in_progress" in each] == [(f"{db}.{table}", f"{db}.a,{db}.b") for table in "ab"]


def test_pause_resume_stop_and_log(source, tmp_path):
    channel = Channel(tmp_path)
    rows = 4000
    source.sql("CREATE TABLE a (id INT PRIMARY KEY, v VARCHAR(20))",
               "INSERT INTO a VALUES " + ",".join(f"({i},'v{i}')" for i in range(1, rows + 1)))
    source.put(snapshot__mode="no_data", incremental__snapshot__chunk__size="10",
               notification__enabled__channels="sink",
               notification__sink__topic__name=f"{source.name}-notes", **channel.config).wait_running()
    _streams(source)
    channel.send("log", message="here it is: {}")
    until(lambda: 'here it is: {"ts_sec"' in source.worker.log(), 20, "the message")
    channel.send("execute-snapshot", **{"type": "incremental", "data-collections": [f"{source.database}.a"]})
    channel.send("pause-snapshot", type="incremental")
    until(lambda: ("Incremental Snapshot", "PAUSED", None) in _notes(source), 20, "the pause is told")
    at = len(_ids(source, "a"))
    assert 0 <= at < rows
    source.sql("INSERT INTO a VALUES (900000,'x')")
    until(lambda: "c" in _ops(source, "a"), 20, "the stream goes on meanwhile")
    assert len(_ids(source, "a")) == at
    channel.send("resume-snapshot", type="incremental")
    until(lambda: len(_ids(source, "a")) > at, 20, "it goes on")
    channel.send("stop-snapshot", type="incremental")
    until(lambda: ("Incremental Snapshot", "ABORTED", None) in _notes(source)
          or len(_ids(source, "a")) >= rows, 30, "its end")
    until(lambda: "incremental_snapshot_collections" not in source.offset(), 20, "it is gone from the offset")


def test_schema_changes(source, tmp_path):
    """A definition that a signal brings is the history's and the stream's."""
    channel = Channel(tmp_path)
    _numbers(source, "a", 3)
    source.put(snapshot__mode="no_data", **channel.config).wait_running()
    _streams(source)
    column = {"jdbcType": 4, "typeName": "INT", "typeExpression": "INT", "charsetName": None,
              "autoIncremented": False, "generated": False, "comment": None, "hasDefaultValue": False,
              "enumValues": []}
    table = {"defaultCharsetName": "utf8mb4", "primaryKeyColumnNames": ["number"], "attributes": [], "columns": [
        {**column, "name": "number", "position": 1, "optional": False},
        {**column, "name": "v", "position": 2, "optional": True, "jdbcType": 12, "typeName": "VARCHAR",
         "typeExpression": "VARCHAR", "charsetName": "utf8mb4", "length": 20}]}
    channel.send("schema-changes", database=source.database, schema="", changes=[
        {"type": "ALTER", "id": f'"{source.database}"."a"', "table": table, "comment": None}])
    until(lambda: [value["tableChanges"][0]["type"] for _, value in source.records(source.name)
                   if value["ddl"] == "" and value["tableChanges"]] == ["ALTER"], 20, "the topic has it")
    assert any('"name" : "number"' in line or '"name":"number"' in line
               for line in topic_values(source.worker, f"{source.name}.history"))


def _here(source):
    """Where the server's binlog stands: file and position, GTIDs."""
    file, pos, *_ = source.sql("SHOW MASTER STATUS")[0]
    ((gtids,),) = source.sql("SELECT @@gtid_executed" if source.server.is_mysql else "SELECT @@gtid_binlog_pos")
    return {"binlog_filename": file, "binlog_position": pos}, {"gtid_set": gtids}


def _fields(source, table):
    return [sorted(value["after"]) for _, value in source.events(table) if value]


def test_set_binlog_position(source, tmp_path):
    """The stream goes back, with the definitions of that place; so does a restart after it."""
    channel = Channel(tmp_path)
    source.sql("CREATE TABLE a (id INT PRIMARY KEY)")
    source.put(snapshot__mode="no_data", **channel.config).wait_running()
    _streams(source)
    source.sql("INSERT INTO a VALUES (1)")
    place, gtids = _here(source)
    source.sql("INSERT INTO a VALUES (2)", "ALTER TABLE a ADD COLUMN v INT", "INSERT INTO a VALUES (3, 3)")
    until(lambda: _ids(source, "a", "c") == [1, 2, 3], 30, "the stream")
    channel.send("set-binlog-position", **place)
    until(lambda: _ids(source, "a", "c") == [1, 2, 2, 3, 3], 30, "it goes back")
    source.sql("INSERT INTO a VALUES (4, 4)")
    until(lambda: _ids(source, "a", "c") == [1, 2, 2, 3, 3, 4], 30, "it goes on")
    assert _fields(source, "a") == [["id"], ["id"], ["id", "v"], ["id"], ["id", "v"], ["id", "v"]]
    source.worker.kill()
    source.worker.start()
    source.sql("INSERT INTO a VALUES (5, 5)")
    until(lambda: _ids(source, "a", "c")[-1] == 5, 40, "the stream after a restart")
    assert len(_ids(source, "a", "c")) <= 8  # what was not stored yet comes again, not all there is
    source.worker.rest.put(f"/connectors/{source.name}/config", source.config)
    before = len(_ids(source, "a", "c"))
    channel.file.write_text(json.dumps({"id": "by gtids", "type": "set-binlog-position", "data": gtids}) + "\n")
    until(lambda: len(_ids(source, "a", "c")) >= before + 4, 30, "it goes back by GTIDs")
    assert _ids(source, "a", "c").count(1) == 1


def test_set_binlog_position_by_the_table(source):
    """The signal is read again on the way, and is not taken again."""
    source.sql("CREATE TABLE signals (id VARCHAR(42) PRIMARY KEY, type VARCHAR(32) NOT NULL, data VARCHAR(2048))",
               "CREATE TABLE a (id INT PRIMARY KEY)")
    source.put(snapshot__mode="no_data", signal__data__collection=f"{source.database}.signals").wait_running()
    _streams(source)
    source.sql("INSERT INTO a VALUES (1)")
    place, _ = _here(source)
    source.sql("INSERT INTO a VALUES (2)",
               f"INSERT INTO signals VALUES ('back', 'set-binlog-position', '{json.dumps(place)}')")
    until(lambda: _ids(source, "a", "c") == [1, 2, 2], 30, "it goes back")
    until(lambda: "signal back has moved the stream already" in source.worker.log(), 30, "the signal again")
    source.sql("INSERT INTO a VALUES (3)")
    until(lambda: _ids(source, "a", "c")[-1] == 3, 30, "it goes on")
    assert _ids(source, "a", "c") == [1, 2, 2, 3]


def test_set_binlog_position_refuses(source, tmp_path):
    channel = Channel(tmp_path)
    source.sql("CREATE TABLE a (id INT PRIMARY KEY)")
    source.put(snapshot__mode="no_data", **channel.config).wait_running()
    _streams(source)
    place, gtids = _here(source)
    source.sql("INSERT INTO a VALUES (1)")
    inside = next(pos for _, pos, kind, *_ in source.sql(
        f"SHOW BINLOG EVENTS IN '{place['binlog_filename']}' FROM {place['binlog_position']}") if kind == "Table_map")
    for number, (data, why) in enumerate((
            ({}, "it takes binlog_filename and binlog_position, or gtid_set"),
            ({**place, **gtids}, "it takes binlog_filename and binlog_position, or gtid_set"),
            ({"binlog_filename": "x"}, "it takes binlog_filename and binlog_position, or gtid_set"),
            ({**place, "binlog_filename": "none.000009"}, "the server has no none.000009:"),
            ({**place, "binlog_position": inside}, "lies within a transaction"),
            ({**place, "binlog_position": inside + 1}, "the stream stays where it is"))):
        at = source.worker.log().count(why)
        channel.file.write_text(json.dumps({"id": f"r{number}", "type": "set-binlog-position", "data": data}) + "\n")
        until(lambda text=why, n=at: source.worker.log().count(text) > n, 30, why)
    source.sql("INSERT INTO a VALUES (2)")
    until(lambda: _ids(source, "a", "c") == [1, 2], 30, "the stream goes on")


@pytest.mark.parametrize("config, key, why", [
    ({"snapshot.mode": "custom", "snapshot.mode.custom.name": "com.example.Mine"}, "snapshot.mode.custom.name",
     "a Java class cannot be loaded: snapshot.mode=custom takes the name when_needed_no_data alone"),
    ({"snapshot.mode": "custom"}, "snapshot.mode.custom.name", "when_needed_no_data"),
    ({"snapshot.locking.mode": "custom"}, "snapshot.locking.mode", "a Java class cannot be loaded"),
    ({"snapshot.query.mode": "custom"}, "snapshot.query.mode", "must be one of"),
])
def test_custom_modes_are_refused(source, config, key, why):
    answer = source.worker.rest.put(f"/connector-plugins/{source.configure()['connector.class']}/config/validate",
                                    {**source.config, "name": source.name, **config})
    errors = {each["value"]["name"]: each["value"]["errors"] for each in answer.json()["configs"]}
    assert [key] == [name for name, found in errors.items() if found], errors
    assert why in errors[key][0]


def test_when_needed_no_data(source):
    """The custom mode there is."""
    _numbers(source, "a", 3)
    source.put(snapshot__mode="custom", snapshot__mode__custom__name="when_needed_no_data").wait_running()
    _streams(source)
    source.sql("INSERT INTO a VALUES (4,'x')")
    until(lambda: _ids(source, "a", "c") == [4], 30, "the stream")
    assert _ops(source, "a") == "c"
