"""Every column type with its edges, snapshot and stream, in every handling mode."""
import dataclasses

from ..case import MARIADB, MARIADB_11, MYSQL, Case

BOTH = (MARIADB, MYSQL)


def family(name, columns, **more):
    """Table s before and while streaming, table d with the same columns of the CREATE as it was
    written. columns: name -> (type, value, ...); a last value stands for all later rows."""
    count = max(len(each) - 1 for each in columns.values())
    declared = ",\n ".join(f"`{column}` {each[0]}" for column, each in columns.items())
    rows = ["(" + ", ".join([str(row + 1)] + [each[min(row + 1, len(each) - 1)] for each in columns.values()]) + ")"
            for row in range(count)]

    def create(table):
        return f"CREATE TABLE {table} (id INT PRIMARY KEY,\n {declared});\n"

    def insert(table, first):
        names = ", ".join(f"`{column}`" for column in columns)
        return "".join(f"INSERT INTO {table} (id, {names}) VALUES ({first + i}, {row.split(', ', 1)[1]};\n"
                       for i, row in enumerate(rows))
    return Case(name, create("s") + insert("s", 1),
                insert("s", 101) + create("d") + insert("d", 1) + "UPDATE s SET id = id + 1000 WHERE id = 101",
                **more)


def in_modes(case, **modes):
    """The case once a mode: word -> configuration."""
    return [dataclasses.replace(case, name=f"{case.name}_{word}", config={**case.config, **config})
            for word, config in modes.items()]


NUMBERS = family("numbers", {
    "bit0": ("BIT", "b'1'", "b'0'", "NULL"),
    "bit1": ("BIT(1) NOT NULL", "b'1'", "b'0'"),
    "bit5": ("BIT(5)", "b'10101'", "0", "NULL"),
    "bit8": ("BIT(8)", "255", "128", "NULL"),
    "bit16": ("BIT(16) NOT NULL", "0x1234", "1", "65535"),
    "bit33": ("BIT(33)", "0x123456789", "1", "NULL"),
    "bit64": ("BIT(64)", "0xFFFFFFFFFFFFFFFF", "0x0102030405060708", "NULL"),
    "b": ("BOOLEAN", "TRUE", "FALSE", "NULL"),
    "bo": ("BOOL NOT NULL", "1", "0", "2", "-1"),
    "ti": ("TINYINT", "127", "-128", "NULL"),
    "ti1": ("TINYINT(1)", "1", "0", "-128"),
    "tiu": ("TINYINT UNSIGNED", "255", "0", "NULL"),
    "si": ("SMALLINT", "32767", "-32768", "NULL"),
    "siu": ("SMALLINT(5) UNSIGNED", "65535", "0", "NULL"),
    "mi": ("MEDIUMINT", "8388607", "-8388608", "NULL"),
    "miu": ("MEDIUMINT UNSIGNED", "16777215", "0", "NULL"),
    "i": ("INT", "2147483647", "-2147483648", "NULL"),
    "iu": ("INT UNSIGNED", "4294967295", "0", "NULL"),
    "int11": ("INTEGER(11)", "7", "-7", "NULL"),
    "bi": ("BIGINT", "9223372036854775807", "-9223372036854775808", "NULL"),
    "biu": ("BIGINT UNSIGNED", "18446744073709551615", "9223372036854775808", "0", "NULL"),
    "zf": ("INT(6) ZEROFILL", "42", "0", "NULL"),
    "zfb": ("BIGINT(20) UNSIGNED ZEROFILL NOT NULL", "42", "18446744073709551615"),
    "i1": ("INT1", "1", "-1"), "i2": ("INT2", "1", "-1"), "i3": ("INT3", "1", "-1"),
    "i4": ("INT4", "1", "-1"), "i8": ("INT8", "1", "-1"), "mid": ("MIDDLEINT", "1", "-1"),
    "dec_": ("DECIMAL", "1234567890", "-1", "0", "NULL"),
    "dec5": ("DECIMAL(5)", "99999", "-99999", "NULL"),
    "dec52": ("DECIMAL(5,2) NOT NULL", "999.99", "-999.99", "0", "0.01"),
    "dec65": ("DECIMAL(65,30)", "12345678901234567890123456789012345.123456789012345678901234567890",
              "-0.000000000000000000000000000001", "NULL"),
    "decu": ("DECIMAL(10,2) UNSIGNED", "12345678.90", "0", "NULL"),
    "deczf": ("DECIMAL(8,3) ZEROFILL", "1.5", "0"),
    "num": ("NUMERIC(10,4)", "-123456.7890", "0.0001", "NULL"),
    "deca": ("DEC(12,8)", "1234.00000001", "-0.5"),
    "fix": ("FIXED(8,3)", "12345.678", "-0.001"),
    "d": ("DOUBLE", "1.7976931348623157e308", "-2.2250738585072014e-308", "0.1", "NULL"),
    "dp": ("DOUBLE PRECISION", "123456789.123456789", "1e22", "-0.0", "100000"),
    "dmd": ("DOUBLE(10,3)", "1234567.891", "-0.001", "NULL"),
    "du": ("DOUBLE UNSIGNED", "1e-7", "12345678", "NULL"),
    "f25": ("FLOAT(25)", "0.1", "123456789.5", "NULL"),
    "f53": ("FLOAT(53)", "1e300", "0.1", "NULL"),
    "fmd": ("FLOAT(7,4)", "12.3457", "-999.5", "NULL"),
    "f": ("FLOAT", "1.5", "-0.25", "0", "NULL"),
    "f24": ("FLOAT(24) NOT NULL", "3", "-1024", "0"),
    "fu": ("FLOAT UNSIGNED", "1e10", "0.5"),
    "fx": ("FLOAT", "123456.789", "16777215", "3.4028234e38", "1.5e-38"),
    "r": ("REAL", "0.5", "-1e30", "NULL"),
}, servers=BOTH)

STRINGS = family("strings", {
    "c": ("CHAR(10)", "'abc  '", "''", "'😀日本'", "NULL"),
    "c1": ("CHAR NOT NULL", "'x'", "''"),
    "cb": ("CHAR(5) BINARY", "'bin'", "NULL"),
    "v": ("VARCHAR(300)", "'text with \"quotes\" and \\\\ and \\n\\t\\0'", "''", "REPEAT('ä', 300)", "NULL"),
    "vn": ("VARCHAR(5) NOT NULL", "'a   '", "''"),
    "tt": ("TINYTEXT", "'tiny'", "''", "NULL"),
    "t": ("TEXT", "'<a href=\"x\">/&'", "REPEAT('x', 2000)", "NULL"),
    "mt": ("MEDIUMTEXT NOT NULL", "'medium'", "''"),
    "lt": ("LONGTEXT", "'long'", "NULL"),
    "t100": ("TEXT(100)", "'t'", "NULL"),
    "nc": ("NCHAR(4)", "'ñ'", "NULL"),
    "nv": ("NVARCHAR(10)", "'日本'", "NULL"),
    "natc": ("NATIONAL CHARACTER VARYING(10)", "'x'", "NULL"),
    "cv": ("CHARACTER VARYING(10)", "'x'", "NULL"),
    "lv": ("LONG VARCHAR", "'x'", "NULL"),
    "l1": ("VARCHAR(20) CHARACTER SET latin1", "'äöü€ß'", "NULL"),
    "l1bin": ("TEXT CHARACTER SET latin1 COLLATE latin1_bin", "'ÿþ'", "NULL"),
    "l2": ("VARCHAR(20) CHARACTER SET latin2", "'žščř'", "NULL"),
    "cp1250": ("VARCHAR(20) CHARACTER SET cp1250", "'ž€'", "NULL"),
    "cp1251": ("VARCHAR(20) CHARACTER SET cp1251", "'Привет'", "NULL"),
    "koi8": ("VARCHAR(20) CHARACTER SET koi8r", "'Привет'", "NULL"),
    "greek": ("VARCHAR(20) CHARACTER SET greek", "'αβγ'", "NULL"),
    "hebrew": ("VARCHAR(20) CHARACTER SET hebrew", "'שלום'", "NULL"),
    "ucs": ("VARCHAR(20) CHARACTER SET ucs2", "'日本ä'", "NULL"),
    "u16": ("VARCHAR(20) CHARACTER SET utf16", "'😀x'", "NULL"),
    "u16le": ("VARCHAR(20) CHARACTER SET utf16le", "'😀x'", "NULL"),
    "u32": ("VARCHAR(20) CHARACTER SET utf32", "'😀x'", "NULL"),
    "u3": ("VARCHAR(20) CHARACTER SET utf8mb3", "'日本ä'", "NULL"),
    "ascii": ("VARCHAR(20) CHARACTER SET ascii", "'plain'", "NULL"),
    "gbk": ("VARCHAR(20) CHARACTER SET gbk", "'中文'", "NULL"),
    "gb2312": ("VARCHAR(20) CHARACTER SET gb2312", "'中文'", "NULL"),
    "big5": ("VARCHAR(20) CHARACTER SET big5", "'中文'", "NULL"),
    "sjis": ("VARCHAR(20) CHARACTER SET sjis", "'日本ｱ'", "NULL"),
    "cp932": ("VARCHAR(20) CHARACTER SET cp932", "'日本'", "NULL"),
    "ujis": ("VARCHAR(20) CHARACTER SET ujis", "'日本'", "NULL"),
    "euckr": ("VARCHAR(20) CHARACTER SET euckr", "'한국'", "NULL"),
}, servers=BOTH)

MEMBERS = family("members", {
    "e": ("ENUM('a','b','ccc')", "'a'", "'ccc'", "NULL"),
    "en": ("ENUM('x','y') NOT NULL DEFAULT 'y'", "'x'", "'y'"),
    "ecs": ("ENUM('ä','ö') CHARACTER SET latin1", "'ä'", "'ö'", "NULL"),
    "esp": ("ENUM('one two', 'three(3)', ' lead','')", "'one two'", "'three(3)'", "' lead'", "''"),
    "eq": ("ENUM('it''s','say \"hi\"')", "'it''s'", "'say \"hi\"'", "NULL"),
    "ec": ("ENUM('a,b','c')", "'a,b'", "'c'", "NULL"),
    "eb": ("ENUM('back\\\\slash','n')", "'back\\\\slash'", "'n'", "NULL"),
    "s": ("SET('a','b','c')", "'a'", "'a,c'", "''", "NULL"),
    "sn": ("SET('r','w','x') NOT NULL DEFAULT 'r,x'", "'r,w,x'", "''"),
    "su": ("SET('ä','日本')", "'ä,日本'", "'日本'"),
    "s64": ("SET(" + ",".join(f"'m{i}'" for i in range(64)) + ")", "'m0,m63'", "'m31,m32'", "NULL"),
}, servers=BOTH)

BINARIES = family("binaries", {
    "b": ("BINARY(5)", "'ab'", "0x0001020304", "0xFF00000000", "NULL"),
    "b1": ("BINARY NOT NULL", "'x'", "''", "0x00"),
    "vb": ("VARBINARY(300)", "0xFBFF00", "''", "REPEAT(0xFE, 300)", "NULL"),
    "tb": ("TINYBLOB", "0x00", "''", "NULL"),
    "bl": ("BLOB NOT NULL", "'text'", "''"),
    "mb": ("MEDIUMBLOB", "0x3E3F", "NULL"),
    "lb": ("LONGBLOB", "REPEAT('xyz', 500)", "NULL"),
    "b10": ("BLOB(10)", "'x'", "NULL"),
    "cbin": ("VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin", "'x'", "NULL"),
    "id2": ("BINARY(16) NOT NULL", "0x00112233445566778899AABBCCDDEEFF", "0x00"),
}, servers=BOTH)

TIMES = family("times", {
    "d": ("DATE", "'2024-02-29'", "'1969-12-31'", "'1000-01-01'", "'9999-12-31'", "NULL"),
    "dn": ("DATE NOT NULL", "'1970-01-01'", "'2038-01-19'"),
    "t": ("TIME", "'13:59:01'", "'00:00:00'", "'23:59:59'", "NULL"),
    "t1": ("TIME(1)", "'13:59:01.1'", "'00:00:00'", "NULL"),
    "t3": ("TIME(3)", "'13:59:01.123'", "'00:00:00.5'", "NULL"),
    "t6": ("TIME(6)", "'13:59:01.123456'", "'00:00:00.000001'", "NULL"),
    "tbig": ("TIME(6)", "'838:59:59.000000'", "'-838:59:58.999999'", "'-00:00:00.000001'", "'24:00:00'", "NULL"),
    "dt": ("DATETIME", "'2024-02-29 13:59:01'", "'1969-12-31 23:59:59'", "'9999-12-31 23:59:59'", "NULL"),
    "dt1": ("DATETIME(1)", "'2024-02-29 13:59:01.1'", "'1969-12-31 23:59:59.9'", "NULL"),
    "dt2": ("DATETIME(2)", "'2024-02-29 13:59:01.12'", "NULL"),
    "dt3": ("DATETIME(3)", "'2024-02-29 13:59:01.123'", "'2024-02-29 13:59:01.100'", "NULL"),
    "dt4": ("DATETIME(4)", "'2024-02-29 13:59:01.1234'", "NULL"),
    "dt5": ("DATETIME(5) NOT NULL", "'2024-02-29 13:59:01.12345'", "'1600-01-01 00:00:00'"),
    "dt6": ("DATETIME(6)", "'2024-02-29 13:59:01.123456'", "'1969-12-31 23:59:59.999999'", "'2024-01-01'", "NULL"),
    "ts": ("TIMESTAMP NULL", "'2024-02-29 13:59:01'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "NULL"),
    "ts1": ("TIMESTAMP(1) NULL", "'2024-02-29 13:59:01.1'", "'2024-02-29 13:59:01.0'", "NULL"),
    "ts3": ("TIMESTAMP(3) NULL", "'2024-02-29 13:59:01.123'", "'2024-02-29 13:59:01.100'", "NULL"),
    "ts6": ("TIMESTAMP(6) NULL", "'2024-02-29 13:59:01.123456'", "'2024-02-29 13:59:01'", "NULL"),
    "tsn": ("TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00'", "'2024-02-29 13:59:01'"),
    "y": ("YEAR", "2024", "1901", "2155", "NULL"),
    "y4": ("YEAR(4) NOT NULL", "2024", "70"),
}, servers=BOTH)

OLD_TIMES = family("old_times", {
    "d": ("DATE", "'0001-01-01'", "'0069-06-30'", "'0070-12-31'", "'0099-01-01'", "'0100-01-01'", "'1582-10-04'",
          "'1582-10-15'"),
    "dt": ("DATETIME", "'1582-10-15 00:00:00'", "'1700-03-01 12:00:00'", "'1900-01-01 00:00:00'"),
    "odt": ("DATETIME(3)", "'0001-01-01 10:00:00.5'", "'0075-06-30 10:00:00'", "'0100-01-01 00:00:00'",
            "'1582-10-04 00:00:00'"),
}, servers=BOTH)

ZERO_DATES = family("zero_dates", {
    "d": ("DATE", "'0000-00-00'", "'2024-00-10'", "'2024-05-00'", "NULL"),
    "dn": ("DATE NOT NULL", "'0000-00-00'", "'2024-00-10'"),
    "dd": ("DATE NOT NULL DEFAULT '2001-02-03'", "'0000-00-00'", "'2024-00-10'"),
    "dt": ("DATETIME", "'0000-00-00 00:00:00'", "'2024-00-10 10:00:00'", "NULL"),
    "dt6": ("DATETIME(6) NOT NULL", "'0000-00-00 00:00:00'", "'2024-00-10 10:00:00.5'"),
    "dtd": ("DATETIME NOT NULL DEFAULT '2001-02-03 04:05:06'", "'0000-00-00 00:00:00'", "'2024-01-01 00:00:00'"),
    "ts": ("TIMESTAMP NULL", "'0000-00-00 00:00:00'", "NULL"),
    "ts3": ("TIMESTAMP(3) NULL", "'0000-00-00 00:00:00'", "NULL"),
    "tsn": ("TIMESTAMP NOT NULL DEFAULT '2001-02-03 04:05:06'", "'0000-00-00 00:00:00'", "'2024-01-01 00:00:00'"),
    "tsz": ("TIMESTAMP NOT NULL DEFAULT '0000-00-00 00:00:00'", "'0000-00-00 00:00:00'", "'2024-01-01 00:00:00'"),
    "dz": ("DATE NOT NULL DEFAULT '0000-00-00'", "'0000-00-00'", "'2024-01-01'"),
    "dtz": ("DATETIME NULL DEFAULT '0000-00-00 00:00:00'", "'0000-00-00 00:00:00'", "'2024-01-01 00:00:00'", "NULL"),
}, servers=BOTH, sql_mode="")

SPATIAL = family("spatial", {
    "g": ("GEOMETRY", "ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('LINESTRING(0 0, 1 1)')", "NULL"),
    "gn": ("GEOMETRY NOT NULL", "ST_GeomFromText('POINT(1.5 -2.5)')"),
    "p": ("POINT", "ST_GeomFromText('POINT(1e10 -0.001)')", "ST_GeomFromText('POINT(3 4)', 4326)", "NULL"),
    "pn": ("POINT NOT NULL", "ST_GeomFromText('POINT(0 0)')"),
    "l": ("LINESTRING", "ST_GeomFromText('LINESTRING(0 0, 1 1, 2 0)')", "NULL"),
    "poly": ("POLYGON", "ST_GeomFromText('POLYGON((0 0, 4 0, 4 4, 0 4, 0 0),(1 1, 2 1, 2 2, 1 1))')", "NULL"),
    "mp": ("MULTIPOINT", "ST_GeomFromText('MULTIPOINT(0 0, 1 1)')", "NULL"),
    "ml": ("MULTILINESTRING", "ST_GeomFromText('MULTILINESTRING((0 0, 1 1),(2 2, 3 3))')", "NULL"),
    "mpo": ("MULTIPOLYGON", "ST_GeomFromText('MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))')", "NULL"),
    "gc": ("GEOMETRYCOLLECTION", "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 1 1))')", "NULL"),
}, servers=BOTH)

UUIDS = family("uuids", {
    "u": ("UUID", "'123e4567-e89b-12d3-a456-426655440001'", "'00000000-0000-0000-0000-000000000001'",
          "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "NULL"),
    "un": ("UUID NOT NULL DEFAULT '123e4567-e89b-12d3-a456-426655440001'", "'6ccd780c-baba-1026-9564-5b8c656024db'"),
    "uz": ("UUID", "'123e4567-e89b-12d3-a456-426655440000'"),
})

JSONS = family("jsons", {
    "j": ("JSON", "'{\"b\": 1, \"a\": [1, 2.50, null, true, \"x\\\\\"y\"]}'", "'[]'", "'{}'", "'\"text\"'", "'1.0'", "NULL"),
    "jn": ("JSON NOT NULL", "'null'", "'{\"k\": {\"n\": -1e3}}'"),
    "jd": ("JSON DEFAULT NULL", "'{\"ä\": \"日本😀\"}'", "NULL"),
})

MYSQL_JSONS = family("mysql_jsons", {
    "j": ("JSON", "'{\"b\": 1, \"a\": [1, 2.50, null, true, \"x\\\\\"y\"]}'", "'[]'", "'{}'", "'\"text\"'", "'1.0'", "NULL"),
    "num": ("JSON", "'[0, -1, 32767, 32768, 2147483648, 9223372036854775807, 18446744073709551615]'",
            "'[1e10, 1.5, 1e-7, 1e22, -0.0, 123456789.125]'", "'[0.1, 3.14159265358979, 1e100]'"),
    "dec_": ("JSON", "JSON_ARRAY(CAST('1.50' AS DECIMAL(10,2)), CAST('12345678901234567890.123' AS DECIMAL(30,3)))"),
    "times": ("JSON", "JSON_ARRAY(CAST('2024-02-29' AS DATE), CAST('13:59:01.5' AS TIME(6)), "
                      "CAST('2024-02-29 13:59:01.25' AS DATETIME(6)), CAST('-01:00:00' AS TIME))"),
    "bin_": ("JSON", "JSON_ARRAY(CAST('abc' AS BINARY))", "JSON_OBJECT('bit', b'101')"),
    "esc": ("JSON", "JSON_OBJECT('k\\n\"', 'v\\t\\\\/\\r')", "JSON_OBJECT('ä', '😀')"),
    "big": ("JSON", "JSON_ARRAY(REPEAT('x', 40000), REPEAT('y', 40000))", "NULL"),
}, servers=(MYSQL,))

GENERATED = Case("generated", """
CREATE TABLE s (id INT PRIMARY KEY, a INT, b INT AS (a + 1) VIRTUAL, c INT GENERATED ALWAYS AS (a * 2) STORED,
 n VARCHAR(20), u VARCHAR(20) AS (UPPER(n)) VIRTUAL);
INSERT INTO s (id, a, n) VALUES (1, 10, 'x'), (2, NULL, NULL)""", """
INSERT INTO s (id, a, n) VALUES (3, 20, 'y');
UPDATE s SET a = 11 WHERE id = 1;
CREATE TABLE d (id INT PRIMARY KEY, a INT, c INT GENERATED ALWAYS AS (a * 2) STORED, v BIGINT AS (a + id) VIRTUAL);
INSERT INTO d (id, a) VALUES (1, 5);
ALTER TABLE d ADD COLUMN g INT AS (a - 1) STORED;
UPDATE d SET a = 6;
DELETE FROM d""", servers=BOTH)

INVISIBLE = Case("invisible", """
CREATE TABLE s (id INT PRIMARY KEY, a INT INVISIBLE, b INT INVISIBLE DEFAULT 3, c INT);
INSERT INTO s (id, a, c) VALUES (1, 10, 5)""", """
INSERT INTO s (id, c) VALUES (2, 6);
UPDATE s SET a = 11 WHERE id = 1""", servers=BOTH)

DEFAULTS = family("defaults", {
    "bit1": ("BIT DEFAULT b'1'", "DEFAULT", "NULL"), "bit1n": ("BIT(1) NOT NULL DEFAULT b'0'", "DEFAULT"),
    "bit8": ("BIT(8) DEFAULT b'10000001'", "DEFAULT"), "bit8i": ("BIT(8) NOT NULL DEFAULT 5", "DEFAULT"),
    "bo": ("BOOLEAN DEFAULT TRUE", "DEFAULT", "NULL"), "bof": ("BOOLEAN NOT NULL DEFAULT FALSE", "DEFAULT"),
    "ti": ("TINYINT DEFAULT -5", "DEFAULT"), "tiu": ("TINYINT UNSIGNED DEFAULT 200", "DEFAULT"),
    "si": ("SMALLINT NOT NULL DEFAULT '7'", "DEFAULT"), "i": ("INT DEFAULT 10", "DEFAULT", "NULL"),
    "ir": ("INT DEFAULT '1.6'", "DEFAULT"), "iu": ("INT UNSIGNED DEFAULT 4294967295", "DEFAULT"),
    "bi": ("BIGINT DEFAULT 9223372036854775807", "DEFAULT"),
    "biu": ("BIGINT UNSIGNED DEFAULT 18446744073709551615", "DEFAULT"),
    "inull": ("INT DEFAULT NULL", "DEFAULT"), "izf": ("INT(5) ZEROFILL DEFAULT 42", "DEFAULT"),
    "dec_": ("DECIMAL(10,2) DEFAULT 1.5", "DEFAULT", "NULL"), "decn": ("DECIMAL(5,1) NOT NULL DEFAULT '-9.9'", "DEFAULT"),
    "dec0": ("DECIMAL(20,0) DEFAULT 12345678901234567890", "DEFAULT"),
    "f": ("FLOAT DEFAULT 1.5", "DEFAULT"), "d": ("DOUBLE NOT NULL DEFAULT 0.1", "DEFAULT"),
    "de": ("DOUBLE DEFAULT 1e10", "DEFAULT"), "fn": ("FLOAT(7,3) DEFAULT 12.345", "DEFAULT"),
    "c": ("CHAR(5) DEFAULT 'abc'", "DEFAULT", "NULL"), "cn": ("CHAR(5) NOT NULL DEFAULT ''", "DEFAULT"),
    "v": ("VARCHAR(50) DEFAULT 'with space'", "DEFAULT"), "vq": ("VARCHAR(50) DEFAULT 'it''s \"q\"'", "DEFAULT"),
    "vb": ("VARCHAR(50) DEFAULT 'a\\\\b'", "DEFAULT"), "vnull": ("VARCHAR(50) DEFAULT 'NULL'", "DEFAULT"),
    "vu": ("VARCHAR(50) CHARACTER SET latin1 NOT NULL DEFAULT 'äö'", "DEFAULT"),
    "vn": ("VARCHAR(10) NOT NULL DEFAULT 7", "DEFAULT"),
    "bin3": ("VARBINARY(10) DEFAULT 'xy'", "DEFAULT"), "binn": ("BINARY(3) NOT NULL DEFAULT 'abc'", "DEFAULT"),
    "e": ("ENUM('a','b') DEFAULT 'b'", "DEFAULT", "NULL"), "st": ("SET('a','b') NOT NULL DEFAULT 'a,b'", "DEFAULT"),
    "da": ("DATE DEFAULT '2024-02-29'", "DEFAULT", "NULL"), "dan": ("DATE NOT NULL DEFAULT '1969-12-31'", "DEFAULT"),
    "t": ("TIME DEFAULT '13:59:01'", "DEFAULT"), "t6": ("TIME(6) NOT NULL DEFAULT '00:00:01.5'", "DEFAULT"),
    "dt": ("DATETIME DEFAULT '2024-02-29 13:59:01'", "DEFAULT"),
    "dt3": ("DATETIME(3) NOT NULL DEFAULT '2024-02-29 13:59:01.12'", "DEFAULT"),
    "dt6": ("DATETIME(6) DEFAULT '2024-02-29 13:59:01.123456'", "DEFAULT"),
    "dtd": ("DATETIME DEFAULT '2024-02-29'", "DEFAULT"),
    "ts": ("TIMESTAMP NULL DEFAULT '2024-02-29 13:59:01'", "DEFAULT"),
    "ts6": ("TIMESTAMP(6) NOT NULL DEFAULT '2024-02-29 13:59:01.5'", "DEFAULT"),
    "tsnull": ("TIMESTAMP NULL DEFAULT NULL", "DEFAULT"),
    "y": ("YEAR DEFAULT 2024", "DEFAULT"), "yn": ("YEAR NOT NULL DEFAULT '1999'", "DEFAULT"),
}, servers=BOTH)

# what stands there is the time of the insert: only schemas are looked at, the values are given
NOW_DEFAULTS = family("now_defaults", {
    "dt": ("DATETIME DEFAULT CURRENT_TIMESTAMP", "'2024-01-01 00:00:00'", "NULL"),
    "dtn": ("DATETIME NOT NULL DEFAULT NOW() ON UPDATE CURRENT_TIMESTAMP", "'2024-01-01 00:00:00'"),
    "dt3": ("DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3)", "'2024-01-01 00:00:00'", "NULL"),
    "dt6": ("DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)", "'2024-01-01 00:00:00'"),
    "ts": ("TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP", "'2024-01-01 00:00:00'", "NULL"),
    "tsn": ("TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", "'2024-01-01 00:00:00'"),
    "ts6": ("TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)", "'2024-01-01 00:00:00'"),
    "tsu": ("TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP", "NULL"),
}, servers=BOTH)

NOW_DEFAULTS = dataclasses.replace(NOW_DEFAULTS, after=NOW_DEFAULTS.after.replace(
    "UPDATE s SET id = id + 1000", "DELETE FROM s"))

EXPRESSION_DEFAULTS = family("expression_defaults", {
    "v": ("VARCHAR(40) DEFAULT (uuid())", "'x'", "NULL"), "i": ("INT DEFAULT (1 + 2)", "5", "NULL"),
    "n": ("INT NOT NULL DEFAULT (abs(-3))", "5"), "t": ("TEXT DEFAULT ('text')", "'y'", "NULL"),
    "d": ("DATE DEFAULT (curdate())", "'2024-01-01'", "NULL"),
    "c": ("VARCHAR(40) NOT NULL DEFAULT (concat('a', 'b'))", "'z'"),
}, servers=BOTH)

CONVERTED = family("converted", {
    "t1": ("TINYINT(1)", "1", "0", "2", "NULL"), "t1n": ("TINYINT(1) NOT NULL DEFAULT 1", "0", "1"),
    "t4": ("TINYINT(4)", "1", "0"), "t1u": ("TINYINT(1) UNSIGNED", "1", "0", "200", "NULL"),
    "b": ("BOOLEAN DEFAULT FALSE", "TRUE", "FALSE", "NULL"), "bit": ("BIT", "b'1'", "NULL"),
    "r": ("REAL DEFAULT 1.5", "0.5", "NULL"), "f": ("FLOAT", "0.5", "NULL"), "d": ("DOUBLE", "0.5", "NULL"),
    "v": ("VARCHAR(10)", "'x'", "NULL"), "c": ("CHAR(3) CHARACTER SET latin1 NOT NULL", "'x'"),
    "te": ("TEXT", "'x'", "NULL"),
})

ZERO_CONVERTED = dataclasses.replace(ZERO_DATES, name="zero_converted", servers=(MARIADB,))

PACKAGE = "io.debezium.connector.binlog.converters."

CASES = [
    *in_modes(NUMBERS, precise={}, string={"decimal.handling.mode": "string", "bigint.unsigned.handling.mode": "precise"},
              double={"decimal.handling.mode": "double"}),
    dataclasses.replace(NUMBERS, name="numbers_plain", schemas=False, servers=(MARIADB,)),
    STRINGS, MEMBERS,
    *in_modes(BINARIES, bytes={}, **{mode.replace("-", "_"): {"binary.handling.mode": mode}
                                     for mode in ("base64", "base64-url-safe", "hex")}),
    *in_modes(TIMES, adaptive={}, **{mode: {"time.precision.mode": mode}
                                     for mode in ("connect", "isostring", "microseconds")}),
    dataclasses.replace(TIMES, name="times_plain", schemas=False, servers=(MARIADB,)),
    *in_modes(OLD_TIMES, bent={}, straight={"enable.time.adjuster": "false"}),
    *in_modes(ZERO_DATES, adaptive={}, **{mode: {"time.precision.mode": mode}
                                          for mode in ("connect", "isostring", "microseconds")}),
    SPATIAL, UUIDS, JSONS, MYSQL_JSONS, GENERATED, INVISIBLE,
    *in_modes(DEFAULTS, adaptive={}, string={"decimal.handling.mode": "string", "time.precision.mode": "isostring",
                                             "bigint.unsigned.handling.mode": "precise"},
              connect={"decimal.handling.mode": "double", "time.precision.mode": "connect",
                       "binary.handling.mode": "hex"},
              microseconds={"time.precision.mode": "microseconds", "binary.handling.mode": "base64"}),
    *in_modes(NOW_DEFAULTS, adaptive={}, connect={"time.precision.mode": "connect"},
              isostring={"time.precision.mode": "isostring"}),
    EXPRESSION_DEFAULTS,
    *in_modes(CONVERTED,
              boolean={"converters": "bool", "bool.type": PACKAGE + "TinyIntOneToBooleanConverter"},
              all_boolean={"converters": "bool", "bool.type": PACKAGE + "TinyIntOneToBooleanConverter",
                           "bool.length.checker": "false", "bool.selector": ".*\\.s\\..*"},
              jdbc={"converters": "jdbc", "jdbc.type": PACKAGE + "JdbcSinkDataTypesConverter",
                    "jdbc.selector.boolean": ".*\\.(t1|t1n|b|bit)", "jdbc.selector.real": ".*\\.(r|f|d)",
                    "jdbc.selector.string": ".*\\.(v|c|te)"},
              jdbc_float={"converters": "jdbc", "jdbc.type": PACKAGE + "JdbcSinkDataTypesConverter",
                          "jdbc.selector.real": ".*\\.(r|f|d)", "jdbc.treat.real.as.double": "false"}),
    Case("zone", """
SET GLOBAL time_zone='+03:00';
SET time_zone='+03:00';
CREATE TABLE z (id INT PRIMARY KEY, ts TIMESTAMP NULL DEFAULT '2024-02-29 13:59:01', ts3 TIMESTAMP(3) NULL, dt DATETIME DEFAULT '2024-02-29 13:59:01', t TIME);
INSERT INTO z VALUES (1, '2024-06-01 00:00:00', '2024-06-01 00:00:00.5', '2024-06-01 00:00:00', '10:00:00'), (2, DEFAULT, NULL, DEFAULT, NULL)""","""
SET time_zone='+03:00';
INSERT INTO z VALUES (3, '2024-06-01 00:00:00', '2024-06-01 00:00:00.5', '2024-06-01 00:00:00', '10:00:00'), (4, DEFAULT, NULL, DEFAULT, NULL);
ALTER TABLE z ADD tn TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00';
INSERT INTO z (id) VALUES (5);
SET GLOBAL time_zone='SYSTEM'""",servers=BOTH),
    Case("types_of_mysql", """
CREATE TABLE g (id INT PRIMARY KEY, p POINT NOT NULL SRID 4326, j JSON DEFAULT (JSON_ARRAY()), u BINARY(16) DEFAULT (UUID_TO_BIN('123e4567-e89b-12d3-a456-426655440000')), v VARCHAR(20) DEFAULT (CONCAT('a','b')), b BIGINT UNSIGNED, KEY ((b + 1)), INDEX inv (v) INVISIBLE, CHECK (b > 0));
INSERT INTO g (id, p, b) VALUES (1, ST_GeomFromText('POINT(10 20)', 4326), 1844674407370955161)""","""
INSERT INTO g (id, p, b) VALUES (2, ST_GeomFromText('POINT(10 20)', 4326), 5);
ALTER TABLE g ADD COLUMN k INT DEFAULT (1 + 1), ADD COLUMN inv2 INT INVISIBLE DEFAULT 3, ALTER INDEX inv VISIBLE;
INSERT INTO g (id, p, b) VALUES (3, ST_GeomFromText('POINT(10 20)', 4326), 5);
ALTER TABLE g ALTER COLUMN inv2 SET VISIBLE, RENAME COLUMN k TO kk, ALGORITHM=INSTANT;
INSERT INTO g (id, p, b) VALUES (4, ST_GeomFromText('POINT(10 20)', 4326), 5);
CREATE TABLE n (id BIGINT UNSIGNED AUTO_INCREMENT, d DECIMAL(10,0) UNSIGNED, f FLOAT(10,2), dd DOUBLE(12,4) UNSIGNED, t4 TINYINT(4) ZEROFILL, y YEAR, c CHAR(0), PRIMARY KEY (id));
INSERT INTO n (d, f, dd, t4, y, c) VALUES (5, 1.239, 2.5, 7, 2001, '')""",servers=(MYSQL,)),
    Case("types_of_mariadb", """
CREATE TABLE g (id INT PRIMARY KEY, u UUID DEFAULT UUID(), j JSON, v VARCHAR(20) DEFAULT (CONCAT('a','b')), l LONG VARCHAR, r REAL);
INSERT INTO g (id, u, j) VALUES (1, '123e4567-e89b-12d3-a456-426655440011', '{}')""","""
INSERT INTO g (id, u, j) VALUES (2, '123e4567-e89b-12d3-a456-426655440011', '[1]');
ALTER TABLE g ADD COLUMN IF NOT EXISTS k INT DEFAULT (1 + 1) CHECK (k > 0), ADD COLUMN inv2 INT INVISIBLE DEFAULT 3;
INSERT INTO g (id, u) VALUES (3, '123e4567-e89b-12d3-a456-426655440011');
ALTER TABLE g RENAME COLUMN k TO kk, ALGORITHM=INSTANT, LOCK=NONE;
INSERT INTO g (id, u) VALUES (4, '123e4567-e89b-12d3-a456-426655440011');
CREATE TABLE n (id BIGINT UNSIGNED AUTO_INCREMENT, d DECIMAL(10,0) UNSIGNED, f FLOAT(10,2), dd DOUBLE(12,4) UNSIGNED, t4 TINYINT(4) ZEROFILL, y YEAR, c CHAR(0), y2 YEAR(2), PRIMARY KEY (id));
INSERT INTO n (d, f, dd, t4, y, c, y2) VALUES (5, 1.239, 2.5, 7, 2001, '', 99)""",servers=(MARIADB,MARIADB_11)),
    Case("unsigned_words", """
CREATE TABLE t (id INT PRIMARY KEY)""","""
CREATE TABLE u (id INT PRIMARY KEY, a INTEGER UNSIGNED, b INTEGER(9) UNSIGNED ZEROFILL, c INT4 UNSIGNED, d MIDDLEINT UNSIGNED, e INT3 UNSIGNED ZEROFILL, f INT2 UNSIGNED, g INT1 UNSIGNED ZEROFILL, h INT8 UNSIGNED, i SMALLINT UNSIGNED ZEROFILL, j TINYINT UNSIGNED ZEROFILL, k DEC(5,1) UNSIGNED, l FIXED(5) ZEROFILL, m DOUBLE PRECISION UNSIGNED, n MEDIUMINT ZEROFILL, o BIGINT ZEROFILL, p INT SIGNED, q INTEGER SIGNED, r TINYINT(1) ZEROFILL);
INSERT INTO u (id, a, b, c, d, e, f, g, h, i, j) VALUES (1, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
INSERT INTO u (id, k, l, m, n, o, p, q, r) VALUES (2, 5, 5, 5, 5, 5, 5, 5, 5)""",servers=BOTH),
    Case("type_words", """
CREATE TABLE t (id INT PRIMARY KEY)""","""
CREATE TABLE u (id INT PRIMARY KEY, s REAL UNSIGNED, f8 FLOAT8, f4 FLOAT4, ch CHARACTER(3), cv CHAR VARYING(5), ncv NATIONAL CHAR VARYING(4), nc NATIONAL CHARACTER(3), tx TINYTEXT BINARY, lb LONG VARBINARY);
INSERT INTO u VALUES (2, 5, 1.5, 2.5, 'a', 'b', 'e', 'f', 'g', 'd')""",servers=BOTH),
    Case("far_times", """
CREATE TABLE t (id INT PRIMARY KEY, t0 TIME, t6 TIME(6), d0 DATETIME, d6 DATETIME(6), s0 TIMESTAMP NULL, s6 TIMESTAMP(6) NULL, da DATE, y YEAR);
INSERT INTO t VALUES (1,'-10:00:01','-838:59:59.000000','1000-01-01 00:00:00','9999-12-31 23:59:59.999999','1970-01-01 00:00:01','2038-01-19 03:14:07.999999','0001-01-01',1901)""","""
INSERT INTO t VALUES (2,'-10:00:01','-838:59:59.000000','1000-01-01 00:00:00','9999-12-31 23:59:59.999999','1970-01-01 00:00:01','2038-01-19 03:14:07.999999','0001-01-01',1901);
UPDATE t SET t6='00:00:00.000001', d6='1969-12-31 23:59:59.999999', da='1969-12-31'""",{"time.precision.mode":"adaptive_time_microseconds","enable.time.adjuster":"false"},servers=BOTH),
]
