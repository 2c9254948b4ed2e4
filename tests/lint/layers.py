#!/usr/bin/env python3
"""Checks who includes whom: the rooms' order, what a plugin may see, where foreign headers live.

Prints each offence with its place, then a line that counts the files; exits 1 if there is any.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["base", "data", "conf", "plugin", "bus", "store", "pipeline", "worker", "rest", "cli"]
# obs may be used from bus rightward, and itself looks no further left than base and data.
OBS_USERS = ROOMS[ROOMS.index("bus"):]
FOREIGN = {  # header -> the only place that may include it
    r"librdkafka/.*": "runtime/bus/kafka_",
    r"openssl/.*": ("runtime/bus/kafka_keystore", "connectors/common/mariadb/cdc_digest",
                    "connectors/common/mysql/my_"),
    r"lmdb\.h": "runtime/bus/local_",
    r"microhttpd\.h": "rest/",
    r"gnutls/.*": "rest/tls",
    r"curl/.*": "runtime/base/http",
    r"pcre2\.h": "runtime/base/regex",
    r"yaml\.h": "runtime/conf/yaml",
    r"(mysql|mariadb)/.*\.h|mysql\.h|errmsg\.h|ma_(pvio|tls)\.h": "connectors/common/mysql/",
    r"libpq-fe\.h": "connectors/common/pg/",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]', re.M)


def room_of(path):
    parts = path.parts
    if parts[0] == "runtime":
        return parts[1]
    return "rest" if parts[0] == "rest" else None


def offence_in_runtime(path, name):
    mine, theirs = room_of(path), name.split("/")[0]
    if mine == "include" or theirs not in ROOMS + ["obs"]:
        return None
    if theirs == "obs":
        allowed = mine in OBS_USERS + ["obs"]
    elif mine == "obs":
        allowed = theirs in ("base", "data")
    else:
        allowed = ROOMS.index(theirs) <= ROOMS.index(mine)
    return None if allowed else f"{mine}/ may not include {theirs}/"


def offence_in_plugin(path, quote, name):
    folder = path.parts[1]
    if quote == "<" or (path.parent / name).resolve().is_relative_to(ROOT / "connectors" / folder):
        return None
    if name.startswith("common/") or "connectors/common/" in str((path.parent / name).resolve()):
        return None
    return f"a plugin may include only <weir/*.h> and connectors/common/, not {name}"


def offences(path):
    text = (ROOT / path).read_text(errors="replace")
    for quote, name in INCLUDE.findall(text):
        for pattern, place in FOREIGN.items():
            if re.fullmatch(pattern, name) and not str(path).startswith(place):
                yield f"{name} may be included only by {place}*"
        if path.parts[0] == "connectors":
            found = offence_in_plugin(path, quote, name)
        else:
            found = offence_in_runtime(path, name) if quote == '"' else None
        if found:
            yield found


def main():
    files = [p.relative_to(ROOT) for top in ("runtime", "rest", "connectors")
             for p in sorted((ROOT / top).rglob("*.[ch]"))]
    bad = [f"{path}: {what}" for path in files for what in offences(path)]
    print("\n".join(bad + [f"layers: {len(files)} files, {len(bad)} offences"]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
