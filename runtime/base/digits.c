/* SPDX-License-Identifier: Apache-2.0 */
/* digits.c: the digits of <weir/digits.h> for those who need not have them inline. */
#include "base/digits.h"

#include <weir/digits.h>

_Static_assert(I64_TEXT_MAX == WEIR_I64_TEXT_MAX, "one length");

void digits_put(char *to, uint64_t x, unsigned n)
{
    for (; n >= 8; x /= WEIR_EIGHT_DIGITS) {
        n -= 8;
        weir_digits_put_eight(to + n, (uint32_t)(x % WEIR_EIGHT_DIGITS));
    }
    while (n > 0) {
        to[--n] = (char)('0' + x % 10);
        x /= 10;
    }
}

size_t u64_text(char *to, uint64_t x)
{
    return weir_digits_u64(to, x);
}

size_t i64_text(char *to, int64_t x)
{
    return weir_digits_i64(to, x);
}
