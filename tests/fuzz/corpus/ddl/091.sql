CREATE TABLE wp_users (
	ID bigint(20) unsigned NOT NULL auto_increment,
	user_login varchar(60) NOT NULL default '',
	user_pass varchar(255) NOT NULL default '',
	user_registered datetime NOT NULL default '0000-00-00 00:00:00',
	user_status int(11) NOT NULL default '0',
	PRIMARY KEY  (ID),
	KEY user_login_key (user_login)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci