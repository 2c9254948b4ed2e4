"""A port before another one: answers can be held back there, and connections cut."""
import contextlib
import socket
import threading


class Relay:
    def __init__(self, port):
        self._target, self._answers, self._open = port, threading.Event(), []
        self._answers.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                self._open += [client, server]
                threading.Thread(target=self._pump, args=(client, server, False), daemon=True).start()
                threading.Thread(target=self._pump, args=(server, client, True), daemon=True).start()

    def _pump(self, source, target, answers):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if answers:
                    self._answers.wait()
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def hold(self):
        """What the server says from now on stays here."""
        self._answers.clear()

    def cut(self):
        """All connections, with what was held; new ones are served."""
        for end in self._open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open = []
        self._answers.set()

    def stop(self):
        self._listener.close()
        self.cut()
