"""`weir migrate`: chunks, one place in the binlog, interrupts of every kind, going on, seeding."""
import http.server
import json
import os
import pty
import re
import signal
import subprocess
import threading

import pymysql
import pytest

from support import pg_sink
from support.fake_worker import answering
from support.mariadb_rig import MariaDB
from support.migrate import Migrate
from support.postgres_rig import Postgres
from support.toy_cdc import topic_values
from support.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def mariadb():
    with MariaDB("migrate-runs") as server:
        yield server


@pytest.fixture(scope="module")
def postgres():
    server = Postgres("migrate-runs-pg")
    yield server
    server.stop()


@pytest.fixture
def migrate(tmp_path, mariadb, postgres, word):
    database = word("db").replace("-", "_")
    mariadb.run(f"CREATE DATABASE {database}")
    postgres.run("DROP SCHEMA IF EXISTS mp_cdc CASCADE")
    yield Migrate(tmp_path, mariadb, postgres, database)
    mariadb.run(f"DROP DATABASE {database}")


def sql(migrate, *statements):
    return migrate.mariadb.run(*statements, database=migrate.database)


def count(migrate, table="t"):
    return migrate.postgres.one(f"SELECT count(*) FROM mp_cdc.{table}")


def sequence(migrate, n, table="t", keys="seq"):
    """A table of n rows with ids from the expression keys."""
    sql(migrate, f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, word VARCHAR(60) NOT NULL)",
        f"INSERT INTO {table} SELECT {keys}, CONCAT('row ', {keys}) FROM seq_1_to_{n}")
    analyzed(migrate, table)


def analyzed(migrate, table):
    """Its statistics tell how many rows it has."""
    sql(migrate, f"ANALYZE TABLE {table}")


def sums(migrate):
    """The same sum of t on both sides, each by its own SQL."""
    row = "concat_ws('|', id, word)"
    ours = sql(migrate, f"SELECT COUNT(*), SUM(CONV(LEFT(MD5({row}), 8), 16, 10)) FROM t")[0]
    theirs = migrate.rows(f"SELECT count(*), sum(('x' || left(md5({row}), 8))::bit(32)::bigint) "
                          "FROM mp_cdc.t")[0]
    return [tuple(int(number) for number in side) for side in (ours, theirs)]


SMALL = ("--threshold", "100", "--batch-size", "500")


# ---- chunks ----

@pytest.mark.parametrize("keys", ["seq", "CAST(seq AS SIGNED) - 3000", "seq * 100000000000000",
                                  "-9223372036854775807 + CAST(seq AS SIGNED) * 1500000000000000"])
def test_ranges_of_a_key(migrate, keys):
    sequence(migrate, 6000, keys=keys)
    said = migrate.run(*SMALL, "--verify")
    assert int(re.search(r'"mp_cdc"."t": (\d+) chunks', said)[1]) > 5
    assert re.search(r"t +6,000 .* equal\n", said), said
    ours, theirs = sums(migrate)
    assert ours == theirs and ours[0] == 6000


def test_an_unsigned_key_beyond_the_signed_ones(migrate):
    sql(migrate, "CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, n INT)",
        "INSERT INTO t SELECT 18446744073709551615 - seq, seq FROM seq_0_to_3999")
    analyzed(migrate, "t")
    migrate.source["bigint.unsigned.handling.mode"] = "precise"
    said = migrate.run(*SMALL, "--verify")
    assert int(re.search(r'"mp_cdc"."t": (\d+) chunks', said)[1]) > 3
    assert re.search(r"t +4,000 .* equal\n", said), said


@pytest.mark.parametrize("kind", ["DATE", "DATETIME(3)", "TIMESTAMP NULL"])
@pytest.mark.parametrize("index", ["", ", KEY (happened)"])
def test_years(migrate, kind, index):
    stamp = kind.startswith("TIMESTAMP")
    odd = ["NULL", "'0000-00-00'"] + ([] if stamp else
                                      ["'2021-00-00'", "'2021-05-00'", "'0000-05-01'", "'0001-01-01'",
                                       "'1000-12-31'", "'9999-12-31'"])
    sql(migrate, f"CREATE TABLE t (code CHAR(36) PRIMARY KEY, happened {kind}{index})",
        "SET sql_mode=''", "INSERT INTO t SELECT UUID(), '2017-01-01' + INTERVAL seq DAY FROM "
        "seq_0_to_2999", *(f"INSERT INTO t VALUES ('odd {i}', {text})" for i, text in enumerate(odd)))
    analyzed(migrate, "t")
    said = migrate.run(*SMALL, "--verify")
    chunks = int(re.search(r'"mp_cdc"."t": (\d+) chunks', said)[1])
    assert chunks >= (10 if index else 4)
    assert re.search(rf"t +3,{len(odd):03} .* equal\n", said), said
    assert migrate.postgres.one("SELECT count(*) FROM mp_cdc.t WHERE code LIKE 'odd%'") == len(odd)


def test_a_dry_run_writes_nothing(migrate):
    sequence(migrate, 3000)
    sql(migrate, "CREATE VIEW seen AS SELECT * FROM t")
    said = migrate.run(*SMALL, "--dry-run")
    assert "about 3,000 rows" in said and "CREATE TABLE" in said and "`id` >= " in said
    assert "seen" not in said  # base tables only
    assert migrate.postgres.one("SELECT to_regnamespace('mp_cdc') IS NULL")


# ---- one place ----

def writer(server, database, stop):
    """Moves an amount from account to account in transactions, in two tables."""
    connection = server.connect(database, autocommit=False)
    with connection.cursor() as cursor:
        i = 0
        while not stop.is_set():
            i += 1
            cursor.execute("UPDATE a SET amount = amount - 1 WHERE id = %s", (i * 7919 % 4000 + 1,))
            cursor.execute("UPDATE b SET amount = amount + 1 WHERE id = %s", (i * 104729 % 4000 + 1,))
            connection.commit()
    connection.close()


@pytest.fixture
def busy(migrate):
    for table in "ab":
        sql(migrate, f"CREATE TABLE {table} (id INT PRIMARY KEY, amount BIGINT NOT NULL)",
            f"INSERT INTO {table} SELECT seq, 1000 FROM seq_1_to_4000")
        analyzed(migrate, table)
    stop = threading.Event()
    thread = threading.Thread(target=writer, args=(migrate.mariadb, migrate.database, stop))
    thread.start()
    yield migrate
    stop.set()
    thread.join()


def total(migrate):
    return migrate.postgres.one("SELECT (SELECT sum(amount) FROM mp_cdc.a) + "
                                "(SELECT sum(amount) FROM mp_cdc.b)")


def test_all_tables_and_chunks_are_read_at_one_place(busy):
    said = busy.run(*SMALL, "--verify")
    assert total(busy) == 8000000
    assert "not consistent" not in said and said.count(" equal\n") == 2


def test_without_the_right_to_lock(busy):
    server = busy.mariadb
    server.run("CREATE OR REPLACE USER few@'127.0.0.1' IDENTIFIED BY 'few'",
               f"GRANT SELECT ON {busy.database}.* TO few@'127.0.0.1'",
               "GRANT BINLOG MONITOR ON *.* TO few@'127.0.0.1'")
    busy.env.update(SHOP_USER="few", SHOP_PASS="few")
    said = busy.run(*SMALL)
    assert "not consistent: there is no right to FLUSH TABLES WITH READ LOCK" in said or \
        total(busy) == 8000000
    assert count(busy, "a") == count(busy, "b") == 4000


def test_without_the_right_to_the_binlogs_place(migrate):
    sequence(migrate, 5)
    migrate.mariadb.run("CREATE OR REPLACE USER least@'127.0.0.1' IDENTIFIED BY 'least'",
                        f"GRANT SELECT ON {migrate.database}.* TO least@'127.0.0.1'")
    migrate.env.update(SHOP_USER="least", SHOP_PASS="least")
    assert "GRANT BINLOG MONITOR, REPLICATION SLAVE ON *.* to the user" in migrate.run(code=2)
    assert migrate.postgres.one("SELECT to_regclass('mp_cdc.t') IS NULL")
    migrate.mariadb.run("GRANT BINLOG MONITOR ON *.* TO least@'127.0.0.1'")
    migrate.run()
    assert count(migrate) == 5


def test_a_table_without_transactions_is_named(migrate):
    sql(migrate, "CREATE TABLE t (id INT PRIMARY KEY) ENGINE=MyISAM", "INSERT INTO t VALUES (1)")
    assert f"not consistent: {migrate.database}.t: not InnoDB" in migrate.run()


# ---- going on ----

def slow(migrate, table="t", columns="id bigint PRIMARY KEY, word text NOT NULL", seconds=0.1):
    """A trigger that holds every chunk up a little."""
    migrate.postgres.run(
        "CREATE SCHEMA mp_cdc", f"CREATE TABLE mp_cdc.{table} ({columns})",
        "CREATE FUNCTION mp_cdc.wait() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END $$",
        f"CREATE TRIGGER wait AFTER INSERT ON mp_cdc.{table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION mp_cdc.wait()")


def loaded(migrate):
    try:
        return migrate.postgres.one("SELECT count(*) FROM mp_cdc.weir_migrate WHERE state='loaded'")
    except Exception:  # it is not there yet
        return 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interrupted_and_resumed(migrate, how):
    sequence(migrate, 12000)
    slow(migrate)
    child = migrate.start(*SMALL, "--max-workers", "1", "--chunk-workers", "2")
    code, said = migrate.interrupt(child, lambda: loaded(migrate) >= 4, how)
    assert code == (-9 if how == signal.SIGKILL else 130), said
    before = re.search(r"binlog position: (\S+)", said)
    n = loaded(migrate)
    assert 4 <= n < 24
    assert "has rows already" in migrate.run(*SMALL, code=2)
    sql(migrate, "INSERT INTO t VALUES (20000, 'later')")
    said = migrate.run(*SMALL, "--resume", "--verify")
    assert re.search(r"t +12,001 .* equal\n", said), said
    if before:
        assert f"of the run that goes on: {before[1]}" in said
    assert count(migrate) == 12001


def test_resumed_after_a_crash_that_emptied_an_unlogged_table(migrate):
    sequence(migrate, 12000)
    server = migrate.postgres
    server.run("CREATE SCHEMA mp_cdc")
    child = migrate.start("--threshold", "100", "--batch-size", "100", "--max-workers", "1",
                          "--chunk-workers", "1", "--unlogged")
    code, said = migrate.interrupt(child, lambda: loaded(migrate) >= 5, signal.SIGKILL)
    if code == 0:
        pytest.skip("it was too quick")
    assert server.one("SELECT relpersistence FROM pg_class WHERE oid='mp_cdc.t'::regclass") == "u"
    server.crash().start()
    assert count(migrate) == 0 and loaded(migrate) >= 5
    said = migrate.run("--resume", "--verify")
    assert re.search(r"t +12,000 .* equal\n", said), said
    assert server.one("SELECT relpersistence FROM pg_class WHERE oid='mp_cdc.t'::regclass") == "p"
    assert server.one("SELECT count(*) FROM pg_index WHERE indrelid='mp_cdc.t'::regclass AND indisprimary") == 1


@pytest.mark.parametrize("columns", ["code text PRIMARY KEY, at date NOT NULL, word varchar(9)",
                                     "code text, at date NOT NULL, word varchar(9)",
                                     "code text, at date NOT NULL, word varchar(9), PRIMARY KEY (word, code, at)"])
def test_rows_that_changed_chunks_between_two_runs(migrate, columns):
    """The target was there: with its key, without, and with all its columns as key."""
    sql(migrate, "CREATE TABLE t (code VARCHAR(40) NOT NULL PRIMARY KEY, at DATE NOT NULL, word VARCHAR(9) NOT NULL "
        "DEFAULT 'x', KEY (at))",
        "INSERT INTO t (code, at) SELECT CONCAT('c', seq), '2015-01-01' + INTERVAL seq DAY FROM seq_0_to_2999")
    analyzed(migrate, "t")
    if "(word, code, at)" in columns:
        migrate.source["message.key.columns"] = "(.*).t:code,at,word"
    slow(migrate, columns=columns, seconds=0.5)
    child = migrate.start("--threshold", "100", "--max-workers", "1", "--chunk-workers", "1")
    code, said = migrate.interrupt(child, lambda: loaded(migrate) >= 2, signal.SIGKILL)
    assert code == -9, said
    migrate.postgres.run("DROP TRIGGER wait ON mp_cdc.t")
    sql(migrate, "UPDATE t SET at = '2023-12-31' WHERE YEAR(at) = 2015", "UPDATE t SET word = 'y' WHERE code = 'c1'")
    before = migrate.rows("SELECT code, at::text FROM mp_cdc.t WHERE at < '2016-01-01'")
    assert len(before) == 365
    migrate.run("--resume")
    if "(word, code, at)" not in columns:
        assert count(migrate) == 3000 and migrate.postgres.one("SELECT word FROM mp_cdc.t WHERE code = 'c1'") == "y"
    assert migrate.postgres.one("SELECT count(DISTINCT code) FROM mp_cdc.t WHERE at >= '2016-01-01'") == 3000


def test_resume_of_nothing_is_refused_where_rows_are(migrate):
    sequence(migrate, 10)
    migrate.postgres.run("CREATE SCHEMA mp_cdc", "CREATE TABLE mp_cdc.t (id bigint PRIMARY KEY, word text)",
                         "INSERT INTO mp_cdc.t VALUES (99, 'own')")
    assert "nothing is known of an interrupted copy" in migrate.run("--resume", code=2)
    assert count(migrate) == 1


def test_a_finished_run_resumes_to_nothing(migrate):
    sequence(migrate, 1000)
    migrate.run(*SMALL)
    said = migrate.run(*SMALL, "--resume")
    assert re.search(r"t +1,000 .* not compared\n", said)
    assert count(migrate) == 1000


def test_a_finished_table_is_compared_again(migrate):
    sequence(migrate, 1000)
    sequence(migrate, 10, "another")
    place = re.search(r"binlog position: ([^,]+)", migrate.run(*SMALL))
    said = migrate.run("--resume", "--verify")
    assert re.search(r"t +1,000 .* equal\n", said) and said.count(" equal\n") == 2
    sql(migrate, "UPDATE t SET word = 'since' WHERE id = 500")
    said = migrate.run("--resume", "--verify", code=1)
    assert re.search(r"t +1,000 .* not equal yet\n", said) and re.search(r"another +10 .*  equal\n", said)
    assert re.search(rf"t: it was copied by a run before, .* streaming from {place[1]} makes both", said)
    assert "weir migrate: all is copied, but whether it is equal cannot be told" in said
    migrate.postgres.run("UPDATE mp_cdc.t SET word = 'since' WHERE id = 500")
    migrate.run("--resume", "--verify")


def test_a_difference_that_no_writing_explains(migrate):
    sequence(migrate, 1000)
    migrate.run(*SMALL)
    migrate.postgres.run("UPDATE mp_cdc.t SET word = 'other' WHERE id = 500")
    said = migrate.run("--resume", "--verify", code=1)
    assert re.search(r"t +1,000 .* NOT EQUAL\n", said) and "the checksums of some table differ" in said


@pytest.mark.parametrize("first, second", [("t", "another"), ("another", "t")])
def test_of_two_places_in_one_second_the_earlier_counts(migrate, first, second):
    sequence(migrate, 10)
    sequence(migrate, 10, "another")
    place = re.search(r"binlog position: ([^,]+)", migrate.run("--tables", first))
    sql(migrate, f"INSERT INTO {first} VALUES (11, 'since')")
    migrate.run("--tables", second)
    migrate.postgres.run("UPDATE mp_cdc.weir_migrate SET range = "
                         "regexp_replace(range, '\"ts_sec\":[0-9]+', '\"ts_sec\":1') WHERE chunk = -1")
    assert f"of the run that goes on: {place[1]}" in migrate.run("--resume")


def test_what_is_not_compared_is_in_the_summary(migrate):
    sql(migrate, "CREATE TABLE t (id INT PRIMARY KEY, d TIMESTAMP NULL DEFAULT '2020-01-01 00:00:00', e INT)",
        "INSERT INTO t VALUES (1, NULL, 1), (2, '2024-01-01 00:00:00', 2)")
    assert re.search(r"t +2 .* equal but for d, not compared\n", migrate.run("--verify"))


def test_one_bad_table_leaves_the_others(migrate):
    sequence(migrate, 100, "good")
    sql(migrate, "CREATE TABLE bad (id INT PRIMARY KEY, t TIME)", "INSERT INTO bad VALUES (1,'100:00:00')")
    said = migrate.run(code=1)
    assert "bad, column t: a value of type io.debezium.time.MicroTime (INT64) cannot be stored" in said
    assert re.search(r"good +100 ", said) and count(migrate, "good") == 100


@pytest.mark.parametrize("bad", ["-00:00:00.000001", "-838:59:59", "24:00:00.000001"])
def test_a_time_that_postgresql_has_not_is_found_by_what_is_said(migrate, bad):
    sql(migrate, "CREATE TABLE t (id INT PRIMARY KEY, `at``t` TIME(6))",
        f"INSERT INTO t VALUES (1, '00:00:00'), (2, '{bad}'), (3, '24:00:00')")
    said = migrate.run("--tables", "t", code=1)
    where = re.search(r"t, column at`t: .* in rows WHERE (.*)", said)[1]
    assert sql(migrate, f"SELECT id FROM t WHERE {where}") == ((2,),)
    sql(migrate, f"DELETE FROM t WHERE {where}")
    migrate.run("--verify")


def test_a_bad_row_early_in_a_large_table_costs_the_others_nothing(migrate):
    sql(migrate, "CREATE TABLE a (id INT PRIMARY KEY, t TIME, pad TEXT)",
        "INSERT INTO a SELECT seq, IF(seq = 1, '100:00:00', '10:00:00'), REPEAT('x', 1000) FROM seq_1_to_20000")
    sequence(migrate, 100, "b")
    said = migrate.run("--max-workers", "1", "--chunk-workers", "1", code=1)
    assert "column t: a value" in said and count(migrate, "b") == 100


def test_a_table_without_a_key_leaves_the_others(migrate):
    sequence(migrate, 10, "good")
    sql(migrate, "CREATE TABLE keyless (n INT)", "INSERT INTO keyless VALUES (1)")
    assert "keyless cannot be copied: the sink cannot write it" in migrate.run("--dry-run", code=2)
    said = migrate.run(code=1)
    assert "keyless cannot be copied: the sink cannot write it" in said and count(migrate, "good") == 10
    assert migrate.postgres.one("SELECT to_regclass('mp_cdc.keyless') IS NULL")
    migrate.source["message.key.columns"] = "(.*).keyless:n"
    migrate.run("--tables", "keyless")
    assert count(migrate, "keyless") == 1


def test_a_target_that_cannot_be_made_leaves_the_others(migrate):
    sequence(migrate, 10, "a")
    sql(migrate, "CREATE TABLE b (id INT PRIMARY KEY, area POLYGON)")  # that needs PostGIS
    sequence(migrate, 10, "c"), sequence(migrate, 10, "d")
    migrate.postgres.run("CREATE SCHEMA mp_cdc", "CREATE TABLE mp_cdc.d (id bigint PRIMARY KEY)",
                         "INSERT INTO mp_cdc.d VALUES (99)")
    said = migrate.run("--replace", "--verify", code=1)
    assert '"mp_cdc"."b" cannot be created' in said and '"mp_cdc"."d" has no column word' in said
    assert said.count(" equal\n") == 2 and said.count(" FAILED\n") == 2, said
    assert form(migrate, "a") == form(migrate, "c") == FINISHED
    assert migrate.rows("SELECT id FROM mp_cdc.d") == [(99,)]  # it was not emptied


# ---- what a run leaves, and the next one makes of it ----

def form(migrate, table="t"):
    """(p: LOGGED, u: UNLOGGED; its primary key; what is said of it)."""
    return migrate.rows(
        "SELECT relpersistence::text, (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = c.oid "
        f"AND contype = 'p'), obj_description(oid, 'pg_class') FROM pg_class c WHERE oid = 'mp_cdc.{table}'::regclass")[0]


FINISHED = ("p", "PRIMARY KEY (id)", None)
HALF_MADE = ("u", None, "weir migrate has not finished this table")


def failed(migrate, n):
    """A run of --unlogged that a bad row, its last, has ended; the row is mended."""
    sql(migrate, "CREATE TABLE t (id BIGINT PRIMARY KEY, clock TIME)",
        f"INSERT INTO t SELECT seq, IF(seq = {n}, '-1:00:00', '1:00:00') FROM seq_1_to_{n}")
    analyzed(migrate, "t")
    migrate.run(*SMALL, "--unlogged", code=1)
    assert form(migrate) == HALF_MADE
    sql(migrate, f"UPDATE t SET clock = '2:00:00' WHERE id = {n}")


@pytest.mark.parametrize("how", ["--resume", "--replace"])
def test_a_run_that_failed_halfway_is_finished_by_the_next(migrate, how):
    failed(migrate, 4000)
    assert "has rows already" in migrate.run(*SMALL, code=2) and count(migrate) > 0
    said = migrate.run(*SMALL, how, "--verify")
    assert re.search(r"t +4,000 .* equal\n", said), said
    assert form(migrate) == FINISHED


@pytest.mark.parametrize("options", [[], ["--unlogged"], ["--resume"]])
def test_a_target_that_a_failed_run_created_is_made_anew(migrate, options):
    failed(migrate, 20)
    sql(migrate, "ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 3")
    if options == ["--resume"]:  # of whose chunks nothing is known
        migrate.postgres.run("DROP TABLE mp_cdc.weir_migrate")
    said = migrate.run(*options, "--verify")
    assert re.search(r"t +20 .* equal\n", said), said
    assert form(migrate) == FINISHED
    assert migrate.postgres.one("SELECT sum(n) FROM mp_cdc.t") == 60


@pytest.mark.parametrize("mode,key", [("upsert", "PRIMARY KEY (id)"), ("insert", None)])
def test_a_target_without_a_key_gets_the_one_that_upserts_need(migrate, mode, key):
    sequence(migrate, 10)
    migrate.sink["insert.mode"] = mode
    migrate.postgres.run("CREATE SCHEMA mp_cdc", "CREATE UNLOGGED TABLE mp_cdc.t (word text, id bigint)",
                         "CREATE INDEX ON mp_cdc.t (id)", "COMMENT ON TABLE mp_cdc.t IS 'own'")
    migrate.run()
    assert form(migrate) == ("p", key, "own") and count(migrate) == 10


@pytest.mark.parametrize("gone", [False, True])
def test_a_run_that_ends_between_target_and_plan_leaves_nothing_done(migrate, gone):
    """It was finished before; then it was emptied, or made again, and the run ended there."""
    sequence(migrate, 10)
    migrate.run()
    migrate.postgres.run("CREATE FUNCTION mp_cdc.no() RETURNS trigger LANGUAGE plpgsql AS "
                         "$$ BEGIN RAISE 'not now'; END $$",
                         "CREATE TRIGGER no BEFORE INSERT ON mp_cdc.weir_migrate FOR EACH ROW "
                         "EXECUTE FUNCTION mp_cdc.no()", *(["DROP TABLE mp_cdc.t"] if gone else []))
    said = migrate.start("--replace").communicate(timeout=60)[0]
    assert "not now" in said and count(migrate) == 0
    migrate.postgres.run("DROP TRIGGER no ON mp_cdc.weir_migrate")
    said = migrate.run("--resume", "--verify")
    assert re.search(r"t +10 .* equal\n", said) and form(migrate) == FINISHED


def test_a_finished_table_without_its_key_gets_it(migrate):
    """As runs of earlier versions could leave it, and what those remembered of them."""
    sequence(migrate, 10)
    migrate.run()
    migrate.postgres.run("ALTER TABLE mp_cdc.t DROP CONSTRAINT t_pkey", "ALTER TABLE mp_cdc.t SET UNLOGGED",
                         "ALTER TABLE mp_cdc.weir_migrate ADD COLUMN created boolean NOT NULL DEFAULT false",
                         "ALTER TABLE mp_cdc.weir_migrate ALTER COLUMN created DROP DEFAULT")
    sequence(migrate, 10, "another")
    migrate.run("--resume")
    assert form(migrate) == form(migrate, "another") == FINISHED


def test_a_target_with_another_primary_key_is_refused(migrate):
    sequence(migrate, 10)
    migrate.postgres.run("CREATE SCHEMA mp_cdc", "CREATE TABLE mp_cdc.t (own serial PRIMARY KEY, id bigint, word text)",
                         "INSERT INTO mp_cdc.t (id) VALUES (99)")
    assert "has another primary key than the sink's" in migrate.run("--replace", code=2)
    assert count(migrate) == 1
    migrate.postgres.run("CREATE UNIQUE INDEX ON mp_cdc.t (id)")
    migrate.run("--replace")
    assert count(migrate) == 10


# ---- characters that PostgreSQL has not ----

def test_nul_characters(migrate):
    sql(migrate, "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), b TEXT)",
        "INSERT INTO t VALUES (1, 'a\\0b', 'x'), (2, '\\0', 'y\\0'), (3, 'none', NULL)")
    said = migrate.run("--verify")
    assert "U+0000 was taken out of 3 texts" in said and re.search(r"t +3 .* equal\n", said)
    assert migrate.rows("SELECT a, b FROM mp_cdc.t ORDER BY id") == [("ab", "x"), ("", "y"), ("none", None)]
    migrate.sink["nul.characters"] = "reject"
    assert "it has U+0000 in it" in migrate.run("--replace", code=1)


# ---- seeding ----

@pytest.mark.parametrize("new_tables", ["false", "true"])
def test_seeded_source_streams_from_the_copy_on(migrate, start_weir, new_tables):
    worker = start_weir(pg_sink.worker_properties())
    migrate.env["DEBEZIUM_URL"] = f"http://127.0.0.1:{worker.port}"
    migrate.source.update({"snapshot.mode": "schema_only", "weir.snapshot.new.tables": new_tables})
    sequence(migrate, 500)
    said = migrate.run("--seed")
    assert "is created and streams from that place" in said
    sql(migrate, "INSERT INTO t VALUES (1000, 'new')", "DELETE FROM t WHERE id = 7",
        "UPDATE t SET word = 'changed' WHERE id = 8")
    answer = worker.rest.put("/connectors/out/config", migrate.filled("sink"))
    assert answer.status == 201, answer
    until(lambda: count(migrate) == 500 and migrate.rows("SELECT word FROM mp_cdc.t WHERE id IN (8, 1000)"
                                                         " ORDER BY id") == [("changed",), ("new",)],
          60, "the changes since")
    records = topic_values(worker, f"shop.{migrate.database}.t", "-J")
    assert len(records) == 4, records  # no row of the copy: an insert, a delete, its tombstone, an update
    before = migrate.content("t")
    assert "registered already" in migrate.run("--replace", "--seed", code=2)
    assert migrate.content("t") == before  # nothing was emptied


def test_seeding_after_a_copy_that_is_not_equal_yet(migrate, start_weir):
    worker = start_weir(pg_sink.worker_properties())
    migrate.env["DEBEZIUM_URL"] = f"http://127.0.0.1:{worker.port}"
    migrate.source["snapshot.mode"] = "schema_only"
    sequence(migrate, 50)
    migrate.run()
    sql(migrate, "UPDATE t SET word = 'changed' WHERE id = 8", "DELETE FROM t WHERE id = 7")
    said = migrate.run("--resume", "--verify", "--seed", code=1)
    assert "not equal yet" in said and "is created and streams from that place" in said
    assert worker.rest.put("/connectors/out/config", migrate.filled("sink")).status == 201
    until(lambda: count(migrate) == 49 and migrate.rows("SELECT word FROM mp_cdc.t WHERE id = 8") == [("changed",)],
          60, "the changes since")
    assert re.search(r"t +50 .* equal\n", migrate.run("--resume", "--verify"))


def test_seeding_needs_a_worker_before_anything_is_written(migrate):
    sequence(migrate, 5)
    migrate.run()
    migrate.postgres.run("UPDATE mp_cdc.t SET word = 'own'")
    migrate.env["DEBEZIUM_URL"] = "http://127.0.0.1:1"
    assert "nothing was copied: no answer from 127.0.0.1:1" in migrate.run("--replace", "--seed", code=1)
    assert migrate.postgres.one("SELECT count(*) FROM mp_cdc.t WHERE word = 'own'") == 5


class Debezium(http.server.BaseHTTPRequestHandler):
    """A Connect of Java's, as far as seeding goes."""
    asked = []

    def _answer(self, status, text="{}"):
        self.asked.append((self.command, self.path,
                           self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        self._answer(404, '{"error_code": 404, "message": "HTTP 404 Not Found"}')

    def do_POST(self):
        self._answer(201)

    def do_PATCH(self):
        self._answer(200)

    def log_message(self, *_):
        pass


def test_seeding_a_debezium_says_what_to_do(migrate):
    sequence(migrate, 3)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Debezium) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        migrate.env["DEBEZIUM_URL"] = f"http://127.0.0.1:{server.server_port}/"
        said = migrate.run("--seed")
        server.shutdown()
    assert "set snapshot.mode=recovery" in said
    assert Debezium.asked[0][:2] == ("GET", "/connectors/sour-shop")
    (_, _, created), (_, path, offsets) = [asked for asked in Debezium.asked if asked[0] != "GET"]
    assert json.loads(created)["initial_state"] == "STOPPED" and path == "/connectors/sour-shop/offsets"
    (entry,) = json.loads(offsets)["offsets"]
    assert entry["partition"] == {"server": "shop"}
    assert f"binlog position: {entry['offset']['file']}:{entry['offset']['pos']}" in said


def test_a_copy_waits_for_the_sources_place(migrate):
    sequence(migrate, 3)
    with answering() as worker:
        migrate.env["DEBEZIUM_URL"] = worker.url
        offsets = ("GET", "/connectors/sour-shop/offsets")
        worker.answers[offsets] = (200, {"offsets": []})
        run = migrate.start()
        until(lambda: len(worker.asked) >= 3, 30, "it to be asked again")
        assert migrate.postgres.one("SELECT to_regclass('mp_cdc.t')") is None
        worker.answers[offsets] = (200, {"offsets": [{"partition": {}, "offset": {"pos": 4}}]})
        said, _ = run.communicate(timeout=120)
        assert run.returncode == 0 and "waiting until sour-shop has its place" in said, said
        assert "is not known" not in said
        del worker.answers[offsets]
        assert "sour-shop streams already is not known: it is not registered" in migrate.run("--replace")
    assert "is not known: no answer from" in migrate.run("--replace")


@pytest.mark.parametrize("status, why", [
    ({"connector": {"state": "PAUSED"}, "tasks": [{"state": "PAUSED"}]}, "it is PAUSED"),
    ({"connector": {"state": "RUNNING"}, "tasks": [{"state": "FAILED", "trace": "Access denied\n\tat x"}]},
     "its task is FAILED: Access denied. What")])
def test_nobody_waits_for_a_source_that_stands(migrate, status, why):
    sequence(migrate, 3)
    with answering() as worker:
        migrate.env["DEBEZIUM_URL"] = worker.url
        worker.answers["GET", "/connectors/sour-shop/offsets"] = (200, {"offsets": []})
        worker.answers["GET", "/connectors/sour-shop/status"] = (200, status)
        said = migrate.run()
    assert f"streams already is not known: {why}" in said and "waiting until" not in said


# ---- the command line and the configuration ----

def test_what_is_missing_is_named(migrate):
    sequence(migrate, 1)
    del migrate.env["SHOP_PASS"]
    said = migrate.run(code=2)
    assert re.search(r"sources/mariadb/shop.json: database.password uses \$\{SHOP_PASS\}, which \S+env "
                     "does not have", said)
    migrate.env["SHOP_PASS"] = "wrong"
    assert "few" not in migrate.run(code=2)
    migrate.env["SHOP_TABLE_ALLOWLIST"] = ""
    assert "TABLE_ALLOWLIST} is empty in" in migrate.run(code=2)


@pytest.mark.parametrize("options,words", [
    (["--frob"], "unrecognized option"), (["--tables", "nothere"], "there is no base table nothere"),
    (["--max-workers", "0"], "--max-workers cannot be 0"), (["--resume", "--replace"], "one of them")])
def test_wrong_options(migrate, options, words):
    sequence(migrate, 1)
    assert words in migrate.run(*options, code=2)


def test_a_password_with_everything_in_it(migrate):
    password = r"""a"b'c\d$e ${SINK_DB_USER} #f"""
    quoted = pymysql.converters.escape_string(password)
    migrate.mariadb.run(f"CREATE OR REPLACE USER odd@'127.0.0.1' IDENTIFIED BY '{quoted}'",
                        "GRANT ALL ON *.* TO odd@'127.0.0.1'")
    migrate.env.update(SHOP_USER="odd", SHOP_PASS=password)
    sequence(migrate, 5)
    migrate.run()
    assert count(migrate) == 5


@pytest.mark.parametrize("tables,code", [
    ("{}.t", 2), ("{}\\\\.(a|t)", 2), ("{}.other", 0), ("{}\\\\..*", 0)])
def test_the_table_of_another_database_is_not_emptied(migrate, tables, code):
    """A pipeline beside, of another database, that writes to the same target by name."""
    sequence(migrate, 5)
    migrate.write()
    (migrate.folder / "configs/databases.json").write_text(
        json.dumps([{"name": "shop"}, {"name": "club"}, {"name": "unused"}]))
    for kind in ("sources/mariadb", "sinks/postgres"):
        text = (migrate.folder / "configs" / kind / "shop.json").read_text().replace("SHOP_", "CLUB_")
        (migrate.folder / "configs" / kind / "club.json").write_text(
            text.replace(migrate.database, "club").replace("${TABLE_ALLOWLIST}", tables.format("club"))
            .replace('"topic.prefix": "shop"', '"topic.prefix": "club"'))
    migrate.env.update({"CLUB_HOST": "nowhere", "CLUB_PORT": "1", "CLUB_USER": "u", "CLUB_PASS": "p"})
    migrate.postgres.run("CREATE SCHEMA mp_cdc", "CREATE TABLE mp_cdc.t (id bigint PRIMARY KEY, word text)",
                         "INSERT INTO mp_cdc.t VALUES (99, 'of the club')")
    said = migrate.run("--replace", code=code)
    assert ("club.t of club, would both be copied to" in said) == bool(code)
    assert count(migrate) == (1 if code else 5)
    path = migrate.folder / "configs/sinks/postgres/club.json"
    path.write_text(path.read_text().replace("${SINK_DB_URL}", "jdbc:postgresql://127.0.0.1:1/elsewhere"))
    migrate.run("--replace")


# ---- a terminal ----

def on_terminal(migrate, *options):
    """What it writes to a terminal."""
    migrate.write()
    ours, theirs = pty.openpty()
    child = subprocess.Popen(migrate.argv(*options), stdout=theirs, stderr=theirs, stdin=theirs,
                             env={**migrate.environment(), "TERM": "xterm"})
    os.close(theirs)
    said = b""
    try:
        while block := os.read(ours, 4096):
            said += block
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert child.wait(60) == 0, said
    return said.decode()


def test_bars_on_a_terminal(migrate):
    sequence(migrate, 6000)
    slow(migrate)
    said = on_terminal(migrate, *SMALL, "--chunk-workers", "1")
    assert re.search(rf"{migrate.database}\.t +\[#+\.+\] [\d,]+ rows, .* rows/s, \d+ s left", said), said
    assert re.search(r"all +\[#{24}\] 6,000 rows", said) and "\033[" in said


def test_lines_elsewhere(migrate):
    """What comes after the copying is said, and is no part of its rate."""
    sequence(migrate, 6000)
    said = migrate.run(*SMALL, "--verify")
    table = re.escape(f"{migrate.database}.t")
    assert re.search(rf"^{table} -> .* chunks\n(?:.*\n)*?{table}: 6,000 rows, .* rows/s, copied; its key and "
                     rf"the checksums come next\n(?:.*\n)*?{table}: done\n", said, re.M), said


def test_two_at_a_time_are_refused(migrate):
    sequence(migrate, 6000)
    slow(migrate)
    child = migrate.start(*SMALL, "--max-workers", "1", "--chunk-workers", "1")
    until(lambda: loaded(migrate) >= 1, 60, "the first chunk")
    assert "another weir migrate" in migrate.run(*SMALL, "--resume", code=2)
    said, _ = child.communicate(timeout=60)
    assert child.returncode == 0, said


def test_a_topic_that_the_sink_does_not_read_is_named(migrate):
    sequence(migrate, 5)
    migrate.sink["topics.regex"] = "elsewhere\\..*"
    assert f"the sink does not read shop.{migrate.database}.t" in migrate.run()


def test_from_mysql(tmp_path, postgres):
    postgres.run("DROP SCHEMA IF EXISTS mp_cdc CASCADE")
    with MariaDB("migrate-mysql", flavour="mysql-8.0") as server:
        server.run("CREATE DATABASE shop",
                   "CREATE TABLE shop.t (id BIGINT PRIMARY KEY, doc JSON, at DATETIME(6), "
                   "word VARCHAR(40))",
                   """INSERT INTO shop.t VALUES (1, '{"b": [1, 2.5], "a": null}',
                      '2024-02-29 13:59:01.000001', 'wörd'), (2, NULL, NULL, NULL)""")
        migrate = Migrate(tmp_path, server, postgres, "shop")
        migrate.source["connector.class"] = "io.debezium.connector.mysql.MySqlConnector"
        said = migrate.run("--verify")
        assert re.search(r"t +2 .* equal\n", said) and "gtids " in said, said
        assert migrate.rows("SELECT id, doc::text, word FROM mp_cdc.t ORDER BY id") == [
            (1, '{"a": null, "b": [1, 2.5]}', "wörd"), (2, None, None)]
