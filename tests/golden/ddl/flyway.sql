#### an enterprise's versions
CREATE TABLE `flyway_schema_history` (
    `installed_rank` INT NOT NULL,
    `version` VARCHAR(50),
    `description` VARCHAR(200) NOT NULL,
    `checksum` INT,
    `installed_on` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    `success` BOOL NOT NULL,
    CONSTRAINT `flyway_schema_history_pk` PRIMARY KEY (`installed_rank`)
) ENGINE=InnoDB

CREATE INDEX `flyway_schema_history_s_idx` ON `flyway_schema_history` (`success`)

-- V1__accounts.sql
CREATE TABLE account
(
    id          BIGINT      NOT NULL AUTO_INCREMENT,
    iban        VARCHAR(34) NOT NULL,
    currency    CHAR(3)     NOT NULL DEFAULT 'EUR', -- ISO 4217
    balance     DECIMAL(19, 4) NOT NULL DEFAULT 0,
    opened_at   TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    closed_at   TIMESTAMP(6) NULL,
    version     INT UNSIGNED NOT NULL DEFAULT 0,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_iban UNIQUE (iban),
    CONSTRAINT ck_balance CHECK (balance >= -1000 AND currency IN ('EUR', 'USD'))
);

CREATE TABLE booking (
    id BINARY(16) NOT NULL,
    account_id BIGINT NOT NULL,
    amount DECIMAL(19,4) NOT NULL,
    booked_on DATE NOT NULL,
    reference VARCHAR(140),
    meta JSON DEFAULT NULL,
    INDEX ix_booking_account (account_id, booked_on DESC),
    PRIMARY KEY (id),
    CONSTRAINT fk_booking_account FOREIGN KEY (account_id) REFERENCES account (id) ON UPDATE RESTRICT ON DELETE NO ACTION
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_ai_ci

-- V2: two in one file
ALTER TABLE booking
    ADD COLUMN valuta DATE NULL AFTER booked_on,
    ADD COLUMN state  ENUM ('NEW', 'DONE', 'FAILED') NOT NULL DEFAULT 'NEW',
    MODIFY COLUMN reference VARCHAR(512);
CREATE INDEX ix_state ON booking (state);

ALTER TABLE booking
    DROP FOREIGN KEY fk_booking_account,
    DROP INDEX ix_booking_account;

/* V3 */ ALTER TABLE account CHANGE version lock_version INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'optimistic'

CREATE TABLE booking_2020 LIKE booking

ALTER TABLE booking_2020 ADD COLUMN archived BIT(1) NOT NULL DEFAULT b'0'

ALTER TABLE account ADD COLUMN (holder VARCHAR(70), country CHAR(2) DEFAULT 'DE')

ALTER TABLE account ADD COLUMN owner_id BIGINT NOT NULL, ADD CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES person (id)

create table DATABASECHANGELOGLOCK (ID INT NOT NULL, LOCKED BIT(1) NOT NULL, LOCKGRANTED datetime NULL, LOCKEDBY VARCHAR(255) NULL, CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID))

create table hibernate_sequence (next_val bigint) engine=InnoDB

create table customer (id bigint not null auto_increment, created datetime(6), active bit, amount decimal(38,2), name varchar(255), photo tinyblob, type tinyint check (type between 0 and 3), primary key (id)) engine=InnoDB

alter table customer add constraint UK_dwk6cx0afu8bs9o4t536v1j5v unique (name)

alter table customer modify column photo mediumblob

drop table if exists hibernate_sequence
