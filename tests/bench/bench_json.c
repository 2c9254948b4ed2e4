/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_json.c: how fast JSON is written and read: a record of about 500 bytes such as a table's
 * row makes, then strings, integers and floating-point numbers by themselves. Wants a release
 * build, and counts processor time. Usage: bench_json [seconds a round, default 1 [part of the rounds' names]].
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <weir/json.h>

static double seconds = 1;
static const char *only = "";
static struct weir_buf buf;
static volatile uint64_t sink; /* so that no reading is optimised away */

static double *doubles;
static int64_t *longs;
enum { NUMBERS = 4096 };

/* One round of a kind: how many things it did. */
typedef uint64_t round_fn(struct weir_str text);

/* Of this thread's processor, so that a busy machine changes little. */
static int64_t cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void report(const char *what, uint64_t n, size_t bytes, int64_t ns)
{
    printf("%-32s %8.1f ns each %8.1f M/s %8.2f GB/s\n", what, (double)ns / (double)n,
           (double)n * 1e3 / (double)ns, (double)bytes / (double)ns);
}

static void run(const char *what, round_fn *fn, struct weir_str text)
{
    if (!strstr(what, only)) {
        return;
    }
    int64_t begin_ns = cpu_ns();
    int64_t end_ns = begin_ns + (int64_t)(seconds * 1e9);
    uint64_t n = 0;
    size_t bytes = 0;
    int64_t now_ns = begin_ns;
    while (now_ns < end_ns) {
        for (int i = 0; i < 100; i++) {
            weir_buf_reset(&buf);
            n += fn(text);
            bytes += buf.n ? buf.n : text.n;
        }
        now_ns = cpu_ns();
    }
    report(what, n, bytes, now_ns - begin_ns);
}

/* ---- a record ---- */

static void member(const char *name)
{
    weir_buf_text(&buf, name);
}

static uint64_t write_record(struct weir_str text)
{
    (void)text;
    member("{\"id\":");
    weir_json_i64(&buf, 4711001234);
    member(",\"customer_id\":");
    weir_json_i64(&buf, 90211);
    member(",\"first_name\":");
    weir_json_string(&buf, WEIR_STR("Annemarie"));
    member(",\"last_name\":");
    weir_json_string(&buf, WEIR_STR("M\xc3\xbcller-L\xc3\xbc"
                                    "denscheidt"));
    member(",\"email\":");
    weir_json_string(&buf, WEIR_STR("annemarie.mueller@example.com"));
    member(",\"street\":");
    weir_json_string(&buf, WEIR_STR("Unter den Linden 77, Hinterhaus, 3. Stock"));
    member(",\"note\":");
    weir_json_string(&buf, WEIR_STR("please ring twice; the \"small\" door is on the left side, "
                                    "and leave the parcel with the neighbours if nobody opens"));
    member(",\"amount\":");
    weir_json_double(&buf, 1234.56);
    member(",\"weight\":");
    weir_json_double(&buf, 0.875);
    member(",\"created\":");
    weir_json_i64(&buf, 1709215141250);
    member(",\"updated\":");
    weir_json_i64(&buf, 1709215199999);
    member(",\"active\":true,\"deleted\":null,\"status\":");
    weir_json_string(&buf, WEIR_STR("SHIPPED"));
    member(",\"lines\":[");
    for (int i = 0; i < 8; i++) {
        weir_buf_text(&buf, i ? "," : "");
        weir_json_i64(&buf, i * 7919);
    }
    member("],\"op\":\"u\",\"ts_ms\":");
    weir_json_i64(&buf, 1709215200123);
    weir_buf_char(&buf, '}');
    return 1;
}

static uint64_t read_record(struct weir_str text)
{
    struct weir_json_reader jr;
    weir_json_open(&jr, text);
    uint64_t sum = 0;
    for (enum weir_json_token at; (at = weir_json_next(&jr)) != WEIR_JSON_END;) {
        int64_t x = 0;
        double d = 0;
        if (at == WEIR_JSON_ERROR) {
            abort();
        }
        if (at == WEIR_JSON_NUMBER && !jr.fraction && weir_str_to_i64(jr.text, &x)) {
            sum += (uint64_t)x;
        } else if (at == WEIR_JSON_NUMBER && weir_str_to_double(jr.text, &d)) {
            sum += (uint64_t)d;
        } else {
            sum += jr.text.n;
        }
    }
    sink += sum;
    return 1;
}

static uint64_t parse_record(struct weir_str text)
{
    static struct weir_arena arena = {.chunk_size = 1 << 16};
    struct weir_json *doc = NULL;
    struct weir_err err;
    if (weir_json_parse(&arena, text, &doc, &err) != WEIR_OK) {
        abort();
    }
    sink += doc->count;
    weir_arena_reset(&arena);
    return 1;
}

/* ---- by kind ---- */

static uint64_t write_string(struct weir_str text)
{
    weir_json_string(&buf, text);
    return 1;
}

static uint64_t write_longs(struct weir_str text)
{
    (void)text;
    for (int i = 0; i < NUMBERS; i++) {
        weir_json_i64(&buf, longs[i]);
    }
    return NUMBERS;
}

static uint64_t write_doubles(struct weir_str text)
{
    (void)text;
    for (int i = 0; i < NUMBERS; i++) {
        weir_java_double(&buf, doubles[i]);
    }
    return NUMBERS;
}

static uint64_t next_random(void)
{
    static uint64_t x = 88172645463325252u;
    x ^= x << 13;
    x ^= x >> 7;
    return x ^= x << 17;
}

static void fill_longs(unsigned bits)
{
    for (int i = 0; i < NUMBERS; i++) {
        longs[i] = (int64_t)(next_random() >> (64 - bits));
    }
}

static void fill_doubles(bool any)
{
    for (int i = 0; i < NUMBERS; i++) {
        uint64_t bits = (next_random() & 0x800fffffffffffffu) |
                        (uint64_t)(1023 - 200 + next_random() % 400) << 52;
        memcpy(&doubles[i], &bits, sizeof(bits));
        doubles[i] = any ? doubles[i] : (double)(next_random() % 1000000) / 100;
    }
}

int main(int argc, char **argv)
{
    seconds = argc > 1 ? atof(argv[1]) : seconds;
    only = argc > 2 ? argv[2] : only;
    weir_buf_init(&buf, 1 << 24);
    longs = calloc(NUMBERS, sizeof(*longs));
    doubles = calloc(NUMBERS, sizeof(*doubles));
    char *letters = malloc(1 << 16);
    memset(letters, 'x', 1 << 16);

    write_record(WEIR_STR_NULL);
    char *record = malloc(buf.n);
    struct weir_str text = weir_str_n(record, buf.n);
    memcpy(record, buf.p, buf.n);
    printf("a record of %zu bytes\n", text.n);
    run("write record", write_record, WEIR_STR_NULL);
    weir_buf_reset(&buf);
    run("read record (pull)", read_record, text);
    run("read record (document)", parse_record, text);
    run("write string of 8", write_string, weir_str_n(letters, 8));
    run("write string of 32", write_string, weir_str_n(letters, 32));
    run("write string of 200", write_string, weir_str_n(letters, 200));
    run("write string of 64k", write_string, weir_str_n(letters, 1 << 16));
    fill_longs(20);
    run("write longs below 2^20", write_longs, WEIR_STR_NULL);
    fill_longs(63);
    run("write longs below 2^63", write_longs, WEIR_STR_NULL);
    fill_doubles(false);
    run("write doubles, two decimals", write_doubles, WEIR_STR_NULL);
    fill_doubles(true);
    run("write doubles, any", write_doubles, WEIR_STR_NULL);
    return 0;
}
