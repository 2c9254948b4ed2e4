/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_doc.h: a key table as a page for people: `weir help`, and the generated reference.
 */
#ifndef CONF_DOC_H
#define CONF_DOC_H

#include <weir/conf.h>

enum conf_doc_style {
    CONF_DOC_TEXT,
    CONF_DOC_TERMINAL, /* text with names in bold */
    CONF_DOC_MARKDOWN,
};

/* Title, one sentence, then every row under its group's heading; patterns and what REST does not
 * list too, if they have a sentence. */
WEIR_EXPORT void conf_doc(struct weir_buf *out, const char *title, const char *doc,
                          const struct weir_conf_key *keys, enum conf_doc_style style);

#endif
