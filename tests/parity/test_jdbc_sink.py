"""Every type, mode, name and change of shape through the real JDBC sink and ours: the same tables by
pg_dump, the same rows; or both refuse; or ours goes on where the real one gives up."""
import pytest

from .jdbc_sink.cases import TYPES_OF_ITS_OWN, all_cases
from .jdbc_sink_pair import OURS, REAL, SIDES

pytestmark = [pytest.mark.java, pytest.mark.timeout(900)]
CASES = {case.name: case for case in all_cases()}
AT_ONCE = 16
# Where the real one writes something else than it was given.
BETTER = {
    "type_decimal_no_scale_x": "numeric(38,-1) rounds to tens",
    "type_micro_duration_x": "fractions of a second are lost",
    "type_bits_x": "the bytes of bits, which come in the other order, are not turned",
    "type_bits_order_x": "the same",
    "type_sourced_bit_x": "the same",
    "into_time_text_x": "a time of day becomes one of today",
}


@pytest.fixture(scope="module")
def outcomes(sink_pair, request):
    """{case's name: {side: why it gave up, or ""}} of the cases that are wanted."""
    for side in SIDES:
        sink_pair.run(side, *TYPES_OF_ITS_OWN)
    wanted = [item.callspec.params["name"] for item in request.session.items
              if item.fspath == request.fspath]
    found = {}
    for begin in range(0, len(wanted), AT_ONCE):
        part = [CASES[name] for name in wanted[begin:begin + AT_ONCE]]
        for case in part:
            sink_pair.prepare(case)
        for case in part:
            sink_pair.start(case)
        found.update((case.name, sink_pair.wait(case)) for case in part)
        for case in part:
            sink_pair.stop(case)
    return found


@pytest.mark.parametrize("name", CASES)
def test_case(sink_pair, outcomes, name):
    case, outcome = CASES[name], outcomes[name]
    assert bool(outcome[OURS]) == case.refused, outcome[OURS]
    if outcome[REAL]:
        return
    assert not case.refused, "the real one took it"
    found = list(sink_pair.differences(case))
    if name in BETTER:
        assert found, "the real one has been mended"
    else:
        assert not found, "\n".join(found)
