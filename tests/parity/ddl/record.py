"""Writes down what Debezium makes of the DDL in tests/golden/ddl: PYTHONPATH=tests python
tests/parity/ddl/record.py [file ...]. Names that begin with mysql go through the MySQL connector's
parser, all others through MariaDB's. Needs a JDK of 17 and Maven; no server."""
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from support import java, paths  # noqa: E402

HERE = pathlib.Path(__file__).parent
GOLDEN = paths.GOLDEN / "ddl"


def main():
    jars = f"{java.fetch(HERE / 'pom.xml', paths.RIG / 'ddl-jars')}/*"
    names = sys.argv[1:] or sorted(file.stem for file in GOLDEN.glob("*.sql"))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["javac", "-nowarn", "-d", folder, "-cp", jars, HERE / "Ddl.java"], check=True)
        for name in names:
            flavour = "mysql" if name.startswith("mysql") else "mariadb"
            subprocess.run([paths.java_binary(), "-XX:+UseSerialGC", "-cp", f"{folder}:{jars}", "Ddl", flavour,
                            GOLDEN / f"{name}.sql", GOLDEN / f"{name}.jsonl"], check=True,
                           stderr=subprocess.DEVNULL)
            print(name, len((GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()))


main()
