/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_lock.h: the data folder of the embedded log, and that one process alone writes to it.
 */
#ifndef LOCAL_LOCK_H
#define LOCAL_LOCK_H

#include <weir/err.h>

/*
 * Makes the folder and takes its lock; *fd holds it until closed (the kernel lets go of it when
 * the process dies). read_only: only looks whether the folder is fit, *fd stays as it is.
 */
enum weir_verdict local_lock_dir(const char *dir, bool read_only, int *fd, struct weir_err *err);

#endif
