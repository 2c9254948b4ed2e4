"""The list: what a client may ask of a Connect worker, scene by scene."""
from .steps import Append, Ask, FileIs, Scene, Wait

STRING = "org.apache.kafka.connect.storage.StringConverter"
JSON = "org.apache.kafka.connect.json.JsonConverter"
SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector"


def source(stem, /, **more):
    return changed({"connector.class": "FileStreamSource", "tasks.max": "1",
                    "file": f"@DIR@/{stem}.txt", "topic": f"{stem}-topic",
                    "key.converter": STRING, "value.converter": STRING}, more)


def sink(stem, /, **more):
    return changed({"connector.class": "FileStreamSink", "tasks.max": "1", "topics": f"{stem}-topic",
                    "file": f"@DIR@/{stem}.out", "key.converter": STRING, "value.converter": STRING},
                   more)


def changed(config, more):
    """With keys replaced or added (a__b means a.b); None takes one away."""
    for key, value in more.items():
        config[key.replace("__", ".")] = value
    return {key: value for key, value in config.items() if value is not None}


def state(connector, *tasks):
    return {"connector": {"state": connector}, "tasks": [{"state": each} for each in tasks]}


RUNNING = state("RUNNING", "RUNNING")
STOPPED = state("STOPPED")


def create(name, config, **more):
    return Ask(f"create {name}", "POST", "/connectors", {"name": name, "config": config}, **more)


def runs(name, wanted=None):
    return Wait(f"/connectors/{name}/status", wanted or RUNNING)


def gone(name):
    return [Ask(f"delete {name}", "DELETE", f"/connectors/{name}"),
            Wait(f"/connectors/{name}/status", 404)]


def refused(name, config, **more):
    """A config that POST must refuse, under a name of its own."""
    words = name.replace(" ", "-").replace(",", "")
    return Ask(name, "POST", "/connectors", {"name": words, "config": config}, **more)


def validate(name, plugin, config, **more):
    return Ask(name, "PUT", f"/connector-plugins/{plugin}/config/validate", config, **more)


def offsets(*entries):
    return {"offsets": [{"partition": partition, "offset": offset} for partition, offset in entries]}


CONVENTIONS = Scene("conventions", [
    Ask("root", "GET", "/"),
    Ask("root, HEAD", "HEAD", "/"),
    Ask("root, wrong method", "POST", "/"),
    Ask("health", "GET", "/health"),
    Ask("health, trailing slash", "GET", "/health/"),
    Ask("health, HEAD", "HEAD", "/health"),
    Ask("health, wrong method", "DELETE", "/health"),
    Ask("no connectors", "GET", "/connectors"),
    Ask("no connectors, trailing slash", "GET", "/connectors/"),
    Ask("no connectors, HEAD", "HEAD", "/connectors"),
    Ask("no connectors, expanded", "GET", "/connectors?expand=status&expand=info"),
    Ask("no connectors, unknown expansion", "GET", "/connectors?expand=bogus"),
    Ask("no connectors, unknown parameter", "GET", "/connectors?foo=bar&x"),
    Ask("unknown path", "GET", "/nope"),
    Ask("unknown path, POST", "POST", "/nope", {}),
    Ask("unknown path, HEAD", "HEAD", "/nope"),
    Ask("unknown path below", "GET", "/connectors/x/nope"),
    Ask("unknown path far below", "GET", "/connectors/x/tasks/0/status/nope"),
    Ask("path in capitals", "GET", "/Connectors"),
    Ask("connectors, DELETE", "DELETE", "/connectors"),
    Ask("connectors, PUT", "PUT", "/connectors", {}),
    Ask("connectors, PATCH", "PATCH", "/connectors", {}),
    Ask("connector, PUT", "PUT", "/connectors/x", {}),
    Ask("connector, POST", "POST", "/connectors/x", {}),
    Ask("config, POST", "POST", "/connectors/x/config", {}),
    Ask("config, DELETE", "DELETE", "/connectors/x/config"),
    Ask("pause, GET", "GET", "/connectors/x/pause"),
    Ask("pause, POST", "POST", "/connectors/x/pause"),
    Ask("restart, GET", "GET", "/connectors/x/restart"),
    Ask("restart, PUT", "PUT", "/connectors/x/restart"),
    Ask("status, PUT", "PUT", "/connectors/x/status", {}),
    Ask("tasks-config of old versions", "GET", "/connectors/x/tasks-config"),
    Ask("topics reset, GET", "GET", "/connectors/x/topics/reset"),
    Ask("offsets, POST", "POST", "/connectors/x/offsets", {}),
    Ask("plugins, POST", "POST", "/connector-plugins", {}),
    Ask("validate, GET", "GET", "/connector-plugins/x/config/validate"),
    Ask("loggers, PUT", "PUT", "/admin/loggers", {}),
    Ask("method nobody knows", "BREW", "/connectors"),
    Ask("accept html", "GET", "/connectors", headers={"Accept": "text/html"}),
    Ask("accept xml, POST", "POST", "/connectors", {}, headers={"Accept": "application/xml"}),
    Ask("accept anything", "GET", "/connectors", headers={"Accept": "*/*"}),
    Ask("accept any application", "GET", "/connectors", headers={"Accept": "application/*"}),
    Ask("accept html or else anything", "GET", "/connectors",
        headers={"Accept": "text/html, */*;q=0.1"}),
    Ask("accept json with a version", "GET", "/connectors",
        headers={"Accept": "application/json; charset=utf-8"}),
    Ask("accept nothing known, unknown path", "GET", "/nope", headers={"Accept": "text/html"}),
    Ask("plain text body", "POST", "/connectors", "x", headers={"Content-Type": "text/plain"}),
    Ask("form body", "POST", "/connectors", "x=y",
        headers={"Content-Type": "application/x-www-form-urlencoded"}),
    Ask("json with charset", "POST", "/connectors", {"name": "x", "config": {}},
        headers={"Content-Type": "application/json; charset=utf-8"}),
    Ask("json by another name", "POST", "/connectors", {"name": "x", "config": {}},
        headers={"Content-Type": "application/vnd.x+json"}),
    Ask("json in capitals", "POST", "/connectors", {"name": "x", "config": {}},
        headers={"Content-Type": "Application/JSON"}),
    Ask("no content type, with body", "POST", "/connectors", '{"name":"x","config":{}}',
        headers={"Content-Type": None}),
    Ask("plain text body, unknown connector", "PUT", "/connectors/x/config", "x",
        headers={"Content-Type": "text/plain"}),
    Ask("plain text body on pause", "PUT", "/connectors/x/pause", "x",
        headers={"Content-Type": "text/plain"}),
    Ask("options of root", "OPTIONS", "/"),
    Ask("options of connectors", "OPTIONS", "/connectors"),
    Ask("options of a connector", "OPTIONS", "/connectors/x"),
    Ask("options of config", "OPTIONS", "/connectors/x/config"),
    Ask("options of offsets", "OPTIONS", "/connectors/x/offsets"),
    Ask("options of pause", "OPTIONS", "/connectors/x/pause"),
    Ask("options of nothing", "OPTIONS", "/nope"),
    Ask("double slash", "GET", "//connectors"),
    Ask("double slash inside", "GET", "/connectors//status"),
    Ask("encoded slash", "GET", "/connectors/a%2Fb"),
    Ask("encoded backslash", "GET", "/connectors/a%5Cb"),
    Ask("encoded dots", "GET", "/connectors/%2e%2e"),
    Ask("dots", "GET", "/connectors/../connectors"),
    Ask("encoded percent", "GET", "/connectors/a%25b"),
    Ask("encoded question mark", "GET", "/connectors/a%3Fb"),
    Ask("encoded control character", "GET", "/connectors/a%07b"),
    Ask("encoded NUL", "GET", "/connectors/a%00b"),
    Ask("broken percent", "GET", "/connectors/a%zzb"),
    Ask("half percent", "GET", "/connectors/a%4"),
    Ask("not UTF-8", "GET", "/connectors/a%ffb"),
    Ask("semicolon", "GET", "/connectors;x=1"),
    Ask("unicode name", "GET", "/connectors/%C3%A9"),
    Ask("plus is a plus", "GET", "/connectors/a+b"),
    Ask("blank", "GET", "/connectors/a%20b"),
    Ask("dash", "GET", "/connectors/-"),
    Ask("very long name", "GET", "/connectors/" + "n" * 9000),
])

CREATE = Scene("create", [
    Append("cr1.txt", "one\n"),
    create("cr1", source("cr1")),
    create("cr1", source("cr1")),
    runs("cr1"),
    Ask("list", "GET", "/connectors"),
    Ask("info", "GET", "/connectors/cr1"),
    Ask("info, trailing slash", "GET", "/connectors/cr1/"),
    Ask("info, HEAD", "HEAD", "/connectors/cr1"),
    Ask("config", "GET", "/connectors/cr1/config", loose=("",)),
    Ask("config, trailing slash", "GET", "/connectors/cr1/config/", loose=("",)),
    Ask("status", "GET", "/connectors/cr1/status"),
    Ask("status, trailing slash", "GET", "/connectors/cr1/status/"),
    Ask("tasks", "GET", "/connectors/cr1/tasks"),
    Ask("task status", "GET", "/connectors/cr1/tasks/0/status"),
    Ask("task status, no such task", "GET", "/connectors/cr1/tasks/7/status"),
    Ask("task status, negative", "GET", "/connectors/cr1/tasks/-1/status"),
    Ask("task status, not a number", "GET", "/connectors/cr1/tasks/abc/status"),
    Ask("task status, too big a number", "GET", "/connectors/cr1/tasks/99999999999/status"),
    Ask("task status, leading zero", "GET", "/connectors/cr1/tasks/00/status"),
    Ask("expand status", "GET", "/connectors?expand=status"),
    Ask("expand info", "GET", "/connectors?expand=info"),
    Ask("expand both", "GET", "/connectors?expand=status&expand=info", loose=("cr1",)),
    Ask("expand both, other order", "GET", "/connectors?expand=info&expand=status", loose=("cr1",)),
    Ask("expand twice", "GET", "/connectors?expand=info&expand=info"),
    Ask("expand unknown", "GET", "/connectors?expand=bogus"),
    Ask("expand with comma", "GET", "/connectors?expand=status,info"),
    Ask("expand empty", "GET", "/connectors?expand="),
    Ask("expand without value", "GET", "/connectors?expand"),
    Ask("expand in capitals", "GET", "/connectors?expand=STATUS"),
    Ask("expand info and unknown", "GET", "/connectors?expand=bogus&expand=info"),
    *gone("cr1"),
    Ask("info after delete", "GET", "/connectors/cr1"),
    Ask("delete again", "DELETE", "/connectors/cr1"),

    Ask("name is trimmed", "POST", "/connectors", {"name": "  cr2 ", "config": source("cr2")}),
    Ask("name in config, equal", "POST", "/connectors",
        {"name": "cr3", "config": source("cr3", name="cr3")}),
    Ask("name in config, other", "POST", "/connectors",
        {"name": "cr4", "config": source("cr4", name="other")}),
    Ask("name in config, with blanks", "POST", "/connectors",
        {"name": "cr4 ", "config": source("cr4", name="cr4 ")}),
    Ask("members in another order", "POST", "/connectors", {"config": source("cr5"), "name": "cr5"}),
    Ask("unicode name", "POST", "/connectors", {"name": "cr é日", "config": source("cr6")}),
    runs("cr%20%C3%A9%E6%97%A5"),
    Ask("unicode name, info", "GET", "/connectors/cr%20%C3%A9%E6%97%A5"),
    Ask("unicode name, info, raw", "GET", "/connectors/cr%20é日".encode().decode("latin-1")),
    Ask("unicode name, status", "GET", "/connectors/cr%20%c3%a9%e6%97%a5/status"),
    Ask("unicode name, delete", "DELETE", "/connectors/cr%20%C3%A9%E6%97%A5"),
    Ask("signs in name", "POST", "/connectors", {"name": "cr\"7+'&?#", "config": source("cr7")}),
    Ask("signs in name, info", "GET", "/connectors/cr%227+'&%3F%23", until={"tasks": [{}]}),
    Ask("signs in name, delete", "DELETE", "/connectors/cr%227+'&%3F%23"),
    Ask("name outside the basic plane", "POST", "/connectors", {"name": "cr😀", "config": source("cr8")}),
    Ask("name outside the basic plane, delete", "DELETE", "/connectors/cr%F0%9F%98%80"),
    Ask("list of several", "GET", "/connectors", unsorted=True),

    Ask("no name", "POST", "/connectors", {"config": source("cr9")}),
    Ask("name null", "POST", "/connectors", {"name": None, "config": source("cr9")}),
    Ask("name empty", "POST", "/connectors", {"name": "", "config": source("cr9")}),
    Ask("name blank", "POST", "/connectors", {"name": "  ", "config": source("cr9")}),
    Ask("name with a control character", "POST", "/connectors", {"name": "a\u0007b", "config": source("cr9")}),
    Ask("name a number", "POST", "/connectors", {"name": 5, "config": {}}),
    Ask("name an object", "POST", "/connectors", {"name": {}, "config": {}}),
    Ask("no config", "POST", "/connectors", {"name": "cr9"}),
    Ask("config null", "POST", "/connectors", {"name": "cr9", "config": None}),
    Ask("config a text", "POST", "/connectors", {"name": "cr9", "config": "x"}),
    Ask("config a list", "POST", "/connectors", {"name": "cr9", "config": []}),
    Ask("config empty", "POST", "/connectors", {"name": "cr9", "config": {}}),
    Ask("empty object", "POST", "/connectors", {}),
    Ask("empty body", "POST", "/connectors", ""),
    Ask("body null", "POST", "/connectors", "null"),
    Ask("body a list", "POST", "/connectors", "[]"),
    Ask("body a text", "POST", "/connectors", '"x"'),
    Ask("body not JSON", "POST", "/connectors", "bogus"),
    Ask("body cut off", "POST", "/connectors", '{"name":"cr9","config":{"a":'),
    Ask("body with something after", "POST", "/connectors", '{"name":"cr9","config":{}} x'),
    Ask("body not UTF-8", "POST", "/connectors", b'{"name":"\xff","config":{}}'),
    Ask("unknown member", "POST", "/connectors", {"name": "cr9", "config": {}, "foo": 1}),
    Ask("value an object", "POST", "/connectors", {"name": "cr9", "config": {"file": {}}}),
    Ask("value a list", "POST", "/connectors", {"name": "cr9", "config": {"file": ["a"]}}),
    Ask("value null", "POST", "/connectors", {"name": "cr9", "config": {**source("cr9"), "file": None}}),
    Ask("values not texts", "POST", "/connectors",
        '{"name":"cr10","config":{"connector.class":"FileStreamSource","tasks.max":1,"topic":"cr10",'
        '"a.int":100,"a.true":true,"a.false":false,"a.fraction":1.50,"a.exponent":1E3,"a.minus":-0,'
        '"a.big":123456789012345678901234567890,"a.empty":"","a.unicode":"\\u00e9\\ud83d\\ude00"}}'),
    Ask("values not texts, config", "GET", "/connectors/cr10/config", loose=("",)),
    Ask("same key twice", "POST", "/connectors",
        '{"name":"cr11","config":{"connector.class":"FileStreamSource","topic":"a","topic":"b"}}'),
    Ask("secret stays as it is", "POST", "/connectors", {"name": "cr12", "config": source(
        "cr12", custom="${nosuch:key}", topic="cr12")}),
    Ask("secret stays as it is, config", "GET", "/connectors/cr12/config", loose=("",)),

    Ask("initial state stopped", "POST", "/connectors",
        {"name": "in1", "config": source("in1"), "initial_state": "STOPPED"}),
    Ask("initial state stopped, status", "GET", "/connectors/in1/status", until=STOPPED),
    Ask("initial state stopped, info", "GET", "/connectors/in1"),
    Ask("initial state stopped, tasks", "GET", "/connectors/in1/tasks"),
    Ask("initial state stopped, resume", "PUT", "/connectors/in1/resume"),
    Ask("initial state stopped, resumed", "GET", "/connectors/in1/status", until=RUNNING),
    Ask("initial state paused, lower case", "POST", "/connectors",
        {"name": "in2", "config": source("in2"), "initial_state": "paused"}),
    Ask("initial state paused, status", "GET", "/connectors/in2/status",
        until={"connector": {"state": "PAUSED"}}),
    Ask("initial state paused, tasks", "GET", "/connectors/in2/tasks"),
    Ask("initial state running", "POST", "/connectors",
        {"initial_state": "RUNNING", "name": "in3", "config": source("in3")}),
    Ask("initial state null", "POST", "/connectors",
        {"initial_state": None, "name": "in4", "config": source("in4")}),
    Ask("initial state unknown", "POST", "/connectors",
        {"name": "in5", "config": source("in5"), "initial_state": "SLEEPING"}),
    Ask("initial state empty", "POST", "/connectors",
        {"name": "in6", "config": source("in6"), "initial_state": ""}),
    Ask("initial state a number", "POST", "/connectors",
        {"name": "in7", "config": source("in7"), "initial_state": 1}),
])

UPDATE = Scene("update", [
    Ask("put creates", "PUT", "/connectors/up1/config", source("up1")),
    runs("up1"),
    Ask("put again the same", "PUT", "/connectors/up1/config", source("up1")),
    Ask("put replaces", "PUT", "/connectors/up1/config", source("up1", batch__size="5", file=None)),
    runs("up1"),
    Ask("put replaces, config", "GET", "/connectors/up1/config", loose=("",)),
    Ask("put replaces, tasks", "GET", "/connectors/up1/tasks",
        until=[{"config": {"batch.size": "5"}}]),
    Ask("put with equal name", "PUT", "/connectors/up1/config", source("up1", name="up1")),
    Ask("put with other name", "PUT", "/connectors/up1/config", source("up1", name="y")),
    Ask("put invalid", "PUT", "/connectors/up1/config", source("up1", tasks__max="0")),
    Ask("put with trailing slash", "PUT", "/connectors/up1/config/", source("up1")),
    Ask("put without class", "PUT", "/connectors/up1/config", {"tasks.max": "1"}),
    Ask("put empty object", "PUT", "/connectors/up1/config", {}),
    Ask("put empty body", "PUT", "/connectors/up1/config", ""),
    Ask("put null", "PUT", "/connectors/up1/config", "null"),
    Ask("put a list", "PUT", "/connectors/up1/config", "[]"),
    Ask("put not JSON", "PUT", "/connectors/up1/config", "{"),
    Ask("put null value", "PUT", "/connectors/up1/config", {**source("up1"), "file": None}),
    Ask("put wrapped as for POST", "PUT", "/connectors/up1/config",
        {"name": "up1", "config": source("up1")}),
    Ask("put numbers", "PUT", "/connectors/up1/config",
        {**source("up1"), "tasks.max": 1, "batch.size": 7, "flag": True}),
    Ask("put numbers, config", "GET", "/connectors/up1/config", loose=("",)),
    Ask("put name with blanks around", "PUT", "/connectors/%20up2%20/config", source("up2")),
    Ask("put name with blanks around, delete", "DELETE", "/connectors/%20up2%20"),
    Ask("put changes the class", "PUT", "/connectors/up1/config", sink("up1")),
    Ask("put changes the class, info", "GET", "/connectors/up1", until={"type": "sink", "tasks": [{}]}),
    Ask("put changes the class back", "PUT", "/connectors/up1/config", source("up1")),
    runs("up1"),

    Ask("patch sets and removes", "PATCH", "/connectors/up1/config",
        {"batch.size": "9", "file": None, "new.key": "new"}),
    Ask("patch sets and removes, config", "GET", "/connectors/up1/config", loose=("",)),
    Ask("patch removes what is not there", "PATCH", "/connectors/up1/config", {"nothing": None}),
    Ask("patch nothing", "PATCH", "/connectors/up1/config", {}),
    Ask("patch a number", "PATCH", "/connectors/up1/config", {"batch.size": 11}),
    Ask("patch to invalid", "PATCH", "/connectors/up1/config", {"tasks.max": "zero"}),
    Ask("patch away the topic", "PATCH", "/connectors/up1/config", {"topic": None}),
    Ask("patch away the class", "PATCH", "/connectors/up1/config", {"connector.class": None}),
    Ask("patch the same name", "PATCH", "/connectors/up1/config", {"name": "up1"}),
    Ask("patch empty body", "PATCH", "/connectors/up1/config", ""),
    Ask("patch not JSON", "PATCH", "/connectors/up1/config", "nope"),
    Ask("patch unknown connector", "PATCH", "/connectors/none/config", {"a": "b"}),
    Ask("patch unknown connector, trailing slash", "PATCH", "/connectors/none/config/", {"a": "b"}),
    Ask("config after all patches", "GET", "/connectors/up1/config", loose=("",)),
    Ask("put for patching the name", "PUT", "/connectors/up3/config", source("up3")),
    Ask("patch another name", "PATCH", "/connectors/up3/config", {"name": "zzz"}),
    Ask("patch another name, config", "GET", "/connectors/up3/config", loose=("",)),
    Ask("patch the name away", "PATCH", "/connectors/up3/config", {"name": None}),
])

REFUSED = Scene("refused", [
    refused("no class", {"tasks.max": "1"}),
    refused("unknown class", source("x", connector__class="nope")),
    refused("class empty", source("x", connector__class="")),
    refused("class of a converter", source("x", connector__class=STRING)),
    refused("class by simple name", source("x", connector__class="FileStreamSourceConnector", tasks__max="0")),
    refused("class by full name", source("x", connector__class=SOURCE, tasks__max="0")),
    refused("class in other case", source("x", connector__class="filestreamsource")),
    refused("no topic", source("x", topic=None)),
    refused("topic empty", source("x", topic="")),
    refused("tasks.max zero", source("x", tasks__max="0")),
    refused("tasks.max negative", source("x", tasks__max="-1")),
    refused("tasks.max a word", source("x", tasks__max="abc")),
    refused("tasks.max a fraction", source("x", tasks__max="1.5")),
    refused("tasks.max empty", source("x", tasks__max="")),
    refused("tasks.max too big", source("x", tasks__max="2147483648")),
    refused("batch.size a word", source("x", batch__size="many")),
    refused("tasks.max.enforce not boolean", source("x", tasks__max__enforce="maybe")),
    refused("several errors", source("x", tasks__max="0", topic=None, batch__size="b", value__converter="no.C")),
    refused("unknown value converter", source("x", value__converter="nope.Conv")),
    refused("unknown key converter", source("x", key__converter="nope.Conv")),
    refused("unknown header converter", source("x", header__converter="nope.Conv")),
    refused("converter not a converter", source("x", value__converter="java.lang.String")),
    refused("converter is a connector", source("x", value__converter=SOURCE)),
    refused("converter by simple name", source("x", value__converter="StringConverter", tasks__max="0")),
    refused("converter's own setting wrong", source("x", value__converter=JSON, **{
        "value__converter__schemas__enable": "maybe"})),
    refused("converter's own enum wrong", source("x", value__converter=JSON, **{
        "value__converter__decimal__format": "ROMAN"})),
    refused("errors.tolerance unknown", source("x", errors__tolerance="some")),
    refused("errors.tolerance in capitals", source("x", errors__tolerance="ALL", tasks__max="0")),
    refused("errors.retry.timeout a word", source("x", errors__retry__timeout="long")),
    refused("errors.log.enable a word", source("x", errors__log__enable="yes")),
    refused("config.action.reload unknown", source("x", config__action__reload="never")),
    refused("plugin version unknown", source("x", connector__plugin__version="9.9")),
    refused("plugin version broken", source("x", connector__plugin__version="[bad")),
    refused("exactly once required", source("x", exactly__once__support="required"), tags=("eos",)),
    refused("exactly once unknown", source("x", exactly__once__support="perhaps")),
    refused("transaction boundary unknown", source("x", transaction__boundary="never")),
    refused("offsets topic empty", source("x", offsets__storage__topic="")),
    refused("topic creation group without settings", source("x", **{
        "topic__creation__groups": "g", "topic__creation__default__partitions": "1",
        "topic__creation__default__replication__factor": "1"})),
    refused("topic creation group twice", source("x", topic__creation__groups="g,g")),
    refused("topic creation partitions zero", source("x", **{
        "topic__creation__default__partitions": "0", "topic__creation__default__replication__factor": "1"})),
    refused("topic creation group named default", source("x", **{
        "topic__creation__groups": "default", "topic__creation__default__partitions": "1",
        "topic__creation__default__replication__factor": "1"})),
    refused("sink without topics", sink("x", topics=None)),
    refused("sink with topics empty", sink("x", topics="")),
    refused("sink with topics and regex", sink("x", topics__regex="a.*")),
    refused("sink with broken regex", sink("x", topics=None, topics__regex="[")),
    refused("sink with dead letters in its topics", sink("x", topics="dl", **{
        "errors__deadletterqueue__topic__name": "dl"})),
    refused("sink with dead letters in its regex", sink("x", topics=None, topics__regex="d.*", **{
        "errors__deadletterqueue__topic__name": "dl"})),
    refused("sink in the worker's group", sink("x", consumer__override__group__id="@GROUP@")),
    refused("sink with a wrong override", sink("x", consumer__override__max__poll__records="0")),
    refused("source with a wrong override", source("x", producer__override__acks="most")),
    refused("transforms, unknown class", source("x", transforms="a", transforms__a__type="no.Such"),
            tags=("transforms",)),
    refused("transforms, no type", source("x", transforms="a"), tags=("transforms",)),
    refused("transforms twice", source("x", transforms="a, a", **{
        "transforms__a__type": "org.apache.kafka.connect.transforms.DropHeaders",
        "transforms__a__headers": "h"}), tags=("transforms",)),
    refused("transforms, own setting missing", source("x", transforms="a", **{
        "transforms__a__type": "org.apache.kafka.connect.transforms.RegexRouter"}), tags=("transforms",)),
    refused("transforms, broken regex", source("x", transforms="a", **{
        "transforms__a__type": "org.apache.kafka.connect.transforms.RegexRouter",
        "transforms__a__regex": "[", "transforms__a__replacement": "x"}), tags=("transforms",)),
    refused("transforms, unknown predicate", source("x", transforms="a", **{
        "transforms__a__type": "org.apache.kafka.connect.transforms.DropHeaders",
        "transforms__a__headers": "h", "transforms__a__predicate": "p"}), tags=("transforms",)),
    refused("predicate, no type", source("x", predicates="p"), tags=("transforms",)),
    refused("predicate, broken regex", source("x", predicates="p", **{
        "predicates__p__type": "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
        "predicates__p__pattern": "["}), tags=("transforms",)),
])

UNKNOWN = Scene("unknown", [
    Ask("info", "GET", "/connectors/none"),
    Ask("config", "GET", "/connectors/none/config"),
    Ask("status", "GET", "/connectors/none/status"),
    Ask("tasks", "GET", "/connectors/none/tasks"),
    Ask("task status", "GET", "/connectors/none/tasks/0/status"),
    Ask("task restart", "POST", "/connectors/none/tasks/0/restart"),
    Ask("task restart, not a number", "POST", "/connectors/none/tasks/x/restart"),
    Ask("topics", "GET", "/connectors/none/topics"),
    Ask("topics reset", "PUT", "/connectors/none/topics/reset"),
    Ask("offsets", "GET", "/connectors/none/offsets"),
    Ask("offsets, patch", "PATCH", "/connectors/none/offsets", offsets(({"filename": "x"}, {"position": 1}))),
    Ask("offsets, patch with nothing", "PATCH", "/connectors/none/offsets", {"offsets": []}),
    Ask("offsets, patch with an empty object", "PATCH", "/connectors/none/offsets", {}),
    Ask("offsets, delete", "DELETE", "/connectors/none/offsets"),
    Ask("pause", "PUT", "/connectors/none/pause"),
    Ask("resume", "PUT", "/connectors/none/resume"),
    Ask("stop", "PUT", "/connectors/none/stop"),
    Ask("restart", "POST", "/connectors/none/restart"),
    Ask("restart with tasks", "POST", "/connectors/none/restart?includeTasks=true"),
    Ask("restart only failed", "POST", "/connectors/none/restart?onlyFailed=true"),
    Ask("delete", "DELETE", "/connectors/none"),
    Ask("delete with body", "DELETE", "/connectors/none", {}),
    Ask("unicode name", "GET", "/connectors/%C3%A9%20x"),
    Ask("unicode name, status", "GET", "/connectors/%C3%A9%20x/status"),
    Ask("unicode name, pause", "PUT", "/connectors/%C3%A9%20x/pause"),
    Ask("quote in name", "GET", "/connectors/a%22b"),
    Ask("internal, task configs unsigned", "POST", "/connectors/none/tasks", []),
    Ask("internal, fence unsigned", "PUT", "/connectors/none/fence"),
    Ask("internal, wrong signature", "PUT", "/connectors/none/fence", headers={
        "X-Connect-Authorization": "AAAA", "X-Connect-Request-Signature-Algorithm": "HmacSHA256"}),
    Ask("internal, unknown algorithm", "PUT", "/connectors/none/fence", headers={
        "X-Connect-Authorization": "AAAA", "X-Connect-Request-Signature-Algorithm": "rot13"}),
])

LIFECYCLE = Scene("lifecycle", [
    Append("lc1.txt", "one\ntwo\n"),
    create("lc1", source("lc1")),
    runs("lc1"),
    create("lc2", sink("lc2", topics="lc1-topic", tasks__max="2")),
    Ask("sink status", "GET", "/connectors/lc2/status", until=state("RUNNING", "RUNNING", "RUNNING")),
    FileIs("lc2.out", "one\ntwo\n"),
    Ask("sink info", "GET", "/connectors/lc2"),
    Ask("sink tasks", "GET", "/connectors/lc2/tasks"),
    Ask("expand two", "GET", "/connectors?expand=status", loose=("",)),
    Ask("pause", "PUT", "/connectors/lc1/pause"),
    Ask("paused", "GET", "/connectors/lc1/status", until=state("PAUSED", "PAUSED")),
    Ask("paused task", "GET", "/connectors/lc1/tasks/0/status"),
    Ask("pause again", "PUT", "/connectors/lc1/pause"),
    Ask("pause with a body", "PUT", "/connectors/lc1/pause", {}),
    Ask("pause with trailing slash", "PUT", "/connectors/lc1/pause/"),
    Ask("config while paused", "PUT", "/connectors/lc1/config", source("lc1", batch__size="3")),
    Ask("paused after config", "GET", "/connectors/lc1/status", until=state("PAUSED", "PAUSED")),
    Ask("resume", "PUT", "/connectors/lc1/resume"),
    Ask("resumed", "GET", "/connectors/lc1/status", until=RUNNING),
    Ask("resume again", "PUT", "/connectors/lc1/resume"),
    Append("lc1.txt", "three\n"),
    FileIs("lc2.out", "one\ntwo\nthree\n"),
    Ask("stop", "PUT", "/connectors/lc1/stop"),
    Ask("stopped", "GET", "/connectors/lc1/status", until=STOPPED),
    Ask("stopped, info", "GET", "/connectors/lc1"),
    Ask("stopped, tasks", "GET", "/connectors/lc1/tasks"),
    Ask("stopped, task status", "GET", "/connectors/lc1/tasks/0/status", until=404),
    Ask("stop again", "PUT", "/connectors/lc1/stop"),
    Ask("config while stopped", "PUT", "/connectors/lc1/config", source("lc1", batch__size="4")),
    Ask("stopped after config", "GET", "/connectors/lc1/status", until=STOPPED),
    Ask("pause from stopped", "PUT", "/connectors/lc1/pause"),
    Ask("paused from stopped", "GET", "/connectors/lc1/status", until={"connector": {"state": "PAUSED"}}),
    Ask("stop from paused", "PUT", "/connectors/lc1/stop"),
    Ask("stopped from paused", "GET", "/connectors/lc1/status", until=STOPPED),
    Ask("resume from stopped", "PUT", "/connectors/lc1/resume"),
    Ask("resumed from stopped", "GET", "/connectors/lc1/status", until=RUNNING),
    Append("lc1.txt", "four\n"),
    FileIs("lc2.out", "one\ntwo\nthree\nfour\n"),
    Ask("pause the sink", "PUT", "/connectors/lc2/pause"),
    Ask("paused sink", "GET", "/connectors/lc2/status", until=state("PAUSED", "PAUSED", "PAUSED")),
    Append("lc1.txt", "five\n"),
    Ask("fewer tasks", "PUT", "/connectors/lc2/config", sink("lc2", topics="lc1-topic")),
    Ask("fewer tasks, only once it runs", "GET", "/connectors/lc2/status", until=state("PAUSED", "PAUSED", "PAUSED")),
    Ask("fewer tasks, resume", "PUT", "/connectors/lc2/resume"),
    Ask("fewer tasks, status", "GET", "/connectors/lc2/status", until=RUNNING),
    FileIs("lc2.out", "one\ntwo\nthree\nfour\nfive\n"),
    Ask("stop the sink", "PUT", "/connectors/lc2/stop"),
    Ask("stopped sink", "GET", "/connectors/lc2/status", until=STOPPED),
    *gone("lc2"),
    *gone("lc1"),
    create("lc1", source("lc1")),
    Ask("created again", "GET", "/connectors/lc1/status", until=RUNNING),
    Ask("created again, offsets go on", "GET", "/connectors/lc1/offsets",
        until={"offsets": [{"offset": {"position": 24}}]}),
])

RESTART = Scene("restart", [
    create("rs1", source("rs1")),
    runs("rs1"),
    Ask("connector", "POST", "/connectors/rs1/restart"),
    Ask("connector, with a body", "POST", "/connectors/rs1/restart", {}),
    Ask("both false", "POST", "/connectors/rs1/restart?includeTasks=false&onlyFailed=false"),
    Ask("parameter not a boolean", "POST", "/connectors/rs1/restart?includeTasks=yes"),
    Ask("parameter empty", "POST", "/connectors/rs1/restart?includeTasks="),
    Ask("only failed, none is", "POST", "/connectors/rs1/restart?onlyFailed=true"),
    Ask("with tasks, only failed, none is", "POST", "/connectors/rs1/restart?includeTasks=true&onlyFailed=true"),
    Ask("with tasks", "POST", "/connectors/rs1/restart?includeTasks=true"),
    Ask("with tasks, status", "GET", "/connectors/rs1/status", until=RUNNING),
    Ask("with tasks, capitals as Python writes", "POST", "/connectors/rs1/restart?includeTasks=True&onlyFailed=False"),
    runs("rs1"),
    Ask("task", "POST", "/connectors/rs1/tasks/0/restart"),
    Ask("task, status", "GET", "/connectors/rs1/status", until=RUNNING),
    Ask("task, no such", "POST", "/connectors/rs1/tasks/9/restart"),
    Ask("task, negative", "POST", "/connectors/rs1/tasks/-1/restart"),
    Ask("task, not a number", "POST", "/connectors/rs1/tasks/x/restart"),

    Append("rs2.txt", "not json\n"),
    create("rs2", source("rs2")),
    create("rs3", sink("rs3", topics="rs2-topic", value__converter=JSON)),
    Ask("failed task", "GET", "/connectors/rs3/status", until=state("RUNNING", "FAILED")),
    Ask("failed task, its status", "GET", "/connectors/rs3/tasks/0/status"),
    Ask("failed task, expanded", "GET", "/connectors?expand=status", only=("rs3",)),
    Ask("failed task, pause", "PUT", "/connectors/rs3/pause"),
    Ask("failed task, paused", "GET", "/connectors/rs3/status", until=state("PAUSED", "FAILED")),
    Ask("failed task, resume", "PUT", "/connectors/rs3/resume"),
    Ask("failed task, resumed", "GET", "/connectors/rs3/status", until=state("RUNNING", "FAILED")),
    Ask("failed task, connector only", "POST", "/connectors/rs3/restart"),
    Ask("failed task, only failed without tasks", "POST", "/connectors/rs3/restart?onlyFailed=true"),
    Ask("failed task, only failed with tasks", "POST", "/connectors/rs3/restart?onlyFailed=true&includeTasks=true",
        ignore=("trace",)),
    Ask("failed task, fails again", "GET", "/connectors/rs3/status", until=state("RUNNING", "FAILED")),
    Ask("failed task, mended by config", "PUT", "/connectors/rs3/config", sink("rs3", topics="rs2-topic")),
    Ask("failed task, runs", "GET", "/connectors/rs3/status", until=RUNNING),
    FileIs("rs3.out", "not json\n"),

    create("rs4", sink("rs4", topics="rs2-topic", file="@DIR@/no/such/folder")),
    Ask("task that cannot start", "GET", "/connectors/rs4/status", until=state("RUNNING", "FAILED")),

    Ask("paused", "PUT", "/connectors/rs1/pause"),
    runs("rs1", state("PAUSED", "PAUSED")),
    Ask("paused, with tasks", "POST", "/connectors/rs1/restart?includeTasks=true"),
    Ask("paused, still paused", "GET", "/connectors/rs1/status", until=state("PAUSED", "PAUSED")),
    Ask("paused, task", "POST", "/connectors/rs1/tasks/0/restart"),
    Ask("stopped", "PUT", "/connectors/rs1/stop"),
    runs("rs1", STOPPED),
    Ask("stopped, connector", "POST", "/connectors/rs1/restart"),
    Ask("stopped, with tasks", "POST", "/connectors/rs1/restart?includeTasks=true"),
    Ask("stopped, still stopped", "GET", "/connectors/rs1/status", until=STOPPED),
    Ask("stopped, task", "POST", "/connectors/rs1/tasks/0/restart", once=True),
])

TOPICS = Scene("topics", [
    create("tp1", source("tp1")),
    runs("tp1"),
    Ask("none yet", "GET", "/connectors/tp1/topics"),
    Append("tp1.txt", "a\n"),
    Ask("source", "GET", "/connectors/tp1/topics", until={"tp1": {"topics": ["tp1-topic"]}}),
    Ask("source, trailing slash", "GET", "/connectors/tp1/topics/"),
    create("tp2", sink("tp2", topics="tp1-topic")),
    Ask("sink", "GET", "/connectors/tp2/topics", until={"tp2": {"topics": ["tp1-topic"]}}),
    Ask("reset", "PUT", "/connectors/tp1/topics/reset"),
    Ask("after reset", "GET", "/connectors/tp1/topics", until={"tp1": {"topics": []}}),
    Append("tp1.txt", "b\n"),
    Ask("fills again", "GET", "/connectors/tp1/topics", until={"tp1": {"topics": ["tp1-topic"]}}),
    *gone("tp1"),
    Ask("after delete", "GET", "/connectors/tp1/topics", until={"tp1": {"topics": []}}),
])

FILE = {"filename": "@DIR@/so1.txt"}


def alter(name, *entries):
    return Ask(name, "PATCH", "/connectors/so1/offsets", offsets(*entries))


SOURCE_OFFSETS = Scene("source offsets", [
    create("so1", source("so1")),
    runs("so1"),
    Ask("none", "GET", "/connectors/so1/offsets"),
    Append("so1.txt", "alpha\nbeta\n"),
    Ask("some", "GET", "/connectors/so1/offsets", until={"offsets": [{"offset": {"position": 11}}]}),
    Ask("some, trailing slash", "GET", "/connectors/so1/offsets/"),
    alter("patch while running", (FILE, {"position": 6})),
    Ask("delete while running", "DELETE", "/connectors/so1/offsets"),
    Ask("pause", "PUT", "/connectors/so1/pause"),
    runs("so1", state("PAUSED", "PAUSED")),
    alter("patch while paused", (FILE, {"position": 6})),
    Ask("stop", "PUT", "/connectors/so1/stop"),
    runs("so1", STOPPED),
    Ask("while stopped", "GET", "/connectors/so1/offsets"),
    alter("patch", (FILE, {"position": 6})),
    Ask("after patch", "GET", "/connectors/so1/offsets"),
    alter("patch one more partition", ({"filename": "/elsewhere", "extra": True}, {"position": 1})),
    Ask("two partitions", "GET", "/connectors/so1/offsets", unsorted=True),
    alter("patch away one", ({"extra": True, "filename": "/elsewhere"}, None)),
    Ask("one partition", "GET", "/connectors/so1/offsets"),
    alter("tombstone for anything", ({"garbage": 1}, None)),
    alter("no position", (FILE, {"pos": 1})),
    alter("position a text", (FILE, {"position": "1"})),
    alter("position a fraction", (FILE, {"position": 1.5})),
    alter("position negative", (FILE, {"position": -1})),
    alter("position null", (FILE, {"position": None})),
    alter("position too big", (FILE, {"position": 9223372036854775808})),
    alter("partition null", (None, {"position": 1})),
    alter("partition null, offset null", (None, None)),
    alter("partition without filename", ({"file": "x"}, {"position": 1})),
    alter("partition empty", ({}, {"position": 1})),
    alter("partition with an object in it", ({"filename": {"a": 1}}, {"position": 1})),
    alter("offset empty", (FILE, {})),
    alter("same partition twice", (FILE, {"position": 1}), (FILE, {"position": 2})),
    Ask("offset missing", "PATCH", "/connectors/so1/offsets", {"offsets": [{"partition": FILE}]}),
    Ask("partition missing", "PATCH", "/connectors/so1/offsets", {"offsets": [{"offset": {"position": 1}}]}),
    Ask("unknown member", "PATCH", "/connectors/so1/offsets", {"offsets": [], "x": 1}),
    Ask("unknown member inside", "PATCH", "/connectors/so1/offsets", {"offsets": [{"partition": FILE, "off": 1}]}),
    Ask("no list", "PATCH", "/connectors/so1/offsets", {"offsets": {}}),
    Ask("list empty", "PATCH", "/connectors/so1/offsets", {"offsets": []}),
    Ask("list null", "PATCH", "/connectors/so1/offsets", {"offsets": None}),
    Ask("empty object", "PATCH", "/connectors/so1/offsets", {}),
    Ask("empty body", "PATCH", "/connectors/so1/offsets", ""),
    Ask("not JSON", "PATCH", "/connectors/so1/offsets", "[1"),
    Ask("after all that", "GET", "/connectors/so1/offsets", unsorted=True),
    alter("back to the second line", (FILE, {"position": 6})),
    create("so2", sink("so2", topics="so1-topic")),
    FileIs("so2.out", "alpha\nbeta\n"),
    Ask("resume", "PUT", "/connectors/so1/resume"),
    FileIs("so2.out", "alpha\nbeta\nbeta\n"),
    Ask("stop again", "PUT", "/connectors/so1/stop"),
    runs("so1", STOPPED),
    Ask("delete", "DELETE", "/connectors/so1/offsets"),
    Ask("after delete", "GET", "/connectors/so1/offsets"),
    Ask("delete again", "DELETE", "/connectors/so1/offsets"),
    Ask("resume from nothing", "PUT", "/connectors/so1/resume"),
    FileIs("so2.out", "alpha\nbeta\nbeta\nalpha\nbeta\n"),
    create("so3", source("so3", file=None)),
    runs("so3"),
    Ask("stop the one on stdin", "PUT", "/connectors/so3/stop"),
    runs("so3", STOPPED),
    Ask("patch the one on stdin", "PATCH", "/connectors/so3/offsets", offsets((FILE, {"position": 0}))),
    Ask("delete of the one on stdin", "DELETE", "/connectors/so3/offsets"),
])


def part(number=0, topic="si1-topic"):
    return {"kafka_topic": topic, "kafka_partition": number}


def shift(name, *entries, **more):
    return Ask(name, "PATCH", "/connectors/si2/offsets", offsets(*entries), **more)


SINK_OFFSETS = Scene("sink offsets", [
    Append("si1.txt", "a\nb\nc\n"),
    create("si1", source("si1")),
    create("si2", sink("si2", topics="si1-topic")),
    FileIs("si2.out", "a\nb\nc\n"),
    Ask("committed", "GET", "/connectors/si2/offsets", until={"offsets": [{"offset": {"kafka_offset": 3}}]}),
    shift("patch while running", (part(), {"kafka_offset": 1})),
    Ask("delete while running", "DELETE", "/connectors/si2/offsets"),
    Ask("stop", "PUT", "/connectors/si2/stop"),
    runs("si2", STOPPED),
    shift("patch", (part(), {"kafka_offset": 1}), ),
    Ask("after patch", "GET", "/connectors/si2/offsets"),
    shift("patch with texts", (part("0"), {"kafka_offset": "2"})),
    Ask("after patch with texts", "GET", "/connectors/si2/offsets"),
    shift("partition null", (None, {"kafka_offset": 1})),
    shift("partition empty", ({}, {"kafka_offset": 1})),
    shift("no topic", ({"kafka_partition": 0}, {"kafka_offset": 1})),
    shift("topic null", (part(0, None), {"kafka_offset": 1})),
    shift("topic a number", (part(0, 5), {"kafka_offset": 1})),
    shift("topic unknown", (part(0, "si-no-such"), {"kafka_offset": 1})),
    shift("no partition", ({"kafka_topic": "si1-topic"}, {"kafka_offset": 1})),
    shift("partition number null", (part(None), {"kafka_offset": 1})),
    shift("partition number a word", (part("zz"), {"kafka_offset": 1})),
    shift("partition number a fraction", (part(1.5), {"kafka_offset": 1})),
    shift("partition number unknown", (part(99), {"kafka_offset": 1})),
    shift("partition number negative", (part(-1), {"kafka_offset": 1})),
    shift("additional member", ({**part(), "x": 1}, {"kafka_offset": 2})),
    shift("offset without its key", (part(), {"offset": 1})),
    shift("offset empty", (part(), {})),
    shift("offset null inside", (part(), {"kafka_offset": None})),
    shift("offset a word", (part(), {"kafka_offset": "abc"})),
    shift("offset a fraction", (part(), {"kafka_offset": 1.5})),
    shift("offset negative", (part(), {"kafka_offset": -1})),
    shift("offset past the end", (part(), {"kafka_offset": 1000})),
    Ask("offset past the end, now", "GET", "/connectors/si2/offsets"),
    Ask("list empty", "PATCH", "/connectors/si2/offsets", {"offsets": []}),
    shift("patch away", (part(), None)),
    Ask("none", "GET", "/connectors/si2/offsets"),
    shift("patch away again", (part(), None)),
    shift("patch to the last", (part(), {"kafka_offset": 2})),
    Ask("resume", "PUT", "/connectors/si2/resume"),
    FileIs("si2.out", "a\nb\nc\nc\n"),
    Ask("stop again", "PUT", "/connectors/si2/stop"),
    runs("si2", STOPPED),
    Ask("delete", "DELETE", "/connectors/si2/offsets"),
    Ask("after delete", "GET", "/connectors/si2/offsets"),
    Ask("delete again", "DELETE", "/connectors/si2/offsets"),
    Ask("resume from nothing", "PUT", "/connectors/si2/resume"),
    FileIs("si2.out", "a\nb\nc\nc\na\nb\nc\n"),
    *gone("si2"),
    Ask("of the deleted", "GET", "/connectors/si2/offsets"),
    create("si2", sink("si2", topics="si1-topic")),
    Ask("created again, goes on", "GET", "/connectors/si2/offsets",
        until={"offsets": [{"offset": {"kafka_offset": 3}}]}),
])

CONVERTERS = r"\.(converters|json|storage)\."
PLUGINS = Scene("plugins", [
    Ask("list", "GET", "/connector-plugins", keep=r"\.file\."),
    Ask("list, trailing slash", "GET", "/connector-plugins/", keep=r"\.file\."),
    Ask("list, HEAD", "HEAD", "/connector-plugins"),
    Ask("list, connectors only", "GET", "/connector-plugins?connectorsOnly=true", keep=r"\.file\."),
    Ask("list, all", "GET", "/connector-plugins?connectorsOnly=false", keep=rf"\.file\.|{CONVERTERS}"),
    Ask("list, all, transforms", "GET", "/connector-plugins?connectorsOnly=false",
        keep=r"kafka\.connect\.transforms\.", tags=("transforms",)),
    Ask("list, not a boolean", "GET", "/connector-plugins?connectorsOnly=bad", keep=rf"\.file\.|{CONVERTERS}"),
    Ask("config of the source", "GET", f"/connector-plugins/{SOURCE}/config"),
    Ask("config of the source, simple name", "GET", "/connector-plugins/FileStreamSourceConnector/config"),
    Ask("config of the source, pruned name", "GET", "/connector-plugins/FileStreamSource/config"),
    Ask("config of the source, trailing slash", "GET", "/connector-plugins/FileStreamSource/config/"),
    Ask("config of the sink", "GET", f"/connector-plugins/{SINK}/config"),
    Ask("config of the json converter", "GET", f"/connector-plugins/{JSON}/config"),
    Ask("config of the string converter", "GET", f"/connector-plugins/{STRING}/config"),
    Ask("config of the string converter, simple name", "GET", "/connector-plugins/StringConverter/config"),
    Ask("config of the long converter", "GET",
        "/connector-plugins/org.apache.kafka.connect.converters.LongConverter/config"),
    Ask("config of the header converter", "GET",
        "/connector-plugins/org.apache.kafka.connect.storage.SimpleHeaderConverter/config"),
    Ask("config of a transform", "GET",
        "/connector-plugins/org.apache.kafka.connect.transforms.InsertField$Value/config", tags=("transforms",)),
    Ask("config of a predicate", "GET",
        "/connector-plugins/org.apache.kafka.connect.transforms.predicates.TopicNameMatches/config",
        tags=("transforms",)),
    Ask("config of an unknown one", "GET", "/connector-plugins/nope/config"),
    Ask("config with its version", "GET", "/connector-plugins/FileStreamSink/config?version=@VERSION@"),
    Ask("config with a version range", "GET", "/connector-plugins/FileStreamSink/config?version=[4,5)"),
    Ask("config with another version", "GET", "/connector-plugins/FileStreamSink/config?version=9.9"),
    Ask("config with a broken version", "GET", "/connector-plugins/FileStreamSink/config?version=[bad"),
    Ask("config with an empty version", "GET", "/connector-plugins/FileStreamSink/config?version="),
    Ask("one plugin", "GET", "/connector-plugins/FileStreamSink"),
    Ask("config, PUT", "PUT", "/connector-plugins/FileStreamSink/config", {}),
])

VALIDATE = Scene("validate", [
    validate("source", "FileStreamSource", source("v", name="v")),
    validate("source, full name", SOURCE, source("v", name="v", connector__class=SOURCE)),
    validate("source, simple name", "FileStreamSourceConnector",
             source("v", name="v", connector__class="FileStreamSourceConnector")),
    validate("full name for an alias", SOURCE, source("v", name="v")),
    validate("alias for a full name", "FileStreamSource", source("v", name="v", connector__class=SOURCE)),
    validate("simple for a full name", "FileStreamSourceConnector", source("v", name="v", connector__class=SOURCE)),
    validate("trailing slash", "FileStreamSource", source("v", name="v")),
    validate("sink", "FileStreamSink", sink("v", name="v")),
    validate("sink, topics.regex", "FileStreamSink", sink("v", name="v", topics=None, topics__regex="a.*")),
    validate("nothing but the class", "FileStreamSource", {"connector.class": "FileStreamSource"}),
    validate("nothing but the class, sink", "FileStreamSink", {"connector.class": "FileStreamSink"}),
    validate("several errors", "FileStreamSource",
             source("v", name="", tasks__max="0", topic=None, batch__size="b", value__converter="no.C")),
    validate("both topics and regex", "FileStreamSink", sink("v", name="v", topics__regex="a")),
    validate("dead letters in topics", "FileStreamSink",
             sink("v", name="v", topics="dl", **{"errors__deadletterqueue__topic__name": "dl"})),
    validate("converters with settings", "FileStreamSource", source(
        "v", name="v", value__converter=JSON, **{"value__converter__schemas__enable": "false"})),
    validate("converter's setting wrong", "FileStreamSource", source(
        "v", name="v", value__converter=JSON, **{"value__converter__schemas__enable": "maybe"})),
    validate("topic creation", "FileStreamSource", source("v", name="v", **{
        "topic__creation__groups": "g1", "topic__creation__default__partitions": "1",
        "topic__creation__default__replication__factor": "1", "topic__creation__g1__include": "a.*",
        "topic__creation__g1__partitions": "2", "topic__creation__g1__cleanup__policy": "compact"})),
    validate("overrides", "FileStreamSource", source("v", name="v", producer__override__linger__ms="5")),
    validate("overrides, sink", "FileStreamSink", sink("v", name="v", consumer__override__max__poll__records="5")),
    validate("unknown keys", "FileStreamSource", source("v", name="v", no__such__key="x", nope="y")),
    validate("values not texts", "FileStreamSource", {**source("v", name="v"), "tasks.max": 2, "batch.size": 10}),
    validate("null value", "FileStreamSource", {**source("v", name="v"), "file": None}),
    validate("blanks in values", "FileStreamSource", source("v", name="v", tasks__max=" 3 ", batch__size="7 ")),
    validate("list with blanks", "FileStreamSink", sink("v", name="v", topics=" a , b,c ")),
    validate("transform", "FileStreamSource", source("v", name="v", transforms="a", **{
        "transforms__a__type": "org.apache.kafka.connect.transforms.InsertField$Value",
        "transforms__a__static__field": "f", "transforms__a__static__value": "v"}), tags=("transforms",)),
    validate("transform with predicate", "FileStreamSource", source(
        "v", name="v", transforms="a", predicates="p", **{
            "transforms__a__type": "org.apache.kafka.connect.transforms.RegexRouter",
            "transforms__a__regex": "(.*)", "transforms__a__replacement": "$1x",
            "transforms__a__predicate": "p", "transforms__a__negate": "true",
            "predicates__p__type": "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
            "predicates__p__pattern": "a.*"}), tags=("transforms",)),
    validate("no class", "FileStreamSource", {}),
    validate("another class", "FileStreamSource", sink("v", name="v")),
    validate("unknown class", "nope", source("v", name="v", connector__class="nope")),
    validate("unknown class, other in body", "nope", source("v", name="v")),
    validate("a converter", "StringConverter", {"connector.class": "StringConverter"}),
    validate("empty body", "FileStreamSource", ""),
    validate("not JSON", "FileStreamSource", "{{"),
    validate("a list", "FileStreamSource", "[]"),
    validate("an object as value", "FileStreamSource", {"connector.class": "FileStreamSource", "file": {}}),
    validate("plugin version", "FileStreamSource", source("v", name="v", connector__plugin__version="@VERSION@")),
    validate("plugin version unknown", "FileStreamSource", source("v", name="v", connector__plugin__version="9.9")),
    validate("plugin version broken", "FileStreamSource", source("v", name="v", connector__plugin__version="[bad")),
    validate("exactly once", "FileStreamSource", source("v", name="v", exactly__once__support="required"),
             tags=("eos",)),
    validate("unresolved variable", "FileStreamSource", source("v", name="v", topic="${nosuch:x}")),
])

LOGGER = "org.apache.kafka.connect.runtime.Worker"
LOGGERS = Scene("loggers", [
    Ask("list", "GET", "/admin/loggers", only=("root",)),
    Ask("list, trailing slash", "GET", "/admin/loggers/", only=("root",)),
    Ask("root", "GET", "/admin/loggers/root"),
    Ask("unknown", "GET", "/admin/loggers/no.such.logger"),
    Ask("set", "PUT", f"/admin/loggers/{LOGGER}", {"level": "DEBUG"}),
    Ask("after set", "GET", f"/admin/loggers/{LOGGER}"),
    Ask("set, lower case", "PUT", f"/admin/loggers/{LOGGER}", {"level": "warn"}),
    Ask("after lower case", "GET", f"/admin/loggers/{LOGGER}"),
    Ask("set, worker scope", "PUT", f"/admin/loggers/{LOGGER}?scope=worker", {"level": "ERROR"}),
    Ask("set, unknown scope", "PUT", f"/admin/loggers/{LOGGER}?scope=galaxy", {"level": "INFO"}),
    Ask("set, cluster scope", "PUT", f"/admin/loggers/{LOGGER}?scope=cluster", {"level": "TRACE"}),
    Ask("after cluster scope", "GET", f"/admin/loggers/{LOGGER}", until={"level": "TRACE"}),
    Ask("set FATAL", "PUT", f"/admin/loggers/{LOGGER}", {"level": "FATAL"}),
    Ask("set OFF", "PUT", f"/admin/loggers/{LOGGER}", {"level": "OFF"}),
    Ask("set ALL", "PUT", f"/admin/loggers/{LOGGER}", {"level": "ALL"}),
    Ask("after ALL", "GET", f"/admin/loggers/{LOGGER}"),
    Ask("bad level", "PUT", f"/admin/loggers/{LOGGER}", {"level": "BOGUS"}),
    Ask("bad level, cluster", "PUT", f"/admin/loggers/{LOGGER}?scope=cluster", {"level": "BOGUS"}),
    Ask("no level", "PUT", f"/admin/loggers/{LOGGER}", {}),
    Ask("level null", "PUT", f"/admin/loggers/{LOGGER}", {"level": None}),
    Ask("level a number", "PUT", f"/admin/loggers/{LOGGER}", {"level": 5}),
    Ask("empty body", "PUT", f"/admin/loggers/{LOGGER}", ""),
    Ask("not JSON", "PUT", f"/admin/loggers/{LOGGER}", "x"),
    Ask("additional member", "PUT", f"/admin/loggers/{LOGGER}", {"level": "INFO", "x": "y"}),
    Ask("set a new one", "PUT", "/admin/loggers/io.debezium.contract", {"level": "INFO"}),
    Ask("a new one", "GET", "/admin/loggers/io.debezium.contract"),
    Ask("set its parent", "PUT", "/admin/loggers/io.debezium", {"level": "ERROR"}),
    Ask("its child follows", "GET", "/admin/loggers/io.debezium.contract"),
    Ask("delete", "DELETE", f"/admin/loggers/{LOGGER}"),
], alone=True)

FAILING = Scene("failing", [
    create("fa1", source("fa1", topic__creation__default__partitions="1")),
    Ask("connector that cannot start", "GET", "/connectors/fa1/status", until={"connector": {"state": "FAILED"}}),
    Ask("connector that cannot start, restart", "POST", "/connectors/fa1/restart"),
    Ask("connector that cannot start, restart failed", "POST", "/connectors/fa1/restart?onlyFailed=true"),
    Ask("connector that cannot start, tasks", "GET", "/connectors/fa1/tasks"),
    create("a/b", source("fa2")),
    create("a%b", source("fa3")),
    Ask("name with a percent sign", "GET", "/connectors/a%25b"),
    Ask("names that cannot be addressed, list", "GET", "/connectors", unsorted=True),
], alone=True)

CORS = Scene("cors", [
    Ask("no origin", "GET", "/connectors"),
    Ask("its origin", "GET", "/connectors", headers={"Origin": "http://ui.example"}),
    Ask("another origin", "GET", "/connectors", headers={"Origin": "http://evil.example"}),
    Ask("preflight", "OPTIONS", "/connectors", headers={
        "Origin": "http://ui.example", "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "Content-Type"}),
    Ask("preflight, method not allowed", "OPTIONS", "/connectors", headers={
        "Origin": "http://ui.example", "Access-Control-Request-Method": "PATCH"}),
    Ask("preflight, another origin", "OPTIONS", "/connectors", headers={
        "Origin": "http://evil.example", "Access-Control-Request-Method": "PUT"}),
    Ask("error with origin", "GET", "/connectors/none", headers={"Origin": "http://ui.example"}),
    Ask("response header", "GET", "/nope"),
], worker={"access.control.allow.origin": "http://ui.example", "access.control.allow.methods": "GET,PUT",
           "response.http.headers.config": "add X-Frame-Options:DENY, \"add Cache-Control: no-cache, no-store\""})

CORS_ANY = Scene("cors any", [
    Ask("any origin", "GET", "/connectors", headers={"Origin": "http://x.example"}),
    Ask("any origin, preflight", "OPTIONS", "/connectors", headers={
        "Origin": "http://x.example", "Access-Control-Request-Method": "POST"}),
], worker={"access.control.allow.origin": "*"})

NO_ADMIN = Scene("no admin", [
    Ask("loggers", "GET", "/admin/loggers"),
    Ask("connectors", "GET", "/connectors"),
], worker={"admin.listeners": ""})

NO_TRACKING = Scene("no topic tracking", [
    Ask("topics", "GET", "/connectors/none/topics"),
    Ask("reset", "PUT", "/connectors/none/topics/reset"),
], worker={"topic.tracking.enable": "false"})

NO_RESET = Scene("no topic reset", [
    Ask("topics", "GET", "/connectors/none/topics"),
    Ask("reset", "PUT", "/connectors/none/topics/reset"),
], worker={"topic.tracking.allow.reset": "false"})

NO_OVERRIDES = Scene("no overrides", [
    refused("producer override", source("x", producer__override__linger__ms="5")),
    refused("consumer override", sink("x", consumer__override__max__poll__records="5")),
    refused("two overrides", source("x", producer__override__acks="1", producer__override__linger__ms="5")),
    validate("validate", "FileStreamSource", source("v", name="v", producer__override__linger__ms="5")),
], worker={"connector.client.config.override.policy": "None"})

SECRETS = Scene("secrets", [
    Append("secret.properties", "topic=se1-topic\nfolder=@DIR@\n"),
    create("se1", source("se1", topic="${file:@DIR@/secret.properties:topic}",
                         file="${file:@DIR@/secret.properties:folder}/se1.txt")),
    Append("se1.txt", "x\n"),
    Ask("topics", "GET", "/connectors/se1/topics", until={"se1": {"topics": ["se1-topic"]}}),
    Ask("config", "GET", "/connectors/se1/config", loose=("",)),
    Ask("info", "GET", "/connectors/se1"),
    Ask("tasks", "GET", "/connectors/se1/tasks"),
    Ask("offsets", "GET", "/connectors/se1/offsets", until={"offsets": [{"offset": {"position": 2}}]}),
    validate("validate", "FileStreamSource", source("se2", name="se2", topic="${file:@DIR@/secret.properties:topic}")),
    validate("unknown key", "FileStreamSource", source("se2", name="se2", topic="${file:@DIR@/secret.properties:no}")),
    refused("no such file", source("se3", topic="${file:@DIR@/none.properties:topic}")),
], worker={"config.providers": "file",
           "config.providers.file.class": "org.apache.kafka.common.config.provider.FileConfigProvider"})

EXACTLY_ONCE = Scene("exactly once", [
    Append("eo1.txt", "a\nb\n"),
    create("eo1", source("eo1", exactly__once__support="required")),
    Ask("status", "GET", "/connectors/eo1/status", until=RUNNING),
    Ask("offsets", "GET", "/connectors/eo1/offsets", until={"offsets": [{"offset": {"position": 4}}]}),
    refused("boundary of the connector", source("eo2", transaction__boundary="connector")),
    refused("stdin cannot", source("eo3", file=None, exactly__once__support="required")),
    Ask("stop", "PUT", "/connectors/eo1/stop"),
    runs("eo1", STOPPED),
    Ask("patch", "PATCH", "/connectors/eo1/offsets", offsets(({"filename": "@DIR@/eo1.txt"}, {"position": 2}))),
    Ask("patched", "GET", "/connectors/eo1/offsets"),
    Ask("delete", "DELETE", "/connectors/eo1/offsets"),
    Ask("deleted", "GET", "/connectors/eo1/offsets"),
], worker={"exactly.once.source.support": "enabled"}, buses=("kafka",), tags=("eos",))

AUTH = Scene("auth", [
    Ask("nobody", "GET", "/connectors"),
    Ask("right", "GET", "/connectors", headers={"Authorization": "Basic dXNlcjpzZWNyZXQ="}),
    Ask("wrong password", "GET", "/connectors", headers={"Authorization": "Basic dXNlcjp3cm9uZw=="}),
    Ask("unknown user", "GET", "/connectors", headers={"Authorization": "Basic bm9ib2R5OnNlY3JldA=="}),
    Ask("not base64", "GET", "/connectors", headers={"Authorization": "Basic !!!"}),
    Ask("no colon", "GET", "/connectors", headers={"Authorization": "Basic dXNlcg=="}),
    Ask("another scheme", "GET", "/connectors", headers={"Authorization": "Bearer dXNlcjpzZWNyZXQ="}),
    Ask("root", "GET", "/"),
    Ask("health", "GET", "/health"),
    Ask("unknown path", "GET", "/nope"),
    Ask("wrong method", "DELETE", "/connectors"),
    Ask("write", "POST", "/connectors", {}),
    Ask("loggers", "GET", "/admin/loggers"),
    Ask("options", "OPTIONS", "/connectors"),
    Ask("internal", "PUT", "/connectors/none/fence"),
], worker={"rest.extension.classes":
           "org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension"},
    files={"users.properties": "user: secret\nother = word\n"},
    alone=True, jaas='KafkaConnect { org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule'
         ' required file="@DIR@/users.properties"; };\n', tags=("auth",))

SCENES = [CONVENTIONS, CREATE, UPDATE, REFUSED, UNKNOWN, LIFECYCLE, RESTART, TOPICS, SOURCE_OFFSETS,
          SINK_OFFSETS, PLUGINS, VALIDATE, LOGGERS, FAILING, CORS, CORS_ANY, NO_ADMIN, NO_TRACKING,
          NO_RESET, NO_OVERRIDES, SECRETS, EXACTLY_ONCE, AUTH]


def _finish():
    """Step names are unique in a scene; those without one get it from what they do."""
    for scene in SCENES:
        seen = {}
        for step in scene.steps:
            name = step.name or f"{type(step).__name__.lower()} {getattr(step, 'path', '') or step.file}"
            seen[name] = seen.get(name, 0) + 1
            step.name = name if seen[name] == 1 else f"{name} ({seen[name]})"
            step.tags = (*step.tags, *scene.tags)


_finish()
