"""`weir migrate` between real servers: what it makes is what source and sink make of the same tables."""
import re

import pytest

from support import paths, pg_sink
from support.mariadb_rig import MariaDB
from support.migrate import Migrate
from support.postgres_rig import Postgres
from support.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def mariadb():
    with MariaDB("migrate") as server:
        yield server


@pytest.fixture(scope="module")
def postgres():
    server = Postgres("migrate-pg")
    server.run("CREATE SCHEMA mp_cdc", "CREATE SCHEMA piped")
    yield server
    server.stop()


@pytest.fixture
def migrate(tmp_path, mariadb, postgres, word):
    database = word("db").replace("-", "_")
    mariadb.run(f"CREATE DATABASE {database}")
    yield Migrate(tmp_path, mariadb, postgres, database)
    mariadb.run(f"DROP DATABASE {database}")
    for (table,) in postgres.run("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                                 "WHERE schemaname IN ('mp_cdc', 'piped')"):
        postgres.run(f"DROP TABLE {table}")


def sql(migrate, *statements):
    return migrate.mariadb.run(*statements, database=migrate.database)


def test_a_table(migrate):
    sql(migrate, "CREATE TABLE Trades (id INT PRIMARY KEY, Name VARCHAR(20))",
        "INSERT INTO Trades VALUES (1,'one'),(2,'zwei'),(3,NULL)")
    said = migrate.run("--tables", "Trades")
    assert migrate.rows("SELECT id, name FROM mp_cdc.trades ORDER BY id") == [
        (1, "one"), (2, "zwei"), (3, None)]
    assert "binlog position: mariadb-bin." in said
    assert migrate.postgres.one("SELECT relpersistence FROM pg_class WHERE "
                                "oid = 'mp_cdc.trades'::regclass") == "p"


def test_a_target_with_rows_is_refused(migrate):
    sql(migrate, "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1),(2)")
    migrate.postgres.run("CREATE TABLE mp_cdc.t (id int PRIMARY KEY)", "INSERT INTO mp_cdc.t VALUES (7)")
    assert '"mp_cdc"."t" has rows already' in migrate.run(code=2)
    assert migrate.rows("SELECT id FROM mp_cdc.t") == [(7,)]
    migrate.run("--replace")
    assert migrate.rows("SELECT id FROM mp_cdc.t ORDER BY id") == [(1,), (2,)]


ALL_TYPES = """CREATE TABLE kinds (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  truth BIT(1), truth_not_null BIT(1) NOT NULL DEFAULT b'1', bits BIT(13), bits64 BIT(64),
  tiny1 TINYINT(1) NOT NULL DEFAULT 0, tiny TINYINT, tiny_u TINYINT UNSIGNED,
  small SMALLINT, small_u SMALLINT UNSIGNED, medium MEDIUMINT, medium_u MEDIUMINT UNSIGNED,
  whole INT, whole_u INT UNSIGNED ZEROFILL, big BIGINT, big_u BIGINT UNSIGNED,
  price DECIMAL(18,8), wide DECIMAL(65,30), round DECIMAL(10,0) NOT NULL DEFAULT 5,
  single FLOAT, twice DOUBLE,
  word VARCHAR(40), word_latin VARCHAR(40) CHARACTER SET latin1, word_bin VARCHAR(20) COLLATE utf8mb4_bin,
  letters CHAR(10), essay TEXT, long_essay LONGTEXT, with_default VARCHAR(10) DEFAULT 'x',
  raw BINARY(4), raws VARBINARY(20), blob_ BLOB, long_blob LONGBLOB,
  choice ENUM('a','b','ü') NOT NULL DEFAULT 'a', some SET('x','y','z'),
  doc JSON,
  day DATE, day_not_null DATE NOT NULL DEFAULT '2020-02-29',
  at DATETIME, at3 DATETIME(3), at6 DATETIME(6), stamp TIMESTAMP NULL, stamp6 TIMESTAMP(6) NULL,
  clock TIME, clock6 TIME(6), year_ YEAR,
  made INT AS (small + 1) STORED, made_virtual INT AS (small + 2) VIRTUAL
) CHARACTER SET utf8mb4"""
COLUMNS = ("id, truth, truth_not_null, bits, bits64, tiny1, tiny, tiny_u, small, small_u, medium, "
           "medium_u, whole, whole_u, big, big_u, price, wide, round, single, twice, word, "
           "word_latin, word_bin, letters, essay, long_essay, with_default, raw, raws, blob_, "
           "long_blob, choice, some, doc, day, day_not_null, at, at3, at6, stamp, stamp6, clock, "
           "clock6, year_")
ROWS = [
    "1, b'1', b'0', b'1010101010101', b'1', 1, -128, 255, -32768, 65535, -8388608, 16777215, "
    "-2147483648, 4294967295, -9223372036854775808, 9223372036854775807, 12345.12345678, "
    "12345678901234567890123456789012345.123456789012345678901234567890, 7, 1.5, "
    "2.2250738585072014e-308, 'Grüße, 日本 😀', 'Grüße €', 'a\\\\b\\n\\t', 'pad  ', 'x', "
    "REPEAT('long ', 20000), 'y', 'ab', x'00ff', x'0001ff00', REPEAT(x'00ff', 30000), 'ü', 'x,z', "
    "'{\"a\": [1, 2.50, \"ü\"]}', '2024-02-29', '1000-01-01', '2024-02-29 13:59:01', "
    "'1969-12-31 23:59:59.999', '9999-12-31 23:59:59.999999', '2024-06-01 12:00:00', "
    "'2038-01-19 03:14:07.999999', '23:59:59', '00:00:00.000001', 2024",
    "2, NULL, b'1', NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
    "NULL, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'a', "
    "NULL, NULL, NULL, '2020-02-29', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
    "3, b'0', b'1', b'0', b'" + "1" * 64 + "', 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.00000001, "
    "-0.000000000000000000000000000001, -1, 16777216.5, 1e300, '', '', '', '', '', '', '', '', '', "
    "'', '', 'b', '', '[]', '0000-00-00', '0000-00-00', '0000-00-00 00:00:00', "
    "'2024-00-10 00:00:00', '2001-02-03 04:05:06.1', '2001-02-03 04:05:06', "
    "'1970-01-01 00:00:01', '00:00:00', '12:00:00.5', 0",
]


def piped(migrate, start_weir):
    """The same tables by way of source and sink, into the schema piped."""
    migrate.write()
    worker = start_weir(pg_sink.worker_properties())
    source, sink = migrate.filled("source"), migrate.filled("sink")
    sink["collection.name.format"] = "piped.${topic}"
    for name, config in (("in", source), ("out", sink)):
        answer = worker.rest.put(f"/connectors/{name}/config", config)
        assert answer.status == 201, answer
    return worker


def wait_piped(migrate, table, n):
    def there():
        try:
            return migrate.postgres.one(f"SELECT count(*) FROM piped.{table}") == n
        except Exception:  # it is not there yet
            return False
    until(there, 60, f"{n} rows of {table} through the pipeline")


def same(migrate, table, order="id"):
    """Definition and content of what migrate made and what the pipeline made."""
    one = migrate.postgres.dump_schema(f"mp_cdc.{table}").replace("mp_cdc.", "piped.")
    other = migrate.postgres.dump_schema(f"piped.{table}")
    keep = lambda text: [line for line in text.splitlines()
                         if line and not line.startswith(("--", "\\"))]
    assert keep(one) == keep(other)
    rows = [migrate.rows(f"SELECT t::text FROM {schema}.{table} t ORDER BY {order}")
            for schema in ("mp_cdc", "piped")]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("more", [
    {}, {"decimal.handling.mode": "string", "bigint.unsigned.handling.mode": "precise",
         "binary.handling.mode": "hex", "time.precision.mode": "connect"},
    {"column.propagate.source.type": ".*", "decimal.handling.mode": "double",
     "binary.handling.mode": "base64"}], ids=["plain", "modes", "propagate"])
def test_all_types_as_source_and_sink_make_them(migrate, start_weir, more):
    sql(migrate, ALL_TYPES, "SET sql_mode=''",
        *(f"INSERT INTO kinds ({COLUMNS}) VALUES ({row})" for row in ROWS))
    migrate.source.update(more)
    piped(migrate, start_weir)
    wait_piped(migrate, "kinds", len(ROWS))
    said = migrate.run("--verify")
    same(migrate, "kinds")
    assert re.search(r"kinds +3 .* equal\n", said) and "not compared" not in said, said


def test_a_difference_is_told(migrate):
    sql(migrate, "CREATE TABLE t (id INT PRIMARY KEY, n INT)", "INSERT INTO t VALUES (1,1),(2,2)")
    migrate.postgres.run("CREATE TABLE mp_cdc.t (id int PRIMARY KEY, n int)",
                         "CREATE FUNCTION mp_cdc.bend() RETURNS trigger LANGUAGE plpgsql AS "
                         "$$ BEGIN NEW.n := 3; RETURN NEW; END $$",
                         "CREATE TRIGGER bend BEFORE INSERT ON mp_cdc.t FOR EACH ROW "
                         "EXECUTE FUNCTION mp_cdc.bend()")
    said = migrate.run("--verify", code=1)
    assert "NOT EQUAL" in said and "checksums of some table differ" in said
    migrate.postgres.run("DROP TABLE mp_cdc.t", "DROP FUNCTION mp_cdc.bend()")


def test_names_and_character_sets(migrate, start_weir):
    sql(migrate, "CREATE TABLE `OddName` (`Id` INT, `select` VARCHAR(20) CHARACTER SET cp1251, "
        "`a``b` VARCHAR(20) CHARACTER SET sjis, `c\"d` VARCHAR(20) CHARACTER SET utf16, "
        "`_under` TEXT CHARACTER SET ucs2, `größe` CHAR(5) CHARACTER SET latin2, PRIMARY KEY (`Id`, "
        "`select`))",
        "INSERT INTO `OddName` VALUES (1, 'Привет', '日本', '😀 x', 'ß', 'łó'), (2, 'б', NULL, NULL, '', '')")
    migrate.sink["quote.identifiers"] = "true"
    piped(migrate, start_weir)
    wait_piped(migrate, '"OddName"', 2)
    said = migrate.run("--verify")
    same(migrate, '"OddName"', '"Id"')
    assert " equal\n" in said
    migrate.sink["quote.identifiers"] = "false"
    assert '"mp_cdc"."OddName" has rows already' in migrate.run(code=2)  # letters match in either case
    migrate.postgres.run('DROP TABLE mp_cdc."OddName"')
    migrate.run("--verify")
    assert migrate.rows('SELECT "select", "größe" FROM mp_cdc.oddname ORDER BY id') == [
        ("Привет", "łó"), ("б", "")]


def test_values_of_many_megabytes(migrate):
    sql(migrate, "CREATE TABLE t (id INT PRIMARY KEY, b LONGBLOB, s LONGTEXT)",
        "INSERT INTO t SELECT seq, REPEAT(CHAR(seq), 20000000), REPEAT('ü', 10000000) FROM seq_1_to_3")
    said = migrate.run("--verify")
    assert re.search(r"t +3 +120 MB .* equal\n", said), said


def test_types_that_postgresql_must_cast(migrate, start_weir):
    sql(migrate, "CREATE TABLE odd (id INT PRIMARY KEY, ident UUID, address INET6, place POINT)",
        "INSERT INTO odd VALUES (1, '123e4567-e89b-12d3-a456-426655440000', '::1', POINT(1.5, -2)), "
        "(2, NULL, NULL, NULL)")
    piped(migrate, start_weir)
    wait_piped(migrate, "odd", 2)
    said = migrate.run("--verify")
    same(migrate, "odd")
    assert " equal but for place, not compared\n" in said


def documented_types():
    """(MariaDB's type, PostgreSQL's) of the README's table of conversions."""
    text = (paths.ROOT / "README.md").read_text()
    rows = text.split("| MariaDB, MySQL | PostgreSQL |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    for row in rows:
        ours, theirs = (re.findall("`([^`]+)`", cell) for cell in row.split("|")[1:3])
        yield from ((kind, theirs[0]) for kind in ours)


def test_the_table_of_conversions_is_right(migrate):
    kinds = list(documented_types())
    assert len(kinds) > 40
    columns = ", ".join(f"c{i} {kind} NULL" for i, (kind, _) in enumerate(kinds))
    sql(migrate, f"CREATE TABLE t (id INT PRIMARY KEY, {columns})")
    migrate.run()
    made = [row[0] for row in migrate.rows(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE "
        "attrelid = 'mp_cdc.t'::regclass AND attnum > 1 ORDER BY attnum")]
    assert list(zip((kind for kind, _ in kinds), made)) == kinds


def test_bits_that_the_sink_casts(migrate, start_weir):
    sql(migrate, "CREATE TABLE flags (id INT PRIMARY KEY, active TINYINT(1) NOT NULL DEFAULT 1, "
        "deleted TINYINT(1), n INT)", "INSERT INTO flags VALUES (1,1,0,5),(2,0,NULL,NULL),(3,-1,7,0)")
    migrate.sink.update({"transforms": "unwrap,route,castBits",
                         "transforms.castBits.type": "org.apache.kafka.connect.transforms.Cast$Value",
                         "transforms.castBits.spec": "active:boolean,deleted:boolean"})
    piped(migrate, start_weir)
    wait_piped(migrate, "flags", 3)
    migrate.run()
    same(migrate, "flags")
    assert migrate.rows("SELECT active FROM mp_cdc.flags ORDER BY id") == [(True,), (False,), (True,)]


def test_other_transformations_are_run(migrate, start_weir):
    sql(migrate, "CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(20), secret VARCHAR(20))",
        "INSERT INTO people VALUES (1,'a','s'),(2,'b','t')")
    migrate.sink.update({"transforms": "unwrap,route,hide,more",
                         "transforms.unwrap.add.fields": "op",
                         "transforms.hide.type": "org.apache.kafka.connect.transforms.MaskField$Value",
                         "transforms.hide.fields": "secret", "transforms.hide.replacement": "*",
                         "transforms.more.type": "org.apache.kafka.connect.transforms.ReplaceField$Value",
                         "transforms.more.renames": "name:called"})
    piped(migrate, start_weir)
    wait_piped(migrate, "people", 2)
    migrate.run()
    same(migrate, "people")
    assert migrate.rows("SELECT called, secret FROM mp_cdc.people ORDER BY id") == [
        ("a", "*"), ("b", "*")]
