/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_struct.c: a struct's values come in, their members' JSON goes out. Fields that are what they
 * were in the record before are compared, and copied with all their like that stand in a row; the
 * others are written anew, and kept for the record after. json_write.c has the values that are not
 * plain. A buffer that is full is looked at by whoever gave it.
 */
#include <weir/json.h>

#include "json_write.h"

/* What is rare does not stand in the way of the rest. */
#define APART __attribute__((noinline))

/* ---- a member ---- */

/* A few blocks are quicker than a call of memcpy. */
static inline char *put_name(char *to, struct weir_str name)
{
    memcpy(to, name.p, JSON_NAME_PAD);
    for (size_t i = JSON_NAME_PAD; i < name.n; i += JSON_NAME_PAD) {
        memcpy(to + i, name.p + i, JSON_NAME_PAD);
    }
    return to + name.n;
}

static inline char *put_decimal(char *to, const struct weir_value *val)
{
    *to++ = '"';
    to = weir_base64_put(to, val->p, val->n);
    *to++ = '"';
    return to;
}

/* The usual values in a few steps each; NULL: it is none. There is room for JSON_PLAIN_MAX bytes. */
static inline char *put_plain(char *to, const struct json_member *member,
                              const struct weir_value *val)
{
    if (val->type == member->plain) {
        if (member->is_integer) {
            return to + weir_digits_i64(to, val->i);
        }
        return val->type == WEIR_STRING ? weir_json_short(to, weir_value_str(*val)) : NULL;
    }
    if (val->type == WEIR_NULL && member->null_stays) {
        memcpy(to, "null", 4);
        return to + 4;
    }
    if (val->type == WEIR_DECIMAL && member->is_decimal && val->n <= JSON_SHORT_DECIMAL &&
        val->scale == member->plan->sch->scale) {
        return put_decimal(to, val);
    }
    return NULL;
}

/* Any value, and what is wrong with one; its name stands before `to`. Where it ends, or NULL. */
static APART char *put_apart(struct json_write *jw, const struct json_member *member,
                             const struct weir_value *val, char *to)
{
    struct weir_buf *out = jw->out;
    out->n = (size_t)(to - out->p);
    return json_write_value(jw, member->plan, *val) ? out->p + out->n : NULL;
}

static inline char *put_member(struct json_write *jw, const struct json_member *member,
                               const struct weir_value *val, char *to)
{
    to = put_name(to, member->name);
    char *end = put_plain(to, member, val);
    return end ? end : put_apart(jw, member, val, to);
}

static bool write_all(struct json_write *jw, const struct json_plan *plan,
                      const struct weir_value *items)
{
    struct weir_buf *out = jw->out;
    for (uint32_t i = 0; i < plan->sch->n_fields; i++) {
        const struct json_member *member = &plan->members[i];
        char *to = weir_buf_reserve(out, member->room);
        if (!to) {
            return true;
        }
        to = put_member(jw, member, &items[i], to);
        if (!to) {
            return false;
        }
        out->n = (size_t)(to - out->p);
    }
    return true;
}

/* ---- what a value was in the record before ---- */

#define TEXTS      (1u << WEIR_STRING | 1u << WEIR_BYTES | 1u << WEIR_DECIMAL)
#define CONTAINERS (1u << WEIR_ARRAY | 1u << WEIR_MAP | 1u << WEIR_STRUCT)

static inline bool is_one_of(uint8_t type, uint32_t types)
{
    return types >> type & 1;
}

static inline uint64_t word(const void *p)
{
    uint64_t x = 0;
    memcpy(&x, p, sizeof(x));
    return x;
}

static inline uint32_t half_word(const char *p)
{
    uint32_t x = 0;
    memcpy(&x, p, sizeof(x));
    return x;
}

/* At most JSON_SEEN_TEXT bytes, by words that overlap. */
static inline bool same_text(const char *a, const char *b, size_t n)
{
    if (n >= 8) {
        return word(a) == word(b) && word(a + n - 8) == word(b + n - 8) &&
               (n <= 16 || (word(a + 8) == word(b + 8) && word(a + n - 16) == word(b + n - 16)));
    }
    if (n >= 4) {
        return half_word(a) == half_word(b) && half_word(a + n - 4) == half_word(b + n - 4);
    }
    return n == 0 || (a[0] == b[0] && a[n / 2] == b[n / 2] && a[n - 1] == b[n - 1]);
}

static inline void copy_text(char *to, const char *p, size_t n)
{
    if (n > 16) {
        memcpy(to, p, 16);
        memcpy(to + n - 16, p + n - 16, 16);
    } else if (n >= 8) {
        memcpy(to, p, 8);
        memcpy(to + n - 8, p + n - 8, 8);
    } else if (n >= 4) {
        memcpy(to, p, 4);
        memcpy(to + n - 4, p + n - 4, 4);
    } else if (n) {
        to[0] = p[0];
        to[n / 2] = p[n / 2];
        to[n - 1] = p[n - 1];
    }
}

static inline bool is_same(const struct json_seen *seen, const struct weir_value *val)
{
    return seen->head == word(val) &&
           (is_one_of(val->type, TEXTS) ? same_text(seen->text, val->p, val->n)
                                        : seen->i == val->i);
}

/* False: it will be written anew. */
static inline bool see(struct json_seen *seen, const struct weir_value *val, size_t n_written)
{
    if (is_one_of(val->type, TEXTS) && val->n <= JSON_SEEN_TEXT) {
        copy_text(seen->text, val->p, val->n);
    } else if (!is_one_of(val->type, TEXTS | CONTAINERS)) {
        seen->i = val->i;
    } else {
        n_written = SIZE_MAX;
    }
    bool is_short = n_written <= seen->max;
    seen->head = is_short ? word(val) : JSON_UNSEEN;
    seen->n_kept = is_short ? (uint32_t)n_written : 0;
    return is_short;
}

static void forget(const struct json_plan *plan)
{
    for (uint32_t i = 0; i < plan->sch->n_fields; i++) {
        plan->members[i].seen.head = JSON_UNSEEN;
    }
}

/* ---- a struct beside the one before it ---- */

/* Room for n bytes at `to`, which moves when the buffer does; NULL: the buffer is full. */
static inline char *room(struct weir_buf *out, char *to, size_t n)
{
    if ((size_t)(out->p + out->cap - to) > n) {
        return to;
    }
    out->n = (size_t)(to - out->p);
    return weir_buf_reserve(out, n);
}

static inline char *keep(char *to, const struct weir_buf *out, size_t from, size_t until)
{
    memcpy(to, out->p + from, until - from);
    return to + (until - from);
}

static void turn(struct json_past *past)
{
    char *text = past->text;
    past->text = past->spare;
    past->spare = text;
}

static bool write_beside(struct json_write *jw, const struct json_plan *plan,
                         const struct weir_value *val)
{
    struct weir_buf *out = jw->out;
    const struct weir_value *end = val + plan->sch->n_fields;
    struct json_member *member = plan->members;
    const char *before = plan->past->text; /* what was kept of the next member */
    char *spare = plan->past->spare;       /* where it is kept of this struct */
    size_t unkept = out->n;                /* from where on it is to be */
    char *to = weir_buf_reserve(out, 0);
    bool changed = false;
    for (; to; val++, member++) {
        size_t n = 0;
        for (; val < end && is_same(&member->seen, val); val++, member++) {
            n += member->seen.n_kept;
        }
        to = room(out, to, n + member->room);
        if (!to) {
            break;
        }
        if (n) {
            memcpy(to, before, n);
            to += n;
            before += n;
        }
        if (val == end) {
            break;
        }
        before += member->seen.n_kept;
        changed = true;
        size_t begin = (size_t)(to - out->p);
        to = put_member(jw, member, val, to);
        if (!to) {
            forget(plan);
            return false;
        }
        if (!see(&member->seen, val, (size_t)(to - out->p) - begin)) {
            spare = keep(spare, out, unkept, begin);
            unkept = (size_t)(to - out->p);
        }
    }
    if (!to || out->full) {
        forget(plan);
        return true;
    }
    out->n = (size_t)(to - out->p);
    if (changed) {
        keep(spare, out, unkept, out->n);
        turn(plan->past);
    }
    return true;
}

bool json_write_struct(struct json_write *jw, const struct json_plan *plan, struct weir_value val)
{
    if (!plan || val.n != plan->sch->n_fields) {
        weir_err_set(jw->err, WEIR_BAD_DATA, "Mismatching schema.");
        return false;
    }
    if (val.n == 0) {
        weir_buf_char(jw->out, '{');
    } else if (!(plan->past && !jw->is_default ? write_beside : write_all)(jw, plan, val.items)) {
        return false;
    }
    weir_buf_char(jw->out, '}');
    return true;
}
