/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_properties.c: any text as java.util.Properties: what is read is UTF-8 where the text was,
 * and reads the same again when it is written with every character escaped.
 */
#include <stdlib.h>

#include "conf/conf_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void escape(struct weir_buf *out, struct weir_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (uint8_t)c > ' ' && !strchr("=:#!\\", c);
        if (c == '\n' || c == '\r' || c == '\t' || c == '\f') {
            weir_buf_text(out, c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : "\\f");
        } else if (plain || !c) {
            weir_buf_char(out, c);
        } else {
            weir_buf_char(out, '\\');
            weir_buf_char(out, c);
        }
    }
}

static void write_all(struct weir_buf *out, const struct weir_props *props)
{
    for (size_t i = 0; i < props->n; i++) {
        escape(out, props->items[i].name);
        weir_buf_char(out, '=');
        escape(out, props->items[i].value);
        weir_buf_char(out, '\n');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena arena;
    struct weir_props props, again;
    struct weir_err err;
    struct weir_buf text;
    weir_arena_init(&arena, 4096);
    weir_props_init(&props, &arena);
    weir_props_init(&again, &arena);
    weir_buf_init(&text, 1u << 24);
    struct weir_str input = weir_str_n(data, size);
    if (properties_parse(input, &props, &err) == WEIR_OK) {
        write_all(&text, &props);
        bool utf8 = weir_utf8_valid(weir_buf_view(&text));
        if (weir_utf8_valid(input) && !utf8) {
            abort();
        }
        if (properties_parse(weir_buf_view(&text), &again, &err) != WEIR_OK ||
            !weir_props_equal(&props, &again)) {
            abort();
        }
    }
    weir_buf_free(&text);
    weir_arena_free(&arena);
    return 0;
}
