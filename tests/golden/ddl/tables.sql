#### rename
CREATE TABLE a (id INT PRIMARY KEY)

CREATE TABLE b (x INT)

RENAME TABLE a TO c

RENAME TABLE c TO tmp, b TO c, tmp TO b

RENAME TABLE `b` TO `app2`.`b` , app.c TO `app`.`d`

rename table nothing to something

RENAME TABLE d
  TO e

#### drop
CREATE TABLE a (id INT PRIMARY KEY)

CREATE TABLE b (id INT PRIMARY KEY)

DROP TABLE a, b

DROP TABLE IF EXISTS a, `b`, other.c

DROP TABLE IF EXISTS x CASCADE

drop table /* why */ if exists y restrict

#### create like
CREATE TABLE a (id INT PRIMARY KEY, s VARCHAR(3) COMMENT 'col') CHARSET=latin1 COMMENT='source'

CREATE TABLE b LIKE a

CREATE TABLE IF NOT EXISTS c (LIKE app.a)

CREATE TABLE d LIKE never_seen

#### create again
CREATE TABLE a (id INT PRIMARY KEY)

CREATE TABLE IF NOT EXISTS a (other INT)

CREATE TABLE IF NOT EXISTS b (other INT)

#### create or replace
CREATE TABLE a (id INT PRIMARY KEY)

#! CREATE OR REPLACE replaces
CREATE OR REPLACE TABLE a (other INT NOT NULL UNIQUE)

#### truncate
CREATE TABLE a (id INT PRIMARY KEY)

TRUNCATE TABLE a

TRUNCATE a

truncate table app2.b

#### several statements
CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY);

ALTER TABLE a ADD x INT; ALTER TABLE a ADD y INT

DROP TABLE a; CREATE TABLE a (z INT);

CREATE TABLE q (x INT); DROP TABLE q;

#### comments
/* leading */ CREATE TABLE a (id INT /* inline */ PRIMARY KEY, -- to the end
  b INT # also
) /* trailing */

-- only a comment before
CREATE TABLE b (id INT) -- behind

CREATE/**/TABLE/**/c/**/(/**/id/**/INT/**/)

#### executable comments
#! what stands in executable comments was executed
/*!50100 CREATE TABLE a (id INT) */

#! what stands in executable comments was executed
ALTER TABLE a /*!50100 ADD b INT */, ADD c INT

#! what stands in executable comments was executed
/*M! ALTER TABLE a ADD d INT */

CREATE TABLE p (a INT) /*!50100 PARTITION BY HASH (a) PARTITIONS 2 */

CREATE TABLE v (a INT /*!80023 INVISIBLE */, b INT /*M!100301 COMPRESSED*/) /*!50606 STORAGE DISK */

#### dropping a temporary table
CREATE TABLE a (id INT PRIMARY KEY)

#! a temporary table is not the table
DROP TEMPORARY TABLE IF EXISTS a

#! a temporary table is not the table
CREATE TEMPORARY TABLE x (a INT)

#### from a select
CREATE TABLE s AS SELECT 1 AS a

#! the definition is asked for when it is needed
CREATE TABLE s2 (id INT PRIMARY KEY) SELECT 2 AS b

#### databases
CREATE DATABASE shop CHARACTER SET latin2

CREATE TABLE shop.a (x CHAR(1))

CREATE DATABASE IF NOT EXISTS `we-ird`

ALTER DATABASE shop CHARACTER SET = greek

CREATE TABLE shop.b (x CHAR(1), y TEXT CHARACTER SET utf8mb4)

DROP DATABASE shop

CREATE SCHEMA s2 DEFAULT CHARSET=utf8

DROP SCHEMA IF EXISTS s2

USE other

CREATE TABLE after_use (a INT)

#### a database's collation
CREATE DATABASE shop COLLATE latin2_bin

#! the database's character set follows its collation
CREATE TABLE shop.a (x CHAR(1))

#### a table's collation
#! the table's character set follows its collation
CREATE TABLE a (x CHAR(1)) COLLATE=greek_bin

#### set
SET character_set_server=latin1, collation_server=latin1_swedish_ci

CREATE TABLE a (x CHAR(1))

SET NAMES utf8mb4

SET @@session.character_set_server = 'utf8mb4'

CREATE TABLE b (x CHAR(1))

SET character_set_database=cp1250

CREATE TABLE c (x CHAR(1))

SET @a = 5

SET STATEMENT max_statement_time=10 FOR ALTER TABLE a ADD y INT

SET STATEMENT lock_wait_timeout=50 FOR CREATE TABLE d (x INT)

#### what is no table
CREATE INDEX i ON t (a)

CREATE SEQUENCE s START WITH 1 INCREMENT BY 1

DROP SEQUENCE s

CREATE OR REPLACE VIEW v AS SELECT 1

CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t

DROP EVENT IF EXISTS e

FLUSH TABLES

#### a name and its text
CREATE TABLE   `my db`.`t$1`   ( a INT )   ENGINE = InnoDB

DROP TABLE `my db`.`t$1`

CREATE TABLE `dot.ted` (a INT)

CREATE TABLE "double" (a INT)

CREATE TABLE 2fast (1st INT, `2` INT)

CREATE TABLE größe (höhe INT, `日本` VARCHAR(3))
