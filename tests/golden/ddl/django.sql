#### migrations
CREATE TABLE `django_migrations` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `app` varchar(255) NOT NULL, `name` varchar(255) NOT NULL, `applied` datetime(6) NOT NULL)

CREATE TABLE `auth_user` (`id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY, `password` varchar(128) NOT NULL, `last_login` datetime(6) NULL, `is_superuser` bool NOT NULL, `username` varchar(150) NOT NULL UNIQUE, `email` varchar(254) NOT NULL, `is_staff` bool NOT NULL, `date_joined` datetime(6) NOT NULL)

CREATE TABLE `auth_user_groups` (`id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY, `user_id` integer NOT NULL, `group_id` integer NOT NULL)

ALTER TABLE `auth_user_groups` ADD CONSTRAINT `u_uniq` UNIQUE (`user_id`, `group_id`)

ALTER TABLE `auth_user_groups` ADD CONSTRAINT `u_fk` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`)

ALTER TABLE `auth_user` ADD COLUMN `nick` varchar(30) DEFAULT 'anonymous' NOT NULL

ALTER TABLE `auth_user` ALTER COLUMN `nick` DROP DEFAULT

ALTER TABLE `auth_user` ADD COLUMN `score` double precision NULL, ADD COLUMN `rank` smallint UNSIGNED NULL CHECK (`rank` >= 0)

ALTER TABLE `auth_user` MODIFY `username` varchar(200) NOT NULL

ALTER TABLE `auth_user` CHANGE `nick` `nickname` varchar(30) NOT NULL

ALTER TABLE `auth_user` MODIFY `score` numeric(12, 4) NULL

ALTER TABLE `auth_user` DROP COLUMN `is_staff`

ALTER TABLE `auth_user` MODIFY `last_login` datetime(6) NULL, MODIFY `email` varchar(254) COLLATE utf8mb4_bin NULL

CREATE TABLE `shop_item` (`uuid` char(32) NOT NULL PRIMARY KEY, `data` json NOT NULL CHECK (JSON_VALID(`data`)), `price` numeric(9, 2) NOT NULL, `qty` integer UNSIGNED NOT NULL CHECK (`qty` >= 0), `blob` longblob NOT NULL, `text` longtext NOT NULL, `dur` bigint NOT NULL, `day` date NOT NULL, `at` time(6) NOT NULL, `ip` char(39) NULL)

CREATE INDEX `shop_item_price` ON `shop_item` (`price`)

CREATE UNIQUE INDEX `shop_item_day` ON `shop_item` (`day`)

DROP INDEX `shop_item_price` ON `shop_item`

RENAME TABLE `shop_item` TO `shop_product`

ALTER TABLE `shop_product` COMMENT = 'sold'

DROP TABLE `auth_user_groups` CASCADE
