"""Our worker as a child process, on Kafka or on its embedded log."""
import pathlib
import tempfile

from . import paths
from .java import worker_properties, write_properties
from .process import Process, free_port
from .rest import Rest


class Weir(Process):
    """Started with the worker properties given; what is left out has values fit for tests. With a
    bootstrap address it works on Kafka, without on the embedded log in a data.dir of its own.
    The same object can be started again after stop or kill: start()."""

    def __init__(self, properties=None, bootstrap=None, group="connect", port=None, name="weir",
                 env=None, detached=False, start=True, command="run"):
        self.port = port or free_port()
        self.rest = Rest(self.port)
        self.worker_id = f"127.0.0.1:{self.port}"
        paths.RUN.mkdir(parents=True, exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=name + "-", dir=paths.RUN))
        self.config = self.folder / "worker.properties"
        self.properties = self._complete(properties or {}, bootstrap, group)
        self._command = command
        self._start = {"name": name, "env": env, "detached": detached}
        self._child = None
        if start:
            self.start()

    def _complete(self, properties, bootstrap, group):
        known = worker_properties(bootstrap, self.port, group)
        if bootstrap is None:
            known = {key: value for key, value in known.items()
                     if "storage" not in key and key not in ("bootstrap.servers", "group.id")}
            known["data.dir"] = self.folder / "data"
        return {**known, **properties}

    def alive(self):
        return self._child is not None and super().alive()

    def start(self, ready=True, **changes):
        """Starts it with the properties changed (None takes one away) and waits for its REST."""
        if self.alive():
            raise RuntimeError(f"{self.name} runs already")
        self.properties.update({key.replace("__", "."): value for key, value in changes.items()})
        self.properties = {key: value for key, value in self.properties.items() if value is not None}
        write_properties(self.config, self.properties)
        binary = paths.weir_binary()
        if not binary.exists():
            raise FileNotFoundError(f"{binary} is not built")
        Process.__init__(self, self._start["name"], [binary, self._command, "--config", self.config],
                         env=self._start["env"], detached=self._start["detached"])
        if ready:
            try:
                self.wait_for(self._ready, 90, "REST answers")
            except BaseException:
                self.kill()
                raise
        return self

    def restart(self, **changes):
        self.stop()
        return self.start(**changes)

    def stop(self, seconds=20):
        return super().stop(seconds) if self._child is not None else None

    def _ready(self):
        return self.rest.get("/health").status in (200, 401)
