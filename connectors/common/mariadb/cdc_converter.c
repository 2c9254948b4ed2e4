/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_converter.c: <id>.type and the other properties of the converters come in; for a column, what
 * becomes of its field goes out. cdc_column.c then chooses readers for the changed type.
 */
#include "cdc_converter.h"

#include "cdc_decode.h"

enum kind { TINYINT_BOOLEAN, JDBC_SINK, ZERO_DATE, KINDS };

static const char *const classes[KINDS] = {
    "TinyIntOneToBooleanConverter", "JdbcSinkDataTypesConverter", "ZeroDateFallbackConverter"};

struct converter {
    enum kind kind;
    struct weir_str id;
    struct weir_conf_regexes selector; /* n 0: every column */
    bool length_checker;
    struct weir_conf_regexes booleans, reals, strings;
    bool real_as_double;
    struct weir_str targets; /* DATE,DATETIME,TIMESTAMP */
    struct weir_str date, datetime, timestamp;
    const struct weir_conf_matches *column_fallback;
};

struct cdc_converters {
    struct converter *items;
    size_t n;
};

/* ---- properties ---- */

/* <id>'s value; p NULL: not given. */
static struct weir_str option(const struct weir_conf_matches *matches, struct weir_str id)
{
    for (size_t i = 0; i < matches->n; i++) {
        if (weir_str_eq(matches->items[i].captures[0], id)) {
            return matches->items[i].value;
        }
    }
    return WEIR_STR_NULL;
}

static bool truth(const struct weir_conf_matches *matches, struct weir_str id)
{
    struct weir_str value = option(matches, id);
    return !value.n || weir_str_eq_nocase(value, WEIR_STR("true")); /* all are true by default */
}

static void let_go(void *regex)
{
    weir_regex_free(regex);
}

static enum weir_verdict selector(const struct weir_conf_matches *matches, struct weir_str id,
                                  struct weir_arena *arena, struct weir_conf_regexes *out,
                                  struct weir_err *err)
{
    struct weir_str list = option(matches, id);
    struct weir_str part;
    struct weir_regex **items = WEIR_NEW_ARRAY(arena, struct weir_regex *, list.n / 2 + 1);
    out->items = items;
    while (weir_str_split(&list, ',', &part)) {
        part = weir_str_trim(part);
        if (part.n) {
            items[out->n] = weir_regex_new(part, WEIR_REGEX_NOCASE, err);
            if (!items[out->n]) {
                return weir_err_set(err, WEIR_BAD_CONFIG, "converter %.*s: %s", WEIR_STR_ARG(id),
                                    err->text);
            }
            weir_arena_hook(arena, let_go, items[out->n++]);
        }
    }
    return WEIR_OK;
}

static enum weir_verdict find_kind(struct weir_str id, struct weir_str class, enum kind *kind,
                                   struct weir_err *err)
{
    for (size_t i = 0; i < KINDS; i++) {
        size_t n = strlen(classes[i]);
        if (class.n > n && class.p[class.n - n - 1] == '.' &&
            weir_str_ends(class, weir_str_of(classes[i]))) {
            *kind = (enum kind)i;
            return WEIR_OK;
        }
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "%.*s.type '%.*s' is not one of io.debezium.connector.binlog.converters: "
                        "%s, %s, %s",
                        WEIR_STR_ARG(id), WEIR_STR_ARG(class), classes[0], classes[1], classes[2]);
}

static enum weir_verdict fill(const struct mariadb_conf *conf, struct weir_arena *arena,
                              struct converter *converter, struct weir_err *err)
{
    const struct mariadb_converter_conf *options = &conf->converter;
    struct weir_str id = converter->id;
    if (find_kind(id, option(&options->type, id), &converter->kind, err) != WEIR_OK ||
        selector(&options->selector, id, arena, &converter->selector, err) != WEIR_OK ||
        selector(&options->booleans, id, arena, &converter->booleans, err) != WEIR_OK ||
        selector(&options->reals, id, arena, &converter->reals, err) != WEIR_OK ||
        selector(&options->strings, id, arena, &converter->strings, err) != WEIR_OK) {
        return err->class;
    }
    converter->length_checker = truth(&options->length_checker, id);
    converter->real_as_double = truth(&options->real_as_double, id);
    converter->targets = option(&options->target_types, id);
    converter->date = option(&options->fallback_date, id);
    converter->datetime = option(&options->fallback_datetime, id);
    converter->timestamp = option(&options->fallback_timestamp, id);
    converter->column_fallback = &options->column_fallback;
    return WEIR_OK;
}

enum weir_verdict cdc_converters_make(const struct mariadb_conf *conf, struct weir_arena *arena,
                                      const struct cdc_converters **out, struct weir_err *err)
{
    struct cdc_converters *converters = WEIR_NEW(arena, struct cdc_converters);
    *out = converters;
    converters->items = WEIR_NEW_ARRAY(arena, struct converter, conf->converters.n + 1);
    for (size_t i = 0; i < conf->converters.n; i++) {
        struct converter *converter = &converters->items[converters->n++];
        converter->id = conf->converters.items[i];
        if (fill(conf, arena, converter, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- columns ---- */

static bool selects(const struct weir_conf_regexes *regexes, struct weir_str name)
{
    for (size_t i = 0; i < regexes->n; i++) {
        if (weir_regex_matches(regexes->items[i], name)) {
            return true;
        }
    }
    return false;
}

static void becomes(struct cdc_field *field, enum weir_type type, const char *name)
{
    field->type = type;
    field->name = weir_str_of(name);
    field->version = name != NULL;
    field->n_params = 0;
}

static bool take_tinyint(const struct converter *converter, const struct cdc_column *col,
                         struct cdc_field *field)
{
    bool plain = weir_str_eq_nocase(col->column->type_name, WEIR_STR("TINYINT")) ||
                 weir_str_eq_nocase(col->column->type_name, WEIR_STR("TINYINT UNSIGNED"));
    if (!plain || (converter->length_checker && col->column->length != 1) ||
        (converter->selector.n && !selects(&converter->selector, col->name))) {
        return false;
    }
    becomes(field, WEIR_BOOLEAN, NULL);
    return true;
}

static bool take_for_sink(const struct converter *converter, const struct cdc_column *col,
                          struct cdc_field *field, struct cdc_converted *converted)
{
    enum my_kind kind = col->column->kind;
    bool is_small =
        kind == MY_BOOLEAN || kind == MY_TINYINT || (kind == MY_BIT && field->type == WEIR_BOOLEAN);
    if (is_small && selects(&converter->booleans, col->name)) {
        becomes(field, WEIR_INT16, NULL);
        converted->is_truth = true;
        return true;
    }
    if ((kind == MY_FLOAT || kind == MY_DOUBLE) && selects(&converter->reals, col->name)) {
        becomes(field, converter->real_as_double ? WEIR_FLOAT64 : WEIR_FLOAT32, NULL);
        return true;
    }
    if (kind >= MY_CHAR && kind <= MY_TEXT && selects(&converter->strings, col->name)) {
        becomes(field, WEIR_STRING, NULL);
        cdc_field_param(field, WEIR_STR("__debezium.source.column.character_set"),
                        col->column->charset);
        return true;
    }
    return false;
}

/* ---- zero dates ---- */

static bool is_target(const struct converter *converter, const char *type)
{
    struct weir_str list = converter->targets;
    struct weir_str part;
    while (weir_str_split(&list, ',', &part)) {
        if (weir_str_eq_nocase(weir_str_trim(part), weir_str_of(type))) {
            return true;
        }
    }
    return converter->targets.n == 0;
}

static struct weir_str column_fallback(const struct converter *converter, struct weir_str name,
                                       struct weir_str fallback)
{
    const struct weir_conf_matches *matches = converter->column_fallback;
    for (size_t i = 0; i < matches->n; i++) {
        if (weir_str_eq(matches->items[i].captures[0], converter->id) &&
            weir_str_eq(matches->items[i].captures[1], name)) {
            return matches->items[i].value;
        }
    }
    return fallback;
}

/* A fallback as the value of a column of this form; null: there is none. */
static struct weir_value fallback_value(const struct cdc_field *field, enum my_kind kind,
                                        struct weir_str text, struct weir_arena *arena)
{
    struct cdc_column col = {.type = (uint8_t)field->type};
    struct my_column column = {.kind = kind};
    struct weir_value val;
    struct weir_err err;
    col.column = &column;
    col.form = weir_str_ends(field->name, WEIR_STR("MicroTimestamp")) ? CDC_TIME_US : CDC_TIME_MS;
    if (!text.n || weir_str_eq_nocase(text, WEIR_STR("NULL"))) {
        return weir_null();
    }
    if (kind == MY_TIMESTAMP) {
        return weir_string(weir_arena_str(arena, text));
    }
    cdc_decode *decode = kind == MY_DATE ? cdc_text_date : cdc_text_datetime;
    return decode(&col, text, arena, &val, &err) == CDC_GOOD ? val : weir_null();
}

static bool take_zero_date(const struct converter *converter, const struct cdc_column *col,
                           struct weir_arena *arena, struct cdc_field *field,
                           struct cdc_converted *converted)
{
    enum my_kind kind = col->column->kind;
    struct weir_str text;
    if (converter->selector.n && !selects(&converter->selector, col->name)) {
        return false;
    }
    if (kind == MY_DATE && is_target(converter, "DATE")) {
        becomes(field, WEIR_INT32, "io.debezium.time.Date");
        text = converter->date;
    } else if (kind == MY_DATETIME && is_target(converter, "DATETIME")) {
        becomes(field, WEIR_INT64,
                col->column->length >= 4 ? "io.debezium.time.MicroTimestamp"
                                         : "io.debezium.time.Timestamp");
        text = converter->datetime;
    } else if (kind == MY_TIMESTAMP && is_target(converter, "TIMESTAMP")) {
        becomes(field, WEIR_STRING, "io.debezium.time.ZonedTimestamp");
        text = converter->timestamp;
    } else {
        return false;
    }
    text = column_fallback(converter, col->name, text);
    converted->zero_fallback = true;
    converted->fallback = fallback_value(field, kind, text, arena);
    field->optional = field->optional || converted->fallback.type == WEIR_NULL;
    return true;
}

struct cdc_converted cdc_converters_apply(const struct cdc_converters *converters,
                                          const struct cdc_column *col, struct weir_arena *arena,
                                          struct cdc_field *field)
{
    struct cdc_converted converted = {.fallback = weir_null()};
    bool taken = false;
    for (size_t i = 0; i < converters->n && !taken; i++) {
        const struct converter *converter = &converters->items[i];
        switch (converter->kind) {
        case TINYINT_BOOLEAN:
            taken = take_tinyint(converter, col, field);
            break;
        case JDBC_SINK:
            taken = take_for_sink(converter, col, field, &converted);
            break;
        case ZERO_DATE:
            taken = take_zero_date(converter, col, arena, field, &converted);
            break;
        case KINDS:
            break;
        }
    }
    return converted;
}
