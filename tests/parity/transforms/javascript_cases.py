"""Conditions and topics as people write them in JavaScript."""
from events import *  # noqa: F403

CONDITIONS = [
    "value.op == 'u'", "value.op === 'u'", "value.op != 'u'", "value.op !== 'c'", "value.op == 'u' && value.before.id == 1", "value.op == 'c' || value.op == 'r'",
    "!(value.op == 'd')", "value.after != null", "value.after == null", "value.after === null", "value.after !== null", "value.after === undefined", "value.after == undefined",
    "value.nosuch == null", "value.nosuch === null", "value.nosuch === undefined", "value.nosuch", "value.after && value.after.id == 1", "value.after && value.after.id",
    "value.after?.id > 1", "value.after?.id == 1", "value.before?.name == 'pen'", "value.after?.name?.length > 2", "value.after?.price > 19.98", "value.after?.price == 19.99",
    "value.after?.dflt == 1", "value.after?.nullable == 'none'", "value.source.table == 'orders'", "['orders','lines'].includes(value.source.table)",
    "['c','u'].includes(value.op)", "['c','u'].indexOf(value.op) >= 0", "!['c','u'].includes(value.op)", "[1, 2].includes(value.after?.id)", "value.ts_ms == 1700000000500",
    "value.ts_ms > 1699999999999", "value.ts_ms === 1700000000500", "value.ts_ns > 0", "topic.startsWith('shop.')", "topic.endsWith('orders')",
    "topic.includes('inventory') && value.op == 'c'", "topic == 'shop.inventory.orders'", "topic === 'shop.inventory.orders'", "topic.toUpperCase() == 'SHOP.INVENTORY.ORDERS'",
    "topic.toLowerCase() === topic", "topic.length > 10", "topic.length == 21", "topic.length === 21", "topic.indexOf('.') == 4", "topic.lastIndexOf('.') === 14",
    "topic.substring(0, 4) == 'shop'", "topic.substring(5).startsWith('inv')", "topic.substring(4, 0) == 'shop'", "topic.substring(-3, 4) == 'shop'", "topic.substring(99) == ''",
    "topic.trim() == topic", "topic.concat('x') == 'shop.inventory.ordersx'", "topic[0] == 's'", "topic[99] == undefined", "topic[-1] == null", "topic.indexOf('nosuch') == -1",
    "topic.indexOf('')==0", "topic.startsWith('inv', 5)", "topic.includes('')", "'abc'.includes('b')", "valueSchema.name() == 'shop.inventory.orders.Envelope'",
    "valueSchema.name().endsWith('.Envelope')", "valueSchema.field('after') != null", "valueSchema.field('nosuch') == null", "valueSchema.version() == 2",
    "keySchema.name() == 'shop.inventory.orders.Key'", "keySchema != null && keySchema.name().endsWith('.Key')", "key.id == 1", "key && key.id == 1", "header.a.value == '1'",
    "header['b'].value == 2", "header.b.value === 2", "header.nosuch == null", "header.nosuch === undefined", "header.a != null", "header.c.value == null", "value.op",
    "value.after", "value.after?.id", "value.op > 'a'", "value.op <= 'c'", "'b' > 'a'", "'B' > 'a'", "'10' < '9'", "'10' < 9", "10 > '9'", "'1' == 1", "'1' === 1", "1 == 1.0",
    "1 === 1.0", "null == 0", "null >= 0", "null < 1", "null == undefined", "null === undefined", "undefined == null", "'' == 0", "'' == false", "true == 1", "true === 1",
    "'true' == true", "null", "true", "false", "1", "0", "''", "'x'", "'0' == false", "null == false", "!null", "!''", "!0", "!'0'", "!![]", "1 == 1 == 1", "3 > 2 > 1",
    "value.op == null ? true : false", "value.after ? true : false", "value.after?.name ? true : false", "(value.after?.name || 'none') == 'none'",
    "value.op == 'c' ? value.after.id == 1 : value.before?.id == 1", "value.after.id + 1 == 2", "value.after.id - 1 == 0", "value.after?.id % 2 == 1", "-1 < 0",
    "-value.after?.id == -1", "value.op + value.op == 'cc'", "'a' + 1 == 'a1'", "1 + '1' == '11'", "1 + 1 + 'x' == '2x'", "'x' + 1 + 1 == 'x11'", "null + 1 == 1", "true + 1 == 2",
    "'a' + null == 'anull'", "'a' + undefined == 'aundefined'", "0.1 + 0.2 == 0.3", "0.1 + 0.2 > 0.3", "2147483647 + 1 > 0", "9007199254740993 == 9007199254740992", "5 % 3 == 2",
    "-5 % 3 == -2", "5.5 % 2 == 1.5", "1 % 0 == 0", "'5' - 2 == 3", "value.op.toUpperCase() == 'C'", "value.after?.name.trim().toLowerCase().includes('pen')",
    "return value.op == 'c';", "value.op == \"c\"", "value.transaction == null", "value.transaction?.total_order == 1", "value.source.ts_ms.toString().length == 13",
    "value.source.lsn == null && value.source.pos >= 154", "value.op == 'c' && (value.after.id == 1 || value.after.id == 2)", "value.source.snapshot == 'false'",
    "value.source.snapshot == null", "value.source.snapshot === null", "value['op'] == 'c'", "value.after['id'] == 1", "value.get('op') == 'c'", "value.getString('op') == 'c'",
    "value.before == value.after", "value.after == value.after", "value.after?.price.toString() == '19.99'", "value.op == 'c'; ", "value.op == 'c' // x", "/* x */ value.op == 'c'",
    "value.op.length == 1", "value.op.length === 1", "value.ts_ms + 1 == 1700000000501", "value.ts_ms - 500 === 1700000000000", "value.ts_ms % 1000 == 500",
    "(value.op == 'c') == true", "value.op == 'c' == true", "value.op.equals('c')", "value.op < 'd' && value.op >= 'c'", "value.before?.name != value.after?.name",
    "value.before?.name !== value.after?.name", "value.after?.name.startsWith('p')", "value.after && value.after.name && value.after.name.startsWith('p')",
    "value.source.gtid == null", "!value.source.gtid", "value.source.gtid || value.op == 'c'", "value.op && true", "value.op == 'c' && value.after",
    "value.op == 'x' || value.after", "value.op == 'x' || 0", "value.op ?? 'x'", "value.after.nosuch", "value.nosuch.x", "value.nosuch?.x == null",
    "value.source['table'] == 'orders'", "['1'].includes(1)", "[1.0].includes(1)", "[null].includes(null)", "[null].includes(undefined)", "[value.op].includes('c')",
    "[value.op].indexOf('c') == 0", "[1,2,3].length == 3", "[1] == [1]", "topic > null", "null > -1", "value.ts_ms > '5'", "value.ts_ms == '1700000000500'",
    "value.after?.id == '1'", "value.after?.id === 1", "value.after?.id == 1.0", "value.after?.price === 19.99", "value.flag === true", "topic.isEmpty()", "topic.size()",
    "topic.toString() === topic", "(5).toString() == '5'", "value.after?.id.toString() == '1'", "topic.indexOf('o') > topic.indexOf('s')", "topic.lastIndexOf('o', 5) == 2",
    "topic.toUpperCase().length", "'ß'.toUpperCase() == 'SS'", "'\\u0063' == value.op", "'a\\tb'.length == 3", "'x\\'y'.length == 3", "'😀'.length == 2", "'a' 'b'",
    "value.op == 'c' and true", "not value.op", "value.op = 'c'", "value.op == 'c' ? true", "value..op", "", "  ", "value.after?.name.length > 2",
    "value.after?.name.startsWith('p') == true", "value.after?.nested.x == undefined", "value.after?.name[0] == 'p'", "value.nosuch?.x.y.z === undefined",
    "topic.substring(2.7, 4) == 'op'", "topic.substring('1', 4) == 'hop'", "topic.substring(4).length > 3", "[5, 154].includes(value.source.pos)", "[5, 154].indexOf(value.source.pos) === 1", "['5', 5].indexOf(154) < 0",
    "[1700000000500].includes(value.ts_ms)", "value.ts_ms.toString() == '1700000000500'", "value.after?.id - 'x' > 0", "!value.before && value.after && true",
    "value.source?.table === 'orders' && value.op !== 'd'", "value.op === 'd' || value.after.id === 1", "value.before === null && value.op === 'c'",
    "(value.before || value.after) != null", "(value.after && value.after.id) === 1", "(value.op && 'x') === 'x'", "(null || undefined) === undefined", "('' || 0) === 0",
    "value.ts_ms > value.source.ts_ms", "value.ts_ms - value.source.ts_ms === 500"]

ROUTES = [
    "value.op == 'u' ? 'updates' : null", "value.source.table", "'prefix.' + topic", "topic + '.' + value.op", "value.after?.name", "value.op == 'd' ? 'deletes' : topic",
    "value.after?.id", "null", "undefined", "value.nosuch", "value.after.name.toLowerCase() + '_' + value.after.id", "topic.substring(topic.lastIndexOf('.') + 1)",
    "topic.concat('-x')", "'x' + value.ts_ms", "'x' + value.after?.price", "'x' + value.after?.nullable", "'x' + null", "'x' + 1.0", "'x' + 1.50", "'x' + 0.1", "'x' + -0",
    "'x' + true", "value.op || 'none'", "value.transaction || 'none'", "value.transaction && value.transaction.id", "value.source.gtid || value.source.table", "true", "1", "''",
    "' '", "value.op == 'c'", "'a' + value.source.lsn", "'' + value.ts_ms % 7", "'' + (value.ts_ms - 1)", "'' + (value.after?.id + 1)", "'' + (value.after?.id - 2)",
    "'' + (-value.after?.id)", "'' + (value.source.pos % 10)", "'' + (0.1 + 0.2)", "'' + (1 + 1.5)", "'' + (5 % 3)", "'' + (2147483647 + 1)", "'' + value.after?.price",
    "header.a.value", "'' + header.b.value", "'' + header.nosuch", "'' + value.nosuch", "value.before?.id == null ? 'new' : 'old'"]

# What ours refuses when it is configured, and JavaScript does not.
REFUSED = [
    "typeof value.nosuch == 'undefined'", "typeof value.op == 'string'", "topic.charAt(0) == 's'", "/shop\\..*/.test(topic)", "topic.replace('.', '_') == 'shop_inventory.orders'",
    "topic.split('.')[1] == 'inventory'", "valueSchema.name == 'x'", "'5' * 2 == 10", "`${value.op}` == 'c'", "value.op in ['c']", "'op' in value", "value.after instanceof Object",
    "value.nosuch ?? 'x' == 'x'", "value.source.pos in [154]", "'a'.concat('b','c') == 'abc'", "topic.endsWith('inventory', 14)", "topic.includes('shop', 1)", "topic.startsWith()",
    "'\\x41' == 'A'", "'\\u{1F600}'.length == 2", "function f() { return true } f()", "(() => true)()", "let x = 1; x == 1", "var ok = value.op == 'c'; ok",
    "if (value.op == 'c') true; else false", "`${topic}.${value.op}`", "topic.replace(/^[^.]+\\./, '')", "topic.split('.')[1]", "'x' + 1e21", "'x' + [1,2]"]


def javascript():
    family = Family()
    chosen = [header("a", sch("string"), text("1")), header("b", sch("int32"), i32(2)), header("c", opt("string"), None)]
    records = [(case, {**record, "headers": chosen}) for case, record in events() if case in ("create", "delete", "heartbeat")]
    for condition in CONDITIONS:
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.graal.js", "condition": condition}, records)
    for route in ROUTES:
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.graal.js", "topic.expression": route}, records)
    for condition in REFUSED:
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.graal.js", "condition": condition}, records[:1], refused=True)
    return family


FAMILIES = [javascript]
