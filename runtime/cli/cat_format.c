/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cat_format.c: one message as text.
 */
#include "cli/cat_format.h"

#include <weir/json.h>

static void headers(struct weir_buf *out, const struct bus_message *message)
{
    for (uint32_t i = 0; i < message->n_headers; i++) {
        weir_buf_text(out, i ? "," : "");
        weir_buf_str(out, message->headers[i].name);
        weir_buf_char(out, '=');
        weir_buf_str(out,
                     message->headers[i].value.p ? message->headers[i].value : WEIR_STR("NULL"));
    }
}

static int64_t length(struct weir_str s)
{
    return s.p ? (int64_t)s.n : -1;
}

static void letter(struct weir_buf *out, char c, const struct bus_message *message)
{
    switch (c) {
    case 'k':
        weir_buf_str(out, message->key);
        break;
    case 'v':
    case 's':
        weir_buf_str(out, message->value);
        break;
    case 'h':
        headers(out, message);
        break;
    case 't':
        weir_buf_str(out, message->topic);
        break;
    case 'p':
        weir_buf_i64(out, message->partition);
        break;
    case 'o':
        weir_buf_i64(out, message->offset);
        break;
    case 'T':
        weir_buf_i64(out, message->timestamp);
        break;
    case 'K':
        weir_buf_i64(out, length(message->key));
        break;
    case 'S':
        weir_buf_i64(out, length(message->value));
        break;
    default:
        weir_buf_char(out, c);
    }
}

static char escaped(char c)
{
    return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? 0 : c;
}

void cat_format(struct weir_buf *out, const char *format, const struct bus_message *message)
{
    for (const char *at = format; *at; at++) {
        if (*at == '%' && at[1]) {
            letter(out, *++at, message);
        } else if (*at == '\\' && at[1]) {
            weir_buf_char(out, escaped(*++at));
        } else {
            weir_buf_char(out, *at);
        }
    }
}

/* Bytes that are no text are shown as {"base64": ...}. */
static void text(struct weir_buf *out, struct weir_str s)
{
    if (!s.p) {
        weir_buf_text(out, "null");
    } else if (weir_utf8_valid(s)) {
        weir_json_string(out, s);
    } else {
        weir_buf_text(out, "{\"base64\":\"");
        weir_buf_base64(out, s.p, s.n);
        weir_buf_text(out, "\"}");
    }
}

void cat_json(struct weir_buf *out, const struct bus_message *message)
{
    weir_buf_text(out, "{\"topic\":");
    weir_json_string(out, message->topic);
    weir_buf_printf(out, ",\"partition\":%d,\"offset\":%lld,\"tstype\":\"%s\",\"ts\":%lld",
                    message->partition, (long long)message->offset,
                    message->timestamp_type ? "logappend" : "create",
                    (long long)message->timestamp);
    if (message->n_headers > 0) {
        weir_buf_text(out, ",\"headers\":[");
        for (uint32_t i = 0; i < message->n_headers; i++) {
            weir_buf_text(out, i ? "," : "");
            weir_json_string(out, message->headers[i].name);
            weir_buf_char(out, ',');
            text(out, message->headers[i].value);
        }
        weir_buf_char(out, ']');
    }
    weir_buf_text(out, ",\"key\":");
    text(out, message->key);
    weir_buf_text(out, ",\"payload\":");
    text(out, message->value);
    weir_buf_text(out, "}\n");
}
