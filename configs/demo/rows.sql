-- What is there before anything is copied.
USE xchange_trading;
INSERT INTO accounts (name, opened) SELECT CONCAT('account ', seq), '2024-01-01' + INTERVAL seq DAY FROM seq_1_to_200;
INSERT INTO orders (account_id, side, price, quantity)
  SELECT 1 + seq % 200, IF(seq % 2, 'buy', 'sell'), 100 + seq % 37 / 7, 1 + seq % 11 FROM seq_1_to_20000;
INSERT INTO trades (order_id, price, quantity, note, at)
  SELECT seq, 100 + seq % 37 / 7, 1 + seq % 11, IF(seq % 3, NULL, 'näher'), NOW(3) FROM seq_1_to_20000;
