/* SPDX-License-Identifier: Apache-2.0 */
/* When SHOW CREATE TABLE's answer is proven to be the table that a table map announces. */
#include "cdc_fit.h"

#include "unit.h"

static const char *const show =
    "CREATE TABLE `t` (`id` int(10) unsigned NOT NULL, `e` enum('x','y') DEFAULT NULL, `n` "
    "bigint(20) DEFAULT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB DEFAULT CHARSET=latin1";

/* A map of id, e, n and what a test changes. */
struct rig {
    struct binlog_column columns[5];
    struct weir_str names[5];
    uint32_t key[1];
    uint32_t n_members[5];
    struct binlog_table_map map;
};

static void rig_init(struct rig *rig)
{
    *rig = (struct rig){.names = {WEIR_STR("id"), WEIR_STR("e"), WEIR_STR("n")},
                        .columns[0].is_unsigned = true,
                        .n_members = {0, 2, 0}};
    rig->map = (struct binlog_table_map){.db = WEIR_STR("d"),
                                         .name = WEIR_STR("t"),
                                         .n_columns = 3,
                                         .columns = rig->columns,
                                         .has_signs = true,
                                         .has_names = true,
                                         .names = rig->names,
                                         .key = rig->key,
                                         .n_key = 1,
                                         .n_members = rig->n_members};
}

static bool heals(const struct rig *rig, bool unchanged)
{
    struct my_table *table = NULL;
    struct weir_err err = {.text = ""};
    enum weir_verdict verdict = cdc_fit_heal(weir_str_of(show), WEIR_STR("utf8mb4"), true, &rig->map,
                                             unchanged, &table, &err);
    assert_int_equal(verdict, table ? WEIR_OK : WEIR_BAD_DATA);
    assert_true(table || err.text[0]);
    if (table) {
        assert_true(weir_str_is(table->charset, "latin1"));
        assert_int_equal(table->n_columns, 3);
    }
    my_table_free(table);
    return verdict == WEIR_OK;
}

static void names_prove_it(void **state)
{
    struct rig rig;
    (void)state;
    rig_init(&rig);
    assert_true(heals(&rig, false));
    rig.names[2] = WEIR_STR("m");
    assert_false(heals(&rig, true));
    rig_init(&rig);
    rig.columns[0].is_unsigned = false;
    assert_false(heals(&rig, true));
    rig_init(&rig);
    rig.n_members[1] = 3;
    assert_false(heals(&rig, true));
    rig_init(&rig);
    rig.key[0] = 2;
    assert_false(heals(&rig, true));
    rig_init(&rig);
    rig.map.n_columns = 2;
    assert_false(heals(&rig, true));
}

/* CREATE TABLE t (e INT UNIQUE, n INT NOT NULL UNIQUE): Debezium's key is e, the server's is n. */
static void another_key_is_told_apart(void **state)
{
    struct rig rig;
    struct weir_err err;
    uint32_t hidden = 0;
    struct my_column columns[3] = {{.name = WEIR_STR("id"), .is_unsigned = true},
                                   {.name = WEIR_STR("e")},
                                   {.name = WEIR_STR("n")}};
    struct my_table table = {
        .columns = columns, .n_columns = 3, .key = &columns[1].name, .n_key = 1};
    (void)state;
    rig_init(&rig);
    rig.key[0] = 2;
    assert_int_equal(cdc_fit(&table, &rig.map, &hidden, &err), CDC_KEY_DIFFERS);
    table.key = &columns[2].name;
    assert_int_equal(cdc_fit(&table, &rig.map, &hidden, &err), CDC_FITS);
    columns[0].is_unsigned = false;
    columns[0].kind = MY_INT;
    table.key = &columns[1].name;
    assert_int_equal(cdc_fit(&table, &rig.map, &hidden, &err), CDC_DIFFERS);
}

static void without_names_it_must_be_unchanged(void **state)
{
    struct rig rig;
    (void)state;
    rig_init(&rig);
    rig.map.has_names = false;
    assert_false(heals(&rig, false));
    assert_true(heals(&rig, true));
}

static void hidden_columns_are_counted(void **state)
{
    struct rig rig;
    struct weir_err err;
    uint32_t hidden = 0;
    struct my_table *table = NULL;
    (void)state;
    rig_init(&rig);
    rig.names[3] = WEIR_STR("row_start");
    rig.names[4] = WEIR_STR("DB_ROW_HASH_1");
    rig.map.n_columns = 5;
    assert_true(heals(&rig, false));
    rig_init(&rig);
    rig.names[3] = WEIR_STR("added");
    rig.map.n_columns = 4;
    assert_false(heals(&rig, false));
    assert_int_equal(cdc_fit_heal(WEIR_STR("CREATE VIEW v AS SELECT 1"), WEIR_STR_NULL, true, &rig.map,
                                  true, &table, &err),
                     WEIR_BAD_DATA);
    rig_init(&rig);
    rig.map.has_names = false;
    rig.map.n_columns = 5;
    struct my_table bare = {.n_columns = 3, .columns = (struct my_column[3]){{.name = WEIR_STR("a")}}};
    assert_int_equal(cdc_fit(&bare, &rig.map, &hidden, &err), CDC_FITS_UNNAMED);
    assert_int_equal(hidden, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_prove_it),
        cmocka_unit_test(another_key_is_told_apart),
        cmocka_unit_test(without_names_it_must_be_unchanged),
        cmocka_unit_test(hidden_columns_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
