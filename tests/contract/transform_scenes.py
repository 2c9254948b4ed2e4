"""More of the list: what a client may ask about transforms and predicates, and what may be wrong with them
in a configuration."""
from .phrases import SOURCE, STRING, refused, sink, source, validate
from .steps import Ask, Scene

T = "org.apache.kafka.connect.transforms"
P = f"{T}.predicates"
TRANSFORMS = ["DropHeaders", "Filter", "HeaderFrom$Key", "HeaderFrom$Value", "InsertHeader", "RegexRouter", "TimestampRouter",
              "ValueToKey", "Cast$Key", "Cast$Value", "ExtractField$Key", "ExtractField$Value", "Flatten$Key", "Flatten$Value",
              "HoistField$Key", "HoistField$Value", "InsertField$Key", "InsertField$Value", "MaskField$Key", "MaskField$Value",
              "ReplaceField$Key", "ReplaceField$Value", "SetSchemaMetadata$Key", "SetSchemaMetadata$Value",
              "TimestampConverter$Key", "TimestampConverter$Value"]
PREDICATES = ["HasHeaderKey", "RecordIsTombstone", "TopicNameMatches"]


def config_of(name):
    return Ask(f"config of {name}", "GET", f"/connector-plugins/{name}/config")


TRANSFORM_PLUGINS = Scene("transform plugins", [
    Ask("predicates in the list", "GET", "/connector-plugins?connectorsOnly=false", keep=r"kafka\.connect\.transforms\.predicates"),
    *[config_of(f"{T}.{name}") for name in TRANSFORMS],
    *[config_of(f"{P}.{name}") for name in PREDICATES],
    *[config_of(name) for name in (
        "RegexRouter", "Filter", "InsertField", "InsertField$Value", "InsertField%24Value", "Value", "Cast", f"{T}.Cast", "Key",
        "TopicNameMatches", "HasHeaderKey", "RecordIsTombstone", "TimestampRouter", "Timestamp", "Regex", "ValueTo", "DropHeaders",
        "Transformation", f"{T}.Transformation", f"{P}.Predicate", "TopicName", "Tombstone", f"{T}.InsertField$", f"{T}.InsertField.Value",
        f"{T}.InsertField$Value$x", f"{T}.insertfield$value")],
    Ask("version of a transform", "GET", "/connector-plugins/RegexRouter/config?version=@VERSION@"),
    Ask("another version of a transform", "GET", "/connector-plugins/RegexRouter/config?version=1.0"),
    Ask("version of a predicate", "GET", "/connector-plugins/TopicNameMatches/config?version=[@VERSION@,)"),
    validate("validate of a transform", "RegexRouter", {"regex": "a", "replacement": "b"}),
    validate("validate of a transform with a class", "RegexRouter", {"connector.class": f"{T}.RegexRouter", "name": "x"}),
    validate("validate of a predicate with a class", "TopicNameMatches", {"connector.class": f"{P}.TopicNameMatches", "name": "x"}),
], tags=("transforms",))


def chain(**more):
    """A source's config whose aliases' keys are written type, t__x (of transform a), p__x (of predicate p)."""
    keys = {}
    for key, value in more.items():
        stem, _, rest = key.partition("__")
        keys[{"t": "transforms.a.", "p": "predicates.p."}[stem] + rest.replace("__", ".") if rest else key] = value
    if any(key.startswith("transforms.a.") for key in keys):
        keys.setdefault("transforms", "a")
    if any(key.startswith("predicates.p.") for key in keys):
        keys.setdefault("predicates", "p")
    return {**source("v", name="v"), **keys}


CHAINS = {
    "no aliases": chain(transforms=""),
    "aliases of commas": chain(transforms=","),
    "alias blank": chain(transforms=" "),
    "alias empty in between": chain(transforms="a,,a2", **{"transforms.a.type": f"{T}.DropHeaders", "transforms.a.headers": "h",
                                                        "transforms.a2.type": f"{T}.DropHeaders", "transforms.a2.headers": "h"}),
    "alias with a dot": chain(transforms="a.b", **{"transforms.a.b.type": f"{T}.DropHeaders", "transforms.a.b.headers": "h"}),
    "alias with a blank": chain(transforms="a b", **{"transforms.a b.type": f"{T}.DropHeaders", "transforms.a b.headers": "h"}),
    "alias without keys": chain(transforms="a"),
    "keys without alias": chain(transforms="", **{"transforms.a.type": "nope"}),
    "two aliases, one wrong": chain(transforms="a,b", **{"transforms.a.type": f"{T}.DropHeaders", "transforms.a.headers": "h",
                                                        "transforms.b.type": "nope"}),
    "type empty": chain(t__type=""),
    "type blank": chain(t__type=" "),
    "type unknown": chain(t__type="no.Such"),
    "type by simple name": chain(t__type="RegexRouter", t__regex="a", t__replacement="b"),
    "type by simple name and kind": chain(t__type="InsertField$Value", t__static__field="a", t__static__value="b"),
    "type without kind": chain(t__type=f"{T}.InsertField", t__static__field="a", t__static__value="b"),
    "type a converter": chain(t__type=STRING),
    "type a predicate": chain(t__type=f"{P}.TopicNameMatches", t__pattern="a"),
    "type a connector": chain(t__type=SOURCE),
    "version": chain(t__type=f"{T}.RegexRouter", t__plugin__version="@VERSION@", t__regex="a", t__replacement="b"),
    "version unknown": chain(t__type=f"{T}.RegexRouter", t__plugin__version="9.9", t__regex="a", t__replacement="b"),
    "version broken": chain(t__type=f"{T}.RegexRouter", t__plugin__version="[x", t__regex="a", t__replacement="b"),
    "negate without predicate": chain(t__type=f"{T}.RegexRouter", t__regex="a", t__replacement="b", t__negate="true"),
    "negate a word": chain(t__type=f"{T}.RegexRouter", t__regex="a", t__replacement="b", t__negate="perhaps"),
    "predicate empty": chain(t__type=f"{T}.RegexRouter", t__regex="a", t__replacement="b", t__predicate=""),
    "predicate type empty": chain(p__type=""),
    "predicate type unknown": chain(p__type="no.Such"),
    "predicate type a transform": chain(p__type=f"{T}.RegexRouter"),
    "predicate by simple name": chain(p__type="TopicNameMatches", p__pattern="a"),
    "predicate without its key": chain(p__type=f"{P}.TopicNameMatches"),
    "predicate pattern empty": chain(p__type=f"{P}.TopicNameMatches", p__pattern=""),
    "predicate header missing": chain(p__type=f"{P}.HasHeaderKey"),
    "predicate header empty": chain(p__type=f"{P}.HasHeaderKey", p__name=""),
    "predicate tombstone": chain(p__type=f"{P}.RecordIsTombstone", p__anything="x"),
    "predicates twice": chain(predicates="p,p", p__type=f"{P}.RecordIsTombstone"),
    "predicate version unknown": chain(p__type=f"{P}.RecordIsTombstone", p__plugin__version="9"),
    "predicate unused, transform without": chain(t__type=f"{T}.Filter", p__type=f"{P}.RecordIsTombstone"),
    "filter with predicate": chain(t__type=f"{T}.Filter", t__predicate="p", p__type=f"{P}.RecordIsTombstone"),
    "cast without spec": chain(t__type=f"{T}.Cast$Value"),
    "cast spec empty": chain(t__type=f"{T}.Cast$Value", t__spec=""),
    "cast to what is not there": chain(t__type=f"{T}.Cast$Value", t__spec="a:int33"),
    "cast spec with too many colons": chain(t__type=f"{T}.Cast$Value", t__spec="a:b:int32"),
    "cast two of the whole": chain(t__type=f"{T}.Cast$Value", t__spec="int32,int64"),
    "cast whole and a field": chain(t__type=f"{T}.Cast$Value", t__spec="int32,a:int64"),
    "cast to bytes": chain(t__type=f"{T}.Cast$Value", t__spec="a:bytes"),
    "cast in capitals": chain(t__type=f"{T}.Cast$Value", t__spec="a:INT32"),
    "cast replace null": chain(t__type=f"{T}.Cast$Key", t__spec="a:int8", t__replace__null__with__default="x"),
    "drop headers without": chain(t__type=f"{T}.DropHeaders"),
    "drop headers empty": chain(t__type=f"{T}.DropHeaders", t__headers=""),
    "extract without field": chain(t__type=f"{T}.ExtractField$Key"),
    "extract syntax": chain(t__type=f"{T}.ExtractField$Key", t__field="a", t__field__syntax__version="V3"),
    "extract broken path": chain(t__type=f"{T}.ExtractField$Key", t__field="`a", t__field__syntax__version="V2"),
    "flatten delimiter empty": chain(t__type=f"{T}.Flatten$Value", t__delimiter=""),
    "header from without": chain(t__type=f"{T}.HeaderFrom$Value"),
    "header from empty lists": chain(t__type=f"{T}.HeaderFrom$Value", t__fields="", t__headers="", t__operation="copy"),
    "header from unequal": chain(t__type=f"{T}.HeaderFrom$Value", t__fields="a,b", t__headers="x", t__operation="move"),
    "header from operation": chain(t__type=f"{T}.HeaderFrom$Value", t__fields="a", t__headers="x", t__operation="steal"),
    "hoist without": chain(t__type=f"{T}.HoistField$Value"),
    "hoist empty": chain(t__type=f"{T}.HoistField$Value", t__field=""),
    "insert nothing": chain(t__type=f"{T}.InsertField$Value"),
    "insert static without value": chain(t__type=f"{T}.InsertField$Value", t__static__field="a"),
    "insert topic with marks": chain(t__type=f"{T}.InsertField$Value", t__topic__field="a!", t__offset__field="b?"),
    "insert name of a mark": chain(t__type=f"{T}.InsertField$Value", t__topic__field="!"),
    "insert header without": chain(t__type=f"{T}.InsertHeader"),
    "insert header empty": chain(t__type=f"{T}.InsertHeader", t__header="", t__value__literal=""),
    "mask without": chain(t__type=f"{T}.MaskField$Value"),
    "mask replacement empty": chain(t__type=f"{T}.MaskField$Value", t__fields="a", t__replacement=""),
    "regex router regex broken": chain(t__type=f"{T}.RegexRouter", t__regex="(", t__replacement="b"),
    "regex router regex empty": chain(t__type=f"{T}.RegexRouter", t__regex="", t__replacement=""),
    "regex router group missing": chain(t__type=f"{T}.RegexRouter", t__regex="a", t__replacement="$2"),
    "replace nothing": chain(t__type=f"{T}.ReplaceField$Value"),
    "replace renames broken": chain(t__type=f"{T}.ReplaceField$Value", t__renames="a"),
    "replace renames twice": chain(t__type=f"{T}.ReplaceField$Value", t__renames="a:b,a:c", t__include="a", t__exclude="b"),
    "replace old names": chain(t__type=f"{T}.ReplaceField$Value", t__whitelist="a", t__blacklist="b"),
    "set schema metadata nothing": chain(t__type=f"{T}.SetSchemaMetadata$Value"),
    "set schema version a word": chain(t__type=f"{T}.SetSchemaMetadata$Value", t__schema__version="x"),
    "timestamp converter without": chain(t__type=f"{T}.TimestampConverter$Value"),
    "timestamp converter type": chain(t__type=f"{T}.TimestampConverter$Value", t__target__type="epoch"),
    "timestamp converter text without format": chain(t__type=f"{T}.TimestampConverter$Value", t__target__type="string"),
    "timestamp converter format": chain(t__type=f"{T}.TimestampConverter$Value", t__target__type="string", t__format="qqq{"),
    "timestamp converter precision": chain(t__type=f"{T}.TimestampConverter$Value", t__target__type="unix", t__unix__precision="minutes"),
    "timestamp router format": chain(t__type=f"{T}.TimestampRouter", t__timestamp__format="bbb{", t__topic__format=""),
    "value to key without": chain(t__type=f"{T}.ValueToKey"),
    "value to key empty": chain(t__type=f"{T}.ValueToKey", t__fields=""),
    "value to key twice": chain(t__type=f"{T}.ValueToKey", t__fields="a,a", t__replace__null__with__default="no"),
}

TRANSFORM_VALIDATE = Scene("transform validate", [
    *[validate(name, "FileStreamSource", config) for name, config in CHAINS.items()],
    validate("sink with a transform of values", "FileStreamSink", sink("v", name="v", transforms="a", **{
        "transforms__a__type": f"{T}.ReplaceField$Value", "transforms__a__exclude": "b",
        "transforms__a__predicate": "p", "predicates": "p", "predicates__p__type": f"{P}.HasHeaderKey",
        "predicates__p__name": "h"})),
    validate("order of two transforms and two predicates", "FileStreamSource", source(
        "v", name="v", transforms="z,y", predicates="q,p", **{
            "transforms__z__type": f"{T}.HoistField$Value", "transforms__z__field": "f",
            "transforms__y__type": f"{T}.Flatten$Key", "transforms__y__predicate": "q",
            "predicates__q__type": f"{P}.RecordIsTombstone",
            "predicates__p__type": f"{P}.HasHeaderKey", "predicates__p__name": "h"})),
    validate("values not texts in a transform", "FileStreamSource", {
        **source("v", name="v"), "transforms": "a", "transforms.a.type": f"{T}.SetSchemaMetadata$Value",
        "transforms.a.schema.version": 7, "transforms.a.negate": False, "transforms.a.schema.name": None}),
], tags=("transforms",))

# Those that Java's worker finds when it makes the chain, if it does, are created all the same: see differences.
TRANSFORM_REFUSED = Scene("transform refused", [
    refused(name, {key: value for key, value in config.items() if key != "name"} | {"tasks.max": "0"})
    for name, config in CHAINS.items()
], tags=("transforms",))

TRANSFORM_SCENES = [TRANSFORM_PLUGINS, TRANSFORM_VALIDATE, TRANSFORM_REFUSED]
