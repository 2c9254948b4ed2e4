"""Records binlog files of real servers with the lines they mean, for tests/unit/test_binlog_golden.c.

Run by hand from the tree's root, after a build: python -m tests.golden.binlog.record BUILD [NAME...]
The lines come from our own reader; before they are kept they are checked against what the server
itself says of its tables: SELECT, information_schema.
"""
import pathlib
import re
import struct
import subprocess
import sys

from tests.support.mariadb_rig import MariaDB

from . import workload

HERE = pathlib.Path(__file__).parent
# name -> (flavour, options)
SERVERS = {
    "mariadb-10.11": ("mariadb", []),
    "mariadb-10.11-minimal": ("mariadb", ["--binlog-row-metadata=NO_LOG", "--binlog-checksum=NONE"]),
    "mariadb-10.11-compressed": ("mariadb", ["--log-bin-compress=1", "--log-bin-compress-min-len=10"]),
    "mariadb-11.4": ("mariadb-11.4", ["--binlog-legacy-event-pos=0", "--binlog-row-event-max-size=1024"]),
    "mysql-8.0": ("mysql-8.0", ["--binlog-rows-query-log-events=ON",
                                "--binlog-row-event-max-size=1024"]),
    "mysql-8.0-minimal": ("mysql-8.0", ["--binlog-row-metadata=MINIMAL", "--gtid-mode=OFF",
                                        "--enforce-gtid-consistency=OFF"]),
    "mysql-8.0-payload": ("mysql-8.0", ["--binlog-transaction-compression=ON"]),
}


def read_lines(build, db, first):
    argv = [f"{build}/tests/binlog_read", f"port={db.port}", "annotate=1", f"file={first}",
            "until=the_end"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    lines = done.stdout.splitlines(keepends=True)
    starts = [i for i, line in enumerate(lines) if " artificial" in line]
    return "".join(lines[starts[0] + 1:starts[1]])


def cell_of(word):
    byte, times, n = word.partition("*")
    return None if word == "NULL" else bytes.fromhex(byte) * (int(n) if times else 1)


def table_of(text, name):
    """Columns, key and rows of a table, as the lines have them."""
    columns, key, rows, current = [], None, [], None
    for line in text.splitlines():
        head = re.match(r"\d+-\d+ ([\w ]+)\((\d+)\)( packed)?(.*)", line)
        if head:
            if head[1] == "table map":
                current = head[4].strip()
                columns = [] if current == name else columns
            continue
        words = line.lstrip().split(" ")
        if current != name:
            continue
        if words[0].startswith("key="):
            key = [int(i) for i in words[0][4:].split(",")]
        elif len(words) > 1 and words[1].startswith("type="):
            columns.append((words[0], dict(w.split("=", 1) for w in words[1:] if "=" in w),
                            "unsigned" in words[2:]))
        elif words[0] == "insert":
            rows.append([cell_of(word) for word in words[1:]])
    return columns, key, rows


def temporal(kind, cell, digits):
    size = (digits + 1) // 2
    whole, fraction = cell[:-size] if size else cell, cell[len(cell) - size:]
    micros = int.from_bytes(fraction, "big") * 100 ** (3 - size) if size else 0
    number = int.from_bytes(whole, "big")
    if kind == "timestamp":
        return number * 10 ** 6 + micros
    if kind == "datetime":
        number -= 0x8000000000
        date, time = number >> 17, number & 0x1ffff
        month = date >> 5
        return (f"{month // 13:04}-{month % 13:02}-{date & 31:02} "
                f"{time >> 12:02}:{time >> 6 & 63:02}:{time & 63:02}.{micros:06}")
    bits = 8 * len(cell)
    packed = int.from_bytes(cell, "big") - (1 << (bits - 1))
    sign, packed = ("-" if packed < 0 else ""), abs(packed)
    fraction = packed & ((1 << 8 * size) - 1)
    micros, number = fraction * 100 ** (3 - size), packed >> 8 * size
    return f"{sign}{number >> 12:02}:{number >> 6 & 63:02}:{number & 63:02}.{micros:06}"


def decimal_text(cell, precision, scale):
    negative = not cell[0] & 0x80
    cell = bytes([cell[0] ^ 0x80]) + cell[1:]
    cell = bytes(b ^ 0xff for b in cell) if negative else cell
    sizes, at, out = (0, 1, 1, 2, 2, 3, 3, 4, 4, 4), 0, []
    whole = precision - scale
    for digits in [whole % 9] + [9] * (whole // 9) + ["."] + [9] * (scale // 9) + [scale % 9]:
        if digits == ".":
            out.append(".")
        elif digits:
            n = sizes[digits]
            out.append(f"{int.from_bytes(cell[at:at + n], 'big'):0{digits}}")
            at += n
    assert at == len(cell)
    text = "".join(out)
    head, tail = text.split(".") if scale else (text.rstrip("."), "")
    return ("-" if negative else "") + (head.lstrip("0") or "0") + ("." + tail if scale else "")


def check_cell(declared, facts, cell, db, column, row_id):
    """Compares one cell with what a SELECT of it gives."""
    def ask(expression):
        return db.run("set time_zone='+00:00'",
                      f"select {expression.format(c=column)} from w.types where id={row_id}")[0][0]
    if cell is None:
        assert ask("{c}") is None
        return
    word = re.match(r"\w+", declared)[0]
    meta = int(facts["meta"])
    if word in ("tinyint", "smallint", "mediumint", "int", "bigint"):
        got, want = int.from_bytes(cell, "little", signed="unsigned" not in declared), ask("{c}")
    elif word == "year":
        got, want = 1900 + cell[0] if cell[0] else 0, ask("{c}+0")
    elif word == "float":
        got, want = struct.unpack("<f", cell)[0], struct.unpack("<f", struct.pack("<f", ask("cast({c} as double)")))[0]
    elif word == "double":
        got, want = struct.unpack("<d", cell)[0], ask("{c}")
    elif word == "decimal":
        got, want = decimal_text(cell, meta >> 8, meta & 255), str(ask("cast({c} as char)"))
    elif word in ("bit",):
        got, want = int.from_bytes(cell, "big"), ask("{c}+0")
    elif word in ("enum", "set"):
        got, want = int.from_bytes(cell, "little"), int(ask("{c}+0"))
    elif word == "date":
        n = int.from_bytes(cell, "little")
        got, want = f"{n >> 9:04}-{n >> 5 & 15:02}-{n & 31:02}", ask("cast({c} as char)")
    elif word == "timestamp":
        got, want = temporal(word, cell, meta), int(ask("round(unix_timestamp({c})*1000000)"))
    elif word == "datetime":
        got, want = temporal(word, cell, meta), ask("date_format({c}, '%Y-%m-%d %H:%i:%s.%f')").replace("%", "")
    elif word == "time":
        got, want = temporal(word, cell, meta), ask("cast(cast({c} as time(6)) as char)")
    elif word in ("binary", "uuid", "inet6", "inet4"):
        want = ask("hex(cast({c} as binary(16)))" if word == "inet6" else
                   "hex(cast({c} as binary(4)))" if word == "inet4" else
                   "replace({c},'-','')" if word == "uuid" else "hex({c})")
        got, want = cell.rstrip(b"\0"), bytes.fromhex(want).rstrip(b"\0")
        if word == "uuid":
            got, want = sorted(got), sorted(want)  # the server keeps its parts in another order
    elif "compressed" in declared or word == "json" and facts["type"] == "245":
        return
    else:
        got, want = cell, bytes.fromhex(ask("hex({c})"))
    assert got == want, (column, declared, got, want)


def check_types(text, db, full, options):
    columns, key, rows = table_of(text, "w.types")
    declared = workload.columns(db.is_mysql)
    assert len(columns) == len(declared) and len(rows) == 3, (len(columns), len(rows))
    facts = {r[0]: r for r in db.run(
        "select column_name, column_type, collation_name from information_schema.columns "
        "where table_schema='w' and table_name='types'")}
    ids = dict(db.run("select collation_name, id from information_schema.collations") if "11.4" not in db.flavour
               else db.run("select full_collation_name, id from information_schema.collation_character_set_applicability"))
    for (name, (kind, _)), (shown, about, is_unsigned), i in zip(declared.items(), columns, range(999)):
        if full:
            assert name == shown
            collation = facts[name][2]
            if kind.startswith(("enum", "set")):
                members = ",".join(re.findall(r"'((?:[^']|'')*)'", kind.split(") ")[0])).replace("''", "'")
                assert about["members"] == members, (about, members)
            if collation and collation in ids:
                assert int(about.get("collation", 0)) == ids[collation], (name, collation, about, ids[collation])
            elif about.get("collation") not in (None, "63"):
                raise AssertionError((name, collation, about))
        if "NO_LOG" not in str(options):
            assert is_unsigned == ("unsigned" in kind or kind == "year"), (name, is_unsigned)
        for row in rows:
            check_cell(kind, about, row[i], db, name, int.from_bytes(row[0], "little"))
    assert not full or key == [0]


def record(build, name):
    flavour, options = SERVERS[name]
    with MariaDB(name=f"golden-{name}", flavour=flavour, options=options) as db:
        base = "binlog" if db.is_mysql else "mariadb-bin"
        db.run("create database w", "flush binary logs")
        first = db.run("show master status")[0][0]
        statements = [*workload.types_table(db.is_mysql), *workload.KINDS, *workload.wide(100),
                      *workload.many(60)]
        if name not in ("mariadb-10.11", "mysql-8.0-payload"):
            statements = [s.replace("70000", "300") for s in statements]
        db.run("set names utf8mb4", "set sql_mode=''", "set timestamp=1700000000", *statements, database="w")
        db.run("flush binary logs", "create table w.the_end (i int)")
        text = read_lines(build, db, first)
        check_types(text, db, "minimal" not in name, options)
        data = (db.folder / "data" / first).read_bytes()
        assert base in first
        (HERE / f"{name}.bin").write_bytes(data)
        (HERE / f"{name}.txt").write_text(text)
        print(f"{name}: {len(data)} bytes, {text.count(chr(10))} lines")


def main(build, *names):
    for name in names or SERVERS:
        record(build, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
