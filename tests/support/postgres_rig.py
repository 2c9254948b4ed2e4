"""Throw-away PostgreSQL 15 servers, and what tests ask of them.

Each has a folder of its own under /tmp (a user without rights must reach it: PostgreSQL refuses
root), listens on a free loopback port, and has a database shop that belongs to cdc (password cdc).
"""
import atexit
import contextlib
import functools
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile

import psycopg

from . import paths
from .process import Process, free_port
from .waiting import until

USER = PASSWORD = "cdc"
DATABASE = "shop"
_ORDINARY = "nobody"


def _reachable(folder):
    """Whether any user may look into it: a clone in root's home is not."""
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


@functools.cache
def _servers():
    """Where the unpacked packages lie: $POSTGRES_SERVERS, or build/servers, or a copy that an ordinary user can
    reach."""
    if "POSTGRES_SERVERS" in os.environ:
        return pathlib.Path(os.environ["POSTGRES_SERVERS"])
    servers = paths.BUILD / "servers"
    if not (servers / "complete").exists():
        subprocess.run([paths.ROOT / "makefiles" / "unpack_servers.sh"], check=True)
    if os.geteuid() != 0 or _reachable(servers):
        return servers
    copy = pathlib.Path(tempfile.mkdtemp(prefix="weir-servers-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    shutil.copytree(servers, copy, dirs_exist_ok=True, symlinks=True)
    return copy


def _bin():
    return _servers() / "usr" / "lib" / "postgresql" / "15" / "bin"


def _ordinary_user():
    """(uid, gid) to become, None when we are no root anyway."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam(_ORDINARY)
    return user.pw_uid, user.pw_gid


def _as_ordinary(argv):
    user = _ordinary_user()
    words = [str(word) for word in argv]
    return words if user is None else ["setpriv", f"--reuid={user[0]}", f"--regid={user[1]}",
                                       "--clear-groups", "--pdeathsig=KILL", *words]


class Postgres(Process):
    """options are settings as name=value. The same object can be started again after stop or kill."""

    def __init__(self, name="postgres", options=(), port=None, detached=False):
        self.port = port or free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="weir-pg-"))
        user = _ordinary_user()
        if user:
            os.chown(self.folder, *user)
        done = subprocess.run(
            _as_ordinary([_bin() / "initdb", "-D", self.folder / "data", "-U", "boss", "-A", "trust",
                          "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]),
            capture_output=True, text=True, check=False, cwd="/tmp")
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")
        self._ask_passwords()
        settings = {"listen_addresses": "127.0.0.1", "port": self.port,
                    "unix_socket_directories": self.folder, "max_connections": 50,
                    "shared_buffers": "64MB", "max_wal_size": "2GB",
                    **dict(option.split("=", 1) for option in options)}
        self._argv = _as_ordinary([_bin() / "postgres", "-D", self.folder / "data",
                                   *(f"--{key}={value}" for key, value in settings.items())])
        self._name, self._detached = name, detached
        self.start()
        for sql in (f"CREATE ROLE {USER} LOGIN SUPERUSER PASSWORD '{PASSWORD}'",
                    f"CREATE DATABASE {DATABASE} OWNER {USER}"):
            with self.connect("postgres", "boss") as connection:
                connection.execute(sql)

    def owner(self):
        """(uid, gid) of its processes."""
        return _ordinary_user() or (os.geteuid(), os.getegid())

    def _ask_passwords(self):
        """Of everybody but the boss."""
        (self.folder / "data" / "pg_hba.conf").write_text(
            "local all all trust\nhost all boss 127.0.0.1/32 trust\n"
            "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 trust\n")

    def start(self):
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        Process.__init__(self, self._name, self._argv, detached=self._detached)
        try:
            self.wait_for(self._answers, 180, "server answers")
        except BaseException:
            self.kill()
            raise
        return self

    def _answers(self):
        try:
            self.connect("postgres", "boss").close()
            return True
        except psycopg.OperationalError:
            return False

    def connect(self, database=DATABASE, user=USER):
        return psycopg.connect(host="127.0.0.1", port=self.port, dbname=database, user=user,
                               password=PASSWORD, autocommit=True)

    def transaction(self):
        """A connection whose statements are one transaction, committed by leaving its `with`."""
        return psycopg.connect(host="127.0.0.1", port=self.port, dbname=DATABASE, user=USER,
                               password=PASSWORD)

    def run(self, *statements):
        """The rows of the last one, if it has any."""
        with self.connect() as connection:
            for sql in statements:
                cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else None

    def one(self, sql):
        """The only value of the only row."""
        ((value,),) = self.run(sql)
        return value

    def url(self, **params):
        query = "&".join(f"{key}={value}" for key, value in params.items())
        return f"jdbc:postgresql://127.0.0.1:{self.port}/{DATABASE}" + (f"?{query}" if query else "")

    def dump_schema(self, *tables, database=DATABASE):
        """pg_dump of these tables' definitions, without the random words it writes for psql."""
        named = [word for table in tables for word in ("-t", table)]
        done = subprocess.run([_bin() / "pg_dump", "-s", "-O", "-h", "127.0.0.1", "-p", str(self.port),
                               "-U", "boss", *named, database],
                              capture_output=True, text=True, check=True)
        return "\n".join(line for line in done.stdout.splitlines() if not line.startswith("\\"))

    def stop(self, seconds=20):
        status = super().stop(seconds)
        shutil.rmtree(self.folder, ignore_errors=True)
        return status

    def crash(self):
        """kill -9 of all its processes; start() brings it back."""
        children = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        self.kill()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        until(lambda: not any(os.path.exists(f"/proc/{child}") for child in children), 20,
              "its processes are gone")
        return self


class Pgbouncer(Process):
    """A pooler in transaction mode before a server."""

    def __init__(self, server, name="pgbouncer"):
        self.port = free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="weir-bouncer-"))
        config = self.folder / "pgbouncer.ini"
        config.write_text(
            f"[databases]\n{DATABASE} = host=127.0.0.1 port={server.port} dbname={DATABASE} "
            f"user={USER} password={PASSWORD}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\n"
            "auth_type = any\npool_mode = transaction\ndefault_pool_size = 2\nunix_socket_dir =\n"
            f"admin_users = {USER}\n")
        user = _ordinary_user()
        if user:
            os.chown(self.folder, *user)
            os.chown(config, *user)
        super().__init__(name, _as_ordinary([_servers() / "usr" / "sbin" / "pgbouncer", config]))
        self.wait_for(self._answers, 30, "pooler answers")

    def _answers(self):
        try:
            psycopg.connect(host="127.0.0.1", port=self.port, dbname=DATABASE, user=USER,
                            password=PASSWORD).close()
            return True
        except psycopg.OperationalError:
            return False

    def reconnect(self):
        """Whoever is idle now gets another connection to the server for its next transaction."""
        with psycopg.connect(host="127.0.0.1", port=self.port, dbname="pgbouncer", user=USER, password=PASSWORD,
                             autocommit=True) as console:
            console.execute("RECONNECT")

    def url(self):
        return f"jdbc:postgresql://127.0.0.1:{self.port}/{DATABASE}"

    def stop(self, seconds=20):
        status = super().stop(seconds)
        shutil.rmtree(self.folder, ignore_errors=True)
        return status
