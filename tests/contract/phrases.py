"""What the scenes' steps are made of: configs, states, and requests that come again and again."""
from .steps import Ask, Wait

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
