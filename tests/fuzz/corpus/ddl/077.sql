/* leading */ CREATE TABLE a (id INT /* inline */ PRIMARY KEY, -- to the end
  b INT # also
) /* trailing */