"""Writes tests/golden/transforms from the real transforms: PYTHONPATH=tests python
tests/parity/transforms/record.py [family ...]. Needs a JDK of 17 and Maven."""
import json
import pathlib
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


def compiled(folder, jars):
    sources = [*HERE.glob("*.java"), paths.ROOT / "tests/parity/converters/Tagged.java"]
    subprocess.run(["javac", "-Xlint:-options", "-nowarn", "-d", folder, "-cp", jars, *sources], check=True)


def record(folder, jars, name, lines):
    """The lines of a family with Java's answers."""
    asked, answered = folder / f"{name}.in", folder / f"{name}.out"
    asked.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    subprocess.run([paths.java_binary(), "-XX:+UseSerialGC", "-Duser.timezone=UTC", "-Duser.language=en",
                    "-cp", f"{folder}:{jars}", "Transforms", asked, answered], check=True)
    return answered.read_text(encoding="utf-8")


class Schemas:
    """Writes each schema down once: in the lines stands its number."""

    def __init__(self):
        self.all = []

    def numbered(self, node):
        if isinstance(node, list):
            return [self.numbered(each) for each in node]
        if not isinstance(node, dict):
            return node
        return {name: self.number(inner) if name == "schema" and isinstance(inner, dict) else self.numbered(inner)
                for name, inner in node.items()}

    def number(self, schema):
        if schema not in self.all:
            self.all.append(schema)
        return self.all.index(schema)


def write(file, about, text):
    schemas = Schemas()
    lines = [schemas.numbered(json.loads(line)) for line in text.split("\n") if line]
    with open(file, "w", encoding="utf-8") as out:
        for line in [about, *({"number": n, "is": schema} for n, schema in enumerate(schemas.all)), *lines]:
            out.write(json.dumps(line, separators=(",", ":")) + "\n")


def main():
    jars = f"{java.fetch(HERE / 'pom.xml', JARS)}/*"
    GOLDEN.mkdir(parents=True, exist_ok=True)
    about = {"about": "the real transforms' answers", "kafka": java.KAFKA_VERSION, "debezium": "3.5.0.Final"}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        compiled(folder, jars)
        for family, lines in cases.families().items():
            if len(sys.argv) > 1 and family not in sys.argv[1:]:
                continue
            text = record(folder, jars, family, lines)
            print(f"{family}: {len(lines)} cases")
            write(GOLDEN / f"{family}.jsonl", about, text)


main()
