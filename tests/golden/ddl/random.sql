#### r2-4
Create TABLE IF Not exists `app`.`Tab` (
  `id` bigint UNSIGNED NOT null,
  `min` point NOT null,
  `text` float(24) ZEROFILL DEFAULT 1.5,
  `timestamp` NUMERIC(65,5) UNSIGNED
  Unique,
  a VARBINARY(255) null DEFAULT 'a',
  Unique key `u1` (`id`),
  INDEX `k1` (`id`) Comment 'k',
  constraint `ck1` CHECK (`id` > 0)) ENGINE InnoDB default CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

alter TABLE `Tab` MODIFY a YEAR NOT NULL after `id`

alter TABLE `Tab` Rename COLUMN `text` to `select`,rename column `timestamp` TO `from_`

ALTER TABLE `Tab` Add column IF not EXISTS `text` national VARCHAR(20) AFTER `select`,
  DROP from_,
  ADD column IF NOT EXISTS d TINYINT UNSIGNED comment ''

#### r2-5
create TABLE `ord` (`id` Int NOT NULL, `year` datetime(6) UNIQUE, 1a int(1) zerofill /* ', ( */ DEFAULT 0 COMMENT 'c' NOT null, `offset` TIMESTAMP unique, `data`  BIT(8), `hash` VARBINARY(255) Default null COMMENT 'it''s, (x)', `uuid` DEC(1) Zerofill /* c */ NOT NULL UNIQUE)
engine=InnoDB COMMENT=''

alter TABLE `ord` DROP column if EXISTS 1a, Modify COLUMN `data` VARBINARY(16) DEFAULT 0x41

ALTER TABLE if exists `ord` RENAME COLUMN `hash` to `system`, add key `i845` (`id`), rename COLUMN `offset` to 1a

ALTER TABLE if EXISTS `ord` alter column `data` SET default '1'

ALTER table `ord` DROP COLUMN if exists `year`

ALTER TABLE `ord` CHANGE `uuid` `key` Uuid not NULL,CHANGE COLUMN `system` Été int3(8),ADD Column a varbinary(1) after `id`

#### r2-7
CREATE table `my table` (
  `id` int not NULL,
  `after` LONGBLOB,
  `groups` BIT(7),
  d BINARY(1) CHECK (`d` > 0 OR length('),(') = 3),
  `text` Date,
  `language` Boolean /* c */ null DEFAULT 0 COMMENT "dq" invisible,
  `Name` DATE default '1999-12-31',
  `json` character NULL DEFAULT '%' Comment '한글',
  unique KEY (`id`))
ENGINE InnoDB COMMENT='it''s' auto_increment=15

Alter Table `my table` RENAME COLUMN `json` TO Été,Add `a$b` UUID null FIRST

alter TABLE `my table` Rename COLUMN `language` TO `tab"q`, ADD Column `virtual` varchar(1000) binary comment 'a;b' not null

ALTER Table `my table`	MODIFY `a$b` Enum ('\\','É','x y','it''s') CHARSET gbk COLLATE gbk_bin NULL FIRST, change `tab"q` `language` TIME default Null

#### r2-15
CREATE table `app`.`t` (`id` BIGINT Unsigned NOT NULL AUTO_INCREMENT, `action` INT(1) UNSIGNED zerofill COMMENT 'it''s, (x)', `a` TEXT(1000) NOT NULL, `column_` decimal(10), `without_` JSON, `value` Nvarchar(100) NULL default NULL, `password` real(15,0), `year` BIGINT UNSIGNED generated always AS (1+1) STORED, CONSTRAINT `pk` primary Key (`id`))
ENGINE=InnoDB

ALTER TABLE `t` add column `mode` VARBINARY(1) default NULL

alter TABLE `t` FORCE,
  Add COLUMN IF NOT EXISTS `a$b` LONGBLOB /* c */ NOT NULL FIRST

alter TABLE `t` drop Column `column_`, add COLUMN IF NOT Exists `it's` VARBINARY(16) AFTER `id`

alter TABLE `t` DROP COLUMN `a$b`

ALTER TABLE `t` CHANGE `mode` `offset` BINARY(1),MODIFY COLUMN a VARCHAR(1)
NULL DEFAULT '' AFTER `id`

ALTER TABLE IF EXISTS `t` Add COLUMN `language` real(15,0) null  DEFAULT 1.5

#### r2-20
CREATE TABLE `app`.`Tab` (`id` int(11) NOT null,
  `first_` int2(6) ZEROFILL,
  `it's`
  Char(10) DEFAULT '%' comment '' unique,
  `comment` JSON,
  `min` int2(6) UNSIGNED Null DEFAULT 1,
  a$b BOOL,
  unique KEY (`id`))
ENGINE InnoDB Row_format=DYNAMIC;

ALTER TABLE `Tab` add Column IF not EXISTS from_ ENUM ('new') default 'new', modify COLUMN `comment` DECIMAL(38,0) UNSIGNED ZEROFILL DEFAULT 1, CHANGE `min` `a` FLOAT UNSIGNED zerofill /* c */ DEFAULT 0

ALTER table `Tab` add COLUMN b Enum('É' ,'it''s') null default null,
  DROP `a`

ALTER TABLE `Tab` ADD `virtual` INT not NULL DEFAULT (1 + 2), ADD `count` FLOAT8(10,4) unsigned AFTER `id`

ALTER Table `Tab` add Unique `i867` (`id`),alter COLUMN `count` SET DEFAULT NULL,add COLUMN `_1` char default ''

ALTER table `Tab` MODIFY `it's` DATE NOT NULL

ALTER TABLE `Tab` ADD 1a DOUBLE PRECISION(15,0) UNSIGNED default 1.5 after a$b, add COLUMN IF NOT EXISTS `type` REAL ZEROFILL DEFAULT NULL, ENGINE=InnoDB auto_increment=73

#### r2-21
create table app.`t` (
  `id` INT NOT NULL, `rank` Mediumint(8) default +3 unique, `elsif_` DATETIME COMMENT "dq", Été DATETIME comment 'it''s, (x)' CHECK (`Été` > 0 OR length('),(') = 3), `row_format` TIMESTAMP NOT NULL, `mode`	CHARACTER(255) character SET UTF8MB3 NULL DEFAULT '' comment "dq", `column_` int3(8) zerofill DEFAULT 7, `password` BIGINT Not NULL, `window` timestamp, unique INDEX (`id`)) engine= InnoDB

ALTER Table `t` change `window` `d` YEAR After `id`,
  ALTER COLUMN `rank` Drop DEFAULT,
  RENAME column `mode` to `select`

ALTER TABLE IF exists `t` modify COLUMN `password` FLOAT Not null DEFAULT -0.5,modify Column `select` YEAR(4) AFTER `id`

ALTER TABLE `t` ADD `inet6` BOOL DEFAULT null, add Column _1 Time(2) after `id`

alter TABLE `t` add COLUMN `x-y` CHAR VARYING(20) NOT NULL default "dq", drop Column if EXISTS _1

ALTER Table IF exists `t` CHANGE `select` `level` TINYBLOB AFTER `id`

#### r2-22
create TABLE `ord` (`id` int(11) NOT null AUTO_INCREMENT PRIMARY Key,`json` UUID NOT null comment 'a;b',`without_` char,`stored` NVARCHAR(1000) DEFAULT '-- no',`column_` BIGINT UNSIGNED as (1+1) persistent)
engine=InnoDB DEFAULT CHARSET = latin1 collate=latin1_general_cs row_format=COMPACT

ALTER TABLE `ord` ADD COLUMN if NOT EXISTS `c` NATIONAL VARCHAR(1000)

ALTER Table `ord` ADD Column `begin` BOOLEAN DEFAULT 1 FIRST

ALTER TABLE `ord` DROP `begin`, RENAME Column `json` TO `time`

ALTER Table `ord` ADD KEY `i6` (`id`)

ALTER TABLE `ord` DROP PRIMARY KEY, MODIFY `without_` mediumint Zerofill DEFAULT +3 AFTER `id`

#### r2-24
CREATE TABLE `ord` (
  `id` INT NOT NULL,
  `from_`  YEAR NOT NULL
DEFAULT '0000',
  a$b DATETIME(0) /* c */ NOT NULL,
  unique index (`id`))
COMMENT='it''s'

alter TABLE `ord` DROP from_,CHANGE `a$b` `max` SMALLINT(6) ZEROFILL not NULL,ADD COLUMN IF NOT exists `user id` double null comment 'c'

ALTER TABLE `ord` DROP column `max`,
  ENGINE= InnoDB, COMMENT='t'

ALTER table `ord` ENGINE InnoDB, RENAME COLUMN `user id` To `year`, ADD UNIQUE `i255` (`id`)

alter TABLE `ord` ADD `uuid` Datetime default now() NOT Null,ADD `min` DATE DEFAULT '1999-12-31',ADD column `select` TINYINT Null default FALSE COMMENT '한글' AFTER `id`

#### r2-25
Create TABLE if NOT exists `app`.`ord` (`id` INT not Null,
  `val` BOOLEAN NULL UNIQUE key,
  `sequence` INT8(1) UNSIGNED Zerofill NULL,
  `user id` Varbinary(1) default 0x41 NOT null,
  `data` ENUM ('\\','(p)',"dq",'N') COMMENT "dq",
  `type` ENUM('N'),
  b TINYINT(2),
  `point` TEXT(70000)
not NULL default '[]' COMMENT "dq",
  a$b INT1(2) Unsigned ZEROFILL not Null DEFAULT 1,
  `select` MEDIUMBLOB NOT Null,
  `elsif_` BIGINT unsigned as (length(`id`)) PERSISTENT,
  UNIQUE (`id`))
engine=InnoDB

ALTER table `ord` Rename column `sequence` TO `_1`, add `body` Int3(8) NOT NULL DEFAULT '1'

ALTER TABLE `ord` CHANGE COLUMN `_1` `period` TINYINT(1) ZEROFILL default '1', alter COLUMN `body` DROP DEFAULT

Alter table if EXISTS `ord`  ADD `uuid` DATE AFTER a$b,
  ADD Column `action` float(24) NOT NULL FIRST,
  alter `period` DROP DEFAULT

#### r2-31
CREATE TABLE IF NOT EXISTS `my table` (`id` int not NULL Auto_increment, Name varchar(255) default 'a\'b', `password` /* c */ INT1 default '1', `_1` Bit(8) DEFAULT b'0', `min` bit(1) Comment 'it''s, (x)', `period` set ('new') default null, `timestamp` datetime not NULL, `stored` MEDIUMTEXT Comment 'it''s, (x)', `point` INT1 Unsigned, `without_` binary NOT NULL, `engine` bigint UNSIGNED GENERATED ALWAYS as (length(`id`)) VIRTUAL, CONSTRAINT PRIMARY key (`id`))
ENGINE=InnoDB CHARSET=ascii collate ascii_bin

alter TABLE `my table` CHANGE `without_` `sequence` Char Character SET utf8mb4 COLLATE utf8mb4_unicode_ci,DROP COLUMN `period`

ALTER Table `my table` RENAME COLUMN `timestamp` to `year`, modify column `min` TEXT(70000) AFTER `id`

Alter TABLE IF EXISTS `my table` RENAME Column `engine` TO `tab"q`, Alter column `sequence` set DEFAULT NULL, ADD column IF NOT EXISTS d TEXT(1000) null

ALTER TABLE `my table` ADD column IF NOT Exists `enabled` CHAR COLLATE latin1_swedish_ci not NULL default 'x' COMMENT 'c',ADD `1a` VARCHAR(20) CHARACTER SET gbk

ALTER TABLE `my table` /* c */ DROP column `1a`,RENAME COLUMN `year` To `body`

#### r2-35
CREATE TABLE IF NOT EXISTS `app`.`Tab` (`id` BIGINT UNSIGNED not Null Auto_increment,
  `json2`  BIT(64) Not null,
  `tab"q` YEAR NOT null Default '2021',
  `first_` JSON NULL,
  `x-y` MEDIUMINT(8) default 1,
  `action` Binary NOT null,
  a$b INT1(2) COMMENT 'a;b',
  `elsif_` tinyint DEFAULT 0,
  PRIMARY key USING BTREE (`id`))
COMMENT ''

ALTER TABLE `Tab` ADD `groups` SET("dq")

ALTER TABLE `Tab` Add `count` varchar(1000) DEFAULT "dq" AFTER `groups`

alter TABLE `Tab` drop COLUMN `groups`,
  CHANGE COLUMN a$b `body` longblob NOT NULL,
  DROP COLUMN if EXISTS `count`

ALTER TABLE IF EXISTS `Tab` ADD Column If NOT EXISTS `after` character Varying(255) FIRST

alter Table if Exists `Tab`
ADD `password`
  TEXT(70000) NOT NULL After `first_`

#### r2-36
CREATE TABLE app.`Tab` (
  `id` int(11) Not NULL, `engine` int2(6) unsigned comment 'a;b', `d` geometrycollection, `order` Uuid NOT null, `role` YEAR DEFAULT 2020, `uuid` BINARY unique, `json` enum('N','it''s') NULL
DEFAULT NULL, `c` uuid not NULL, `count` DATE  DEFAULT '2020-01-01')
ENGINE=InnoDB

ALTER table `Tab` ADD column IF NOT Exists `first_` Varbinary(1) First,RENAME column `json` To _1,modify Column `uuid` VARBINARY(16) NOT Null DEFAULT 0x41 AFTER `id`

ALTER TABLE `Tab` ADD column IF NOT EXISTS `date` YEAR not NULL AFTER _1,ADD COLUMN IF NOT EXISTS `json` NATIONAL varchar(1000) DEFAULT '-- no' FIRST,ADD COLUMN IF NOT EXISTS `elsif_` Longtext INVISIBLE FIRST

ALTER Table `Tab` ADD `language` mediumblob NULL,
  ADD COLUMN 1a datetime(3) NOT null,
  drop COLUMN if exists `order`

ALTER TABLE IF exists `Tab` RENAME COLUMN `elsif_` to `rank`,Add column if not exists `period` JSON default '[]' CHECK (`period` > 0 OR length('),(') = 3),add `x-y` DATETIME(0) not NULL

ALTER TABLE `Tab` add column `body` date NULL default '2020-01-01'

#### r2-41
CREATE TABLE `t` (
  `id` int(11) Not NULL,`period` TINYINT(1) unsigned Not null comment '한글',`json2` REAL,`mode` INT GENERATED always as (length(`id`)) Stored,UNIQUE `u1` (`id`),key `k1` (`id`),check (`id` > 0 AND 'a(' <> ','))
Engine InnoDB DEFAULT CHARACTER SET utf8mb3 row_format=DYNAMIC

ALTER TABLE `t` ADD COLUMN if not EXISTS `without_` boolean DEFAULT TRUE AFTER `json2`

alter table if EXISTS `t` ADD `window` double PRECISION(10,4) unsigned Zerofill NULL,DROP `json2`

ALTER TABLE `t` ADD `after` /* c */ bigint(1) zerofill default 42

#### r2-44
CREATE TABLE `x` (
  `id` int(11) NOT null AUTO_INCREMENT, b REAL(15,0) UNSIGNED, Constraint `pk` PRIMARY KEY (`id` desc))
engine InnoDB COMMENT='t'

ALTER table `x` ADD COLUMN if not EXISTS `first_` JSON NOT NULL,ADD INDEX `i496` (`id`),MODIFY column `b` LONGTEXT Null FIRST

ALTER Table `x` ADD column if not exists `inet6` linestring,
  CONVERT TO CHARACTER set latin1,
  Drop COLUMN `b`

alter TABLE `x` RENAME COLUMN `inet6` TO `groups`

#### r2-46
create table `my table` (`id` Int NOT Null,`begin` Mediumtext CHARSET gbk,unique index `u1` (`id`))
Engine=InnoDB;

ALTER table `my table` modify Column `begin` VARBINARY(1) CHECK (`begin` > 0 OR length('),(') = 3) AFTER `id`

alter Table `my table` ADD COLUMN `a$b` enum ('É','a','0') default NULL

ALTER Table `my table` modify `begin` FLOAT(10,2) unsigned ZEROFILL DEFAULT '2.25' After `id`,add column `elsif_` Varchar(255) CHARACTER SET cp1251 collate cp1251_general_ci default 'x'  INVISIBLE,modify COLUMN `a$b` year(4) NOT NULL  default '0000'
UNIQUE Key after `id`

ALTER TABLE `my table` ADD COLUMN `after` TIME not NULL,Drop column `elsif_`

#### r2-47
create table `x` (`id` Int(11) NOT NULL Auto_increment,
  UPPER BOOLEAN NOT NULL,
  `elsif_` TIMESTAMP(1) DEFAULT CURRENT_TIMESTAMP(1),
  `password` FLOAT8(15,0) Unsigned,
  `x-y` POLYGON comment '',
  `index`	TEXT(1000) check (`index` > 0 OR length('),(') = 3),
  `without_` char VARYING(20) Null DEFAULT '%',
  b uuid,
  `point` INT GENERATED always AS (1+1) persistent,
  CONSTRAINT `pk` PRIMARY Key USING BTREE (`id`))
ENGINE= InnoDB;

Alter TABLE `x` Add UNIQUE KEY `i662` (`id`)

ALTER TABLE `x` convert to CHARACTER set utf8mb4, ADD Unique `i794` (`id`), CHANGE `elsif_` `next` Time(2) default NULL FIRST

ALTER TABLE `x` modify `b` binary(1) not NULL Default 'a', MODIFY column `without_` INT(11) NOT null DEFAULT '12' AFTER `id`

alter TABLE IF EXISTS `x` add COLUMN val Json NOT NULL after next,DROP `x-y`,add COLUMN `timestamp` YEAR(4)
  DEFAULT '0000'

ALTER table `x` ADD INDEX `i848` (`id`),ADD column `type` TEXT(70000) NOT NULL FIRST

alter Table `x` modify COLUMN next FLOAT(7) Unsigned ZEROFILL Null Default null

#### r2-48
CREATE TABLE IF NOT EXISTS `app`.`x` (`id` bigint UNSIGNED NOT NULL, `hash` FLOAT(7) UNSIGNED ZEROFILL /* ', ( */ Not NULL, UNIQUE KEY `u1` (`id`)) row_format=COMPACT

alter table `x` ALTER `hash` DROP DEFAULT

ALTER TABLE `x` change COLUMN `hash` `comment` Enum ('\\', 'b', 'new', '')
  character set ucs2 COLLATE ucs2_bin
DEFAULT '' COMMENT 'it''s, (x)' INVISIBLE

ALTER table `x` MODIFY COLUMN `comment` timestamp NOT NULL Default now() ON UPDATE Current_timestamp Comment 'c'

ALTER table `x` alter COLUMN `comment` Drop Default

#### r2-54
Create Table IF not exists `app`.`x` (`id` int NOT NULL auto_increment Primary key,`period` TEXT(1000) charset utf16 COLLATE utf16_bin null) ;

alter TABLE `x` modify `period` Mediumint(8) zerofill comment 'a;b',ADD COLUMN If not EXISTS `date`
  float(7,3) UNSIGNED DEFAULT 1.5 Unique First

ALTER table IF EXISTS `x` add column `it's` Character VARYING(100) NOT NULL default 'it''s' AFTER `id`, add COLUMN c FIXED(65,5) unsigned

ALTER TABLE `x` add COLUMN `time` TIMESTAMP Not Null DEFAULT current_timestamp() FIRST,
  modify `date` INT2 UNSIGNED ZEROFILL COMMENT 'a;b' not Null

#### r2-58
CREATE TABLE `my table` (`id` int(11) NOT null AUTO_INCREMENT PRIMARY KEY, `max` Timestamp(1), `offset` TIMESTAMP(1) NULL, `_1` varbinary(255) NOT null, status time NOT null, `user id` character(255) not NULL default '한', `period` point, `date` Mediumint(8) Zerofill DEFAULT '1', `year` NCHAR(10) not NULL)
ENGINE InnoDB row_format=COMPACT;

alter TABLE `my table` ADD val VARCHAR(20) /* ', ( */ NULL default '-- no',ADD COLUMN If Not EXISTS `data` BOOLEAN NOT NULL,ADD `min` varbinary(1)

ALTER TABLE `my table` ADD COLUMN `comment` mediumtext
  CHARSET UTF8MB3 Collate utf8mb3_unicode_ci default '' AFTER `max`

Alter TABLE `my table` ADD COLUMN IF NOT EXISTS `order` DATE DEFAULT '0000-00-00'

alter table `my table` RENAME column `comment` to `tab"q`,alter `offset` DROP DEFAULT

ALTER TABLE `my table` ADD Column IF NOT EXISTS `count` varbinary(16) NOT NULL /* ', ( */ DEFAULT x'41' comment 'a;b',ADD COLUMN `Été` DECIMAL(10) UNSIGNED zerofill NOT null default 1 after `id`,change `order` `b` json Default '[]' FIRST

#### r2-59
create TABLE app.`t` (
  `id` INT NOT NULL,
  `x-y` BINARY(16) Not null,
  `inet6` TINYBLOB not NULL COMMENT "dq",
  `mode` TIME,
  from_  INT(11) DEFAULT 0 not null,
  `column_` varchar(50) generated ALWAYS AS (1+1) VIRTUAL) ENGINE InnoDB CHARSET binary COLLATE binary comment='it''s'

ALTER table `t` ADD KEY `i744` (`id`),
  MODIFY COLUMN `from_` geometrycollection FIRST

alter table `t` DROP COLUMN IF EXISTS `x-y`

ALTER TABLE `t` add `UPPER` float8(15,0) NOT NULL DEFAULT 1.5, ADD column `first_` polygon comment '한글', FORCE

#### r2-62
create TABLE IF NOT EXISTS app.`Tab` (`id` int(11) not NULL,`count` NATIONAL CHAR,`sequence` timestamp Not Null default current_timestamp() ON UPDATE CURRENT_TIMESTAMP,`virtual` BOOLEAN NULL DEFAULT true,`val` int8 null Default +3,`first_` UUID not NULL,`system` VARBINARY(255) NULL default x'41',`stored` Decimal ZEROFILL null DEFAULT 0 comment 'a;b')
Engine InnoDB DEFAULT CHARSET = utf8mb3;

alter TABLE If exists `Tab` modify `sequence` FLOAT UNSIGNED NULL DEFAULT .5,
  ADD `min` BIT(64)

ALTER TABLE `Tab`  add `level` UUID,CHANGE column `stored` a$b NVARCHAR(1),Add 1a json NOT null FIRST

alter table `Tab` change a$b `user` YEAR invisible AFTER `id`,
  Add KEY `i924` (`id`),
  change column `first_` `key` INT1(2) UNSIGNED zerofill NULL DEFAULT TRUE

#### r2-64
create TABLE If not EXISTS `app`.`Tab` (
  `id` int(11) Not Null auto_increment, `json2` ENUM('a\'q', 'N', 'x y', 'b', 'a') Character SET big5 null DEFAULT null, `d` UUID, `elsif_` int8 UNSIGNED default '1' unique KEY, _1 JSON, `without_` DATE DEFAULT '1999-12-31', `inet6` INT3 DEFAULT 42, `key` bigint(1) unsigned DEFAULT 1, `year` /* c */ GEOMETRYCOLLECTION, `language` TIME(0) default '10:11:12', `date` Bigint UNSIGNED GENERATED ALWAYS as (1+1) persistent, constraint `pk` PRIMARY KEY (`id`)) ENGINE= InnoDB Default Character SET ucs2

ALTER TABLE `Tab` CONVERT TO CHARACTER SET latin1,
  ALGORITHM=COPY,
  change column `without_` 1a BINARY not NULL AFTER `id`

ALTER Table `Tab` RENAME COLUMN `language` TO `sequence`,
  RENAME column _1 to `body`,
  RENAME COLUMN `json2` TO `select`

alter TABLE `Tab` CHANGE `body` from_ DATETIME AFTER `id`,
  Change `date` `action` BINARY DEFAULT ''

#### r2-68
CREATE TABLE `app`.`t` (`id` BIGINT unsigned not null auto_increment Primary KEY,
  from_ JSON NOT Null,
  `rank` BIT(7) Not NULL default b'1',
  `groups` SMALLINT(3) zerofill Default '1',
  `inet6` NVARCHAR(100) NOT null,
  `order` CHAR VARYING(5) collate latin1_bin default null COMMENT '한글',
  `mode` set('É' ,'N') null  DEFAULT 'É' COMMENT '한글') ROW_FORMAT=COMPACT

alter TABLE `t` ADD `level` GEOMETRYCOLLECTION, add unique `i936` (`id`)

ALTER TABLE `t` ADD COLUMN IF not exists `user`  bigint(20) not NULL

ALTER TABLE `t` ADD column `min` MEDIUMTEXT NOT NULL DEFAULT 'x'

ALTER TABLE `t` MODIFY column `user` double(15,0) NULL default -0.5,
  MODIFY `mode` TINYINT(1) zerofill FIRST,
  add COLUMN `it's` FLOAT(53) ZEROFILL

Alter TABLE If exists `t`
  ADD unique `i89` (`id`),
  ALTER COLUMN `mode` DROP DEFAULT,
  Add COLUMN IF NOT exists `row_format` Enum('\\', 'x y') CHARSET ascii default NULL

#### r2-74
CREATE table `ord` (
  `id` Int(11) not null auto_increment PRIMARY KEY,
  `virtual` TIMESTAMP NULL default current_timestamp() ON UPDATE CURRENT_TIMESTAMP,
  Name varchar(1000) NULL  default 'NULL',
  `comment` multipoint not NULL,
  status dec(5, 2) UNSIGNED ZEROFILL COMMENT "dq" CHECK (status > 0 OR length('),(') = 3),
  `value` enum('c,d','0','it''s'),
  `body` ENUM('a' ,'b')	DEFAULT 'b' COMMENT '한글',
  `json` /* ', ( */ datetime(3) Not NULL,
  `날짜` enum('it''s','(p)','a') NOT NULL CHECK (`날짜` > 0 OR length('),(') = 3)) 

alter TABLE `ord` ADD `system` JSON DEFAULT '[]'

alter table if EXISTS `ord` add COLUMN IF NOT EXISTS `groups` TEXT(1000) CHARACTER set euckr NULL AFTER status,
  ADD next int1(1) unsigned ZEROFILL not null DEFAULT (1 + 2)

ALTER TABLE `ord` modify COLUMN `system` time NULL AFTER `id`, Drop `comment`, ADD INDEX `i807` (`id`)

#### r2-82
CREATE Table `t` (`id` INT NOT NULL,`inet6`
BINARY(4) Not NULL,`uuid` bool NOT NULL comment "dq",`text` varchar(100) DEFAULT 'NULL',`without_` JSON,`mode` INT1(1) DEFAULT true,`groups` JSON
not NULL,Unique INDEX `u1` (`id`))
COMMENT='it''s';

ALTER Table `t` Add COLUMN `offset` MEDIUMINT DEFAULT '12',
  ALTER COLUMN `without_` DROP DEFAULT

alter TABLE IF EXISTS `t` ADD column If NOT EXISTS `next` JSON /* ', ( */ COMMENT '' after `without_`,RENAME COLUMN `inet6` TO `날짜`,ALTER `groups` Set default 1

alter TABLE IF EXISTS `t` CHANGE COLUMN `groups` `json` time NOT null COMMENT 'c',MODIFY `mode` varchar(1000) CHARACTER SET euckr NOT NULL AFTER `id`

alter TABLE IF EXISTS `t` modify `날짜` bit(1) COMMENT 'it''s, (x)'

ALTER TABLE `t` add `date` time NULL default '00:00:00' AFTER `text`

#### r2-89
CREATE table `app`.`my table` (`id` INT not Null, `time` SET ('new' ,'É') NOT NULL Default 'new', `a$b` TEXT(70000) NOT Null, `user` geometry NULL, `system` BIT(64), `rank` INT2(3) unsigned Zerofill, `sequence` BIGINT(20) NOT NULL, `index` UUID, `inet6` CHAR NOT NULL) Engine=InnoDB ROW_FORMAT=DYNAMIC;

ALTER TABLE `my table` DROP column IF EXISTS `inet6`,DROP `system`

ALTER table `my table` rename COLUMN `index` TO `max`,add COLUMN `1a` VARCHAR(5) default 'a\'b'

ALTER table `my table` ADD column if NOT EXISTS `index`	MULTIPOINT comment '' after `sequence`,
  ALTER COLUMN `1a` DROP DEFAULT,
  DROP COLUMN IF Exists `a$b`

#### r2-93
CREATE TABLE `my table` (`id` BIGINT Unsigned Not NULL,
  c TEXT(1000) /* ', ( */ DEFAULT '[]',
  `value` bigint unsigned GENERATED always AS (length(`id`)) PERSISTENT,
  key `k1` (`id`) USING BTREE) engine=InnoDB default CHARSET = utf8 collate=utf8_bin

ALTER table if EXISTS `my table` DROP COLUMN if exists c,
  CHANGE `value` status year default '2021' COMMENT 'c',
  ADD INDEX `i982` (`id`)

ALTER TABLE `my table` RENAME Column status to b, ADD unique `i430` (`id`)

ALTER TABLE `my table` ALTER `b` Drop DEFAULT

ALTER TABLE IF EXISTS `my table` CHANGE `b` `user id` TEXT,
  ADD column IF NOT EXISTS `max` CHARACTER VARYING(1000) COLLATE latin1_swedish_ci,
  ADD INDEX `i712` (`id`)

ALTER table IF exists `my table` modify `max` DEC DEFAULT '0.000' first

#### r2-95
Create TABLE IF NOT EXISTS `ord` (
  `id` INT NOT null, `tab"q` INT DEFAULT 1 COMMENT "dq", _1 INT UNSIGNED, `comment` JSON INVISIBLE, `without_` linestring not null, `json` Tinyblob, `mode` TIMESTAMP DEFAULT '2020-01-01 10:11:12', status bigint unsigned AS (1+1) PERSISTENT)
COMMENT=''

Alter TABLE `ord` MODIFY COLUMN _1 INT2(6) unsigned ZEROFILL NOT NULL Default '12'

alter table `ord` ALTER COLUMN `status` drop DEFAULT, ADD COLUMN `uuid` DATETIME(6)

alter TABLE `ord` drop Column if exists `tab"q`

#### r2-96
create Table `app`.`Tab` (
  `id` int(11) NOT NULL, `data` GEOMETRY, `timestamp` NATIONAL CHAR(255) not null DEFAULT 'a,b)(', `role` TIME(0) /* ', ( */ unique, `inet6` Timestamp(0) not null DEFAULT now(0), `stored` YEAR NOT NULL default 2020, `without_` Set('\\' ,'it''s' ,'N' ,'0' ,'a\'q') charset LATIN1, `count` fixed NULL DEFAULT null, `period` bit(1), `system` TIME NOT null default '00:00:00', `virtual` VARCHAR(50) GENERATED Always AS (if(`id` is null, 0, (1+2))) STORED, UNIQUE `u1` (`id`), KEY `k1` (`id`) comment 'k') engine=InnoDB DEFAULT CHARSET=ucs2

alter TABLE `Tab`
  charset=koi8r Comment 'it''s',
  convert to CHARACTER SET latin1,
  RENAME COLUMN `count` to `password`

alter TABLE if EXISTS `Tab` /* c */ MODIFY `inet6` Middleint UNSIGNED zerofill Default '12',ADD COLUMN if NOT exists 1a CHARACTER VARYING(1000) not NULL,rename column `data` TO `user`

ALTER table If EXISTS `Tab` RENAME COLUMN `system` to `json`

ALTER TABLE `Tab` ADD COLUMN `order` DATE NULL,
  ADD COLUMN `key` VARCHAR(100)

#### r2-99
create table `app`.`ord` (`id` int Not NULL AUTO_INCREMENT primary KEY, `password` DATE DEFAULT '2020-01-01', `comment` MULTIPOINT COMMENT 'c', `action` VARBINARY(1) NOT NULL
COMMENT '한글', `sequence` CHARACTER varying(20) default 'a\'b', `without_` boolean /* ', ( */ default 0, `offset` boolean not NULL, `json2` DATETIME NOT NULL DEFAULT LOCALTIMESTAMP, `window` SMALLINT UNSIGNED, status JSON NOT NULL /* c */ DEFAULT '[]', `min` VARCHAR(50) GENERATED ALWAYS AS (1+1) PERSISTENT) engine InnoDB;

alter TABLE IF exists `ord` DROP COLUMN `json2`, add COLUMN `hash` Date NOT NULL DEFAULT '1999-12-31', COMMENT ''

ALTER TABLE IF exists `ord` ADD COLUMN if NOT EXISTS `begin` INT3(8) NULL AFTER `comment`

Alter TABLE IF EXISTS `ord` CHANGE `password` enabled DATE comment 'it''s, (x)' NOT NULL, alter `sequence` DROP DEFAULT

ALTER TABLE `ord` RENAME column `min` to val

ALTER TABLE `ord` ADD unique `i439` (`id`),
  MODIFY `enabled` /* c */ dec(38) default null COMMENT 'c',
  ADD `after` ENUM('', 'N')

#### r2-102
CREATE TABLE `app`.`x` (`id` INT not NULL auto_increment primary KEY,
  `status` INT2 Unsigned zerofill DEFAULT 42,
  `tab"q` BIT(8) Not null) engine= InnoDB;

ALTER table `x` Change COLUMN `status` `enabled` bool DEFAULT 0 invisible FIRST

alter TABLE `x` MODIFY `tab"q` datetime(3) Default LOCALTIMESTAMP(3) on UPDATE CURRENT_TIMESTAMP(3),
  ADD `groups` MEDIUMTEXT character set binary Collate binary not NULL
  DEFAULT '',
  ADD `elsif_` YEAR NULL default NULL AFTER `id`

alter Table `x` add `offset` TINYINT UNSIGNED NULL unique after `groups`, add `inet6` BINARY(4) NULL, drop COLUMN `enabled`

ALTER TABLE `x` ADD COLUMN `comment` DEC(65,5) zerofill DEFAULT '0' after `groups`,
  add `password` ENUM('É') CHARACTER SET utf8mb4 COMMENT '',
  Convert to character Set latin1

#### r2-111
CREATE table if NOT exists `ord` (`id` BIGINT UNSIGNED not null,
  `sequence` INT8(20) NOT NULL DEFAULT 7,
  `a` TIMESTAMP not NULL)
engine InnoDB;

alter TABLE `ord` alter COLUMN `a` drop DEFAULT

alter TABLE if Exists `ord` RENAME column `a` to `json`,
  rename COLUMN `sequence` TO `names`,
  Add Unique KEY `i752` (`id`)

ALTER Table `ord` RENAME COLUMN names to `a`

ALTER TABLE `ord` /* ', ( */ CONVERT to CHARACTER Set utf8mb4 COLLATE utf8mb4_bin,
  ADD COLUMN `stored` char VARYING(100) NULL

#### r2-112
CREATE TABLE app.`ord` (`id` INT NOT NULL,`without_` ENUM('a','c,d','\\','N') CHARACTER Set utf8mb4 collate utf8mb4_unicode_ci Not NULL,`data` DOUBLE PRECISION(15,0) UNSIGNED Null default 1.5) ENGINE InnoDB default CHARACTER SET=gbk collate=gbk_bin

alter Table `ord` row_format=DYNAMIC,
  add Key `i427` (`id`),
  ADD UNIQUE `i394` (`id`)

ALTER TABLE `ord` MODIFY `without_` Binary(16),rename COLUMN `data` TO `level`,add COLUMN if NOT EXISTS `tab"q` TEXT(100) COLLATE latin1_bin after `id`

ALTER TABLE `ord` add COLUMN from_ bigint zerofill

alter table `ord` CHANGE `tab"q` `json` UUID FIRST

#### r2-113
CREATE table IF NOT exists `Tab` (
  `id` BIGINT unsigned NOT NULL, `period` fixed(1,1) ZEROFILL, `order` datetime(6) NULL DEFAULT CURRENT_TIMESTAMP(6), `window` CHAR Varying(1000) default '%', `elsif_` bigint UNSIGNED AS (length(`id`)) Persistent, CHECK (`id` > 0 AND 'a(' <> ','))
ENGINE=InnoDB Charset = cp1251 collate=cp1251_general_ci

ALTER TABLE `Tab` DROP COLUMN IF EXISTS `window`, ADD enabled char

alter TABLE `Tab` drop `period`, Add COLUMN IF NOT EXISTS `hash` year(4) UNIQUE AFTER `id`

ALTER TABLE `Tab` Add COLUMN `after` int1(2) NOT NULL Comment 'a;b'

#### r2-115
CREATE TABLE `t` (
  `id` Bigint UNSIGNED NOT NULL, `max` uuid not null Comment 'it''s, (x)', `stored` float(24) NOT NULL default 1e2, `inet6` LONGTEXT Not null, `d` BIT(1) Null comment '', `enabled` varbinary(16) NOT NULL, `json` TIMESTAMP(1) not NULL default now(1) Invisible UNIQUE, `json2` BOOL NOT Null, CONSTRAINT `ck1` CHECK (`id` > 0)) Engine InnoDB ROW_FORMAT=COMPACT

alter TABLE IF EXISTS `t` RENAME COLUMN `json` TO `body`,
  ADD `user` Timestamp After `id`,
  Change COLUMN `json2` `row_format` TIME Null DEFAULT '-10:11:12'

Alter TABLE `t` Change COLUMN `user` names BINARY(1) DEFAULT '' INVISIBLE,
  modify `inet6` Varbinary(1) NULL Comment 'it''s, (x)'

ALTER table IF EXISTS `t` modify COLUMN `enabled` INT(4) unsigned NOT NULL DEFAULT 7,CHANGE column `names` `groups` Binary NOT null DEFAULT 'a' first

ALTER TABLE `t`
  DROP column if EXISTS `stored`,ADD COLUMN `time` Date NULL FIRST,RENAME column `d` To `key`

alter table `t` Drop COLUMN `groups`,DROP `body`

#### r2-116
CREATE table IF not EXISTS `my table` (`id` int(11) NOT NULL,`timestamp` TEXT(100) comment "dq",b Mediumint(8) Not null,`order`
  FLOAT,`stored` JSON,`period` BLOB,`system`  boolean DEFAULT TRUE,`c` TEXT(70000),`min` JSON NOT NULL COMMENT 'c' check (`min` > 0 OR length('),(') = 3))
engine=InnoDB COMMENT 'it''s';

alter TABLE `my table` engine=innodb

ALTER TABLE `my table` CHANGE COLUMN `stored` `first_` MULTIPOINT NOT NULL

alter table `my table` add `data` INT8
NOT null

ALTER table IF EXISTS `my table` drop COLUMN `order`,
  algorithm=copy

Alter TABLE `my table` drop column `min`,Drop `timestamp`,convert TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin

#### r2-117
Create Table `t` (`id` INT Not NULL,
  c INT1(4) null Default NULL,
  `action` numeric(5) zerofill NOT null DEFAULT 0,
  `without_` DOUBLE(15,0) DEFAULT 1e-3,
  `inet6` BOOLEAN Null DEFAULT 0,
  `json2` tinyblob,
  `select` TIME /* c */ default NULL,
  `key` tinyint(2) UNSIGNED DEFAULT 1,
  `_1` JSON Not NULL,
  INDEX `k1` (`id`) USING BTREE) Engine= InnoDB Comment '';

ALTER TABLE `t` rename column `inet6` to `row_format`,MODIFY `json2` VARCHAR(20) DEFAULT 'x'

ALTER table if exists `t` ADD `time` set('a', 'new') NOT NULL DEFAULT 'new',
  modify `action` BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'it''s, (x)' INVISIBLE,
  ALTER column `select` SET default '1'

alter table if exists `t` RENAME COLUMN `key` To `max`

#### r2-118
create TABLE `app`.`x` (`id` INT Not NULL AUTO_INCREMENT,`role` CHARACTER VARYING(255) character SET koi8r Default '/* x */' COMMENT "dq",`value` geometrycollection,constraint Primary KEY using BTREE (`id`),INDEX `k1` (`id`))
ROW_FORMAT=COMPACT AUTO_INCREMENT=50

ALTER table `x` change `value` `without_` INT8 UNSIGNED NOT NULL,RENAME column `role` to _1,add unique key `i680` (`id`)

alter TABLE `x` drop `without_`

alter TABLE `x` MODIFY COLUMN _1 float not NULL DEFAULT -0.5,add `text` mediumblob COMMENT 'it''s, (x)' AFTER `id`

ALTER table `x` rename COLUMN `text` TO `period`

#### r2-122
CREATE TABLE `my table` (
  `id` bigint unsigned NOT null,`tab"q` /* ', ( */ timestamp Not Null COMMENT "dq",`Été` GEOMETRY NOT NULL,`comment` SET('0','new',"dq") DEFAULT '0',UPPER TIMESTAMP(1),`time` /* ', ( */ ENUM('it''s','a\'q') CHARSET BIG5 COLLATE big5_bin Not NULL DEFAULT 'it''s',d  UUID NULL,`role` smallint(3) NULL comment '한글') DEFAULT charset=euckr collate euckr_bin

alter TABLE `my table` CHANGE COLUMN `tab"q` `date` CHAR(1) Collate latin1_bin first

alter table `my table` ALTER COLUMN `date` Set DEFAULT 1,
  ADD column `json2` DATETIME(0) NULL default NULL COMMENT 'it''s, (x)',
  DROP COLUMN IF Exists `time`

alter TABLE `my table` ADD COLUMN `mode` varchar(100)
NOT NULL DEFAULT '-- no' after `date`, Modify d DEC default 1 Comment 'a;b' AFTER `id`

#### r2-123
create TABLE `app`.`Tab` (`id` INT NOT NULL,names bool NOT NULL DEFAULT 0,`level` Tinytext collate latin1_bin NOT NULL default 'x',`role` BOOL NULL COMMENT 'it''s, (x)',`text` INT8(20) not NULL comment 'it''s, (x)',`key` DATE NULL UNIQUE,`x-y` BIT(64) NOT NULL DEFAULT b'1',`period` DOUBLE precision NULL Default 1.5,`year` smallint(6) UNSIGNED default null)

Alter TABLE `Tab` ADD `without_` text(1000) charset UTF8MB4 FIRST,ADD COLUMN IF NOT EXISTS `Name` Time(2)

ALTER TABLE `Tab` MODIFY COLUMN names INT2(3) UNSIGNED Zerofill NOT NULL default 1,
  ADD `date` BINARY not NULL Default 'a',
  add COLUMN if NOT EXISTS `count` enum('a\'q','it''s','new','c,d','\\') CHARSET ucs2 NULL

ALTER TABLE IF exists `Tab` Add `it's` ENUM('\\' ,'c,d' ,'0' ,'a' ,'x y') charset cp932 COLLATE cp932_bin /* c */ NOT NULL AFTER `role`,
  add COLUMN `json` int1 UNSIGNED zerofill null

#### r2-125
Create TABLE `Tab` (
  `id` int(11) not NULL, `after` CHAR collate utf8mb4_general_ci NOT NULL DEFAULT '%', `offset` NCHAR not NULL default 'x', Été Year(4) DEFAULT null COMMENT 'c', `virtual` ENUM('x y', 'new', 'c,d', '') NOT NULL DEFAULT 'x y', `position` BINARY(16) NOT NULL DEFAULT 'a', UNIQUE INDEX `u1` (`id`)) ENGINE=InnoDB character SET utf8mb4 Comment='t' AUTO_INCREMENT=85

Alter Table `Tab` CHANGE COLUMN `offset` `min` mediumtext character SET utf16 COLLATE utf16_bin default 'x' first,ADD `날짜` INT(4) Zerofill DEFAULT (1 + 2) comment 'a;b' after `id`

ALTER Table `Tab` modify `after` Tinytext charset utf8mb4 DEFAULT NULL,
  add status Uuid first,
  CHANGE COLUMN `virtual` `json2` CHARACTER VARYING(20) CHARACTER SET binary DEFAULT ' '

ALTER TABLE `Tab` CONVERT TO Character SET utf8mb4

alter table `Tab` CHANGE COLUMN `after` `user id` /* c */ BOOL /* c */ UNIQUE key

Alter TABLE `Tab` alter status SET default NULL

ALTER TABLE `Tab` add `it's` int2(3) NULL FIRST,
  MODIFY column `user id` json Null,
  Change `position` `offset` TIMESTAMP null default current_timestamp() comment 'it''s, (x)'

#### r2-128
CREATE TABLE app.`my table` (`id` bigint unsigned not NULL auto_increment PRIMARY KEY, `groups` Text(100) NOT null /* c */ comment 'it''s, (x)', `x-y` mediumint(8) unsigned DEFAULT 1, `point` Set("dq", 'new', 'x y') charset koi8r Not NULL, `time` DATE DEFAULT NULL, `user` BIT(8) NOT null) ENGINE InnoDB default charset latin1

ALTER table `my table` DROP COLUMN `time`, DROP COLUMN `user`

ALTER table IF exists `my table` drop COLUMN IF exists `point`,
  MODIFY `x-y` VARBINARY(1)
  default 'a'

ALTER TABLE `my table` modify `groups` Datetime default now()

alter table `my table` DROP `groups`,RENAME COLUMN `x-y` TO `index`,Add Column `value` INT2 zerofill DEFAULT 42

#### r2-131
Create TABLE if NOT EXISTS `app`.`t` (`id` BIGINT UNSIGNED NOT NULL,
  `position` TEXT(70000) Null) ENGINE=InnoDB COMMENT ''

ALTER table `t` MODIFY column `position` MEDIUMINT(8) default '1'

ALTER TABLE `t` ADD COLUMN IF NOT EXISTS `offset` LONGBLOB not NULL DEFAULT '[]' FIRST,add COLUMN if NOT exists 1a VARCHAR(255) charset latin1 NULL default '/* x */' CHECK (`1a` > 0 OR length('),(') = 3),ADD Column Name CHAR varying(100) BINARY NULL AFTER `id`

ALTER TABLE `t` ADD Column `comment` YEAR(4)

#### r2-135
Create TABLE `app`.`ord` (
  `id` Int NOT NULL Auto_increment primary KEY,
  `window` BIT(8) default 0,
  `status` int2(3) unsigned ZEROFILL DEFAULT '1' unique NOT Null)
ENGINE=InnoDB

ALTER TABLE `ord` DROP column if EXISTS `window`, Change COLUMN status Name VARBINARY(16) comment '', ADD INDEX `i687` (`id`)

alter TABLE if Exists `ord` RENAME COLUMN `Name` TO `groups`

alter TABLE IF EXISTS `ord` ADD COLUMN if not EXISTS `names` POLYGON first

#### r2-137
CREATE table IF NOT EXISTS app.`ord` (
  `id` int NOT NULL,
  a$b NUMERIC(5, 2) not NULL Comment 'it''s, (x)',
  `value` varchar(50) as (length(`id`)) stored,
  UNIQUE key `u1` (`id`),
  Constraint `ck1` CHECK (`id` > 0)) AUTO_INCREMENT=75;

alter TABLE `ord` add column `next`	CHAR collate utf8mb4_general_ci NOT Null DEFAULT ''

ALTER TABLE `ord` change COLUMN `a$b` `first_` VARBINARY(1) null DEFAULT 'a'

alter TABLE `ord` MODIFY COLUMN next BIT(64) default B'1'
check (next > 0 OR length('),(') = 3), ADD COLUMN `timestamp` /* c */ timestamp UNIQUE Key AFTER `id`, ADD KEY `i181` (`id`)

ALTER Table `ord` change `value` `type` FIXED(5,0) null DEFAULT '0.000', add column IF not EXISTS a INT3(8) ZEROFILL

#### r2-138
CREATE Table IF NOT EXISTS `ord` (`id` Int(11) NOT NULL auto_increment, `min` json, `row_format` tinyblob, `text`	char collate utf8mb4_general_ci, next Int3 UNSIGNED zerofill NOT null comment '한글', `year` UUID null COMMENT 'it''s, (x)', `period`
TIME not NULL, `groups` time(6) DEFAULT '838:59:59', `virtual` DATETIME NOT null, CONSTRAINT `pk` PRIMARY KEY (`id` desc))
DEFAULT charset = cp1251

alter TABLE `ord` ADD Index `i623` (`id`),ADD `type` int8 unsigned ZEROFILL default null

Alter TABLE IF exists `ord` add `date` BIT(64), ADD column `role` TINYTEXT Not NULL AFTER `id`

alter TABLE `ord` CHANGE `groups` `timestamp` BOOL default NULL,add `sequence` MIDDLEINT ZEROFILL NOT null default '1'

ALTER table `ord` drop `role`

ALTER TABLE `ord` ADD Index `i878` (`id`), DROP column If exists `timestamp`

#### r2-140
CREATE Table IF NOT exists app.`ord` (`id` INT NOT NULL,`inet6` BINARY(1) DEFAULT '') engine=InnoDB;

ALTER table `ord` RENAME column `inet6` TO `level`,
  add KEY `i258` (`id`)

ALTER Table IF EXISTS `ord` ADD COLUMN `point` bit(64) NULL DEFAULT B'1', ADD COLUMN IF not EXISTS `body` Character VARYING(1) After `id`, CHANGE Column `level` `offset` VARCHAR(5) NOT NULL COMMENT 'it''s, (x)'

ALTER TABLE `ord` ADD `names` NUMERIC(10, 2) not NULL DEFAULT 1e0

#### r2-141
create TABLE `t` (`id` Int NOT NULL,`row_format` date NULL,`select` INT2 unsigned zerofill Default '1',`engine` POLYGON NULL,`action`
TIMESTAMP Null,1a float(53) default .5 NOT NULL,`inet6` TIME DEFAULT '-10:11:12',`value`
BINARY(16) not NULL,`val` CHARACTER(255) COLLATE utf8mb4_general_ci default 'x',`sequence` VARCHAR(50) AS (if(`id` is null, 0, (1+2))) Stored,index `k1` (`id`) using BTREE)

alter table `t` CONVERT TO CHARACTER Set utf8mb4 COLLATE utf8mb4_bin,
  add COLUMN `date` varbinary(255) default 0x41 UNIQUE

ALTER TABLE `t` add column `next` Longtext CHARACTER SET latin1 NULL DEFAULT 'x' COMMENT 'a;b' FIRST,ADD unique KEY `i822` (`id`)

alter TABLE `t` ADD COLUMN if NOT Exists _1 mediumtext CHARACTER set koi8r not NULL

#### r2-142
CREATE TABLE `app`.`t` (`id` Int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY,
  `user` VARCHAR(20) charset KOI8R DEFAULT '',
  `tab"q` int as (length(`id`)) VIRTUAL) comment 'it''s'

ALTER table IF exists `t` add column `text` INT(11) NOT null DEFAULT '12',add `mode` REAL default 1e-3

ALTER Table `t` RENAME COLUMN `user` to `hash`

alter table `t` drop `mode`,ADD `max` character VARYING(1)
NOT NULL DEFAULT 'x'

ALTER TABLE if EXISTS `t` MODIFY `max` Varbinary(16) Not NULL DEFAULT 0x41 After `id`, ADD Column IF NOT EXISTS Name json DEFAULT '[]'

ALTER table `t` ADD _1 ENUM ('' ,'b' ,'c,d' ,'it''s') CHARSET CP1251,MODIFY COLUMN `max` DATE default '0000-00-00' after `id`,RENAME COLUMN `text` to `time`

#### r2-143
Create table `ord` (
  `id` Bigint UNSIGNED NOT NULL auto_increment,`row_format` BIT(8) not NULL DEFAULT B'1' COMMENT 'c',`x-y` TIMESTAMP NOT Null default '2020-01-01 10:11:12',`language` Int2(6) UNSIGNED not null,`select` SMALLINT NOT NULL DEFAULT 0,Primary key (`id`)) engine InnoDB COMMENT 'it''s';

ALTER TABLE `ord` add column `json2` enum('a\'q') NOT Null

ALTER table `ord` ADD COLUMN `Été` /* c */ Text(70000) COLLATE latin1_bin,Add c CHARACTER VARYING(255) collate utf8mb4_general_ci

ALTER table `ord` Alter COLUMN `row_format` SET DEFAULT 1

ALTER table if EXISTS `ord` MODIFY column `select`
  FLOAT8(15,0)
  COMMENT "dq" first, RENAME column `json2` TO `value`, MODIFY `row_format` CHAR CHARSET utf8mb3 COLLATE utf8mb3_unicode_ci AFTER `id`

#### r2-146
create TABLE `ord` (`id` int NOT null,`system` DATETIME Not NULL comment '한글',`elsif_` BOOLEAN NULL DEFAULT TRUE comment "dq",`timestamp` DATE NOT null Default '1999-12-31' COMMENT '',`position` YEAR(4) NOT Null,unique INDEX (`id`),INDEX `k1` (`id`) USING BTREE)
Engine=InnoDB COMMENT='it''s' AUTO_INCREMENT=76

ALTER TABLE `ord` ADD Column IF NOT EXISTS `tab"q` TINYBLOB null AFTER `system`, CHANGE `position` `날짜` Json, ADD column if NOT EXISTS `column_`
  TIME

ALTER TABLE `ord` ALTER column `tab"q` drop DEFAULT

ALTER TABLE if EXISTS `ord`
drop column `날짜`

#### r2-150
CREATE table IF not EXISTS app.`x` (`id` int(11) NOT null auto_increment,`period` ENUM ('new') CHARACTER SET UTF8MB4 Default 'new' comment 'c',`data` BOOL,`comment` polygon,`first_` TEXT(1000) COLLATE latin1_bin not NULL Default '[]',`row_format` VARBINARY(1) not NULL DEFAULT x'41',`d` datetime(3) DEFAULT '2020-01-01 10:11:12' COMMENT "dq",`system` Text(70000) NOT NULL,`count` YEAR NOT null,`a$b` mediumblob,CONSTRAINT `pk` PRIMARY KEY Using btree (`id`)) 

Alter TABLE `x` DROP `period`,ALTER `row_format` SET DEFAULT '1',change Column `data` Été VARCHAR(1) COLLATE latin1_swedish_ci /* c */ COMMENT "dq" not NULL DEFAULT '%' AFTER `id`

ALTER TABLE `x` add `timestamp` boolean DEFAULT True COMMENT 'a;b'

ALTER TABLE `x` drop column `system`,ADD UNIQUE key `i610` (`id`),DROP `count`

alter TABLE `x` Add column `time`  VARCHAR(1),CHANGE Été `uuid` Enum ('(p)' ,'a\'q' ,'N') DEFAULT '(p)'

Alter TABLE `x` ADD `engine` INT2 zerofill null INVISIBLE

ALTER TABLE `x` change COLUMN d `sequence` BIGINT unsigned ZEROFILL NOT NULL AFTER `id`, CHANGE `timestamp` `json2` BOOLEAN
UNIQUE, ADD column IF NOT Exists `without_` TINYTEXT COLLATE utf8mb4_general_ci COMMENT 'a;b'

#### r2-153
CREATE Table IF NOT exists `Tab` (`id` bigint unsigned Not NULL,
  `hash` BIT(1) NULL DEFAULT NULL,
  `json2`  DATETIME,
  `order` DOUBLE UNIQUE Key,
  `elsif_` ENUM ('x y' ,'0' ,'' ,'it''s' ,'a') character set UTF16 COLLATE utf16_bin  NOT NULL DEFAULT 'x y' UNIQUE KEY,
  `timestamp` /* ', ( */ LONGBLOB Not null,
  unique KEY `u1` (`id`),
  check (`id` > 0 AND 'a(' <> ','))
character set=cp932 COLLATE cp932_bin

Alter table `Tab` MODIFY `hash` character null Default ' ' invisible,RENAME column `json2` To `it's`

alter TABLE `Tab` MODIFY column `hash` middleint zerofill

ALTER TABLE `Tab` ADD Column `virtual` Bool DEFAULT 0,alter COLUMN `timestamp` Set DEFAULT '1'

ALTER TABLE if EXISTS `Tab` change COLUMN `hash` `offset` TIME null default '10:11:12',ENGINE InnoDB, ROW_FORMAT=COMPACT

alter TABLE `Tab` MODIFY `order` blob AFTER `id`

ALTER TABLE `Tab` alter `virtual` SET DEFAULT 1

#### r2-163
create TABLE IF NOT EXISTS `app`.`x` (`id` int(11) not NULL,
  `UPPER` MEDIUMBLOB NOT NULL,
  `_1` varchar(100) character set UTF8MB3 COLLATE utf8mb3_unicode_ci Not null,
  `uuid` VARCHAR(5),
  `x-y` BINARY DEFAULT '',
  `system` GEOMETRYCOLLECTION comment '',
  `enabled` int AS (1+1) PERSISTENT)
engine= InnoDB character Set = cp932 COLLATE cp932_bin ROW_FORMAT=DYNAMIC AUTO_INCREMENT=85

ALTER TABLE `x` MODIFY COLUMN `uuid` DECIMAL(1, 0),
  DROP COLUMN if exists `x-y`

Alter TABLE `x` RENAME column `enabled` TO `sequence`,
  MODIFY COLUMN UPPER Datetime(0) not Null,
  add COLUMN IF NOT EXISTS `it's` INT2 zerofill not Null Default +3 first

ALTER table `x` add COLUMN IF not EXISTS `engine` enum ('N','b','a') DEFAULT 'a'

#### r2-166
CREATE TABLE IF not exists app.`t` (
  `id` int(11) NOT null,`type` TEXT(70000) character SET BINARY null,`max` int8(20) null,`d` YEAR not null,`sequence` Varchar(1000) NULL,`inet6` VARCHAR(255) NOT null) comment='it''s' row_format=COMPACT;

alter TABLE `t` drop COLUMN `max`,
  RENAME COLUMN `type` To `date`

ALTER TABLE `t` ALTER `date` DROP default,
  drop `sequence`

ALTER TABLE `t` Modify column `d` YEAR  Default '2021' after `id`,
  ADD `Été` INT1(1) DEFAULT 0,
  DROP COLUMN `date`

alter TABLE IF EXISTS `t` DROP d,ADD COLUMN if Not EXISTS `sequence` datetime

#### r2-168
CREATE TABLE `app`.`my table` (`id` int Not null auto_increment PRIMARY KEY,`max` INT(1) not null COMMENT 'it''s, (x)',`data` TIME(6) Not null COMMENT 'it''s, (x)',`password`	BIT(1) not NULL,`time` int(11) unsigned ZEROFILL) ;

Alter TABLE if EXISTS `my table` ADD column IF NOT EXISTS `window` int(4) after `id`, add primary key (id), drop PRIMARY KEY

alter TABLE `my table` ADD `next` MIDDLEINT,ADD column `without_` TEXT collate latin1_swedish_ci DEFAULT ''

alter TABLE `my table` CHANGE next `select` INT3(8) INVISIBLE DEFAULT '1' not null after `id`

#### r2-173
create Table `ord` (`id` INT NOT NULL AUTO_INCREMENT,
  `_1` INT1(4) ZEROFILL default 0,
  `json2` JSON,
  `role` NATIONAL VARCHAR(1000) NOT NULL DEFAULT '%',
  `inet6` Int3(8) not NULL DEFAULT 7,
  `system` REAL ZEROFILL NULL DEFAULT '2.25' comment "dq",
  CONSTRAINT PRIMARY KEY USING BTREE (`id`))
ENGINE=InnoDB DEFAULT CHARSET=koi8r collate=koi8r_bin COMMENT 't' ROW_FORMAT=COMPACT auto_increment=35

ALTER TABLE `ord` /* c */ ADD COLUMN `column_` GEOMETRY NOT NULL COMMENT '',modify `inet6` TIME(2) FIRST

alter table `ord` Engine=innodb, drop COLUMN if EXISTS _1

ALTER TABLE `ord` modify column `role` int2(3) Unsigned DEFAULT '1'

ALTER TABLE `ord` add unique KEY `i254` (`id`), RENAME COLUMN `column_` TO `names`, alter `inet6` DROP DEFAULT

#### r2-178
CREATE TABLE `app`.`my table` (
  `id` BIGINT UNSIGNED NOT null,
  `count` datetime(0) DEFAULT CURRENT_TIMESTAMP(0)) ENGINE= InnoDB, default CHARSET utf16, ROW_FORMAT=DYNAMIC

Alter TABLE `my table` ADD column a$b tinyint(2) UNSIGNED NOT Null

ALTER table if EXISTS `my table` RENAME Column `count` to `min`

alter TABLE `my table` DROP column if exists a$b,
  Add `x-y` INT2(3) unsigned default '12' after `id`

alter TABLE `my table` modify `x-y` VARCHAR(20)
DEFAULT '%'

ALTER TABLE `my table` MODIFY Column `x-y` INT8(20) UNSIGNED not null DEFAULT 7 AFTER `id`

#### r2-180
CREATE table `x` (`id` BIGINT unsigned not NULL AUTO_INCREMENT PRIMARY Key,
  `user id` CHAR VARYING(100) charset koi8r collate koi8r_bin COMMENT '한글' DEFAULT 'it''s' UNIQUE NOT NULL,
  a UUID,
  `mode` national CHAR COMMENT '한글' unique,
  INDEX `k1` (`id`) COMMENT 'k') ENGINE=InnoDB

ALTER table `x` RENAME column `user id` TO `password`

Alter TABLE `x` Convert To character set utf8mb4,Modify a LONGTEXT NOT NULL,rename column `password` to `x-y`

ALTER TABLE `x` add `key` Uuid NULL

#### r2-182
Create table `ord` (`id` INT Not null,`c` GEOMETRY,`point`	TIMESTAMP null DEFAULT '2020-01-01 10:11:12',`sequence` NUMERIC(1, 0) DEFAULT '0.000' /* c */ COMMENT '한글',`index` LONGTEXT character SET ucs2 COLLATE ucs2_bin DEFAULT NULL,`position` ENUM ('(p)', 'x y') CHARACTER set ucs2 COLLATE ucs2_bin default null) ENGINE InnoDB

ALTER TABLE `ord` ADD COLUMN `tab"q` varbinary(16) NULL,
  CHANGE COLUMN `sequence` `x-y` JSON null default '[]'

ALTER TABLE `ord` MODIFY Column `point` Year(4) AFTER `id`

ALTER TABLE `ord` modify `point` SET ('a\'q')

alter TABLE `ord` Add column IF NOT EXISTS `year`
  FLOAT(10,2) Null DEFAULT 0 COMMENT '',
  ADD UNIQUE `i118` (`id`)

#### r2-183
create Table `my table` (`id` int(11) NOT NULL auto_increment primary key,`language` binary default NULL,`min` BIT(8),`column_` VARBINARY(255) default 0x41,`UPPER` VARBINARY(255) NOT NULL)
engine= InnoDB default charset=latin1 collate=latin1_swedish_ci ROW_FORMAT=COMPACT

ALTER TABLE `my table` ALTER `language` DROP default

alter table `my table` ADD COLUMN IF NOT Exists status text(1000) default '[]', DROP `language`

ALTER TABLE `my table` CHANGE COLUMN `column_` `inet6` SMALLINT(6) NOT NULL Default '1'

ALTER TABLE `my table` rename COLUMN `inet6` to `x-y`, MODIFY status BIGINT(20) AFTER `id`

ALTER table `my table` ADD COLUMN `mode` Text(1000) character Set UTF8MB3 null INVISIBLE

#### r2-187
CREATE TABLE app.`t` (`id` Int not NULL, next set ('b', '0', 'É') not NULL comment '한글', names char VARYING(1) null, `offset` BLOB comment "dq", `time` json, `rank` LINESTRING, UNIQUE index `u1` (`id`)) ENGINE InnoDB CHARACTER set = big5 Comment='it''s'

ALTER table `t` add primary key (id),
  RENAME COLUMN names TO `comment`,
  DROP `next`

alter table `t` drop PRIMARY KEY

ALTER TABLE `t` drop `offset`

#### r2-197
create table app.`ord` (`id` int(11) NOT NULL AUTO_INCREMENT PRIMARY Key,`window` DATE Default '1999-12-31' NOT NULL,`system` tinyint NOT null,`language` MEDIUMBLOB not null,`position` BIT(7) NULL invisible,`inet6` middleint(8),enabled char VARYING(20) CHARSET utf8 COLLATE utf8_bin,KEY `k1` (`id`) using Btree) ENGINE= InnoDB charset = euckr;

ALTER TABLE `ord` Modify enabled BINARY(1), Add column IF NOT EXISTS `body` ENUM('(p)', '0') NOT null DEFAULT '(p)' first, CHANGE `window` `role` MEDIUMBLOB

alter table `ord` MODIFY `role` VARCHAR(100) default '', CHANGE COLUMN enabled `comment` datetime(0) DEFAULT '2020-01-01 10:11:12'

ALTER TABLE IF exists `ord` add column IF NOT EXISTS `point` varchar(255),
  ALTER `language` drop DEFAULT,
  ADD COLUMN IF Not EXISTS `it's` int1(1) Unsigned zerofill DEFAULT '1' UNIQUE KEY

ALTER table `ord` modify COLUMN `role` MEDIUMBLOB not null after `id`, convert TO CHARACTER set utf8mb4, change column `comment` `password` /* ', ( */ DATETIME(3) NOT NULL AFTER `id`

ALTER TABLE `ord` Change COLUMN `body` `tab"q` TIME
  Not null,
  ADD `stored` int UNSIGNED NOT NULL

#### r2-198
create TABLE `t` (
  `id` bigint Unsigned NOT NULL,
  `password`
multipoint null,
  `timestamp` float(7) zerofill NULL DEFAULT 1e2,
  `system` year NULL,
  `role` varbinary(1),
  `x-y` LONGTEXT character set KOI8R collate koi8r_bin CHECK (`x-y` > 0 OR length('),(') = 3),
  `enabled` TEXT,
  `elsif_` YEAR(4)) 

ALTER TABLE IF EXISTS `t` change COLUMN `elsif_` `date` TIME Not NULL default '10:11:12' first,ADD Column IF NOT exists `count` DATE NULL

ALTER TABLE `t` DROP COLUMN IF EXISTS `count`

ALTER table `t` ADD Index `i377` (`id`)

alter Table IF EXISTS `t` drop COLUMN IF EXISTS `x-y`,DROP COLUMN `role`

#### r2-203
create table `t` (
  `id` BIGINT unsigned NOT NULL AUTO_INCREMENT primary KEY, `x-y` set('É') NULL, `virtual` boolean COMMENT 'it''s, (x)', `column_` float8(15,0) default -0.5 not null UNIQUE, `window` BOOL DEFAULT TRUE, `index` Geometrycollection, `hash` CHARACTER varying(1) charset cp932 DEFAULT '%'
  unique, `time` int(1) UNSIGNED zerofill Null default null, `key` json
not NULL, `year`	CHAR VARYING(20) DEFAULT '\\', INDEX `k1` (`id`)) ENGINE= InnoDB

alter TABLE `t` add COLUMN `point` bigint(1) DEFAULT 42,
  modify COLUMN `column_` binary DEFAULT ''

ALTER TABLE `t` MODIFY `column_` INT1(4) null Default true after `id`,ADD column IF NOT EXISTS `max` JSON FIRST,ENGINE=InnoDB

alter Table `t` FORCE,
  DROP column `max`

#### r2-209
create TABLE `Tab` (`id` BIGINT unsigned Not null,`action` MEDIUMINT(8) unsigned null,`groups` double(15,0),`user` SMALLINT UNSIGNED NOT Null DEFAULT '1',names int2 NOT NULL,`timestamp` TINYTEXT CHARSET ascii COLLATE ascii_bin NOT NULL DEFAULT 'x',`날짜` VARBINARY(255) DEFAULT null,`begin` text(100)
  CHARACTER SET utf8 COLLATE utf8_bin,`x-y` TIME(0) null DEFAULT '838:59:59',`without_` VARCHAR(50) GENERATED ALWAYS As (length(`id`)) stored)
ENGINE= InnoDB;

alter TABLE `Tab` add column IF NOT exists val
  TEXT(100) CHARSET UTF16 after `x-y`

alter table `Tab` ADD COLUMN if not EXISTS `mode` DATE CHECK (`mode` > 0 OR length('),(') = 3) First, modify Column `without_` Timestamp(6) null After `id`

ALTER TABLE `Tab` DROP COLUMN `날짜`,add Primary Key (id),change COLUMN `mode` `enabled` NATIONAL varchar(20) DEFAULT 'a,b)('

#### r2-211
Create TABLE app.`x` (
  `id` int(11) Not NULL, Été INT2, `column_` CHAR varying(100), `data` Middleint zerofill, `position` mediumtext
CHARACTER Set cp1251 Collate cp1251_general_ci not null, UPPER UUID NOT null, `index` INT3(8)
  NOT null default 1, `year` uuid comment "dq", `select` datetime null, `inet6` CHAR VARYING(5) Charset cp932 NOT NULL DEFAULT '-- no', UNIQUE `u1` (`id`))
charset=binary

ALTER table `x`  rename COLUMN `UPPER` To `sequence`

alter Table `x` modify Column `select` YEAR DEFAULT '2021',ADD `date` Float unsigned Default '2.25' AFTER `id`

alter table `x`
ADD COLUMN If not EXISTS `point` FLOAT(7) unsigned, ADD column `it's` char VARYING(100) collate latin1_bin

#### r2-212
create Table app.`ord` (
  `id` bigint UNSIGNED not NULL, `body`
UUID, `column_` bit(7) DEFAULT b'0' NOT NULL, `action` Geometry NOT NULL, `period` text(100) CHARACTER set UCS2 NULL DEFAULT '[]', `year` GEOMETRY, `sequence` VARCHAR(5) CHARACTER Set cp932 DEFAULT 'it''s', `comment` varchar(20) charset UTF8MB3 Default ' ') ENGINE= InnoDB comment=''

alter TABLE `ord` ALTER column `body` DROP DEFAULT,
  rename COLUMN `sequence` TO `min`,
  MODIFY `year` enum('x y' ,'a\'q' ,'N' ,'a' ,'0') NOT Null

ALTER TABLE `ord` modify column `period` UUID FIRST

ALTER TABLE `ord` convert TO CHARACTER set utf8mb4, Add COLUMN `index` Blob AFTER `id`, DROP column if EXISTS `comment`

Alter TABLE `ord` /* c */ ADD column `select` set('new' ,'a\'q' ,"dq" ,'É' ,'it''s') COMMENT "dq"

alter TABLE IF EXISTS `ord` add `sequence` BOOL FIRST, change `min` _1 boolean Not null DEFAULT 0 CHECK (_1 > 0 OR length('),(') = 3), CONVERT TO character set latin1

#### r2-214
CREATE TABLE `app`.`x` (
  `id` INT NOT NULL,
  `window`
character VARYING(1) DEFAULT ' ',
  status DECIMAL /* ', ( */ not NULL DEFAULT '0.000',
  `comment` UUID,
  `b` MIDDLEINT default +3,
  d date not NULL DEFAULT '1999-12-31',
  `after` BOOLEAN NOT NULL Check (`after` > 0 OR length('),(') = 3),
  `x-y` YEAR NOT NULL default '0000' invisible,
  `year` float(53) Not NULL DEFAULT 1e2,
  `user` UUID,
  Key `k1` (`id`),
  CHECK (`id` > 0 AND 'a(' <> ','))
default CHARACTER Set=utf16;

Alter TABLE `x` COMMENT='t', Alter COLUMN b DROP DEFAULT, change COLUMN `user` `it's` MEDIUMTEXT COLLATE latin1_bin NOT NULL FIRST

ALTER table `x` ADD `names` double precision(10,4) ZEROFILL INVISIBLE FIRST

ALTER TABLE `x` drop column `window`

alter TABLE `x` ADD `type` DATETIME(0) NOT NULL Default '2020-01-01 10:11:12',
  Add `key` tinyblob,
  ADD INDEX `i882` (`id`)

alter table `x` MODIFY Column names BIT DEFAULT 0 COMMENT '' AFTER `id`, add column `index` CHAR VARYING(1000) NULL default '\\' comment 'it''s, (x)'

#### r2-216
CREATE TABLE `t` (
  `id` int not NULL AUTO_INCREMENT, `elsif_` VARCHAR(255)  CHARACTER SET euckr default 'a\'b', `system` UUID, `point` Varchar(20) CHARSET euckr NULL DEFAULT 'a\'b', `virtual` uuid comment '', `data` national VARCHAR(20) default '%', `year`
MIDDLEINT(8) NOT NULL, `json2` TIMESTAMP(6) null default '2020-01-01 10:11:12' comment "dq", CONSTRAINT PRIMARY key Using BTREE (`id`))
ENGINE= InnoDB Comment='it''s' Auto_increment=5;

alter TABLE `t` RENAME column `data` TO `uuid`, add `Été`	geometry Not NULL comment 'it''s, (x)', ADD Column IF NOT Exists `enabled` CHARACTER VARYING(255) NOT NULL COMMENT 'it''s, (x)'

alter table `t` DROP COLUMN if exists `year`,
  MODIFY Column `uuid` datetime NULL DEFAULT null

alter table `t` MODIFY `point` dec(1,0) UNSIGNED comment 'it''s, (x)', MODIFY `elsif_` YEAR NOT NULL default 2020

ALTER Table IF Exists `t` ADD `status` SET ('b') CHARSET utf8mb3 COLLATE utf8mb3_unicode_ci,
  MODIFY column `point` TIMESTAMP NOT NULL First

ALTER TABLE `t` add COLUMN if NOT EXISTS `names` UUID NULL,ADD `d` BINARY(16) DEFAULT 'a' after `id`

