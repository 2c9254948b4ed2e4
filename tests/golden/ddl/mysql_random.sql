#### r3-0
create TABLE `Tab` (
  `id` INT not null AUTO_INCREMENT,`uuid` DOUBLE precision(15,0) ZEROFILL default 0 comment 'a;b',Constraint `pk` PRIMARY key USING Btree (`id`)) row_format=DYNAMIC;

ALTER table `Tab` ADD column `json2` VARCHAR(100) binary DEFAULT "dq" FIRST,
  modify `uuid` JSON not NULL

ALTER TABLE `Tab` ENGINE=InnoDB,
  ADD column `level` DATE NOT Null

ALTER table `Tab` ADD COLUMN `column_` year  not NULL default '0000' comment "dq"

#### r3-3
CREATE table app.`ord` (`id` INT not NULL AUTO_INCREMENT primary key,
  `count` Bit(64) DEFAULT B'1',
  `point` varchar(9) NOT NULL DEFAULT '',
  `without_` BOOL NOT NULL DEFAULT 1) ;

ALTER TABLE `ord` MODIFY `without_`
  Smallint(3) DEFAULT 0 FIRST,change column `point` a$b DOUBLE Zerofill not Null DEFAULT 0 After `id`

ALTER TABLE `ord` Rename Column `count` to a

ALTER TABLE `ord` MODIFY `without_` TIMESTAMP(1) DEFAULT current_timestamp(1) ON UPDATE CURRENT_TIMESTAMP(1) NOT null AFTER `id`

ALTER TABLE `ord` add `sequence` NATIONAL char(255) DEFAULT '%'

alter TABLE `ord` CHANGE a$b `1a` char VARYING(20) CHARSET UTF16 COLLATE utf16_bin,
  add `value` float(24) FIRST

#### r3-4
CREATE TABLE if NOT exists `Tab` (`id` BIGINT UNSIGNED NOT NULL, `after` INT(11) UNSIGNED zerofill NOT NULL DEFAULT 1 UNIQUE key, `1a` text(1000) CHARSET utf8 NOT NULL, `max` binary(16) Not null, `row_format` longtext charset big5 NULL Comment 'a;b', `level` BIT(64) DEFAULT B'1', `user` year, `user id` Varchar(255) NULL COMMENT '')
ENGINE=InnoDB row_format=COMPACT

ALTER TABLE `Tab` drop Column 1a,
  add PRIMARY KEY (id)

ALTER TABLE `Tab` DROP COLUMN `max`,add `text` MEDIUMBLOB NOT NULL

ALTER TABLE `Tab` CHANGE `user` `data` Boolean DEFAULT 0 COMMENT 'it''s, (x)' FIRST

ALTER TABLE `Tab`  ADD Column `next` MEDIUMTEXT character SET big5 not null after `row_format`,
  DROP primary key,
  Change COLUMN `data` `names` BIT(7) NOT NULL after `id`

alter TABLE `Tab` DROP `row_format`, DROP next

#### r3-9
create TABLE if NOT exists `my table` (`id` INT NOT NULL AUTO_INCREMENT,`offset` National varchar(1000) default '한',`select` INT3(8) UNSIGNED ZEROFILL,`c` int(1),`날짜` VARBINARY(255) not NULL default x'41',a$b int2 UNSIGNED DEFAULT 7,`mode` VARCHAR(5) charset ucs2,PRIMARY key USING BTREE (`id`)) ENGINE InnoDB DEFAULT CHARACTER SET utf16 COLLATE utf16_bin ROW_FORMAT=DYNAMIC;

ALTER TABLE `my table` ENGINE InnoDB, ADD COLUMN `x-y` tinyint(4) UNSIGNED COMMENT 'c' after `id`

alter table `my table` ADD COLUMN `count` BINARY,
  CHANGE `select` enabled TEXT(70000)
  Charset gbk collate gbk_bin NOT NULL

ALTER Table `my table` ADD `min`  DATETIME(3) Not NULL,
  ADD column b GEOMETRYCOLLECTION After `id`,
  DROP column `x-y`

alter Table `my table` ALTER COLUMN `mode` SET DEFAULT NULL,
  ADD `status`
YEAR null DEFAULT null,
  rename COLUMN `min` TO `type`

ALTER TABLE `my table` /* ', ( */ ALTER COLUMN `enabled` DROP default, ADD KEY `i297` (`id`), ADD INDEX `i59` (`id`)

#### r3-10
CREATE TABLE app.`x` (`id` int(11) NOT NULL, c FLOAT(53) null, `time` BLOB NOT NULL, `it's`  BINARY null, `user` VARCHAR(1) CHARSET big5, `1a` json NOT NULL, `groups` DATETIME(3) /* ', ( */ UNIQUE KEY)
ENGINE=InnoDB CHARSET=utf16 collate=utf16_bin

alter TABLE `x` add KEY `i54` (`id`),
  ADD KEY `i659` (`id`),
  CHANGE column `groups` `elsif_` varbinary(1)  not null default 0x41 AFTER `id`

ALTER Table `x` modify `user` varchar(100) DEFAULT '%',
  DROP COLUMN `time`,
  drop Column `it's`

alter Table `x` ADD COLUMN names DECIMAL(38) FIRST,
  DROP `1a`,
  add `value` nvarchar(255) default '한' AFTER `id`

alter table `x` ADD COLUMN `without_` BINARY NOT NULL DEFAULT '',
  ADD `groups`  CHARACTER character set gbk collate gbk_bin Not NULL DEFAULT '%' COMMENT 'it''s, (x)'

Alter table `x` ADD COLUMN `Name` SET('(p)') CHARSET ASCII collate ascii_bin,DROP `user`

#### r3-11
CREATE TABLE IF not exists app.`t` (`id` int(11) NOT NULL AUTO_INCREMENT, `action` INT2 UNSIGNED zerofill, `without_` date DEFAULT '2020-01-01', `count` BINARY(4) NULL DEFAULT NULL, `offset` bit(1) null, `after` tinytext, `user id` INT8 unsigned DEFAULT (1 + 2), PRIMARY KEY using BTREE (`id` DESC)) DEFAULT character set=utf16 COLLATE utf16_bin;

ALTER TABLE `t` alter COLUMN `action` DROP DEFAULT

Alter table `t` DROP column `offset`, MODIFY COLUMN `user id` middleint UNSIGNED ZEROFILL /* c */ NOT NULL COMMENT 'a;b' AFTER `id`, rename column `count` TO `groups`

ALTER table `t` add 1a TIMESTAMP(0) NULL,
  ADD `inet6` ENUM('0' ,'(p)' ,'\\') CHARSET cp1251 COLLATE cp1251_general_ci NOT NULL default '\\'

#### r3-18
create TABLE `t` (`id` int(11) NOT NULL,`inet6` TINYINT UNSIGNED DEFAULT FALSE,`order` TIME(2) null UNIQUE,`system` CHARACTER(10),`value` TINYBLOB,`first_` INT2 unsigned COMMENT '',`action` /* c */ timestamp(1) NULL default current_timestamp(1),enabled ENUM('', 'É', 'a', 'new', '0') NOT NULL DEFAULT '',1a BOOLEAN DEFAULT 0 COMMENT '한글',UNIQUE `u1` (`id`)) DEFAULT CHARACTER Set = koi8r COLLATE koi8r_bin COMMENT 't' ROW_FORMAT=DYNAMIC;

alter table `t` ADD column `timestamp` JSON,ADD COLUMN d Tinyblob NOT NULL First,add `a` real ZEROFILL Null

alter TABLE `t` ALTER COLUMN `a` Set DEFAULT NULL

alter Table `t` ADD `sequence` TIME(0) DEFAULT '10:11:12' AFTER `inet6`, add COLUMN c INT3 UNSIGNED Not Null

ALTER table `t` add PRIMARY KEY (id),ALTER COLUMN `sequence` set default '1',MODIFY column `inet6` TINYTEXT charset ucs2

ALTER table `t` ALTER `action` DROP default,drop COLUMN `inet6`

#### r3-19
CREATE table `x` (
  `id` int not null AUTO_INCREMENT primary key,`val` Text(100),`json` VARCHAR(9) DEFAULT 'NULL',`c` BINARY,`point` TEXT CHARSET EUCKR collate euckr_bin /* ', ( */ NULL,`time` Binary(4) not NULL,`groups` Int1 NOT NULL,`mode` middleint(8),INDEX `k1` (`id`) USING btree) 

ALTER TABLE `x` RENAME COLUMN `groups` to `type`

ALTER TABLE `x` ADD `engine` smallint not NULL DEFAULT 7, change column `c` `min` VARCHAR(255) default '/* x */'

alter TABLE `x` MODIFY Column val Geometry AFTER `id`,CHANGE column `engine` next DOUBLE PRECISION(10,4) DEFAULT -0.5

#### r3-22
create table `app`.`t` (
  `id` bigint UNSIGNED Not NULL,
  from_ MEDIUMBLOB,
  `action` text(70000) character SET cp1251 COLLATE cp1251_general_ci,
  `window` DEC(1,0) UNSIGNED ZEROFILL DEFAULT null,
  `min` DATE not Null DEFAULT '0000-00-00',
  `uuid` tinyint(1) UNSIGNED ZEROFILL null Default FALSE,
  enabled VARCHAR(255) COLLATE latin1_bin DEFAULT 'a\'b',
  KEY `k1` (`id`) using BTREE) AUTO_INCREMENT=83;

ALTER TABLE `t` DROP COLUMN `enabled`

ALTER TABLE `t` Rename COLUMN `min` TO `user`,
  change Column `uuid` `virtual` ENUM('x y', "dq", 'new', '') character set UTF16 COLLATE utf16_bin DEFAULT Null AFTER `id`

ALTER TABLE `t` ADD COLUMN `json2`	character(1) COMMENT 'a;b',
  ADD COLUMN `without_` Int(1) default +3,
  MODIFY column `window` /* c */ json NOT NULL comment 'it''s, (x)'

#### r3-26
CREATE TABLE `Tab` (`id` BIGINT UNSIGNED not NULL Auto_increment, `날짜` real, `comment` time NOT null, c
  MULTIPOINT NOT NULL, `stored` MEDIUMBLOB NULL COMMENT 'it''s, (x)' CHECK (`stored` > 0 OR length('),(') = 3), `password` /* c */ FLOAT(10,2)
  null default 1e2 comment 'it''s, (x)', Été TINYTEXT character SET UTF16 NULL, `x-y` varbinary(255) NOT NULL, `language` bit(1) Default B'1', constraint `pk` PRIMARY KEY (`id` DESC)) COMMENT='';

alter Table `Tab` add COLUMN Name Varchar(9) NOT NULL AFTER Été,
  change COLUMN `x-y` val  date not Null

ALTER table `Tab` change `comment` `column_` YEAR(4),
  modify `날짜` json

ALTER Table `Tab` MODIFY column Été int NOT NULL DEFAULT 42, rename column `column_` to `it's`

ALTER table `Tab` RENAME COLUMN `language` to `uuid`

alter TABLE `Tab` ADD column `hash` binary(4)
NOT NULL default 'a',ADD `after` Year(4) NOT NULL first

#### r3-27
create table `app`.`x` (`id` bigint unsigned not NULL,`groups` CHARACTER Varying(20) NOT NULL,`uuid` VARCHAR(255) character Set latin1 COLLATE latin1_general_cs default 'NULL' NOT NULL,names Int8 ZEROFILL,`b` TIMESTAMP(0) null DEFAULT now(0) COMMENT 'c',`time` dec unsigned ZEROFILL /* ', ( */ default '1.5',`user id` binary NOT Null)
engine=InnoDB CHARACTER Set = latin1 AUTO_INCREMENT=39

ALTER TABLE `x` DROP column `b`,
  rename COLUMN `names` TO `type`

alter TABLE `x` ADD UNIQUE KEY `i432` (`id`)

alter TABLE `x` CHANGE COLUMN `uuid` `index` polygon null, ADD column `text` MIDDLEINT(8) UNSIGNED zerofill

#### r3-31
CREATE table `my table` (`id` int not NULL AUTO_INCREMENT primary key, `Name` Char COLLATE utf8mb4_general_ci, `virtual` TIMESTAMP(6) NOT NULL CHECK (`virtual` > 0 OR length('),(') = 3), `status` varbinary(1) NOT NULL DEFAULT 0x41, `enabled` TIMESTAMP(1) not NULL, `min` bool
default False, `body` int3(8) UNSIGNED zerofill DEFAULT 42 comment 'it''s, (x)', `date` character(1)) DEFAULT CHARACTER set = big5 collate big5_bin;

ALTER TABLE `my table` ADD COLUMN `json2`
  double UNSIGNED NOT NULL Comment 'it''s, (x)' After `status`

ALTER TABLE `my table` DROP `min`,add `after` VARCHAR(1000) Collate latin1_bin Not NULL default 'it''s'

Alter Table `my table` Add `hash` TINYTEXT CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci,
  add `names` VARBINARY(16) null
default x'41' AFTER `id`,
  ADD Column `year` SMALLINT not NULL

#### r3-33
create TABLE `app`.`t` (
  `id` bigint UNSIGNED NOT NULL AUTO_INCREMENT,`from_` YEAR NOT NULL,`json` YEAR default 2020,d Int(11) DEFAULT '12',_1 FLOAT(7) NOT Null,`x-y` Text(1000) Charset ascii NULL,PRIMARY key USING BTREE (`id`),index `k1` (`id`) using BTREE)
CHARACTER SET=utf8mb3, comment 't'

ALTER TABLE `t` ADD `offset` text(100) CHARSET UCS2 COLLATE ucs2_bin NULL

alter Table `t` CHANGE COLUMN d `engine` DEC(5) NOT null DEFAULT 0,modify `offset` MEDIUMBLOB NULL  COMMENT '한글' FIRST,ALTER `_1` DROP default

ALTER TABLE `t` Modify `x-y` timestamp(1) default now(1)

#### r3-36
CREATE table `app`.`my table` (`id` BIGINT UNSIGNED NOT null AUTO_INCREMENT, `data` DATETIME NOT null, `system` varchar(1) CHARSET cp932, constraint `pk` PRIMARY KEY USING BTREE (`id`)) engine InnoDB;

ALTER TABLE `my table`	ADD COLUMN `without_` ENUM('N' ,'É' ,'c,d' ,'x y' ,'a\'q') NOT null Comment '' check (`without_` > 0 OR length('),(') = 3), drop `system`, rename COLUMN `data` To `json2`

alter TABLE `my table` rename COLUMN `json2` to `x-y`

ALTER TABLE `my table` add `timestamp` VARCHAR(1) character SET BIG5 COLLATE big5_bin after `without_`,
  ADD COLUMN `min` BINARY DEFAULT NULL

ALTER table `my table` ALTER `timestamp` SET DEFAULT NULL

ALTER TABLE `my table` DROP COLUMN `min`, CHANGE COLUMN `x-y` `begin` TEXT(70000) COMMENT '한글'

#### r3-40
CREATE TABLE `Tab` (
  `id` BIGINT unsigned NOT NULL, `action` varchar(9), `position` char varying(5) Not null DEFAULT 'NULL') character SET = big5 ROW_FORMAT=DYNAMIC AUTO_INCREMENT=27;

alter table `Tab` CHANGE COLUMN `action` `type` Datetime(0) NULL DEFAULT '2020-01-01 10:11:12' COMMENT '', add column `column_` varbinary(255) null

ALTER table `Tab` add `role` /* ', ( */ BIT NOT Null

Alter TABLE `Tab` CHANGE `role` `first_` DATE
NOT NULL

ALTER TABLE `Tab` DROP COLUMN `first_`

alter TABLE `Tab` MODIFY `position` /* ', ( */ FIXED default '0.000' COMMENT ''

ALTER TABLE `Tab` ADD `text` BIGINT UNSIGNED ZEROFILL,
  ADD `elsif_` boolean NOT NULL AFTER `id`

#### r3-43
CREATE TABLE app.`Tab` (`id` INT NOT NULL AUTO_INCREMENT PRIMARY KEY,`json` text(70000) COLLATE latin1_bin not null,`row_format` text(100) charset ucs2,`a` enum('a\'q'))
ENGINE=InnoDB DEFAULT charset = cp932 ROW_FORMAT=COMPACT

ALTER TABLE `Tab` DROP Column `json`,ADD COLUMN `year` MEDIUMINT ZEROFILL	not NULL,modify column `row_format` char(10)

ALTER table `Tab` add COLUMN `password` datetime NOT null DEFAULT LOCALTIMESTAMP FIRST,ADD COLUMN `user` INT8 zerofill not NULL DEFAULT '1',ADD Name NVARCHAR(20) Default 'a,b)(' check (Name > 0 OR length('),(') = 3)

alter table `Tab` ADD column `offset` float(10,2) UNSIGNED

#### r3-45
create table app.`x` (
  `id` bigint UNSIGNED NOT null, `user` JSON not NULL, `password` BLOB)
comment='it''s'

Alter TABLE `x` rename COLUMN `user` to `position`

ALTER TABLE `x` ADD unique key `i470` (`id`), add `날짜` GEOMETRY AFTER `id`

Alter table `x` ADD `x-y` CHARACTER VARYING(20) character SET utf16,Rename column `position` TO `user`,ADD COLUMN `tab"q` Json NULL FIRST

ALTER table `x` Add column `Name` INT1 zerofill first, drop Column `user`

#### r3-47
CREATE TABLE app.`my table` (`id` BIGINT UNSIGNED not NULL auto_increment,`1a` CHAR(10) Default 'NULL' /* c */ comment '한글',constraint PRIMARY KEY USING BTREE (`id`)) engine= InnoDB

ALTER table `my table` ADD Été FIXED not NULL

ALTER table `my table` DROP 1a

ALTER TABLE `my table` modify column Été bigint(1) AFTER `id`,
  ADD column `user` tinytext COLLATE latin1_bin not null AFTER `id`

#### r3-48
CREATE Table IF not exists `my table` (
  `id` BIGINT UNSIGNED not NULL,
  `offset` TINYINT,
  c INT8(1) NOT NULL,
  KEY `k1` (`id`) comment 'k')
engine= InnoDB auto_increment=56

ALTER table `my table` add UNIQUE `i104` (`id`)

ALTER table `my table` ADD `index` DATETIME(3) first

alter table `my table` ADD `language` ENUM('it''s' ,'0' ,'(p)') character set KOI8R collate koi8r_bin default '(p)'

#### r3-51
CREATE TABLE IF NOT Exists app.`x` (`id` Int(11) not NULL,`order` varbinary(255) default 0x41 COMMENT '',`timestamp` Decimal(1) Zerofill,UNIQUE index (`id`),CONSTRAINT `ck1` CHECK (`id` > 0))
row_format=DYNAMIC;

alter table `x` ADD `window` YEAR(4) DEFAULT '0000'

alter TABLE `x` MODIFY COLUMN `window` /* ', ( */ MEDIUMINT(8) unsigned default 7 AFTER `id`,
  DROP COLUMN `timestamp`,
  ADD `first_` TIMESTAMP(0) NOT NULL default now(0)

alter TABLE `x` CHANGE `first_` `b` TIME NULL DEFAULT '838:59:59'

#### r3-52
create TABLE IF not EXISTS `app`.`my table` (`id` Int(11) not NULL,
  _1 YEAR(4) default '2021' not NULL,
  `level` NATIONAL char DEFAULT '\\' comment "dq",
  `data` BIGINT UNSIGNED GENERATED ALWAYS as (1+1) VIRTUAL,
  UNIQUE INDEX `u1` (`id`)) ENGINE=InnoDB CHARSET cp1251 row_format=COMPACT

alter TABLE `my table` add `text` character VARYING(1000) CHARSET UTF8 Default Null,
  RENAME column `data` to `groups`

ALTER TABLE `my table`	ADD `date` YEAR(4) NOT NULL

ALTER TABLE `my table` CHANGE _1 `language` int1 null FIRST, ADD unique key `i440` (`id`)

#### r3-53
create Table `Tab` (`id` INT not NULL auto_increment,
  `uuid` VARCHAR(1000) character Set utf8mb4,
  `index` Varbinary(255) NOT NULL,
  `without_` TINYINT,
  `timestamp` FLOAT(7,3) unsigned DEFAULT .5,
  `row_format` TEXT COLLATE latin1_swedish_ci,
  val JSON,
  `system` text(70000),
  `begin` JSON,
  `rank` SET('a', 'it''s', '0') CHARSET cp1251 DEFAULT '0' COMMENT 'a;b',
  `year` BIGINT UNSIGNED AS (1+1) VIRTUAL,
  CONSTRAINT `pk` PRIMARY key (`id` DESC)) COMMENT='t'

ALTER table `Tab` CHANGE `val` `Name` SMALLINT ZEROFILL NOT null Comment '한글',RENAME column `rank` TO `count`

ALTER TABLE `Tab` /* c */ add COLUMN `action` FLOAT8(15,0),ALTER COLUMN `uuid` SET default 1

ALTER TABLE `Tab` ALTER Column `index` drop Default

alter table `Tab` change Column `begin` `date` JSON NOT NULL

#### r3-56
CREATE table app.`Tab` (
  `id` BIGINT unsigned NOT null,status datetime(0) null DEFAULT localtimestamp(0),`json2` Year(4) default 2020 not null,`mode` Tinyint(1) unsigned zerofill,`date` ENUM('it''s' ,'(p)' ,'c,d' ,'new' ,"dq") /* c */ null UNIQUE,`next` ENUM('it''s', '0')  COMMENT "dq" NOT null,`after` TEXT(1000)
  Character SET cp1251 collate cp1251_general_ci NOT NULL,`min` VARCHAR(9) NULL,`offset` tinyblob,`body` BINARY,constraint `ck1` CHECK (`id` > 0))
ENGINE InnoDB

alter TABLE `Tab` add names ENUM ('it''s' ,'') default '',ADD column `a` Real NULL after `id`

ALTER TABLE `Tab` DROP `min`,
  ADD `c` CHAR VARYING(255) Collate utf8mb4_general_ci NULL,
  add unique key `i287` (`id`)

ALTER TABLE `Tab`	MODIFY `next` CHAR DEFAULT 'x' AFTER `id`, ADD `Name` Varchar(20)

ALTER table `Tab` Add 1a smallint COMMENT '한글' UNIQUE KEY,ADD Column `it's` /* ', ( */ ENUM('c,d', 'new', '\\')

ALTER table `Tab` add column `Été` VARCHAR(9) NOT null default '\\' check (`Été` > 0 OR length('),(') = 3),CHANGE COLUMN `next` b char(255) null DEFAULT '/* x */'
  UNIQUE KEY FIRST

ALTER table `Tab` ADD COLUMN `from_` SMALLINT default 1 AFTER b,
  ADD COLUMN `row_format`
DATE not NULL DEFAULT '2020-01-01'

#### r3-58
CREATE TABLE `app`.`ord` (`id` BIGINT Unsigned NOT NULL auto_increment PRIMARY KEY,`UPPER` YEAR(4) DEFAULT '2021',`tab"q` JSON,`count` TINYINT DEFAULT FALSE) comment='' ROW_FORMAT=DYNAMIC

ALTER table `ord`  DROP `UPPER`, Modify `count` CHARACTER check (`count` > 0 OR length('),(') = 3) First

ALTER TABLE `ord` ADD next INT1 UNSIGNED ZEROFILL DEFAULT '1' FIRST,
  ADD `language` Bigint zerofill not NULL AFTER `id`

ALTER TABLE `ord`
  ADD Key `i881` (`id`)

#### r3-62
CREATE Table `t` (
  `id` INT NOT NULL auto_increment,`names` TEXT(1000) CHARACTER SET UTF8MB3 CHECK (`names` > 0 OR length('),(') = 3),`key` VARCHAR(1000) Character SET cp932,`index` binary(16) NULL,`type` varchar(50) generated always AS (1+1) virtual,PRIMARY KEY (`id`)) ENGINE=InnoDB;

ALTER TABLE `t` Engine=innodb,add `text` YEAR,drop COLUMN `names`

ALTER TABLE `t` ADD `it's` BIT(8) not null AFTER `text`

ALTER TABLE `t` FORCE

ALTER table `t` /* ', ( */ Add b varchar(100) Charset CP932	null COMMENT 'c', change COLUMN `text` Name VARCHAR(9) First

alter TABLE `t` ADD column `select` blob NOT NULL,
  add `a$b` set('b' ,'\\' ,'É') NOT null

#### r3-67
CREATE TABLE app.`x` (`id` bigint UNSIGNED NOT null, `role` varbinary(1) DEFAULT x'41', `time` varchar(9) NULL COMMENT '한글', UNIQUE `u1` (`id`), Check (`id` > 0 AND 'a(' <> ',')) CHARSET=euckr comment=''

ALTER TABLE `x` CHANGE COLUMN `role` `without_` INT1(2) DEFAULT true

alter TABLE `x` DROP column `time`

alter TABLE `x` modify column `without_` numeric(1) default '0.000' FIRST,
  add COLUMN `action` BIGINT DEFAULT +3,
  ADD `tab"q` national char COMMENT '한글' DEFAULT '\\' /* c */ NOT NULL FIRST

ALTER Table `x` MODIFY COLUMN `tab"q` VARBINARY(1) not NULL Default x'41' COMMENT 'it''s, (x)',
  ADD `date`
decimal(10) zerofill DEFAULT '0.000'

ALTER TABLE `x` ADD `uuid` INT2 null DEFAULT 0 FIRST,CONVERT TO character SET utf8mb4 COLLATE utf8mb4_bin

ALTER TABLE `x`
add COLUMN `role` binary(1) not NULL AFTER `id`, MODIFY Column `date` date after `id`

#### r3-69
CREATE table app.`Tab` (`id` int(11) NOT NULL,
  `from_` numeric(10) zerofill NOT NULL DEFAULT 0) engine= InnoDB row_format=COMPACT;

Alter TABLE `Tab` add COLUMN `body` varchar(255) NOT NULL DEFAULT 'NULL', change COLUMN `from_` enabled INT8(1) AFTER `id`

alter table `Tab` /* ', ( */ MODIFY COLUMN enabled DATE comment '' Default '2020-01-01' /* ', ( */ NOT null AFTER `id`

ALTER TABLE `Tab` add COLUMN c BOOL DEFAULT false comment 'c',ADD COLUMN `index` Varbinary(1) Not NULL DEFAULT 'a'

ALTER TABLE `Tab` DROP `body`,add COLUMN `first_` int zerofill NOT null unique KEY,change column enabled `sequence` POLYGON NOT null AFTER `id`

ALTER Table `Tab` DROP column c,MODIFY COLUMN `first_` BINARY first,modify `index` Date Comment 'a;b' AFTER `id`

Alter TABLE `Tab` ADD INDEX `i788` (`id`)

#### r3-70
Create TABLE app.`my table` (`id` int(11) Not null, `_1` CHAR(10) null default '\\', `Été`
LONGBLOB not Null, b blob NULL COMMENT 'it''s, (x)', `password` Varchar(1000) NOT NULL, `hash` Varchar(9) Not NULL, `elsif_` DATE, names BOOLEAN DEFAULT FALSE)
ENGINE= InnoDB charset=cp1251 COLLATE=cp1251_general_ci row_format=DYNAMIC

alter TABLE `my table` Modify `hash` BINARY(4) null /* c */ default NULL AFTER `id`, MODIFY Été TIME DEFAULT '00:00:00', ADD COLUMN `virtual` int(1) zerofill NULL DEFAULT 1 UNIQUE key FIRST

ALTER table `my table` Add column `without_` varchar(9), add COLUMN `begin` TEXT(70000) COLLATE utf8mb4_bin /* c */ NULL first

ALTER TABLE `my table` ADD `timestamp` int DEFAULT 1, ADD UNIQUE `i121` (`id`)

alter TABLE `my table` ADD COLUMN enabled TEXT character SET cp1251

alter TABLE `my table` /* ', ( */ Modify column `virtual` BIT(7) DEFAULT b'0' comment 'c', ADD `order` year(4) NULL

#### r3-73
create table `x` (
  `id` int not NULL AUTO_INCREMENT primary KEY, `count` Varchar(5) CHARACTER set utf8mb4 not NULL DEFAULT 'it''s', `json2` MEDIUMBLOB NOT Null, `data` LONGBLOB, `date`  timestamp(6) unique KEY, `json` SMALLINT(3)
  default +3, `type` float ZEROFILL not null COMMENT "dq", next /* ', ( */ ENUM('N' ,'c,d' ,'a\'q')  character SET cp1251 COLLATE cp1251_general_ci Comment '한글', key `k1` (`id`))
CHARSET=cp932 COLLATE cp932_bin;

ALTER TABLE `x` Modify `count` DATE null DEFAULT '2020-01-01'

alter TABLE `x` DROP `json2`

alter table `x` MODIFY Column next  Tinytext CHARACTER set big5 COLLATE big5_bin

#### r3-74
create TABLE `ord` (
  `id` int(11) NOT NULL,
  `virtual` MEDIUMBLOB	NOT null COMMENT '',
  `order` Float(24) NOT NULL,
  `after` INT2 UNSIGNED zerofill NOT NULL comment 'c',
  `x-y` json NULL,
  `body` BIT(7) NOT null,
  `language` TIME(6),
  `column_` DATE Not NULL DEFAULT '2020-01-01',
  `select` VARBINARY(255) default 'a',
  `offset` BINARY(4),
  KEY `k1` (`id`) comment 'k')
Auto_increment=20

ALTER TABLE `ord` ADD column 1a SMALLINT(3) FIRST,add COLUMN `uuid` varbinary(16) DEFAULT 0x41 COMMENT "dq" first

ALTER TABLE `ord`	ADD COLUMN `max` Varchar(5) charset EUCKR COLLATE euckr_bin not null,Alter `virtual` drop default,MODIFY COLUMN `offset` LONGTEXT CHARSET BIG5

ALTER table `ord` add COLUMN `json2` JSON NULL comment 'a;b', RENAME COLUMN `language` to `level`

alter TABLE `ord` DROP COLUMN `select`,change column `virtual` `enabled` BIT(64) NOT NULL
DEFAULT b'0' COMMENT 'a;b' FIRST,Add PRIMARY KEY (id)

#### r3-76
CREATE TABLE app.`t` (
  `id` BIGINT Unsigned NOT null AUTO_INCREMENT, `action` TIMESTAMP null, `data` YEAR, `json` FLOAT8(10,4) zerofill NOT null DEFAULT '2.25', `level`  BINARY NOT null DEFAULT 'a', `first_` varchar(9) NOT NULL, `language` geometrycollection, `tab"q` bool null COMMENT '', `inet6` INT8 zerofill DEFAULT 1, CONSTRAINT `pk` PRIMARY key using Btree (`id`), INDEX `k1` (`id`) using BTREE) engine= InnoDB

alter TABLE `t` DROP COLUMN `json`

alter table `t` ADD `c` CHAR VARYING(1000) CHARACTER SET UTF8MB3 NOT Null default 'NULL' AFTER `tab"q`

alter table `t` CHANGE `action` `body` JSON AFTER `id`

#### r3-77
CREATE TABLE if NOT exists app.`x` (
  `id` int(11) NOT null Auto_increment primary KEY,
  `level` NATIONAL CHAR(255),
  `stored` BIGINT NOT null) default character SET = koi8r AUTO_INCREMENT=83

alter TABLE `x` Drop COLUMN `stored`

ALTER TABLE `x` RENAME COLUMN `level` to `json`,
  Add index `i711` (`id`)

ALTER TABLE `x` rename column `json` TO `it's`

#### r3-82
CREATE table IF not exists `Tab` (
  `id` int(11) not NULL,
  `level` bit(8) NOT null default b'0',
  a int NULL DEFAULT '1',
  `row_format` Int default +3,
  `position`
INT NULL,
  UNIQUE key `u1` (`id`),
  INDEX `k1` (`id`)) ;

ALTER TABLE `Tab` add COLUMN `_1` BOOLEAN NOT NULL default FALSE FIRST,
  Add column `rank` TEXT COLLATE utf8mb4_bin COMMENT 'a;b' AFTER `id`

ALTER table `Tab` modify Column a json /* c */ Not NULL COMMENT 'c' AFTER `id`,
  Add COLUMN `begin` YEAR null DEFAULT '0000' COMMENT '',
  CHANGE `rank` UPPER TEXT(1000) CHARACTER set big5 NULL CHECK (`UPPER` > 0 OR length('),(') = 3)

alter TABLE `Tab` ADD COLUMN d REAL not Null DEFAULT 1e-3 COMMENT 'a;b', CHANGE COLUMN `row_format` `date` varbinary(1) COMMENT 'a;b'

ALTER TABLE `Tab` RENAME Column `begin` to `json2`, ADD Name  BIGINT(1) NOT NULL comment 'it''s, (x)' FIRST

#### r3-84
CREATE TABLE if NOT exists `app`.`t` (`id` int(11) not null,`count` int,`comment` Boolean DEFAULT 1,`enabled` TINYTEXT COLLATE latin1_bin /* c */ comment "dq",`year` MEDIUMBLOB COMMENT 'a;b') ENGINE=InnoDB, comment='t';

alter table `t` change COLUMN `year` `time` YEAR NOT null DEFAULT '2021' after `id`, Add Column `password` longblob
NOT null comment '한글', modify `comment` SET('(p)' ,'' ,'a\'q' ,'new') after `id`

alter TABLE `t` ADD COLUMN `row_format` BIGINT(1) Unsigned NOT Null DEFAULT +3,DROP `enabled`,MODIFY COLUMN `comment` int8 not NULL COMMENT '' FIRST

ALTER table `t`
drop `time`,
  ADD `date`  DECIMAL(38) ZEROFILL not NULL DEFAULT 1e0 UNIQUE key,
  ADD COLUMN `select` INT8(1) Zerofill not NULL

#### r3-93
CREATE Table `Tab` (`id` BIGINT UNSIGNED NOT null AUTO_INCREMENT,names DATETIME(3) default LOCALTIMESTAMP(3),`order` Datetime not NULL comment "dq",`timestamp` Bigint,`날짜` JSON CHECK (`날짜` > 0 OR length('),(') = 3) not null,PRIMARY KEY USING btree (`id`))

alter TABLE `Tab`  add d REAL(10,4) default 1.5

Alter TABLE `Tab` CHANGE `timestamp` `date` DATETIME(3) not NULL default Localtimestamp(3),
  MODIFY `날짜` INT unsigned ZEROFILL NOT null CHECK (`날짜` > 0 OR length('),(') = 3) AFTER `id`,
  DROP column `d`

ALTER TABLE `Tab` change COLUMN `order` `mode`
datetime first,
  ADD `count` BIGINT UNSIGNED zerofill

#### r3-94
CREATE TABLE if not EXISTS app.`t` (`id` BIGINT unsigned NOT NULL auto_increment,`key`	BINARY(1) not NULL DEFAULT '' comment "dq",next TINYINT(2) unsigned ZEROFILL,`sequence` TIMESTAMP /* c */ NOT NULL default now(),`year`
  INT1(1),a$b JSON Not NULL,`time` mediumblob,`level` DATE NOT null DEFAULT '1999-12-31',`UPPER` VARCHAR(50) AS (1+1) STORED,PRIMARY KEY USING Btree (`id`),INDEX `k1` (`id`) comment 'k')
ENGINE= InnoDB

Alter TABLE `t` change `time` `select` FLOAT NOT null,
  RENAME COLUMN `year` TO `date`

ALTER TABLE `t` Add column `action` int(4) NOT NULL DEFAULT '12' Comment 'c' AFTER `level`

alter table `t` add UNIQUE KEY `i422` (`id`), DROP COLUMN `sequence`

ALTER TABLE `t` DROP `level`

#### r3-95
create TABLE `app`.`Tab` (`id` int(11) NOT null,
  `without_` Varchar(1000) not null DEFAULT ' ' UNIQUE KEY,
  `elsif_` VARCHAR(1000) CHARSET koi8r collate koi8r_bin,
  `type` VARCHAR(9) default '%',
  UNIQUE INDEX `u1` (`id`))
engine= InnoDB DEFAULT CHARSET=gbk COLLATE gbk_bin

alter table `Tab` ADD COLUMN `after` YEAR DEFAULT '2021'

ALTER TABLE `Tab` MODIFY `after` INT8 UNSIGNED ZEROFILL,
  CHANGE `type` `value` INT(1) UNSIGNED DEFAULT '12',
  DROP COLUMN `elsif_`

ALTER TABLE `Tab` ADD `begin` TEXT(1000) CHARSET utf8mb4

#### r3-98
CREATE table `t` (`id` int(11) NOT Null,`row_format` CHARACTER NULL Default ' ' COMMENT 'a;b',`mode` INT NOT NULL default 1,`point` NVARCHAR(100) default 'a,b)(',UNIQUE KEY `u1` (`id`)) DEFAULT CHARACTER SET = big5;

alter TABLE `t` add column `body` Text collate latin1_bin FIRST,ADD COLUMN `column_` year COMMENT 'a;b' NOT NULL  default '2021' FIRST

ALTER table `t` CHANGE `row_format` `max` MIDDLEINT(8) UNSIGNED ZEROFILL
NOT NULL DEFAULT 1 first

alter TABLE `t` CHANGE `max` `min` JSON null AFTER `id`,
  ADD `engine` FIXED(10) After `id`

ALTER TABLE `t` CHANGE `engine` `a$b` ENUM('\\','(p)','a\'q','new') /* ', ( */ not Null DEFAULT 'new', rename column `mode` TO status

alter TABLE `t` ADD COLUMN `after`
  Mediumblob not NULL AFTER `min`, ADD Column `row_format` DATE not NULL

ALTER TABLE `t` change COLUMN `min` `it's` BIT(64) not null,ADD `position` INT UNSIGNED Null DEFAULT NULL

#### r3-101
create TABLE app.`t` (
  `id` bigint UNSIGNED not Null AUTO_INCREMENT PRIMARY KEY,
  `position` int(11) ZEROFILL DEFAULT '12' COMMENT 'it''s, (x)',
  val tinyint UNSIGNED,
  `text` YEAR(4) default 2020 COMMENT 'a;b' unique key,
  `comment` BIT(64) NOT NULL default B'1',
  `role` DATE NOT null,
  KEY `k1` (`id`) Comment 'k') CHARACTER Set = big5 COMMENT ''

ALTER TABLE `t` add `offset`
  double	not null default 1.5,add `날짜` LONGTEXT Collate utf8mb4_general_ci NOT null

ALTER table `t` modify `role` TINYINT(1) DEFAULT '1'

ALTER TABLE `t` Add column `virtual` YEAR(4) NOT NULL COMMENT 'a;b' FIRST

ALTER Table `t` RENAME COLUMN `comment` TO `elsif_`,DROP `offset`

ALTER TABLE `t`	ADD COLUMN `rank` NATIONAL varchar(1) not NULL

#### r3-103
CREATE TABLE `my table` (`id` INT not NULL auto_increment PRIMARY KEY,`offset` CHAR varying(255) Character set latin1 COLLATE latin1_swedish_ci default 'x',names FLOAT(7) unsigned ZEROFILL NOT NULL,`position` /* ', ( */ smallint NOT NULL CHECK (`position` > 0 OR length('),(') = 3)) ENGINE=InnoDB, default CHARACTER Set = cp932, COMMENT='';

ALTER TABLE `my table` add `password` char VARYING(100) Charset BIG5 collate big5_bin NOT Null,RENAME COLUMN `offset` TO `action`,add COLUMN `select` char varying(5) character Set gbk default 'x' UNIQUE

ALTER TABLE `my table` Add UNIQUE `i35` (`id`)

ALTER table `my table` RENAME Column `select` TO `timestamp`

alter TABLE `my table` DROP primary KEY, DROP COLUMN `timestamp`

#### r3-104
create TABLE `app`.`ord` (`id` BIGINT unsigned NOT Null auto_increment,`uuid` BIGINT
CHECK (`uuid` > 0 OR length('),(') = 3) default 7 not NULL,`comment` CHAR Varying(1000) DEFAULT '-- no',`groups` FLOAT(7) UNSIGNED DEFAULT .5,`order` enum('a\'q' ,'new') not NULL,`inet6`
float UNIQUE Key,`it's` CHARACTER(10),CONSTRAINT PRIMARY key USING btree (`id`),key `k1` (`id`) USING BTREE)
;

alter TABLE `ord` DROP `order`

ALTER TABLE `ord` ALGORITHM=COPY

ALTER Table `ord` CHANGE Column `comment` `position` YEAR NOT null default '2021' comment 'a;b'

ALTER table `ord` MODIFY column `uuid` date NOT NULL after `id`

ALTER TABLE `ord` ADD `window` DATE,
  ADD COLUMN `Name` ENUM('(p)' ,"dq" ,'a\'q' ,'x y') character SET gbk null DEFAULT 'x y',
  ADD `row_format` ENUM('a\'q','a','it''s') /* c */ NOT null unique key FIRST

ALTER table `ord` /* ', ( */ add COLUMN `UPPER` GEOMETRY /* ', ( */ NOT null,
  add `_1` VARBINARY(255) /* ', ( */ DEFAULT 0x41

#### r3-105
CREATE TABLE `my table` (`id` int NOT NULL auto_increment PRIMARY KEY, `comment` json Null, `point` text(1000) binary, `period` NATIONAL VARCHAR(255) DEFAULT "dq") Engine= InnoDB ROW_FORMAT=COMPACT

alter TABLE `my table` add COLUMN `sequence` FLOAT ZEROFILL DEFAULT '2.25' AFTER `id`

alter table `my table` MODIFY `point` DATETIME not NULL

alter table `my table` RENAME COLUMN `point` to `year`

#### r3-112
CREATE TABLE IF NOT exists `app`.`my table` (`id` int NOT NULL, `c` tinyint, `level` BINARY(4) NOT null, `min` BOOL default 0, `groups` int1(2) ZEROFILL null comment 'c', `b` Int1 ZEROFILL DEFAULT NULL, `hash` TEXT(70000) null, `mode` enum(''), `json` varchar(1000) NOT NULL  DEFAULT '\\', `language` INT AS (length(`id`)) Virtual)
AUTO_INCREMENT=4

ALTER TABLE `my table` MODIFY COLUMN `hash` TIME(6) null DEFAULT NULL,
  add `year` binary

ALTER TABLE `my table` RENAME COLUMN `year` To `x-y`,RENAME column b to `날짜`,ADD `body` YEAR(4) DEFAULT '2021' after `id`

ALTER table `my table` Add COLUMN `date` mediumtext,add d point AFTER `id`

alter TABLE `my table` ADD COLUMN `count` tinyblob NULL,ADD COLUMN `select` bit(1) Not NULL,CHANGE c `value` float(7) NULL default -0.5 first

alter TABLE `my table` engine=innodb, ADD `column_` boolean null default 0 after `id`, MODIFY COLUMN `hash` ENUM('a\'q' ,"dq") NOT null FIRST

#### r3-116
CREATE table IF not exists `app`.`ord` (`id` int(11) NOT null,`a$b` Bigint ZEROFILL default 1,`point` NUMERIC(10,10) NULL,from_ BOOL DEFAULT 0,`action` MEDIUMINT zerofill) ;

ALTER table `ord`
DROP column `point`

ALTER TABLE `ord` DROP COLUMN `action`

ALTER table `ord` ADD COLUMN `time` int2 UNSIGNED Zerofill NOT NULL

ALTER TABLE `ord` ADD b CHAR NOT NULL DEFAULT '%' UNIQUE KEY,CHANGE Column `from_` `stored` varchar(255) CHARACTER SET CP932 Default 'it''s',CHANGE a$b `system` CHARACTER(10) Null DEFAULT 'it''s' COMMENT "dq"

ALTER TABLE `ord` modify Column `stored` DOUBLE PRECISION(15,0) zerofill COMMENT 'it''s, (x)', ADD `a` polygon  NULL, modify Column `system` BINARY(1) NOT null

#### r3-117
CREATE TABLE if NOT Exists `x` (
  `id` bigint unsigned not null, `language` VARBINARY(255) Unique KEY, `level` time(6) NULL default '838:59:59', `groups` BINARY(16), `stored` CHAR collate utf8mb4_bin NULL, `c` tinyint UNSIGNED ZEROFILL default 0, `value` json, `comment` MEDIUMTEXT /* ', ( */ NOT null, `b` TIME(2), `after` INT GENERATED ALWAYS AS (1+1) stored, check (`id` > 0 AND 'a(' <> ','))
ENGINE= InnoDB DEFAULT CHARACTER SET = ascii ROW_FORMAT=DYNAMIC AUTO_INCREMENT=82

ALTER TABLE `x` ADD `1a`  MEDIUMINT(8) UNSIGNED default '12'

ALTER TABLE `x` CHANGE 1a `column_` SMALLINT(3) UNSIGNED COMMENT "dq"

ALTER TABLE `x` add COLUMN `min` boolean NOT NULL

ALTER table `x` RENAME COLUMN `comment` TO `role`,
  add COLUMN `virtual` BINARY(4)

ALTER TABLE `x` /* c */ add next Date COMMENT 'a;b'

#### r3-119
CREATE TABLE app.`t` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT primary Key,`row_format` CHAR(10),`engine` enum('b') CHARACTER SET UTF8MB3 collate utf8mb3_unicode_ci Not Null COMMENT '',names MIDDLEINT Default 0,`first_` NATIONAL VARCHAR(1) not NULL,`count`
INT8 NULL,`groups` year(4),`1a` CHARACTER Collate utf8mb4_general_ci NOT NULL,`type` bigint not NULL DEFAULT 1 comment '한글' CHECK (`type` > 0 OR length('),(') = 3),`c`
VARCHAR(1000) default '') DEFAULT Charset=euckr COLLATE=euckr_bin

ALTER TABLE `t` ADD COLUMN `begin`
int8(1),
  ADD `offset` INT1(2) Not NULL

ALTER TABLE `t` CONVERT to CHARACTER set utf8mb4 COLLATE utf8mb4_bin

ALTER TABLE `t` CHANGE `first_` `select` DATE not null, change column `count` `year` BLOB, modify `type` FIXED(10) UNSIGNED zerofill

ALTER TABLE `t` ADD `value` bigint(20) COMMENT '한글', RENAME COLUMN `groups` To `inet6`

ALTER Table `t` Alter COLUMN `names` SET default '1',
  ADD `elsif_` YEAR(4) Not NULL UNIQUE AFTER `id`

#### r3-120
create TABLE `t` (`id` int(11) NOT NULL,`engine` blob COMMENT '',`value` Enum ('x y','N','É','\\','b'),`min` int NOT NULL,`max` TEXT(100) Charset ascii COLLATE ascii_bin  null,unique `u1` (`id`)) AUTO_INCREMENT=17;

alter table `t` DROP column `engine`,
  add `text` /* c */ TEXT(70000) /* ', ( */ character set cp1251 collate cp1251_general_ci comment "dq",
  drop `min`

ALTER TABLE `t` CHANGE `max` `x-y` text(100) character SET utf16 null

Alter Table `t` ADD column `engine` BINARY(4)

ALTER Table `t` DROP `engine`,
  ADD COLUMN `UPPER` MEDIUMINT(8) not null DEFAULT '1'

alter table `t` ADD COLUMN `d` varchar(1000) character set UTF16 NOT NULL DEFAULT 'a,b)('

#### r3-124
CREATE table `x` (`id` int(11) NOT NULL, `window` VARCHAR(1) CHARACTER SET ASCII default 'x' UNIQUE KEY, `order`
  FLOAT UNSIGNED Zerofill DEFAULT .5, `tab"q` FLOAT UNSIGNED NOT null, `status` POINT, `date` bit(8) Null DEFAULT b'0')

ALTER TABLE `x` CHANGE `tab"q` `key` TINYINT(2) UNSIGNED ZEROFILL Default False

ALTER Table `x` CHANGE COLUMN `order` `hash` YEAR(4) AFTER `id`,
  ADD `_1` INT1(2) zerofill NOT NULL

alter table `x` ADD column `point` date NOT null

ALTER Table `x` ADD `count` DATETIME(6) DEFAULT LOCALTIMESTAMP(6) unique KEY

Alter table `x`
ADD column `order` POINT /* ', ( */ NOT null,
  ADD column `period` Int2(6) UNSIGNED Zerofill NULL default '12' after `id`,
  Add `rank` MEDIUMINT ZEROFILL default 7 CHECK (`rank` > 0 OR length('),(') = 3)

alter TABLE `x` ADD Column `row_format` VARCHAR(20) COLLATE latin1_bin DEFAULT '/* x */' not null,CHANGE `order` val char Varying(100) not Null

#### r3-125
CREATE table if NOT EXISTS app.`t` (`id` int(11) NOT null auto_increment primary key,
  `Name` SET('', "dq") character SET utf8 NULL DEFAULT "dq",
  `data` FLOAT(53) NOT NULL,
  `system` time(2) NOT NULL,
  names Json NULL,
  UPPER CHARACTER VARYING(1),
  `position` BIT(7) NULL Comment '' unique,
  `c` INT1(2),
  `value` int8 UNSIGNED NOT NULL,
  `a$b` INT(11) DEFAULT '1')
character set = binary;

ALTER table `t`	change COLUMN names `without_` bit(1) NOT NULL
DEFAULT b'0' AFTER `id`

ALTER Table `t` drop COLUMN `Name`, add `engine` MIDDLEINT(8) unsigned DEFAULT 7, ADD `b` nvarchar(100)

alter table `t`
  DROP COLUMN `c`, Drop Column `without_`

ALTER TABLE `t` add unique `i270` (`id`), drop column `system`

#### r3-127
CREATE TABLE `app`.`t` (`id` int(11) NOT NULL auto_increment,
  `role` INT2 NOT NULL COMMENT '' unique KEY,
  `user id` Float ZEROFILL,
  b VARCHAR(9) NOT NULL,
  `comment` YEAR default NULL,
  `engine` varchar(50) AS (1+1) STORED,
  primary KEY Using BTREE (`id` DESC)) CHARACTER SET = big5 collate big5_bin comment='it''s';

ALTER Table `t` Rename COLUMN `b` TO `system`

ALTER table `t` modify COLUMN `user id` timestamp not null

ALTER Table `t` ADD COLUMN `point` BINARY null

Alter TABLE `t` Drop COLUMN `system`

Alter TABLE `t` MODIFY `user id` Char /* c */ NULL

