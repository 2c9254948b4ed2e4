"""The Kafka engine against brokers that want TLS, client certificates, passwords and tokens; each
case is a client's Java properties and what comes of them."""
import base64
import http.server
import json
import os
import subprocess
import threading
import time

import pytest

from support import certificates, paths
from support.java import _JVM, Broker, class_path
from support.process import free_port

from .test_kafka_bus import program

pytestmark = pytest.mark.java

PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required "
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required "
OAUTH = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
USER = 'username="alice" password="al;i\\"ce";'
SCRAM_USER = 'username="bob" password="bob-secret";'
WRONG = 'username="alice" password="SECRET-WRONG";'
SECURED = "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """ca -> server; ca -> middle -> client; other, whom nobody trusts."""
    made = tmp_path_factory.mktemp("certificates")
    certificates.authority(made, "ca")
    certificates.authority(made, "middle", "ca")
    certificates.authority(made, "other")
    certificates.leaf(made, "server", "ca")
    certificates.leaf(made, "elsewhere", "ca", "DNS:elsewhere.example")
    certificates.leaf(made, "client", "middle")
    (made / "client-all.pem").write_text(
        certificates.pem(made, "client.key", "client.pem", "middle.pem"))
    certificates.pkcs12_keystore(made, "client.p12", "client", ["middle.pem"])
    certificates.java_truststore(made, "trust.p12", "ca.pem", "PKCS12")
    certificates.java_truststore(made, "trust.jks", "ca.pem", "JKS")
    return made


class TokenEndpoint(http.server.BaseHTTPRequestHandler):
    """Client credentials in, a token that nobody signed out: the brokers here take such."""
    asked = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append((self.headers["Authorization"], body))
        good = self.headers["Authorization"] == "Basic " + base64.b64encode(b"weir:s3cret").decode()
        now = int(time.time())
        answer = ({"access_token": token(now), "token_type": "Bearer", "expires_in": 3600} if good
                  else {"error": "invalid_client", "error_description": "no such client"})
        data = json.dumps(answer).encode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def token(now):
    def part(claims):
        return base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{part({'alg': 'none'})}.{part({'sub': 'weir', 'iat': now, 'exp': now + 3600})}."


@pytest.fixture(scope="module")
def endpoint():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), TokenEndpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/token"
    server.shutdown()
    thread.join()


def pem_properties(prefix, folder, name):
    return {
        f"{prefix}ssl.keystore.type": "PEM",
        f"{prefix}ssl.keystore.key": certificates.pem(folder, f"{name}.key"),
        f"{prefix}ssl.keystore.certificate.chain": certificates.pem(folder, f"{name}.pem"),
        f"{prefix}ssl.truststore.type": "PEM",
        f"{prefix}ssl.truststore.certificates": certificates.pem(folder, "ca.pem"),
    }


@pytest.fixture(scope="module")
def listeners(folder):
    """Listener -> address, of a broker that offers them all."""
    protocols = {"PLAINTEXT": "PLAINTEXT", "TLS": "SSL", "MTLS": "SSL", "ELSEWHERE": "SSL",
                 "SASL": "SASL_PLAINTEXT", "SASLTLS": "SASL_SSL", "TOKEN": "SASL_PLAINTEXT"}
    ports = {name: free_port() for name in (*protocols, "CONTROLLER")}
    where = ",".join(f"{name}://127.0.0.1:{port}" for name, port in ports.items())
    settings = {
        "listeners": where, "advertised.listeners": where,
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{ports['CONTROLLER']}",
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT," + ",".join(
            f"{name}:{protocol}" for name, protocol in protocols.items()),
        **pem_properties("", folder, "server"),
        **pem_properties("listener.name.elsewhere.", folder, "elsewhere"),
        "listener.name.mtls.ssl.client.auth": "required",
        "listener.name.token.sasl.enabled.mechanisms": "OAUTHBEARER",
        "listener.name.token.oauthbearer.sasl.jaas.config":
            OAUTH + 'unsecuredLoginStringClaim_sub="broker";',
    }
    for name in ("sasl", "sasltls"):
        settings[f"listener.name.{name}.sasl.enabled.mechanisms"] = \
            "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512"
        settings[f"listener.name.{name}.plain.sasl.jaas.config"] = \
            PLAIN + 'user_alice="al;i\\"ce";'
        for scram in ("scram-sha-256", "scram-sha-512"):
            settings[f"listener.name.{name}.{scram}.sasl.jaas.config"] = SCRAM[:-1] + ";"
    broker = Broker("kafka-secure", port=ports["PLAINTEXT"], properties=settings)
    for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512"):
        add_scram_user(broker.bootstrap, mechanism)
    yield {name: f"127.0.0.1:{port}" for name, port in ports.items()}
    broker.stop()


def add_scram_user(bootstrap, mechanism):
    subprocess.run([paths.java_binary(), *_JVM, "-cp", class_path(), "kafka.admin.ConfigCommand",
                    "--bootstrap-server", bootstrap, "--alter", "--entity-type", "users",
                    "--entity-name", "bob", "--add-config", f"{mechanism}=[password=bob-secret]"],
                   check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def attempt(tmp_path, listeners, word):
    """attempt(listener, properties): what the engine's client program says."""
    def tried(listener, properties):
        path = tmp_path / "client.properties"
        properties = {"bootstrap.servers": listeners[listener], "request.timeout.ms": "8000",
                      **properties}
        path.write_text("".join("{}={}\n".format(name, value.replace("\n", "\\n"))
                                for name, value in properties.items()))
        done = subprocess.run([program("test_kafka_client"), path, word("secure")], text=True,
                              capture_output=True, timeout=120, env=os.environ)
        assert "SECRET" not in done.stdout + done.stderr
        return done.stdout.strip(), done.stderr
    return tried


def sasl(protocol, mechanism, jaas):
    return {"security.protocol": protocol, "sasl.mechanism": mechanism, "sasl.jaas.config": jaas}


def trust(folder):
    return {"ssl.truststore.type": "PEM", "ssl.truststore.location": str(folder / "ca.pem")}


def key_pem(folder):
    return {"ssl.keystore.type": "PEM", "ssl.keystore.key": certificates.pem(folder, "client.key"),
            "ssl.keystore.certificate.chain": certificates.pem(folder, "client.pem", "middle.pem")}


def stores(folder, **files):
    made = {}
    for store, name in files.items():
        made[f"ssl.{store}.location"] = str(folder / name)
        made[f"ssl.{store}.password"] = certificates.PASSWORD
    return made


TLS = {"security.protocol": "SSL"}
ACCEPTED = {
    "plain": ("SASL", lambda folder: sasl("SASL_PLAINTEXT", "PLAIN", PLAIN + USER)),
    "tls, pem file": ("TLS", lambda folder: {**TLS, **trust(folder)}),
    "tls, pem text": ("TLS", lambda folder: {
        **TLS, "ssl.truststore.type": "PEM",
        "ssl.truststore.certificates": certificates.pem(folder, "ca.pem").replace("\n", " ")}),
    "tls, pkcs12 truststore": ("TLS", lambda folder: {
        **TLS, "ssl.truststore.type": "PKCS12", **stores(folder, truststore="trust.p12")}),
    "tls, a name not checked": ("ELSEWHERE", lambda folder: {
        **TLS, **trust(folder), "ssl.endpoint.identification.algorithm": ""}),
    "mtls, pem text": ("MTLS", lambda folder: {**TLS, **trust(folder), **key_pem(folder)}),
    "mtls, pem file": ("MTLS", lambda folder: {
        **TLS, **trust(folder), "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(folder / "client-all.pem")}),
    "mtls, pkcs12": ("MTLS", lambda folder: {
        **TLS, **stores(folder, keystore="client.p12", truststore="trust.p12")}),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case, attempt, folder):
    listener, properties = ACCEPTED[case]
    said, log = attempt(listener, properties(folder))
    assert said == "ok", said + log


# What every line says; and it must be said before the deadline of the call.
REFUSED = {
    "plain, wrong password": ("SASL", lambda folder: sasl(
        "SASL_PLAINTEXT", "PLAIN", PLAIN + WRONG), "FATAL", "check sasl.mechanism"),
    "scram, wrong password": ("SASL", lambda folder: sasl(
        "SASL_PLAINTEXT", "SCRAM-SHA-512", SCRAM + WRONG), "FATAL", "check sasl.mechanism"),
    "plain text to a tls listener": ("TLS", lambda folder: {}, "RETRY", "security.protocol"),
    "tls, unknown authority": ("TLS", lambda folder: {
        **TLS, "ssl.truststore.type": "PEM",
        "ssl.truststore.certificates": certificates.pem(folder, "other.pem")},
        "FATAL", "ssl.truststore"),
    "tls, another name": ("ELSEWHERE", lambda folder: {**TLS, **trust(folder)},
                          "FATAL", "ssl.endpoint.identification.algorithm"),
    "jks": ("TLS", lambda folder: {**TLS, **stores(folder, truststore="trust.jks")},
            "BAD_CONFIG", "keytool -importkeystore"),
    "pkcs12, wrong password": ("TLS", lambda folder: {
        **TLS, "ssl.truststore.location": str(folder / "trust.p12"),
        "ssl.truststore.password": "SECRET"}, "BAD_CONFIG", "is the password right"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, attempt, folder):
    listener, properties, verdict, words = REFUSED[case]
    said, log = attempt(listener, properties(folder))
    lines = said.splitlines()
    assert lines and all(f": {verdict}: " in line and words in line for line in lines), said + log


@pytest.mark.parametrize("listener, mechanism", [("SASL", "SCRAM-SHA-256"),
                                                 ("SASLTLS", "SCRAM-SHA-512")])
def test_scram(attempt, folder, listener, mechanism):
    """Debian's librdkafka cannot do it with a broker of this version; then that is said."""
    protocol = "SASL_SSL" if listener == "SASLTLS" else "SASL_PLAINTEXT"
    said, log = attempt(listener, {**sasl(protocol, mechanism, SCRAM + SCRAM_USER), **trust(folder)})
    assert said == "ok" or "SCRAM of librdkafka before 2.6.1" in said, said + log


def test_token(attempt, endpoint, folder):
    properties = {**sasl("SASL_PLAINTEXT", "OAUTHBEARER",
                         OAUTH + 'clientId="weir" clientSecret="s3cret" scope="kafka rw";'),
                  "sasl.oauthbearer.token.endpoint.url": endpoint,
                  "sasl.login.callback.handler.class": SECURED}
    TokenEndpoint.asked.clear()
    said, log = attempt("TOKEN", properties)
    assert said == "ok", said + log
    assert TokenEndpoint.asked[0][1] == "grant_type=client_credentials&scope=kafka%20rw"
    assert len(TokenEndpoint.asked) == 1  # four clients, one token


def test_token_of_a_file(attempt, tmp_path):
    path = tmp_path / "token"
    path.write_text(token(int(time.time())) + "\n")
    said, log = attempt("TOKEN", {**sasl("SASL_PLAINTEXT", "OAUTHBEARER", OAUTH + ";"),
                                  "sasl.oauthbearer.token.endpoint.url": f"file://{path}"})
    assert said == "ok", said + log


def test_token_refused(attempt, endpoint):
    said, log = attempt("TOKEN", {
        **sasl("SASL_PLAINTEXT", "OAUTHBEARER",
               OAUTH + 'clientId="weir" clientSecret="SECRET";'),
        "sasl.oauthbearer.token.endpoint.url": endpoint})
    assert "invalid_client" in log
    assert said.splitlines()[0].startswith("create: FATAL: "), said + log
    assert "invalid_client" in said, said + log
