/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_error.c: what a SQLSTATE means: may the same succeed later, is the row at fault, or must a
 * person do something. The server's details quote values, so only its first sentence is kept, and
 * of data errors (class 22), whose first sentence quotes too, only the condition's name.
 */
#include <stdio.h>

#include "common/pg/pg_internal.h"

#define READ_ONLY "25006"

static const struct {
    const char *prefix; /* of the SQLSTATE; the first that fits counts */
    enum weir_verdict class;
} classes[] = {
    {"22", WEIR_BAD_DATA},     /* data exception */
    {"23", WEIR_BAD_DATA},     /* a constraint */
    {"44000", WEIR_BAD_DATA},  /* with check option */
    {"428C9", WEIR_BAD_CONFIG}, /* generated always */
    {"40", WEIR_RETRY},        /* serialization failure, deadlock */
    {"08", WEIR_RETRY},        /* connection */
    {"53", WEIR_RETRY},        /* disk full, out of memory, too many connections */
    {"54000", WEIR_BAD_DATA},  /* program limit: index row too large and the like */
    {"55000", WEIR_BAD_CONFIG}, /* a view, a table without replica identity */
    {"55", WEIR_RETRY},        /* lock not available, object in use */
    {"57014", WEIR_RETRY},     /* statement timeout */
    {"57", WEIR_RETRY},        /* shutdown, cannot connect now */
    {"58", WEIR_RETRY},        /* I/O error */
    {READ_ONLY, WEIR_RETRY},   /* a standby, a failover under way */
    {"25", WEIR_RETRY},        /* the transaction was ended by somebody else */
    {"XX", WEIR_RETRY},        /* internal error */
    {"28", WEIR_BAD_CONFIG},   /* password, role */
    {"3D000", WEIR_BAD_CONFIG}, /* no such database */
    {"3F000", WEIR_BAD_CONFIG}, /* no such schema */
    {"42", WEIR_BAD_CONFIG},   /* access, syntax, undefined things */
    {"0A000", WEIR_BAD_CONFIG}, /* not supported */
    {"HV00N", WEIR_RETRY},     /* a foreign table's server is away */
    {"HV", WEIR_FATAL},
    {"0B", WEIR_FATAL},        /* transactions, cursors, the server's own files */
    {"0L", WEIR_FATAL},
    {"0P", WEIR_FATAL},
    {"24", WEIR_FATAL},
    {"26", WEIR_FATAL},
    {"2B", WEIR_FATAL},
    {"2D", WEIR_FATAL},
    {"34", WEIR_FATAL},
    {"3B", WEIR_FATAL},
    {"54", WEIR_FATAL},
    {"72", WEIR_FATAL},
    {"F0", WEIR_FATAL},
};

enum weir_verdict pg_state_class(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
        if (strncmp(sqlstate, classes[i].prefix, strlen(classes[i].prefix)) == 0) {
            return classes[i].class;
        }
    }
    return sqlstate[0] ? WEIR_BAD_DATA : WEIR_RETRY; /* a trigger's own, P0001 or 45000 */
}

static const struct {
    const char *sqlstate;
    const char *name;
} conditions[] = {
    {"22001", "it is too long"},
    {"22003", "the number is out of range"},
    {"22007", "it is no date or time"},
    {"22008", "the date or time is out of range"},
    {"2200G", "it is of another type"},
    {"22P02", "it is no text of that type"},
    {"22P03", "it is no binary form of that type"},
    {"22P05", "a character has no equal in the database's encoding"},
    {"22021", "it is not valid in the database's encoding"},
    {"22026", "it has another length"},
    {"22030", "a JSON key is there twice"},
    {"22032", "it is no JSON"},
    {"2200N", "it is no XML"},
    {"22012", "division by zero"},
};

static const char *condition(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
        if (strcmp(sqlstate, conditions[i].sqlstate) == 0) {
            return conditions[i].name;
        }
    }
    return "the value is refused";
}

static void keep(char *to, size_t size, const PGresult *result, int field)
{
    const char *text = PQresultErrorField(result, field);
    snprintf(to, size, "%s", text ? text : "");
}

static void keep_error(struct pg_error *error, const PGresult *result)
{
    keep(error->sqlstate, sizeof(error->sqlstate), result, PG_DIAG_SQLSTATE);
    keep(error->schema, sizeof(error->schema), result, PG_DIAG_SCHEMA_NAME);
    keep(error->table, sizeof(error->table), result, PG_DIAG_TABLE_NAME);
    keep(error->column, sizeof(error->column), result, PG_DIAG_COLUMN_NAME);
    keep(error->constraint, sizeof(error->constraint), result, PG_DIAG_CONSTRAINT_NAME);
    keep(error->type, sizeof(error->type), result, PG_DIAG_DATATYPE_NAME);
}

enum weir_verdict pg_error_of_result(struct pg_session *session, const PGresult *result,
                                     struct weir_err *err)
{
    const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    struct pg_error *error = &session->error;
    keep_error(error, result);
    if (!error->sqlstate[0] || strncmp(error->sqlstate, "57P", 3) == 0) {
        return pg_error_of_connection(session, "talk to the server", err);
    }
    if (strncmp(error->sqlstate, "22", 2) == 0) {
        said = condition(error->sqlstate);
    }
    weir_err_set(err, pg_state_class(error->sqlstate), "%s (SQLSTATE %s)", said ? said : "refused",
                 error->sqlstate);
    if (strcmp(error->sqlstate, READ_ONLY) == 0) { /* of several hosts another may be primary now */
        pg_session_drop(session);
    }
    return err->class;
}

enum weir_verdict pg_error_of_connection(struct pg_session *session, const char *doing,
                                         struct weir_err *err)
{
    struct weir_str said = weir_str_trim(weir_str_of(PQerrorMessage(session->conn)));
    weir_err_set(err, WEIR_RETRY, "the connection to PostgreSQL is lost (%s): %.*s", doing,
                 WEIR_STR_ARG(said));
    pg_session_drop(session);
    return WEIR_RETRY;
}
