/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server_check.c: can the server still give every event behind a stored offset? By GTIDs where the
 * offset has them: what was purged must be in the set; by file and position else. MariaDB does not
 * tell what was purged, but what its oldest file begins behind is the same.
 */
#include "server_check.h"

#include "cdc_gtid.h"

struct sets {
    struct cdc_gtids *stored, *purged, *executed;
};

static enum weir_verdict gone(struct my_session *session, const struct cdc_offset *offset,
                              struct weir_arena *arena, struct weir_err *err)
{
    struct server_place oldest;
    struct weir_buf text;
    if (server_oldest(session, arena, &oldest, err) != WEIR_OK) {
        return err->class;
    }
    weir_buf_init(&text, (size_t)64 << 10);
    cdc_offset_write(offset, &text);
    weir_err_set(err, WEIR_BAD_CONFIG,
                 "The connector is trying to read change stream starting at %.*s, but this is no "
                 "longer available on the server. Reconfigure the connector to use a snapshot mode "
                 "when needed. The oldest place available is %.*s:%lld%s%.*s",
                 WEIR_STR_ARG(weir_buf_view(&text)), WEIR_STR_ARG(oldest.file),
                 (long long)oldest.pos, oldest.gtids.n ? ", behind gtids " : "",
                 WEIR_STR_ARG(oldest.gtids));
    weir_buf_free(&text);
    return err->class;
}

static enum weir_verdict ahead(const struct cdc_offset *offset, const struct server_place *now,
                               struct weir_err *err)
{
    return weir_err_set(err, WEIR_FATAL,
                        "the stored gtids %.*s are not all known to the server, which has %.*s: it "
                        "is a replica that lags behind, or was set up anew",
                        WEIR_STR_ARG(offset->gtids), WEIR_STR_ARG(now->gtids));
}

static enum weir_verdict compare(struct my_session *session, const struct mariadb_conf *conf,
                                 const struct cdc_offset *offset, struct sets *sets,
                                 struct weir_arena *arena, struct weir_err *err)
{
    struct server_place oldest;
    struct server_place now;
    bool filtered = conf->gtid_includes.n || conf->gtid_excludes.n;
    if (server_oldest(session, arena, &oldest, err) != WEIR_OK ||
        server_place(session, arena, &now, err) != WEIR_OK ||
        cdc_gtids_read(sets->stored, offset->gtids, err) != WEIR_OK ||
        cdc_gtids_read(sets->purged, oldest.gtids, err) != WEIR_OK ||
        cdc_gtids_read(sets->executed, now.gtids, err) != WEIR_OK) {
        return err->class;
    }
    if (filtered) {
        cdc_gtids_filter(sets->stored, &conf->gtid_includes, &conf->gtid_excludes);
        cdc_gtids_filter(sets->purged, &conf->gtid_includes, &conf->gtid_excludes);
    }
    if (!cdc_gtids_contains(sets->stored, sets->purged)) {
        return gone(session, offset, arena, err);
    }
    return cdc_gtids_contains(sets->executed, sets->stored) ? WEIR_OK : ahead(offset, &now, err);
}

enum weir_verdict server_check_offset(struct my_session *session, const struct mariadb_conf *conf,
                                      const struct cdc_offset *offset, struct weir_arena *arena,
                                      struct weir_err *err)
{
    bool has = false;
    if (!offset->gtids.p || conf->gtid_ignore) {
        if (server_has_file(session, offset->file, offset->pos, arena, &has, err) != WEIR_OK) {
            return err->class;
        }
        return has ? WEIR_OK : gone(session, offset, arena, err);
    }
    struct sets sets = {cdc_gtids_new(), cdc_gtids_new(), cdc_gtids_new()};
    enum weir_verdict verdict = compare(session, conf, offset, &sets, arena, err);
    cdc_gtids_free(sets.stored);
    cdc_gtids_free(sets.purged);
    cdc_gtids_free(sets.executed);
    return verdict;
}
