"""A worker that says what a test tells it to, and keeps what it was asked."""
import contextlib
import http.server
import json
import threading


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers from server.answers, 404 for what is not there."""

    def _any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, json.loads(body) if body else None,
                                  self.headers.get("Authorization")))
        path = self.path.partition("?")[0]
        told = self.server.answers.get((self.command, path), (404, {"message": "no such"}))
        code, answer = told() if callable(told) else told
        self.send_response(code)
        self.end_headers()
        if code != 204:
            self.wfile.write(json.dumps(answer).encode())

    do_GET = do_POST = do_PUT = do_DELETE = _any

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def answering():
    """.answers: {(method, path): (status, answer), or what returns that}; .asked: [(method, path, body, credentials)]."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        server.answers, server.asked = {}, []
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
