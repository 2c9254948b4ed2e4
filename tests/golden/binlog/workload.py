"""What is done on a server before its binlog is kept: every column type, every kind of statement."""

_COMMON = {  # column -> (type, values of three rows)
    "id": ("int not null primary key", ["1", "2", "3"]),
    "ti": ("tinyint", ["-128", "127", "NULL"]),
    "tu": ("tinyint unsigned", ["255", "0", "NULL"]),
    "si": ("smallint", ["-32768", "32767", "NULL"]),
    "mi": ("mediumint", ["-8388608", "8388607", "NULL"]),
    "mu": ("mediumint unsigned", ["16777215", "0", "1"]),
    "y": ("year", ["1901", "2155", "0"]),
    "iu": ("int unsigned", ["4294967295", "0", "NULL"]),
    "bi": ("bigint", ["-9223372036854775808", "9223372036854775807", "0"]),
    "bu": ("bigint unsigned", ["18446744073709551615", "0", "NULL"]),
    "f": ("float", ["1.5", "-0.1", "NULL"]),
    "d": ("double", ["1e300", "-2.5", "NULL"]),
    "dec1": ("decimal(10,2)", ["-12345678.91", "0.01", "NULL"]),
    "dec2": ("decimal(65,30)", ["1.5", "-99999999999999999999999999999999999.999", "0"]),
    "dec3": ("decimal(18,9) unsigned", ["0.000000001", "999999999.999999999", "1"]),
    "b1": ("bit(1)", ["b'1'", "b'0'", "NULL"]),
    "b10": ("bit(10)", ["b'1000000001'", "b'11'", "NULL"]),
    "b64": ("bit(64)", ["b'1'", "18446744073709551615", "NULL"]),
    "c": ("char(10)", ["'abc'", "''", "NULL"]),
    "cl": ("char(200) character set utf8mb4", ["'Grüße'", "'x'", "NULL"]),
    "c1": ("char(5) character set latin1", ["'é'", "' a'", "NULL"]),
    "v": ("varchar(20)", ["'hello'", "''", "NULL"]),
    "v1": ("varchar(20) character set latin1", ["'Ümlaut'", "'b'", "NULL"]),
    "vl": ("varchar(3000) character set utf8mb4 collate utf8mb4_bin", ["repeat('ä',700)", "'s'", "NULL"]),
    "bin": ("binary(4)", ["x'01000000'", "x'00ff'", "NULL"]),
    "vb": ("varbinary(300)", ["x'00ff01'", "x''", "NULL"]),
    "tt": ("tinytext", ["'tiny'", "''", "NULL"]),
    "tx": ("text character set latin1", ["'tëxt'", "''", "NULL"]),
    "mt": ("mediumtext", ["repeat('m',70000)", "'m'", "NULL"]),
    "lt": ("longtext", ["'long'", "''", "NULL"]),
    "bl": ("blob", ["x'deadbeef'", "x''", "NULL"]),
    "lb": ("longblob", ["x'00'", "x'ff'", "NULL"]),
    "e": ("enum('a','b,c','d''e') character set latin1", ["'a'", "'b,c'", "NULL"]),
    "s": ("set('x','y','z')", ["'x,z'", "''", "NULL"]),
    "s9": ("set('a','b','c','d','e','f','g','h','i')", ["'a,i'", "'i'", "NULL"]),
    "dt": ("date", ["'2024-02-29'", "'1000-01-01'", "NULL"]),
    "t0": ("time", ["'-838:59:59'", "'01:02:03'", "NULL"]),
    "t3": ("time(3)", ["'-00:00:00.001'", "'12:34:56.789'", "NULL"]),
    "t6": ("time(6)", ["'-01:00:00.000001'", "'838:59:58.999999'", "NULL"]),
    "d0": ("datetime", ["'2024-01-02 03:04:05'", "'9999-12-31 23:59:59'", "NULL"]),
    "d5": ("datetime(5)", ["'2024-01-02 03:04:05.12345'", "'0001-01-01 00:00:00.00001'", "NULL"]),
    "ts": ("timestamp null", ["'2024-01-02 03:04:05'", "'1970-01-02 00:00:01'", "NULL"]),
    "ts2": ("timestamp(2) null", ["'2024-01-02 03:04:05.12'", "'2038-01-01 00:00:00.99'", "NULL"]),
    "g": ("geometry", ["ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('LINESTRING(0 0,1 1)')", "NULL"]),
    "js": ("json", ["'{\"a\": [1, 2.5, null]}'", "'[]'", "NULL"]),
}
_MARIADB = {
    "u": ("uuid", ["'123e4567-e89b-12d3-a456-426655440000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "NULL"]),
    "i6": ("inet6", ["'::1'", "'2001:db8::'", "NULL"]),
    "i4": ("inet4", ["'127.0.0.1'", "'10.0.0.0'", "NULL"]),
    "vc": ("varchar(2000) compressed", ["repeat('z',1500)", "'short'", "NULL"]),
    "xc": ("text compressed", ["repeat('q',1500)", "''", "NULL"]),
}


def columns(is_mysql):
    return _COMMON if is_mysql else {**_COMMON, **_MARIADB}


def types_table(is_mysql):
    """Statements that make a table with a column of each type and fill it."""
    wanted = columns(is_mysql)
    rows = zip(*(values for _, values in wanted.values()))
    return ["create table w.types (" + ", ".join(f"{c} {t}" for c, (t, _) in wanted.items()) + ")",
            *(f"insert into w.types values ({','.join(row)})" for row in rows)]


KINDS = [  # of statements and transactions
    "create table w.k (a int not null, b varchar(30), c int, primary key (c, a)) engine=InnoDB",
    "create table w.nokey (a int, b int)",
    "insert into w.k values (1,'one',1),(2,'two',1),(3,NULL,2)",
    "update w.k set b='zwei' where a=2",
    "update w.k set a=20, c=9 where a=2",
    "replace into w.k values (1,'eins',1)",
    "insert into w.k values (3,'x',2) on duplicate key update b='drei'",
    "delete from w.k where a>2",
    "begin", "insert into w.nokey values (1,1)", "insert into w.k values (7,'t',7)",
    "savepoint s1", "insert into w.nokey values (2,2)", "rollback to s1",
    "insert into w.nokey values (3,3)", "commit",
    "insert into w.nokey select a, c from w.k",
    "create table w.my (i int) engine=MyISAM",
    "insert into w.my values (1),(2)",
    "xa start 'x1'", "insert into w.k values (8,'xa',8)", "xa end 'x1'", "xa prepare 'x1'",
    "xa commit 'x1'",
    "alter table w.k add column d int default 5 first",
    "insert into w.k(a,b,c) values (30,'late',30)",
    "truncate table w.nokey",
    "rename table w.k to w.k2",
    "drop table w.my",
]


def wide(n):
    return ["create table w.wide (" + ", ".join(f"c{i} int" for i in range(n)) + ")",
            f"insert into w.wide values ({','.join(str(i) if i % 3 else 'NULL' for i in range(n))})"]


def many(n):
    """One statement whose rows fill more than one event."""
    return ["create table w.many (id int primary key auto_increment, t varchar(200))",
            "insert into w.many(t) values " + ",".join(f"('row {i} {'x' * (i % 50)}')" for i in range(n))]
