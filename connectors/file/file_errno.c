/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_errno.c: what an errno of a file means for the runtime: shortages pass, wrong paths and
 * permissions need a person.
 */
#include <errno.h>

#include "file.h"

enum weir_verdict file_errno_class(int code)
{
    switch (code) {
    case EACCES:
    case EPERM:
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case EROFS:
    case ENXIO:
        return WEIR_BAD_CONFIG;
    case EBADF:
    case EFBIG:
    case EPIPE:
        return WEIR_FATAL;
    default: /* full disk, quota, I/O error, too many files: may be over in a while */
        return WEIR_RETRY;
    }
}
