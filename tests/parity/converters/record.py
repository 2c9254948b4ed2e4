"""Writes tests/golden/converters from the real converters: PYTHONPATH=tests python
tests/parity/converters/record.py. Needs a JDK of 17 and, for the second column, one of 19 or later
($JAVA19, else what lies in /usr/lib/jvm): since 19 Java prints the shortest text of a double."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from support import java, paths  # noqa: E402

HERE = pathlib.Path(__file__).parent
GOLDEN = paths.GOLDEN / "converters"


def version(binary):
    text = subprocess.run([binary, "-version"], capture_output=True, text=True, check=True).stderr
    return re.search(r'version "([^"]+)"', text).group(1)


def find(accept):
    """A java of the machine whose major version suits."""
    homes = sorted(pathlib.Path("/usr/lib/jvm").glob("*/bin/java"))
    named = os.environ.get("JAVA19")
    for binary in [named] if named and accept(19) else [paths.java_binary(), *map(str, homes)]:
        if accept(int(version(binary).split(".")[0])):
            return binary
    return None


def record(binary, folder):
    """All files, as Java of that version answers: name -> list of lines."""
    subprocess.run([binary, "-XX:+UseSerialGC", "-Duser.timezone=UTC", "-Duser.language=en", "-Dfile.encoding=UTF-8", "-Drig.level=ERROR",
                    f"-Dlog4j2.configurationFile={paths.SUPPORT / 'log4j2.properties'}",
                    "-cp", f"{folder}:{java.class_path()}", "Golden", folder], check=True)
    return {file.stem: [json.loads(line) for line in file.read_text().split("\n") if line]
            for file in folder.glob("*.jsonl")}


def merged(new, old, names):
    """The newer Java's line; a member the older one answers otherwise is added with its name."""
    line = dict(new)
    for member in {**new, **old}:
        if new.get(member) != old.get(member):
            line[f"{member}_{names[1]}"] = old.get(member)
    return line


def main():
    older, newer = find(lambda major: 17 <= major < 19), find(lambda major: major >= 19)
    if older is None or newer is None:
        raise SystemExit("needs a JDK 17 and one of 19 or later")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        javac = pathlib.Path(older).resolve().parent / "javac" if "/" in older else "javac"
        subprocess.run([javac, "-Xlint:-options", "-d", folder, "-cp", java.class_path(),
                        *HERE.glob("*.java")], check=True)
        new, old = record(newer, folder), record(older, folder)
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, lines in sorted(new.items()):
        about = {"about": name, "kafka": java.KAFKA_VERSION, "java": version(newer),
                 "java17": version(older)}
        both = [merged(line, before, ("java", "java17"))
                for line, before in zip(lines, old[name], strict=True)]
        differ = sum(line != before for line, before in zip(lines, old[name]))
        print(f"{name}: {len(both)} cases, {differ} differ between the two Javas")
        with open(GOLDEN / f"{name}.jsonl", "w", encoding="utf-8") as out:
            for line in [about, *both]:
                out.write(json.dumps(line, separators=(",", ":")) + "\n")


main()
