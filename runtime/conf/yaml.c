/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml.c: a YAML document into flat props: nested maps become dotted names, a list of scalars
 * becomes a comma-separated text, null an absent value. Anchors and several documents are refused.
 */
#include <yaml.h>

#include "conf/conf_file.h"

#define DEPTH_MAX   32
#define ENTRIES_MAX 10000 /* each is looked up among those before it */

struct yaml {
    yaml_parser_t parser;
    yaml_event_t event;
    struct weir_props *props;
    struct weir_buf name; /* the dotted name of where we are */
    struct weir_err *err;
    int depth;
};

static bool fail(struct yaml *yaml, const char *what)
{
    weir_err_set(yaml->err, WEIR_BAD_CONFIG, "line %zu: %s", yaml->event.start_mark.line + 1, what);
    return false;
}

static bool next(struct yaml *yaml)
{
    yaml_event_delete(&yaml->event);
    if (!yaml_parser_parse(&yaml->parser, &yaml->event)) {
        const char *problem = yaml->parser.problem;
        weir_err_set(yaml->err, WEIR_BAD_CONFIG, "line %zu: %s", yaml->parser.problem_mark.line + 1,
                     problem ? problem : "not YAML");
        return false;
    }
    return true;
}

static struct weir_str scalar(const struct yaml *yaml)
{
    return weir_str_n(yaml->event.data.scalar.value, yaml->event.data.scalar.length);
}

static bool is_null(const struct yaml *yaml)
{
    struct weir_str text = scalar(yaml);
    return yaml->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (text.n == 0 || weir_str_is(text, "~") || weir_str_is(text, "null"));
}

static bool read_value(struct yaml *yaml);

/* The event is the start of a map. */
static bool read_map(struct yaml *yaml)
{
    size_t base = yaml->name.n;
    for (;;) {
        if (!next(yaml)) {
            return false;
        }
        if (yaml->event.type == YAML_MAPPING_END_EVENT) {
            return true;
        }
        if (yaml->event.type != YAML_SCALAR_EVENT) {
            return fail(yaml, "a name is expected");
        }
        if (base > 0) {
            weir_buf_char(&yaml->name, '.');
        }
        weir_buf_str(&yaml->name, scalar(yaml));
        if (yaml->name.full || yaml->props->n >= ENTRIES_MAX) {
            return fail(yaml, yaml->name.full ? "the name is too long" : "too many entries");
        }
        if (!next(yaml) || !read_value(yaml)) {
            return false;
        }
        yaml->name.n = base;
    }
}

/* The event is the start of a list. */
static bool read_list(struct yaml *yaml)
{
    struct weir_buf text;
    weir_buf_init(&text, CONF_FILE_MAX);
    bool good = true;
    for (bool first = true; (good = next(yaml)) && yaml->event.type != YAML_SEQUENCE_END_EVENT;
         first = false) {
        if (yaml->event.type != YAML_SCALAR_EVENT) {
            good = fail(yaml, "a list may hold only plain values");
            break;
        }
        weir_buf_text(&text, first ? "" : ",");
        weir_buf_str(&text, scalar(yaml));
    }
    if (good) {
        weir_props_set(yaml->props, weir_buf_view(&yaml->name), weir_buf_view(&text));
    }
    weir_buf_free(&text);
    return good;
}

static bool read_value(struct yaml *yaml)
{
    if (++yaml->depth > DEPTH_MAX) {
        return fail(yaml, "nested too deeply");
    }
    bool good = true;
    if (yaml->event.type == YAML_SCALAR_EVENT) {
        if (!is_null(yaml)) {
            weir_props_set(yaml->props, weir_buf_view(&yaml->name), scalar(yaml));
        }
    } else if (yaml->event.type == YAML_MAPPING_START_EVENT) {
        good = read_map(yaml);
    } else if (yaml->event.type == YAML_SEQUENCE_START_EVENT) {
        good = read_list(yaml);
    } else {
        good = fail(yaml, "aliases are not supported");
    }
    yaml->depth--;
    return good;
}

static bool read_document(struct yaml *yaml)
{
    if (!next(yaml) || !next(yaml)) { /* stream start, document start */
        return false;
    }
    if (yaml->event.type == YAML_STREAM_END_EVENT) {
        return true;
    }
    if (!next(yaml)) {
        return false;
    }
    if (yaml->event.type != YAML_MAPPING_START_EVENT) {
        return fail(yaml, "names and values are expected");
    }
    if (!read_map(yaml) || !next(yaml) || !next(yaml)) { /* document end, what follows */
        return false;
    }
    return yaml->event.type == YAML_STREAM_END_EVENT || fail(yaml, "a second document");
}

enum weir_verdict yaml_parse(struct weir_str text, struct weir_props *props, struct weir_err *err)
{
    struct yaml yaml = {.props = props, .err = err};
    weir_buf_init(&yaml.name, 4096);
    if (!yaml_parser_initialize(&yaml.parser)) {
        return weir_err_set(err, WEIR_FATAL, "libyaml cannot begin");
    }
    yaml_parser_set_input_string(&yaml.parser, (const unsigned char *)(text.p ? text.p : ""),
                                 text.n);
    bool good = read_document(&yaml);
    yaml_event_delete(&yaml.event);
    yaml_parser_delete(&yaml.parser);
    weir_buf_free(&yaml.name);
    return good ? WEIR_OK : err->class;
}
