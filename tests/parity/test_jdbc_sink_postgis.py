"""Places through both sinks into a PostgreSQL with PostGIS: the same tables by pg_dump, the same rows. The servers
that the tests unpack have none: POSTGRES_SERVERS names a folder with others."""
import struct as packing

import pytest

from support.pg_sink import Table, field, struct

from .jdbc_sink.cases import SOURCE_NAME, b64
from .jdbc_sink_pair import OURS, REAL, SIDES, Case

pytestmark = [pytest.mark.java, pytest.mark.timeout(600)]
DATA = "io.debezium.data.geometry."


def wkb_point(x, y, order="<"):
    return b64(packing.pack(f"{order}BIdd", order == "<", 1, x, y))


def wkb_line(*points):
    return b64(packing.pack("<BII", 1, 2, len(points)) + b"".join(packing.pack("<dd", *point) for point in points))


def place(name, semantic, optional=True, **more):
    parts = [field("wkb", "bytes", semantic == "Point"), field("srid", "int32")]
    if semantic == "Point":
        parts = [field("x", "double", False), field("y", "double", False), *parts]
    return {**struct(parts, DATA + semantic, optional), "field": name, "version": 1, **more}


def all_cases():
    made = []

    def add(name, fields, *rows, **given):
        table = Table(f"gis_{name}", [field("id", "int64", False), *fields])
        changes = [("c", row) for row in rows] + [("u", row) for row in rows]
        made.append(Case(table.topic, [(table.topic, table.key(row), table.envelope(op, None, row)) for op, row in changes],
                         **given))

    line, at = wkb_line((0, 0), (1, 1.5)), wkb_point(1.5, -2)
    geometries = [{"id": 1, "g": {"wkb": line, "srid": None}}, {"id": 2, "g": {"wkb": line, "srid": 4326}}, {"id": 3, "g": None},
                  {"id": 4, "g": {"wkb": at, "srid": 0}}, {"id": 5, "g": {"wkb": wkb_point(1, 2, ">"), "srid": 4326}}]
    sourced = {"parameters": {"__debezium.source.column.type": "GEOMETRY", SOURCE_NAME: "g"}}
    points = [{"id": 1, "g": {"x": 1.5, "y": -2, "wkb": at, "srid": None}}, {"id": 2, "g": None},
              {"id": 3, "g": {"x": 1.5, "y": -2, "wkb": at, "srid": 4326}}]
    add("geometry", [place("g", "Geometry")], *geometries)
    add("geometry_required", [place("g", "Geometry", False)], geometries[0])
    add("geometry_sourced", [place("g", "Geometry", **sourced)], *geometries)
    add("geography", [place("g", "Geography")], geometries[1], geometries[2])
    add("point", [place("g", "Point")], *points)
    for label, kind in (("typed", "geometry(LineString,4326)"), ("any", "geometry")):
        add(f"into_{label}", [place("g", "Geometry")], geometries[1], geometries[2],
            before=(f"CREATE TABLE gis_into_{label} (id bigint PRIMARY KEY, g {kind})",))
    add("point_into", [place("g", "Point")], points[1], points[2],
        before=("CREATE TABLE gis_point_into (id bigint PRIMARY KEY, g geometry(Point,4326))",))
    add("bad", [place("g", "Geometry")], geometries[0], {"id": 9, "g": {"wkb": b64(b"\1\2\3\4\5\6"), "srid": 4326}}, refused=True)
    return made


BETTER = ("gis_point_into",)  # the real one makes a point of PostgreSQL's own of it
CASES = {case.name: case for case in all_cases()}


@pytest.fixture(scope="module")
def outcomes(sink_pair):
    for side in SIDES:
        if not sink_pair.run(side, "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"):
            pytest.skip("this PostgreSQL has no PostGIS")
        sink_pair.run(side, "CREATE EXTENSION postgis")
    for case in CASES.values():
        sink_pair.prepare(case)
        sink_pair.start(case)
    found = {name: sink_pair.wait(case, seconds=120) for name, case in CASES.items()}
    for case in CASES.values():
        sink_pair.stop(case)
    return found


@pytest.mark.parametrize("name", CASES)
def test_case(sink_pair, outcomes, name):
    case = CASES[name]
    assert bool(outcomes[name][OURS]) == case.refused, outcomes[name][OURS]
    assert bool(outcomes[name][REAL]) == (case.refused or name in BETTER), outcomes[name][REAL]
    if not case.refused and name not in BETTER:
        found = list(sink_pair.differences(case))
        assert not found, "\n".join(found)
