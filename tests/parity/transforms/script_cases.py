"""Conditions and topics as people write them in Groovy."""
import random

from events import *  # noqa: F403

CONDITIONS = [
    "value.op == 'u'", "value.op != 'u'", "value.op == 'u' && value.before.id == 1", "value.op == 'c' || value.op == 'r'", "!(value.op == 'd')",
    "value.after != null", "value.after == null", "value.after?.id > 1", "value.after?.id >= 1", "value.after?.id < 2", "value.after?.name == 'pen'",
    "value.after.id == 1", "value.source.table == 'orders'", "value.source.table in ['orders', 'lines']", "!(value.op in ['c','u'])", "value.op !in ['c']",
    "value.after?.price > 19.98", "value.after?.price == 19.99", "value.after?.price < 20", "value.after?.dflt == 1", "value.after?.nullable == 'none'",
    "value.get('op') == 'c'", "value.getString('op').equals('c')", "value.getStruct('after')?.getInt32('id') == 1", "value.ts_ms == 1700000000500", "value.ts_ms > 1699999999999L",
    "topic.startsWith('shop.')", "topic.endsWith('orders')", "topic.contains('inventory') && value.op == 'c'", "topic ==~ /shop\\..*/", "topic ==~ 'shop'", "topic.matches('.*orders')",
    "topic == 'shop.inventory.orders'", "topic.toUpperCase() == 'SHOP.INVENTORY.ORDERS'", "topic.length() > 10", "topic.size() == 21", "topic.indexOf('.') == 4", "topic.substring(0, 4) == 'shop'",
    "topic.substring(5).startsWith('inv')", "topic.replace('.', '_') == 'shop_inventory_orders'", "topic.replaceAll('[aeiou]', '') == 'shp.nvntry.rdrs'", "topic.equalsIgnoreCase('SHOP.inventory.ORDERS')",
    "valueSchema.name == 'shop.inventory.orders.Envelope'", "valueSchema.name.endsWith('.Envelope')", "valueSchema.field('after') != null", "valueSchema.field('nosuch') == null", "valueSchema.version() == 2",
    "keySchema != null && keySchema.name().endsWith('.Key')", "key.id == 1", "key?.id == 1", "key.id in [1, 2, 3]", "header.a.value == '1'", "header['b'].value == 2", "header.nosuch == null", "header.a?.value?.length() == 1",
    "header.containsKey('a')", "header.size() == 3", "value.nosuch == 1", "value.op", "value.op > 'a'", "value.op <= 'c'", "null", "true", "false", "1", "'x'", "null == null", "1 == 1L && 1 == 1.0", "'1' == 1", "2 > null", "null > 2", "null < 2",
    "value.op == null ? true : false", "value.after ? true : false", "value.after?.name ? true : false", "(value.after?.name ?: 'none') == 'none'", "value.op == 'c' ? value.after.id == 1 : value.before?.id == 1",
    "value.after.id + 1 == 2", "value.after.id - 1 == 0", "-1 < 0", "value.op + value.op == 'cc'", "\"${value.op}-${topic}\" == 'c-shop.inventory.orders'", "\"$value.op\" == 'c'", "value.op.toUpperCase() == 'C'",
    "value.op.isEmpty()", "value.after.name.trim().toLowerCase().contains('pen')", "value.after.name =~ /e/ ? true : false", "return value.op == 'c';", "value.op == \"c\"", "value.transaction == null", "value.transaction?.total_order == 1",
    "value.source.ts_ms.toString().length() == 13", "value.op.equals('c') && !value.source.gtid", "'5'.toInteger() == 5", "value.source.lsn == null && value.source.pos >= 154", "value.op == 'c' && (value.after.id == 1 || value.after.id == 2)",
    "value.ts_ms in [1700000000500]", "value.source.pos in [154]", "value.source.pos in [154L]", "[7].contains(value.source.server_id)", "[7L].contains(value.source.server_id)", "value.source.pos.equals(154)",
    "value.source.pos.equals(154L)", "key.id.equals(1)", "key.id.equals(1L)", "value.source.pos == 154.0", "value.after?.price in [19.99]", "value.after?.price in [19.990]", "value.after?.price == 19.990",
    "0.1 + 0.2 == 0.3", "value.after?.price + 0.01 == 20", "2147483647 + 1 > 0", "2147483647L + 1 > 0", "9223372036854775807 + 1 > 0", "value.after.id + 2147483647 > 0", "1.5d + 1.5 == 3", "0.1d + 0.2d == 0.3d",
    "1.0f == 1", "99999999999999999999 > 1", "1.5G == 1.5", "1G == 1", "value.getInt32('ts_ms') == 1", "value.getInt64('ts_ms') == 1700000000500", "value.getStruct('after').getInt32('dflt') == 42",
    "value.getStruct('after')?.getString('nullable') == null", "value.getStruct('source').getString('snapshot') == null", "value.source.snapshot == null", "value.getString('nosuch') == 'x'", "topic.length() in [21]",
    "topic.length() in [21L]", "topic.indexOf('.') in [4]", "'7'.toLong() in [7]", "'7'.toLong() in [7L]", "'99999999999'.toInteger() == 1", "value.ts_ms.toInteger() == 1", "'x'.toInteger() == 1", "'\\u0063' == value.op",
    "'a\\tb'.length() == 3", "'a\\nb'.length() == 3", "'\\\\'.length() == 1", "'\\''.length() == 1", "\"\\$x\".length() == 2", "'\\.' == '.'", "-value.after.id == -1", "-1.5 < 0", 
    "value.after.id - 2 in [-1]", "value.source.lsn + 1 == 1", "key.id in [null, 1]", "null in [null]", "value.before in [null]", "value.after?.price > value.after?.id", "value.after?.price - 19 == 0.99",
    "topic[0] == 's'", "value['op'] == 'c'", "value.after['id'] == 1", "value.get('nosuch') == 1", "value.op.toString() == 'c'", "value.after.id.toString() == '1'", "value.after?.price.toString() == '19.99'", 
    "valueSchema.field('after').name() == 'after'", "valueSchema.field('nosuch')?.name() == null", "valueSchema.field('after').schema().name() == 'shop.inventory.orders.Value'", "topic[-1] == 's'", "topic[99] == 's'", "value.op[0] + topic[1] == 'ch'", "value.schema().name() == 'shop.inventory.orders.Envelope'", "value.schema().field('op').schema().type().toString() == 'STRING'", "keySchema.field('id') != null", "keySchema?.field('id') != null", "header.b.value in [2]", "header.c.value == null",
    "header.a.schema.name() == null", "header.a == null", "!header.nosuch", "header.a && true", "!(value.op =~ 'x')", "topic =~ /orders$/ && value.op == 'c'", "value.op ==~ /c|r/", "(value.op == 'c') == true", "value.op < 'd' && value.op >= 'c'",
    "value.before?.name != value.after?.name", "value.op.matches('[cr]')", "value.source.snapshot == 'false'", "value.op in []", "[1,2].contains(key?.id)"]

ROUTES = ["value.op == 'u' ? 'updates' : null", "value.source.table", "'prefix.' + topic", "\"${topic}.${value.op}\"", "value.after?.name", "value.op == 'd' ? 'deletes' : topic", "value.after?.id", "null", "topic.replaceAll('^[^.]+\\\\.', '')",
          "value.nosuch", "value.after.name.toLowerCase() + '_' + value.after.id", "topic.split('.')[1]", "topic.split('\\\\.')[1]", "topic.split(/[.o]/)[-1]", "topic.split('nosuch')[0]", "topic.split('\\\\.')[9]", "value.op == 'c' ? (value.after.id == 1 ? 'one' : 'two') : 'others'", "\"$topic-x\""]


# Texts beyond ASCII: Java counts them in UTF-16 units.
TEXTS = ["", "abc", "äb", "日本語", "a😀b", "😀", "straße", "ÄÖÜ", "ΣΑΣ ΌΣΟΣ Σ", "İstanbul ı", "ŉ ǰ ΐ ﬃ և", "\u00a0x\u2003", " \u2002 ", "\u3000", "\u001f\u0020x\u001c", "\u2007\u202f", "e\u0301E\u0301", "x😀y😀", "\uffff\ue000",
         "١٢٣", "-１２", "९", "12", "+7", "𝟏", "ǅ ǆ Ǆ", "ａｂＣ", "𐐀𐐨", "ſK\u212a", "a.b,c", ",a,,b,,", "a\tb"]

TEXT_CONDITIONS = [
    "value.length() == 3", "value.size() == 2", "value.length() == 4", "value.indexOf('b') == 3", "value.indexOf('b') == 1", "value.indexOf('') == 0", "value.indexOf('😀') == 1", "value.indexOf('😀', 2) == 3", "value.indexOf('😀', 2) == 4",
    "value.indexOf('b', -5) == 1", "value.indexOf('', 99) == 3", "value.lastIndexOf('😀') == 4", "value.lastIndexOf('a') == 0", "value.lastIndexOf('', 99) == 3", "value.lastIndexOf('a', -1) == -1", "value.lastIndexOf(',') == 6",
    "value.startsWith('😀', 1)", "value.startsWith('b', 3)", "value.startsWith('', 3)", "value.startsWith('a', -1)", "value.startsWith('本', 1)", "value.endsWith('b')", "value.contains('😀b')", "value.charAt(0) == 'a'", "value.charAt(1) == 'b'", "value.charAt(0) == '日'",
    "value.charAt(0).equals('a')", "value.charAt(0) in ['a']", "value.charAt(0) > 'a'", "value.substring(1) == 'b'", "value.substring(3) == 'b'", "value.substring(1, 3) == '😀'", "value.substring(2, 1) == ''", "value.substring(0, 1) == 'a'", "value.substring(-1) == ''",
    "(value.substring(0, 2) + value.substring(2)) == value", "(value.substring(0, 1) + value.substring(1)) == value", "value.substring(0, 2).length() == 2", "value.substring(1).length() == 3", "value[0] == 'a'", "value[-1] == 'b'", "value[1] + value[2] == '😀'", "value[2].length() == 1",
    "value.trim() == 'x'", "value.trim().isEmpty()", "value.strip() == 'x'", "value.strip().isEmpty()", "value.stripLeading() == 'x\\u2003'", "value.stripTrailing().length() == 2", "value.isBlank()", "value.equalsIgnoreCase('STRASSE')", "value.equalsIgnoreCase('äÖü')", "value.equalsIgnoreCase('i̇STANBUL I')",
    "value.equalsIgnoreCase('ǆ Ǆ ǅ')", "value.equalsIgnoreCase('ａＢＣ')", "value.equalsIgnoreCase('𐐨𐐀')", "value.equalsIgnoreCase('sKk')", "value.equalsIgnoreCase('skk')", "value.equalsIgnoreCase('日本語')", "value > '\\ue000'", "value < '\\uffff'", "value >= 'ä'", "value.compareTo('b') < 0", "value.compareTo('a😀') > 0",
    "value.replace('', '-') == '-a-b-c-'", "value.replace('', '') == value", "value.replace('😀', 'x') == 'axb'", "value.replace('a', '') == 'bc'", "value.toInteger() == 123", "value.toInteger() == -12", "value.toLong() == 9", "value.toInteger() == 7", "value.matches('.{3}')", "value.matches('a.b')", "value =~ /^.$/ ? true : false",
    "value?[0] == 'a'", "value.split('').size() == 3", "value.split(',').size() == 4", "value.split(',').size() == 1", "value.concat('ß').toUpperCase().endsWith('SS')", "value.toUpperCase() == 'STRASSE'", "value.toLowerCase().length() == value.length()", "value in 'abc'"]

TEXT_ROUTES = ["value.toUpperCase()", "value.toLowerCase()", "value.replace('', '|')", "value.split('b')[0]", "value.strip()", "value.trim()", "value + value.length()", "value.substring(value.length() - 1)", "value.charAt(0)", "value.charAt(0) + '-'", "'-' + value.charAt(0)",
               "value.charAt(0).toString()", "\"<${value}>\".toUpperCase()", "value.replaceAll('.', '<$0>')"]

# Letters that came with Unicode 14, which Java 17 does not know.
_NEW = {0x2C2F, 0x2C5F, 0xA7C0, 0xA7C1, 0xA7D0, 0xA7D1, *range(0xA7D6, 0xA7DA), *range(0x10570, 0x105BD)}


def letters():
    """All that have another case, five hundred a text."""
    found = [chr(point) for point in range(0x80, 0x110000) if chr(point).upper() != chr(point).lower() and point not in _NEW]
    return [" ".join(found[at:at + 500]) for at in range(0, len(found), 500)]


def texts():
    family = Family()
    records = [(each, rec(side(sch("string"), text(each)))) for each in TEXTS]
    for condition in TEXT_CONDITIONS:
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.groovy", "condition": condition}, records)
    for route in TEXT_ROUTES:
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": route}, records)
    records = [(f"letters {n}", rec(side(sch("string"), text(each)))) for n, each in enumerate(letters())]
    for route in TEXT_ROUTES[:2]:
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": route}, records)
    return family


def scripting():
    family = Family()
    chosen = [header("a", sch("string"), text("1")), header("b", sch("int32"), i32(2)), header("c", opt("string"), None)]
    records = [(case, {**record, "headers": chosen}) for case, record in events()]
    for condition in CONDITIONS:
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.groovy", "condition": condition}, records)
    for route in ROUTES:
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": route}, records)
    for mode in ("keep", "drop", "evaluate"):
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.groovy", "condition": "value == null", "null.handling.mode": mode}, records)
    return family


# ---- expressions put together at random ----

ATOMS = ["value.op", "value.after", "value.before", "value.after?.id", "value.after?.name", "value.after?.price", "value.after?.dflt", "value.after?.nullable", "value.before?.name", "value.source.table", "value.source.pos", "value.source.lsn",
         "value.source.gtid", "value.ts_ms", "value.ts_ns", "value.transaction", "value.transaction?.id", "topic", "key", "key?.id", "header.a.value", "header.b.value", "header.c.value", "header.nosuch", "header.nosuch?.value", "valueSchema.name", "keySchema?.name",
         "1", "0", "-1", "2L", "1.5", "1.50", "0.1d", "2147483647", "9223372036854775807", "1G", "2.5G", "1.0f", "'a'", "''", "'1'", "'pen'", "\"x\"", "true", "false", "null", "[1, 2]", "['c', null, 1]", "[]", "value.op[0]", "topic[-1]", "'äb😀'"]
SIGNS = ["==", "!=", "<", "<=", ">", ">=", "&&", "||", "+", "-", "in", "!in", "?:"]
CALLS = [".toString()", ".length()", ".size()", ".isEmpty()", ".trim()", ".toUpperCase()", ".substring(1)", ".indexOf('e')", ".startsWith('p')", ".contains('e')", ".equals('c')", ".equals(1)", ".replace('e', 'é')", ".toInteger()", ".toLong()", ".split('\\\\.')", ".contains(1)",
         ".replaceAll('[aeiou]', '<$0>')", ".compareTo('p')", ".concat('!')", ".lastIndexOf('.')", ".charAt(0)", ".matches('.*e.*')", "[0]", "[1]", "[-1]", ".strip()"]


def any_expression(dice, depth=0):
    kind = dice.random()
    if depth > 3 or kind < 0.3:
        return dice.choice(ATOMS)
    if kind < 0.6:
        return f"{any_expression(dice, depth + 1)} {dice.choice(SIGNS)} {any_expression(dice, depth + 1)}"
    if kind < 0.7:
        return f"({any_expression(dice, depth + 1)})"
    if kind < 0.75:
        return f"!({any_expression(dice, depth + 1)})"
    if kind < 0.8:
        return f"({any_expression(dice, depth + 1)} ? {any_expression(dice, depth + 1)} : {any_expression(dice, depth + 1)})"
    if kind < 0.83:
        return f"-({any_expression(dice, depth + 1)})"
    if kind < 0.87:
        return f"[{any_expression(dice, depth + 1)}, {any_expression(dice, depth + 1)}]"
    return dice.choice([dice.choice(ATOMS[:27]), f"({any_expression(dice, depth + 1)})"]) + dice.choice(["", "", "?"]) * 0 + dice.choice(CALLS)


# What can never be answered, beside an || or in a branch that Groovy does not come to.
NEVER = ("(header.nosuch)) - (", "-([value.after?.nullable", "-(-([]) - (null))", "-('pen') ==", "null, 1]).concat('!')", "(1G).startsWith('p')", "(null).indexOf('e')", "(2147483647 - 'äb😀')",
         "(0).replace('e', 'é')", "0.1d - header.nosuch", "- header.b.value)", "-(\"x\")", "-('pen') <", "[('pen').charAt(0), ")


def odd_scripts():
    """What an expression comes to, as text."""
    family = Family()
    dice = random.Random(23)
    chosen = [header("a", sch("string"), text("1")), header("b", sch("int32"), i32(2)), header("c", opt("string"), None)]
    records = [(case, {**record, "headers": chosen}) for case, record in events() if case in ("create", "update", "delete", "read")]
    for each in ("true + 'x'", "value.after + 'x'", "[1] + 'x'", "['a': 1]", "value.after?.price + 'x'", "null + 'x'", "null + null", "null + 1", "1 + null", "header.a + 'x'", "topic[0] + 1", "1 + 'x'", "1.5d + 'x'", "'x' + null", "'x' + [1]", "'x' + value.before", "topic - 'shop.'", "topic - 'nosuch'",
                 "topic - null", "'a1b' - 1", "value.after?.id - 'x'", "null - 'x'", "null == 'x'.equals(null)", "value.before.equals(null)", "value.before.toString()", "value.before.is(null)", "1 in 1", "1 in 1L", "1L in [1]", "'a' in ['a': 1]", "value.before in null", "null in null",
                 "'c' in value.op", "'c' < 100", "'c' == 99", "99 == 'c'", "'10' == 10", "'10' < 9", "true > false", "true == 1", "1.0 == 1.00", "[1] == [1L]", "[1] == [1]", "(value.after?.price).toInteger()", "(1e0d)", "(1.99d).toInteger()", "(-1.99).toLong()", "99999999999L.toInteger()",
                 "(0.1f).toInteger()", "(1.0d / 0)", "value.ts_ns - 0.5", "value.ts_ns + 0.25G", "9223372036854775807 + 0.1", "'ß'.toUpperCase()", "'x'.equals(null)", "'x'.equalsIgnoreCase(null)", "value.after?.id?.toString()?.length()", "value['after']?.id", "value.after?.id.toString() + value.op"):
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": f"'' + ({each})"}, records)
    for _ in range(700):
        expression = f"'' + ({any_expression(dice)})"
        refused = {"refused": True} if any(each in expression for each in NEVER) else {}
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": expression}, dice.sample(records, 2), **refused)
    return family


# ---- one-liners ----

ITEM = struct_of({"x": sch("int32"), "n": opt("string")}, True, name="Item")
KINDS = struct_of({
    "op": sch("string"), "id": sch("int32"), "name": opt("string"), "price": decimal(2, True), "wide": decimal(0, True), "small": decimal(9, True), "big": sch("int64"), "f": opt("float"), "d": opt("double"), "b": sch("int8"),
    "s": sch("int16"), "dflt": sch("int32", True, default=42), "list": array(opt("string"), True), "nums": array(sch("int32"), True), "map": map_of(sch("string"), opt("int32"), True), "raw": opt("bytes"), "day": date(True),
    "at": timestamp(True), "flag": opt("boolean"), "nil": opt("string"), "schema": opt("string"), "values": opt("string"), "items": array(ITEM, True), "item": ITEM},
    name="shop.Kinds", version=3, doc="all kinds", parameters={"p": "q"})


def kinds(**more):
    return row(**{"op": text("c"), "id": i32(7), "name": text("pen"), "price": dec(1999, 2), "wide": dec(10 ** 22 + 7, 0), "small": dec(-1, 9), "big": i64(5000000000), "f": f32(1.5), "d": f64(2.25), "b": i8(3), "s": i16(-4), "dflt": None,
                  "list": items(text("x"), text("y"), text("z")), "nums": items(i32(3), i32(-1)), "map": obj(k=i32(1)), "raw": {"bytes": "AQKA"}, "day": {"date": 19000}, "at": {"timestamp": 1700000000123}, "flag": boolean(True), "nil": None,
                  "schema": text("S"), "values": text("V"), "items": items(row(x=i32(1), n=text("a")), None, row(x=i32(2), n=None)), "item": row(x=i32(5), n=text("five")), **more})


def kind_records():
    headers = [header("a", sch("string"), text("1")), header("b", sch("int32"), i32(2)), header("c", opt("string"), None)]
    odd = {"op": text("u"), "id": i32(-2147483648), "name": text("Äb😀ß "), "price": dec(-5, 2), "wide": dec(-(10 ** 30), 0), "small": dec(123456789012345678, 9), "big": i64(-(1 << 63)), "f": f32(-0.0), "d": f64(float("nan")), "b": i8(-128), "s": i16(32767),
           "dflt": i32(0), "list": items(), "nums": items(i32(2147483647)), "map": obj(), "raw": {"bytes": ""}, "day": {"date": -1}, "flag": boolean(False), "nil": text(""), "items": items(), "item": None}
    nothing = {name: None for name in ("name", "price", "wide", "small", "f", "d", "list", "nums", "map", "raw", "day", "at", "flag", "items", "item")}
    for case, more in (("kinds", {}), ("odd kinds", odd), ("nothing", nothing)):
        yield case, rec(side(KINDS, kinds(**more)), side(sch("string"), text("k")), topic="shop.inventory.orders", headers=headers)
    yield "map", rec(side(None, obj(op=text("c"), id=i64(7), name=text("pen"), flag=boolean(True), list=items(text("x"), i64(2)), item=obj(x=i64(5)))), topic="t")


VALUES = [
    # properties
    "topic.split('\\.').length", "topic.split('\\.').size()", "topic.bytes.length", "header.isEmpty()", "header.size()", "header.empty", "header ? 1 : 2", "valueSchema.parameters", "valueSchema.parameters.p", "valueSchema.parameters().size()", "valueSchema?.parameters?.nosuch",
    "valueSchema.fields.size()", "valueSchema.fields().size() > 3", "valueSchema.fields.name", "valueSchema.fields().name.contains('id')", "valueSchema.fields[0].name", "valueSchema.fields[1].index", "valueSchema.fields[99]", "valueSchema.fields[0]", "valueSchema.fields.isEmpty()", "valueSchema.fields.get(0).name()",
    "valueSchema.field('id').index()", "valueSchema.field('id').schema.type", "valueSchema.field('nosuch')?.schema?.type", "valueSchema.field('op').schema.fields", "valueSchema.field('op').schema().fields()", "valueSchema.field('list').schema.valueSchema.type", "valueSchema.field('op').schema.valueSchema",
    "valueSchema.field('op').schema.valueSchema()", "valueSchema.field('dflt').schema.defaultValue", "valueSchema.field('dflt').schema().defaultValue()", "valueSchema.type", "valueSchema.type == 'STRUCT'", "valueSchema.type.toString() == 'STRUCT'", "valueSchema.type().name()", "valueSchema.type.name", "valueSchema.type().getName()",
    "valueSchema.type.primitive", "valueSchema.type().isPrimitive()", "valueSchema.type == valueSchema.field('item').schema.type", "valueSchema.toString()", "valueSchema", "valueSchema.doc", "valueSchema.version + 1", "valueSchema.isOptional()", "valueSchema == value.schema", "value.schema.name", "value.schema().name()", "value.item?.schema?.name",
    "value['schema'].name", "value.get('schema')", "value.getString('schema')", "value.values.length", "value.values[1]", "value['values'][0]", "value.name.empty", "value.name?.blank", "value.name?.bytes?.length", "value.list.empty", "value.list?.size()", "value.map.empty", "value.map?.k", "value.map?.size()", "value.map?.isEmpty()",
    "value.raw.length", "value.raw?.size()", "value.raw[0]", "value.raw[-1]", "value.day.time", "value.at?.getTime()", "value.items.x", "value.items?.n", "value.item?.x", "value.items?.size()", "value.items[0].x", "value.list[0]", "value.list[-1]", "value.list[9]", "value.list[-9]", "value.list[1L]", "value.list[1.9]", "value.list['0']", "value.list.get(0)",
    "value.list.get(-1)", "value.list.getAt(-1)", "value.map['k']", "value.map[1]", "value.map.get('k')", "value.map.getAt('k')", "header.a", "header.a.toString()", "header['b'].value + 1", "header.get('a').value", "header.c.value", "header.a.schema", "header.a.schema.type", "header.nosuch?.value",
    # numbers
    "value.id % 2", "value.id % 2 == 1", "value.id * 2", "value.id / 2", "value.id / 3", "value.id + 0.5", "value.id - value.big", "value.big * 5000000000", "value.big % 7", "value.b * value.s", "value.b + value.b", "value.b % 2", "value.price * 3", "value.price / 3", "value.price % 5", "value.price * value.price", "value.price / value.id",
    "value.wide + 1", "value.wide * value.wide", "value.wide / 7", "value.wide % 1000", "value.wide / value.small", "value.small * 1000000000", "value.small / 3", "value.f * 2", "value.f + 1", "value.f % 1", "value.d / 0", "value.d * 2", "value.d % 2", "value.id / 0", "value.id % 0", "value.price % 0", "value.flag * 2", "value.name * 2", "value.op * 3", "value.op * 0",
    "value.op * -1", "-value.id", "-value.b", "-value.s", "-value.big", "-value.f", "-value.d", "-value.price", "-value.wide", "+value.id", "+value.price", "value.price.intValue()", "value.price.longValue()", "value.price.doubleValue()", "value.price.floatValue()", "value.price.toInteger()", "value.big.intValue()", "value.big.toInteger()", "value.big.shortValue()", "value.big.byteValue()", "value.id.toLong()",
    "value.id.longValue()", "value.id.toDouble()", "value.id.doubleValue()", "value.id.floatValue()", "value.id.toBigDecimal()", "value.d.toBigDecimal()", "value.d.intValue()", "value.d.toLong()", "value.f.doubleValue()", "value.wide.longValue()", "value.wide.intValue()", "value.wide.doubleValue()", "value.wide.floatValue()", "value.small.floatValue()", "value.name.intValue()", "value.name.toDouble()",
    "' 1.5 '.toDouble()", "'1.5'.toFloat()", "'0x1p3'.toDouble()", "'1.50'.toBigDecimal()", "' -7 '.toInteger()", "'1e3'.toBigDecimal()", "'x'.toBigDecimal()", "value.id.compareTo(8)", "value.id.compareTo(7.0)", "value.big.compareTo(7)", "value.price.compareTo(19.99)", "value.name.compareTo('pet')", "value.name.compareTo('p')", "value.name.compareTo(1)", "value.id.compareTo('x')", "value.id.compareTo(null)",
    "value.flag.compareTo(true)", "value.id.abs()", "value.s.abs()", "value.b.abs()", "value.big.abs()", "value.price.abs()", "value.f.abs()", "value.d.abs()", "value.price.toPlainString()", "value.small.toPlainString()", "value.wide.toPlainString()", "1.50.toPlainString()", "value.id.toPlainString()", "value.id.intdiv(2)", "value.big.intdiv(-3)", "value.id.intdiv(0)", "7 % -3", "-7 % 3", "7.5 % 2", "-7.5 % 2",
    "5 % 2.5", "50 % 2.5", "5.00 % 2", "0 % 2.50", "1 % 0.3", "7.5d % 2", "7 / 2", "6 / 2", "1 / 3", "2 / 3", "-2 / 3", "10 / 4", "0 / 5", "0.00 / 5", "100000 / 8", "1 / 1024", "1.5 / 0.25", "10.00 / 5", "10 / 5.00", "1.00 / 3.0000", "1 / 3.0000000000000", "2 / 3 * 3", "22.0 / 7", "1000000 / 7", "123456789.123456789 / 987654321.987654321", "999999999999.5 / 0.3",
    "0.000001 / 3", "99999999999999999999 / 9", "99999999999999999999 / 7", "1G / 3", "1G % 2", "2147483647 * 2", "2147483647L * 2", "9223372036854775807 * 2", "-2147483648 - 1", "1.5f * 2", "0.3f * 3", "0.1f - 0.1", "-(0.1f)", "-(0.0d)", "1d / 0", "-1 / 0d", "0d / 0", "1.10 * 1.1", "1.10 - 1.1", "'a' * 3", "2 * 'a'", "topic.charAt(0) * 2", "topic.charAt(0) + 1",
    "topic.charAt(0) + 'x'", "topic.charAt(0) - 'a'.charAt(0)", "1 + 2 * 3", "(1 + 2) * 3", "10 - 4 - 3", "24 / 4 / 2", "7 % 4 % 2", "1 - -1", "-1 + 1", "2 + 3 + 'x'", "'x' + 2 + 3", "'x' + 2 * 3",
    # ranges
    "value.id in 1..10", "value.id in 10..1", "value.id in 1..<7", "value.id !in 1..5", "value.id in (1..10)", "value.b in 1..10", "value.big in 1..10", "value.price in 1..100", "value.d in 1L..10L", "3L in 1..10", "3 in 1L..10L", "2.0 in 1..3L", "2.5 in 1L..3L", "'5' in 1L..60L", "null in 1..3", "true in 1..3", "3 in 1..<3", "3 in 3..<1", "1 in 1..<1",
    "value.id in 5 + 1..2 * 5", "value.id in 1..value.b", "value.id in 1..10 && true", "topic[0..3]", "topic[0..<4]", "topic[5..-1]", "topic[-6..-1]", "topic[3..0]", "topic[0..99]", "topic[99..100]", "topic[0..<0]", "''[0..-1]", "topic[0..topic.indexOf('.') - 1]", "value.name[0..1]", "value.name[1..2]", "value.name[2..1]", "value.name?[0..0]", "value.list[0..1]", "value.list[-1..0]",
    "value.list[1..9]", "value.list[0..<0]", "value.nums[0..0]", "topic.split('\\.')[0..1]", "topic.tokenize('.')[1..-1]", "value.id[0..1]", "value.nil?[0..1]",
    # texts and lists
    "topic.tokenize('.')", "topic.tokenize()", "topic.tokenize('.o')", "topic.tokenize('')", "topic.tokenize(null)", "topic.tokenize(1)", "topic.tokenize('.')[0]", "topic.tokenize('.')[9]", "topic.tokenize('.').last()", "topic.tokenize('.').first()", "topic.tokenize('.').size()", "topic.tokenize('.').head()", "topic.tokenize('.').join('-')", "' a\\tb  c\\n'.tokenize()", "'😀a😀'.tokenize('😀')", "value.name?.tokenize('e')",
    "topic.split('\\.').last()", "topic.split('\\.').first()", "topic.split('\\.').join('_')", "value.list.first()", "value.list.last()", "value.list.join(',')", "value.list.join()", "value.nums.join('+')", "[1, null, 'x', 1.50].join('-')", "[].last()", "[].first()", "[1, 2].last()", "topic.take(4)", "topic.take(0)", "topic.take(-1)", "topic.take(99)", "topic.drop(5)", "topic.drop(99)", "topic.drop(-1)", "topic.takeRight(6)", "topic.dropRight(7)",
    "value.name.take(3)", "value.name.drop(3)", "value.name.take(2L)", "[1, 2, 3].take(2)", "[1, 2, 3].drop(1)", "[1, 2, 3].takeRight(1)", "topic.split('\\.').take(1).size()", "topic.split('\\.').drop(1).join('.')", "value.list.take(1)", "topic.capitalize()", "''.capitalize()", "'ßa'.capitalize()", "'äx'.capitalize()", "'😀x'.capitalize()", "'ŉx'.capitalize()", "'Ab'.uncapitalize()", "value.name.capitalize()", "topic.reverse()", "'a😀b'.reverse()",
    "[1, 2, 3].reverse()", "topic.split('\\.').reverse().join('.')", "value.list.reverse()", "value.name.reverse()", "value.list", "value.nums", "value.map", "value.items", "value.item", "[value.map, value.list]", "value.map + 'x'", "value.list + 'x'", "value.map.toString()", "value.list.toString()", "[:]", "[]", "[1] + 'x'", "[1] + [2, 3]", "[1] + null", "[[1]] + [[2]]", "value.list + value.nums", "['a': [1, 2], 'b': ['c': null]]", "value.list.contains('x')", "'x' in value.list", "value.list == ['x', 'y', 'z']", "value.map == ['k': 1]",
    "value.list.equals(['x', 'y', 'z'])", "value.nums == [3, -1]", "value.nums == [3L, -1L]", "value.nums.contains(3L)",
    "[1] - 1", "[1, 2, 1.0, null, 'a'] - 1", "[1, null] - null", "['a', 'b', 'a'] - ['a', 'x']", "[1, 2L, 3] - [2, 3.0]", "[[1], 2] - [[1]]", "[1] - []", "[] - 1", "[1, 'x'] - \"x\"", "value.list - 'y'", "value.list - value.list", "value.nums - 3", "value.nums - [3L]", "topic.tokenize('.') - 'shop'",
    "[1] * 2", "[1, 'x'] * 3", "[1] * 0", "[1] * -1", "[1] * 1.9", "[] * 5", "value.list * 2", "value.nums * 2L", "([1] * 2 - 1).size()", "['c', 'u'] - value.op", "value.op in ['c', 'u'] - 'u'",
    # maps that stand there
    "['a': 1]['a']", "['a': 1][topic]", "['a': 1].a", "[a: 1].a", "['c': 'created', 'u': 'updated'][value.op]", "[c: 'created'][value.op] ?: 'other'", "[(value.op): 1]['c']", "[1: 'a'][1]", "[1: 'a'][1L]", "[7: 'seven'][value.id]", "['a': 1]?.a", "['a': 1]?['a']", "['a': ['b': 1]].a.b", "['a': 1].containsKey('a')", "['a': 1].get('a')", "['a': 1].get('b')", "['a': 1].size()", "[:].isEmpty()", "['a': 1] == ['a': 1L]", "['a': 1] == ['b': 1]", "['a': 1] + 'x'", "['a': 1] ? 1 : 2", "'a' in ['a': 1]",
    "'b' in ['b': false]", "'a' in ['a': null]", "['c': 1][\"${value.op}\"]", "['c': 1].get(\"${value.op}\")", "[true: 1]['true']", "[if: 1]['if']", "['a': 1,].a", "[1,]",
    # names, GStrings
    "value.\"op\"", "value.'op'", "value?.\"op\"", "value.getWithoutDefault('op')", "value.getWithoutDefault('dflt')", "value.getWithoutDefault('nosuch')", "value.dflt", "value.get('dflt')", "value.getInt32('dflt')", "value.getBytes('raw').length", "\"${value.op}\" == 'c'", "\"${value.op}\".equals('c')", "\"${value.op}\" in ['c']", "\"${value.op}\" in 'c'", "'c' in \"${value.op}\"", "\"${value.op}\" + 'x'", "\"${value.op}\".toUpperCase()", "\"${value.op}\"[0]",
    "\"${value.op}\".length()", "\"${value.op}\" - 'c'", "\"${value.op}\".compareTo('c')", "\"${value.op}\".take(1)", "value[\"${'op'}\"]", "value.get(\"${'op'}\")", "\"${value.op}\".equals(\"${value.op}\")", "[1].contains(\"1\")", "\"${value.name}\".isEmpty()", "\"${value.list}\"", "\"${value.map}\"", "\"${valueSchema.type}\"", "\"${value.id + 1}\"", "\"a${'b'}c\" < 'b'", "\"${value.op}\" ?: 'x'", "\"${''}\" ? 1 : 2",
    # in
    "1 in '1'", "true in 'true'", "'a'.charAt(0) in 'a'", "null in 'a'", "'a' in 1", "[1] in [1]", "[1] in [[1]]", "1 in true", "true in true", "value.id in [7]", "value.big in [5000000000]", "value.nil in [null]", "value.flag in [true]",
    # comments, lines
    "true // comment", "true /* c */", "/* c */ true", "true // 'x' \" ]", "'a' + /* x */ 'b'", "'http://x/*y*/'", "6 /* a */ / /* b */ 2", "'a' in /a/", "topic ==~ /shop.*/ // yes", "value.id ==\n 7", "value.id == 7\n&& true", "(value.id\n == 7)", "value.op\n.length()", "true ?\n 1 :\n 2",
]

# What ours refuses, and Groovy mostly does not.
REFUSED = [
    "value.op === 'c'", "value.op !== 'c'", "topic.length", "topic.class", "topic.class.name", "value.class", "value.item?.class?.name", "header.a.class", "topic.chars.length", "topic.last()", "topic.nosuch", "topic.size", "[1].foo(1)", "['a': 1] + ['b': 2]", "-'a'", "+'a'", "-null", "'a' % 2", "'a' / 2", "2 ** 3", "5 <=> 3",
    "1..3", "(1..3).contains(2)", "(1..3) == [1, 2, 3]", "5 in 1.0..10.0", "'b' in 'a'..'d'", "topic[0, 1]", "topic[0L..3L]", "value.\"${'op'}\"", "[\"${value.op}\"]", "[\"${value.op}\": 1]", "'a'\n+ 'b'", "1\n- 2", "[1]\n[0]", "value.items*.x", "topic.collect { it }", "value.list.any { it == 'x' }", "topic.isNumber()", "topic.padLeft(30, '*')", "topic.count('o')", "topic.split('\\.', 2)", "topic.split()",
    "value.toString().hashCode()", "value.validate()", "new Date()", "1e3", "0x10", "System.nanoTime() > 0", "header.keySet()", "header.values()", "valueSchema.hash", "valueSchema.nosuch", "valueSchema.type.ordinal()", "value.op as String", "value.op instanceof String", "value.id & 1", "~value.id", "value.id << 1", "[-1: 1]", "['a' + 'b': 1]", "'a'.charAt(0).isLetter()", "topic.charAt(0).toInteger()", "true.toInteger()",
    "null.foo", "1.foo", "1.length()", "[1].length()", "['a': 1].length()", "topic.isPrimitive()", "topic.name()"]


def values_of(expressions):
    return [{"language": "jsr223.groovy", "topic.expression": f"'' + ({each}\n)"} for each in expressions]


def one_liners():
    family = Family()
    records = list(kind_records())
    for config in values_of(VALUES):
        family.all(DEBEZIUM + "ContentBasedRouter", config, records)
    for each in REFUSED:
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": each}, records[:1], refused=True)
    for language in ("jsr223.groovy", "jsr223.Groovy", "jsr223.GROOVY", "groovy", "jsr223.", "JSR223.groovy", "jsr223.gROOVY", "wasm.chicory", ""):
        family.all(DEBEZIUM + "Filter", {"language": language, "condition": "value.id == 7"}, records[:2])
    change = [("create", rec(side(KINDS, kinds()), topic=topic)) for topic in ("shop.orders", "orders", "shop", "shop.orders\n", "Shop.orders")]
    gone = [("tombstone", rec(side(), topic=topic)) for topic in ("shop.orders", "orders")] + [("null of a schema", rec(side({**KINDS, "optional": True}, None), topic="shop.orders"))]
    for regex in ({}, {"topic.regex": "shop\\..*"}, {"topic.regex": ""}, {"topic.regex": ".*orders"}, {"topic.regex": "shop"}, {"topic.regex": "("}):
        for mode in ({}, {"null.handling.mode": "keep"}, {"null.handling.mode": "drop"}, {"null.handling.mode": "evaluate"}, {"null.handling.mode": " DROP "}, {"null.handling.mode": "nonsense"}):
            family.all(DEBEZIUM + "Filter", {"language": "jsr223.groovy", "condition": "value?.id == 8", **regex, **mode}, change + gone)
            family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": "value == null ? 'gone' : value.name", **regex, **mode}, change + gone)
    for answer in ("value.id", "value.name.charAt(0)", "\"${value.name}\"", "value.list", "value.flag", "null", "''", "'a b'", "value.nil", "1 / 0", "value.nosuch"):
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": answer}, records)
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.groovy", "condition": answer}, records)
    return family


# ---- arithmetic at random ----

NUMBERS = ["value.id", "value.price", "value.wide", "value.small", "value.big", "value.f", "value.d", "value.b", "value.s", "1", "2", "3", "7", "(-3)", "10", "0", "0.5", "1.50", "3.000", "0.07", "1000000007", "2147483647", "9223372036854775807", "2L", "1.5d", "0.1f", "100G",
           "12345678901234567890.123", "topic.length()", "value.name.length()", "value.price.intValue()", "value.id.toDouble()", "value.d.toLong()", "value.wide.abs()", "value.nums[0]"]


def any_number(dice, depth=0):
    if depth > 2 or dice.random() < 0.25:
        return dice.choice(NUMBERS)
    kind = dice.random()
    if kind < 0.1:
        return f"({any_number(dice, depth + 1)}){dice.choice(['.abs()', '.intValue()', '.longValue()', '.doubleValue()', '.toBigDecimal()', '.toInteger()', '.floatValue()'])}"
    made = f"{any_number(dice, depth + 1)} {dice.choice('+-*//%%')} {any_number(dice, depth + 1)}"
    return made if dice.random() < 0.6 else f"({made})"


def arithmetic():
    family = Family()
    dice = random.Random(41)
    records = list(kind_records())[:2]
    for _ in range(500):
        made = any_number(dice)
        if dice.random() < 0.3:
            made = f"{made} {dice.choice(['==', '<', '>=', '!='])} {any_number(dice)}"
        family.all(DEBEZIUM + "ContentBasedRouter", values_of([made])[0], [dice.choice(records)])
    return family


# ---- what may be called of what ----

RECEIVERS = ["value", "value.id", "value.name", "value.price", "value.big", "value.f", "value.d", "value.b", "value.flag", "value.list", "value.nums", "value.map", "value.raw", "value.day", "value.nil", "value.items", "topic", "topic.split('\\.')", "topic.tokenize('.')", "valueSchema",
             "valueSchema.fields", "valueSchema.type", "valueSchema.field('id')", "header", "header.a", "\"${topic}\"", "topic.charAt(0)", "[1, 'x']", "['a': 1]", "null", "1", "1.5", "true"]
ALL_CALLS = [".toString()", ".length()", ".length", ".size()", ".isEmpty()", ".empty", ".bytes.length", ".blank", ".isBlank()", ".trim()", ".strip()", ".toUpperCase()", ".toLowerCase()", ".substring(1)", ".indexOf('e')", ".lastIndexOf('e')", ".startsWith('p')", ".endsWith('n')", ".contains('e')",
             ".contains(1)", ".containsKey('a')", ".equals('pen')", ".equals(7)", ".equals(null)", ".equalsIgnoreCase('PEN')", ".replace('e', 'i')", ".replaceAll('e', 'i')", ".replaceFirst('e', 'i')", ".matches('p.*')", ".split('e').size()", ".concat('x')", ".charAt(0)", ".compareTo('x')", ".compareTo(1)", ".toInteger()",
             ".toLong()", ".toDouble()", ".toFloat()", ".toBigDecimal()", ".intValue()", ".longValue()", ".doubleValue()", ".floatValue()", ".shortValue()", ".byteValue()", ".abs()", ".toPlainString()", ".intdiv(2)", ".tokenize('e')", ".take(1)", ".drop(1)", ".takeRight(1)", ".dropRight(1)", ".capitalize()", ".uncapitalize()",
             ".reverse()", ".first()", ".head()", ".last()", ".join('-')", ".get('id')", ".get(0)", ".getAt('id')", ".getAt(0)", ".getWithoutDefault('id')", ".getString('name')", ".getInt32('id')", ".name", ".name()", ".version", ".version()", ".doc()", ".type", ".type()", ".optional", ".isOptional()", ".parameters", ".parameters()",
             ".fields", ".fields()", ".defaultValue()", ".keySchema()", ".valueSchema()", ".isPrimitive()", ".primitive", ".getName()", ".index", ".index()", ".schema", ".schema()", ".value", ".time", ".getTime()", ".field('id')", ".values", "[0]", "['id']", "[0..0]", "[-1]", " + 1", " + 'x'", " - 1", " - 'p'", " * 2", " / 2", " % 2", " in [1]",
             " in 'pen'", " in 1..9", " == 'pen'", " == 7", " < 8", " < 'q'", " ? 1 : 2", " ?: 'x'", " == null", " =~ /p/ ? 1 : 2", " ==~ /p.*/"]


# What Groovy could answer.
UNSUPPORTED = {*(f"valueSchema.fields{call}" for call in (".lastIndexOf('e')", ".contains('e')", ".dropRight(1)", ".head()", ".last()", " - 1")), "header.take(1)", "header.drop(1)", "header + 'x'", "\"${topic}\".join('-')",
               "topic.charAt(0).toUpperCase()", "['a': 1].replace('e', 'i')", "['a': 1].drop(1)", *(f"[{of}].size()" for of in ("valueSchema", "valueSchema.fields", "valueSchema.type", "valueSchema.field('id')", "header", "header.a", "\"${topic}\"", "topic.charAt(0)"))}


def matrix(seed=43, part=0.3):
    """Each function of each kind of thing; of them a part."""
    family = Family()
    dice = random.Random(seed)
    records = list(kind_records())[:1]
    chosen = [of + call for of in RECEIVERS for call in ALL_CALLS if dice.random() < part]
    chosen += [f"-{of}" for of in RECEIVERS] + [f"!{of}" for of in RECEIVERS] + [f"[{of}].size()" for of in RECEIVERS]
    for each, config in zip(chosen, values_of(chosen)):
        refused = {"refused": True} if each in UNSUPPORTED else {}
        family.all(DEBEZIUM + "ContentBasedRouter", config, records, **refused)
    return family


FAMILIES = [scripting, texts, odd_scripts, one_liners, arithmetic, matrix]
