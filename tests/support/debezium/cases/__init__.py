"""The cases: of types, of events, of DDL; and each with each of its servers, for parametrize."""
import pytest

from ..case import MARIADB_11
from . import ddl, events, types

ALL = [*types.CASES, *events.CASES, *ddl.CASES]

# Where MariaDB's releases may differ: what they write to the binlog, what SHOW CREATE TABLE says.
_ON_MARIADB_11 = {
    "thin", "changes_all", "changes_xa", "changes_transactions", "changes_query", "changes_truncates", "engines",
    "keys", "history_table", "alter_maria", "creates", "create_select", "renames", "partitions", "ddl_transactions",
    "numbers_precise", "strings", "members", "binaries_bytes", "times_adaptive", "zero_dates_adaptive", "spatial",
    "uuids", "jsons", "generated", "invisible", "defaults_adaptive", "expression_defaults",
}


def _servers(case):
    return [*case.servers, *([MARIADB_11] if case.name in _ON_MARIADB_11 else [])]


EACH = [pytest.param(case, flavour, id=f"{flavour}-{case.name}") for case in ALL for flavour in _servers(case)]
