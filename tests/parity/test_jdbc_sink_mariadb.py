"""Odd tables of a MariaDB through the real source, and its topics through both sinks: the same tables
by pg_dump, the same rows, whatever form the source gave its values."""
import pytest

from support.mariadb_rig import MariaDB
from support.waiting import until

from .jdbc_sink_pair import REAL, Case
from .topics import read

pytestmark = [pytest.mark.java, pytest.mark.timeout(600)]
SOURCE = "io.debezium.connector.mariadb.MariaDbConnector"
JSON = "org.apache.kafka.connect.json.JsonConverter"

TABLES = (
    """CREATE TABLE numbers (id BIGINT PRIMARY KEY, t TINYINT, tu TINYINT UNSIGNED, b1 TINYINT(1), s SMALLINT,
       su SMALLINT UNSIGNED, m MEDIUMINT, mu MEDIUMINT UNSIGNED, i INT, iu INT UNSIGNED, big BIGINT,
       bu BIGINT UNSIGNED, z INT(8) ZEROFILL, f FLOAT, f2 FLOAT(7,2), d DOUBLE, d2 DOUBLE(10,3),
       n DECIMAL(18,8), n0 DECIMAL(10), nbig DECIMAL(38,30), nu DECIMAL(5,2) UNSIGNED, bit1 BIT(1), bit7 BIT(7),
       di INT NOT NULL DEFAULT 42, dn DECIMAL(6,2) DEFAULT 1.5, dd DOUBLE DEFAULT 0.1, df FLOAT NOT NULL DEFAULT 2,
       db BIT(1) DEFAULT b'1', bool BOOLEAN NOT NULL DEFAULT TRUE)""",
    """CREATE TABLE texts (id INT AUTO_INCREMENT PRIMARY KEY, c CHAR(5), v VARCHAR(20) NOT NULL DEFAULT 'it''s "x"',
       l VARCHAR(20) CHARACTER SET latin1, t TINYTEXT, mt MEDIUMTEXT, lt LONGTEXT, e ENUM('a','b,c','') DEFAULT 'a',
       st SET('x','y','z'), j JSON, b BINARY(4), vb VARBINARY(10), bl BLOB, lb LONGBLOB,
       vd VARCHAR(9) DEFAULT NULL, ve VARCHAR(9) NOT NULL DEFAULT '')""",
    """CREATE TABLE times (id INT PRIMARY KEY, d DATE, t TIME, t3 TIME(3), t6 TIME(6), dt DATETIME, dt3 DATETIME(3),
       dt6 DATETIME(6), ts TIMESTAMP NULL, ts3 TIMESTAMP(3) NULL, ts6 TIMESTAMP(6) NULL, y YEAR,
       dd DATE NOT NULL DEFAULT '2020-02-29', ddt DATETIME DEFAULT '2020-01-02 03:04:05',
       dnow DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, dts TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
       dy YEAR DEFAULT 1999)""",
    """CREATE TABLE `MixedCase` (`Id` INT, `userName` VARCHAR(30), `Part` INT, `Größe` INT,
       PRIMARY KEY (`Part`, `Id`))""",
    "CREATE TABLE only_key (a INT, b VARCHAR(10), PRIMARY KEY (a, b))",
    "CREATE TABLE grows (id INT PRIMARY KEY, v VARCHAR(10))",
)
ROWS = (
    "INSERT INTO numbers (id) VALUES (1)",
    """INSERT INTO numbers VALUES (2, -128, 255, 1, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295,
       -9223372036854775808, 9223372036854775807, 42, 1.1, 12345.67, 1e300, 1234567.891, -1234567890.12345678,
       9999999999, 12345678.123456789012345678901234567891, 999.99, b'1', b'1010101', 1, 2.25, 3.75, 0.1, b'0', 0)""",
    "INSERT INTO texts (c) VALUES ('ab')",
    """INSERT INTO texts VALUES (7, 'ab', 'Grüße 𝄞\n\t\\\\', 'é', 't', 'm', 'l', 'b,c', 'x,z', '{"a": [1, "ü"]}', 'ab',
       x'00ff', x'0001fe', '', 'x', 'y')""",
    "INSERT INTO times (id) VALUES (1)",
    """INSERT INTO times VALUES (2, '2024-02-29', '01:02:03', '01:02:03.456', '23:59:59.999999', '2024-01-02 03:04:05',
       '2024-01-02 03:04:05.678', '1999-12-31 23:59:59.999999', '2024-07-01 12:00:00', '2024-07-01 12:00:00.5',
       '2024-07-01 12:00:00.123456', 2024, '1000-01-01', '9999-12-31 23:59:59', '2021-01-01 00:00:00',
       '2021-01-01 00:00:00', 2155)""",
    "INSERT INTO `MixedCase` VALUES (1, 'a', 2, 3), (2, 'b', 2, NULL)",
    "INSERT INTO only_key VALUES (1, 'a'), (2, 'b')",
    "INSERT INTO grows VALUES (1, 'a'), (2, 'b')",
)
CHANGES = (
    "UPDATE numbers SET i = 5, n = 0.00000001, d = -0.1 WHERE id = 2", "INSERT INTO numbers (id, d) VALUES (3, 1e-7)",
    "UPDATE texts SET v = 'changed', c = NULL", "DELETE FROM texts WHERE id = 1", "INSERT INTO texts (c) VALUES ('z')",
    "UPDATE times SET y = NULL, t6 = '00:00:00'",
    "UPDATE `MixedCase` SET `Id` = 9 WHERE `Id` = 1", "DELETE FROM only_key WHERE a = 1",
    "INSERT INTO only_key VALUES (3, 'c')",
    "ALTER TABLE grows ADD COLUMN w INT NOT NULL DEFAULT 7, ADD COLUMN x VARCHAR(9) DEFAULT 'd'",
    "INSERT INTO grows VALUES (3, 'c', 8, NULL)", "ALTER TABLE grows DROP COLUMN x",
    "UPDATE grows SET v = 'z' WHERE id = 1", "INSERT INTO grows VALUES (4, 'd', 1)",
)
NAMES = ("numbers", "texts", "times", "MixedCase", "only_key", "grows")

# name: (keys of the source, keys of the sinks)
FORMS = {
    "plain": ({}, {}),
    "quoted": ({}, {"quote.identifiers": "true"}),
    "sourced": ({"column.propagate.source.type": ".*"}, {}),
    "connect": ({"time.precision.mode": "connect", "decimal.handling.mode": "string",
                 "binary.handling.mode": "base64"}, {}),
    "double": ({"decimal.handling.mode": "double", "bigint.unsigned.handling.mode": "precise",
                "time.precision.mode": "isostring", "binary.handling.mode": "hex"}, {}),
    "flat": ({}, {"transforms": "unwrap", "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
                  "transforms.unwrap.delete.tombstone.handling.mode": "tombstone"}),
    "rewritten": ({}, {"transforms": "unwrap", "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
                       "transforms.unwrap.delete.tombstone.handling.mode": "rewrite",
                       "transforms.unwrap.add.fields": "op,source.ts_ms"}),
}


@pytest.fixture(scope="module")
def database():
    server = MariaDB()
    server.run("CREATE DATABASE odd")
    server.run(*TABLES, *ROWS, database="odd")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def topics(sink_pair, database):
    """{form: {topic: records}}, written by one real source for each form."""
    sources = {}
    for number, (form, (keys, _)) in enumerate(FORMS.items()):
        config = {
            "connector.class": SOURCE, "tasks.max": "1", "topic.prefix": f"from_{form}",
            "database.hostname": "127.0.0.1", "database.port": str(database.port), "database.user": "cdc",
            "database.password": "cdc", "database.server.id": str(7100 + number), "database.include.list": "odd",
            "schema.history.internal.kafka.topic": f"from_{form}.history",
            "schema.history.internal.kafka.bootstrap.servers": sink_pair.bootstrap,
            "key.converter": JSON, "key.converter.schemas.enable": "true", "value.converter": JSON,
            "value.converter.schemas.enable": "true", **keys}
        sources[form] = config
        answer = sink_pair.workers[REAL].rest.put(f"/connectors/from_{form}/config", config)
        assert answer.status == 201, answer
    for form in FORMS:
        _wait(sink_pair, f"from_{form}.odd.grows", 2)
    database.run(*CHANGES, database="odd")
    for form in FORMS:
        _wait(sink_pair, f"from_{form}.odd.grows", 5)
        _wait(sink_pair, f"from_{form}.odd.only_key", 5)
        sink_pair.workers[REAL].rest.delete(f"/connectors/from_{form}")
    return {form: {f"from_{form}.odd.{name}": len(read(sink_pair.bootstrap, f"from_{form}.odd.{name}"))
                   for name in NAMES} for form in FORMS}


def _wait(pair, topic, count):
    def there():
        state = pair.workers[REAL].rest.state(topic.split(".")[0])
        if state and "FAILED" in state[1]:
            pytest.fail(f"the source of {topic} has failed")
        try:
            return len(read(pair.bootstrap, topic)) >= count
        except KeyError:
            return False
    until(there, 120, f"{count} records in {topic}")


@pytest.mark.parametrize("form", FORMS)
def test_tables(sink_pair, topics, form):
    case = Case(f"from_{form}", [], config=FORMS[form][1], topics=tuple(topics[form]),
                tables=f"from_{form}_odd_[a-z_]*")
    sink_pair.start(case)
    outcome = sink_pair.wait(case, {(topic, 0): end for topic, end in topics[form].items()})
    found = list(sink_pair.differences(case))
    sink_pair.stop(case)
    assert not any(outcome.values()), outcome
    assert not found, "\n".join(found)
