#### version 8
CREATE TABLE `t` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `a` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs DEFAULT NULL,
  `b` int DEFAULT NULL /*!80023 INVISIBLE */,
  `c` json DEFAULT NULL,
  `d` json DEFAULT (json_array()),
  `e` binary(16) NOT NULL DEFAULT (uuid_to_bin(uuid())),
  `f` point NOT NULL /*!80003 SRID 4326 */,
  `g` datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  `h` varchar(50) GENERATED ALWAYS AS (json_unquote(json_extract(`c`,_utf8mb4'$.name'))) VIRTUAL,
  `i` tinyint(1) NOT NULL DEFAULT '1',
  `j` double unsigned DEFAULT NULL,
  `k` year DEFAULT NULL,
  `l` varchar(10) DEFAULT _utf8mb4'x',
  `m` enum('a','b') CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u` (`a`),
  KEY `func` ((lower(`a`))),
  KEY `multi` ((cast(json_extract(`c`,_utf8mb4'$.tags') as char(20) array))),
  KEY `inv` (`i`) /*!80000 INVISIBLE */,
  SPATIAL KEY `sp` (`f`),
  CONSTRAINT `ck` CHECK ((`i` in (0,1))) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='eight' /*!80016 DEFAULT ENCRYPTION='N' */

ALTER TABLE t ADD COLUMN n INT DEFAULT ((1 + 1)), ALGORITHM=INSTANT

ALTER TABLE t RENAME COLUMN n TO o, ALTER COLUMN o SET INVISIBLE

ALTER TABLE t ADD COLUMN p VARCHAR(10) COLLATE utf8mb4_bin NOT NULL, ADD UNIQUE INDEX up (p) INVISIBLE

ALTER TABLE t ALTER INDEX up VISIBLE

ALTER TABLE t DROP CHECK ck, DROP CONSTRAINT ck2

ALTER TABLE t ALTER CHECK ck NOT ENFORCED

ALTER TABLE t ADD COLUMN v VECTOR(4)

#### a reference system without a comment
#! SRID is passed over
CREATE TABLE srid (f GEOMETRY NOT NULL SRID 0)

#### functional unique keys
CREATE TABLE f1 (a VARCHAR(10) NOT NULL, UNIQUE KEY ((lower(a))))

CREATE TABLE f2 (a VARCHAR(10) NOT NULL, b INT NOT NULL, UNIQUE KEY ((lower(a))), UNIQUE KEY (b))

#### partitions and their comments
CREATE TABLE `p` (`id` int NOT NULL, `d` date NOT NULL, PRIMARY KEY (`id`,`d`)) ENGINE=InnoDB DEFAULT CHARSET=latin1
/*!50100 PARTITION BY RANGE (year(`d`))
(PARTITION p0 VALUES LESS THAN (2000) COMMENT = 'old' ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */

#### row-based CREATE TABLE ... SELECT
CREATE TABLE `c` (`a` int NOT NULL DEFAULT '0') START TRANSACTION

#### old types
CREATE TABLE old (a TINYINT(4), b INT(10) UNSIGNED ZEROFILL, c FLOAT(10,2), d YEAR(4), e NATIONAL VARCHAR(5), f INT8 UNSIGNED, g LONG VARBINARY, h DOUBLE PRECISION, k BOOL)

#! ASCII and UNICODE are short for character sets
CREATE TABLE old2 (i CHAR(3) ASCII, j CHAR(2) UNICODE)

#### data definition in several words
CREATE TABLE x LIKE old

#! an option's equals sign
CREATE TABLE IF NOT EXISTS y (id INT PRIMARY KEY) ENGINE=InnoDB TABLESPACE=innodb_system

CREATE TABLE z (id INT PRIMARY KEY) ENGINE_ATTRIBUTE='{}' SECONDARY_ENGINE_ATTRIBUTE='{}'

CREATE DATABASE shop DEFAULT CHARACTER SET utf8mb4 DEFAULT ENCRYPTION='N'

ALTER DATABASE shop READ ONLY = 1

ALTER INSTANCE ROTATE INNODB MASTER KEY

CREATE TABLESPACE ts ADD DATAFILE 'ts.ibd' ENGINE=InnoDB

#! TABLES is TABLE
RENAME TABLES y TO yy, z TO zz
