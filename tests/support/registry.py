"""Schema registries for tests: one of our own in a thread, and Apicurio as a child process."""
import base64
import http.server
import json
import ssl
import subprocess
import tarfile
import threading
import urllib.parse
import urllib.request

from . import paths
from .process import Process, free_port

APICURIO = "2.6.13.Final"


class Registry:
    """What both can be asked."""

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def schema(self, number):
        return self.get(f"/schemas/ids/{number}")["schema"]

    def versions(self, subject):
        return self.get(f"/subjects/{urllib.parse.quote(subject, safe='')}/versions")

    def post(self, path, body):
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), {
            "Content-Type": "application/vnd.schemaregistry.v1+json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def set_compatibility(self, subject, level):
        request = urllib.request.Request(
            f"{self.url}/config/{subject}", json.dumps({"compatibility": level}).encode(), {
                "Content-Type": "application/vnd.schemaregistry.v1+json"}, method="PUT")
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200

    def register(self, subject, schema):
        path = f"/subjects/{urllib.parse.quote(subject, safe='')}/versions"
        return self.post(path, {"schema": schema})["id"]


class FakeRegistry(Registry):
    """Registers, looks up and hands out; the texts are compared as they are. asked: (method, path)
    of every request. user: "name:password" that must come with each."""

    def __init__(self, port=0, user=None, tls=None):
        self.asked, self.texts, self.subjects = [], [], {}
        self._lock = threading.Lock()
        self._user = user and "Basic " + base64.b64encode(user.encode()).decode()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method, path, body):
        parts = [urllib.parse.unquote(part) for part in path.split("?")[0].split("/")[1:]]
        with self._lock:
            self.asked.append((method, path))
            if method == "GET" and parts[:2] == ["schemas", "ids"]:
                number = int(parts[2])
                return (200, {"schema": self.texts[number - 1]}) if number <= len(self.texts) else _MISSING
            known = self.subjects.setdefault(parts[1], [])
            if method == "GET":
                return 200, list(range(1, len(known) + 1))
            text = body["schema"]
            if parts[2:] == ["versions"]:
                if text not in self.texts:
                    self.texts.append(text)
                if text not in known:
                    known.append(text)
            if text not in known:
                return _MISSING
            return 200, {"subject": parts[1], "id": self.texts.index(text) + 1,
                         "version": known.index(text) + 1}

    def _handler(self):
        registry = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if registry._user and self.headers.get("Authorization") != registry._user:
                    status, doc = 401, {"error_code": 40101, "message": "Unauthorized"}
                else:
                    status, doc = registry.answer(self.command, self.path, json.loads(body or "null"))
                text = json.dumps(doc).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = _answer

            def log_message(self, *_):
                pass

        return Handler


_MISSING = 404, {"error_code": 40403, "message": "Schema not found"}


def server_tls(certificate, key, trusted=None):
    """With trusted, clients have to show a certificate that it signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if trusted:
        context.load_verify_locations(trusted)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _apicurio_jar():
    """The registry's folder, unpacked once."""
    folder = paths.RIG / f"apicurio-{APICURIO}"
    if not folder.exists():
        subprocess.run(["mvn", "-q", "-B", "dependency:copy", "-Dmdep.useBaseVersion=true",
                        f"-Dartifact=io.apicurio:apicurio-registry-app:{APICURIO}:tar.gz:all",
                        f"-DoutputDirectory={paths.RIG}"], check=True)
        part = folder.with_suffix(".part")
        with tarfile.open(paths.RIG / f"apicurio-registry-app-{APICURIO}-all.tar.gz") as packed:
            packed.extractall(part, filter="data")
        part.rename(folder)
    return next(folder.rglob("*-runner.jar"))


class Apicurio(Registry, Process):
    """Apicurio's registry in memory; its ccompat API is Confluent's."""

    def __init__(self):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/apis/ccompat/v7"
        super().__init__("apicurio", [
            paths.java_binary(), "-Xmx512m", "-Dquarkus.http.host=127.0.0.1", f"-Dquarkus.http.port={port}",
            "-Dregistry.storage.kind=sql", "-jar", _apicurio_jar()])
        try:
            self.wait_for(lambda: self.get("/subjects") == [], 120, "the registry answers")
        except BaseException:
            self.kill()
            raise
