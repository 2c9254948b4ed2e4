#### copies with triggers
CREATE TABLE `orders` (`id` int(10) unsigned NOT NULL AUTO_INCREMENT, `note` varchar(100) DEFAULT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB DEFAULT CHARSET=latin1

CREATE TABLE `app`.`_orders_new` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `note` varchar(100) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1

ALTER TABLE `app`.`_orders_new` ADD COLUMN state tinyint NOT NULL DEFAULT 0, MODIFY note text

RENAME TABLE `app`.`orders` TO `app`.`_orders_old`, `app`.`_orders_new` TO `app`.`orders`

DROP TABLE IF EXISTS `app`.`_orders_old`

#### copies from the log
CREATE TABLE `users` (`id` bigint NOT NULL, `name` varchar(20) NOT NULL, PRIMARY KEY (`id`)) DEFAULT CHARSET=utf8mb4

create /* gh-ost */ table `app`.`_users_ghc` (
			id bigint auto_increment,
			last_update timestamp not null DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
			hint varchar(64) charset ascii not null,
			value varchar(4096) charset ascii not null,
			primary key(id),
			unique key hint_uidx(hint)
		) auto_increment=256

create /* gh-ost */ table `app`.`_users_gho` like `app`.`users`

alter /* gh-ost */ table `app`.`_users_gho` add column age int unsigned null, drop column name

create /* gh-ost */ table `app`.`_users_del` (
			id int auto_increment primary key
		) engine=InnoDB comment='ghost-cut-over-sentry'

drop /* gh-ost */ table if exists `app`.`_users_del`

rename /* gh-ost */ table `app`.`users` to `app`.`_users_del`, `app`.`_users_gho` to `app`.`users`

drop /* gh-ost */ table if exists `app`.`_users_ghc`

#### copies by hand
CREATE TABLE a (id INT PRIMARY KEY, x INT)

CREATE TABLE a_new LIKE a

ALTER TABLE a_new ADD y INT

RENAME TABLE a TO a_old, a_new TO a

RENAME TABLE a TO a_new, a_old TO a, a_new TO a_old

DROP TABLE a_old
