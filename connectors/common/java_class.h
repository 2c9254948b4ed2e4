/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_class.h: the class that Java would hold a value in, as its messages print it.
 */
#ifndef JAVA_CLASS_H
#define JAVA_CLASS_H

#include <weir/value.h>

/* "class java.lang.Long", without the word class: "java.lang.Long"; a literal. */
const char *java_class(struct weir_value val);

#endif
