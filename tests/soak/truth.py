"""What a server's binlog says by SHOW BINLOG EVENTS: of each table its rows events, in their order.
The rows in them are the writer's to know; which statement wrote them says the number before its text."""
import collections
import re

from .writer import COLUMNS, TABLES

Rows = collections.namedtuple("Rows", "place gtid number columns")  # place: (file, position)

_GTID = re.compile(r"GTID_NEXT= '(\S+)'|GTID (\d+-\d+-\d+)")
_NUMBER = re.compile(r"/\*(\d+)\*/")


def binlog_now(server):
    (row,) = server.run("SHOW MASTER STATUS")
    return row[0]


def rows_events(server, database, ledger, first_file):
    """table -> its Rows."""
    found = collections.defaultdict(list)
    columns, tables = collections.defaultdict(lambda: COLUMNS), {}
    gtid = number = None
    files = [row[0] for row in server.run("SHOW BINARY LOGS")]
    for name in files[files.index(first_file):]:
        for _, position, kind, _, _, info in server.run(f"SHOW BINLOG EVENTS IN '{name}'"):
            if kind == "Gtid":
                gtid, number = "".join(part or "" for part in _GTID.search(info).groups()), None
            elif kind in ("Annotate_rows", "Rows_query"):
                number = int(_NUMBER.search(info)[1]) if _NUMBER.search(info) else None
            elif kind == "Table_map":
                table_id, where, table = re.match(r"table_id: (\d+) \((.*)\.(\w+)\)", info).groups()
                tables[table_id] = table if where == database else None
            elif kind.startswith(("Write_rows", "Update_rows", "Delete_rows")):
                table = tables[re.match(r"table_id: (\d+)", info)[1]]
                if table in TABLES:
                    found[table].append(Rows((name, position), gtid, number, columns[table]))
            elif kind in ("Query", "Query_compressed") and f"`{database}`" in info and "ALTER TABLE" in info:
                altered = ledger[int(_NUMBER.search(info)[1])]
                columns[altered.table] = altered.columns
    return found
