/* SPDX-License-Identifier: Apache-2.0 */
/* What statements leave of a catalog's tables, told as one line a table. */
#include <stdlib.h>

#include "common/mysql/ddl.h"

#include "unit.h"

struct rig {
    struct my_catalog *catalog;
    struct weir_arena arena;
    struct weir_buf out;
    struct ddl_changes changes;
    bool matters;
};

static struct rig *rig_new(void)
{
    struct rig *rig = calloc(1, sizeof(*rig));
    rig->catalog = my_catalog_new();
    rig->matters = true;
    weir_arena_init(&rig->arena, 4096);
    weir_buf_init(&rig->out, 65536);
    return rig;
}

static void rig_free(struct rig *rig)
{
    weir_arena_free(&rig->arena);
    my_catalog_free(rig->catalog);
    weir_buf_free(&rig->out);
    free(rig);
}

static bool matters(void *self, struct weir_str db, struct weir_str name)
{
    (void)db;
    (void)name;
    return ((struct rig *)self)->matters;
}

static enum weir_verdict apply(struct rig *rig, const char *sql, struct weir_err *err)
{
    weir_arena_reset(&rig->arena);
    return ddl_apply(rig->catalog, WEIR_STR("d"), weir_str_of(sql), matters, rig, &rig->arena,
                     &rig->changes, err);
}

static void must(struct rig *rig, const char *sql)
{
    struct weir_err err = {.text = ""};
    if (apply(rig, sql, &err) != WEIR_OK) {
        fail_msg("%s", err.text);
    }
}

/* "id INT!, name VARCHAR(20) | id" : ! not null, the key after the bar. */
static const char *table(struct rig *rig, const char *name)
{
    const struct my_table *table =
        my_catalog_find(rig->catalog, WEIR_STR("d"), weir_str_of(name));
    weir_buf_reset(&rig->out);
    if (!table) {
        return "none";
    }
    for (uint32_t i = 0; i < table->n_columns; i++) {
        const struct my_column *column = &table->columns[i];
        weir_buf_printf(&rig->out, "%s%.*s %.*s", i ? ", " : "", WEIR_STR_ARG(column->name),
                        WEIR_STR_ARG(column->type_name));
        if (column->length != MY_NONE) {
            weir_buf_printf(&rig->out, "(%d)", column->length);
        }
        weir_buf_text(&rig->out, column->optional ? "" : "!");
        if (column->default_value.p) {
            weir_buf_printf(&rig->out, "=%.*s", WEIR_STR_ARG(column->default_value));
        }
        if (column->charset.p) {
            weir_buf_printf(&rig->out, " %.*s", WEIR_STR_ARG(column->charset));
        }
    }
    for (uint32_t i = 0; i < table->n_key; i++) {
        weir_buf_printf(&rig->out, "%s%.*s", i ? "," : " | ", WEIR_STR_ARG(table->key[i]));
    }
    return weir_buf_cstr(&rig->out);
}

static const char *const base = "CREATE TABLE `t` (`id` int(11) NOT NULL AUTO_INCREMENT, "
                                "`a` varchar(20) DEFAULT 'x', b decimal(9,2), PRIMARY KEY (`id`)) "
                                "ENGINE=InnoDB DEFAULT CHARSET=latin1";

static void after(const char *sql, const char *wanted)
{
    struct rig *rig = rig_new();
    must(rig, base);
    must(rig, sql);
    assert_string_equal(table(rig, "t"), wanted);
    rig_free(rig);
}

static void create_tells_columns_and_key(void **state)
{
    (void)state;
    after("SELECT 1", "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9) | id");
}

static void comments_are_kept_or_not(void **state)
{
    static const char sql[] = "CREATE TABLE t (id INT KEY COMMENT 'of a column') COMMENT='of a table'";
    (void)state;
    for (int kept = 0; kept < 2; kept++) {
        struct rig *rig = rig_new();
        if (!kept) {
            my_catalog_no_comments(rig->catalog);
        }
        must(rig, sql);
        const struct my_table *found = my_catalog_find(rig->catalog, WEIR_STR("d"), WEIR_STR("t"));
        assert_non_null(found);
        assert_true(weir_str_is(found->comment, "of a table") == kept);
        assert_true(weir_str_is(found->columns[0].comment, "of a column") == kept);
        rig_free(rig);
    }
}

static void a_select_of_mysql_ends_before_its_rows(void **state)
{
    struct rig *rig = rig_new();
    (void)state;
    must(rig, "CREATE TABLE `t` (\n  `id` int NOT NULL\n) START TRANSACTION");
    assert_int_equal(rig->changes.n, 1);
    assert_true(weir_str_is(rig->changes.items[0].ddl, "CREATE TABLE `t` (\n  `id` int NOT NULL\n)"));
    assert_string_equal(table(rig, "t"), "id INT!");
    rig_free(rig);
}

static void what_is_of_no_table_is_told_apart(void **state)
{
    struct rig *rig = rig_new();
    (void)state;
    must(rig, base);
    assert_false(rig->changes.items[0].is_other);
    must(rig, "CREATE INDEX k ON t (a)");
    assert_true(rig->changes.items[0].is_other);
    must(rig, "DROP DATABASE d");
    assert_false(rig->changes.items[0].is_other);
    rig_free(rig);
}

static void alter_in_all_forms(void **state)
{
    static const char *const cases[][2] = {
        {"ALTER TABLE t ADD c INT NOT NULL FIRST",
         "c INT!, id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9) | id"},
        {"alter table d.t add column (c int, d date), drop b",
         "id INT(11)!, a VARCHAR(20)=x latin1, c INT, d DATE | id"},
        {"ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT, ADD COLUMN IF NOT EXISTS c INT AFTER id",
         "id INT(11)!, c INT, a VARCHAR(20)=x latin1, b DECIMAL(9) | id"},
        {"ALTER TABLE t CHANGE id key_id bigint unsigned NOT NULL, MODIFY a text CHARACTER SET "
         "utf8mb4 FIRST",
         "a TEXT utf8mb4, key_id BIGINT UNSIGNED!, b DECIMAL(9) | key_id"},
        {"ALTER TABLE t RENAME COLUMN a TO z, ALTER z SET DEFAULT 'q', ALTER b DROP DEFAULT",
         "id INT(11)!, z VARCHAR(20)=q latin1, b DECIMAL(9) | id"},
        {"ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
         "id INT(11)!, a VARCHAR(20)=x utf8mb4, b DECIMAL(9) | id"},
        {"ALTER TABLE t DEFAULT CHARSET=cp1251, ADD c char(3)",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9), c CHAR(3) cp1251 | id"},
        {"ALTER TABLE t DROP PRIMARY KEY, ADD UNIQUE KEY u (id)",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9) | id"},
        {"ALTER TABLE t DROP PRIMARY KEY, DROP KEY x",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9)"},
        {"ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES o (id) ON DELETE SET NULL, "
         "ADD INDEX i (a(10)), ORDER BY a, b",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9) | id"},
        {"ALTER TABLE t REORGANIZE PARTITION p0, p1 INTO (PARTITION p VALUES LESS THAN (9))",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9) | id"},
        {"/*!50100 ALTER TABLE t ADD c INT */",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9), c INT | id"},
        {"SET STATEMENT max_statement_time=60, lock_wait_timeout=5 FOR ALTER TABLE t DROP a",
         "id INT(11)!, b DECIMAL(9) | id"},
        {"ALTER TABLE t ADD c INT; ALTER TABLE t DROP c; RENAME TABLE t TO u",
         "none"},
        {"ALTER TABLE t RENAME TO d.u", "none"},
        {"CREATE OR REPLACE TABLE t (x INET6 KEY)", "x INET6! | x"},
        {"CREATE TABLE IF NOT EXISTS t (x INT)",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9) | id"},
        {"DROP TEMPORARY TABLE IF EXISTS t",
         "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9) | id"},
        {"DROP DATABASE d", "none"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        after(cases[i][0], cases[i][1]);
    }
}

static void tables_swap_names(void **state)
{
    (void)state;
    struct rig *rig = rig_new();
    must(rig, base);
    must(rig, "CREATE TABLE _t_new LIKE t");
    must(rig, "ALTER TABLE _t_new ADD c INT");
    must(rig, "RENAME TABLE d.t TO _t_old, `_t_new` TO `t`");
    assert_int_equal(rig->changes.n, 2);
    assert_memory_equal(rig->changes.items[1].ddl.p, "RENAME TABLE `_t_new` TO `t`", 28);
    assert_true(weir_str_is(rig->changes.items[1].old_name, "_t_new"));
    assert_string_equal(table(rig, "t"),
                        "id INT(11)!, a VARCHAR(20)=x latin1, b DECIMAL(9), c INT | id");
    must(rig, "DROP TABLE IF EXISTS _t_old, x CASCADE");
    assert_int_equal(rig->changes.n, 2);
    assert_true(weir_str_is(rig->changes.items[0].ddl, "DROP TABLE IF EXISTS `d`.`_t_old` CASCADE"));
    rig_free(rig);
}

static void what_cannot_be_followed_matters_or_not(void **state)
{
    (void)state;
    struct rig *rig = rig_new();
    struct weir_err err;
    must(rig, base);
    rig->matters = false;
    must(rig, "ALTER TABLE t MODIFY nowhere INT");
    assert_true(rig->changes.items[0].unsure);
    assert_string_equal(table(rig, "t"), "none");
    must(rig, base);
    rig->matters = true;
    assert_int_equal(apply(rig, "ALTER TABLE t MODIFY nowhere INT", &err), WEIR_BAD_DATA);
    assert_non_null(strstr(err.text, "d.t"));
    must(rig, "CREATE TABLE s AS SELECT * FROM t");
    assert_true(rig->changes.items[0].unsure);
    must(rig, "ALTER TABLE never_seen ADD x INT");
    assert_true(rig->changes.items[0].unsure);
    rig_free(rig);
}

static void a_charset_comes_from_the_database(void **state)
{
    (void)state;
    struct rig *rig = rig_new();
    must(rig, "SET character_set_server=utf8mb4, collation_server=utf8mb4_general_ci");
    must(rig, "CREATE DATABASE d COLLATE greek_bin");
    must(rig, "CREATE TABLE t (a char(1), b text CHARACTER SET ucs2, c varchar(3) NOT NULL "
              "COLLATE koi8r_bin)");
    assert_string_equal(table(rig, "t"),
                        "a CHAR(1) greek, b TEXT ucs2, c VARCHAR(3)! koi8r");
    must(rig, "CREATE TABLE other.t (a char(1))");
    const struct my_table *other = my_catalog_find(rig->catalog, WEIR_STR("other"), WEIR_STR("t"));
    assert_true(weir_str_is(other->columns[0].charset, "utf8mb4"));
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create_tells_columns_and_key),
        cmocka_unit_test(comments_are_kept_or_not),
        cmocka_unit_test(a_select_of_mysql_ends_before_its_rows),
        cmocka_unit_test(what_is_of_no_table_is_told_apart),
        cmocka_unit_test(alter_in_all_forms),
        cmocka_unit_test(tables_swap_names),
        cmocka_unit_test(what_cannot_be_followed_matters_or_not),
        cmocka_unit_test(a_charset_comes_from_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
