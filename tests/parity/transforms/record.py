"""Writes tests/golden/transforms from the real transforms: PYTHONPATH=tests python
tests/parity/transforms/record.py [family ...]. Needs a JDK of 17 and Maven."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from support import java, paths  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import cases  # noqa: E402

HERE = pathlib.Path(__file__).parent
GOLDEN = paths.GOLDEN / "transforms"
JARS = paths.RIG / "transform-jars"
NEWER_JARS = paths.RIG / "newer-transform-jars"
GRAAL_JARS = paths.RIG / "graal-jars"
OLDER_JARS = paths.RIG / "older-transform-jars"
# By itself: its parent is not published.
SCRIPTING = "io.debezium:debezium-scripting:3.5.0.Final"
SCRIPTING_JARS = paths.RIG / "scripting-jars"


def compiled(folder, jars):
    sources = [*HERE.glob("*.java"), paths.ROOT / "tests/parity/converters/Tagged.java"]
    subprocess.run(["javac", "-Xlint:-options", "-nowarn", "-d", folder, "-cp", jars, *sources], check=True)


def fetch_alone(artifact, folder):
    if not folder.exists():
        subprocess.run(["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}",
                        f"-DoutputDirectory={folder}"], check=True)
    return folder


def record(folder, jars, name, lines):
    """The lines of a family with Java's answers."""
    asked, answered = folder / f"{name}.in", folder / f"{name}.out"
    asked.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    subprocess.run([paths.java_binary(), "-XX:+UseSerialGC", "-Duser.timezone=UTC", "-Duser.language=en",
                    "-Dpolyglot.engine.WarnInterpreterOnly=false", "-cp", f"{folder}:{jars}", "Transforms", asked, answered], check=True)
    return answered.read_text(encoding="utf-8")


class Table:
    """Writes each thing down once: in the lines stands its number."""

    def __init__(self):
        self.numbers = {}

    def number(self, thing):
        return self.numbers.setdefault(json.dumps(thing, sort_keys=True), len(self.numbers))

    def lines(self, name):
        return [{name: number, "is": json.loads(text)} for text, number in self.numbers.items()]


def numbered(schemas, node):
    """The same with numbers for schemas."""
    if isinstance(node, list):
        return [numbered(schemas, each) for each in node]
    if not isinstance(node, dict):
        return node
    return {name: schemas.number(inner) if name == "schema" and isinstance(inner, dict) and "type" in inner else numbered(schemas, inner)
            for name, inner in node.items()}


def shortened(line):
    """Of a script's error what is told of the expression, without the record and Groovy's words."""
    script = line["class"] in ("io.debezium.transforms.Filter", "io.debezium.transforms.ContentBasedRouter")
    if script and "error" in line:
        first = line["error"][0]
        line["error"] = [{**first, "message": (first["message"] or "").split(" for record '")[0]}]
    return line


def says_an_address(line):
    """What is another in each JVM."""
    return re.search(r"@[0-9a-f]{5,8}\b", str(line.get("out"))) is not None


def write(file, about, text):
    schemas, records = Table(), Table()
    lines = []
    for line in map(json.loads, filter(None, text.split("\n"))):
        if says_an_address(line):
            continue
        line = shortened(line)
        line = numbered(schemas, line)
        line["record"] = records.number(line["record"])
        if isinstance(line.get("out"), dict):
            line["out"] = records.number(line["out"])
        lines.append(line)
    with open(file, "w", encoding="utf-8") as out:
        for line in [about, *schemas.lines("schema"), *records.lines("record"), *lines]:
            out.write(json.dumps(line, separators=(",", ":")) + "\n")


def main():
    jars = ":".join(f"{each}/*" for each in (java.fetch(HERE / "pom.xml", JARS), java.fetch(HERE / "newer/pom.xml", NEWER_JARS),
                                             java.fetch(HERE / "graal/pom.xml", GRAAL_JARS),
                                             fetch_alone(SCRIPTING, SCRIPTING_JARS)))
    older = f"{java.fetch(HERE / 'older/pom.xml', OLDER_JARS)}/*:{jars}"
    GOLDEN.mkdir(parents=True, exist_ok=True)
    about = {"about": "the real transforms' answers", "kafka": java.KAFKA_VERSION, "debezium": "3.5.0.Final"}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        compiled(folder, jars)
        for family, lines in cases.families().items():
            if len(sys.argv) > 1 and family not in sys.argv[1:]:
                continue
            old = family in {each.__name__ for each in cases.debezium_cases.OF_DEBEZIUM_2}
            text = record(folder, older if old else jars, family, lines)
            print(f"{family}: {len(lines)} cases")
            write(GOLDEN / f"{family}.jsonl", {**about, "debezium": "2.7.4.Final"} if old else about, text)


main()
