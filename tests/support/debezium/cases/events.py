"""Keys, operations, transactions, filters, masks, names: what becomes of a change of rows."""
from ..case import MARIADB, MYSQL, Case

BOTH = (MARIADB, MYSQL)

# Every kind of change, on a table with a key, one without, one with a wide key.
TABLES = """
CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), n INT DEFAULT 7);
CREATE TABLE bare (a INT, b VARCHAR(20));
CREATE TABLE wide (b VARCHAR(10), n INT, a BIGINT UNSIGNED, PRIMARY KEY (a, b));
INSERT INTO t VALUES (1, 'one', 1), (2, 'two', NULL);
INSERT INTO bare VALUES (1, 'x'), (1, 'x'), (NULL, NULL);
INSERT INTO wide VALUES ('b', 1, 1), ('c', 2, 18446744073709551615)"""
CHANGES = """
INSERT INTO t VALUES (3, 'three', 3), (4, 'four', NULL), (5, NULL, 5);
INSERT INTO t (id) VALUES (6);
UPDATE t SET n = 8 WHERE id < 4;
UPDATE t SET name = 'one' WHERE id = 1;
UPDATE t SET id = 10 WHERE id = 1;
UPDATE t SET id = id + 100, n = 0 WHERE id > 3 ORDER BY id DESC;
REPLACE INTO t VALUES (2, 'replaced', 1), (7, 'new', 1);
INSERT INTO t VALUES (2, 'dup', 2) ON DUPLICATE KEY UPDATE n = n + 1, name = 'dup';
INSERT IGNORE INTO t VALUES (2, 'ignored', 2), (8, 'eight', 8);
DELETE FROM t WHERE id IN (2, 8);
INSERT INTO bare VALUES (2, 'y'), (2, 'y');
UPDATE bare SET b = 'z' WHERE a = 1;
DELETE FROM bare WHERE a IS NULL;
INSERT INTO wide VALUES ('d', 3, 3);
UPDATE wide SET n = 4 WHERE a = 3;
UPDATE wide SET b = 'e' WHERE a = 3;
DELETE FROM wide WHERE a = 1"""
TRANSACTION = """
START TRANSACTION;
INSERT INTO t VALUES (20, 'a', 1);
INSERT INTO bare VALUES (20, 'a');
UPDATE t SET n = 2 WHERE id = 20;
SAVEPOINT here;
INSERT INTO t VALUES (21, 'gone', 1);
ROLLBACK TO here;
UPDATE t SET id = 22 WHERE id = 20;
DELETE FROM bare WHERE a = 20;
COMMIT;
START TRANSACTION;
INSERT INTO t VALUES (30, 'rolled back', 1);
ROLLBACK"""
XA = """
XA START 'x1';
INSERT INTO t VALUES (40, 'xa', 1);
XA END 'x1';
XA PREPARE 'x1';
XA COMMIT 'x1'"""
MASKED = """
CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), note VARCHAR(255) DEFAULT 'none', long_text TEXT, n INT DEFAULT 5,
 email VARCHAR(30) NOT NULL COMMENT 'a person''s', c CHAR(4) NULL, e ENUM('a','b') COMMENT 'enum', d DECIMAL(10,2), ts DATETIME(3));
INSERT INTO t VALUES (1, 'Anna', 'hello world', 'a long text here', 1, 'anna@example.org', 'abcd', 'a', 1.5, NULL),
 (2, NULL, NULL, NULL, NULL, 'x', NULL, NULL, NULL, '2024-01-01')"""
MASKED_CHANGES = """
INSERT INTO t VALUES (3, 'Böse', 'ä', 'kurz', 3, 'b@example.org', 'ab', 'b', 2, '2024-01-01 10:00:00.5'), (4, '', '', '', 0, '', '', NULL, 0, NULL);
UPDATE t SET name = 'Carl', note = 'new note' WHERE id = 1;
UPDATE t SET id = 5 WHERE id = 3;
DELETE FROM t WHERE id = 2"""


def masked(word, servers=(MARIADB,), **config):
    return Case(f"masks_{word}", MASKED, MASKED_CHANGES,
                {key.replace("__", "."): value for key, value in config.items()}, servers)


def changes(word, more="", servers=(MARIADB,), schemas=True, xa=True, **config):
    return Case(f"changes_{word}", TABLES, CHANGES + ";\n" + TRANSACTION + (";" + XA if xa else "") + more,
                {key.replace("__", "."): value for key, value in config.items()}, servers, schemas)


NAMING = "io.debezium.schema."

CASES = [
    Case("thin", """
CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), at DATETIME);
INSERT INTO t VALUES (1, 'one', '2024-02-29 13:59:01')""", """
INSERT INTO t VALUES (2, 'zwei', NULL);
UPDATE t SET name = 'due' WHERE id = 2;
DELETE FROM t WHERE id = 1""", servers=BOTH),
    changes("all", servers=BOTH, xa=False),
    changes("plain", schemas=False, xa=False),
    changes("xa", servers=BOTH),
    changes("xa_transactions", servers=BOTH, provide__transaction__metadata="true"),
    changes("truncate_transactions", xa=False, more=";\nTRUNCATE t;\nINSERT INTO t VALUES (1, 'again', 1)",
            provide__transaction__metadata="true", skipped__operations="u"),
    changes("unchanged_transactions", xa=False, provide__transaction__metadata="true", skip__messages__without__change="true",
            column__exclude__list=".*\\.t\\.n"),
    changes("named_topics", xa=False, topic__transaction="tx", topic__heartbeat__prefix="hb", heartbeat__interval__ms="300",
            provide__transaction__metadata="true"),
    changes("heartbeats", xa=False, heartbeat__interval__ms="300"),
    changes("no_tombstones", xa=False, tombstones__on__delete="false"),
    changes("transactions", xa=False, provide__transaction__metadata="true", servers=BOTH, more=""";
CREATE TABLE extra (id INT PRIMARY KEY);
INSERT INTO extra VALUES (1);
DROP TABLE extra"""),
    changes("some_transactions", xa=False, provide__transaction__metadata="true", table__include__list=".*\\.(wide|fin)"),
    changes("query", include__query="true"),
    changes("skipped", skipped__operations="u,d"),
    changes("truncates", more=";\nTRUNCATE TABLE bare;\nTRUNCATE t;\nINSERT INTO t VALUES (1, 'again', 1)",
            skipped__operations="none", servers=BOTH),
    changes("no_truncates", more=";\nTRUNCATE TABLE bare;\nTRUNCATE t;\nINSERT INTO t VALUES (1, 'again', 1)"),
    changes("no_schema_changes", include__schema__changes="false"),
    changes("plain_headers", extended__headers__enabled="false"),
    changes("no_data", snapshot__mode="no_data"),
    changes("some_tables", table__include__list=".*\\.t,.*\\.fin"),
    changes("but_some_tables", table__exclude__list=".*\\.t,.*\\.wide", more=""";
ALTER TABLE t ADD COLUMN x INT;
ALTER TABLE bare ADD COLUMN x INT;
INSERT INTO bare VALUES (1, 'x', 1);
CREATE TABLE new (id INT PRIMARY KEY);
RENAME TABLE wide TO wider;
INSERT INTO wider VALUES ('w', 1, 1);
DROP TABLE t"""),
    changes("some_columns", column__include__list=".*\\.t\\.id,.*\\.t\\.name,.*\\.(bare|wide|fin)\\..*"),
    changes("but_some_columns", column__exclude__list=".*\\.t\\.n,.*\\.bare\\.a,.*\\.wide\\.n"),
    changes("without_change", skip__messages__without__change="true", column__exclude__list=".*\\.t\\.n"),
    changes("snapshot_of_some", snapshot__include__collection__list="changes_snapshot_of_some\\.(t|fin)"),
    changes("override", snapshot__select__statement__overrides="changes_override.t",
            **{"snapshot__select__statement__overrides__changes_override.t":
               "SELECT * FROM changes_override.t WHERE id = 2"}),
    changes("keys", message__key__columns=".*\\.bare:a,b;.*\\.t:name;(.*)\\.wide:n"),
    changes("delimiter", topic__delimiter="_"),
    changes("schema_naming", topic__naming__strategy=NAMING + "SchemaTopicNamingStrategy"),
    changes("regex_naming", topic__naming__strategy=NAMING + "DefaultRegexTopicNamingStrategy",
            topic__regex="(.*)\\.(t|wide)", topic__replacement="$1.both"),
    changes("captured_ddl", schema__history__internal__store__only__captured__tables__ddl="true",
            table__include__list=".*\\.(t|fin)", more=""";
ALTER TABLE t ADD COLUMN x INT;
ALTER TABLE bare ADD COLUMN x INT;
CREATE INDEX k ON t (x);
RENAME TABLE wide TO wider, bare TO barer;
DROP TABLE wider, t"""),
    Case("other_database", """
CREATE DATABASE other_two CHARACTER SET latin1;
CREATE TABLE other_two.x (id INT PRIMARY KEY, v VARCHAR(5));
CREATE TABLE t (id INT PRIMARY KEY)""", """
INSERT INTO other_two.x VALUES (1, 'x');
ALTER TABLE other_two.x ADD COLUMN y INT;
INSERT INTO t VALUES (1);
DROP DATABASE other_two""", {"database.include.list": "other_database"}),
    masked("hash", **{"column__mask__hash.SHA-256.with.salt.pepper": ".*\\.t\\.(name|note|email)",
                      "column__mask__hash__v2.SHA-1.with.salt.pepper": ".*\\.t\\.(long_text|c|e)"}),
    masked("md5", **{"column__mask__hash.MD5.with.salt.x y": ".*\\.t\\.(name|email|n|d|ts)"}),
    masked("chars", **{"column__mask__with.5.chars": ".*\\.t\\.(name|note|n|e)", "column__mask__with.0.chars": ".*\\.t\\.c",
                       "column__mask__with.12.chars": ".*\\.t\\.(email|d|ts)"}),
    masked("truncated", **{"column__truncate__to.3.chars": ".*\\.t\\.(name|note|c|email)",
                           "column__truncate__to.0.chars": ".*\\.t\\.long_text"}),
    masked("propagated", **{"column__propagate__source__type": ".*\\.t\\.(name|note|d|ts|e|c|email)",
                            "datatype__propagate__source__type": ".*\\.(INT|TEXT)"}),
    masked("propagated_all", BOTH, **{"column__propagate__source__type": ".*", "include__schema__comments": "true"}),
    masked("without_comments", BOTH, **{"column__propagate__source__type": ".*", "include__schema__changes": "false"}),
    masked("key", **{"column__mask__with.5.chars": ".*\\.t\\.(id|name)", "message__key__columns": ".*\\.t:name,email"}),
    Case("odd_names", """
CREATE TABLE `my table` (`the id` INT PRIMARY KEY, `1st` INT, `ä-b` INT, `a.b` VARCHAR(5), `_u` INT);
CREATE TABLE `t$1` (`$id` INT PRIMARY KEY, `SELECT` INT, `back``tick` INT);
CREATE TABLE Upper (ID INT PRIMARY KEY, camelCase INT);
INSERT INTO `my table` VALUES (1, 2, 3, 'x', 4);
INSERT INTO Upper VALUES (1, 2)""", """
INSERT INTO `my table` VALUES (2, 2, 3, 'x', 4);
INSERT INTO `t$1` VALUES (1, 2, 3);
UPDATE Upper SET CAMELCASE = 3;
ALTER TABLE `my table` ADD COLUMN `new col` INT AFTER `1st`;
UPDATE `my table` SET `new col` = 5"""),
    *[Case(f"names_{word}", """
CREATE TABLE `my table` (`the id` INT PRIMARY KEY, `1st` INT, `ä-b` INT, `_u` INT, ok INT);
INSERT INTO `my table` VALUES (1, 2, 3, 4, 5)""", """
INSERT INTO `my table` VALUES (2, 2, 3, 4, 5);
UPDATE `my table` SET `1st` = 3""", {"schema.name.adjustment.mode": word, "field.name.adjustment.mode": word})
      for word in ("avro", "avro_unicode")],
    # one event in the binlog holds each of these transactions
    Case("compressed", """
CREATE TABLE t (id INT PRIMARY KEY, v TEXT);
INSERT INTO t VALUES (1, 'one')""", """
SET SESSION binlog_transaction_compression = ON;
INSERT INTO t VALUES (2, REPEAT('x', 1000));
START TRANSACTION;
INSERT INTO t VALUES (3, REPEAT('y', 1000)), (4, '');
UPDATE t SET v = REPEAT('z', 500);
DELETE FROM t WHERE id = 2;
COMMIT""", {"provide.transaction.metadata": "true"}, servers=(MYSQL,)),
    Case("rows_query", """
CREATE TABLE t (id INT PRIMARY KEY, v TEXT);
INSERT INTO t VALUES (1, 'one')""", """
SET SESSION binlog_rows_query_log_events = ON;
INSERT INTO t VALUES (2, 'two') /* why */;
START TRANSACTION;
INSERT INTO t VALUES (3, 'three'), (4, '');
UPDATE t SET v = 'x';
COMMIT""", {"include.query": "true"}, servers=(MYSQL,)),
    Case("keys", """
CREATE TABLE uniq (a INT NOT NULL UNIQUE, b INT);
CREATE TABLE uniq_null (a INT UNIQUE, b INT);
CREATE TABLE uniq_late (a INT, b INT NOT NULL, c INT NOT NULL, UNIQUE KEY k1 (a), UNIQUE KEY k2 (b, c));
CREATE TABLE uniq_prefix (a VARCHAR(100) NOT NULL, UNIQUE KEY (a(10)));
CREATE TABLE counted (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, x INT, PRIMARY KEY (id));
CREATE TABLE inline_key (id INT AUTO_INCREMENT KEY, x INT);
CREATE TABLE text_key (id VARCHAR(20) CHARACTER SET latin1 PRIMARY KEY, d DECIMAL(5,2) NOT NULL DEFAULT 1.5, UNIQUE (d));
CREATE TABLE def_key (d DATETIME(3) NOT NULL DEFAULT '2024-01-01', e ENUM('a','b') NOT NULL DEFAULT 'a', PRIMARY KEY (e, d));
CREATE TABLE binary_key (id BINARY(4) PRIMARY KEY);
INSERT INTO uniq VALUES (1, 2);
INSERT INTO uniq_null VALUES (1, 2), (NULL, 3);
INSERT INTO uniq_late VALUES (1, 2, 3);
INSERT INTO uniq_prefix VALUES ('x');
INSERT INTO counted (x) VALUES (1), (2);
INSERT INTO inline_key (x) VALUES (1);
INSERT INTO text_key (id) VALUES ('ä');
INSERT INTO def_key () VALUES ();
INSERT INTO binary_key VALUES ('ab')""", """
INSERT INTO uniq VALUES (2, 2);
UPDATE uniq_null SET b = 4;
DELETE FROM uniq_null WHERE a IS NULL;
UPDATE uniq_late SET a = 5;
UPDATE uniq_prefix SET a = 'y';
INSERT INTO counted (x) VALUES (3);
UPDATE text_key SET id = 'ö';
UPDATE def_key SET e = 'b';
UPDATE binary_key SET id = 'c';
CREATE TABLE later (a INT, b INT NOT NULL);
INSERT INTO later VALUES (1, 2);
CREATE UNIQUE INDEX k ON later (b);
INSERT INTO later VALUES (2, 3);
ALTER TABLE later DROP INDEX k;
INSERT INTO later VALUES (3, 4);
CREATE TABLE s_inline (a INT UNIQUE KEY, b SERIAL);
INSERT INTO s_inline (a) VALUES (1);
ALTER TABLE counted DROP PRIMARY KEY, MODIFY id BIGINT UNSIGNED NOT NULL;
INSERT INTO counted VALUES (9, 9);
ALTER TABLE counted ADD PRIMARY KEY (id, x);
INSERT INTO counted VALUES (10, 9)""", servers=BOTH),
    Case("engines", """
CREATE TABLE m (id INT PRIMARY KEY, v VARCHAR(10)) ENGINE=MyISAM;
CREATE TABLE i (id INT PRIMARY KEY, v VARCHAR(10)) ENGINE=InnoDB;
CREATE TABLE h (id INT PRIMARY KEY, v VARCHAR(10)) ENGINE=MEMORY;
CREATE TEMPORARY TABLE tmp (id INT)""", """
INSERT INTO m VALUES (1, 'a'), (2, 'b');
START TRANSACTION;
INSERT INTO i VALUES (1, 'a');
INSERT INTO m VALUES (3, 'c');
COMMIT;
INSERT INTO h VALUES (1, 'x');
CREATE TEMPORARY TABLE tmp2 (id INT);
INSERT INTO tmp2 VALUES (1);
DELETE FROM m"""),
    Case("history_table", """
CREATE TABLE v (id INT PRIMARY KEY, x INT, row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START,
 row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (row_start, row_end)) WITH SYSTEM VERSIONING""", """
CREATE TABLE plain (id INT PRIMARY KEY);
INSERT INTO plain VALUES (1)"""),
    Case("filters_and_keys", """
CREATE TABLE a (id INT PRIMARY KEY, v INT, secret VARCHAR(20) DEFAULT 'x');
CREATE TABLE nokey (v INT, w INT);
INSERT INTO a VALUES (1,1,'s');
INSERT INTO nokey VALUES (1,1)""","""
INSERT INTO a VALUES (2,2,NULL);
UPDATE a SET secret='y' WHERE id=1;
UPDATE a SET v=5 WHERE id=1;
UPDATE a SET id=7 WHERE id=1;
DELETE FROM a WHERE id=7;
INSERT INTO nokey VALUES (2,2);
UPDATE nokey SET v=3;
ALTER TABLE a ADD COLUMN secret2 INT, ADD COLUMN pub INT;
INSERT INTO a VALUES (3,3,'z',1,1);
DELETE FROM nokey""",{"column.exclude.list":".*\\.a\\.secret.*","message.key.columns":"(.*).nokey:v;(.*).a:id,v","skip.messages.without.change":"true","tombstones.on.delete":"false","event.processing.failure.handling.mode":"warn","decimal.handling.mode":"double","max.batch.size":"2","max.queue.size":"8"},servers=BOTH),
    Case("large_transaction", """
CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(100));
INSERT INTO t (v) VALUES (REPEAT('x',50))""","""
START TRANSACTION;
INSERT INTO t (v) SELECT REPEAT('y', 90) FROM t a, (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) b, (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) c, (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) d;
UPDATE t SET v = 'z' WHERE id < 60;
DELETE FROM t WHERE id > 100;
COMMIT""",{"provide.transaction.metadata":"true"},servers=BOTH),
    Case("statements", """
CREATE TABLE t (id INT PRIMARY KEY, v INT);
INSERT INTO t VALUES (1, 1)""","""
START TRANSACTION;
INSERT INTO t VALUES (2, 2);
CREATE TEMPORARY TABLE tmp (id INT);
INSERT INTO tmp VALUES (1);
DROP TEMPORARY TABLE tmp;
UPDATE t SET v=3 WHERE id=2;
COMMIT;
START TRANSACTION;
UPDATE t SET v=v;
COMMIT;
TRUNCATE TABLE t;
INSERT INTO t VALUES (1,1),(2,2);
START TRANSACTION;
DELETE FROM t;
ROLLBACK;
UPDATE t SET id = id + 10 ORDER BY id DESC;
INSERT INTO t VALUES (11, 5) ON DUPLICATE KEY UPDATE id = 99, v = 7;
REPLACE INTO t VALUES (99, 8), (100, 9);
CREATE TABLE src AS SELECT * FROM t;
INSERT INTO t SELECT id + 1000, v FROM src;
DELETE t FROM t JOIN src ON t.id = src.id;
UPDATE t JOIN src ON t.id = src.id + 1000 SET t.v = 0, src.v = 1""",{"provide.transaction.metadata":"true","skipped.operations":"none"},servers=(MARIADB,)),
]
