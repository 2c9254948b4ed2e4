/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON text of any make: the pull reader, strict and lenient, and the document. What the document
 * took has to come out as a text that it takes again, and that is written the same.
 */
#include <stdlib.h>

#include <weir/json.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void pull(struct weir_str text, bool lenient, struct weir_arena *arena)
{
    struct weir_json_reader jr;
    struct weir_err err;
    weir_json_open(&jr, text);
    jr.lenient = lenient;
    size_t tokens = 0;
    for (;;) {
        enum weir_json_token at = weir_json_next(&jr);
        if (at == WEIR_JSON_END) {
            return;
        }
        if (at == WEIR_JSON_ERROR) {
            weir_json_error(&jr, WEIR_BAD_DATA, &err);
            return;
        }
        if ((at == WEIR_JSON_STRING || at == WEIR_JSON_NAME) &&
            !weir_utf8_valid(weir_json_unescape(arena, &jr))) {
            abort();
        }
        if (at == WEIR_JSON_NUMBER) {
            double x = 0;
            if (!weir_str_to_double(jr.text, &x)) {
                abort();
            }
        }
        if (++tokens > 2 * text.n) {
            abort();
        }
    }
}

static void document(struct weir_str text, struct weir_arena *arena)
{
    struct weir_json *doc = NULL;
    struct weir_json *again = NULL;
    struct weir_err err;
    struct weir_buf first;
    struct weir_buf second;
    weir_buf_init(&first, 1 << 24);
    weir_buf_init(&second, 1 << 24);
    if (weir_json_parse(arena, text, &doc, &err) == WEIR_OK) {
        weir_json_write(&first, doc);
        if (weir_json_parse(arena, weir_buf_view(&first), &again, &err) != WEIR_OK) {
            abort();
        }
        weir_json_write(&second, again);
        if (!weir_str_eq(weir_buf_view(&first), weir_buf_view(&second))) {
            abort();
        }
    }
    weir_buf_free(&first);
    weir_buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena arena;
    struct weir_str text = weir_str_n(data, size);
    weir_arena_init(&arena, 4096);
    pull(text, false, &arena);
    pull(text, true, &arena);
    document(text, &arena);
    weir_arena_free(&arena);
    return 0;
}
