"""HTTP as the tests want it: the path goes out as written, every header of the answer is kept, and
JSON is read with its members in their order."""
import http.client
import json

from .waiting import until


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def header(self, name):
        """The value of the header, or None."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None

    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.text()[:500]}>"


class _Connection(http.client.HTTPConnection):
    """Lets the bytes of a path out as they are, ASCII or not (given as Latin-1)."""

    def _encode_request(self, request):
        return request.encode("latin-1")


class Rest:
    """Client of one worker. A body that is not bytes or text is sent as JSON."""

    def __init__(self, port, host="127.0.0.1"):
        self.port = port
        self.host = host
        self.url = f"http://{host}:{port}"

    def call(self, method, path, body=None, headers=None, seconds=100):
        headers = dict(headers or {})
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body, ensure_ascii=False)
        if isinstance(body, str):
            body = body.encode()
        if body is not None and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
        connection = _Connection(self.host, self.port, timeout=seconds)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            elif method in ("POST", "PUT", "PATCH"):
                connection.putheader("Content-Length", "0")
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def put(self, path, body=None, **more):
        return self._change("PUT", path, body, **more)

    def post(self, path, body=None, **more):
        return self._change("POST", path, body, **more)

    def patch(self, path, body=None, **more):
        return self._change("PATCH", path, body, **more)

    def delete(self, path, **more):
        return self._change("DELETE", path, **more)

    def _change(self, method, path, body=None, **more):
        """As a client does it: again while the worker, just started, is not yet in its group."""
        def taken():
            answer = self.call(method, path, body, **more)
            return None if b"no known leader URL" in answer.body else answer
        return taken() or until(taken, 30, f"a leader for {method} {path}")

    def state(self, connector):
        """(connector state, (task states)), or None while there is no status."""
        answer = self.get(f"/connectors/{connector}/status")
        if answer.status != 200:
            return None
        status = answer.json()
        return status["connector"]["state"], tuple(task["state"] for task in status["tasks"])
