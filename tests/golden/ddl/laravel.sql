#### blueprint
create table `migrations` (`id` int unsigned not null auto_increment primary key, `migration` varchar(255) not null, `batch` int not null) default character set utf8mb4 collate 'utf8mb4_unicode_ci'

create table `users` (`id` bigint unsigned not null auto_increment primary key, `name` varchar(255) not null, `email` varchar(255) not null, `email_verified_at` timestamp null, `password` varchar(255) not null, `remember_token` varchar(100) null, `created_at` timestamp null, `updated_at` timestamp null) default character set utf8mb4 collate 'utf8mb4_unicode_ci'

alter table `users` add unique `users_email_unique`(`email`)

alter table `users` add `uuid` char(36) not null after `id`, add `is_active` tinyint(1) not null default '1', add `role` enum('admin', 'editor', 'guest') not null default 'guest'

alter table `users` add index `users_role_index`(`role`)

alter table `users` add `birth` date null comment 'may be unknown' after `name`

alter table `users` modify `name` varchar(100) character set utf8mb4 collate utf8mb4_bin not null

alter table `users` change `role` `user_role` varchar(20) not null default 'guest'

alter table `users` drop `remember_token`, drop `birth`

alter table `users` rename column `uuid` to `public_id`

alter table `users` drop index `users_email_unique`

create table `jobs` (`id` bigint unsigned not null auto_increment primary key, `queue` varchar(255) not null, `payload` longtext not null, `attempts` tinyint unsigned not null, `reserved_at` int unsigned null, `available_at` int unsigned not null) default character set utf8mb4 collate 'utf8mb4_unicode_ci' engine = InnoDB

create table `cache` (`key` varchar(255) not null, `value` mediumtext not null, `expiration` int not null, primary key (`key`)) default character set utf8mb4 collate 'utf8mb4_unicode_ci'

create table `sums` (`id` bigint unsigned not null auto_increment primary key, `a` int not null, `b` int not null, `c` int as (a + b), `d` int as (a * b) stored not null, `e` json null, `p` point not null, `amount` double null, `ratio` double(8, 2) null, `price` decimal(8, 2) unsigned not null default '0', `at` datetime not null default CURRENT_TIMESTAMP on update CURRENT_TIMESTAMP, `y` year not null, `t` time(3) null, `s` set('x', 'y') null, `bin` blob null, `ip` varchar(45) null, `mac` varchar(17) null)

alter table `sums` add constraint `sums_a_foreign` foreign key (`a`) references `users` (`id`) on delete cascade

alter table `sums` add fulltext `ft`(`ip`), add spatial index `sp`(`p`)

rename table `jobs` to `queue_jobs`

drop table if exists `cache`
