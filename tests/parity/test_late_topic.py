"""Sinks whose topic does not exist when they start read it from its first record once it does."""
import pytest

from .connectors import create, in_state, says, sink
from .topics import write

pytestmark = [pytest.mark.java, pytest.mark.timeout(200)]


@pytest.mark.parametrize("tasks", [1, 2])
def test_topic_comes_later(broker, start_weir, word, tmp_path, tasks):
    weir = start_weir(None, broker.bootstrap, word("late"))
    names = [word("late-snk") for _ in range(4)]
    for name in names:
        create(weir.rest, name, sink(tmp_path / name, f"{name}-topic", tasks=tasks))
    for name in names:
        in_state(weir.rest, name, "RUNNING", *["RUNNING"] * tasks)
        write(broker.bootstrap, f"{name}-topic", {"value": b"a"}, {"value": b"b"})
    for name in names:
        says(tmp_path / name, "a\nb\n", seconds=30)
