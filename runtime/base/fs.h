/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fs.h: whole files and folders. Errors name the path and the system's reason; they are
 * BAD_CONFIG where a person must mend something, RETRY for a full disk or an I/O error.
 */
#ifndef FS_H
#define FS_H

#include <weir/arena.h>

/* The file's bytes, a NUL behind them; larger than max is an error. */
WEIR_EXPORT enum weir_verdict fs_read(const char *path, size_t max, struct weir_arena *arena,
                                      struct weir_str *out, struct weir_err *err) WEIR_MUST_CHECK;
/* Either the old or the new content is there after a crash: temporary file, fsync, rename. */
WEIR_EXPORT enum weir_verdict fs_replace(const char *path, struct weir_str content,
                                         struct weir_err *err) WEIR_MUST_CHECK;
WEIR_EXPORT enum weir_verdict fs_make_folders(const char *path, struct weir_err *err)
    WEIR_MUST_CHECK;

#endif
