/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_read.c: history records with a pull reader: first the record with its tableChanges
 * unread, then, when the record counts, those, straight into tables. Members nobody knows are
 * passed over.
 */
#include "history_json.h"

#include "common/mysql/ddl_type.h"
#include "common/mysql/my_edit.h"

struct reading {
    struct weir_arena *arena;
    struct weir_json_reader jr;
    struct my_edit edit;
};

static struct weir_str text_of(struct reading *rd)
{
    return rd->jr.escaped ? weir_json_unescape(rd->arena, &rd->jr) : rd->jr.text;
}

/* The value that comes next: a string's text, else p NULL. */
static struct weir_str next_text(struct reading *rd)
{
    enum weir_json_token token = weir_json_next(&rd->jr);
    if (token == WEIR_JSON_STRING) {
        return text_of(rd);
    }
    (void)weir_json_skip(&rd->jr, token);
    return WEIR_STR_NULL;
}

static int32_t next_number(struct reading *rd)
{
    int64_t x = 0;
    enum weir_json_token token = weir_json_next(&rd->jr);
    if (token == WEIR_JSON_NUMBER && weir_str_to_i64(rd->jr.text, &x) && x > INT32_MIN &&
        x <= INT32_MAX) {
        return (int32_t)x;
    }
    (void)weir_json_skip(&rd->jr, token);
    return MY_NONE;
}

static bool next_truth(struct reading *rd)
{
    enum weir_json_token token = weir_json_next(&rd->jr);
    (void)weir_json_skip(&rd->jr, token);
    return token == WEIR_JSON_TRUE;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Where the value that comes next begins. */
static const char *next_begin(struct reading *rd)
{
    while (rd->jr.p < rd->jr.end && (is_blank(*rd->jr.p) || *rd->jr.p == ':')) {
        rd->jr.p++;
    }
    return rd->jr.p;
}

/* The raw JSON of the value that comes next. */
static struct weir_str next_raw(struct reading *rd)
{
    const char *from = next_begin(rd);
    enum weir_json_token token = weir_json_next(&rd->jr);
    if (!weir_json_skip(&rd->jr, token) || token == WEIR_JSON_NULL) {
        return WEIR_STR_NULL;
    }
    return weir_str_n(from, (size_t)(rd->jr.p - from));
}

/* Whether there is a next member, whose name is in the reader's text then. */
static bool next_member(struct reading *rd)
{
    return weir_json_next(&rd->jr) == WEIR_JSON_NAME;
}

#define is(rd, member) weir_str_eq((rd)->jr.text, WEIR_STR(member))

static void next_skip(struct reading *rd)
{
    (void)weir_json_skip(&rd->jr, weir_json_next(&rd->jr));
}

static struct weir_str *next_texts(struct reading *rd, uint32_t *n)
{
    struct weir_str *items = NULL;
    uint32_t cap = 0;
    *n = 0;
    enum weir_json_token token = weir_json_next(&rd->jr);
    if (token != WEIR_JSON_ARRAY) {
        (void)weir_json_skip(&rd->jr, token);
        return NULL;
    }
    while ((token = weir_json_next(&rd->jr)) != WEIR_JSON_ARRAY_END && token != WEIR_JSON_ERROR) {
        if (token != WEIR_JSON_STRING) {
            (void)weir_json_skip(&rd->jr, token);
            continue;
        }
        if (*n == cap) {
            struct weir_str *more = WEIR_NEW_ARRAY(rd->arena, struct weir_str, cap ? cap * 2 : 4);
            if (cap) {
                memcpy(more, items, cap * sizeof(*items));
            }
            items = more;
            cap = cap ? cap * 2 : 4;
        }
        items[(*n)++] = text_of(rd);
    }
    return items;
}

static void read_column_member(struct reading *rd, struct my_column *column)
{
    if (is(rd, "name")) {
        column->name = next_text(rd);
    } else if (is(rd, "jdbcType")) {
        column->jdbc_type = next_number(rd);
    } else if (is(rd, "nativeType")) {
        column->native_type = next_number(rd);
    } else if (is(rd, "typeName")) {
        column->type_name = next_text(rd);
    } else if (is(rd, "typeExpression")) {
        column->type_expression = next_text(rd);
    } else if (is(rd, "charsetName")) {
        column->charset = next_text(rd);
    } else if (is(rd, "length")) {
        column->length = next_number(rd);
    } else if (is(rd, "scale")) {
        column->scale = next_number(rd);
    } else if (is(rd, "optional")) {
        column->optional = next_truth(rd);
    } else if (is(rd, "autoIncremented")) {
        column->auto_increment = next_truth(rd);
    } else if (is(rd, "generated")) {
        column->generated = next_truth(rd);
    } else if (is(rd, "comment")) {
        column->comment = next_text(rd);
    } else if (is(rd, "hasDefaultValue")) {
        column->has_default = next_truth(rd);
    } else if (is(rd, "defaultValueExpression")) {
        column->default_value = next_text(rd);
    } else if (is(rd, "enumValues")) {
        column->members = next_texts(rd, &column->n_members);
    } else {
        next_skip(rd);
    }
}

/* Old versions told an ENUM's members in its type expression alone. */
static void members_of_expression(struct reading *rd, struct my_column *column)
{
    enum my_kind kind = my_kind_of(column->type_name);
    if (column->n_members > 0 || (kind != MY_ENUM && kind != MY_SET) ||
        weir_str_chr(column->type_expression, '(') < 0) {
        return;
    }
    struct my_column said = my_column_new(column->name);
    struct ddl_cursor cur = {.t = ddl_lex(column->type_expression, rd->arena).items,
                             .arena = rd->arena};
    bool serial = false;
    if (ddl_type(&cur, &said, &serial)) {
        column->members = said.members;
        column->n_members = said.n_members;
    }
}

static void read_column(struct reading *rd)
{
    struct my_column column = my_column_new(WEIR_STR_NULL);
    while (next_member(rd)) {
        read_column_member(rd, &column);
    }
    column.type_name = column.type_name.p ? column.type_name : WEIR_STR("");
    column.has_default |= column.default_value.p != NULL;
    members_of_expression(rd, &column);
    if (column.name.p) {
        my_edit_put(&rd->edit, &column);
    }
}

static void read_columns(struct reading *rd)
{
    enum weir_json_token token = weir_json_next(&rd->jr);
    if (token != WEIR_JSON_ARRAY) {
        (void)weir_json_skip(&rd->jr, token);
        return;
    }
    while ((token = weir_json_next(&rd->jr)) == WEIR_JSON_OBJECT) {
        read_column(rd);
    }
}

/* False: null, as in a DROP. */
static bool read_table(struct reading *rd)
{
    enum weir_json_token token = weir_json_next(&rd->jr);
    if (token != WEIR_JSON_OBJECT) {
        (void)weir_json_skip(&rd->jr, token);
        return false;
    }
    while (next_member(rd)) {
        if (is(rd, "defaultCharsetName")) {
            rd->edit.charset = next_text(rd);
        } else if (is(rd, "primaryKeyColumnNames")) {
            rd->edit.key = next_texts(rd, &rd->edit.n_key);
        } else if (is(rd, "columns")) {
            read_columns(rd);
        } else {
            next_skip(rd);
        }
    }
    return true;
}

/* "db"."name": the last part is the table's name, the first the database's. */
static void parse_id(struct weir_arena *arena, struct weir_str id, struct weir_str *db,
                     struct weir_str *name)
{
    char *to = weir_arena_bytes(arena, id.n + 1);
    size_t n = 0, start = 0;
    char quote = '\0';
    *db = WEIR_STR("");
    bool first = true;
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        if (!quote && (c == '"' || c == '`' || c == '\'')) {
            quote = c;
        } else if (quote && c == quote && i + 1 < id.n && id.p[i + 1] == quote) {
            to[n++] = c;
            i++;
        } else if (quote && c == quote) {
            quote = '\0';
        } else if (!quote && c == '.') {
            *db = first ? weir_str_n(to, n) : *db;
            first = false;
            start = n;
        } else {
            to[n++] = c;
        }
    }
    *name = weir_str_n(to + start, n - start);
}

static bool type_of(struct weir_str text, enum ddl_change_type *type)
{
    *type = weir_str_is(text, "CREATE") ? DDL_CREATE
            : weir_str_is(text, "DROP") ? DDL_DROP
                                        : DDL_ALTER;
    return *type != DDL_ALTER || weir_str_is(text, "ALTER");
}

static bool read_change(struct reading *rd, struct history_change *change)
{
    bool has_table = false, has_type = false;
    struct weir_str id = WEIR_STR_NULL, old = WEIR_STR_NULL, comment = WEIR_STR_NULL;
    *change = (struct history_change){.old_name = WEIR_STR_NULL};
    my_edit_new(&rd->edit, rd->arena, WEIR_STR_NULL, WEIR_STR_NULL);
    while (next_member(rd)) {
        if (is(rd, "type")) {
            has_type = type_of(next_text(rd), &change->type);
        } else if (is(rd, "id")) {
            id = next_text(rd);
        } else if (is(rd, "previousId")) {
            old = next_text(rd);
        } else if (is(rd, "table")) {
            has_table = read_table(rd);
        } else if (is(rd, "comment")) {
            comment = next_text(rd);
        } else {
            next_skip(rd);
        }
    }
    if (!has_type || !id.p || rd->jr.error) {
        return false;
    }
    parse_id(rd->arena, id, &change->db, &change->name);
    if (old.p) {
        parse_id(rd->arena, old, &change->old_db, &change->old_name);
    }
    rd->edit.db = change->db;
    rd->edit.name = change->name;
    rd->edit.comment = comment;
    change->table = has_table && change->type != DDL_DROP ? my_edit_make(&rd->edit) : NULL;
    return true;
}

enum weir_verdict history_read_changes(struct weir_arena *arena, struct weir_str changes,
                                       void (*fn)(void *self, const struct history_change *change),
                                       void *self, struct weir_err *err)
{
    struct reading rd = {.arena = arena};
    weir_json_open(&rd.jr, changes);
    enum weir_json_token token = weir_json_next(&rd.jr);
    if (token != WEIR_JSON_ARRAY) {
        return weir_err_set(err, WEIR_BAD_DATA, "tableChanges is not an array");
    }
    while ((token = weir_json_next(&rd.jr)) == WEIR_JSON_OBJECT) {
        struct history_change change;
        if (!read_change(&rd, &change)) {
            break;
        }
        fn(self, &change);
    }
    if (rd.jr.error) {
        return weir_json_error(&rd.jr, WEIR_BAD_DATA, err);
    }
    return token == WEIR_JSON_ARRAY_END
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "a table change lacks its type or its id");
}

static struct weir_str read_server(struct reading *rd)
{
    struct weir_str server = WEIR_STR_NULL;
    enum weir_json_token token = weir_json_next(&rd->jr);
    if (token != WEIR_JSON_OBJECT) {
        (void)weir_json_skip(&rd->jr, token);
        return server;
    }
    while (next_member(rd)) {
        if (is(rd, "server")) {
            server = next_text(rd);
        } else {
            next_skip(rd);
        }
    }
    return server;
}

/*
 * tableChanges, the largest part by far, is the last member as Debezium writes it: then it is not
 * read twice, and whoever reads it stops at its end.
 */
static bool is_last(struct reading *rd, const struct history_record *rec)
{
    const char *from = next_begin(rd);
    if (!rec->server.p || !rec->position.p || !rec->db.p || !rec->ddl.p || from == rd->jr.end ||
        *from++ != '[') {
        return false;
    }
    while (from < rd->jr.end && is_blank(*from)) {
        from++;
    }
    return from < rd->jr.end && *from == '{';
}

/* tableChanges without a change in it is none. */
static struct weir_str unless_empty(struct weir_str array)
{
    for (size_t i = 1; array.p && i + 1 < array.n; i++) {
        if (!is_blank(array.p[i])) {
            return array;
        }
    }
    return WEIR_STR_NULL;
}

enum weir_verdict history_read(struct weir_arena *arena, struct weir_str json,
                               struct history_record *rec, struct weir_err *err)
{
    struct reading rd = {.arena = arena};
    *rec = (struct history_record){.server = WEIR_STR_NULL};
    weir_json_open(&rd.jr, json);
    if (weir_json_next(&rd.jr) != WEIR_JSON_OBJECT) {
        return weir_err_set(err, WEIR_BAD_DATA, "not a JSON object");
    }
    while (next_member(&rd)) {
        if (is(&rd, "source")) {
            rec->server = read_server(&rd);
        } else if (is(&rd, "position")) {
            rec->position = next_raw(&rd);
        } else if (is(&rd, "databaseName")) {
            rec->db = next_text(&rd);
        } else if (is(&rd, "ddl")) {
            rec->ddl = next_text(&rd);
        } else if (is(&rd, "tableChanges") && is_last(&rd, rec)) {
            rec->changes = weir_str_n(rd.jr.p, (size_t)(rd.jr.end - rd.jr.p));
            return WEIR_OK;
        } else if (is(&rd, "tableChanges")) {
            rec->changes = unless_empty(next_raw(&rd));
        } else {
            next_skip(&rd);
        }
    }
    return rd.jr.error ? weir_json_error(&rd.jr, WEIR_BAD_DATA, err) : WEIR_OK;
}
