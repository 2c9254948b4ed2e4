"""More of the list: states, offsets and names in combinations, and workers with other properties."""
from .phrases import (JSON, RUNNING, STOPPED, STRING, create, gone, offsets, refused, runs, sink, source, state,
                      validate)
from .steps import Append, Ask, FileIs, Scene, Wait

PAUSED = state("PAUSED", "PAUSED")


def made(name, config, initial):
    return Ask(f"create {name}", "POST", "/connectors", {"name": name, "config": config, "initial_state": initial})


def every_get(name, path, **more):
    """What there is to read of a connector, one by one."""
    return [Ask(f"{name}, {what or 'info'}", "GET", f"/connectors/{path}{what and '/' + what}", loose=("config", *(
        ("",) if what == "config" else ())), **more) for what in ("", "config", "status", "tasks", "topics", "offsets")]


FAR_STATES = Scene("far states", [
    # a connector that was never started, through all the others
    made("fs1", source("fs1"), "STOPPED"),
    runs("fs1", STOPPED),
    *every_get("stopped", "fs1"),
    *[Ask(f"stopped, HEAD {what}", "HEAD", f"/connectors/fs1/{what}")
      for what in ("config", "status", "tasks", "topics", "offsets", "tasks/0/status")],
    Ask("stopped, restart only failed with tasks", "POST", "/connectors/fs1/restart?onlyFailed=true&includeTasks=true"),
    Ask("stopped, restart includeTasks false", "POST", "/connectors/fs1/restart?includeTasks=false"),
    Ask("stopped, restart of no task", "POST", "/connectors/fs1/tasks/7/restart", once=True),
    Ask("stopped, patch to another class", "PATCH", "/connectors/fs1/config", {
        "connector.class": "FileStreamSink", "topics": "fs1-topic", "topic": None}),
    Ask("stopped, is a sink now", "GET", "/connectors/fs1", loose=("config",), until={"type": "sink"}),
    Ask("stopped, status of a sink now", "GET", "/connectors/fs1/status"),
    Ask("stopped, offsets of a sink now", "GET", "/connectors/fs1/offsets"),
    Ask("stopped, back to a source", "PUT", "/connectors/fs1/config", source("fs1")),
    Ask("stopped, patch of nothing", "PATCH", "/connectors/fs1/config", {}),
    Ask("stopped, put with wrong class", "PUT", "/connectors/fs1/config", source("fs1", connector__class="nope")),
    Ask("stopped, still", "GET", "/connectors/fs1/status", until=STOPPED),
    Ask("stopped, pause", "PUT", "/connectors/fs1/pause"),
    runs("fs1", {"connector": {"state": "PAUSED"}}),
    Ask("paused, restart with tasks", "POST", "/connectors/fs1/restart?includeTasks=true", ignore=("tasks",)),
    Ask("paused, offsets patch", "PATCH", "/connectors/fs1/offsets", offsets(({"filename": "@DIR@/fs1.txt"}, {"position": 1}))),
    Ask("paused, offsets delete", "DELETE", "/connectors/fs1/offsets"),
    Ask("paused, offsets patch with nothing", "PATCH", "/connectors/fs1/offsets", {"offsets": []}),
    Ask("paused, offsets patch with a text", "PATCH", "/connectors/fs1/offsets", '"x"'),
    Ask("paused, offsets", "GET", "/connectors/fs1/offsets"),
    Ask("paused, topics reset", "PUT", "/connectors/fs1/topics/reset"),
    Ask("paused, resume", "PUT", "/connectors/fs1/resume"),
    runs("fs1"),
    *every_get("running", "fs1"),
    *[Ask(f"running, HEAD {what}", "HEAD", f"/connectors/fs1/{what}")
      for what in ("config", "status", "tasks", "topics", "offsets", "tasks/0/status")],
    Ask("running, put with initial_state", "PUT", "/connectors/fs1/config", {**source("fs1"), "initial_state": "STOPPED"}),
    runs("fs1"),
    Ask("running, POST of the same in another case", "POST", "/connectors", {"name": "FS1", "config": source("fs1b")}),
    *gone("FS1"),
    Ask("running, task of a leading zero restarted", "POST", "/connectors/fs1/tasks/000/restart"),
    Ask("running, task of a plus restarted", "POST", "/connectors/fs1/tasks/+0/restart"),
    Ask("running, task too big restarted", "POST", "/connectors/fs1/tasks/2147483648/restart"),
    Ask("running, biggest task restarted", "POST", "/connectors/fs1/tasks/2147483647/restart"),
    Ask("running, task of a fraction restarted", "POST", "/connectors/fs1/tasks/0.0/restart"),
    runs("fs1"),
    Append("fs1.txt", "a\n"),
    Ask("running, topics", "GET", "/connectors/fs1/topics", until={"fs1": {"topics": ["fs1-topic"]}}),
    Ask("another topic, stop", "PUT", "/connectors/fs1/stop"),
    runs("fs1", STOPPED),
    Ask("another topic", "PATCH", "/connectors/fs1/config", {"topic": "fs1-other"}),
    Ask("another topic, resume", "PUT", "/connectors/fs1/resume"),
    runs("fs1"),
    Append("fs1.txt", "b\n"),
    Ask("offset after another topic", "GET", "/connectors/fs1/offsets", until={"offsets": [{"offset": {"position": 4}}]}),
    Ask("both topics", "GET", "/connectors/fs1/topics", unsorted=True, until={"fs1": {"topics": ["fs1-topic", "fs1-other"]}}),
    Ask("topics reset with a body", "PUT", "/connectors/fs1/topics/reset", {"x": 1}),
    Ask("topics after it", "GET", "/connectors/fs1/topics", until={"fs1": {"topics": []}}),
    Ask("becomes a sink while it runs", "PUT", "/connectors/fs1/config", sink("fs1", topics="fs1-topic,fs1-other")),
    Ask("is a sink", "GET", "/connectors/fs1", loose=("config",), until={"type": "sink", "tasks": [{}]}),
    Ask("offsets of it as a sink", "GET", "/connectors/fs1/offsets", unsorted=True, until={"offsets": [{}, {}]}),
    Ask("delete", "DELETE", "/connectors/fs1"),
    Ask("gone", "GET", "/connectors/fs1/status", until=404),
    *[Ask(f"gone, HEAD {what or 'info'}", "HEAD", f"/connectors/fs1{what and '/' + what}")
      for what in ("", "config", "status", "tasks", "topics", "offsets", "tasks/0/status")],
    Ask("created as a source again", "POST", "/connectors", {"name": "fs1", "config": source("fs1"), "initial_state": "stopped"}),
    runs("fs1", STOPPED),
    Ask("its offsets are those of the source", "GET", "/connectors/fs1/offsets"),

    # a failed one
    Append("fs2.txt", "not json\n"),
    create("fs2", source("fs2", value__converter=STRING)),
    create("fs3", sink("fs3", topics="fs2-topic", value__converter=JSON, tasks__max="2")),
    Wait("/connectors/fs2/topics", {"fs2": {"topics": ["fs2-topic"]}}),
    Wait("/connectors/fs3/status", {"connector": {"state": "RUNNING"}, "tasks": [{}, {}]}),
    Ask("failed, pause", "PUT", "/connectors/fs3/pause"),
    Ask("failed, offsets patch", "PATCH", "/connectors/fs3/offsets", offsets(
        ({"kafka_topic": "fs2-topic", "kafka_partition": 0}, {"kafka_offset": 1}))),
    Ask("failed, stop", "PUT", "/connectors/fs3/stop"),
    Ask("failed, stopped", "GET", "/connectors/fs3/status", until=STOPPED),
    Ask("failed, over the bad record", "PATCH", "/connectors/fs3/offsets", offsets(
        ({"kafka_topic": "fs2-topic", "kafka_partition": 0}, {"kafka_offset": 1}))),
    Ask("failed, resume", "PUT", "/connectors/fs3/resume"),
    Ask("failed, runs", "GET", "/connectors/fs3/status", until=state("RUNNING", "RUNNING", "RUNNING")),
    Ask("failed, fewer tasks", "PATCH", "/connectors/fs3/config", {"tasks.max": 1}),
    Ask("failed, fewer tasks, status", "GET", "/connectors/fs3/status", until=RUNNING),
    Ask("failed, fewer tasks, tasks", "GET", "/connectors/fs3/tasks", until=[{}]),
    Ask("failed, second task", "GET", "/connectors/fs3/tasks/1/status", until=404),
    Ask("failed, second task restart", "POST", "/connectors/fs3/tasks/1/restart", once=True),
    Ask("failed, more tasks", "PATCH", "/connectors/fs3/config", {"tasks.max": "4"}),
    Ask("failed, more tasks, tasks", "GET", "/connectors/fs3/tasks", until=[{}, {}, {}, {}]),
    Ask("failed, more tasks, fourth", "GET", "/connectors/fs3/tasks/3/status", until={"state": "RUNNING"}),
    Ask("info with four tasks", "GET", "/connectors/fs3", loose=("config",)),
], alone=True)


def encoded(name, path, **more):
    """A life of a connector whose name needs signs in the path."""
    return [
        Ask(f"{name}, put", "PUT", f"/connectors/{path}/config", source("fn", file=None)),
        Ask(f"{name}, info", "GET", f"/connectors/{path}", ignore=("tasks",), loose=("config",)),
        Ask(f"{name}, task restart", "POST", f"/connectors/{path}/tasks/9/restart"),
        Ask(f"{name}, topics", "GET", f"/connectors/{path}/topics"),
        Ask(f"{name}, delete", "DELETE", f"/connectors/{path}"),
        Ask(f"{name}, delete again", "DELETE", f"/connectors/{path}"),
    ]


FAR_NAMES = Scene("far names", [
    *encoded("percent", "a%25b"),
    *encoded("percent and digits", "a%2541"),
    *encoded("hash", "a%23b"),
    *encoded("question mark", "a%3Fb"),
    *encoded("ampersand and equals", "a&b=c"),
    *encoded("colon", "a:b"),
    *encoded("at", "a@b"),
    *encoded("plus encoded", "a%2Bb"),
    *encoded("tilde and more", "a~!$'()*,b"),
    *encoded("bracket", "a%5Bb%5D"),
    *encoded("brace and bar", "a%7Bb%7C%7D"),
    *encoded("caret and backtick", "a%5Eb%60"),
    *encoded("quote and less", "a%22%3C%3E"),
    *encoded("combining", "e%CC%81"),
    *encoded("right to left", "%D7%90%D7%91"),
    *encoded("emoji of two", "%F0%9F%87%A9%F0%9F%87%AA"),
    *encoded("zero width", "a%E2%80%8Bb"),
    *encoded("byte order mark", "%EF%BB%BFa"),
    *encoded("line separator", "a%E2%80%A8b"),
    *encoded("dots within", "a..b"),
    *encoded("dot at the end", "a."),
    *encoded("dot at the start", ".a"),
    *encoded("dashes and digits", "a-0-1"),
    *encoded("only a digit", "7"),
    *encoded("word of the API", "config"),
    *encoded("null", "null"),
    *encoded("long", "l" * 240),
    Ask("semicolon in the path", "PUT", "/connectors/fn1;v=2/config", source("fn1", file=None)),
    Ask("semicolon in the path, info", "GET", "/connectors/fn1", ignore=("tasks",), loose=("config",)),
    Ask("semicolon in the path, delete", "DELETE", "/connectors/fn1;x"),
    Ask("semicolon after config", "PUT", "/connectors/fn2/config;x=y", source("fn2", file=None)),
    Ask("semicolon after config, delete", "DELETE", "/connectors/fn2;x;y=z"),
    Ask("POST, location of signs", "POST", "/connectors", {"name": "a%2F b+c/d?e#f\"<>\\^`{|}é", "config": source("fn3", file=None)}),
    Ask("POST, location of a slash", "POST", "/connectors", {"name": "x/y", "config": source("fn4", file=None)}),
    Ask("POST, location of a semicolon", "POST", "/connectors", {"name": "x;y=z", "config": source("fn5", file=None)}),
    Ask("POST, location of emoji", "POST", "/connectors", {"name": "x😀~!*'()", "config": source("fn6", file=None)}),
    Ask("POST, location of brackets", "POST", "/connectors", {"name": "[x]@:$&,=", "config": source("fn7", file=None)}),
    Ask("POST, name of a lone surrogate", "POST", "/connectors", '{"name":"s\\ud800","config":{"connector.class":"FileStreamSource","topic":"t"}}'),
    Ask("POST, to the connector itself", "POST", "/connectors/x%2Fy", {}),
    Ask("host of its own", "POST", "/connectors", {"name": "fn8", "config": source("fn8", file=None)},
        headers={"X-Forwarded-Host": "proxy.example", "X-Forwarded-Proto": "https"}),
    *gone("fn8"),
], alone=True)


def number(name, text):
    """A value in a configuration that is not a text, and what is stored of it."""
    return [Ask(name, "PUT", "/connectors/fj1/config",
                '{"connector.class":"FileStreamSource","topic":"t","x":' + text + '}', ignore=("tasks",))]


FAR_JSON = Scene("far json", [
    *number("minus nought", "-0"), *number("minus nought point nought", "-0.0"), *number("small exponent", "1e-7"),
    *number("big exponent", "1E400"), *number("plus in the exponent", "2.5e+3"), *number("many digits", "0.1234567890123456789012345"),
    *number("trailing noughts", "100.000"), *number("a long", "9223372036854775807"), *number("beyond a long", "9223372036854775808"),
    *number("false", "false"), *number("null", "null"),
    *number("escapes", '"\\b\\f\\n\\r\\t\\/\\\\\\""'), *number("escaped letters", '"\\u0041\\u00e9\\u20ac\\ud83d\\ude00"'),
    *number("lone surrogate", '"\\ud83dx"'), *number("low surrogate", '"\\ude00"'), *number("delete sign", '"\u007f"'),
    *number("line separator", '"\u2028"'), *number("not a character", '"\uffff"'), *number("only blanks", '"   "'),
    *number("tab raw", '"a\tb"'), *number("broken escape", '"\\u12"'), *number("point first", ".5"), *number("point last", "5."),
    *number("exponent empty", "1e"), *number("minus alone", "-"), *number("hex", "0x10"), *number("infinity", "Infinity"),
    *number("minus infinity", "-Infinity"), *number("True", "True"), *number("single quotes", "'x'"), *number("undefined", "undefined"),
    *number("nothing", ""), *number("empty object", "{}"), *number("empty list", "[]"), *number("list of a text", '["a"]'),
    Ask("key a number", "PUT", "/connectors/fj1/config", '{5:"x"}'),
    Ask("key null", "PUT", "/connectors/fj1/config", '{null:"x"}'),
    Ask("key of escapes", "PUT", "/connectors/fj1/config",
        '{"connector\\u002eclass":"FileStreamSource","t\\u006fpic":"t"}'),
    Ask("no colon", "PUT", "/connectors/fj1/config", '{"a" "b"}'),
    Ask("no comma", "PUT", "/connectors/fj1/config", '{"a":"b" "c":"d"}'),
    Ask("two commas", "PUT", "/connectors/fj1/config", '{"a":"b",,"c":"d"}'),
    Ask("comment with two slashes", "PUT", "/connectors/fj1/config", '{"a":"b"} // x'),
    Ask("unclosed text", "PUT", "/connectors/fj1/config", '{"a":"b'),
    Ask("NUL after it", "PUT", "/connectors/fj1/config", '{"connector.class":"FileStreamSource","topic":"t"}\x00'),
    Ask("in UTF-16", "PUT", "/connectors/fj1/config", '{"connector.class":"FileStreamSource","topic":"t"}'.encode("utf-16")),
    Ask("in UTF-16 without mark", "PUT", "/connectors/fj1/config", '{"connector.class":"FileStreamSource","topic":"t"}'.encode("utf-16-be")),
    Ask("in Latin 1", "PUT", "/connectors/fj1/config", '{"connector.class":"FileStreamSource","topic":"t","x":"é"}'.encode("latin-1"),
        headers={"Content-Type": "application/json; charset=ISO-8859-1"}),
    Ask("overlong UTF-8", "PUT", "/connectors/fj1/config", b'{"connector.class":"FileStreamSource","topic":"t","x":"\xc0\xaf"}'),
    Ask("surrogate in UTF-8", "PUT", "/connectors/fj1/config", b'{"connector.class":"FileStreamSource","topic":"t","x":"\xed\xa0\x80"}'),
    *number("what is stored last", "1.50"),
    Ask("what is stored", "GET", "/connectors/fj1/config", loose=("",)),
    Ask("patch with null and text of one key", "PATCH", "/connectors/fj1/config", '{"x":null,"x":"y"}'),
    Ask("patch with text and null of one key", "PATCH", "/connectors/fj1/config", '{"x":"y","x":null}'),
    Ask("patch a fraction", "PATCH", "/connectors/fj1/config", '{"x":1.10}'),
    Ask("patch two values", "PATCH", "/connectors/fj1/config", '{"x":"1"} {"x":"2"}'),
    Ask("patch name null and class", "PATCH", "/connectors/fj1/config", {"name": None, "connector.class": None}),
    Ask("patch an empty key", "PATCH", "/connectors/fj1/config", {"": "x"}),
    Ask("patch a key to itself", "PATCH", "/connectors/fj1/config", {"topic": "t"}),
    Ask("patch away what is not text", "PATCH", "/connectors/fj1/config", {"": None, "x": None}),
    Ask("what is stored now", "GET", "/connectors/fj1/config", loose=("",)),
    *[Ask(f"validate, {name}", "PUT", "/connector-plugins/FileStreamSource/config/validate", body) for name, body in {
        "unknown escape": '{"a":"\\q"}', "nan": '{"connector.class":"FileStreamSource","batch.size":NaN}',
        "number as a name": '{"connector.class":"FileStreamSource","name":1.0,"topic":2e2,"batch.size":3}',
        "long batch size": '{"connector.class":"FileStreamSource","name":"v","topic":"t","batch.size":3000000000}',
        "batch size of a fraction": '{"connector.class":"FileStreamSource","name":"v","topic":"t","batch.size":3.0}',
        "boolean as a number": '{"connector.class":"FileStreamSource","name":"v","topic":"t","errors.log.enable":1}',
        "boolean in a topic": '{"connector.class":"FileStreamSource","name":"v","topic":true}',
        "number for a list": '{"connector.class":"FileStreamSink","name":"v","topics":5}',
        "null for a list": '{"connector.class":"FileStreamSource","name":"v","topic":"t","transforms":null}',
        "number for a class": '{"connector.class":"FileStreamSource","name":"v","topic":"t","value.converter":5}',
        "big number for a long": '{"connector.class":"FileStreamSource","name":"v","topic":"t","errors.retry.timeout":99999999999999999999}',
    }.items()],
], alone=True)


def part(topic, partition=0):
    return {"kafka_topic": topic, "kafka_partition": partition}


def shift(name, *entries, of="fo2", **more):
    return Ask(name, "PATCH", f"/connectors/{of}/offsets", offsets(*entries), **more)


FAR_OFFSETS = Scene("far offsets", [
    # a source whose offsets have a topic of their own
    Append("fo1.txt", "a\nb\nc\n"),
    create("fo1", source("fo1", offsets__storage__topic="fo1-offsets")),
    Ask("own topic", "GET", "/connectors/fo1/offsets", until={"offsets": [{"offset": {"position": 6}}]}),
    Ask("own topic, stop", "PUT", "/connectors/fo1/stop"),
    runs("fo1", STOPPED),
    Ask("own topic, stopped", "GET", "/connectors/fo1/offsets"),
    shift("own topic, patch", ({"filename": "@DIR@/fo1.txt"}, {"position": 4}), of="fo1"),
    Ask("own topic, patched", "GET", "/connectors/fo1/offsets"),
    Ask("own topic, given up", "PATCH", "/connectors/fo1/config", {"offsets.storage.topic": None}),
    Ask("own topic, given up, offsets", "GET", "/connectors/fo1/offsets"),
    shift("own topic, given up, patch", ({"filename": "@DIR@/fo1.txt"}, {"position": 2}), of="fo1"),
    Ask("own topic, again", "PATCH", "/connectors/fo1/config", {"offsets.storage.topic": "fo1-offsets"}),
    Ask("own topic, again, offsets", "GET", "/connectors/fo1/offsets"),
    Ask("own topic, delete", "DELETE", "/connectors/fo1/offsets"),
    Ask("own topic, deleted", "GET", "/connectors/fo1/offsets"),
    Ask("own topic, without it", "PATCH", "/connectors/fo1/config", {"offsets.storage.topic": None}),
    Ask("own topic, without it, offsets", "GET", "/connectors/fo1/offsets"),
    Ask("own topic, another", "PATCH", "/connectors/fo1/config", {"offsets.storage.topic": "fo1-more"}),
    Ask("own topic, another, offsets", "GET", "/connectors/fo1/offsets"),
    Ask("own topic, resume", "PUT", "/connectors/fo1/resume"),
    Ask("own topic, another, written", "GET", "/connectors/fo1/offsets", until={"offsets": [{"offset": {"position": 6}}]}),
    # texts in the offsets of a source
    Ask("texts, stop", "PUT", "/connectors/fo1/stop"),
    runs("fo1", STOPPED),
    *[Ask(f"texts, {name}", "PATCH", "/connectors/fo1/offsets", '{"offsets":[{"partition":' + partition + ',"offset":' + offset + "}]}")
      for name, partition, offset in (
          ("an escaped name", '{"file\\u006eame":"@DIR@/fo1.txt"}', '{"position":2}'),
          ("a position of a long text", '{"filename":"@DIR@/fo1.txt"}', '{"position":"00002"}'),
          ("more in the partition", '{"filename":"@DIR@/fo1.txt","a":1,"b":null,"c":1.5,"d":true}', '{"position":2}'),
          ("a list in the partition", '{"filename":"@DIR@/fo1.txt","a":[1]}', '{"position":2}'),
          ("an object in the offset", '{"filename":"@DIR@/fo1.txt"}', '{"position":2,"a":{"b":1}}'),
          ("a fraction beside", '{"filename":"@DIR@/fo1.txt"}', '{"position":2,"a":1.50,"b":1e3}'),
          ("a big number beside", '{"filename":"@DIR@/fo1.txt"}', '{"position":2,"a":123456789012345678901234567890}'),
          ("a lone surrogate beside", '{"filename":"@DIR@/fo1.txt"}', '{"position":2,"a":"\\ud800"}'),
          ("an empty key beside", '{"filename":"@DIR@/fo1.txt"}', '{"position":2,"":""}'),
          ("no partition member", "null", "null"),
          ("an empty partition away", "{}", "null"),
          ("an empty file name away", '{"filename":""}', "null"),
          ("a file name true", '{"filename":true}', '{"position":2}'),
          ("a relative file name", '{"filename":"fo1.txt"}', '{"position":0}'),
          ("the smallest long", '{"filename":"@DIR@/fo1.txt"}', '{"position":-9223372036854775808}'),
          ("a nought with minus", '{"filename":"@DIR@/fo1.txt"}', '{"position":-0}'))],
    Ask("texts, then", "GET", "/connectors/fo1/offsets", unsorted=True),
    Ask("texts, members twice", "PATCH", "/connectors/fo1/offsets",
        '{"offsets":[{"partition":{"filename":"x"},"partition":{"filename":"@DIR@/fo1.txt"},"offset":{"position":5},"offset":{"position":4}}]}'),
    Ask("texts, members in capitals", "PATCH", "/connectors/fo1/offsets", '{"Offsets":[]}'),
    Ask("texts, two hundred", "PATCH", "/connectors/fo1/offsets", offsets(
        *[({"filename": f"/many/{each}"}, {"position": each}) for each in range(200)])),
    Ask("texts, two hundred, away", "PATCH", "/connectors/fo1/offsets", offsets(
        *[({"filename": f"/many/{each}"}, None) for each in range(200)])),
    Ask("texts, delete", "DELETE", "/connectors/fo1/offsets"),
    Ask("texts, deleted", "GET", "/connectors/fo1/offsets"),

    # a sink of several topics, in a group of its own
    create("fo3", source("fo3", file="@DIR@/fo1.txt")),
    create("fo4", source("fo4", file="@DIR@/fo1.txt")),
    Wait("/connectors/fo4/offsets", {"offsets": [{"offset": {"position": 6}}]}),
    Wait("/connectors/fo3/offsets", {"offsets": [{"offset": {"position": 6}}]}),
    create("fo2", sink("fo2", topics="fo3-topic,fo4-topic", consumer__override__group__id="fo-own-group")),
    Ask("sink, both", "GET", "/connectors/fo2/offsets", unsorted=True,
        until={"offsets": [{"offset": {"kafka_offset": 3}}, {"offset": {"kafka_offset": 3}}]}),
    Ask("sink, while it pauses", "PUT", "/connectors/fo2/pause"),
    runs("fo2", PAUSED),
    shift("sink, patch while it pauses", (part("fo3-topic"), {"kafka_offset": 1})),
    Ask("sink, delete while it pauses", "DELETE", "/connectors/fo2/offsets"),
    Ask("sink, stop", "PUT", "/connectors/fo2/stop"),
    runs("fo2", STOPPED),
    shift("sink, one of two", (part("fo3-topic"), {"kafka_offset": 1})),
    Ask("sink, one of two, then", "GET", "/connectors/fo2/offsets", unsorted=True),
    shift("sink, one away", (part("fo4-topic"), None)),
    Ask("sink, one away, then", "GET", "/connectors/fo2/offsets", unsorted=True),
    shift("sink, a topic that is not its own", (part("fo1-topic"), {"kafka_offset": 1})),
    Ask("sink, a topic that is not its own, then", "GET", "/connectors/fo2/offsets", unsorted=True),
    shift("sink, one good and one unknown", (part("fo3-topic"), {"kafka_offset": 2}), (part("fo-none"), {"kafka_offset": 1})),
    Ask("sink, one good and one unknown, then", "GET", "/connectors/fo2/offsets", unsorted=True),
    shift("sink, one good and one wrong", (part("fo3-topic"), {"kafka_offset": 3}), (part("fo3-topic", "x"), {"kafka_offset": 1})),
    shift("sink, the biggest offset", (part("fo3-topic"), {"kafka_offset": 9223372036854775807})),
    shift("sink, offset a float", (part("fo3-topic"), {"kafka_offset": 1.0})),
    shift("sink, offset in hex", (part("fo3-topic"), {"kafka_offset": "0x1"})),
    shift("sink, offset with a leading nought", (part("fo3-topic"), {"kafka_offset": "01"})),
    shift("sink, partition a float", (part("fo3-topic", 0.0), {"kafka_offset": 1})),
    shift("sink, partition with a leading nought", (part("fo3-topic", "00"), {"kafka_offset": 1})),
    shift("sink, partition minus nought", (part("fo3-topic", "-0"), {"kafka_offset": 1})),
    shift("sink, topic true", (part(True), {"kafka_offset": 1})),
    shift("sink, topic of dots", (part(".."), {"kafka_offset": 1})),
    shift("sink, topic too long", (part("t" * 250), {"kafka_offset": 1})),
    shift("sink, wrong topic away", (part("a b"), None)),
    shift("sink, empty partition away", ({}, None)),
    shift("sink, null partition away", (None, None)),
    shift("sink, negative partition away", (part("fo3-topic", -1), None)),
    Ask("sink, entry without offset", "PATCH", "/connectors/fo2/offsets", {"offsets": [{"partition": part("fo3-topic")}]}),
    Ask("sink, entry without offset, then", "GET", "/connectors/fo2/offsets", unsorted=True),
    Ask("sink, list of null", "PATCH", "/connectors/fo2/offsets", {"offsets": None}),
    Ask("sink, delete", "DELETE", "/connectors/fo2/offsets"),
    Ask("sink, deleted", "GET", "/connectors/fo2/offsets"),
    shift("sink, after delete", (part("fo4-topic"), {"kafka_offset": 2})),
    Ask("sink, other group", "PATCH", "/connectors/fo2/config", {"consumer.override.group.id": None}),
    Ask("sink, other group, offsets", "GET", "/connectors/fo2/offsets"),
    Ask("sink, by regex", "PATCH", "/connectors/fo2/config", {
        "topics": None, "topics.regex": "fo[34]-topic", "consumer.override.group.id": "fo-own-group"}),
    Ask("sink, by regex, offsets", "GET", "/connectors/fo2/offsets"),
    Ask("sink, resume", "PUT", "/connectors/fo2/resume"),
    Ask("sink, resumed, offsets", "GET", "/connectors/fo2/offsets", unsorted=True,
        until={"offsets": [{"offset": {"kafka_offset": 3}}, {"offset": {"kafka_offset": 3}}]}),
], alone=True)

FILE_PROVIDER = {"config.providers": "file,env,dir",
                 "config.providers.file.class": "org.apache.kafka.common.config.provider.FileConfigProvider",
                 "config.providers.env.class": "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
                 "config.providers.dir.class": "org.apache.kafka.common.config.provider.DirectoryConfigProvider"}


def secret(key):
    return "${file:@DIR@/far.properties:" + key + "}"


FAR_SECRETS = Scene("far secrets", [
    validate("class from a variable", "FileStreamSource", source("v", name="v", connector__class=secret("class"))),
    validate("name from a variable", "FileStreamSource", source("v", name=secret("name"))),
    validate("tasks.max from a variable", "FileStreamSource", source("v", name="v", tasks__max=secret("tasks"))),
    validate("tasks.max from a variable, wrong", "FileStreamSource", source("v", name="v", tasks__max=secret("class"))),
    validate("converter from a variable", "FileStreamSource", source("v", name="v", value__converter=secret("converter"))),
    validate("alias from a variable", "FileStreamSource", source("v", name="v", transforms=secret("alias"), **{
        "transforms__hidden-alias__type": "org.apache.kafka.connect.transforms.DropHeaders", "transforms__hidden-alias__headers": "h"})),
    validate("type of a transform from a variable", "FileStreamSource", source("v", name="v", transforms="a", **{
        "transforms__a__type": secret("transform"), "transforms__a__headers": secret("name")})),
    validate("topics from a variable", "FileStreamSink", sink("v", name="v", topics=secret("topics"))),
    validate("regex from a variable", "FileStreamSink", sink("v", name="v", topics=None, topics__regex=secret("regex"))),
    validate("dead letters from a variable", "FileStreamSink", sink("v", name="v", topics="dl", **{
        "errors__deadletterqueue__topic__name": secret("dl")})),
    validate("override from a variable", "FileStreamSource", source("v", name="v", producer__override__linger__ms=secret("tasks"))),
    validate("no such provider", "FileStreamSource", source("v", name="v", topic="${vault:a:b}")),
    validate("a variable in a key", "FileStreamSource", source("v", name="v", **{"${env:HOME}": "x"})),
    validate("env", "FileStreamSource", source("v", name="v", topic="${env:FAR_NONE}x")),
    validate("env with a path", "FileStreamSource", source("v", name="v", topic="${env:a:FAR_NONE}")),
    validate("dir", "FileStreamSource", source("v", name="v", topic="${dir:@DIR@:far.name}")),
    validate("dir without the file", "FileStreamSource", source("v", name="v", topic="${dir:@DIR@:none}")),
    validate("dir without a path", "FileStreamSource", source("v", name="v", topic="${dir:none}")),
    validate("dir that is not there", "FileStreamSource", source("v", name="v", topic="${dir:@DIR@/no:none}")),
    validate("file without a key", "FileStreamSource", source("v", name="v", topic="${file:@DIR@/far.properties}")),
    validate("file that is not there", "FileStreamSource", source("v", name="v", topic="${file:@DIR@/none:a}")),
    validate("variable without an end", "FileStreamSource", source("v", name="v", topic="${file:@DIR@/far.properties:name")),
    validate("variable without a colon", "FileStreamSource", source("v", name="v", topic="${file}")),
    validate("variable in a variable", "FileStreamSource", source("v", name="v", topic="${file:${env:X}:name}")),
    validate("two variables", "FileStreamSource", source("v", name="v", topic=secret("name") + "-" + secret("tasks"))),
    refused("class from a variable, POST", source("fx", connector__class=secret("class"), tasks__max="0")),
    refused("tasks.max from a variable, wrong, POST", source("fx", tasks__max=secret("class"))),
    refused("topics from a variable, POST", sink("fx", topics=secret("topics"), tasks__max="0")),
    refused("unknown class from a variable, POST", source("fx", connector__class=secret("name"))),
    refused("file that is not there, POST", source("fx", topic="${file:@DIR@/none:a}")),
    Ask("name from a variable, POST", "POST", "/connectors", {"name": "fx", "config": source("fx", name=secret("name"))}),
    create("fx1", source("fx1", topic=secret("name"), connector__class=secret("class"), tasks__max=secret("tasks"))),
    Ask("type", "GET", "/connectors/fx1", until={"tasks": [{}]}),
    Ask("tasks", "GET", "/connectors/fx1/tasks"),
    Ask("status", "GET", "/connectors/fx1/status", until=RUNNING),
    Ask("expanded", "GET", "/connectors?expand=info", only=("fx1",)),
    Ask("offsets", "GET", "/connectors/fx1/offsets"),
    Ask("patch", "PATCH", "/connectors/fx1/config", {"file": secret("file")}),
    Ask("tasks after patch", "GET", "/connectors/fx1/tasks", until=[{"config": {"file": secret("file")}}]),
    Ask("put with a variable nobody knows", "PUT", "/connectors/fx1/config", source("fx1", topic=secret("nokey"))),
    Ask("config", "GET", "/connectors/fx1/config", loose=("",)),
], worker=FILE_PROVIDER, alone=True, files={
    "far.properties": "class=FileStreamSource\nname=far-name\ntasks=2\nconverter=org.apache.kafka.connect.storage.StringConverter\n"
                      "alias=hidden-alias\ntransform=org.apache.kafka.connect.transforms.DropHeaders\ntopics=a,b\nregex=a.*\ndl=dl\n"
                      "file=/dev/null\n",
    "far.name": "far-dir\n"})

COMMON = ("name", "tasks.max", "tasks.max.enforce", "key.converter", "value.converter", "header.converter", "transforms", "predicates",
          "config.action.reload", "errors.retry.timeout", "errors.retry.delay.max.ms", "errors.tolerance", "errors.log.enable",
          "errors.log.include.messages", "connector.plugin.version", "key.converter.plugin.version", "value.converter.plugin.version",
          "header.converter.plugin.version")
OF_SOURCES = ("topic.creation.groups", "exactly.once.support", "transaction.boundary", "transaction.boundary.interval.ms",
              "offsets.storage.topic", "file", "topic", "batch.size")
OF_SINKS = ("topics", "topics.regex", "errors.deadletterqueue.topic.name", "errors.deadletterqueue.topic.replication.factor",
            "errors.deadletterqueue.context.headers.enable", "file")


def each_alone(plugin, config, keys, values):
    """Every key with each of the wrong values, the others right."""
    return [validate(f"{plugin}, {key} {value!r}", plugin, {**config, key: value}) for key in keys for value in values]


FAR_KEYS = Scene("far keys", [
    *each_alone("FileStreamSource", source("v", name="v"), (*COMMON, *OF_SOURCES), (None, "", " ", "a b", 0, True)),
    *each_alone("FileStreamSink", sink("v", name="v"), OF_SINKS, (None, "", " ", "a b", 0, True)),
    *[validate(f"{plugin}, all {value!r}", plugin, {**{key: value for key in (*COMMON, *own)}, "connector.class": plugin})
      for plugin, own in (("FileStreamSource", OF_SOURCES), ("FileStreamSink", OF_SINKS)) for value in (None, "", "a b", -1, True)],
])

FAR_CORS = Scene("far cors", [
    *[Ask(name, method, path, headers=headers) for name, method, path, headers in (
        ("first", "GET", "/connectors", {"Origin": "http://a.example"}),
        ("second", "GET", "/connectors", {"Origin": "https://b.example:8443"}),
        ("second without its port", "GET", "/connectors", {"Origin": "https://b.example"}),
        ("part of a domain", "GET", "/connectors", {"Origin": "http://x.c.example"}),
        ("the domain itself", "GET", "/connectors", {"Origin": "http://c.example"}),
        ("in capitals", "GET", "/connectors", {"Origin": "http://A.example"}),
        ("null", "GET", "/connectors", {"Origin": "null"}),
        ("empty", "GET", "/connectors", {"Origin": ""}),
        ("two", "GET", "/connectors", {"Origin": "http://z.example http://a.example"}),
        ("HEAD", "HEAD", "/connectors", {"Origin": "http://a.example"}),
        ("DELETE", "DELETE", "/connectors/none", {"Origin": "http://a.example"}),
        ("wrong method", "DELETE", "/connectors", {"Origin": "http://a.example"}),
        ("not acceptable", "GET", "/connectors", {"Origin": "http://a.example", "Accept": "text/html"}),
        ("options without method", "OPTIONS", "/connectors", {"Origin": "http://a.example"}),
        ("preflight GET", "OPTIONS", "/connectors", {"Origin": "http://a.example", "Access-Control-Request-Method": "GET"}),
        ("preflight HEAD", "OPTIONS", "/connectors", {"Origin": "http://a.example", "Access-Control-Request-Method": "HEAD"}),
        ("preflight in lower case", "OPTIONS", "/connectors", {"Origin": "http://a.example", "Access-Control-Request-Method": "post"}),
        ("preflight DELETE", "OPTIONS", "/connectors/x", {"Origin": "http://a.example", "Access-Control-Request-Method": "DELETE"}),
        ("preflight nothing", "OPTIONS", "/connectors", {"Origin": "http://a.example", "Access-Control-Request-Method": ""}),
        ("preflight with headers", "OPTIONS", "/connectors", {
            "Origin": "http://a.example", "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-other,Authorization"}),
        ("preflight of nothing", "OPTIONS", "/nope", {"Origin": "http://a.example", "Access-Control-Request-Method": "GET"}),
        ("preflight of another", "OPTIONS", "/connectors", {"Origin": "http://z.example", "Access-Control-Request-Method": "GET"}),
        ("vary and 404", "GET", "/nope", {}),
        ("health", "GET", "/health", {"Origin": "http://a.example"}),
        ("loggers", "GET", "/admin/loggers/root", {"Origin": "http://a.example"}))],
], worker={"access.control.allow.origin": "http://a.example,https://b.example:8443,http://*.c.example",
           "response.http.headers.config": "set X-Frame-Options: SAMEORIGIN,add Cache-Control:no-store,add Cache-Control:private"})

FAR_POLICY = Scene("far policy", [
    refused("allowed", source("x", producer__override__linger__ms="5", tasks__max="0")),
    refused("not allowed", source("x", producer__override__acks="all")),
    refused("a sink's not allowed", sink("x", consumer__override__max__poll__records="5")),
    refused("dead letters' not allowed", sink("x", producer__override__acks="all")),
    refused("an admin's not allowed", source("x", admin__override__retries="5")),
    validate("validate", "FileStreamSource", source("v", name="v", producer__override__linger__ms="5", producer__override__acks="all")),
], worker={"connector.client.config.override.policy": "Allowlist",
           "connector.client.config.override.allowlist": "linger.ms"})

FAR_PRINCIPAL = Scene("far principal", [
    refused("jaas", source("x", producer__override__sasl__jaas__config="x", tasks__max="0")),
    refused("mechanism", source("x", producer__override__sasl__mechanism="PLAIN", tasks__max="0")),
    refused("protocol", source("x", producer__override__security__protocol="PLAINTEXT", tasks__max="0")),
    refused("acks", source("x", producer__override__acks="all")),
    refused("acks and jaas", sink("x", consumer__override__sasl__jaas__config="x", consumer__override__max__poll__records="5")),
    validate("validate", "FileStreamSource", source("v", name="v", producer__override__acks="all")),
], worker={"connector.client.config.override.policy": "Principal"})

FAR_TRACKING = Scene("far tracking", [
    Append("ft1.txt", "a\n"),
    create("ft1", source("ft1")),
    Wait("/connectors/ft1/offsets", {"offsets": [{"offset": {"position": 2}}]}),
    Ask("topics", "GET", "/connectors/ft1/topics"),
    Ask("reset", "PUT", "/connectors/ft1/topics/reset"),
    Ask("topics, HEAD", "HEAD", "/connectors/ft1/topics"),
    Ask("topics, POST", "POST", "/connectors/ft1/topics", {}),
    Ask("topics, html", "GET", "/connectors/ft1/topics", headers={"Accept": "text/html"}),
    Ask("options", "OPTIONS", "/connectors/ft1/topics"),
], worker={"topic.tracking.enable": "false", "topic.creation.enable": "false"})

FAR_KEEPING = Scene("far keeping", [
    Append("fk1.txt", "a\n"),
    create("fk1", source("fk1")),
    Ask("topics", "GET", "/connectors/fk1/topics", until={"fk1": {"topics": ["fk1-topic"]}}),
    Ask("reset", "PUT", "/connectors/fk1/topics/reset"),
    Ask("reset of an unknown one", "PUT", "/connectors/none/topics/reset"),
    Ask("topics then", "GET", "/connectors/fk1/topics"),
], worker={"topic.tracking.allow.reset": "false"})

FAR_ADMIN = Scene("far admin", [
    *[Ask(f"{method} {path}", method, path, body) for method, path, body in (
        ("GET", "/admin/loggers/root", None), ("PUT", "/admin/loggers/root", {"level": "INFO"}),
        ("OPTIONS", "/admin/loggers", None), ("HEAD", "/admin/loggers", None), ("GET", "/admin", None),
        ("POST", "/admin/loggers", {}), ("GET", "/health", None), ("GET", "/", None))],
], worker={"admin.listeners": ""})

FAR_LOGGERS = Scene("far loggers", [
    Ask("root in the cluster", "PUT", "/admin/loggers/root?scope=cluster", {"level": "WARN"}),
    Ask("root then", "GET", "/admin/loggers/root", until={"level": "WARN"}),
    Ask("a new one in the cluster", "PUT", "/admin/loggers/far.cluster.new?scope=cluster", {"level": "WARN"}),
    Ask("a new one in the cluster then", "GET", "/admin/loggers/far.cluster.new", until={"level": "WARN"}),
    *[Ask(f"{name}", "PUT", f"/admin/loggers/{path}", body) for name, path, body in (
        ("under a new one", "far.cluster", {"level": "OFF"}),
        ("one word", "far", {"level": "ALL"}), ("all in lower case", "far.lower", {"level": "all"}),
        ("off mixed", "far.lower", {"level": "oFF"}), ("fatal", "far.lower", {"level": "fatal"}),
        ("level with a line break", "far.lower", {"level": "INFO\n"}), ("level of another language", "far.lower", {"level": "İNFO"}),
        ("null member beside", "far.lower", {"level": "INFO", "logger": None}),
        ("level twice, one null", "far.lower", '{"level":null,"level":"INFO"}'),
        ("unicode", "f%C3%A4r", {"level": "INFO"}), ("blanks only", "%20", {"level": "INFO"}),
        ("dots only", "...", {"level": "INFO"}), ("a dollar", "far.lower$x", {"level": "INFO"}),
        ("scope with a blank", "far.lower?scope=cluster%20", {"level": "INFO"}),
        ("scope and bad level", "far.lower?scope=cluster", {"level": "LOUD"}),
        ("not JSON in the cluster", "far.lower?scope=cluster", "x"),
        ("member unknown alone", "far.lower", {"loudness": "INFO"}),
        ("a list of one", "far.lower", [{"level": "INFO"}]),
        ("a number", "far.lower", "7"), ("false", "far.lower", {"level": False}))],
    *[Ask(f"get {name}", "GET", f"/admin/loggers/{name}") for name in (
        "far", "far.lower", "far.none", "far.cluster", "f%C3%A4r", "far.", "root.", "root.x", "Root", "...")],
    Ask("get of the cluster's", "GET", "/admin/loggers/far.cluster.new", until={"level": "ALL"}),
    Ask("list", "GET", "/admin/loggers", only=("far", "far.lower", "far.cluster", "far.none")),
    Ask("HEAD of one", "HEAD", "/admin/loggers/far"),
    Ask("HEAD of none", "HEAD", "/admin/loggers/far.none"),
    Ask("html of one", "GET", "/admin/loggers/far", headers={"Accept": "text/html"}),
], alone=True)

FAR_INTERNAL = Scene("far internal", [
    create("fi1", source("fi1", file=None)),
    runs("fi1"),
    # The tasks come back some time after the resume.
    *[Ask(name, method, path, body, headers=headers, ignore=("tasks",) if method == "PATCH" else ())
      for name, method, path, body, headers in (
        ("tasks, nothing", "POST", "/connectors/fi1/tasks", "", {}),
        ("tasks, not JSON", "POST", "/connectors/fi1/tasks", "x", {}),
        ("tasks, an object", "POST", "/connectors/fi1/tasks", {}, {}),
        ("tasks, signature alone", "POST", "/connectors/fi1/tasks", [], {"X-Connect-Authorization": "AAAA"}),
        ("tasks, algorithm alone", "POST", "/connectors/fi1/tasks", [], {"X-Connect-Request-Signature-Algorithm": "HmacSHA256"}),
        ("tasks, signature not base64", "POST", "/connectors/fi1/tasks", [], {
            "X-Connect-Authorization": "%%%", "X-Connect-Request-Signature-Algorithm": "HmacSHA256"}),
        ("tasks, signature empty", "POST", "/connectors/fi1/tasks", [], {
            "X-Connect-Authorization": "", "X-Connect-Request-Signature-Algorithm": "HmacSHA256"}),
        ("tasks, other algorithm", "POST", "/connectors/fi1/tasks", [], {
            "X-Connect-Authorization": "AAAA", "X-Connect-Request-Signature-Algorithm": "HmacSHA1"}),
        ("tasks, algorithm in lower case", "POST", "/connectors/fi1/tasks", [], {
            "X-Connect-Authorization": "AAAA", "X-Connect-Request-Signature-Algorithm": "hmacsha256"}),
        ("tasks, plain text", "POST", "/connectors/fi1/tasks", "[]", {"Content-Type": "text/plain"}),
        ("tasks, forward", "POST", "/connectors/fi1/tasks?forward=false", [], {}),
        ("fence, with a body", "PUT", "/connectors/fi1/fence", {}, {}),
        ("fence, forward", "PUT", "/connectors/fi1/fence?forward=false", None, {}),
        ("fence, POST", "POST", "/connectors/fi1/fence", None, {}),
        ("stop, forward false", "PUT", "/connectors/fi1/stop?forward=false", None, {}),
        ("resume, forward false", "PUT", "/connectors/fi1/resume?forward=false", None, {}),
        ("delete of none, forward false", "DELETE", "/connectors/none?forward=false", None, {}),
        ("patch, forward false", "PATCH", "/connectors/fi1/config?forward=false", {"x": "y"}, {}),
        ("create, forward bogus", "POST", "/connectors?forward=bogus", {"name": "fi2", "config": source("fi2", file=None)}, {}),
        ("create, forward twice", "POST", "/connectors?forward=false&forward=true", {"name": "fi3", "config": source("fi3", file=None)}, {}),
        ("restart, forward empty", "POST", "/connectors/fi1/restart?forward=", None, {}),
        ("validate, forward", "PUT", "/connector-plugins/FileStreamSource/config/validate?forward=false", "x", {}))],
], alone=True)

FAR_TYPES = Scene("far types", [
    *[Ask(f"{method} {path}, {kind or 'no type'}", method, path, body, headers={"Content-Type": kind})
      for method, path, body in (
          ("PUT", "/connectors/none/config", "{}"), ("PATCH", "/connectors/none/config", "{}"),
          ("PATCH", "/connectors/none/offsets", "{}"), ("PUT", "/admin/loggers/far.types", "{}"),
          ("PUT", "/connector-plugins/nope/config/validate", "{}"), ("POST", "/connectors/none/tasks", "[]"))
      for kind in (None, "application/json;charset=utf-16", "application/xml", "application/problem+json", "application/json, text/plain")],
    *[Ask(f"{method} {path} with type alone", method, path, headers={"Content-Type": "text/plain"}) for method, path in (
        ("GET", "/connectors"), ("DELETE", "/connectors/none"), ("PUT", "/connectors/none/pause"), ("PUT", "/connectors/none/resume"),
        ("PUT", "/connectors/none/topics/reset"), ("POST", "/connectors/none/tasks/0/restart"), ("DELETE", "/connectors/none/offsets"),
        ("HEAD", "/"), ("OPTIONS", "/connectors"), ("PUT", "/connectors/none/fence"), ("POST", "/connectors"),
        ("GET", "/connector-plugins"), ("GET", "/connector-plugins/nope/config"), ("PUT", "/connector-plugins/nope/config/validate"),
        ("GET", "/admin/loggers/root"), ("GET", "/health"), ("GET", "/"), ("GET", "/nope"), ("PUT", "/connectors"),
        ("HEAD", "/connectors"), ("GET", "/connectors/none/status"), ("PATCH", "/connectors/none/config"),
        ("POST", "/connectors/none/restart"), ("POST", "/connectors/none/tasks"))],
    *[Ask(f"accept {accept} of {method} {path}", method, path, headers={"Accept": accept}) for method, path in (
        ("PUT", "/connectors/none/fence"), ("POST", "/connectors/none/tasks")) for accept in ("text/html", "*", "application/json-seq")],
    *[Ask(f"{kind or 'empty'} type of a GET", "GET", "/connectors", headers={"Content-Type": kind}) for kind in (
        "application/json", "APPLICATION/JSON ; charset=x", "application/json-seq", "application/jsonx", "", "text/plain, application/json",
        "*/*", "application/*;x=y")],
    *[Ask(f"{name}, type of a form and nothing in it", method, path, "", headers={"Content-Type": "application/x-www-form-urlencoded"})
      for name, method, path in (("pause", "PUT", "/connectors/none/pause"), ("restart", "POST", "/connectors/none/restart"),
                                 ("delete", "DELETE", "/connectors/none"), ("reset", "PUT", "/connectors/none/topics/reset"))],
    *[Ask(f"accept {accept} of {method} {path}", method, path, headers={"Accept": accept}) for method, path in (
        ("GET", "/connectors/none/status"), ("GET", "/connectors/none/topics"), ("GET", "/connector-plugins/nope/config"),
        ("POST", "/connectors/none/restart?includeTasks=true"), ("DELETE", "/connectors/none/offsets"), ("OPTIONS", "/connectors"))
      for accept in ("text/plain", "application/json;q=0.000", "*/*;q=0", "application/xml, */*;q=0.1", "application/*+json", "*", "a/b/c")],
    *[Ask(f"{method} of {path}", method, path) for method in ("LOCK", "CONNECT", "PROPFIND", "QUERY")
      for path in ("/connectors", "/nope")],
])

FAR_PATHS = Scene("far paths", [
    *[Ask(f"{method} {path}", method, path) for method, path in (
        ("DELETE", "/connectors/"), ("PUT", "/connectors//config"), ("DELETE", "/connectors//"), ("POST", "/connectors//restart"),
        ("GET", "/connectors/none/tasks/0"), ("GET", "/connectors/none/tasks/0/config"), ("GET", "/connectors/none/offsets/x"),
        ("GET", "/connectors/none/config/x"), ("PUT", "/connectors/none/topics"), ("PUT", "/connectors/none/topics/reset/x"),
        ("GET", "/connectors/none/status/x"), ("POST", "/connectors/none/restart/x"), ("PUT", "/connectors/none/pause/x"),
        ("POST", "/connectors/none/tasks/-0/restart"), ("POST", "/connectors/none/tasks/%30/restart"),
        ("POST", "/connectors/none/tasks//restart"), ("GET", "/connectors/none/tasks/1e0/status"),
        ("GET", "/connectors/none/tasks/%2B1/status"), ("GET", "/connectors/none/tasks/%EF%BC%91/status"),
        ("GET", "/connectors/none/tasks/-2147483648/status"), ("GET", "/connectors/none/tasks/-2147483649/status"),
        ("GET", "/connector-plugins/nope/config/x"), ("PUT", "/connector-plugins//config/validate"),
        ("PUT", "/connector-plugins/nope/config/validate/x"), ("GET", "/connector-plugins/nope/config/validate/"),
        ("GET", "/admin/loggers/a;b"), ("GET", "/admin/loggers/a%3Bb"), ("GET", "/admin/loggers/.."), ("GET", "/health/x"),
        ("GET", "/health?"), ("GET", "/?"), ("GET", "/;x"), ("GET", "/%20"), ("GET", "/connectors%20"), ("GET", "/connectors%2F"),
        ("GET", "/connectors%3Fexpand=info"), ("GET", "/.well-known/x"), ("GET", "/connectors/none/.."), ("GET", "/connectors/none/../.."),
        ("GET", "/connectors/none/../../.."), ("GET", "/..;/connectors"), ("GET", "/connectors/..;/x"), ("GET", "/connectors/%2e/x"),
        ("GET", "/connectors/.../x"), ("GET", "/connectors\\none"), ("GET", "/connectors?expand=status&expand"),
        ("GET", "/connectors?expand=&expand=status"), ("GET", "/connectors?&expand=status&"), ("GET", "/connectors?expand=status#x"),
        ("GET", "/connectors?expand=%"), ("GET", "/connectors?expand=%C3"), ("GET", "/connectors?expand=%00"),
        ("GET", "/connectors??expand=status"), ("GET", "/connectors?expand=status%26expand=info"), ("GET", "/connectors?exp%61nd=status"),
        ("GET", "connectors"), ("GET", "*"), ("OPTIONS", "*"), ("GET", "http://127.0.0.1/connectors"))],
])

FAR_SCENES = [FAR_STATES, FAR_NAMES, FAR_JSON, FAR_OFFSETS, FAR_SECRETS, FAR_KEYS, FAR_CORS, FAR_POLICY, FAR_PRINCIPAL, FAR_TRACKING,
              FAR_KEEPING, FAR_ADMIN, FAR_LOGGERS, FAR_INTERNAL, FAR_TYPES, FAR_PATHS]
