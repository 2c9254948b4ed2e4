/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_type.c: column types. The names, sizes and JDBC numbers are those that the schema history has
 * for the same words, odd ones included; words that nobody knows make a type of that name.
 */
#include "ddl_type.h"

#include "my_jdbc.h"

enum form {
    STRING,  /* (n), BINARY, a character set */
    NUMBER,  /* (n[,m]) and SIGNED, UNSIGNED, ZEROFILL */
    SIZED,   /* (n) */
    MEMBERS, /* ('a','b') */
};

struct type_word {
    const char *word;
    enum my_jdbc jdbc;
    enum form form;
    int32_t length, scale; /* where not said; 0: MY_NONE */
};

static const struct type_word types[] = {
    {"CHAR", JDBC_CHAR, STRING, 0, 0},
    {"CHARACTER", JDBC_CHAR, STRING, 0, 0},
    {"VARCHAR", JDBC_VARCHAR, STRING, 0, 0},
    {"VARCHARACTER", JDBC_VARCHAR, STRING, 0, 0},
    {"VARCHAR2", JDBC_VARCHAR, STRING, 0, 0},
    {"TINYTEXT", JDBC_VARCHAR, STRING, 0, 0},
    {"TEXT", JDBC_VARCHAR, STRING, 0, 0},
    {"MEDIUMTEXT", JDBC_VARCHAR, STRING, 0, 0},
    {"LONGTEXT", JDBC_VARCHAR, STRING, 0, 0},
    {"CLOB", JDBC_VARCHAR, STRING, 0, 0},
    {"LONG", JDBC_VARCHAR, STRING, 0, 0},
    {"NCHAR", JDBC_NCHAR, STRING, 1, 0},
    {"NVARCHAR", JDBC_NVARCHAR, STRING, 0, 0},
    {"NATIONAL", JDBC_NCHAR, STRING, 1, 0},
    {"TINYINT", JDBC_SMALLINT, NUMBER, 0, 0},
    {"INT1", JDBC_SMALLINT, NUMBER, 0, 0},
    {"SMALLINT", JDBC_SMALLINT, NUMBER, 0, 0},
    {"INT2", JDBC_SMALLINT, NUMBER, 0, 0},
    {"MEDIUMINT", JDBC_INTEGER, NUMBER, 0, 0},
    {"INT3", JDBC_INTEGER, NUMBER, 0, 0},
    {"MIDDLEINT", JDBC_INTEGER, NUMBER, 0, 0},
    {"INT", JDBC_INTEGER, NUMBER, 0, 0},
    {"INTEGER", JDBC_INTEGER, NUMBER, 0, 0},
    {"INT4", JDBC_INTEGER, NUMBER, 0, 0},
    {"BIGINT", JDBC_BIGINT, NUMBER, 0, 0},
    {"INT8", JDBC_BIGINT, NUMBER, 0, 0},
    {"REAL", JDBC_REAL, NUMBER, 0, 0},
    {"DOUBLE", JDBC_DOUBLE, NUMBER, 0, 0},
    {"FLOAT8", JDBC_DOUBLE, NUMBER, 0, 0},
    {"FLOAT", JDBC_FLOAT, NUMBER, 0, 0},
    {"FLOAT4", JDBC_FLOAT, NUMBER, 0, 0},
    {"DECIMAL", JDBC_DECIMAL, NUMBER, 10, 0},
    {"DEC", JDBC_DECIMAL, NUMBER, 10, 0},
    {"FIXED", JDBC_DECIMAL, NUMBER, 10, 0},
    {"NUMBER", JDBC_DECIMAL, NUMBER, 10, 0},
    {"NUMERIC", JDBC_NUMERIC, NUMBER, 10, 0},
    {"BIT", JDBC_BIT, SIZED, 1, 0},
    {"VECTOR", JDBC_OTHER, SIZED, 2048, 0},
    {"DATE", JDBC_DATE, SIZED, 0, 0},
    {"TIME", JDBC_TIME, SIZED, 0, 0},
    {"TIMESTAMP", JDBC_TIMESTAMP_TZ, SIZED, 0, 0},
    {"DATETIME", JDBC_TIMESTAMP, SIZED, 0, 0},
    {"YEAR", JDBC_INTEGER, SIZED, 0, 0},
    {"BINARY", JDBC_BINARY, SIZED, 0, 0},
    {"VARBINARY", JDBC_VARBINARY, SIZED, 0, 0},
    {"RAW", JDBC_VARBINARY, SIZED, 0, 0},
    {"TINYBLOB", JDBC_BLOB, SIZED, 0, 0},
    {"BLOB", JDBC_BLOB, SIZED, 0, 0},
    {"MEDIUMBLOB", JDBC_BLOB, SIZED, 0, 0},
    {"LONGBLOB", JDBC_BLOB, SIZED, 0, 0},
    {"BOOL", JDBC_BOOLEAN, SIZED, 0, 0},
    {"BOOLEAN", JDBC_BOOLEAN, SIZED, 0, 0},
    {"SERIAL", JDBC_BIGINT, SIZED, 0, 0},
    {"ENUM", JDBC_CHAR, MEMBERS, 0, 0},
    {"SET", JDBC_CHAR, MEMBERS, 0, 0},
};

static const struct type_word other = {"", JDBC_OTHER, SIZED, 0, 0};

static const struct type_word *word_of(const struct ddl_token *token)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (ddl_is(token, types[i].word)) {
            return &types[i];
        }
    }
    return &other;
}

static void name_is(struct my_column *column, struct weir_str name)
{
    column->type_name = name;
    column->type_expression = name;
}

static void name_more(struct ddl_cursor *cur, struct my_column *column, const char *word)
{
    name_is(column, weir_str_of(weir_arena_printf(cur->arena, "%.*s %s",
                                                  WEIR_STR_ARG(column->type_name), word)));
}

/* Sizes beyond what Java's int holds are that. */
static int32_t size_of(struct weir_str digits)
{
    uint64_t size = 0;
    if (!weir_str_to_u64(digits, &size) || size > INT32_MAX) {
        return INT32_MAX;
    }
    return (int32_t)size;
}

/* DECIMAL(8.2) is DECIMAL(8), DECIMAL(.5) and DECIMAL(0.5) are DECIMAL(10). */
static int32_t size_of_real(struct weir_str text)
{
    ptrdiff_t dot = weir_str_chr(text, '.');
    int32_t size = dot > 0 ? size_of(weir_str_n(text.p, (size_t)dot)) : 0;
    return size > 0 ? size : 10;
}

static void take_sizes(struct ddl_cursor *cur, struct my_column *column)
{
    if (!ddl_punct(cur->t, '(')) {
        return;
    }
    const struct ddl_token *size = cur->t + 1;
    if (size->kind == DDL_NUMBER) {
        column->length = size_of(size->text);
        if (ddl_punct(size + 1, ',') && size[2].kind == DDL_NUMBER) {
            column->scale = size_of(size[2].text);
        }
    } else if (size->kind == DDL_REAL) {
        column->length = size_of_real(size->text);
    }
    ddl_past(cur);
}

static void take_number(struct ddl_cursor *cur, struct my_column *column)
{
    static const char *const words[] = {"SIGNED", "UNSIGNED", "ZEROFILL"};
    bool said[3] = {false};
    if (ddl_take(cur, "PRECISION")) {
        name_more(cur, column, "PRECISION");
    }
    take_sizes(cur, column);
    for (size_t i = 0; i < 3;) {
        bool is = ddl_take(cur, words[i]);
        said[i] |= is;
        i = is ? 0 : i + 1;
    }
    said[1] |= said[2]; /* ZEROFILL makes a number UNSIGNED */
    for (size_t i = 0; i < 3; i++) {
        if (said[i]) {
            name_more(cur, column, words[i]);
        }
    }
}

/* The words that belong to a character type's name, before its size. */
static void take_string_words(struct ddl_cursor *cur, struct my_column *column)
{
    struct weir_str first = column->type_name;
    if (weir_str_is(first, "NATIONAL") || weir_str_is(first, "NCHAR") ||
        weir_str_is(first, "LONG")) {
        static const char *const seconds[] = {"VARCHAR", "CHARACTER", "CHAR", "VARBINARY"};
        for (size_t i = 0; i < 4; i++) {
            if (ddl_take(cur, seconds[i])) {
                name_more(cur, column, seconds[i]);
                break;
            }
        }
    }
    if (ddl_take(cur, "VARYING")) {
        name_more(cur, column, "VARYING");
    }
    bool national = column->jdbc_type == JDBC_NCHAR;
    if (weir_str_is(column->type_name, "LONG VARBINARY")) {
        column->jdbc_type = JDBC_BLOB;
    } else if (weir_str_ends(column->type_name, WEIR_STR(" VARYING")) ||
               weir_str_ends(column->type_name, WEIR_STR(" VARCHAR"))) {
        column->jdbc_type = national ? JDBC_NVARCHAR : JDBC_VARCHAR;
    }
}

/* Whether the history's type name tells of BINARY after this one. */
static bool tells_binary(struct weir_str name)
{
    return !weir_str_starts(name, WEIR_STR("LONG ")) && !weir_str_is(name, "LONG") &&
           !weir_str_is(name, "CHARACTER") && !weir_str_ends(name, WEIR_STR(" VARYING"));
}

static void become_bytes(struct my_column *column)
{
    name_is(column, WEIR_STR("BINARY"));
    column->jdbc_type = JDBC_BINARY;
    column->charset = WEIR_STR_NULL;
}

static void take_string(struct ddl_cursor *cur, struct my_column *column)
{
    take_string_words(cur, column);
    take_sizes(cur, column);
    bool binary = false;
    for (;;) {
        struct weir_str charset = WEIR_STR_NULL;
        bool collation = false;
        if (!ddl_is(cur->t, "DEFAULT") && ddl_charset(cur, &charset, &collation)) {
            column->charset = collation && column->charset.p ? column->charset : charset;
        } else if (ddl_take(cur, "BINARY")) {
            binary = true;
        } else if (ddl_take(cur, "ASCII")) {
            column->charset = WEIR_STR("latin1");
        } else if (ddl_take(cur, "UNICODE")) {
            column->charset = WEIR_STR("ucs2");
        } else if (ddl_take(cur, "BYTE")) {
            become_bytes(column);
        } else {
            break;
        }
    }
    if (binary && tells_binary(column->type_name)) {
        name_more(cur, column, "BINARY");
    }
    if (column->jdbc_type == JDBC_NCHAR || column->jdbc_type == JDBC_NVARCHAR) {
        column->charset = WEIR_STR("utf8");
    }
}

static void take_members(struct ddl_cursor *cur, struct my_column *column)
{
    uint32_t n = 0;
    struct weir_str *members = NULL;
    if (ddl_take_punct(cur, '(')) {
        const struct ddl_token *end = cur->t;
        while (end->kind != DDL_END && !ddl_punct(end, ')')) {
            end++;
        }
        members = WEIR_NEW_ARRAY(cur->arena, struct weir_str, (size_t)(end - cur->t));
        for (; cur->t < end; cur->t++) {
            if (cur->t->kind == DDL_STRING || cur->t->kind == DDL_NATIONAL) {
                members[n++] = cur->t->text;
            }
        }
        (void)ddl_take_punct(cur, ')');
    }
    column->members = members;
    column->n_members = n;
    bool set = weir_str_is(column->type_name, "SET");
    column->length = !set ? 1 : n > 0 ? (int32_t)(n * 2 - 1) : 0;
    struct weir_str charset = WEIR_STR_NULL;
    bool collation = false;
    (void)ddl_take(cur, "BINARY");
    if (!ddl_is(cur->t, "DEFAULT") && ddl_charset(cur, &charset, &collation)) {
        column->charset = charset;
    }
}

static void take_form(struct ddl_cursor *cur, struct my_column *column, enum form form)
{
    switch (form) {
    case STRING:
        take_string(cur, column);
        break;
    case NUMBER:
        take_number(cur, column);
        break;
    case SIZED:
        take_sizes(cur, column);
        break;
    case MEMBERS:
        take_members(cur, column);
        break;
    }
}

bool ddl_type(struct ddl_cursor *cur, struct my_column *column, bool *serial)
{
    if (cur->t->kind != DDL_WORD && cur->t->kind != DDL_NAME) {
        return false;
    }
    const struct type_word *word = word_of(cur->t);
    struct weir_str name = ddl_upper(cur->arena, ddl_name_of(cur->t, cur->arena));
    ddl_next(cur);
    name_is(column, name);
    column->jdbc_type = word->jdbc;
    column->charset = WEIR_STR_NULL;
    take_form(cur, column, word->form);
    if (column->length == MY_NONE && word->length > 0 &&
        (column->jdbc_type != JDBC_NVARCHAR)) {
        column->length = word->length;
    }
    if (column->scale == MY_NONE && (word->jdbc == JDBC_DECIMAL || word->jdbc == JDBC_NUMERIC)) {
        column->scale = 0;
    }
    *serial = weir_str_is(name, "SERIAL");
    if (*serial) {
        name_is(column, WEIR_STR("BIGINT UNSIGNED"));
    }
    column->kind = my_kind_of(column->type_name);
    column->is_unsigned = my_type_unsigned(column->type_name);
    return true;
}
