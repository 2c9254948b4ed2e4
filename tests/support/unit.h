/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit.h: what every unit test includes first: cmocka with the headers it needs.
 */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define UNIT_COUNT(table) (sizeof(table) / sizeof((table)[0]))

#endif
