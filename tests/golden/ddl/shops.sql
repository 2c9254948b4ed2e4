#### an EAV shop
CREATE TABLE `catalog_product_entity` (
  `entity_id` int(10) unsigned NOT NULL AUTO_INCREMENT COMMENT 'Entity Id',
  `attribute_set_id` smallint(5) unsigned NOT NULL DEFAULT 0 COMMENT 'Attribute Set ID',
  `type_id` varchar(32) NOT NULL DEFAULT 'simple' COMMENT 'Type ID',
  `sku` varchar(64) NOT NULL COMMENT 'SKU',
  `has_options` smallint(6) NOT NULL DEFAULT 0 COMMENT 'Has Options',
  `created_at` timestamp NOT NULL DEFAULT current_timestamp() COMMENT 'Creation Time',
  `updated_at` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp() COMMENT 'Update Time',
  PRIMARY KEY (`entity_id`),
  KEY `CATALOG_PRODUCT_ENTITY_SKU` (`sku`)
) ENGINE=InnoDB AUTO_INCREMENT=2047 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci COMMENT='Catalog Product Table'

CREATE TABLE `catalog_product_entity_decimal` (
  `value_id` int(11) NOT NULL AUTO_INCREMENT COMMENT 'Value ID',
  `store_id` smallint(5) unsigned NOT NULL DEFAULT 0,
  `value` decimal(20,6) DEFAULT NULL COMMENT 'Value',
  PRIMARY KEY (`value_id`),
  UNIQUE KEY `U1` (`store_id`,`value`),
  CONSTRAINT `FK_1` FOREIGN KEY (`store_id`) REFERENCES `store` (`store_id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8

ALTER TABLE `catalog_product_entity` ADD COLUMN `row_id` INT UNSIGNED NOT NULL COMMENT "Version Id", MODIFY COLUMN `sku` VARCHAR(64) NULL COMMENT "SKU", DROP COLUMN `has_options`, ADD CONSTRAINT `X_UNQ` UNIQUE KEY (`sku`), COMMENT='Catalog, again'

ALTER TABLE `catalog_product_entity_decimal` MODIFY COLUMN  `value_id` bigint NOT NULL AUTO_INCREMENT COMMENT "Value ID", MODIFY `store_id` SMALLINT UNSIGNED NOT NULL DEFAULT '0'

RENAME TABLE `catalog_product_entity` TO `catalog_product_entity_outdated`, `catalog_product_entity_replica` TO `catalog_product_entity`

CREATE TABLE `cron_schedule` (`schedule_id` INT(10) UNSIGNED NOT NULL AUTO_INCREMENT, `job_code` VARCHAR(255) NOT NULL DEFAULT "0", `status` VARCHAR(7) NOT NULL DEFAULT "pending", `messages` TEXT NULL, `created_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, `scheduled_at` TIMESTAMP NULL, CONSTRAINT  PRIMARY KEY (`schedule_id`), INDEX `IX` (`job_code`,`status`)) ENGINE=innodb DEFAULT CHARSET=utf8mb4 DEFAULT COLLATE=utf8mb4_general_ci COMMENT="Cron Schedule"

#### an older shop
CREATE TABLE IF NOT EXISTS `PREFIX_cart` (
  `id_cart` int(10) unsigned NOT NULL auto_increment,
  `recyclable` tinyint(1) unsigned NOT NULL default '1',
  `secure_key` varchar(32) NOT NULL default '-1',
  `delivery_option` TEXT NOT NULL,
  `date_upd` datetime NOT NULL,
  PRIMARY KEY (`id_cart`),
  KEY `cart_customer` (`date_upd`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8

ALTER TABLE `PREFIX_cart` ADD `gift` TINYINT(1) UNSIGNED NOT NULL DEFAULT '0' AFTER `recyclable`, ADD `gift_message` TEXT AFTER `gift`

ALTER TABLE `PREFIX_cart` CHANGE `delivery_option` `delivery_option` MEDIUMTEXT CHARACTER SET utf8 COLLATE utf8_unicode_ci NULL DEFAULT NULL

ALTER TABLE `PREFIX_cart` DROP `gift_message`, DROP PRIMARY KEY, ADD PRIMARY KEY (`id_cart`, `secure_key`)

#### prices
CREATE TABLE oc_order_total (order_total_id int(10) NOT NULL AUTO_INCREMENT, `code` varchar(32) NOT NULL, `value` decimal(15,4) NOT NULL DEFAULT '0.0000', sort_order int(3) NOT NULL, PRIMARY KEY (`order_total_id`), KEY order_id (`order_total_id`)) ENGINE=MyISAM COLLATE=utf8_general_ci CHARSET=utf8
