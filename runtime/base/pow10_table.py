"""Writes pow10_table.h: 10^-k for k = -324 .. 292 as 126 bits, rounded up, in halves of 63."""

from fractions import Fraction

K_MIN, K_MAX = -324, 292
HALF = 63


def scaled(k):
    """floor(10^-k 2^r) + 1 with r so that it has 126 bits."""
    power = Fraction(10) ** -k
    r = 2 * HALF - 1 - (power.numerator.bit_length() - power.denominator.bit_length())
    g = power * Fraction(2) ** r
    if g < 2 ** (2 * HALF - 1):
        g *= 2
    assert 2 ** (2 * HALF - 1) <= g < 2 ** (2 * HALF)
    return g.numerator // g.denominator + 1


def main():
    with open("pow10_table.h", "w", encoding="ascii") as out:
        out.write("/* SPDX-License-Identifier: Apache-2.0 */\n")
        out.write("/* Made by pow10_table.py. 10^-k for k = -324 .. 292: high and low 63 bits. */\n")
        out.write("/* clang-format off */\n")
        for k in range(K_MIN, K_MAX + 1):
            g = scaled(k)
            out.write("{0x%016xu, 0x%016xu},\n" % (g >> HALF, g & (1 << HALF) - 1))
        out.write("/* clang-format on */\n")


main()
