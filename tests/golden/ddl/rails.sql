#### schema.rb by mysql2
CREATE TABLE `schema_migrations` (`version` varchar(255) NOT NULL PRIMARY KEY)

CREATE TABLE `ar_internal_metadata` (`key` varchar(255) NOT NULL PRIMARY KEY, `value` varchar(255), `created_at` datetime(6) NOT NULL, `updated_at` datetime(6) NOT NULL)

CREATE TABLE `users` (`id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `email` varchar(255) DEFAULT '' NOT NULL, `encrypted_password` varchar(255) DEFAULT '' NOT NULL, `reset_password_sent_at` datetime, `sign_in_count` int DEFAULT 0 NOT NULL, `admin` tinyint(1) DEFAULT FALSE, `settings` json, `balance` decimal(10,2) DEFAULT 0.0, `created_at` datetime(6) NOT NULL, `updated_at` datetime(6) NOT NULL, UNIQUE INDEX `index_users_on_email` (`email`),  INDEX `index_users_on_created_at` (`created_at`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4

ALTER TABLE `users` ADD `username` varchar(255)

ALTER TABLE `users` ADD `bio` text, ADD `theme_id` tinyint unsigned NULL DEFAULT 1 COMMENT 'light or dark'

ALTER TABLE `users` CHANGE `username` `nickname` varchar(255) DEFAULT NULL

ALTER TABLE `users` CHANGE `sign_in_count` `sign_in_count` bigint DEFAULT 0 NOT NULL

ALTER TABLE `users` ALTER COLUMN `admin` SET DEFAULT TRUE

ALTER TABLE `users` MODIFY `bio` mediumtext NULL

ALTER TABLE `users` RENAME COLUMN `nickname` TO `handle`

CREATE UNIQUE INDEX `index_users_on_handle` ON `users` (`handle`)

CREATE  INDEX `index_users_on_lower` USING btree ON `users` (`handle`(20))

DROP INDEX `index_users_on_created_at` ON `users`

ALTER TABLE `users` ADD CONSTRAINT `fk_rails_1` FOREIGN KEY (`theme_id`) REFERENCES `themes` (`id`) ON DELETE CASCADE

ALTER TABLE `users` DROP FOREIGN KEY `fk_rails_1`

CREATE TABLE `projects_users` (`project_id` bigint NOT NULL, `user_id` bigint NOT NULL) CHARSET=utf8mb4

CREATE TABLE `events` (`id` char(36) NOT NULL, `data` longblob, `payload` varbinary(16), `kind` enum('a','b') NOT NULL, `ratio` float(24), `score` double, PRIMARY KEY (`id`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin

RENAME TABLE `events` TO `audit_events`

DROP TABLE `projects_users`

DROP TABLE IF EXISTS `projects_users` CASCADE

#### a forge's long history
CREATE TABLE `ci_builds` (`id` int(11) auto_increment PRIMARY KEY, `status` varchar(255), `finished_at` datetime, `trace` longtext, `options` text, `stage_idx` int(11), `allow_failure` tinyint(1) DEFAULT 0 NOT NULL) ENGINE=InnoDB

ALTER TABLE `ci_builds` ADD `token` varchar(255), ADD INDEX `index_ci_builds_on_token` (`token`)

ALTER TABLE ci_builds MODIFY `trace` LONGTEXT CHARACTER SET utf8 COLLATE utf8_bin

ALTER TABLE `ci_builds` ADD COLUMN `protected` tinyint(1), ADD COLUMN `failure_reason` int(11), ALGORITHM = INPLACE, LOCK = NONE

ALTER TABLE `ci_builds` CHANGE `id` `id` bigint auto_increment, CHANGE `status` `status` varchar(255) COLLATE `utf8mb4_bin` DEFAULT 'created' NOT NULL

ALTER TABLE `ci_builds` DROP COLUMN `options`

ALTER TABLE `ci_builds` RENAME TO `p_ci_builds`
