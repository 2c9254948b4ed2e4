"""Debezium's own plugins, fetched through Maven: what ours are compared with."""
import re

from .. import java, paths

_POMS = paths.SUPPORT / "debezium"
_FOLDER = paths.RIG / "debezium"


def version():
    return re.search(r"<debezium.version>(.*)</", (_POMS / "mariadb.xml").read_text())[1]


def plugin_path(wanted=None):
    """A plugin.path with the MariaDB and MySQL sources and the JDBC sink, each in a folder of its own;
    wanted: of another version than the poms'."""
    folder = _FOLDER.with_name(f"debezium-{wanted}") if wanted else _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for pom in sorted(_POMS.glob("*.xml")):
        if wanted:
            own = folder / pom.name
            own.write_text(pom.read_text().replace(f">{version()}<", f">{wanted}<"))
            pom = own
        java.fetch(pom, folder / pom.stem)
    return folder
