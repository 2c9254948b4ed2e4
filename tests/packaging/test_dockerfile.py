"""The Dockerfile's own steps, run in a bare Debian root made by debootstrap: no container engine
is needed to know that they work. Needs root, debootstrap and the way to Debian's archive."""
import base64
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import tarfile

import pytest

from support import dockerfile, paths
from support.process import Process, free_port, port_open
from support.rest import Rest
from support.waiting import until

pytestmark = [pytest.mark.timeout(1200),  # two root file systems and a whole build
              pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("debootstrap"),
                                 reason="needs root and debootstrap")]
LIMIT_KB = 60 * 1024


class Stage:
    """A root file system, what the image remembers of it, and what it weighed at first."""

    def __init__(self, folder, base):
        self.root = folder
        subprocess.run(["cp", "-a", base, folder], check=True)
        self.user, self.folder, self.environment, self.entry = "root", "/", {}, None
        self.kb_before = self.kb()

    def kb(self):
        return int(subprocess.run(["du", "-skx", self.root], capture_output=True, text=True,
                                  check=True).stdout.split()[0])

    def command(self, argv, more=None):
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **self.environment, **(more or {})}
        user = [] if self.user == "root" else [f"--userspec={self.user}"]
        inside = (f"mount -t proc proc {self.root}/proc && exec chroot {' '.join(user)} {self.root} "
                  f"sh -c {shlex.quote(f'cd {self.folder} && exec {shlex.join(argv)}')}")
        return ["unshare", "--mount", "--fork", "env", "-i",
                *(f"{key}={value}" for key, value in environment.items()), "sh", "-c", inside]

    def run(self, argv):
        done = subprocess.run(self.command(argv), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{argv}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"


def _copy_tree(target):
    """What COPY . takes: the tree as git has it."""
    target.mkdir(parents=True)
    names = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True,
                           check=True).stdout.split(b"\0")
    packed = target / "tree.tar"
    with tarfile.open(packed, "w") as tar:
        for name in filter(None, names):
            if (paths.ROOT / os.fsdecode(name)).exists():
                tar.add(paths.ROOT / os.fsdecode(name), os.fsdecode(name))
    with tarfile.open(packed) as tar:
        tar.extractall(target)
    packed.unlink()


def _apply(word, rest, stages, stage):
    if word == "RUN":
        stage.run(["sh", "-c", rest])
    elif word == "COPY" and rest.startswith("--from="):
        origin, source, target = re.fullmatch(r"--from=(\S+) (\S+) (\S+)", rest).groups()
        subprocess.run(["cp", "-a", f"{stages[origin].root}{source}/.", f"{stage.root}{target}/"],
                       check=True)
    elif word == "COPY":
        assert rest == ". /src"
        _copy_tree(stage.root / "src")
    elif word == "USER":
        stage.user = rest
    elif word == "WORKDIR":
        stage.folder = rest
    elif word == "ENV":
        stage.environment.update(dockerfile.variables(rest))
    elif word == "ENTRYPOINT":
        stage.entry = json.loads(rest)
    else:
        assert word in ("VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"), word


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roots")
    base = folder / "base"
    subprocess.run(["debootstrap", "--variant=minbase", "bookworm", base], check=True,
                   stdout=subprocess.DEVNULL)
    for name in ("sources.list", "sources.list.d", "apt.conf.d", "auth.conf.d", "preferences.d"):
        if (pathlib.Path("/etc/apt") / name).exists():
            subprocess.run(["cp", "-a", f"/etc/apt/{name}", base / "etc/apt/"], check=True)
    stages, stage = {}, None
    for word, rest in dockerfile.instructions():
        if word == "FROM":
            name = rest.partition(" AS ")[2] or "last"
            stage = stages[name] = Stage(folder / name, base)
        else:
            _apply(word, rest, stages, stage)
    yield stage
    shutil.rmtree(folder, ignore_errors=True)


def test_size_and_contents(image):
    assert image.kb() - image.kb_before < LIMIT_KB
    plugins = {path.name for path in (image.root / "usr/lib/weir/plugins").iterdir()}
    assert "file.so" not in plugins and {"converters.so", "mariadb.so", "postgres.so"} <= plugins
    assert image.user != "root"


def test_refuses_an_open_listener(image):
    done = subprocess.run(image.command(image.entry, {"CONNECT_BUS": "embedded"}),
                          capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode != 0 and "rest.user" in done.stderr


def test_runs_and_stops(image):
    port = free_port()
    more = {"CONNECT_BUS": "embedded", "REST_PORT": str(port), "CONNECT_REST_USER": "me",
            "CONNECT_REST_PASSWORD": "x"}
    worker = Process("image", image.command(image.entry, more))
    try:
        rest = Rest(port)
        worker.wait_for(lambda: port_open(port), 30, "REST answers")
        classes = rest.get("/connector-plugins", headers={
            "Authorization": "Basic " + base64.b64encode(b"me:x").decode()}).text()
        assert "MariaDbConnector" in classes and "FileStream" not in classes
        until(lambda: subprocess.run(image.command(dockerfile.health_check(), more),
                                     check=False).returncode == 0, 30, "it is healthy")
        inside = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True,
                                check=True).stdout.split()[0]
        os.kill(int(inside), signal.SIGTERM)
        until(lambda: not worker.alive(), 30, "it ends")
        assert worker.stop() == 0
    finally:
        worker.kill()
