"""A disk of its own, which a test may fill."""
import subprocess

import pytest

DISK_BYTES = 64 << 20


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder],
                             capture_output=True, text=True, timeout=10, check=False)
    if mounted.returncode:
        pytest.skip(f"no tmpfs may be mounted: {mounted.stderr.strip()}")
    (folder / "data").mkdir()
    yield folder
    subprocess.run(["umount", "-l", folder], timeout=10, check=True)
