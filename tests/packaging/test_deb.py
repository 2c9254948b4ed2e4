"""The Debian package as cpack makes it of build/: what it says of itself, and who may read what."""
import shutil
import subprocess

import pytest

from support import paths

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-shlibdeps"), reason="needs dpkg-dev")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deb")
    subprocess.run(["cpack", "-G", "DEB", "-B", folder, "--config", paths.BUILD / "CPackConfig.cmake"],
                   cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=300)
    deb, = folder.glob("*.deb")
    return deb


def _told(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


def test_what_it_says_of_itself(package):
    assert _told("dpkg-deb", "-f", package, "Section") == "net\n"
    depends = _told("dpkg-deb", "-f", package, "Depends")
    assert all(name in depends for name in ("libcurl4", "tzdata", "librdkafka1", "libmicrohttpd12"))


def test_its_configuration_is_no_ones_to_read(package, tmp_path):
    """The place for rest.password: root's alone, and handed to the service by systemd."""
    line, = (line for line in _told("dpkg-deb", "-c", package).splitlines()
             if line.endswith("/etc/weir/worker.properties"))
    assert line.split()[:2] == ["-rw-------", "root/root"]
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    unit = (tmp_path / "usr/lib/systemd/system/weir.service").read_text()
    assert "LoadCredential=worker.properties:/etc/weir/worker.properties\n" in unit
    assert "--config %d/worker.properties\n" in unit
