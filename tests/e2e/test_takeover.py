"""weir takeover: what counts as the old worker's end."""
import contextlib
import os
import socket
import ssl
import subprocess
import threading

import pytest

from support import certificates, paths
from support.process import free_port
from support.waiting import until


@pytest.fixture(scope="module")
def left_behind(broker, module_weir):
    """The configuration of a worker that has been, and has left the group."""
    weir = module_weir(None, broker.bootstrap, "takeover-old")
    until(lambda: "leads the group" in weir.log(), 60, "it to lead")
    assert weir.stop() == 0
    return weir.config


@pytest.fixture(scope="module")
def module_weir(make_weir):
    made = []

    def start(*arguments):
        made.append(make_weir(*arguments))
        return made[-1]
    yield start
    for weir in made:
        weir.kill()


def check(config, old, **environment):
    done = subprocess.run([paths.weir_binary(), "takeover", config, "--check", "--old", old],
                          capture_output=True, text=True, timeout=120, check=False,
                          env={**os.environ, **environment})
    return done.returncode, done.stderr


@contextlib.contextmanager
def serving(serve):
    """A port whose connections serve gets, each on a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        def take():
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
        threading.Thread(target=take, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_gone(left_behind):
    code, said = check(left_behind, f"http://127.0.0.1:{free_port()}")
    assert code == 0, said


def test_the_group_has_members(left_behind, broker, module_weir):
    """Whatever its REST URL was: somebody of the old group is still at work."""
    weir = module_weir(None, broker.bootstrap, "takeover-old")
    until(lambda: "leads the group" in weir.log(), 60, "it to lead")
    code, said = check(left_behind, f"http://127.0.0.1:{free_port()}")
    assert code == 1 and "takeover-old" in said and "member" in said, said
    assert weir.stop() == 0
    code, said = check(left_behind, f"http://127.0.0.1:{free_port()}")
    assert code == 0, said


def test_still_there(left_behind):
    """An error of a proxy, too; one that is slower than the question waits; one that hangs up."""
    ended = threading.Event()

    def unavailable(peer):
        peer.recv(9999)
        peer.sendall(b"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n")

    def silent(peer):
        ended.wait(60)
        peer.close()
    with serving(unavailable) as old:
        code, said = check(left_behind, f"http://{old}")
        assert code == 1 and "still answers (503)" in said
    for serve in (silent, lambda peer: peer.close()):
        with serving(serve) as old:
            code, said = check(left_behind, f"http://{old}")
            assert code == 1 and "whether the old worker is gone is not known" in said
    ended.set()


def test_a_certificate_that_is_not_trusted(left_behind, tmp_path):
    certificates.authority(tmp_path, "ca")
    certificates.leaf(tmp_path, "server", "ca")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")

    def answer(peer):
        with contextlib.suppress(OSError), context.wrap_socket(peer, server_side=True) as tls:
            tls.recv(9999)
            tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    with serving(answer) as old:
        code, said = check(left_behind, f"https://{old}")
        assert code == 1 and "is not known" in said and "certificate" in said
        code, said = check(left_behind, f"https://{old}", CURL_CA_BUNDLE=str(tmp_path / "ca.pem"))
        assert code == 1 and "still answers (200)" in said


def test_an_url_that_is_none(left_behind):
    code, said = check(left_behind, "ftp://127.0.0.1/")
    assert code == 2 and "is not known" in said
