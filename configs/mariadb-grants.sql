-- What a source's user needs beside its database; compose.yaml gives it to MariaDB's first start.
GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'cdc'@'%';
