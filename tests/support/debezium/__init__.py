"""Debezium's own plugins, fetched through Maven: what ours are compared with."""
import re

from .. import java, paths

_POMS = paths.SUPPORT / "debezium"
_FOLDER = paths.RIG / "debezium"


def version():
    return re.search(r"<debezium.version>(.*)</", (_POMS / "mariadb.xml").read_text())[1]


def plugin_path():
    """A plugin.path with the MariaDB and MySQL sources and the JDBC sink, each in a folder of its own."""
    for pom in sorted(_POMS.glob("*.xml")):
        java.fetch(pom, _FOLDER / pom.stem)
    return _FOLDER
