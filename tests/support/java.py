"""The Java side: fetches the jars, starts a broker and the real Connect worker."""
import os
import shutil
import subprocess
import tempfile

from . import paths
from .process import Process, free_port, port_open
from .rest import Rest

KAFKA_VERSION = "4.3.1"
_COMMON = ["-server", "-Djava.awt.headless=true",
           f"-Dlog4j2.configurationFile={paths.SUPPORT / 'log4j2.properties'}"]
# Soon up, and small: for tests.
_JVM = [*_COMMON, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
# As Apache Kafka's own scripts start the worker and the broker: for measuring.
_SERVER_JVM = [*_COMMON, "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20",
               "-XX:InitiatingHeapOccupancyPercent=35", "-XX:+ExplicitGCInvokesConcurrent"]
WORKER_JVM = [*_SERVER_JVM, "-Xms256M", "-Xmx2G", "-Drig.level=WARN"]
BROKER_JVM = [*_SERVER_JVM, "-Xms1G", "-Xmx1G"]


def fetch(pom, folder):
    """Copies what the pom names into the folder, unless the folder was filled from the same pom."""
    wanted = pom.read_bytes()
    stamp = folder / "pom.xml"
    if stamp.exists() and stamp.read_bytes() == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run(["mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies",
                    "-DincludeScope=runtime", f"-DoutputDirectory={folder}"], check=True)
    stamp.write_bytes(wanted)
    return folder


def class_path():
    return f"{fetch(paths.SUPPORT / 'pom.xml', paths.JARS)}/*"


def run_source(source, arguments=(), jars=None, java=None, jvm=None, **more):
    """Runs a single-file Java program with the jars at hand; keywords go to subprocess.run."""
    command = [java or paths.java_binary(), *(jvm or _JVM), "-cp", jars or class_path(),
               str(source), *map(str, arguments)]
    return subprocess.run(command, **{"check": True, **more})


def write_properties(path, properties):
    """A Java .properties file; values are written so that they come back as they are."""
    def escape(text):
        text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        return "\\" + text if text.startswith((" ", "\t")) else text
    path.write_text("".join(f"{key}={escape(str(value))}\n" for key, value in properties.items()),
                    encoding="utf-8")


class Broker(Process):
    """A single KRaft node with a fresh log in a folder of its own, removed when it stops. jvm: all
    the options of its Java; default: those for tests."""

    def __init__(self, name="kafka", port=None, properties=None, detached=False, options=(),
                 jvm=None):
        self.name = name
        self.port = port or free_port()
        self.bootstrap = f"127.0.0.1:{self.port}"
        self.folder = paths.RIG / "data" / f"{name}-{self.port}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        config = self.folder / "server.properties"
        write_properties(config, {**self._properties(), **(properties or {})})
        java = [paths.java_binary(), *_JVM, "-cp", class_path()]
        subprocess.run([*java, "kafka.tools.StorageTool", "format", "--standalone",
                        "-t", "5L6g3nShT-eMCtK--X86sw", "-c", config],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._argv = [*java[:1], *(jvm or ["-Xms64m", "-Xmx384m", *_JVM]), *options, "-cp",
                      class_path(), "kafka.Kafka", config]
        self._start(detached)

    def _start(self, detached=False):
        super().__init__(self.name, self._argv, detached=detached)
        try:
            self.wait_for(lambda: port_open(self.port) and "Kafka Server started" in self.log(),
                          180, "broker is up")
        except BaseException:
            self.kill()
            raise

    def restart(self, kill=False):
        """Ends, by kill -9 or orderly, and comes back on the same port with the same log."""
        self.kill() if kill else super().stop()
        self._start()

    def _properties(self):
        controller = free_port()
        listeners = f"PLAINTEXT://{self.bootstrap},CONTROLLER://127.0.0.1:{controller}"
        return {
            "process.roles": "broker,controller", "node.id": 1,
            "controller.quorum.bootstrap.servers": f"127.0.0.1:{controller}",
            "listeners": listeners, "advertised.listeners": listeners,
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "log.dirs": self.folder / "log", "num.partitions": 1,
            "num.network.threads": 2, "num.io.threads": 4, "num.recovery.threads.per.data.dir": 1,
            "log.cleaner.dedupe.buffer.size": 4194304, "log.cleaner.io.buffer.size": 131072,
            "offsets.topic.replication.factor": 1, "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1, "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "group.initial.rebalance.delay.ms": 0,
        }

    def stop(self, seconds=20):
        status = super().stop(seconds)
        shutil.rmtree(self.folder, ignore_errors=True)
        return status


def worker_properties(bootstrap, port, group, extra=None):
    """The properties that both workers understand, for a worker of the given group."""
    return {
        "bootstrap.servers": bootstrap, "group.id": group,
        "listeners": f"http://127.0.0.1:{port}",
        "key.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "key.converter.schemas.enable": "false", "value.converter.schemas.enable": "false",
        "config.storage.topic": f"{group}-configs", "config.storage.replication.factor": 1,
        "offset.storage.topic": f"{group}-offsets", "offset.storage.replication.factor": 1,
        "status.storage.topic": f"{group}-status", "status.storage.replication.factor": 1,
        "offset.flush.interval.ms": 500, "scheduled.rebalance.max.delay.ms": 0,
        **(extra or {}),
    }


class JavaConnect(Process):
    """The real distributed worker. Plugins are found by service files alone: it answers in about
    three seconds. jvm: all the options of its Java; default: those for tests."""

    def __init__(self, bootstrap, group="connect", port=None, properties=None, name="java-connect",
                 env=None, detached=False, jvm=None, seconds=90):
        self.port = port or free_port()
        self.rest = Rest(self.port)
        self.worker_id = f"127.0.0.1:{self.port}"
        config = _config_file(name)
        write_properties(config, worker_properties(bootstrap, self.port, group, {
            "plugin.discovery": "service_load", **(properties or {})}))
        super().__init__(name, [paths.java_binary(), *_options(env),
                                *(jvm or ["-Xms64m", "-Xmx512m", *_JVM]), "-cp", class_path(),
                                "org.apache.kafka.connect.cli.ConnectDistributed", config],
                         env=env, detached=detached)
        try:
            self.wait_for(self._ready, seconds, "REST answers")
        except BaseException:
            self.kill()
            raise

    def _ready(self):
        answer = self.rest.get("/connectors")
        return answer.status in (200, 401) and answer.header("Content-Type") == "application/json"


def _options(env):
    """What Kafka's scripts take from the environment for the JVM."""
    return (env or {}).get("KAFKA_OPTS", "").split()


def _config_file(name):
    paths.RUN.mkdir(parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(prefix=name + "-", suffix=".properties", dir=paths.RUN)
    os.close(handle)
    return type(paths.RUN)(path)
