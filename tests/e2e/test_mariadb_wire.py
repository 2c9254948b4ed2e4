"""The replica's side of the wire against real servers: positions, GTIDs, refusals, lost connections,
large rows, TLS. What is in the events is checked by tests/golden/binlog and what becomes of them by
the source's own tests."""
import re
import subprocess
import time

import pytest

from golden.binlog import workload
from support import certificates
from support.mariadb_rig import MariaDB
from support.waiting import until

from .test_kafka_bus import program

FLAVOURS = {
    "mariadb": ("mariadb", []),
    "mariadb-11.4": ("mariadb-11.4", ["--binlog-legacy-event-pos=0"]),
    "mysql-8.0": ("mysql-8.0", ["--binlog-transaction-compression=ON"]),
}


def run(name, db, **options):
    """The program's lines; options are its name=value arguments, _ for -."""
    argv = [program(name), f"port={db if isinstance(db, int) else db.port}",
            *(f"{key.replace('_', '-')}={value}" for key, value in options.items())]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode in (0, 1) and not done.stderr, done.stdout[-1000:] + done.stderr[-3000:]
    return done.stdout.splitlines()


def events(lines):
    return [line for line in lines if re.match(r"\d+-\d+ ", line)]


@pytest.fixture(scope="module", params=list(FLAVOURS))
def server(request):
    flavour, options = FLAVOURS[request.param]
    with MariaDB(name=f"wire-{request.param}", flavour=flavour, options=options) as db:
        db.run("create database w", "set sql_mode=''", *workload.types_table(db.is_mysql),
               *workload.KINDS, *workload.many(500), "flush binary logs",
               "create table w.late (i int)", "insert into w.late values (1),(2)",
               "create table w.the_end (i int)")
        yield db


def test_every_transaction_is_a_place_to_start(server):
    whole = run("binlog_read", server, until="the_end", annotate=1)
    first = next(line for line in whole if "artificial" in line).split(" to ")[1].split(":")[0]
    in_file = [line for line in whole[:[i for i, x in enumerate(whole) if "artificial" in x][1]]
               if re.match(r"\d+-\d+ ", line)]
    starts = [line for line in in_file if " GTID(" in line]
    assert len(starts) > 20
    for line in starts[::7] + starts[-1:]:
        pos = line.split("-")[0]
        again = run("binlog_read", server, file=first, pos=pos, until="the_end", annotate=1)
        from_there = events(again)
        index = next(i for i, x in enumerate(from_there) if " GTID(" in x)
        assert from_there[index:] == events(whole)[events(whole).index(line):]


def test_every_gtid_is_a_place_to_start(server):
    whole = run("binlog_read", server, until="the_end", annotate=1, gtids="")
    uuid = server.run("select @@server_uuid")[0][0] if server.is_mysql else None
    gtids = [re.search(r" GTID\(\d+\) (\S+)", line)[1] for line in events(whole) if " GTID(" in line]
    body = [line for line in events(whole) if not re.search(r"(rotate|format|GTIDs|GTID list|checkpoint|heartbeat)", line)]
    for n in (1, 2, len(gtids) // 2, len(gtids) - 1):
        done = f"{uuid}:1-{gtids[n - 1][1:]}" if uuid else gtids[n - 1]
        again = run("binlog_read", server, until="the_end", annotate=1, gtids=done)
        rest = [line for line in events(again)
                if not re.search(r"(rotate|format|GTIDs|GTID list|checkpoint|heartbeat)", line)]
        assert " GTID(" in rest[0] and gtids[n] in rest[0], (done, rest[:2])
        assert rest == body[len(body) - len(rest):]


def test_annotations_come_when_asked_for(server):
    without = run("binlog_read", server, until="the_end")
    assert not any("annotate" in line or "rows query" in line for line in events(without))
    places = {line for line in events(run("binlog_read", server, until="the_end", annotate=1))}
    assert set(events(without)) <= places


def refusal(lines):
    return next(line for line in reversed(lines) if re.match(r"[A-Z_]+ \d+: ", line))


@pytest.mark.parametrize("options", [
    {"file": "mariadb-bin.999999"}, {"pos": 4000000000}, {"pos": 5000},
], ids=["no such file", "beyond the end", "inside an event"])
def test_a_place_that_is_not_there(server, options):
    first = server.run("show binary logs")[0][0]
    said = refusal(run("binlog_read", server, **{"file": first, **options}))
    assert said.startswith("BAD_CONFIG 1236: the server ended the binlog stream"), said


def test_a_gtid_that_is_not_there_any_more(server):
    with MariaDB(name="wire-purged", flavour=server.flavour) as db:
        db.run("create database x", "create table x.t (i int)", "flush binary logs",
               "insert into x.t values (1)")
        last = db.run("show binary logs")[-1][0]

        def purged():
            # MariaDB passes over a file, without a word, until its checkpoint is in the next one
            db.run(f"purge binary logs to '{last}'")
            return db.run("show binary logs")[0][0] == last

        until(purged, 30, "the first binlog file to go")
        none = "00000000-0000-0000-0000-000000000001:1-5" if db.is_mysql else "0-1-1"
        said = refusal(run("binlog_read", db, gtids=none))
        assert said.startswith("BAD_CONFIG 1236: ") and "purged" in said, said
        said = refusal(run("binlog_read", db, gtids="0-1-x"))
        assert said.startswith("BAD_CONFIG"), said


def test_refusals_when_connecting(server):
    said = refusal(run("binlog_read", server, password="SECRET-WRONG"))
    assert said.startswith("BAD_CONFIG 1045: cannot connect to the database at 127.0.0.1:")
    assert "SECRET" not in said
    server.run("create user if not exists small@'127.0.0.1' identified by 'cdc'")
    said = refusal(run("binlog_read", server, user="small"))
    assert said.startswith("BAD_CONFIG ") and "run GRANT REPLICATION SLAVE" in said, said
    said = refusal(run("binlog_read", 1))
    assert said.startswith("RETRY 2002: "), said


def follow(db, **options):
    argv = [program("binlog_read"), f"port={db.port}",
            *(f"{key.replace('_', '-')}={value}" for key, value in options.items())]
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    seen = []
    for line in child.stdout:
        seen.append(line.rstrip("\n"))
        if "the_end" in line:
            return child, seen
    raise AssertionError(seen[-3:])


def rest_of(child, seconds=30):
    out, _ = child.communicate(timeout=seconds)
    return out.splitlines()


def test_a_killed_connection_is_tried_again(server):
    child, _ = follow(server, server_id=71)
    ids = [row[0] for row in server.run("show processlist") if row[4].startswith("Binlog Dump")]
    for number in ids:
        server.run(f"kill {number}")
    assert refusal(rest_of(child)).startswith("RETRY ")


def test_two_replicas_of_one_id(server):
    child, _ = follow(server, server_id=72)
    other, _ = follow(server, server_id=72, idle_ms=3000)
    said = refusal(rest_of(child))
    assert said.startswith("BAD_CONFIG 4052: another replica has connected with server id 72"), said
    rest_of(other)


def test_wake_ends_a_wait(server):
    began = time.monotonic()
    first = server.run("show master status")[0]
    lines = run("binlog_read", server, file=first[0], pos=first[1], wake_ms=500, idle_ms=60000)
    assert "nothing more" in lines and time.monotonic() - began < 20


def test_heartbeats_come_while_nothing_happens(server):
    first = server.run("show master status")[0]
    lines = run("binlog_read", server, file=first[0], pos=first[1], heartbeat_ms=300, events=5)
    beats = [line for line in events(lines) if "heartbeat" in line]
    assert len(beats) >= 2 and all(line.startswith(f"{first[1]}-{first[1]} ") for line in beats)


def test_rows_of_many_megabytes(server):
    connection = server.connect()
    with connection.cursor() as cursor:
        cursor.execute("show master status")
        file, pos = cursor.fetchone()[:2]
        cursor.execute("create table w.large (id int primary key, b longblob)")
        for size in (16777150, 16777215, 20 << 20, 40 << 20):  # around one packet's end
            cursor.execute(f"insert into w.large values ({size}, repeat('L', {size}))")
        cursor.execute("drop table w.large")
    connection.close()
    lines = run("binlog_read", server, file=file, pos=pos, until="DROP TABLE `large`")
    assert [line.split("*")[1] for line in lines if " 4c*" in line] == ["16777150", "16777215", "20971520", "41943040"]
    said = refusal(run("binlog_read", server, file=file, pos=pos, event_max=17 << 20))
    assert said.startswith("BAD_DATA 0: ") and "larger than the limit of" in said, said


def test_a_select_that_is_given_up(server):
    lines = run("my_query", server, sql="select * from w.many order by id")
    assert f"{server.run('select count(*) from w.many')[0][0]} rows" in lines[-2]
    assert lines[1].startswith("1|row 0") and lines[-1].startswith("again: 2 columns")
    assert "3 rows" in run("my_query", server, sql="select * from w.many", rows=3)[-2]
    said = refusal(run("my_query", server, sql="select nothing"))
    assert said.startswith("BAD_DATA 1054: "), said
    said = refusal(run("my_query", server, initial="set @a=1; nonsense SECRET"))
    assert said.startswith("BAD_CONFIG 1064: initial statement 2: ") and "SECRET" not in said


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    made = tmp_path_factory.mktemp("keys")
    for name in ("ca", "other"):
        certificates.authority(made, name)
    certificates.leaf(made, "server", "ca")
    certificates.leaf(made, "elsewhere", "ca", "DNS:elsewhere.example")
    certificates.leaf(made, "client", "ca")
    certificates.pkcs12_keystore(made, "client.p12", "client", ["ca.pem"])
    certificates.java_truststore(made, "trust.p12", "ca.pem", "PKCS12")
    certificates.java_truststore(made, "trust.jks", "ca.pem", "JKS")
    return made


OFF, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_FULL = range(5)


@pytest.mark.parametrize("flavour", ["mariadb", "mysql-8.0"])
def test_tls(flavour, keys):
    def tls(name):
        return [f"--ssl-ca={keys}/ca.pem", f"--ssl-cert={keys}/{name}.pem", f"--ssl-key={keys}/{name}.key"]
    ask = "select variable_value from performance_schema.session_status where variable_name='Ssl_cipher'" \
        if flavour.startswith("mysql") else \
        "select variable_value from information_schema.session_status where variable_name='Ssl_cipher'"
    word = {"password": certificates.PASSWORD}
    with MariaDB(name=f"wire-tls-{flavour}", flavour=flavour, options=tls("server")) as db:
        assert run("my_query", db, tls=OFF, sql=ask)[1] == ""
        for options in ({"tls": PREFERRED}, {"tls": REQUIRED}, {"tls": VERIFY_CA, "ca": keys / "ca.pem"},
                        {"tls": VERIFY_FULL, "ca": keys / "ca.pem", "host": "localhost"},
                        {"tls": VERIFY_FULL, "ca": keys / "trust.p12", "ca_password": word["password"]},
                        {"tls": REQUIRED, "ca": keys / "other.pem"}):
            assert run("my_query", db, sql=ask, **options)[1] != "", options
        for options, words in (
                ({"tls": VERIFY_CA, "ca": keys / "other.pem"}, "certificate"),
                ({"tls": VERIFY_FULL, "ca": keys / "other.pem"}, "certificate"),
                ({"tls": VERIFY_CA, "ca": keys / "trust.jks"}, "keytool -importkeystore"),
                ({"tls": VERIFY_CA, "ca": keys / "trust.p12", "ca_password": "SECRET"}, "PKCS12"),
                ({"tls": VERIFY_CA, "ca": keys / "nowhere.pem"}, "cannot open")):
            said = refusal(run("my_query", db, **options))
            assert said.startswith("BAD_CONFIG ") and words in said and "SECRET" not in said, said
        db.run("create user tls@'%' identified by 'cdc' require x509", "grant all on *.* to tls@'%'")
        assert refusal(run("my_query", db, user="tls", tls=REQUIRED)).startswith("BAD_CONFIG 1045")
        for options in ({"cert": keys / "client.pem", "key": keys / "client.key"},
                        {"cert": keys / "client.p12", "key_password": word["password"]}):
            assert run("my_query", db, user="tls", tls=REQUIRED, **options)[1] == "1"
        # The stream, with packets that end anywhere in TLS records.
        db.run("create database w", *workload.many(20000), "create table w.the_end (i int)")
        lines = run("binlog_read", db, tls=REQUIRED, until="the_end", quiet=0)
        assert any(line.startswith("  insert 204e0000 ") for line in lines)
    with MariaDB(name=f"wire-tls-other-{flavour}", flavour=flavour, options=tls("elsewhere")) as db:
        assert run("my_query", db, tls=VERIFY_CA, ca=keys / "ca.pem")[1] == "1"
        said = refusal(run("my_query", db, tls=VERIFY_FULL, ca=keys / "ca.pem"))
        assert said.startswith("BAD_CONFIG "), said


def test_tls_that_is_not_there():
    with MariaDB(name="wire-no-tls") as db:
        assert run("my_query", db, tls=PREFERRED)[1] == "1"
        for mode in (REQUIRED, VERIFY_FULL):
            said = refusal(run("my_query", db, tls=mode))
            assert said.startswith("BAD_CONFIG ") and "TLS" in said, said


def test_a_server_that_goes_and_comes(start):
    db = start(MariaDB, name="wire-killed")
    db.run("create table mysql.the_end (i int)")
    child, _ = follow(db, server_id=73)
    db.restart(kill=True)
    assert refusal(rest_of(child)).startswith("RETRY 2013: the connection to the server is lost")
    file, pos = db.run("show master status")[0][:2]
    assert "nothing more" in run("binlog_read", db, file=file, pos=pos, idle_ms=300)
