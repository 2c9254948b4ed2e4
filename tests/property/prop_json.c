/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is written reads back the same, whatever it is; and no text, however broken, makes the
 * reader look past its end or go on for ever.
 */
#include "unit.h"

#include <stdlib.h>

#include "gen.h"

static bool same(const struct weir_json *a, const struct weir_json *b)
{
    if (a->type != b->type || a->count != b->count || !weir_str_eq(a->name, b->name) ||
        (a->type == WEIR_JT_BOOL && a->truth != b->truth) ||
        (a->type == WEIR_JT_NUMBER && !weir_str_eq(a->text, b->text)) ||
        (a->type == WEIR_JT_STRING && !weir_str_eq(a->text, b->text))) {
        return false;
    }
    const struct weir_json *x = a->first;
    const struct weir_json *y = b->first;
    for (; x && y; x = x->next, y = y->next) {
        if (!same(x, y)) {
            return false;
        }
    }
    return !x && !y;
}

static void prop_documents_read_back(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_arena arena;
    struct weir_buf buf;
    struct weir_buf again;
    gen_open(&gen);
    weir_arena_init(&arena, 1 << 16);
    weir_buf_init(&buf, 1 << 24);
    weir_buf_init(&again, 1 << 24);
    for (int i = gen_runs(2000); i > 0; i--) {
        struct weir_json *doc = gen_json(&gen, &arena, 5);
        struct weir_json *back = NULL;
        struct weir_err err;
        weir_json_write(&buf, doc);
        assert_int_equal(WEIR_OK, weir_json_parse(&arena, weir_buf_view(&buf), &back, &err));
        assert_true(same(doc, back));
        weir_json_write(&again, back);
        assert_true(weir_str_eq(weir_buf_view(&buf), weir_buf_view(&again)));
        weir_buf_reset(&buf);
        weir_buf_reset(&again);
        weir_arena_reset(&arena);
    }
    weir_buf_free(&buf);
    weir_buf_free(&again);
    weir_arena_free(&arena);
}

/* Reads a copy of exactly this size, so that a sanitizer sees one byte too far. */
static void read_all(struct weir_str text, bool lenient)
{
    char *copy = malloc(text.n ? text.n : 1);
    memcpy(copy, text.n ? text.p : "", text.n);
    struct weir_json_reader jr;
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    weir_json_open(&jr, weir_str_n(copy, text.n));
    jr.lenient = lenient;
    size_t tokens = 0;
    for (enum weir_json_token at; (at = weir_json_next(&jr)) > WEIR_JSON_END;) {
        if (at == WEIR_JSON_ERROR) {
            break;
        }
        if (at == WEIR_JSON_STRING || at == WEIR_JSON_NAME) {
            assert_true(weir_utf8_valid(weir_json_unescape(&arena, &jr)));
        }
        assert_true(++tokens <= 2 * text.n + 1);
        assert_true(jr.p <= jr.end);
    }
    weir_arena_free(&arena);
    free(copy);
}

static void prop_the_end_is_the_end(void **state)
{
    (void)state;
    static const char letters[] = "{}[]\",:\\u09aEe+-.tfn \xc3\xa9\xf0\x9f";
    struct gen gen;
    struct weir_arena arena;
    struct weir_buf buf;
    gen_open(&gen);
    weir_arena_init(&arena, 1 << 16);
    weir_buf_init(&buf, 1 << 24);
    for (int i = gen_runs(3000); i > 0; i--) {
        weir_json_write(&buf, gen_json(&gen, &arena, 3));
        for (uint64_t k = gen_below(&gen, 4); k > 0; k--) {
            buf.p[gen_below(&gen, buf.n)] = letters[gen_below(&gen, sizeof(letters) - 1)];
        }
        read_all(weir_str_n(buf.p, gen_below(&gen, buf.n + 1)), gen_chance(&gen, 50));
        weir_buf_reset(&buf);
        weir_arena_reset(&arena);
    }
    weir_buf_free(&buf);
    weir_arena_free(&arena);
}

static void prop_numbers_read_back(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_buf buf;
    gen_open(&gen);
    weir_buf_init(&buf, 100);
    for (int i = gen_runs(200000); i > 0; i--) {
        double x = gen_double(&gen);
        float f = (float)x;
        int64_t n = gen_i64(&gen);
        double x_back = -1;
        float f_back = -1;
        int64_t n_back = -1;
        weir_java_double(&buf, x);
        assert_true(weir_str_to_double(weir_buf_view(&buf), &x_back));
        assert_memory_equal(&x, &x_back, sizeof(x));
        weir_buf_reset(&buf);
        weir_java_float(&buf, f);
        assert_true(weir_str_to_float(weir_buf_view(&buf), &f_back));
        assert_memory_equal(&f, &f_back, sizeof(f));
        weir_buf_reset(&buf);
        weir_json_i64(&buf, n);
        assert_true(weir_str_to_i64(weir_buf_view(&buf), &n_back));
        assert_true(n == n_back);
        weir_buf_reset(&buf);
    }
    weir_buf_free(&buf);
}

/* Our reading of decimal texts against libc's. */
static void prop_texts_read_as_libc_reads_them(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_arena arena;
    gen_open(&gen);
    weir_arena_init(&arena, 1 << 16);
    for (int i = gen_runs(50000); i > 0; i--) {
        struct weir_str text = gen_number_text(&gen, &arena);
        double want = strtod(text.p, NULL);
        float want_f = strtof(text.p, NULL);
        double got = -1;
        float got_f = -1;
        assert_true(weir_str_to_double(text, &got));
        assert_true(weir_str_to_float(text, &got_f));
        assert_memory_equal(&want, &got, sizeof(got));
        assert_memory_equal(&want_f, &got_f, sizeof(got_f));
        weir_arena_reset(&arena);
    }
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prop_documents_read_back),
        cmocka_unit_test(prop_the_end_is_the_end),
        cmocka_unit_test(prop_numbers_read_back),
        cmocka_unit_test(prop_texts_read_as_libc_reads_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
