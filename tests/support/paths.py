"""Where things lie. Everything the rig makes is under build/rig."""
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
RIG = BUILD / "rig"
JARS = RIG / "jars"
CLIENT_JARS = RIG / "client-jars"
LOG = RIG / "log"
RUN = RIG / "run"
SUPPORT = ROOT / "tests" / "support"
CLIENTS = ROOT / "tests" / "parity" / "clients"
GOLDEN = ROOT / "tests" / "golden"


def weir_binary():
    """The worker under test: $WEIR, else build/weir."""
    return pathlib.Path(os.environ.get("WEIR", BUILD / "weir"))


def java_binary():
    """$JAVA, else the java of the search path."""
    return os.environ.get("JAVA", "java")
