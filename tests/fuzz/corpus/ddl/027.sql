ALTER TABLE booking
    DROP FOREIGN KEY fk_booking_account,
    DROP INDEX ix_booking_account;