/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_class.c: names for the messages that people know from Java and search the web for.
 */
#include "java_class.h"

const char *java_class(struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        return "null";
    case WEIR_BOOLEAN:
        return "java.lang.Boolean";
    case WEIR_INT8:
        return "java.lang.Byte";
    case WEIR_INT16:
        return "java.lang.Short";
    case WEIR_INT32:
        return "java.lang.Integer";
    case WEIR_INT64:
        return "java.lang.Long";
    case WEIR_FLOAT32:
        return "java.lang.Float";
    case WEIR_FLOAT64:
        return "java.lang.Double";
    case WEIR_STRING:
        return "java.lang.String";
    case WEIR_BYTES:
        return "[B";
    case WEIR_ARRAY:
        return "java.util.ArrayList";
    case WEIR_MAP:
        return "java.util.HashMap";
    case WEIR_STRUCT:
        return "org.apache.kafka.connect.data.Struct";
    case WEIR_DECIMAL:
        return "java.math.BigDecimal";
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        return "java.util.Date";
    }
    return "java.lang.Object";
}
