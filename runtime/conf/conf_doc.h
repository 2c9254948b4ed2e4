/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_doc.h: a key table as a page for people: `weir help`, and the generated reference.
 */
#ifndef CONF_DOC_H
#define CONF_DOC_H

#include <weir/conf.h>

WEIR_EXPORT void conf_doc(struct weir_buf *out, const char *name, const char *doc,
                          const struct weir_conf_key *keys, bool markdown);


#endif
