"""The runbook typed in line by line at a running worker: two databases, one target, and tables that
are added, removed and renamed while their rows keep coming."""
import pytest

from support.runbook import SCHEMAS, TABLES, Pipelines, databases
from support.waiting import until

pytestmark = pytest.mark.timeout(400)
SOURCE, SINK = "mariadb-trading-connector", "postgres-sink-trading"


@pytest.fixture
def pipelines(start_weir, tmp_path):
    with databases() as (mariadb, postgres):
        weir = start_weir({"offset.flush.interval.ms": "200"})
        yield Pipelines(mariadb, postgres, weir.rest.url, tmp_path, {"BUS": "embedded"})


def registered(pipelines, *names):
    for name in names or ("trading", "finance"):
        for kind, connector in (("source", f"mariadb-{name}-connector"),
                                ("sink", f"postgres-sink-{name}")):
            assert "is registered" in pipelines.must(f"register-{name}-{kind}")
            pipelines.runs(connector)


def test_the_daily_round(pipelines):
    """register, watch, pause, resume, restart, unregister: for two databases side by side."""
    pipelines.insert("trading", "orders", 1)  # before: schema_only copies no rows
    registered(pipelines)
    pipelines.insert("trading", "orders", 2, 3)
    pipelines.insert("finance", "ledger", 7)
    pipelines.comes("orders", [2, 3]), pipelines.comes("ledger", [7])
    assert pipelines.postgres.run("SELECT price::text, note, open FROM mp_cdc.orders WHERE id = 2") \
        == [("2.25000000", "note '2'", True)]

    table = pipelines.must("connectors")
    assert table.count("RUNNING") == 8 and SOURCE in table and "postgres-sink-finance" in table

    assert "pause is asked for" in pipelines.must(f"pause-{SINK}")
    until(lambda: "PAUSED" in pipelines.must("connector-status", C=SINK), 30, "the sink is paused")
    pipelines.insert("trading", "orders", 4)
    pipelines.insert("finance", "ledger", 8)
    pipelines.comes("ledger", [7, 8])
    assert pipelines.target_ids("orders") == [2, 3]
    pipelines.must(f"resume-{SINK}")
    pipelines.comes("orders", [2, 3, 4])

    assert "goes on at its offsets" in pipelines.must("restart-trading-source")
    pipelines.must("restart-trading-sink")
    pipelines.mariadb.run("DELETE FROM xchange_trading.orders WHERE id = 3")
    pipelines.insert("trading", "orders", 5)
    pipelines.comes("orders", [2, 4, 5])

    code, said = pipelines.make("register-trading-source")
    assert code and "already exists" in said and "make restart-trading-source" in said
    for kind in ("sink", "source"):
        pipelines.must(f"unregister-trading-{kind}")
    code, said = pipelines.make("restart-trading-source")
    assert code and "make register-trading-source does that" in said
    pipelines.insert("trading", "orders", 6)  # while it is away; its offsets stay
    registered(pipelines, "trading")
    pipelines.comes("orders", [2, 4, 5, 6])


def test_what_fails_is_seen(pipelines):
    registered(pipelines, "trading")
    pipelines.must("connectors")
    pipelines.postgres.run("CREATE TABLE mp_cdc.orders (id BIGINT PRIMARY KEY, price DATE, "
                           "note TEXT, open BOOLEAN, made TIMESTAMP)")
    pipelines.insert("trading", "orders", 1)
    until(lambda: pipelines.make("connectors")[0] == 2, 60, "make connectors fails")
    code, said = pipelines.make("connectors")
    assert "FAILED" in said
    said = pipelines.must("connector-status", C=SINK)
    assert "orders" in said and "price" in said and "date" in said, said
    pipelines.postgres.run("DROP TABLE mp_cdc.orders")
    pipelines.must("restart-trading-sink")
    pipelines.comes("orders", [1])
    pipelines.must("connectors")


def test_wrong_credentials_are_refused_in_words(pipelines):
    pipelines.env["TRADING_PASS"] = "no$such'word"
    code, said = pipelines.make("register-trading-source")
    assert code and "(400)" in said and "no$such" not in said, said
    code, said = pipelines.make("validate-trading-source")
    assert code and "would be refused" in said and "no$such" not in said, said
    assert "would be accepted" in pipelines.must("validate-finance-source")
    code, said = pipelines.make("connector-status", C=SOURCE)
    assert code and "404" in said


def test_a_table_is_added_while_it_is_written(pipelines):
    """The short way: the allowlist, one make, done; the rows that were there come too."""
    schema, (_, columns) = SCHEMAS["trading"], TABLES["trading"]
    registered(pipelines, "trading")
    pipelines.insert("trading", "orders", 1)
    pipelines.comes("orders", [1])
    pipelines.mariadb.run(f"CREATE TABLE {schema}.fills ({columns})")
    pipelines.insert("trading", "fills", *range(1, 2001))
    with pipelines.writing("trading", "fills", 3001), pipelines.writing("trading", "orders", 3001):
        pipelines.allow("trading", "orders", "fills")
        pipelines.must("restart-trading-source")
        until(lambda: len(pipelines.target_ids("fills")) > 2100, 90, "old and new rows of fills")
    for table in ("fills", "orders"):
        pipelines.comes(table, pipelines.source_ids("trading", table))

    pipelines.allow("trading", "orders")  # and out again: it just stops
    pipelines.must("restart-trading-source")
    there = pipelines.target_ids("fills")
    pipelines.insert("trading", "fills", 900001)
    pipelines.insert("trading", "orders", 900001)
    pipelines.comes("orders", pipelines.source_ids("trading", "orders"))
    assert pipelines.target_ids("fills") == there
    pipelines.must("connectors")


def test_the_prefix_is_renamed(pipelines):
    """v2: another prefix and history topic, while rows are added and changed; none is lost."""
    def sums():
        what = "SELECT COUNT(*), SUM(price) FROM"
        (ours,) = pipelines.mariadb.run(f"{what} {SCHEMAS['trading']}.orders")
        (theirs,) = pipelines.postgres.run(f"{what} mp_cdc.orders")
        return tuple(ours), tuple(theirs)

    registered(pipelines, "trading")
    pipelines.insert("trading", "orders", 1)
    pipelines.comes("orders", [1])
    change = f"UPDATE {SCHEMAS['trading']}.orders SET price = price + 1 WHERE id < 1050"
    with pipelines.writing("trading", "orders", 1001, change):
        until(lambda: len(pipelines.target_ids("orders")) > 20, 60, "rows of the old prefix")
        pipelines.env["TRADING_TOPIC_PREFIX"] = "xchange_trading_v2"
        pipelines.env["TRADING_HISTORY_TOPIC"] = "xchange_trading-v2.schema-history"
        pipelines.must("unregister-trading-source", "unregister-trading-sink")
        said = pipelines.must("migrate-trading", MIGRATE="--seed --replace")
        assert "is created and streams from that place" in said
        assert "is registered" in pipelines.must("register-trading-sink")
        first = max(pipelines.source_ids("trading", "orders"))
        until(lambda: any(each > first for each in pipelines.target_ids("orders")), 60,
              "rows of the new prefix")
    pipelines.comes("orders", pipelines.source_ids("trading", "orders"))
    until(lambda: len(set(sums())) == 1, 60, "equal sums")


def test_recovery_rebuilds_the_history(pipelines):
    """The old way to a new history topic: snapshot.mode recovery, restart, back to schema_only."""
    registered(pipelines, "trading")
    pipelines.insert("trading", "orders", 1)
    pipelines.comes("orders", [1])
    pipelines.env["TRADING_HISTORY_TOPIC"] = "xchange_trading-2.schema-history"
    code, said = pipelines.make("restart-trading-source")
    assert code and f"{SOURCE} is FAILED: The db history topic is missing" in said, said
    assert "recovery" in pipelines.must("connector-status", C=SOURCE)
    pipelines.insert("trading", "orders", 2)
    pipelines.configure(SOURCE, {"snapshot.mode": "recovery"})
    pipelines.must("restart-trading-sink")
    pipelines.comes("orders", [1, 2])
    pipelines.must("restart-trading-source")  # schema_only again
    pipelines.runs(SOURCE)
    pipelines.insert("trading", "orders", 3)
    pipelines.comes("orders", [1, 2, 3])
