"""The make targets of the runbook: what they send, what they refuse, what they say."""
import json
import os
import subprocess

import pytest

from support import paths
from support.fake_worker import answering

RUNBOOK = paths.ROOT / "makefiles" / "runbook"
SECRET = "p\"a'ss$x\\y #${TRADING_HOST} z"
ENV = {
    "TRADING_HOST": "db.example", "TRADING_USER": '" re pl "', "TRADING_PASS": SECRET,
    "TRADING_TABLE_ALLOWLIST": "xchange_trading.trades, xchange_trading.orders",
    "KAFKA_BOOTSTRAP_SERVERS": "broker:9092", "CONFLUENT_API_KEY": 'ke"y',
    "CONFLUENT_API_SECRET": "se\\cret",
    "SINK_DB_URL": "jdbc:postgresql://pg/app", "SINK_DB_USER": "app", "SINK_DB_PASSWORD": SECRET,
}


@pytest.fixture
def worker():
    with answering() as server:
        yield server


@pytest.fixture
def run(worker, tmp_path):
    def make(*target, env=None, **variables):
        (tmp_path / "env").write_text("".join(f"{key}={value}\n"
                                              for key, value in {**ENV, **(env or {})}.items()
                                              if value is not None), encoding="utf-8")
        variables = {"ENV_FILE": tmp_path / "env",
                     "DEBEZIUM_URL": worker.url, **variables}
        return subprocess.run(["make", "-s", "-C", paths.ROOT, *target,
                               *(f"{key}={value}" for key, value in variables.items())],
                              capture_output=True, text=True, timeout=170, check=False)
    return make


def test_configs_are_in_step():
    subprocess.run([RUNBOOK / "generate.sh", "--check"], check=True)


def test_ids_and_prefixes_are_distinct():
    rows = json.loads((paths.ROOT / "configs" / "databases.json").read_text())
    assert len(rows) == 8
    for key in ("name", "schema", "prefix", "server_id"):
        assert len({row[key] for row in rows}) == len(rows)
    text = (paths.ROOT / "makefiles" / "connectors.mk").read_text()
    assert f"DATABASES = {' '.join(row['name'] for row in rows)}\n" in text


def test_the_workers_properties_keep_a_value_as_it_is(tmp_path):
    (tmp_path / "env").write_text('REST_USER=me\nREST_PASSWORD=" a${env:HOME}b\\c "\n', encoding="utf-8")
    done = subprocess.run(["jq", "-nr", "-L", RUNBOOK, "-f", RUNBOOK / "worker.jq", "--rawfile", "text",
                           tmp_path / "env", "--arg", "bus", "embedded"],
                          capture_output=True, text=True, timeout=60, check=True)
    assert "rest.password=\\ a${env:HOME}b\\\\c \n" in done.stdout


def test_register(worker, run):
    worker.answers["POST", "/connectors"] = (201, {})
    done = run("register-trading-source")
    assert done.returncode == 0 and "mariadb-trading-connector is registered" in done.stdout
    (method, path, body, _), = worker.asked
    assert (method, path, body["name"]) == ("POST", "/connectors", "mariadb-trading-connector")
    config = body["config"]
    assert config["database.password"] == SECRET
    assert config["database.user"] == " re pl "
    assert config["database.port"] == "3306"
    assert config["topic.prefix"] == "xchange_trading"
    assert config["schema.history.internal.kafka.topic"] == "xchange_trading.schema-history"
    assert config["schema.history.internal.consumer.sasl.jaas.config"].endswith(
        r'username="ke\"y" password="se\\cret";')


def test_embedded_needs_no_kafka(worker, run):
    worker.answers["POST", "/connectors"] = (201, {})
    done = run("register-trading-source", BUS="embedded", env={
        "KAFKA_BOOTSTRAP_SERVERS": None, "CONFLUENT_API_KEY": None, "CONFLUENT_API_SECRET": None})
    assert done.returncode == 0, done.stderr
    config = worker.asked[0][2]["config"]
    assert not [key for key in config if "producer" in key or "consumer" in key or "bootstrap" in key]
    assert config["schema.history.internal.kafka.topic"] == "xchange_trading.schema-history"


def test_a_kafka_without_credentials(worker, run):
    worker.answers["POST", "/connectors"] = (201, {})
    done = run("register-trading-source", env={"CONFLUENT_API_KEY": "", "CONFLUENT_API_SECRET": ""})
    assert done.returncode == 0 and "CONFLUENT_API_KEY is empty" in done.stderr, done.stderr
    config = worker.asked[0][2]["config"]
    assert not [key for key in config if ".producer." in key or ".consumer." in key]
    assert config["schema.history.internal.kafka.bootstrap.servers"] == "broker:9092"
    assert run("register-trading-sink", env={"CONFLUENT_API_KEY": ""}).stderr == ""


def test_nothing_behind_the_equals_sign_is_the_default(worker, run):
    worker.answers["POST", "/connectors"] = (201, {})
    run("register-trading-source", env={"TRADING_PORT": "", "TRADING_TOPIC_PREFIX": "",
                                        "TRADING_HISTORY_TOPIC": ""})
    config = worker.asked[0][2]["config"]
    assert config["database.port"] == "3306" and config["topic.prefix"] == "xchange_trading"
    assert config["schema.history.internal.kafka.topic"] == "xchange_trading.schema-history"


def test_a_mark_of_utf_8_is_no_part_of_the_first_name(worker, run, monkeypatch):
    worker.answers["POST", "/connectors"] = (201, {})
    first = {"\ufeffTRADING_HOST": "from.windows", **ENV}
    del first["TRADING_HOST"]
    monkeypatch.setattr(f"{__name__}.ENV", first)
    assert run("register-trading-source").returncode == 0
    assert worker.asked[0][2]["config"]["database.hostname"] == "from.windows"


def test_sink_keeps_what_is_not_its_variable(worker, run):
    worker.answers["POST", "/connectors"] = (201, {})
    assert run("register-trading-sink").returncode == 0
    config = worker.asked[0][2]["config"]
    assert config["collection.name.format"] == "mp_cdc.${topic}"
    assert config["topics.regex"] == r"xchange_trading\.xchange_trading\..*"
    assert config["connection.password"] == SECRET


def test_renamed_pair(worker, run):
    worker.answers["POST", "/connectors"] = (201, {})
    renamed = {"TRADING_TOPIC_PREFIX": "xchange.trading_v2",
               "TRADING_HISTORY_TOPIC": "xchange_trading-v2.schema-history"}
    run("register-trading-source", env=renamed)
    run("register-trading-sink", env=renamed)
    source, sink = (asked[2]["config"] for asked in worker.asked)
    assert source["topic.prefix"] == "xchange.trading_v2"
    assert source["schema.history.internal.kafka.topic"] == "xchange_trading-v2.schema-history"
    assert sink["topics.regex"] == r"xchange\.trading_v2\.xchange_trading\..*"


@pytest.mark.parametrize("env, says", [
    ({"TRADING_HOST": None}, ["sources/mariadb/trading.json", "database.hostname", "TRADING_HOST"]),
    ({"TRADING_TABLE_ALLOWLIST": ""}, ["TRADING_TABLE_ALLOWLIST", "every table would be captured"]),
    ({"FINANCE_TABLE_ALLOWLIST": r"xchange_finance\.Trades"},
     ["mariadb-trading-connector", "mariadb-finance-connector", "mp_cdc.trades"]),
    ({"FINANCE_TABLE_ALLOWLIST": "xchange_finance.(fin_a|trades)"},
     ["mariadb-trading-connector", "mariadb-finance-connector", "mp_cdc.trades"]),
    ({"FINANCE_TABLE_ALLOWLIST": "xchange_finance.x|xchange_finance.(?:or|tr)ders"}, ["mp_cdc.orders"]),
    ({"KAFKA_BOOTSTRAP_SERVERS": ""}, ["KAFKA_BOOTSTRAP_SERVERS", "is empty"]),
    ({"BUS": "foo"}, ["BUS is foo", "kafka or embedded"]),
])
def test_refused_before_anything_is_sent(worker, run, env, says):
    done = run("register-trading-source", env=env)
    assert done.returncode != 0 and worker.asked == []
    for words in says:
        assert words in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_expressions_are_not_compared_by_name(worker, run):
    worker.answers["POST", "/connectors"] = (201, {})
    done = run("register-trading-source", env={
        "TRADING_TABLE_ALLOWLIST": r"xchange_trading\..*", "CLAIM_TABLE_ALLOWLIST": r"xchange_claim\..*"})
    assert done.returncode == 0 and "is registered" in done.stdout, done.stderr
    assert done.stderr.startswith(r"TRADING_TABLE_ALLOWLIST has xchange_trading\..*: whether")
    assert run("register-trading-source").stderr == ""


def test_register_twice(worker, run):
    worker.answers["POST", "/connectors"] = (
        409, {"message": "Connector mariadb-trading-connector already exists"})
    done = run("register-trading-source")
    assert done.returncode != 0
    assert "already exists" in done.stderr and "make restart-trading-source" in done.stderr


SINK = "/connectors/postgres-sink-chat"


def restartable(worker, run, *statuses, tasks=True, **config):
    """A worker that has the sink as it is configured, but for config, and says these states of it in
    turn: of its tasks, or that they have their new configuration."""
    worker.answers = {("POST", "/connectors"): (201, {})}
    run("register-chat-sink")
    sent = worker.asked[-1][2]["config"]
    before = {**sent, **config}
    worker.asked.clear()
    worker.answers = {
        ("GET", SINK): (200, {"config": before}), ("PUT", f"{SINK}/config"): (200, {}),
        ("POST", f"{SINK}/restart"): (202, {}), ("GET", f"{SINK}/status"): inturn(statuses),
        ("GET", f"{SINK}/tasks"): inturn([[{"config": before}], [{"config": sent if tasks else before}]])}


def inturn(answers):
    """The last one stays."""
    left = list(answers)
    return lambda: (200, left.pop(0) if len(left) > 1 else left[0])


def test_restart(worker, run):
    assert "is not registered" in run("restart-chat-sink").stderr
    restartable(worker, run, _status("RUNNING"))
    done = run("restart-chat-sink")
    assert done.returncode == 0 and "postgres-sink-chat is RUNNING" in done.stdout, done.stderr
    assert [asked[:2] for asked in worker.asked if asked[0] != "GET" or asked[1] == SINK] == [
        ("GET", SINK), ("PUT", f"{SINK}/config"),
        ("POST", f"{SINK}/restart?includeTasks=true&onlyFailed=true")]
    assert worker.asked[2][2]["connection.username"] == "app"


@pytest.mark.parametrize("statuses, code, says", [
    # the old task runs on for a while, then the new one does
    ([("RUNNING",), ("RUNNING",), ("UNASSIGNED",), ("RUNNING",)], 0, "is RUNNING"),
    # nothing of the change was seen
    ([("RUNNING",)], 0, "is RUNNING"),
    # it runs for a moment
    ([("RUNNING",), ("UNASSIGNED",), ("RUNNING",), ("FAILED", "no such table\n\tat x")], 2,
     "is FAILED: no such table\n"),
    ([("RUNNING",), ("FAILED", "it broke\n\tat x")], 2, "is FAILED: it broke\n"),
    # what it failed with before is no answer
    ([("FAILED", "old\n\tat x"), ("FAILED", "old\n\tat x"), ("UNASSIGNED",), ("RUNNING",)], 0, "is RUNNING"),
    ([("FAILED", "old"), ("FAILED", "old"), ("UNASSIGNED",), ("FAILED", "new")], 2, "is FAILED: new"),
    ([("PAUSED",)], 0, "is PAUSED: make resume-postgres-sink-chat"),
    ([("RUNNING",), ("UNASSIGNED",)], 2, "are not running after 3 s"),
])
def test_restart_waits_for_what_it_has_begun(worker, run, monkeypatch, statuses, code, says):
    monkeypatch.setenv("RESTART_WAIT", "3" if "after" in says else "150")
    restartable(worker, run, *(_status(*each) for each in statuses), **{"insert.mode": "insert"})
    done = run("restart-chat-sink")
    assert done.returncode == code and says in done.stdout + done.stderr, done.stdout + done.stderr


def test_a_stopping_task_is_not_the_new_one(worker, run):
    stopping = _status("RUNNING")
    stopping["tasks"][0]["progress"] = "stopping"
    restartable(worker, run, _status("RUNNING"), *[stopping] * 12, _status("FAILED", "it broke"),
                **{"insert.mode": "insert"})
    assert "is FAILED: it broke" in run("restart-chat-sink").stderr


def test_tasks_that_keep_their_old_configuration(worker, run, monkeypatch):
    monkeypatch.setenv("RESTART_WAIT", "2")
    restartable(worker, run, _status("RUNNING"), tasks=False, **{"insert.mode": "insert"})
    done = run("restart-chat-sink")
    assert done.returncode and "still have their old configuration after 2 s" in done.stderr


@pytest.mark.parametrize("task, changed, have", [
    ({"a": "1"}, {"a": "1"}, True), ({"a": "1"}, {"a": "2"}, False), ({"a": "1"}, {"a": None}, False),
    ({"b": "1"}, {"a": None}, True), ({"a": "secret", "b": "1"}, {"a": "${env:X}", "b": "1"}, True),
    ({"a": "secret", "b": "1"}, {"a": "${env:X}", "b": "2"}, False), ({"a": "${topic}"}, {"a": "${topic}"}, True),
    ({"a": "x"}, {"a": "${topic}"}, False),
])
def test_when_a_task_has_its_new_configuration(task, changed, have):
    done = subprocess.run(["jq", "-n", "-L", RUNBOOK, "--argjson", "tasks", json.dumps([{"config": task}]),
                           "--argjson", "changed", json.dumps(changed),
                           'include "await"; tasks_have($tasks; $changed)'],
                          capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) is have


def test_unregister_pause_resume(worker, run):
    name = "/connectors/mariadb-live-connector"
    paused = {**_status("PAUSED"), "connector": {"state": "PAUSED", "worker_id": "w:1"}}
    worker.answers = {("DELETE", name): (204, None), ("PUT", f"{name}/pause"): (202, {}),
                      ("PUT", f"{name}/resume"): (202, {}),
                      ("GET", f"{name}/status"): inturn([_status("RUNNING"), paused, paused, _status("RUNNING")])}
    for target, says in (("unregister-live-source", "is gone"), ("pause-mariadb-live-connector", "is PAUSED"),
                         ("resume-mariadb-live-connector", "is RUNNING")):
        done = run(target)
        assert done.returncode == 0 and says in done.stdout, done.stderr
    assert [asked[0] for asked in worker.asked] == ["DELETE", "PUT", "GET", "GET", "PUT", "GET", "GET"]
    assert run("pause-no-such").returncode != 0
    worker.answers["GET", f"{name}/status"] = (200, _status("FAILED", "it broke\n\tat x"))
    assert "is FAILED: it broke" in run("resume-mariadb-live-connector").stderr


def _status(state, trace=None):
    task = {"id": 0, "state": state, "worker_id": "w:1"}
    return {"name": "s", "connector": {"state": "RUNNING", "worker_id": "w:1"}, "type": "source",
            "tasks": [task if trace is None else {**task, "trace": trace}]}


def test_connectors_table(worker, run):
    everything = {"s": {"status": _status("FAILED", "it broke\n\tat there"),
                        "info": {"type": "source"}}}
    worker.answers = {("GET", "/connectors"): (200, everything), ("GET", "/connectors/s/offsets"): (
        200, {"offsets": [{"partition": {"server": "p"}, "offset": {"ts_sec": 1000}}]})}
    done = run("connectors")
    header, row = done.stdout.splitlines()
    assert "seconds behind" in header and done.returncode != 0
    words = row.split()
    assert words[:4] == ["s", "source", "RUNNING", "FAILED"] and int(words[4]) > 1_700_000_000
    assert row.endswith("it broke")
    everything["s"]["status"] = _status("RUNNING")
    assert run("connectors").returncode == 0


def test_who_has_no_status_is_in_the_table_too(worker, run):
    """Kafka Connect leaves it out where the status is asked for."""
    both = {"a": {"status": _status("RUNNING"), "info": {"type": "sink"}}}
    worker.answers = {("GET", "/connectors"): inturn([both, {"a": {"info": {"type": "sink"}},
                                                            "b": {"info": {"type": "sink"}}}])}
    done = run("connectors")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert rows[1] == ["a", "sink", "RUNNING", "RUNNING", "-"] and rows[2] == ["b", "sink", "-", "none", "-"]


def test_connector_status(worker, run):
    worker.answers["GET", "/connectors/s/status"] = (200, _status("FAILED", "it broke\n\tat there"))
    done = run("connector-status", C="s")
    assert done.returncode == 0 and "task 0: FAILED" in done.stdout
    assert "\nit broke\n" in done.stdout and "at there" in done.stdout
    assert run("connector-status").returncode != 0


@pytest.mark.parametrize("members, table", [
    ({"trouble": "waiting for the target: it is down", "progress": "p"},
     "waiting for the target: it is down"),
    ({"progress": "snapshot of a.b: 5 of 10", "last_error": "e\n\tat"}, "snapshot of a.b: 5 of 10"),
    ({"restarts": 3, "last_error": "it broke\n\tat there"}, "last error: it broke"),
])
def test_what_a_running_task_waits_for_is_seen(worker, run, members, table):
    status = _status("RUNNING")
    status["tasks"][0].update(members)
    worker.answers = {("GET", "/connectors/s/status"): (200, status),
                      ("GET", "/connectors/s/offsets"): (200, {"offsets": []}),
                      ("GET", "/connectors"): (200, {"s": {"status": status,
                                                           "info": {"type": "source"}}})}
    done = run("connectors")
    assert done.returncode == 0 and done.stdout.splitlines()[1].endswith("  " + table)
    said = run("connector-status", C="s").stdout
    for name, words in members.items():
        if name != "restarts":
            assert f"  {name.replace('_', ' ')}: {words.splitlines()[0]}\n" in said


def test_validate_says_what_it_warns_of(worker, run):
    path = "/connector-plugins/io.debezium.connector.jdbc.JdbcSinkConnector/config/validate"
    answer = {"error_count": 0, "configs": []}
    worker.answers["PUT", path] = (200, answer)
    assert "warning" not in run("validate-trading-sink").stdout
    answer["warnings"] = ["collection.name.format: table t, column v: refused"]
    done = run("validate-trading-sink")
    assert done.returncode == 0 and "would be accepted" in done.stdout
    assert "  warning: collection.name.format: table t, column v: refused\n" in done.stdout


def test_credentials_and_silence(worker, run):
    port = worker.server_address[1]
    worker.answers["GET", "/connectors"] = (200, {})
    assert run("connectors", DEBEZIUM_URL=f"http://me:s3cret@127.0.0.1:{port}/").returncode == 0
    assert worker.asked[0][3].startswith("Basic ")
    worker.shutdown()
    worker.server_close()
    for password in ("s3cret", "pass@s3cret"):
        done = run("connectors", DEBEZIUM_URL=f"http://me:{password}@127.0.0.1:{port}")
        assert done.returncode != 0 and f"no answer from http://127.0.0.1:{port}" in done.stderr
        assert "s3cret" not in done.stderr


def test_nothing_secret_in_arguments(worker, run, tmp_path):
    """A curl and a jq of ours write down their arguments."""
    worker.answers["POST", "/connectors"] = (201, {})
    for tool in ("curl", "jq"):
        (tmp_path / tool).write_text(
            f'#!/bin/bash\nprintf "%s\\n" "$@" >>{tmp_path}/arguments\nPATH=${{PATH#*:}} exec {tool} "$@"\n')
        (tmp_path / tool).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = run("register-trading-source", PATH=path)
    assert done.returncode == 0, done.stderr
    arguments = (tmp_path / "arguments").read_text()
    assert "-K" in arguments and SECRET not in arguments and "se\\cret" not in arguments
