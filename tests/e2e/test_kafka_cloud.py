"""The whole worker as a customer of a hosted Kafka: SASL_SSL, client credentials for an identity
provider that speaks HTTPS, signed tokens of short life which the broker checks by the provider's keys."""
import base64
import http.server
import json
import re
import ssl
import subprocess
import threading
import time

import pytest

from support import certificates
from support.java import Broker
from support.process import free_port
from support.waiting import until

from .test_kafka import SINK, SOURCE, TEXT, append, create, lines

pytestmark = pytest.mark.java

MODULE = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
SECURED = "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler"
VALIDATOR = "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler"
LIFE_S = 10


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider(http.server.BaseHTTPRequestHandler):
    """Client credentials in, an RS256 token out."""
    asked = []
    key = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append(body)
        good = self.headers["Authorization"] == "Basic " + base64.b64encode(b"weir:s3cret").decode()
        answer = {"access_token": self.token(), "expires_in": LIFE_S} if good else {"error": "invalid_client"}
        data = json.dumps(answer).encode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def token(self):
        now = int(time.time())
        claims = {"sub": "weir", "iss": "test", "aud": "kafka", "iat": now, "exp": now + LIFE_S, "scope": "kafka"}
        text = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": "1"}, claims))
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key], input=text.encode(),
                                   capture_output=True, check=True).stdout
        return f"{text}.{encoded(signature)}"

    def log_message(self, *_):
        pass


def public_keys(key):
    """The JWKS document of an RSA key."""
    said = subprocess.run(["openssl", "rsa", "-in", key, "-noout", "-modulus"], capture_output=True, text=True, check=True)
    modulus = bytes.fromhex(re.search("Modulus=([0-9A-F]+)", said.stdout).group(1))
    return {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": encoded(modulus), "e": "AQAB"}]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("cloud")
    certificates.authority(made, "ca")
    certificates.authority(made, "company")  # the provider's
    certificates.leaf(made, "server", "ca")
    certificates.leaf(made, "provider", "company")
    certificates.authority(made, "signer")
    certificates.java_truststore(made, "company.p12", "company.pem", "PKCS12")
    (made / "keys.json").write_text(json.dumps(public_keys(made / "signer.key")), encoding="ascii")
    return made


@pytest.fixture(scope="module")
def provider(folder):
    Provider.key = folder / "signer.key"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "provider.pem", folder / "provider.key")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/token"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def cloud(folder):
    """The address of its only listener for clients."""
    ports = {name: free_port() for name in ("PLAINTEXT", "CLOUD", "CONTROLLER")}
    where = ",".join(f"{name}://127.0.0.1:{port}" for name, port in ports.items())
    keys = (folder / "keys.json").as_uri()
    broker = Broker("kafka-cloud", port=ports["PLAINTEXT"], options=[f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={keys}"],
                    properties={
        "listeners": where, "advertised.listeners": where, "inter.broker.listener.name": "PLAINTEXT",
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{ports['CONTROLLER']}",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CLOUD:SASL_SSL",
        "ssl.keystore.type": "PEM", "ssl.keystore.key": certificates.pem(folder, "server.key"),
        "ssl.keystore.certificate.chain": certificates.pem(folder, "server.pem"),
        "sasl.oauthbearer.jwks.endpoint.url": keys, "sasl.oauthbearer.expected.audience": "kafka",
        "listener.name.cloud.sasl.enabled.mechanisms": "OAUTHBEARER",
        "listener.name.cloud.oauthbearer.sasl.jaas.config": MODULE + 'unsecuredLoginStringClaim_sub="broker";',
        "listener.name.cloud.oauthbearer.sasl.server.callback.handler.class": VALIDATOR,
    })
    yield f"127.0.0.1:{ports['CLOUD']}"
    broker.stop()


def properties(folder, provider, trusted):
    """For the worker, and again for its connectors' clients, as Java wants it."""
    login = f'clientId="weir" clientSecret="s3cret" scope="kafka" extension_logicalCluster="lkc-1" {trusted}'
    once = {"security.protocol": "SASL_SSL", "sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": f"{MODULE}{login};",
            "sasl.oauthbearer.token.endpoint.url": provider, "sasl.login.callback.handler.class": SECURED,
            "ssl.truststore.type": "PEM", "ssl.truststore.location": str(folder / "ca.pem")}
    return {f"{prefix}{key}": value for prefix in ("", "producer.", "consumer.", "admin.") for key, value in once.items()}


def trust(folder, how):
    if how == "pem":
        return f'ssl.truststore.type="PEM" ssl.truststore.location="{folder}/company.pem"'
    return (f'ssl.truststore.type="PKCS12" ssl.truststore.location="{folder}/company.p12" '
            f'ssl.truststore.password="{certificates.PASSWORD}"')


@pytest.mark.parametrize("how", ["pem", "pkcs12"])
def test_file_to_file(cloud, provider, folder, start_weir, tmp_path, word, how):
    """Records go through, and go on when the first tokens are over."""
    Provider.asked.clear()
    worker = start_weir({**TEXT, **properties(folder, provider, trust(folder, how))}, bootstrap=cloud, group=word("group"))
    topic = word("topic")
    append(tmp_path / "in", 0, 1000)
    create(worker.rest, "src", {**SOURCE, "file": str(tmp_path / "in"), "topic": topic})
    create(worker.rest, "snk", {**SINK, "file": str(tmp_path / "out"), "topics": topic})
    until(lambda: len(lines(tmp_path / "out")) == 1000, 30, "the lines")
    asked = len(Provider.asked)
    until(lambda: len(Provider.asked) > asked, 3 * LIFE_S, "another token")
    append(tmp_path / "in", 1000, 1000)
    until(lambda: lines(tmp_path / "out") == [f"line {i}" for i in range(2000)], 30, "the lines after that")
    assert set(Provider.asked) == {"grant_type=client_credentials&scope=kafka"}
    assert worker.stop() == 0
    assert "s3cret" not in worker.log()


def test_provider_not_trusted(cloud, provider, folder, start_weir, word):
    """A certificate of the provider that nobody vouches for: said, and nothing is sent."""
    Provider.asked.clear()
    worker = start_weir({**TEXT, **properties(folder, provider, "")}, bootstrap=cloud, group=word("group"), start=False)
    worker.start(ready=False)
    until(lambda: "cannot get a token" in worker.log() and "certificate" in worker.log(), 30, "the sentence")
    assert not Provider.asked


def test_token_of_another_signer(cloud, provider, folder, start_weir, word, monkeypatch):
    """The broker does check."""
    monkeypatch.setattr(Provider, "key", folder / "ca.key")
    worker = start_weir({**TEXT, **properties(folder, provider, trust(folder, "pem"))}, bootstrap=cloud, group=word("group"),
                        start=False)
    worker.start(ready=False)
    until(lambda: "check sasl.mechanism" in worker.log(), 30, "the broker's refusal")
    assert worker.rest.get("/health").status == 503 or not worker.alive()
    assert worker.rest.get("/health").json()["status"] == "starting"
