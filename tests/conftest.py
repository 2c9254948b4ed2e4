"""Fixtures of the rig: see tests/support. What a test starts is stopped after it; a failed test
shows the end of each worker's log."""
import itertools

import pytest

from support.java import Broker, JavaConnect
from support.weir import Weir

_words = itertools.count(1)


def pytest_addoption(parser):
    parser.addoption("--live", action="store_true",
                     help="contract: compare with the real worker running beside, not with its recorded answers")
    parser.addoption("--stand-in", action="store_true",
                     help="the real worker takes our worker's part: a test of the tests")
    parser.addoption("--record", action="store_true", help="parity: what the real one wrote is kept in tests/golden")
    parser.addoption("--rounds", type=int, default=10, help="fault: how often a worker is killed")
    parser.addoption("--soak", type=int, default=0, metavar="SECONDS",
                     help="soak: for so long with each server, bus and build, not one short round")
    parser.addoption("--soak-seed", type=int, default=0, help="soak: the first round's seed, not a random one")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and call.when != "teardown":
        for process in getattr(item, "rig_processes", ()):
            report.sections.append((f"log of {process.name}", process.log()[-4000:]))
    return report


@pytest.fixture
def word():
    """A function giving names no other test of this run uses: word("src") -> src7."""
    return lambda stem: f"{stem}{next(_words)}"


@pytest.fixture(scope="session")
def broker():
    """The broker all tests share: take topic, connector and group names from `word`."""
    process = Broker()
    yield process
    process.stop()


@pytest.fixture
def start(request):
    """start(Weir, ...) or start(JavaConnect, ...): a process that ends with the test."""
    request.node.rig_processes = []

    def started(kind, *arguments, **more):
        process = kind(*arguments, **more)
        request.node.rig_processes.append(process)
        return process
    yield started
    for process in reversed(request.node.rig_processes):
        process.stop()


@pytest.fixture(scope="session")
def rounds(request):
    """How often a test kills its worker."""
    return request.config.getoption("rounds")


@pytest.fixture(scope="session")
def stand_in(request):
    """Whether the real worker plays ours."""
    return request.config.getoption("stand_in")


@pytest.fixture(scope="session")
def make_weir(request, stand_in):
    """make_weir(properties=None, bootstrap=None, group=..., env=None): our worker; the caller stops it."""
    if not stand_in:
        return Weir

    def made(properties=None, bootstrap=None, group="connect", **more):
        bootstrap = bootstrap or request.getfixturevalue("broker").bootstrap
        return JavaConnect(bootstrap, group, properties=properties, name="stand-in", **more)
    return made


@pytest.fixture
def start_weir(start, make_weir):
    """The same, but it ends with the test."""
    return lambda *arguments, **more: start(make_weir, *arguments, **more)


@pytest.fixture
def start_java(start):
    """start_java(bootstrap, group=...): the Java worker."""
    return lambda *arguments, **more: start(JavaConnect, *arguments, **more)
