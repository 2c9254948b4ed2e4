"""A change data capture source and a sink that keeps its own offsets, both toys that ask of the
worker all that real ones do: history, signals, helper threads, transactions, progress,
reconfiguration, seeks, rejected records."""
import time

import pytest

from support import toy_cdc, toys
from support.toy_cdc import ToyCdc, ToySink
from support.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture
def worker(start_weir):
    return start_weir(toy_cdc.worker_properties())


def test_snapshot_and_stream_are_complete(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word)
    cdc.create()
    cdc.wait_streamed()
    cdc.check_complete()
    assert cdc.running(2)
    assert all(abs(int(ms) / 1000 - time.time()) < 60 for ms in cdc.values(cdc.history, "-f", "%T\\n"))
    status = worker.rest.get(f"/connectors/{cdc.name}/status").json()
    assert status["tasks"][0]["progress"] == f"stream: {cdc.events} of {cdc.events}"
    assert status["tasks"][1]["progress"] == f"snapshot: {cdc.rows} of {cdc.rows}"
    offsets = worker.rest.get(f"/connectors/{cdc.name}/offsets").json()["offsets"]
    assert {"partition": {"stream": "main"}, "offset": {"event": cdc.events}} in offsets
    assert {"partition": {"table": "1"}, "offset": {"row": cdc.rows}} in offsets
    topics = worker.rest.get(f"/connectors/{cdc.name}/topics").json()[cdc.name]["topics"]
    assert set(topics) == {cdc.stream, f"{cdc.prefix}.table0", f"{cdc.prefix}.table1"}
    gauge = f'weir_plugin_gauge{{connector="{cdc.name}",task="0",name="committed"}} {cdc.events}'
    until(lambda: gauge in worker.rest.get("/metrics").text(), 10, "all to be told as committed")


def test_a_signal_changes_the_tasks(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, tables=1)
    cdc.create()
    cdc.wait_streamed()
    assert cdc.running(1)
    cdc.create_signal_source()
    cdc.tables(3)
    cdc.signal("reconfigure")
    until(lambda: cdc.running(2), 15, "two tasks")
    until(lambda: len(cdc.values(f"{cdc.prefix}.table2")) == cdc.rows, 15, "the new tables")
    tasks = worker.rest.get(f"/connectors/{cdc.name}/tasks").json()
    assert [task["config"]["tables"] for task in tasks] == ["0,2", "1"]
    cdc.tables(1)
    cdc.signal("reconfigure")
    until(lambda: cdc.running(1), 15, "one task again")
    cdc.tables(3)
    cdc.check_complete()


def test_a_signal_given_while_it_is_stopped_is_heard(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, tables=1)
    cdc.create()
    cdc.create_signal_source()
    cdc.signal("first")
    until(lambda: "signal: first" in worker.log(), 15, "a signal")
    assert worker.rest.put(f"/connectors/{cdc.name}/stop").status == 204
    until(lambda: worker.rest.state(cdc.name) == ("STOPPED", ()), 10, "stopped")
    cdc.signal("second")
    until(lambda: cdc.values(cdc.signals) == ["first", "second"], 10, "it is in the topic")
    assert worker.rest.put(f"/connectors/{cdc.name}/resume").status == 202
    until(lambda: "signal: second" in worker.log(), 15, "the second one")
    assert worker.log().count("signal: first") == 1


def test_stopped_and_restarted_on_its_way(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, rows=3000, events=9000)
    cdc.create(pause__ms="2")
    rest, name = worker.rest, cdc.name
    for step in range(4):
        until(lambda at=step: len(cdc.streamed()) > 1500 * at, 30, "some progress")
        assert rest.post(f"/connectors/{name}/restart?includeTasks=true").status == 202
        until(lambda: cdc.running(2), 15, "running again")
        assert rest.post(f"/connectors/{name}/tasks/0/restart").status == 204
        assert rest.put(f"/connectors/{name}/pause").status == 202
        until(lambda: rest.state(name) == ("PAUSED", ("PAUSED", "PAUSED")), 10, "paused")
        assert rest.put(f"/connectors/{name}/stop").status == 204
        until(lambda: rest.state(name) == ("STOPPED", ()), 10, "stopped")
        assert rest.put(f"/connectors/{name}/resume").status == 202
    assert worker.stop() == 0
    worker.start()
    cdc.wait_streamed()
    cdc.check_complete()


def test_a_new_configuration_keeps_the_offsets(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, events=6000)
    cdc.create(pause__ms="5")
    until(lambda: len(cdc.streamed()) > 300, 20, "some events")
    cdc.create(pause__ms="0", tasks__max="1")
    until(lambda: cdc.running(1), 15, "one task")
    cdc.wait_streamed()
    cdc.check_complete()


def test_reset_by_other_offsets(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word)
    cdc.create()
    cdc.wait_streamed()
    rest = worker.rest
    assert rest.put(f"/connectors/{cdc.name}/stop").status == 204
    until(lambda: rest.state(cdc.name) == ("STOPPED", ()), 10, "stopped")
    back = {"offsets": [{"partition": {"stream": "main"}, "offset": {"event": 2700}},
                        {"partition": {"table": "1"}, "offset": None}]}
    answer = rest.patch(f"/connectors/{cdc.name}/offsets", back)
    assert answer.status == 200, answer
    assert rest.put(f"/connectors/{cdc.name}/resume").status == 202
    until(lambda: len(cdc.streamed()) == 3300, 15, "the events again")
    assert cdc.streamed() == cdc.expected_stream() + cdc.expected_stream(2700)
    rows = [f"row {i}" for i in range(cdc.rows)]
    until(lambda: cdc.values(f"{cdc.prefix}.table1") == rows + rows, 15, "the table again")
    assert cdc.values(f"{cdc.prefix}.table0") == rows
    assert rest.put(f"/connectors/{cdc.name}/stop").status == 204
    until(lambda: rest.state(cdc.name) == ("STOPPED", ()), 10, "stopped")
    assert rest.delete(f"/connectors/{cdc.name}/offsets").status == 200
    assert rest.get(f"/connectors/{cdc.name}/offsets").json() == {"offsets": []}


def test_a_lost_history_is_found_out(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word)
    cdc.create()
    cdc.wait_streamed()
    cdc.history = cdc.prefix + ".elsewhere"
    cdc.create()
    until(lambda: worker.rest.state(cdc.name)[1][:1] == ("FAILED",), 15, "the failure")
    trace = worker.rest.get(f"/connectors/{cdc.name}/status").json()["tasks"][0]["trace"]
    assert "the history has 0 schemas, event 3000 needs 30" in trace


def test_the_sink_goes_on_at_its_own_offset(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word)
    cdc.create()
    sink = ToySink(worker, tmp_path, word, cdc.stream)
    sink.create()
    expected = [f"{cdc.stream}-0@{i} event {i}" for i in range(cdc.events)]
    until(lambda: len(sink.lines()) == cdc.events, 20, "all lines")
    until(lambda: sink.committed() == cdc.events, 10, "the commit")
    rest = worker.rest
    assert rest.put(f"/connectors/{sink.name}/stop").status == 204
    until(lambda: rest.state(sink.name) == ("STOPPED", ()), 10, "stopped")
    assert rest.delete(f"/connectors/{sink.name}/offsets").status == 200
    assert rest.put(f"/connectors/{sink.name}/resume").status == 202
    until(lambda: f"goes on at its own offset {cdc.events}" in worker.log(), 15, "the seek")
    until(lambda: rest.state(sink.name) == ("RUNNING", ("RUNNING",)), 10, "running")
    cdc.events += 300
    cdc.create()
    expected += [f"{cdc.stream}-0@{i} event {i}" for i in range(3000, 3300)]
    until(lambda: len(sink.lines()) >= cdc.events, 15, "the new lines")
    assert sink.lines() == expected


def test_rejected_records_are_dead_letters(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word)
    cdc.create()
    sink = ToySink(worker, tmp_path, word, cdc.stream)
    sink.create(reject__every="100", errors__tolerance="all",
                errors__deadletterqueue__topic__name=sink.name + "-dead")
    until(lambda: sink.committed() == cdc.events, 20, "the commit")
    assert sink.lines() == [f"{cdc.stream}-0@{i} event {i}" for i in range(cdc.events) if i % 100 != 99]
    assert cdc.values(sink.name + "-dead") == [f"event {i}" for i in range(99, cdc.events, 100)]


REFUSED = [("magic", "{0xdeadu, WEIR_ABI_MAJOR, WEIR_ABI_MINOR, sizeof(struct weir_plugin)}"),
           ("major", "{WEIR_ABI_MAGIC, WEIR_ABI_MAJOR + 1, 0, sizeof(struct weir_plugin)}"),
           ("size", "{WEIR_ABI_MAGIC, WEIR_ABI_MAJOR, WEIR_ABI_MINOR, 4}")]


@pytest.mark.parametrize("what,abi", REFUSED)
def test_a_plugin_that_does_not_fit_is_refused_in_one_sentence(start_weir, tmp_path, what, abi):
    source = tmp_path / f"odd_{what}.c"
    source.write_text(f"""#include <weir/plugin.h>
static const struct weir_component *const components[] = {{NULL}};
static const struct weir_plugin plugin = {{
    .abi = {abi}, .name = "odd", .version = "1", .components = components}};
const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{{
    (void)host_abi;
    return &plugin;
}}
""")
    folder = tmp_path / "plugins"
    toys.compile_plugin(source, folder / f"odd_{what}.so")
    (folder / "text.so").write_text("not a library\n")
    worker = start_weir({**toy_cdc.worker_properties(), "plugin.path": f"{folder},{toys.plugin_path()}"})
    until(lambda: "text.so" in worker.log(), 5, "the log")
    said = [line for line in worker.log().splitlines() if f"odd_{what}.so" in line]
    assert len(said) == 1
    assert "refused" in said[0]
    assert len([line for line in worker.log().splitlines() if "text.so" in line]) == 1
    classes = [plugin["class"] for plugin in worker.rest.get("/connector-plugins").json()]
    assert "test.ToyCdc" in classes
