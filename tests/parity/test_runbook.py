"""The same runbook at the real Connect with Debezium, and at ours on Kafka: on a broker that creates
no topic by itself and wants SASL over TLS."""
import pytest

from support import certificates, debezium
from support.java import Broker, JavaConnect
from support.process import free_port
from support.runbook import SCHEMAS, TABLES, Pipelines, databases
from support.waiting import until
from support.weir import Weir

pytestmark = [pytest.mark.java, pytest.mark.timeout(600)]
KEY, SECRET = "ALICE", 'se"cr\\et'
JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required "
SOURCE, SINK = "mariadb-trading-connector", "postgres-sink-trading"
DEBEZIUM = "3.2.0.Final"  # the last that takes snapshot.mode=schema_only


def escaped(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A folder with a broker's certificate and the authority that signed it, as PEM and for Java."""
    folder = tmp_path_factory.mktemp("authority")
    certificates.authority(folder, "ca")
    certificates.leaf(folder, "server", "ca")
    certificates.java_truststore(folder, "trust.p12", "ca.pem", "PKCS12")
    return folder


@pytest.fixture(scope="module")
def cloud(authority):
    """host:port of the listener that people come in by."""
    ports = {name: free_port() for name in ("PLAINTEXT", "CLOUD", "CONTROLLER")}
    where = ",".join(f"{name}://127.0.0.1:{port}" for name, port in ports.items())
    broker = Broker("kafka-cloud", port=ports["PLAINTEXT"], properties={
        "listeners": where, "advertised.listeners": where, "auto.create.topics.enable": "false",
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{ports['CONTROLLER']}",
        "inter.broker.listener.name": "PLAINTEXT", "default.replication.factor": 1,
        "listener.security.protocol.map":
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CLOUD:SASL_SSL",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.key": certificates.pem(authority, "server.key"),
        "ssl.keystore.certificate.chain": certificates.pem(authority, "server.pem"),
        "listener.name.cloud.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.cloud.plain.sasl.jaas.config":
            f'{JAAS}user_{KEY}="{escaped(SECRET)}";'})
    yield f"127.0.0.1:{ports['CLOUD']}"
    broker.stop()


def security():
    own = {"security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN",
           "sasl.jaas.config": f'{JAAS}username="{KEY}" password="{escaped(SECRET)}";'}
    return {f"{role}{key}": value for role in ("", "producer.", "consumer.", "admin.")
            for key, value in own.items()}


def connect(bootstrap, authority, group):
    trust = (f"-Djavax.net.ssl.trustStore={authority / 'trust.p12'} "
             f"-Djavax.net.ssl.trustStorePassword={certificates.PASSWORD}")
    return JavaConnect(bootstrap, group, env={"KAFKA_OPTS": trust}, properties={
        **security(), "plugin.path": debezium.plugin_path(DEBEZIUM), "plugin.discovery": "hybrid_warn",
        "consumer.metadata.max.age.ms": 2000})  # it sees a new topic only so late: five minutes else


def weir(bootstrap, authority, group):
    return Weir(security(), bootstrap, group, env={"SSL_CERT_FILE": str(authority / "ca.pem")})


@pytest.fixture(params=[connect, weir], ids=["connect", "weir"])
def pipelines(request, cloud, authority, tmp_path, word):
    """On a worker whose group, and with it whose connectors and topics, no other test has."""
    group = word(request.param.__name__)
    with databases() as (mariadb, postgres):
        worker = request.param(cloud, authority, group)
        try:
            yield Pipelines(mariadb, postgres, worker.rest.url, tmp_path, {
                "KAFKA_BOOTSTRAP_SERVERS": cloud, "CONFLUENT_API_KEY": KEY,
                "CONFLUENT_API_SECRET": SECRET,
                "TRADING_TOPIC_PREFIX": f"{group}_trading",
                "FINANCE_TOPIC_PREFIX": f"{group}_finance"})
        finally:
            worker.stop()


def registered(pipelines, *names):
    for name in names:
        for kind, connector in (("source", f"mariadb-{name}-connector"),
                                ("sink", f"postgres-sink-{name}")):
            assert "is registered" in pipelines.must(f"register-{name}-{kind}")
            pipelines.runs(connector)
        pipelines.captures(f"mariadb-{name}-connector")


def test_every_target(pipelines):
    registered(pipelines, "trading", "finance")
    pipelines.insert("trading", "orders", 1, 2)
    pipelines.insert("finance", "ledger", 7)
    pipelines.comes("orders", [1, 2], 120), pipelines.comes("ledger", [7], 120)
    assert pipelines.must("connectors").count("RUNNING") == 8

    pipelines.must(f"pause-{SINK}")
    until(lambda: "PAUSED" in pipelines.must("connector-status", C=SINK), 60, "the sink is paused")
    pipelines.insert("trading", "orders", 3)
    pipelines.must(f"resume-{SINK}")
    pipelines.comes("orders", [1, 2, 3], 120)

    pipelines.must("restart-trading-source")
    pipelines.must("restart-trading-sink")
    pipelines.mariadb.run("DELETE FROM xchange_trading.orders WHERE id = 2")
    pipelines.insert("trading", "orders", 4)
    pipelines.comes("orders", [1, 3, 4], 120)

    code, said = pipelines.make("register-trading-source")
    assert code and "already exists" in said
    code, said = pipelines.make("connector-status", C="nobody")
    assert code and "(404)" in said
    pipelines.must("unregister-trading-sink"), pipelines.must("unregister-trading-source")
    code, said = pipelines.make("restart-trading-source")
    assert code and "make register-trading-source does that" in said
    pipelines.insert("trading", "orders", 5)
    registered(pipelines, "trading")
    pipelines.comes("orders", [1, 3, 4, 5], 120)
    pipelines.env["FINANCE_PASS"] = "wrong"
    code, said = pipelines.make("restart-finance-source")
    assert code and "(400)" in said, said
    for name in ("trading", "finance"):
        pipelines.must(f"unregister-{name}-sink"), pipelines.must(f"unregister-{name}-source")
    assert SOURCE not in pipelines.must("connectors")


def add_fills(pipelines):
    """A table beside the captured one, with rows in it."""
    registered(pipelines, "trading")
    pipelines.insert("trading", "orders", 1)
    pipelines.comes("orders", [1], 120)
    schema = SCHEMAS["trading"]
    pipelines.mariadb.run(f"CREATE TABLE {schema}.fills ({TABLES['trading'][1]})")
    pipelines.insert("trading", "fills", *range(1, 1001))


def all_there(pipelines, table):
    """Whether what the source's table has is in the target's, once the newest row is."""
    there = pipelines.source_ids("trading", table)
    until(lambda: there[-1] in pipelines.target_ids(table), 120, f"the newest row of {table}")
    return pipelines.target_ids(table) == there


@pytest.mark.parametrize("pipelines", [connect], ids=["connect"], indirect=True)
def test_the_old_order_of_adding_a_table_loses_rows(pipelines):
    """Copy, then the list and recovery mode: what is written in between is in no topic, since the
    offset moves on with the other tables."""
    add_fills(pipelines)
    pipelines.allow("trading", "orders", "fills")
    with pipelines.writing("trading", "fills", 2001), pipelines.writing("trading", "orders", 2001):
        pipelines.migrate("trading", "fills")
        copied = len(pipelines.target_ids("fills"))
        until(lambda: len(pipelines.source_ids("trading", "fills")) > copied + 20, 60, "more rows")
        pipelines.configure(SOURCE, {"snapshot.mode": "schema_only_recovery",
                                     "table.include.list": pipelines.env["TRADING_TABLE_ALLOWLIST"]})
        pipelines.runs(SOURCE)
        pipelines.must("restart-trading-source")
        pipelines.runs(SOURCE)
        until(lambda: len(pipelines.target_ids("fills")) > copied, 120, "rows by the topic")
    assert not all_there(pipelines, "fills"), "the real one has learned to copy what it never read"


def test_the_safe_order_of_adding_a_table(pipelines):
    """The list, pause the sink, restart the source, copy, resume the sink."""
    add_fills(pipelines)
    pipelines.allow("trading", "orders", "fills")
    with pipelines.writing("trading", "fills", 2001), pipelines.writing("trading", "orders", 2001):
        pipelines.must(f"pause-{SINK}")
        until(lambda: "PAUSED" in pipelines.must("connector-status", C=SINK), 60, "a paused sink")
        assert "is RUNNING" in pipelines.must("restart-trading-source")
        pipelines.migrate("trading", "fills")
        pipelines.must(f"resume-{SINK}")
        pipelines.runs(SINK)
    assert all_there(pipelines, "fills") and all_there(pipelines, "orders")
