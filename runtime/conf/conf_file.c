/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_file.c: picks the syntax of a configuration file: by its extension, else by its first
 * letter. Next: properties.c, yaml.c or the JSON document.
 */
#include "conf/conf_file.h"

#include <weir/json.h>

#include "base/fs.h"

static enum weir_verdict json_value(const struct weir_json *member, struct weir_str *text,
                                    struct weir_err *err)
{
    switch (member->type) {
    case WEIR_JT_NULL:
        *text = WEIR_STR_NULL;
        return WEIR_OK;
    case WEIR_JT_BOOL:
        *text = member->truth ? WEIR_STR("true") : WEIR_STR("false");
        return WEIR_OK;
    case WEIR_JT_NUMBER:
    case WEIR_JT_STRING:
        *text = member->text;
        return WEIR_OK;
    case WEIR_JT_ARRAY:
    case WEIR_JT_OBJECT:
        break;
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "the value of \"%.*s\" is an object or an array; a string is expected",
                        WEIR_STR_ARG(member->name));
}

/* {"name": "...", "config": {...}} as POST takes it, or the map alone. */
static enum weir_verdict json_parse(struct weir_str text, struct weir_props *props,
                                    struct weir_err *err)
{
    struct weir_json *doc = NULL;
    enum weir_verdict rc = weir_json_parse(props->arena, text, &doc, err);
    if (rc == WEIR_OK && doc->type != WEIR_JT_OBJECT) {
        rc = weir_err_set(err, WEIR_BAD_CONFIG, "a JSON object is expected");
    }
    if (rc != WEIR_OK) {
        return err->class = WEIR_BAD_CONFIG;
    }
    const struct weir_json *config = weir_json_get(doc, "config");
    bool wrapped = config && config->type == WEIR_JT_OBJECT;
    for (const struct weir_json *member = (wrapped ? config : doc)->first; member && rc == WEIR_OK;
         member = member->next) {
        struct weir_str value;
        rc = json_value(member, &value, err);
        if (rc == WEIR_OK) {
            weir_props_set(props, member->name, value);
        }
    }
    struct weir_str name = weir_json_get_str(doc, "name");
    if (rc == WEIR_OK && wrapped && name.p && !weir_props_has(props, "name")) {
        weir_props_set(props, WEIR_STR("name"), name);
    }
    return rc;
}

enum weir_verdict conf_file_read(const char *path, struct weir_props *props, struct weir_err *err)
{
    struct weir_str text;
    struct weir_str name = weir_str_of(path);
    if (fs_read(path, CONF_FILE_MAX, props->arena, &text, err) != WEIR_OK) {
        return err->class = WEIR_BAD_CONFIG;
    }
    bool json = weir_str_ends(name, WEIR_STR(".json")) ||
                weir_str_starts(weir_str_trim(text), WEIR_STR("{"));
    bool yaml = weir_str_ends(name, WEIR_STR(".yaml")) || weir_str_ends(name, WEIR_STR(".yml"));
    enum weir_verdict rc = json   ? json_parse(text, props, err)
                           : yaml ? yaml_parse(text, props, err)
                                  : properties_parse(text, props, err);
    return rc == WEIR_OK ? rc : weir_err_wrap(err, "%s", path);
}
