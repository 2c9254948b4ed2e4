/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offset_key.c: reads a key of the offsets topic and gives it an identity: its members sorted by
 * name, numbers as values. Used by offset_store.c.
 */
#include "store/offset_key.h"

#include <stdlib.h>

#include <weir/json.h>

#define KEY_MAX ((size_t)1 << 20)

/* ---- identity ---- */

static int by_name(const void *a, const void *b)
{
    const struct weir_json *const *left = a, *const *right = b;
    return weir_str_cmp((*left)->name, (*right)->name);
}

static void write_identity(struct weir_buf *out, struct weir_arena *arena,
                           const struct weir_json *val);

static void write_members(struct weir_buf *out, struct weir_arena *arena,
                          const struct weir_json *obj)
{
    const struct weir_json **members = WEIR_NEW_ARRAY(arena, const struct weir_json *, obj->count);
    size_t n = 0;
    for (const struct weir_json *val = obj->first; val; val = val->next) {
        members[n++] = val;
    }
    qsort(members, n, sizeof(members[0]), by_name);
    weir_buf_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        weir_json_string(out, members[i]->name);
        weir_buf_char(out, ':');
        write_identity(out, arena, members[i]);
        weir_buf_char(out, ',');
    }
    weir_buf_char(out, '}');
}

static bool is_whole(struct weir_str text)
{
    return weir_str_chr(text, '.') < 0 && weir_str_chr(text, 'e') < 0 && weir_str_chr(text, 'E') < 0;
}

/* 1 and 1.0 are different values to Connect: a long and a double; 1.0 and 1.00 are not. Beyond 64
 * bits a whole number is its digits: as doubles neighbours would be one partition. */
static void write_number(struct weir_buf *out, struct weir_str text)
{
    int64_t whole;
    double x;
    if (weir_str_to_i64(text, &whole)) {
        weir_buf_i64(out, whole);
    } else if (!is_whole(text) && weir_str_to_double(text, &x)) {
        weir_java_double(out, x);
    } else {
        weir_buf_str(out, text);
    }
}

static void write_identity(struct weir_buf *out, struct weir_arena *arena,
                           const struct weir_json *val)
{
    if (val->type == WEIR_JT_OBJECT) {
        write_members(out, arena, val);
    } else if (val->type == WEIR_JT_ARRAY) {
        weir_buf_char(out, '[');
        for (const struct weir_json *item = val->first; item; item = item->next) {
            write_identity(out, arena, item);
            weir_buf_char(out, ',');
        }
        weir_buf_char(out, ']');
    } else if (val->type == WEIR_JT_NUMBER) {
        write_number(out, val->text);
    } else {
        weir_json_write(out, val);
    }
}

static enum weir_verdict identify(struct offset_key *key, struct weir_arena *arena,
                                  const struct weir_json *partition, struct weir_err *err)
{
    struct weir_buf out;
    weir_buf_init(&out, KEY_MAX);
    weir_json_string(&out, key->connector);
    write_identity(&out, arena, partition);
    enum weir_verdict verdict = weir_buf_check(&out, WEIR_BAD_DATA, "an offset's key", err);
    key->identity = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return verdict;
}

/* ---- reading and writing ---- */

static struct weir_str compact(const struct weir_json *val, struct weir_arena *arena)
{
    struct weir_buf out;
    weir_buf_init(&out, KEY_MAX);
    weir_json_write(&out, val);
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return text;
}

enum weir_verdict offset_key_parse(struct weir_str text, struct weir_arena *arena,
                                   struct offset_key *key, bool *ignore, struct weir_err *err)
{
    struct weir_json *root = NULL;
    *ignore = false;
    if (!text.p) {
        return weir_err_set(err, WEIR_BAD_DATA, "it has no key");
    }
    enum weir_verdict verdict = weir_json_parse(arena, text, &root, err);
    if (verdict != WEIR_OK) {
        err->class = WEIR_BAD_DATA;
        return WEIR_BAD_DATA;
    }
    if (root->type != WEIR_JT_ARRAY || root->count != 2 || root->first->type != WEIR_JT_STRING) {
        return weir_err_set(err, WEIR_BAD_DATA, "its key is not [\"connector\",{...}]");
    }
    const struct weir_json *partition = root->last;
    if (partition->type != WEIR_JT_OBJECT) {
        *ignore = partition->type == WEIR_JT_NULL;
        return weir_err_set(err, WEIR_BAD_DATA, "its key's partition is not an object");
    }
    key->connector = root->first->text;
    key->partition = compact(partition, arena);
    return identify(key, arena, partition, err);
}

enum weir_verdict offset_key_of(struct weir_str connector, struct weir_str partition,
                                struct weir_arena *arena, struct offset_key *key,
                                struct weir_err *err)
{
    struct weir_json *root = NULL;
    enum weir_verdict verdict = weir_json_parse(arena, partition, &root, err);
    if (verdict != WEIR_OK) {
        weir_err_wrap(err, "a source partition");
        return verdict;
    }
    if (root->type != WEIR_JT_OBJECT) {
        return weir_err_set(err, WEIR_BAD_DATA, "a source partition is not an object: %.*s",
                            WEIR_STR_ARG(partition));
    }
    key->connector = connector;
    key->partition = partition;
    return identify(key, arena, root, err);
}

struct weir_str offset_key_write(struct weir_str connector, struct weir_str partition,
                                 struct weir_arena *arena)
{
    struct weir_buf out;
    weir_buf_init(&out, KEY_MAX);
    weir_buf_char(&out, '[');
    weir_json_string(&out, connector);
    weir_buf_char(&out, ',');
    weir_buf_str(&out, partition);
    weir_buf_char(&out, ']');
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return text;
}
