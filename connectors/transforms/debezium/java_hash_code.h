/* SPDX-License-Identifier: Apache-2.0 */
/* java_hash_code.h: Java's hashCode() of a value, and the MurmurHash3 that Debezium has beside it.
 */
#ifndef JAVA_HASH_CODE_H
#define JAVA_HASH_CODE_H

#include <weir/value.h>

/* False: of a struct there is none that means anything. Bytes count as a ByteBuffer. */
bool java_hash_code(struct weir_value val, int32_t *hash);
bool java_murmur_code(struct weir_value val, int32_t *hash);

#endif
