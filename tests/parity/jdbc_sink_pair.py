"""The same topics through the real JDBC sink and through ours, into two databases of one PostgreSQL:
tables are compared by pg_dump, rows by their text."""
import collections
import dataclasses

from support.waiting import until

from .topics import write

CLASS = "io.debezium.connector.jdbc.JdbcSinkConnector"
JSON = "org.apache.kafka.connect.json.JsonConverter"
SIDES = ("real", "ours")
REAL, OURS = SIDES


@dataclasses.dataclass
class Case:
    """Records for one connector a side. config: changes of its keys, None takes one away. before:
    SQL for both databases. refused: ours gives up, as the real one does. tables: a regular expression
    of the tables' names, None for the case's name."""
    name: str
    records: list
    config: dict = dataclasses.field(default_factory=dict)
    before: tuple = ()
    refused: bool = False
    topics: tuple = ()
    tables: str = None

    def all_topics(self):
        return self.topics or tuple(dict.fromkeys(record[0] for record in self.records))


class Pair:
    def __init__(self, broker, real, ours, server):
        self.bootstrap, self.server = broker.bootstrap, server
        self.workers = {REAL: real, OURS: ours}
        for side in SIDES:
            server.run(f"CREATE DATABASE {side} OWNER cdc")

    def run(self, side, *statements):
        """The rows of the last statement, if it has any."""
        cursor = None
        with self.server.connect(side) as connection:
            for sql in statements:
                cursor = connection.execute(sql)
            return cursor.fetchall() if cursor and cursor.description else None

    def config(self, side, case):
        given = {
            "connector.class": CLASS, "tasks.max": "1", "topics": ",".join(case.all_topics()),
            "connection.url": f"jdbc:postgresql://127.0.0.1:{self.server.port}/{side}",
            "connection.username": "cdc", "connection.password": "cdc",
            "connection.pool.min_size": "1", "connection.pool.max_size": "2",
            "connection.pool.acquire_increment": "1", "insert.mode": "upsert",
            "primary.key.mode": "record_key", "delete.enabled": "true", "schema.evolution": "basic",
            "key.converter": JSON, "key.converter.schemas.enable": "true",
            "value.converter": JSON, "value.converter.schemas.enable": "true", **case.config}
        given["connection.url"] += given.pop("URL", "")
        return {key: value for key, value in given.items() if value is not None}

    def prepare(self, case):
        for topic in case.all_topics():
            messages = [_message(record) for record in case.records if record[0] == topic]
            if messages:
                write(self.bootstrap, topic, *messages)
        for side in SIDES:
            self.run(side, *case.before)

    def start(self, case):
        for side, worker in self.workers.items():
            answer = worker.rest.put(f"/connectors/{side}-{case.name}/config", self.config(side, case))
            assert answer.status in (200, 201), f"{side} {case.name}: {answer}"

    def wait(self, case, ends=None, seconds=120):
        """Until each side has taken all records or given up; {side: "" or why it did}. ends: where
        the topics end, if the case's records do not tell."""
        if ends is None:
            ends = collections.Counter((record[0], 0) for record in case.records)
        return {side: until(lambda side=side: self._outcome(side, case, ends), seconds,
                            f"{side}-{case.name} to end")[0] for side in SIDES}

    def _outcome(self, side, case, ends):
        """[trace] when it has ended; None before."""
        name = f"{side}-{case.name}"
        answer = self.workers[side].rest.get(f"/connectors/{name}/status")
        tasks = answer.json()["tasks"] if answer.status == 200 else []
        failed = [task for task in tasks if task["state"] == "FAILED"]
        if failed:
            return [failed[0]["trace"]]
        answer = self.workers[side].rest.get(f"/connectors/{name}/offsets")
        found = {} if answer.status != 200 else {
            (entry["partition"]["kafka_topic"], entry["partition"]["kafka_partition"]):
            entry["offset"]["kafka_offset"] for entry in answer.json()["offsets"]}
        return [""] if all(found.get(place) == end for place, end in ends.items()) else None

    def stop(self, case):
        for side, worker in self.workers.items():
            worker.rest.delete(f"/connectors/{side}-{case.name}")

    def tables(self, side, case):
        """Those that the case's topics went to."""
        sql = ("SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE "
               f"schemaname || '.' || tablename ~* '{case.tables or case.name}(?![a-z0-9_])' ORDER BY 1")
        return [name for name, in self.run(side, sql)]

    def rows(self, side, table):
        """Each row as text; md5 of all of them first."""
        found = self.run(side, f"SELECT t::text FROM {table} AS t ORDER BY 1")
        return [text for text, in found]

    def differences(self, case):
        """Sentences that name what is not equal."""
        names = {side: self.tables(side, case) for side in SIDES}
        if names[REAL] != names[OURS]:
            yield f"tables {names[REAL]} and {names[OURS]}"
            return
        for table in names[REAL]:
            dumps = [self.server.dump_schema(table, database=side).splitlines() for side in SIDES]
            if dumps[0] != dumps[1]:
                yield from _lines(f"{table}:", *dumps)
            sums = [self.run(side, "SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) "
                                   f"FROM {table} AS t") for side in SIDES]
            if sums[0] != sums[1]:
                yield from _lines(f"{table} rows:", *(self.rows(side, table) for side in SIDES))


def _lines(label, real, ours):
    for line in real:
        if line not in ours:
            yield f"{label} real {line}"
    for line in ours:
        if line not in real:
            yield f"{label} ours {line}"


def _message(record):
    """(topic, key, value[, headers])"""
    def raw(text):
        return text.encode() if isinstance(text, str) else text
    message = {"key": raw(record[1]), "value": raw(record[2])}
    if len(record) > 3:
        message["headers"] = [(name, raw(value)) for name, value in record[3]]
    return message
