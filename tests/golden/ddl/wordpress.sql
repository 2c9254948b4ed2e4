#### a shop in a blog: first set-up
CREATE TABLE wp_users (
	ID bigint(20) unsigned NOT NULL auto_increment,
	user_login varchar(60) NOT NULL default '',
	user_pass varchar(255) NOT NULL default '',
	user_registered datetime NOT NULL default '0000-00-00 00:00:00',
	user_status int(11) NOT NULL default '0',
	PRIMARY KEY  (ID),
	KEY user_login_key (user_login)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci

CREATE TABLE wp_posts (
	ID bigint(20) unsigned NOT NULL auto_increment,
	post_author bigint(20) unsigned NOT NULL default '0',
	post_date datetime NOT NULL default '0000-00-00 00:00:00',
	post_content longtext NOT NULL,
	post_title text NOT NULL,
	post_status varchar(20) NOT NULL default 'publish',
	guid varchar(255) NOT NULL default '',
	menu_order int(11) NOT NULL default '0',
	comment_count bigint(20) NOT NULL default '0',
	PRIMARY KEY  (ID),
	KEY type_status_date (post_status,post_date,ID),
	KEY guid_short (guid(191))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci

CREATE TABLE wp_term_relationships ( object_id bigint(20) unsigned NOT NULL default 0, term_taxonomy_id bigint(20) unsigned NOT NULL default 0, term_order int(11) NOT NULL default 0, PRIMARY KEY  (object_id,term_taxonomy_id), KEY term_taxonomy_id (term_taxonomy_id) ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE wp_options ( option_id bigint(20) unsigned NOT NULL auto_increment, option_name varchar(191) NOT NULL default '', option_value longtext NOT NULL, autoload varchar(20) NOT NULL default 'yes', PRIMARY KEY  (option_id), UNIQUE KEY option_name (option_name), KEY autoload (autoload) ) DEFAULT CHARACTER SET utf8mb4;

ALTER TABLE wp_posts ADD COLUMN to_ping text NOT NULL AFTER menu_order

ALTER TABLE wp_posts CHANGE COLUMN menu_order menu_order bigint(20) NOT NULL default '0'

ALTER TABLE `wp_options` DROP INDEX `option_name`, ADD UNIQUE KEY option_name (`option_name`(150))

ALTER TABLE wp_users CHANGE COLUMN `user_pass` user_pass varchar(64) NOT NULL default ''

ALTER TABLE wp_posts CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci

ALTER TABLE wp_users ADD INDEX `user_nicename` ( `user_login` )

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

CREATE TABLE wp_ee_meta (
  meta_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  meta_key varchar(255) default NULL,
  meta_value longtext,
  price DOUBLE(19,4) NOT NULL DEFAULT '0.0000',
  is_on TINYINT( 1 ) UNSIGNED NOT NULL DEFAULT '1',
  PRIMARY KEY  (meta_id)
) ENGINE = MyISAM CHARACTER SET utf8 COLLATE utf8_general_ci

DROP TABLE IF EXISTS wp_ee_meta
