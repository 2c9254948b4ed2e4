"""The C programs of this folder, from the bench build."""
import subprocess

from support import paths


def said(name, *arguments, **more):
    """What the program prints."""
    return subprocess.run([paths.BUILD / "bench" / "tests" / name, *map(str, arguments)],
                          capture_output=True, text=True, check=True, **more).stdout
