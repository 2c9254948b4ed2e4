/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_avro.c: a byte of options, a schema's text up to a line break, and a message's bytes. What
 * is read is written with the schema that Connect would register, and that must be read again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "avro_plan.h"
#include "avro_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct weir_arena arena;

static struct avro_options options_of(uint8_t bits)
{
    return (struct avro_options){
        .enhanced_schema_support = bits & 1,
        .generalized_sum_type = bits & 2,
        .scrub_invalid_names = bits & 4,
        .connect_meta_data = !(bits & 8),
        .discard_type_doc_default = bits & 16,
        .allow_optional_map_keys = bits & 32,
        .flatten_singleton_unions = !(bits & 64),
        .ignore_default_for_nullables = bits & 128,
    };
}

static void check_refusal(const struct weir_err *err)
{
    if (err->class != WEIR_BAD_DATA || !err->text[0]) {
        abort();
    }
}

/* The value by a schema; *sch is ours to give back. */
static bool read_by(const struct avro_options *options, const struct avro_schema *avro,
                    struct weir_str bytes, const struct weir_schema **sch, struct weir_value *val)
{
    struct weir_err err = {0};
    unsigned unions = 0;
    const struct avro_connecting in = {.options = options, .unions = &unions, .err = &err};
    bool anything = avro_is_anything(avro);
    *sch = anything ? NULL : avro_to_connect(&in, avro);
    if (!*sch && !anything) {
        check_refusal(&err);
        return false;
    }
    if (avro_read(avro_steps(&arena, options, *sch, avro), bytes, &arena, val, &err) != WEIR_OK) {
        check_refusal(&err);
        return false;
    }
    return true;
}

static void write_and_read(const struct avro_options *options, const struct weir_schema *sch,
                           struct weir_value val)
{
    struct weir_err err = {0};
    struct weir_buf out;
    struct weir_value again;
    const struct avro_schema *own;
    const struct weir_schema *own_sch = NULL;
    const struct avro_planning in = {.arena = &arena, .options = options, .err = &err};
    if (val.type == WEIR_NULL || avro_from_connect(&arena, options, sch, &own, &err) != WEIR_OK) {
        return;
    }
    weir_buf_init(&out, 1 << 26);
    avro_text(&out, own);
    weir_buf_reset(&out);
    const struct avro_plan *plan = avro_plan(&in, sch, own, own);
    if (!plan || avro_write(plan, val, &out, &err) != WEIR_OK) {
        check_refusal(&err);
    } else if (!out.full && !read_by(options, own, weir_buf_view(&out), &own_sch, &again) &&
               own_sch) {
        abort(); /* it is what it says, and cannot be read */
    }
    weir_schema_unref(own_sch);
    weir_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_err err = {0};
    const struct avro_schema *avro;
    const struct weir_schema *sch = NULL;
    struct weir_value val;
    struct weir_buf text;
    const uint8_t *line = size ? memchr(data + 1, '\n', size - 1) : NULL;
    if (!line) {
        return 0;
    }
    if (!arena.chunk_size) {
        weir_arena_init(&arena, 1 << 16);
    }
    weir_arena_reset(&arena);
    const struct avro_options options = options_of(data[0]);
    struct weir_str bytes = weir_str_n(line + 1, size - (size_t)(line + 1 - data));
    if (avro_parse(&arena, weir_str_n(data + 1, (size_t)(line - data - 1)), &avro, &err) !=
        WEIR_OK) {
        check_refusal(&err);
        return 0;
    }
    weir_buf_init(&text, 1 << 26);
    avro_text(&text, avro);
    weir_buf_free(&text);
    if (read_by(&options, avro, bytes, &sch, &val)) {
        write_and_read(&options, sch, val);
    }
    weir_schema_unref(sch);
    return 0;
}
