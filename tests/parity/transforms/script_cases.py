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
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": f"'' + ({any_expression(dice)})"}, dice.sample(records, 2))
    return family


FAMILIES = [scripting, texts, odd_scripts]
