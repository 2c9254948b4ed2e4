"""Clients of REST that connect and stall, at every point of a request: the others are answered as
if they were not there, and they lose their connections."""
import contextlib
import pathlib
import socket
import time

import pytest

pytestmark = pytest.mark.embedded

PROMPT_S = 2
READ_MS = 3000
BODY_MAX = 1 << 20

HEAD = b"PUT /connectors/x/config HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
STALLS = {
    "nothing": b"",
    "a letter": b"P",
    "half a line": b"GET /conn",
    "a line": b"GET /connectors HTTP/1.1\r\n",
    "half a header": b"GET /connectors HTTP/1.1\r\nHost: x\r\nAccept: applic",
    "no body": HEAD + b"Content-Length: 100\r\n\r\n",
    "half a body": HEAD + b"Content-Length: 100\r\n\r\n" + b"{" * 50,
    "half a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\n{{{{",
}


@pytest.fixture
def worker(start_weir):
    return start_weir({"rest.request.read.timeout.ms": READ_MS, "rest.request.body.max.bytes": BODY_MAX})


@pytest.fixture
def patient(start_weir):
    """A worker that gives its clients all the time there is."""
    return start_weir({"rest.request.read.timeout.ms": 600000, "rest.request.body.max.bytes": BODY_MAX})


@contextlib.contextmanager
def stalled(worker, number, sent):
    """number connections that have sent that much."""
    with contextlib.ExitStack() as stack:
        clients = []
        for i in range(number):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", worker.rest.port), 10))
            client.settimeout(10)
            client.sendall(sent[i % len(sent)])
            clients.append(client)
        yield clients


def promptly(call, *arguments):
    began = time.monotonic()
    answer = call(*arguments)
    took = time.monotonic() - began
    assert took < PROMPT_S, f"{arguments}: {took:.2f} s"
    return answer


def others_are_served(worker, name, rounds=5):
    rest = worker.rest
    config = {"connector.class": "FileStreamSource", "file": "/dev/null", "topic": "t"}
    for _ in range(rounds):
        assert promptly(rest.get, "/").status == 200
        assert promptly(rest.put, f"/connectors/{name}/config", config).status in (200, 201)
        assert name in promptly(rest.get, "/connectors").json()
        assert promptly(rest.delete, f"/connectors/{name}").status == 204


def is_closed(client):
    """By the worker: an end, or a reset; an answer that says why may come before."""
    try:
        while client.recv(65536):
            pass
    except ConnectionError:
        pass
    return True


def test_two_hundred_that_stall(worker, word):
    with stalled(worker, 200, list(STALLS.values())) as clients:
        others_are_served(worker, word("x"))
        began = time.monotonic()
        assert all(map(is_closed, clients))
        assert time.monotonic() - began < READ_MS / 1000 + 5
    others_are_served(worker, word("x"))


def test_more_than_there_are_connections(patient, word):
    """Those that have waited longest have to go."""
    with stalled(patient, 700, [STALLS["half a line"], STALLS["half a body"]]) as clients:
        began = time.monotonic()
        assert patient.rest.get("/").status == 200
        assert time.monotonic() - began < 15
        assert is_closed(clients[0])
        others_are_served(patient, word("x"))


def resident_kb(worker):
    status = pathlib.Path(f"/proc/{worker.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0])


def test_bodies_that_never_end(patient, word):
    """All of them together have a limit; the oldest make room."""
    before = resident_kb(patient)
    body = HEAD + b"Content-Length: %d\r\n\r\n" % BODY_MAX + b" " * (BODY_MAX - 1)
    with stalled(patient, 100, [body]) as clients:
        assert all(map(is_closed, clients[:80]))
        others_are_served(patient, word("x"))
        assert resident_kb(patient) - before < 60 << 10


def test_a_letter_now_and_then_is_not_enough(worker):
    """Each letter comes in time, the whole does not."""
    with stalled(worker, 1, [STALLS["no body"]]) as (client,):
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began < READ_MS / 1000 + 10:
                client.sendall(b" ")
                time.sleep(0.2)
        assert READ_MS / 1000 - 1 < time.monotonic() - began < READ_MS / 1000 + 5


def test_who_waits_for_an_answer_may_be_silent(worker, word):
    """The time is for sending only; between two requests on a connection it begins anew."""
    with stalled(worker, 1, [b""]) as (client,):
        for _ in range(3):
            time.sleep(READ_MS / 1000 * 0.6)
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = client.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200")
