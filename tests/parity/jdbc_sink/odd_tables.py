"""Odd tables of a MariaDB, each with rows that are there at the start and statements that come later."""


class Odd:
    def __init__(self, table, rows=(), changes=()):
        self.table, self.rows, self.changes = table, rows, changes


def _key_of(kind, first, second, third):
    """A table whose key is of that type: a row changes, one goes and comes again, one changes its key."""
    def odd(name):
        return Odd(f"CREATE TABLE {name} (k {kind} NOT NULL, v VARCHAR(9), PRIMARY KEY (k))",
                   [f"INSERT INTO {name} VALUES ({first}, 'a'), ({second}, 'b')"],
                   [f"UPDATE {name} SET v = 'c' WHERE k = {first}", f"DELETE FROM {name} WHERE k = {second}",
                    f"INSERT INTO {name} VALUES ({second}, 'd')", f"UPDATE {name} SET k = {third} WHERE k = {first}",
                    f"INSERT INTO {name} VALUES ({first}, 'e')", f"DELETE FROM {name} WHERE k = {first}"])
    return odd


KEYS = {
    "datetime3": ("DATETIME(3)", "'2024-01-02 03:04:05.120'", "'1999-12-31 23:59:59'", "'2000-01-01 00:00:00.5'"),
    "timestamp3": ("TIMESTAMP(3)", "'2024-01-02 03:04:05.120'", "'1999-12-31 23:59:59'", "'2000-01-01 00:00:00.5'"),
    "timestamp0": ("TIMESTAMP", "'2024-01-02 03:04:05'", "'1999-12-31 23:59:59'", "'2000-01-01 00:00:00'"),
    "date": ("DATE", "'2024-02-29'", "'1000-01-01'", "'9999-12-31'"),
    "time6": ("TIME(6)", "'01:02:03.5'", "'00:00:00'", "'23:59:59.999999'"),
    "decimal": ("DECIMAL(20,5)", "1.50000", "-0.00001", "99999999999.5"),
    "double": ("DOUBLE", "0.1", "-1e300", "5"),
    "float": ("FLOAT", "0.5", "-1.25", "1e10"),
    "char": ("CHAR(5) COLLATE utf8mb4_general_ci", "'ab'", "'Ä'", "''"),
    "varchar": ("VARCHAR(190) CHARACTER SET latin1", "'é'", "'a '", "'xyz'"),
    "binary": ("BINARY(4)", "'abcd'", "x'00ff0000'", "'zz'"),
    "varbinary": ("VARBINARY(9)", "'ab'", "x'00ff'", "''"),
    "bit": ("BIT(7)", "b'101'", "b'0'", "b'1111111'"),
    "enum": ("ENUM('a','b','c')", "'a'", "'b'", "'c'"),
    "set": ("SET('a','b','c')", "'a,b'", "''", "'c'"),
    "year": ("YEAR", "1999", "2155", "1901"),
    "unsigned": ("BIGINT UNSIGNED", "1", "9223372036854775807", "2"),
    "bool": ("BOOLEAN", "1", "0", "5"),
    "uuid": ("UUID", "'123e4567-e89b-12d3-a456-426655440123'", "'00000000-0000-0000-0000-000000000001'",
             "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
}

WIDE = 1000


def _wide(name):
    columns = ", ".join(f"c{i} {('INT', 'VARCHAR(4)', 'DECIMAL(9,2)', 'DATE', 'TINYINT')[i % 5]}" for i in range(WIDE))
    return Odd(f"CREATE TABLE {name} (id INT PRIMARY KEY, {columns}) ENGINE=MyISAM",
               [f"INSERT INTO {name} (id, c0, c1, c999) VALUES (1, 1, 'x', 9), (2, NULL, 'y', NULL)"],
               [f"UPDATE {name} SET c500 = 7, c501 = 'zz', c502 = 1.5, c503 = '2024-02-29' WHERE id = 2",
                f"DELETE FROM {name} WHERE id = 1"])


def tables():
    """{name: Odd}"""
    made = {f"key_{word}": _key_of(*given)(f"key_{word}") for word, given in KEYS.items()}
    made["wide"] = _wide("wide")
    more = {
        "uns": (["id BIGINT UNSIGNED PRIMARY KEY, v BIGINT UNSIGNED DEFAULT 18446744073709551615, w BIGINT UNSIGNED NOT NULL DEFAULT 7"],
                ["INSERT INTO uns (id) VALUES (0)", "INSERT INTO uns VALUES (9223372036854775807, 9223372036854775808, 1)",
                 "INSERT INTO uns VALUES (18446744073709551615, 18446744073709551614, 2)"],
                ["UPDATE uns SET v = NULL WHERE id = 18446744073709551615", "DELETE FROM uns WHERE id = 0"]),
        "dec65": (["id INT PRIMARY KEY, a DECIMAL(65,30), b DECIMAL(65,0), c DECIMAL(30,30), d DECIMAL(1,0), "
                   "e DECIMAL(10,2) UNSIGNED ZEROFILL, f DECIMAL(12,4) NOT NULL DEFAULT -1.25"],
                  ["INSERT INTO dec65 (id) VALUES (1)",
                   "INSERT INTO dec65 VALUES (2, 12345.678901234567890123456789012345, 99999, 0.5, 9, 1.5, 2)"],
                  ["INSERT INTO dec65 VALUES (3, -99999999999999999999999999999999999.999999999999999999999999999999, "
                   f"{'9' * 65}, -0.{'9' * 30}, -9, 99999999.99, -99999999.9999)", "UPDATE dec65 SET a = 0, d = 0"]),
        "yr": (["id INT PRIMARY KEY, y YEAR, z YEAR(4) NOT NULL DEFAULT 2000"],
               ["INSERT INTO yr (id) VALUES (1)", "INSERT INTO yr VALUES (2, 1901, 2155)"],
               ["INSERT INTO yr VALUES (3, 70, 69)"]),
        "sets": (["id INT PRIMARY KEY, s SET('a','b c','it''s','ü') NOT NULL DEFAULT 'a', e ENUM('x','y''z','','Ö') DEFAULT '', "
                  "e1 ENUM('only') CHARACTER SET latin1"],
                 ["INSERT INTO sets (id) VALUES (1)", "INSERT INTO sets VALUES (2, 'a,ü', 'Ö', 'only')"],
                 ["INSERT INTO sets VALUES (3, '', 'y''z', NULL)", "UPDATE sets SET s = 'it''s,b c' WHERE id = 1"]),
        "js": (["id INT PRIMARY KEY, j JSON, k JSON NOT NULL DEFAULT '{}'"],
               ["INSERT INTO js (id) VALUES (1)", """INSERT INTO js VALUES (2, '{"a": [1, 2.50, null, "ü\\\\"x"]}', '[]')"""],
               ["""UPDATE js SET j = '"s"' WHERE id = 1""", "UPDATE js SET j = 'null' WHERE id = 2"]),
        "geo": (["id INT PRIMARY KEY, p POINT, g GEOMETRY"],
                ["INSERT INTO geo VALUES (1, POINT(1.5, -2), ST_GeomFromText('LINESTRING(0 0,1 1)'))"], []),
        "pt": (["id INT PRIMARY KEY, p POINT, q POINT NOT NULL DEFAULT POINT(0,0)"],
               ["INSERT INTO pt (id, q) VALUES (1, POINT(1e300, -0.1))", "INSERT INTO pt VALUES (2, POINT(1.5, -2), POINT(3,4))"],
               ["UPDATE pt SET p = NULL WHERE id = 2"]),
        "bits": (["id INT PRIMARY KEY, a BIT(1), b BIT(8), c BIT(33), d BIT(64), e BIT(9) NOT NULL DEFAULT b'101', f BIT NOT NULL DEFAULT 1"],
                 ["INSERT INTO bits (id) VALUES (1)", "INSERT INTO bits VALUES (2, b'1', b'1111', b'1', b'1', b'11', b'0')"],
                 ["UPDATE bits SET a = b'0', b = 0, c = 0, d = 0 WHERE id = 2"]),
        "bits_high": (["id INT PRIMARY KEY, b BIT(8), c BIT(33), d BIT(64)"],
                      [f"INSERT INTO bits_high VALUES (1, b'10101010', b'{'1' * 33}', b'{'1' * 64}')"],
                      ["INSERT INTO bits_high VALUES (2, b'11111111', b'0', b'0')"]),
        "clock": (["id INT PRIMARY KEY, t TIME, t1 TIME(1), t6 TIME(6)"],
                  ["INSERT INTO clock VALUES (1, '00:00:00', '23:59:59.9', '12:00:00.000001'), (2, NULL, NULL, NULL)"],
                  ["UPDATE clock SET t6 = '00:00:00.999999', t = '23:59:59'"]),
        "clock_default": (["id INT PRIMARY KEY, t TIME DEFAULT '01:02:03', t3 TIME(3) NOT NULL DEFAULT '00:00:00.5'"],
                          ["INSERT INTO clock_default (id) VALUES (1)"], []),
        "clock_below": (["id INT PRIMARY KEY, t6 TIME(6)"], ["INSERT INTO clock_below VALUES (1, '10:00:00')"],
                        ["INSERT INTO clock_below VALUES (2, '-01:02:03.000004')"]),
        "clock_above": (["id INT PRIMARY KEY, t TIME"], ["INSERT INTO clock_above VALUES (1, '10:00:00')"],
                        ["INSERT INTO clock_above VALUES (2, '838:59:59')"]),
        "zeros": (["id INT PRIMARY KEY, d DATE, dt DATETIME, ts TIMESTAMP NULL, dn DATE NOT NULL DEFAULT '0000-00-00', "
                   "dtn DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00', tsn TIMESTAMP NOT NULL DEFAULT '0000-00-00 00:00:00'"],
                  ["INSERT INTO zeros (id) VALUES (1)", "INSERT INTO zeros VALUES (2, '0000-00-00', '0000-00-00', '0000-00-00', "
                   "'2024-00-00', '2024-01-00 01:02:03', '1970-01-01 00:00:01')"],
                  ["UPDATE zeros SET dn = '2024-02-29', dtn = '0001-01-01' WHERE id = 1"]),
        "eras": (["id INT PRIMARY KEY, d DATE, dt DATETIME(6), ts TIMESTAMP(6) NULL"],
                 ["INSERT INTO eras VALUES (1, '0001-01-01', '0001-01-01 00:00:00.000001', '2038-01-19 03:14:07.999999')"],
                 ["INSERT INTO eras VALUES (2, '1582-10-10', '1582-10-14 12:00:00', '1970-01-01 00:00:01')",
                  "INSERT INTO eras VALUES (3, '9999-12-31', '9999-12-31 23:59:59.999999', NULL)"]),
        "reserved": (["`order` INT PRIMARY KEY, `select` VARCHAR(9), `user` INT, `end` INT, `Table` INT"],
                     ["INSERT INTO reserved VALUES (1, 'a', 2, 3, 4)"], ["UPDATE reserved SET `select` = 'b', `user` = NULL"]),
        "odd_names": (["id INT PRIMARY KEY, `a b` INT, `c-d` INT, `ä` INT, `日本` VARCHAR(9), `x.y` INT, `q\"q` INT, `1st` INT, "
                       "`UPPER` INT, `$m` INT, `s'q` INT"],
                      ["INSERT INTO odd_names VALUES (1, 2, 3, 4, '五', 6, 7, 8, 9, 10, 11)"],
                      ["UPDATE odd_names SET `日本` = NULL, `a b` = 0"]),
        "case_names": (["Id INT PRIMARY KEY, userName VARCHAR(9), `ÄÖ` INT, `_hid` INT"],
                       ["INSERT INTO case_names VALUES (1, 'a', 2, 3)"], ["UPDATE case_names SET userName = 'b'"]),
        "long_" + "n" * 58: ([f"id INT PRIMARY KEY, {'c' * 64} INT, {'ü' * 40} INT"],
                             [f"INSERT INTO long_{'n' * 58} VALUES (1, 2, 3)"], [f"UPDATE long_{'n' * 58} SET {'c' * 64} = 5"]),
        "long_63": ([f"id INT PRIMARY KEY, {'c' * 63} INT"], ["INSERT INTO long_63 VALUES (1, 2)"], []),
        "no_key": (["a INT, b VARCHAR(9)"], ["INSERT INTO no_key VALUES (1, 'a'), (1, 'a'), (NULL, NULL)"],
                   ["UPDATE no_key SET b = 'z' WHERE a = 1", "INSERT INTO no_key VALUES (2, 'b')"]),
        "uniq": (["a INT NOT NULL, b VARCHAR(9) NOT NULL, c INT, UNIQUE (b, a)"],
                 ["INSERT INTO uniq VALUES (1, 'x', 1), (2, 'x', 2)"],
                 ["UPDATE uniq SET c = 5 WHERE a = 1", "DELETE FROM uniq WHERE a = 2", "UPDATE uniq SET a = 9 WHERE a = 1"]),
        "composite": (["c VARCHAR(9) NOT NULL, a DATE NOT NULL, b DECIMAL(5,2) NOT NULL, d BINARY(2) NOT NULL, v TEXT, PRIMARY KEY (b, c, a, d)"],
                      ["INSERT INTO composite VALUES ('x', '2024-01-01', 1.5, 'a', 'v'), ('y', '2024-01-01', -1, x'ff', NULL)"],
                      ["UPDATE composite SET v = 'w'", "UPDATE composite SET c = 'z' WHERE c = 'x'", "DELETE FROM composite WHERE c = 'y'",
                       "INSERT INTO composite VALUES ('y', '2024-01-01', -1, x'ff', 'again')"]),
        "charsets": (["id INT PRIMARY KEY, l1 VARCHAR(9) CHARACTER SET latin1, cp VARCHAR(9) CHARACTER SET cp1251, u3 VARCHAR(9) CHARACTER SET utf8mb3, "
                      "u2 VARCHAR(9) CHARACTER SET ucs2, u16 VARCHAR(9) CHARACTER SET utf16, gb VARCHAR(9) CHARACTER SET gbk, "
                      "c CHAR(9), bin CHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, t TEXT CHARACTER SET latin1 DEFAULT 'é'"],
                     ["INSERT INTO charsets VALUES (1, 'é€', 'Привет', 'ü', 'ñ', '𝄞x', '中文', 'a  ', 'b ', DEFAULT)"],
                     ["INSERT INTO charsets VALUES (2, '', '', '', '', '', '', '', '', '')",
                      "UPDATE charsets SET c = '  x', t = 'ÿ' WHERE id = 1"]),
        "nuls": (["id INT PRIMARY KEY, v VARCHAR(9), t TEXT"], ["INSERT INTO nuls VALUES (1, 'ok', 'ok')"],
                 ["INSERT INTO nuls VALUES (2, 'a\\0b', '\\0')"]),
        "defaults": (["id INT PRIMARY KEY, t TINYINT NOT NULL DEFAULT -128, b BOOLEAN DEFAULT TRUE, bi BIGINT DEFAULT -9223372036854775808, "
                      "f FLOAT DEFAULT 0.1, d DOUBLE DEFAULT 1e300, d0 DOUBLE NOT NULL DEFAULT 100000000, n DECIMAL(10,4) DEFAULT -0.5, "
                      "dt DATETIME(3) DEFAULT '2020-01-02 03:04:05.678', ts TIMESTAMP(3) DEFAULT '2020-01-02 03:04:05.600', "
                      "da DATE DEFAULT '2020-02-29', y YEAR DEFAULT 1999, c CHAR(3) DEFAULT 'ab', v VARCHAR(99) DEFAULT 'a\\\\b\"c''d\\n%é', "
                      "e ENUM('a','b') DEFAULT 'b', s SET('a','b') DEFAULT 'a,b', bt BIT(4) DEFAULT b'1010', bn BINARY(3) DEFAULT 'ab', "
                      "vb VARBINARY(3) NOT NULL DEFAULT x'00ff', tx TEXT DEFAULT 'text', j JSON DEFAULT '{\"a\": 1}', "
                      "ex INT DEFAULT (1 + 2), nn INT DEFAULT NULL, u UUID DEFAULT '123e4567-e89b-12d3-a456-426655440123', "
                      "cur DATETIME DEFAULT CURRENT_TIMESTAMP, m MEDIUMINT UNSIGNED DEFAULT 16777215"],
                     ["INSERT INTO defaults (id, cur) VALUES (1, '2024-01-01')",
                      "INSERT INTO defaults (id, t, b, f, v, e, cur, da, n) VALUES (2, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"],
                     ["UPDATE defaults SET v = 'x' WHERE id = 1"]),
        "large": (["id INT PRIMARY KEY, b LONGBLOB, t LONGTEXT"],
                  ["INSERT INTO large VALUES (1, REPEAT(x'00ff', 50000), REPEAT('ü', 50000))"],
                  ["UPDATE large SET t = REPEAT('y', 100000)"]),
        "floats": (["id INT PRIMARY KEY, f FLOAT, d DOUBLE, f2 FLOAT(7,3), d2 DOUBLE(12,4), r REAL"],
                   ["INSERT INTO floats VALUES (1, -0.0, -0.0, 1.5, 1.5, 1.5), (2, 3.4028e38, 1.7976931348623157e308, 9999.999, 99999999.9999, 0.1)"],
                   ["INSERT INTO floats VALUES (3, 1.4e-45, 4.9e-324, 0.001, 0.0001, 1e-310)", "UPDATE floats SET f = 16777217, d = 0.1 WHERE id = 1"]),
        "computed": (["id INT PRIMARY KEY, a INT, v INT AS (a * 2) VIRTUAL, s VARCHAR(20) AS (CONCAT('x', a)) STORED, inv INT INVISIBLE DEFAULT 5"],
                     ["INSERT INTO computed (id, a) VALUES (1, 5)"], ["UPDATE computed SET a = 6, inv = 1"]),
        "inets": (["id INT PRIMARY KEY, a INET6, u UUID"],
                  ["INSERT INTO inets VALUES (1, '::1', '123e4567-e89b-12d3-a456-426655440123')"], []),
        "grows": (["id INT PRIMARY KEY, v VARCHAR(9)"], ["INSERT INTO grows VALUES (1, 'a'), (2, 'b')"],
                  ["ALTER TABLE grows ADD COLUMN w DECIMAL(6,2) DEFAULT 1.5 FIRST, ADD COLUMN x BIT(1), ADD COLUMN y DATETIME DEFAULT '2020-01-01'",
                   "INSERT INTO grows VALUES (2.5, 3, 'c', b'1', NULL)", "ALTER TABLE grows DROP COLUMN y, RENAME COLUMN v TO vv",
                   "UPDATE grows SET vv = 'z' WHERE id = 1", "INSERT INTO grows (id, vv) VALUES (4, 'd')",
                   "ALTER TABLE grows MODIFY vv TEXT, MODIFY x INT", "INSERT INTO grows VALUES (7, 5, 'long', 1)"]),
        "widens": (["id INT PRIMARY KEY, n SMALLINT, v INT"], ["INSERT INTO widens VALUES (1, 5, 6)"],
                   ["ALTER TABLE widens MODIFY n BIGINT, MODIFY v VARCHAR(9)", "INSERT INTO widens VALUES (2, 7, '8')"]),
        "widens_far": (["id INT PRIMARY KEY, n SMALLINT"], ["INSERT INTO widens_far VALUES (1, 5)"],
                       ["ALTER TABLE widens_far MODIFY n BIGINT", "INSERT INTO widens_far VALUES (2, 70000)"]),
        "must": (["id INT PRIMARY KEY"], ["INSERT INTO must VALUES (1)"],
                 ["ALTER TABLE must ADD COLUMN n INT NOT NULL", "INSERT INTO must VALUES (2, 3)"]),
        "lacks": (["id INT PRIMARY KEY, n INT NOT NULL"], ["INSERT INTO lacks VALUES (1, 2)"],
                  ["ALTER TABLE lacks DROP COLUMN n", "INSERT INTO lacks VALUES (2)"]),
        "key_more": (["id INT PRIMARY KEY, n INT NOT NULL"], ["INSERT INTO key_more VALUES (1, 2)"],
                     ["ALTER TABLE key_more DROP PRIMARY KEY, ADD PRIMARY KEY (id, n)", "INSERT INTO key_more VALUES (1, 3)"]),
        "leaves": (["id INT PRIMARY KEY, v INT"], ["INSERT INTO leaves VALUES (1, 2)"],
                   ["UPDATE leaves SET v = 3", "RENAME TABLE leaves TO arrives", "INSERT INTO arrives VALUES (2, 5)",
                    "DELETE FROM arrives WHERE id = 1"]),
        "emptied": (["id INT PRIMARY KEY, v INT"], ["INSERT INTO emptied VALUES (1, 2), (2, 3)"],
                    ["UPDATE emptied SET v = 9 WHERE id = 1", "TRUNCATE TABLE emptied", "INSERT INTO emptied VALUES (1, 5)"]),
        "returns": (["id INT PRIMARY KEY, v VARCHAR(9), w INT DEFAULT 4"],
                    ["INSERT INTO returns VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)"],
                    ["DELETE FROM returns WHERE id = 1", "INSERT INTO returns (id, v) VALUES (1, 'n')", "UPDATE returns SET id = 10 WHERE id = 2",
                     "INSERT INTO returns VALUES (2, 'm', NULL)", "REPLACE INTO returns VALUES (3, 'r', 8)",
                     "INSERT INTO returns VALUES (10, 'x', 9) ON DUPLICATE KEY UPDATE v = 'dup'", "UPDATE returns SET id = id + 100"]),
    }
    for name, (parts, rows, changes) in more.items():
        made[name] = Odd(f"CREATE TABLE {name} ({parts[0]})", rows, changes)
    return made
