/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_groups.c: consumer groups from outside: their commits (list, set, delete), how many members.
 * Next: kafka_call.c.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/kafka_call.h"

/* What brokers answer when a group has members and an offset is to be changed behind their back. */
static bool means_active(rd_kafka_resp_err_t code)
{
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID:
    case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION:
    case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_NON_EMPTY_GROUP:
    case RD_KAFKA_RESP_ERR_GROUP_SUBSCRIBED_TO_TOPIC:
        return true;
    default:
        return false;
    }
}

static enum weir_verdict group_error(struct kafka_call *call, rd_kafka_resp_err_t code,
                                     struct weir_str group, struct weir_err *err)
{
    if (!means_active(code)) {
        return kafka_error(call->client, err, code, NULL, "consumer group %.*s",
                           WEIR_STR_ARG(group));
    }
    weir_err_set(err, WEIR_RETRY,
                 "consumer group %.*s is still active; stop its members, or wait until their "
                 "session has ended, and try again (Kafka at %s)",
                 WEIR_STR_ARG(group), call->client->servers);
    err->code = code;
    return WEIR_RETRY;
}

/* The group's own error, else the first partition's; code absent passes. */
static enum weir_verdict result_error(struct kafka_call *call,
                                      const rd_kafka_group_result_t *result,
                                      rd_kafka_resp_err_t absent, struct weir_str group,
                                      struct weir_err *err)
{
    const rd_kafka_topic_partition_list_t *list = rd_kafka_group_result_partitions(result);
    const rd_kafka_error_t *error = rd_kafka_group_result_error(result);
    rd_kafka_resp_err_t code = error ? rd_kafka_error_code(error) : RD_KAFKA_RESP_ERR_NO_ERROR;
    for (int i = 0; !code && list && i < list->cnt; i++) {
        code = list->elems[i].err;
    }
    return !code || code == absent ? WEIR_OK : group_error(call, code, group, err);
}

/* ---- list ---- */

static void copy_offsets(const rd_kafka_topic_partition_list_t *list, struct weir_arena *arena,
                         struct weir_topic_partition **offsets, size_t *n)
{
    *offsets = WEIR_NEW_ARRAY(arena, struct weir_topic_partition, list ? (size_t)list->cnt : 0);
    *n = 0;
    for (int i = 0; list && i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *from = &list->elems[i];
        if (from->offset < 0) {
            continue;
        }
        (*offsets)[(*n)++] = (struct weir_topic_partition){
            .topic = weir_arena_str(arena, weir_str_of(from->topic)),
            .partition = from->partition,
            .offset = from->offset,
            .metadata = weir_arena_str(arena, weir_str_n(from->metadata, from->metadata_size)),
        };
    }
}

enum weir_verdict kafka_group_offsets(struct bus *bus, struct weir_str group,
                                      struct weir_arena *arena,
                                      struct weir_topic_partition **offsets, size_t *n,
                                      struct weir_err *err)
{
    struct kafka_call call;
    enum weir_verdict verdict =
        kafka_call_begin(&call, bus, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(group.p, group.n);
    rd_kafka_ListConsumerGroupOffsets_t *request =
        rd_kafka_ListConsumerGroupOffsets_new(name, NULL);
    rd_kafka_ListConsumerGroupOffsets(call.client->rk, &request, 1, call.options, call.queue);
    verdict = kafka_call_wait(&call, "list the offsets of group", group, err);
    if (!verdict) {
        size_t groups;
        const rd_kafka_group_result_t *result = rd_kafka_ListConsumerGroupOffsets_result_groups(
            rd_kafka_event_ListConsumerGroupOffsets_result(call.event), &groups)[0];
        verdict = result_error(&call, result, RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND, group, err);
        if (!verdict) {
            copy_offsets(rd_kafka_group_result_partitions(result), arena, offsets, n);
        }
    }
    rd_kafka_ListConsumerGroupOffsets_destroy(request);
    free(name);
    kafka_call_end(&call);
    return verdict;
}

/* ---- alter ---- */

/* Those with an offset, or those without. */
static rd_kafka_topic_partition_list_t *pick(const struct weir_topic_partition *offsets, size_t n,
                                             bool with_offset)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++) {
        if ((offsets[i].offset >= 0) == with_offset) {
            char *topic = weir_xstrndup(offsets[i].topic.p, offsets[i].topic.n);
            rd_kafka_topic_partition_list_add(list, topic, offsets[i].partition)->offset =
                offsets[i].offset;
            free(topic);
        }
    }
    return list;
}

static enum weir_verdict set_offsets(struct bus *bus, struct weir_str group, const char *name,
                                     const rd_kafka_topic_partition_list_t *list,
                                     struct weir_err *err)
{
    struct kafka_call call;
    enum weir_verdict verdict =
        kafka_call_begin(&call, bus, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, err);
    if (verdict) {
        return verdict;
    }
    rd_kafka_AlterConsumerGroupOffsets_t *request =
        rd_kafka_AlterConsumerGroupOffsets_new(name, list);
    rd_kafka_AlterConsumerGroupOffsets(call.client->rk, &request, 1, call.options, call.queue);
    verdict = kafka_call_wait(&call, "alter the offsets of group", group, err);
    if (verdict && means_active((rd_kafka_resp_err_t)err->code)) {
        verdict = group_error(&call, (rd_kafka_resp_err_t)err->code, group, err);
    }
    if (!verdict) {
        size_t n;
        verdict =
            result_error(&call,
                         rd_kafka_AlterConsumerGroupOffsets_result_groups(
                             rd_kafka_event_AlterConsumerGroupOffsets_result(call.event), &n)[0],
                         RD_KAFKA_RESP_ERR_NO_ERROR, group, err);
    }
    rd_kafka_AlterConsumerGroupOffsets_destroy(request);
    kafka_call_end(&call);
    return verdict;
}

static enum weir_verdict delete_offsets(struct bus *bus, struct weir_str group, const char *name,
                                        const rd_kafka_topic_partition_list_t *list,
                                        struct weir_err *err)
{
    struct kafka_call call;
    enum weir_verdict verdict =
        kafka_call_begin(&call, bus, RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS, err);
    if (verdict) {
        return verdict;
    }
    rd_kafka_DeleteConsumerGroupOffsets_t *request =
        rd_kafka_DeleteConsumerGroupOffsets_new(name, list);
    rd_kafka_DeleteConsumerGroupOffsets(call.client->rk, &request, 1, call.options, call.queue);
    verdict = kafka_call_wait(&call, "delete offsets of group", group, err);
    if (verdict && err->code == RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND) {
        verdict = WEIR_OK;
    } else if (!verdict) {
        size_t n;
        verdict =
            result_error(&call,
                         rd_kafka_DeleteConsumerGroupOffsets_result_groups(
                             rd_kafka_event_DeleteConsumerGroupOffsets_result(call.event), &n)[0],
                         RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND, group, err);
    }
    rd_kafka_DeleteConsumerGroupOffsets_destroy(request);
    kafka_call_end(&call);
    return verdict;
}

enum weir_verdict kafka_group_alter(struct bus *bus, struct weir_str group,
                                    const struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err)
{
    char *name = weir_xstrndup(group.p, group.n);
    rd_kafka_topic_partition_list_t *set = pick(offsets, n, true);
    rd_kafka_topic_partition_list_t *unset = pick(offsets, n, false);
    enum weir_verdict verdict = set->cnt ? set_offsets(bus, group, name, set, err) : WEIR_OK;
    if (!verdict && unset->cnt) {
        verdict = delete_offsets(bus, group, name, unset, err);
    }
    rd_kafka_topic_partition_list_destroy(set);
    rd_kafka_topic_partition_list_destroy(unset);
    free(name);
    return verdict;
}

/* ---- delete ---- */

enum weir_verdict kafka_group_delete(struct bus *bus, struct weir_str group, struct weir_err *err)
{
    struct kafka_call call;
    enum weir_verdict verdict = kafka_call_begin(&call, bus, RD_KAFKA_ADMIN_OP_DELETEGROUPS, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(group.p, group.n);
    rd_kafka_DeleteGroup_t *request = rd_kafka_DeleteGroup_new(name);
    rd_kafka_DeleteGroups(call.client->rk, &request, 1, call.options, call.queue);
    verdict = kafka_call_wait(&call, "delete group", group, err);
    if (!verdict) {
        size_t n;
        verdict = result_error(&call,
                               rd_kafka_DeleteGroups_result_groups(
                                   rd_kafka_event_DeleteGroups_result(call.event), &n)[0],
                               RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND, group, err);
    }
    rd_kafka_DeleteGroup_destroy(request);
    free(name);
    kafka_call_end(&call);
    return verdict;
}

/* ---- members ---- */

/* The older of librdkafka's two ways: the newer one refuses the groups of Connect's workers, which
 * are of another protocol type than consumers'. */
enum weir_verdict kafka_group_members(struct bus *bus, struct weir_str group, int32_t *n,
                                      struct weir_err *err)
{
    struct kafka_client *client = NULL;
    const struct rd_kafka_group_list *list = NULL;
    enum weir_verdict verdict = kafka_client_admin((struct kafka_bus *)bus, &client, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(group.p, group.n);
    rd_kafka_resp_err_t code =
        rd_kafka_list_groups(client->rk, name, &list, client->conf.request_ms);
    *n = !code && list->group_cnt > 0 ? list->groups[0].member_cnt : 0;
    if (code) {
        verdict = kafka_error(client, err, code, NULL, "cannot describe the group %s", name);
    } else {
        rd_kafka_group_list_destroy(list);
    }
    free(name);
    kafka_client_close(client);
    return verdict;
}
