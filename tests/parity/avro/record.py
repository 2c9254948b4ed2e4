"""Writes tests/golden/avro from Confluent's own classes: PYTHONPATH=tests build/venv/bin/python
tests/parity/avro/record.py SOURCES. They are not on Maven Central; SOURCES is a checkout of
confluentinc/schema-registry, whose client and avro modules (Apache-2.0) are compiled here."""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from support import java, paths  # noqa: E402

HERE = pathlib.Path(__file__).parent
GOLDEN = paths.GOLDEN / "avro"
MODULES = ("client", "schema-types", "avro-types", "schema-serializer", "avro-serializer",
           "schema-converter", "avro-data", "avro-converter")


def compiled(sources, folder, jars):
    files = [file for module in MODULES for file in (sources / module / "src/main").rglob("*.java")]
    files += [*HERE.glob("*.java"), *(HERE.parent / "converters").glob("*.java")]
    subprocess.run(["javac", "-nowarn", "-Xlint:none", "-d", folder, "-cp", jars, *files], check=True)


def main():
    sources = pathlib.Path(sys.argv[1])
    jars = f"{java.fetch(HERE / 'pom.xml', paths.BUILD / 'avro-jars')}/*"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        compiled(sources, folder, jars)
        subprocess.run([paths.java_binary(), "-Duser.timezone=UTC", "-Duser.language=en",
                        "-Dfile.encoding=UTF-8", "-cp", f"{folder}:{jars}", "AvroGolden", folder],
                       check=True)
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.glob("*.jsonl")):
            lines = dict.fromkeys(file.read_text(encoding="utf-8").split("\n"))
            kept = [json.loads(line) for line in lines if line]
            with open(GOLDEN / file.name, "w", encoding="utf-8") as out:
                for line in kept:
                    out.write(json.dumps(line, separators=(",", ":")) + "\n")
            print(file.name, len(kept))


main()
