CREATE TABLE IF NOT EXISTS `wp_wc_orders` (
  `id` bigint(20) unsigned,
  `status` varchar(20) null,
  `currency` varchar(10) null,
  `tax_amount` decimal(26,8) null,
  `total_amount` decimal(26,8) null,
  `date_created_gmt` datetime null,
  `customer_note` text null,
  PRIMARY KEY (`id`),
  KEY `status` (`status`),
  KEY `date_created` (`date_created_gmt`)
) CHARACTER SET utf8mb4