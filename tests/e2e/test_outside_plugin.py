"""A plugin that somebody builds elsewhere, against what `make install` puts down."""
import os
import pathlib
import shlex
import subprocess

import pytest

from support import paths

SOURCE = pathlib.Path(__file__).parent / "outside" / "shout.c"
WARNINGS = "-Wall -Wextra -Werror -std=c11 -fPIC -shared"


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **more)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """The worker, installed."""
    folder = tmp_path_factory.mktemp("installed")
    run("cmake", "--install", str(paths.weir_binary().parent), "--prefix", str(folder))
    return folder


def compile_plugin(prefix, name, *flags):
    env = {**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")}
    asked = run("pkg-config", "--cflags", "--libs", "weir", env=env).stdout
    folder = pathlib.Path(run("pkg-config", "--variable=plugindir", "weir", env=env).stdout.strip())
    target = folder / name
    run("cc", *shlex.split(WARNINGS), *flags, "-o", str(target), str(SOURCE), *shlex.split(asked))
    return target


def test_is_loaded_and_explained(prefix):
    target = compile_plugin(prefix, "shout.so")
    weir = str(prefix / "bin/weir")
    listed = run(weir, "plugins", "--files")
    assert listed.stderr == ""
    line = next(line for line in listed.stdout.splitlines() if "com.example.Shout" in line)
    assert line.split()[:3] == ["transformation", "com.example.Shout", "0.1"]
    assert os.path.samefile(line.split()[3], target)
    assert "FileStreamSource" in listed.stdout
    assert "Topics to put into capitals" in run(weir, "help", "Shout").stdout
    target.unlink()


def test_another_abi_is_refused_in_one_sentence(prefix):
    target = compile_plugin(prefix, "future.so", "-DABI_MAJOR=9")
    listed = run(str(prefix / "bin/weir"), "plugins")
    target.unlink()
    assert "com.example.Shout" not in listed.stdout
    refusal = [line for line in listed.stderr.splitlines() if "future.so" in line]
    assert len(refusal) == 1
    assert "is refused: it was built for ABI 9.0, this worker offers 1.0" in refusal[0]
