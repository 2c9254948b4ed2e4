"""The plugins of tests/plugins, compiled as somebody outside would: against the headers and the
libweir that the worker under test has."""
import subprocess

from . import paths

SOURCES = paths.ROOT / "tests" / "plugins"
FOLDER = paths.BUILD / "test-plugins"
FLAGS = ("-std=gnu11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared",
         "-fvisibility=hidden", "-D_GNU_SOURCE")


def compile_plugin(source, target, *flags):
    """One .c becomes one .so."""
    target.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["cc", *FLAGS, *flags, f"-I{paths.ROOT / 'runtime' / 'include'}", "-o", target, source,
         f"-L{paths.weir_binary().parent}", "-lweir", "-lpthread"],
        capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def _age(path):
    return path.stat().st_mtime if path.exists() else 0


def plugin_path():
    """The folder with all of them, for plugin.path; what has changed is compiled anew."""
    newest = max(map(_age, (paths.ROOT / "runtime" / "include" / "weir").iterdir()))
    for source in SOURCES.glob("toy_*.c"):
        target = FOLDER / (source.stem + ".so")
        if _age(target) < max(newest, _age(source)):
            compile_plugin(source, target)
    return FOLDER
