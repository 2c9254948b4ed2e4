#### a dump

DROP TABLE IF EXISTS `film`

CREATE TABLE `film` (
  `film_id` smallint(5) unsigned NOT NULL AUTO_INCREMENT,
  `title` varchar(128) NOT NULL,
  `description` text DEFAULT NULL,
  `release_year` year(4) DEFAULT NULL,
  `rental_rate` decimal(4,2) NOT NULL DEFAULT 4.99,
  `rating` enum('G','PG','PG-13','R','NC-17') DEFAULT 'G',
  `special_features` set('Trailers','Commentaries','Deleted Scenes','Behind the Scenes') DEFAULT NULL,
  `last_update` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  PRIMARY KEY (`film_id`),
  KEY `idx_title` (`title`),
  CONSTRAINT `fk_film_language` FOREIGN KEY (`film_id`) REFERENCES `language` (`language_id`) ON UPDATE CASCADE
) ENGINE=InnoDB AUTO_INCREMENT=1001 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci

ALTER TABLE `film` DISABLE KEYS

CREATE TABLE `address` (
  `address_id` smallint(5) unsigned NOT NULL AUTO_INCREMENT,
  `location` geometry NOT NULL,
  `phone` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL,
  `picture` blob DEFAULT NULL,
  `store` tinyint(3) unsigned zerofill NOT NULL DEFAULT 007,
  `big` bigint(20) unsigned DEFAULT 0,
  `f` float(8,3) DEFAULT NULL,
  `d` double DEFAULT 1.5,
  `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
  `b` bit(8) NOT NULL DEFAULT b'10',
  `t` time(3) DEFAULT '00:00:00.000',
  `bin` binary(4) DEFAULT 'ab\0\0',
  `v` varbinary(10) DEFAULT NULL,
  `c` char(36) GENERATED ALWAYS AS (uuid()) VIRTUAL,
  `g` int(11) GENERATED ALWAYS AS (`store` + 1) STORED,
  PRIMARY KEY (`address_id`),
  UNIQUE KEY `phone` (`phone`),
  SPATIAL KEY `idx_location` (`location`),
  FULLTEXT KEY `ft` (`phone`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PAGE_CHECKSUM=1 COMMENT='it''s = (where)'

CREATE TABLE `log` (
  `id` int(11) NOT NULL,
  `at` datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (`id`,`at`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1
 PARTITION BY RANGE (to_days(`at`))
(PARTITION `p0` VALUES LESS THAN (738000) ENGINE = Aria,
 PARTITION `pmax` VALUES LESS THAN MAXVALUE ENGINE = Aria)

CREATE TABLE `merged` (`a` int(11) NOT NULL, KEY `a` (`a`)) ENGINE=MRG_MyISAM DEFAULT CHARSET=latin1 INSERT_METHOD=LAST UNION=(`t1`,`t2`)

CREATE TABLE `far` (`a` int(11) NOT NULL) ENGINE=FEDERATED DEFAULT CHARSET=latin1 CONNECTION='mysql://u:p@h:3306/d/t'

CREATE TABLE `opts` (`a` int) ENGINE=InnoDB AUTO_INCREMENT=7 AVG_ROW_LENGTH=100 CHECKSUM=1 DELAY_KEY_WRITE=1 MAX_ROWS=10 MIN_ROWS=1 PACK_KEYS=1 ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 STATS_PERSISTENT=1 STATS_AUTO_RECALC=0 STATS_SAMPLE_PAGES=5 DATA DIRECTORY='/d' INDEX DIRECTORY='/i' COMMENT='c' DEFAULT CHARSET=cp850
