/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_page.c: GET /ui, one page that shows connectors and tasks and refreshes itself from the API.
 * Its text is page/status.html, put into the program by the assembler.
 */
#include "rest/router.h"

extern const char status_page[], status_page_end[];

__asm__(".section .rodata\n"
        ".global status_page\n"
        ".hidden status_page\n"
        "status_page:\n"
        ".incbin \"" WEIR_PAGE "\"\n"
        ".global status_page_end\n"
        ".hidden status_page_end\n"
        "status_page_end:\n"
        ".previous\n");

void page_get(struct request *req)
{
    struct weir_buf *out = respond_text(req, 200, "text/html; charset=utf-8");
    weir_buf_add(out, status_page, (size_t)(status_page_end - status_page));
}
