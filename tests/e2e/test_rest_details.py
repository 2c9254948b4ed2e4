"""What a request may look like and still be understood, and what answers never show."""
import json
import socket
import ssl
import urllib.error
import urllib.request

import pytest

from support import certificates
from support.process import free_port
from support.rest import Rest
from support.waiting import until

pytestmark = pytest.mark.embedded
SOURCE = {"connector.class": "FileStreamSource", "topic": "t", "file": "/nonexistent"}


@pytest.mark.parametrize("path", ["http://some.host/connectors", "https://some.host:99/connectors?expand=info"])
def test_other_spellings_of_a_path(start_weir, path):
    answer = start_weir().rest.get(path)
    assert answer.status == 200, answer


def test_the_listener_that_was_asked_is_in_location(start_weir, tmp_path):
    certificates.authority(tmp_path, "ca")
    certificates.leaf(tmp_path, "server", "ca")
    port = free_port()
    weir = start_weir({"ssl.keystore.type": "PEM",
                       "ssl.keystore.key": certificates.pem(tmp_path, "server.key"),
                       "ssl.keystore.certificate.chain": certificates.pem(tmp_path, "server.pem")},
                      start=False)
    weir.start(listeners=f"http://127.0.0.1:{weir.port},https://127.0.0.1:{port}")
    request = urllib.request.Request(f"https://127.0.0.1:{port}/connectors", method="POST",
                                     headers={"Content-Type": "application/json"},
                                     data=json.dumps({"name": "a", "config": SOURCE}).encode())
    trust = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    with urllib.request.urlopen(request, context=trust, timeout=30) as answer:
        assert answer.headers["Location"] == f"https://127.0.0.1:{port}/connectors/a"
    assert (weir.rest.call("POST", "/connectors", {"name": "b", "config": SOURCE}).header("Location") ==
            f"http://127.0.0.1:{weir.port}/connectors/b")


@pytest.mark.parametrize("asked", ["required", "requested"])
def test_clients_show_a_certificate(start_weir, tmp_path, asked):
    for name in ("ca", "stranger"):
        certificates.authority(tmp_path, name)
    certificates.leaf(tmp_path, "server", "ca")
    certificates.leaf(tmp_path, "friend", "ca")
    certificates.leaf(tmp_path, "foe", "stranger")
    certificates.pkcs12_keystore(tmp_path, "server.p12", "server", ["ca.pem"])
    port = free_port()
    weir = start_weir({"ssl.keystore.location": tmp_path / "server.p12",
                       "ssl.keystore.password": certificates.PASSWORD, "ssl.client.auth": asked,
                       "ssl.truststore.location": tmp_path / "ca.pem"}, start=False)
    weir.start(listeners=f"http://127.0.0.1:{weir.port},https://127.0.0.1:{port}")
    assert _with_certificate(tmp_path, port, "friend") == 200
    for other in ("foe", None):
        assert _with_certificate(tmp_path, port, other) == (200 if asked == "requested" else 403)


def _with_certificate(folder, port, name):
    """The status; 403 also for a handshake that is refused."""
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    if name:
        context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    try:
        with urllib.request.urlopen(f"https://127.0.0.1:{port}/", context=context, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except (urllib.error.URLError, ConnectionError, ssl.SSLError):
        return 403


def _has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not _has_ipv6(), reason="needs IPv6")
@pytest.mark.parametrize("host", ["", "[::]"])
def test_a_listener_for_every_address_has_both_protocols(start_weir, host):
    weir = start_weir(start=False)
    weir.start(listeners=f"http://{host}:{weir.port}")
    assert Rest(weir.port, "::1").get("/ui").status == 200
    until(lambda: '::1 "GET /ui" 200' in weir.log(), 30, "the other address is in the log")
    assert '127.0.0.1 "GET /health" 200' in weir.log() and "ffff" not in weir.log()


@pytest.mark.parametrize("headers, body", [
    ("Host: a\r\nHost: b", ""), ("Host: a\r\nContent-Length: 2\r\nContent-Length: 2", "{}"),
    ("Host: a\r\nContent-Length: 12\r\nTransfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n")])
def test_a_request_whose_end_is_in_doubt(start_weir, headers, body):
    """A proxy in between might see two requests where there is one."""
    rest = start_weir().rest
    with socket.create_connection((rest.host, rest.port), timeout=30) as connection:
        connection.sendall(f"DELETE /connectors/x HTTP/1.1\r\n{headers}\r\n\r\n{body}".encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 400 ") and b'{"error_code":400,' in answer, answer


def test_heads_that_jetty_refuses(start_weir):
    """One worker answers them all, each on a connection of its own."""
    rest = start_weir().rest
    asked = [("HTTP/1.1", "", b"400", b"No Host"), ("HTTP/1.1", "Host:\r\n", b"400", b"Blank Host"),
             ("HTTP/1.1", "Host: a b\r\n", b"400", b"Bad HostPort"),
             ("HTTP/1.1", "Host: a\r\nX-A : b\r\n", b"400", b"Illegal character SPACE"),
             ("HTTP/1.2", "Host: a\r\n", b"505", b"Unknown Version"),
             ("HTTP/1.0", "", b"200", b"kafka_cluster_id"),
             ("HTTP/1.1", "Host: a\r\n", b"200", b"kafka_cluster_id")]
    for version, headers, status, words in asked:
        with socket.create_connection((rest.host, rest.port), timeout=30) as connection:
            connection.sendall(f"GET / {version}\r\n{headers}Connection: close\r\n\r\n".encode())
            answer = b""
            while part := connection.recv(65536):
                answer += part
        assert answer.split(b" ", 2)[1] == status and words in answer, (version, headers, answer)


def test_offsets_with_another_member(start_weir):
    rest = start_weir().rest
    assert rest.call("POST", "/connectors", {"name": "a", "config": SOURCE,
                                             "initial_state": "STOPPED"}).status == 201
    answer = rest.call("PATCH", "/connectors/a/offsets", {"offsets": [
        {"partition": {"filename": "/nonexistent"}, "offset": {"position": 1}}], "foo": 1})
    assert answer.status == 400 and "nothing else" in answer.text(), answer


@pytest.mark.parametrize("more", [
    {"topics": "${env:WORDS}", "errors.deadletterqueue.topic.name": "hunter2b"},
    {"topics": "t", "transforms": "c", "transforms.c.spec": "x:${env:SECRET},y:${env:OTHER}",
     "transforms.c.type": "org.apache.kafka.connect.transforms.Cast$Value"},
    {"topics": "t", "transforms": "c", "transforms.c.spec": "x:${env:SECRET}",
     "transforms.c.type": "org.apache.kafka.connect.transforms.Cast$Value"},
])
def test_what_variables_stand_for_is_in_no_answer(start_weir, tmp_path, more):
    weir = start_weir({"config.providers": "env", "config.providers.env.class": "EnvVarConfigProvider"},
                      env={"WORDS": "hunter2a,hunter2b", "SECRET": "hunter2secret", "OTHER": "hunter2other"})
    config = {"name": "a", "connector.class": "FileStreamSink", "file": str(tmp_path / "out"), **more}
    answer = weir.rest.put("/connector-plugins/FileStreamSink/config/validate", config)
    shown = answer.text().replace('"hunter2b"', "")  # the dead letters' topic is written as it is
    assert answer.status == 200 and answer.json()["error_count"] >= 1
    assert "hunter2" not in shown.lower(), shown
