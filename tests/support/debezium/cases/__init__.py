"""The cases: of types, of events, of DDL; and each with each of its servers, for parametrize."""
import pytest

from . import ddl, events, types

ALL = [*types.CASES, *events.CASES, *ddl.CASES]

EACH = [pytest.param(case, flavour, id=f"{flavour}-{case.name}") for case in ALL for flavour in case.servers]
