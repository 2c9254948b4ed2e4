"""Tables that change while they are streamed."""
import dataclasses

from ..case import MARIADB, MYSQL, Case

BOTH = (MARIADB, MYSQL)
TABLE = """
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20) NOT NULL DEFAULT 'x', b DECIMAL(10,2), c DATETIME, KEY ka (a));
INSERT INTO t VALUES (1, 'one', 1.5, '2024-01-01')"""

ALTER = Case("alter", TABLE, """
ALTER TABLE t ADD COLUMN d INT;
INSERT INTO t VALUES (2, 'two', 2, NULL, 2);
ALTER TABLE t ADD e VARCHAR(5) NOT NULL DEFAULT 'e' FIRST, ADD COLUMN f BIGINT UNSIGNED DEFAULT 6 AFTER a;
INSERT INTO t (id, a) VALUES (3, 'three');
ALTER TABLE t ADD COLUMN (g INT, h INT COMMENT 'two in brackets');
INSERT INTO t (id) VALUES (4);
ALTER TABLE t DROP COLUMN g, DROP h;
UPDATE t SET f = 7, d = 1;
ALTER TABLE t CHANGE COLUMN d dd BIGINT NOT NULL DEFAULT 3;
INSERT INTO t (id) VALUES (5);
ALTER TABLE t MODIFY COLUMN b DECIMAL(12,4) NULL DEFAULT '1.25' AFTER id, MODIFY a TEXT;
INSERT INTO t (id) VALUES (6);
ALTER TABLE t RENAME COLUMN c TO cc;
UPDATE t SET cc = '2024-05-05 05:05:05' WHERE id = 6;
ALTER TABLE t ALTER COLUMN f SET DEFAULT 9;
INSERT INTO t (id) VALUES (7);
ALTER TABLE t ALTER f DROP DEFAULT;
INSERT INTO t (id, f) VALUES (8, 1);
ALTER TABLE t MODIFY id BIGINT;
DELETE FROM t WHERE id = 1;
ALTER TABLE t COMMENT = 'a comment', ADD INDEX kb (b), ADD UNIQUE uf (id, f);
INSERT INTO t (id, f) VALUES (9, 1);
ALTER TABLE t CONVERT TO CHARACTER SET latin1;
INSERT INTO t (id, f, a) VALUES (10, 1, 'ä');
ALTER TABLE t DEFAULT CHARACTER SET utf8mb4;
ALTER TABLE t ADD COLUMN z VARCHAR(5);
INSERT INTO t (id, f, z) VALUES (11, 1, '日');
ALTER TABLE t DROP INDEX uf, RENAME INDEX kb TO kc, ENGINE=InnoDB;
INSERT INTO t (id, f) VALUES (12, 1)""")

CASES = [
    ALTER,
    # MySQL lets no TEXT into a key without a length
    dataclasses.replace(ALTER, name="alter_mysql", after=ALTER.after.replace("MODIFY a TEXT", "MODIFY a VARCHAR(300)"),
                        servers=(MYSQL,)),
    Case("alter_maria", TABLE, """
ALTER TABLE t ADD COLUMN IF NOT EXISTS d INT, ADD COLUMN IF NOT EXISTS a INT;
INSERT INTO t VALUES (2, 'two', 2, NULL, 2);
ALTER TABLE t DROP COLUMN IF EXISTS nothing, DROP COLUMN IF EXISTS d;
INSERT INTO t VALUES (3, 'three', 2, NULL);
ALTER TABLE IF EXISTS t MODIFY COLUMN IF EXISTS a VARCHAR(30);
INSERT INTO t VALUES (4, 'vier', 2, NULL);
ALTER ONLINE TABLE t ADD COLUMN e INT, ALGORITHM=INSTANT;
INSERT INTO t VALUES (5, 'fünf', 2, NULL, 5);
ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0);
INSERT INTO t VALUES (6, 'sechs', 2, NULL, 5)"""),
    Case("renames", TABLE + ";\nCREATE TABLE u (id INT PRIMARY KEY, x INT)", """
RENAME TABLE t TO t2;
INSERT INTO t2 VALUES (2, 'two', 2, NULL);
ALTER TABLE t2 RENAME TO t3;
INSERT INTO t3 VALUES (3, 'two', 2, NULL);
ALTER TABLE t3 RENAME t4, ADD COLUMN d INT;
INSERT INTO t4 VALUES (4, 'two', 2, NULL, 4);
RENAME TABLE t4 TO tmp, u TO t4, tmp TO u;
INSERT INTO t4 VALUES (5, 5);
INSERT INTO u VALUES (6, 'x', 2, NULL, 4);
RENAME TABLE `u` TO `{db}`.`u2`;
UPDATE u2 SET d = 1""", servers=BOTH),
    Case("ghost", TABLE, """
CREATE TABLE `{db}`.`_t_ghc` (id BIGINT AUTO_INCREMENT, last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, hint VARCHAR(64) CHARACTER SET ascii NOT NULL, value VARCHAR(4096) CHARACTER SET ascii NOT NULL, PRIMARY KEY(id), UNIQUE KEY hint_uidx(hint)) AUTO_INCREMENT=256;
CREATE /* gh-ost */ TABLE `{db}`.`_t_gho` LIKE `{db}`.`t`;
ALTER /* gh-ost */ TABLE `{db}`.`_t_gho` ADD COLUMN d INT NOT NULL DEFAULT 5, DROP COLUMN c;
INSERT /* gh-ost `{db}`.`t` */ IGNORE INTO `{db}`.`_t_gho` (id, a, b) (SELECT id, a, b FROM t);
INSERT INTO t VALUES (2, 'two', 2, NULL);
REPLACE INTO _t_gho (id, a, b) VALUES (2, 'two', 2);
RENAME /* gh-ost */ TABLE `{db}`.`t` TO `{db}`.`_t_del`, `{db}`.`_t_gho` TO `{db}`.`t`;
INSERT INTO t (id, a) VALUES (3, 'after');
DROP /* gh-ost */ TABLE IF EXISTS `{db}`.`_t_ghc`;
DROP TABLE `_t_del`""", servers=BOTH),
    Case("online_change", TABLE, """
CREATE TABLE `{db}`.`_t_new` (`id` int(11) NOT NULL, `a` varchar(20) NOT NULL DEFAULT 'x', `b` decimal(10,2) DEFAULT NULL, `c` datetime DEFAULT NULL, PRIMARY KEY (`id`), KEY `ka` (`a`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
ALTER TABLE `{db}`.`_t_new` ADD COLUMN e INT, ADD KEY (e);
CREATE TRIGGER `pt_osc_del` AFTER DELETE ON `{db}`.`t` FOR EACH ROW DELETE IGNORE FROM `{db}`.`_t_new` WHERE `{db}`.`_t_new`.`id` <=> OLD.`id`;
CREATE TRIGGER `pt_osc_ins` AFTER INSERT ON `{db}`.`t` FOR EACH ROW REPLACE INTO `{db}`.`_t_new` (`id`, `a`, `b`, `c`) VALUES (NEW.`id`, NEW.`a`, NEW.`b`, NEW.`c`);
INSERT LOW_PRIORITY IGNORE INTO `{db}`.`_t_new` (`id`, `a`, `b`, `c`) SELECT `id`, `a`, `b`, `c` FROM `{db}`.`t` LOCK IN SHARE MODE;
INSERT INTO t VALUES (2, 'two', 2, NULL);
DELETE FROM t WHERE id = 1;
RENAME TABLE `{db}`.`t` TO `{db}`.`_t_old`, `{db}`.`_t_new` TO `{db}`.`t`;
DROP TABLE IF EXISTS `{db}`.`_t_old`;
INSERT INTO t VALUES (3, 'three', 2, NULL, 4)""", servers=BOTH),
    Case("creates", TABLE, """
CREATE TABLE copy LIKE t;
INSERT INTO copy SELECT * FROM t;
CREATE TABLE IF NOT EXISTS t (x INT);
INSERT INTO t VALUES (2, 'two', 2, NULL);
CREATE TABLE one (id SERIAL, b BOOLEAN NOT NULL DEFAULT TRUE, j JSON, r REAL, nv NVARCHAR(5)) COMMENT='c' CHARACTER SET latin1;
INSERT INTO one (b) VALUES (FALSE);
CREATE TABLE IF NOT EXISTS two (id INT, KEY (id), v VARCHAR(5) COLLATE utf8mb4_bin, CONSTRAINT pk PRIMARY KEY (id));
INSERT INTO two VALUES (1, 'ä');
CREATE TABLE three (id INT NOT NULL, ref INT, PRIMARY KEY USING BTREE (id), CONSTRAINT fk FOREIGN KEY (ref) REFERENCES t (id) ON DELETE CASCADE, CHECK (id > 0), FULLTEXT KEY (v), v TEXT) ENGINE=InnoDB AUTO_INCREMENT=5;
INSERT INTO three VALUES (1, 2, 'text');
CREATE INDEX ci ON two (v);
DROP INDEX ci ON two;
INSERT INTO two VALUES (2, 'b');
TRUNCATE TABLE two;
INSERT INTO two VALUES (3, 'c');
DROP TABLE IF EXISTS three, two;
DROP TABLE IF EXISTS nothing_else_matters, copy;
CREATE TABLE two (k VARCHAR(3) PRIMARY KEY);
INSERT INTO two VALUES ('new');
CREATE VIEW w AS SELECT * FROM t;
CREATE OR REPLACE VIEW w AS SELECT id FROM t;
DROP VIEW w;
CREATE PROCEDURE p() SELECT 1;
DROP PROCEDURE p;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = UPPER(NEW.a);
INSERT INTO t VALUES (5, 'low', 2, NULL);
DROP TRIGGER tr;
ANALYZE TABLE t;
OPTIMIZE TABLE t;
FLUSH TABLES;
GRANT SELECT ON *.* TO cdc@localhost;
INSERT INTO t VALUES (6, 'end', 2, NULL)""", servers=BOTH),
    Case("create_select", TABLE, """
CREATE TABLE q1 AS SELECT id, a FROM t;
INSERT INTO q1 VALUES (2, 'x');
CREATE TABLE q2 (id INT PRIMARY KEY, extra INT DEFAULT 5) SELECT id FROM t;
INSERT INTO q2 (id, extra) VALUES (9, 1)""", servers=BOTH),
    Case("create_select_transactions", TABLE, """
CREATE TABLE q1 AS SELECT id, a FROM t;
INSERT INTO q1 VALUES (2, 'x')""", {"provide.transaction.metadata": "true"}, servers=BOTH),
    Case("partitions", """
CREATE TABLE t (id INT NOT NULL, y INT NOT NULL, PRIMARY KEY (id, y)) PARTITION BY RANGE (y) (
 PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20));
CREATE TABLE h (id INT PRIMARY KEY, v INT) PARTITION BY HASH (id) PARTITIONS 3;
INSERT INTO t VALUES (1, 1), (2, 11);
INSERT INTO h VALUES (1, 1), (2, 2)""", """
INSERT INTO t VALUES (3, 2), (4, 12);
ALTER TABLE t ADD PARTITION (PARTITION p2 VALUES LESS THAN MAXVALUE);
INSERT INTO t VALUES (5, 100);
ALTER TABLE t TRUNCATE PARTITION p0;
ALTER TABLE t DROP PARTITION p1;
INSERT INTO t VALUES (6, 100);
UPDATE h SET v = 5;
ALTER TABLE h COALESCE PARTITION 1;
ALTER TABLE h REMOVE PARTITIONING;
ALTER TABLE h ADD COLUMN w INT;
UPDATE h SET w = 6;
CREATE TABLE l (id INT, r VARCHAR(5)) PARTITION BY LIST COLUMNS (r) (PARTITION a VALUES IN ('x','y'), PARTITION b VALUES IN ('z'));
INSERT INTO l VALUES (1, 'z')""", servers=BOTH),
    Case("quoted", TABLE, """
alter table T ADD\tCOLUMN -- a comment
 d INT /* another; one */ DEFAULT 5 # third
 COMMENT 'it''s; "d" `x`', ADD COLUMN `add` INT, ADD COLUMN `column` INT;
INSERT INTO t (id) VALUES (2);
ALTER TABLE `{db}` . `t` DROP `add`;
INSERT INTO t (id) VALUES (3);
ALTER TABLE {db}.t ADD key_ INT, ADD KEY (key_), ADD after_ INT AFTER id;
INSERT INTO t (id) VALUES (4);
CREATE TABLE `q-1` (`id` int(10) unsigned NOT NULL AUTO_INCREMENT, `desc` varchar(10) DEFAULT 'a,b);' COMMENT 'x(,', PRIMARY KEY (`id`) USING BTREE) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC;
INSERT INTO `q-1` () VALUES ()""".replace("table T", "table t"), servers=BOTH),
    Case("two_databases", TABLE, """
CREATE DATABASE IF NOT EXISTS {db}_two CHARACTER SET latin1;
CREATE TABLE {db}_two.x (id INT PRIMARY KEY, v VARCHAR(5));
INSERT INTO {db}_two.x VALUES (1, 'ä');
ALTER DATABASE {db}_two CHARACTER SET utf8mb4;
CREATE TABLE {db}_two.y (id INT PRIMARY KEY, v VARCHAR(5));
INSERT INTO {db}_two.y VALUES (1, '日');
RENAME TABLE {db}_two.x TO {db}.moved;
INSERT INTO moved VALUES (2, 'ö');
USE {db}_two;
CREATE TABLE z (id INT PRIMARY KEY);
INSERT INTO z VALUES (1);
DROP DATABASE {db}_two;
USE {db};
INSERT INTO t VALUES (2, 'two', 2, NULL)""", servers=BOTH),
    Case("databases_filtered", TABLE, """
CREATE DATABASE {db}_two;
CREATE TABLE {db}_two.x (id INT PRIMARY KEY, v VARCHAR(5));
INSERT INTO {db}_two.x VALUES (1, 'ä');
RENAME TABLE {db}_two.x TO {db}.moved;
INSERT INTO moved VALUES (2, 'ö');
RENAME TABLE moved TO {db}_two.x;
INSERT INTO t VALUES (2, 'two', 2, NULL);
DROP DATABASE {db}_two""", {"database.include.list": "databases_filtered"}, servers=BOTH),
    Case("ddl_transactions", TABLE, """
START TRANSACTION;
INSERT INTO t VALUES (2, 'two', 2, NULL);
ALTER TABLE t ADD COLUMN d INT;
INSERT INTO t VALUES (3, 'three', 2, NULL, 4);
CREATE TABLE u (id INT PRIMARY KEY);
START TRANSACTION;
INSERT INTO u VALUES (1);
INSERT INTO t VALUES (4, 'four', 2, NULL, 4);
COMMIT;
DROP TABLE u""", {"provide.transaction.metadata": "true"}, servers=BOTH),
]
