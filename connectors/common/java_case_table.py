"""Writes java_case_table.h from Python's Unicode data: simple upper and lower case in runs, the few
that are several letters, and where the digits of each script begin."""
import sys
import unicodedata


def simple(point, turn):
    """The one-letter mapping: where Python's is longer it is looked up from the other side."""
    made = turn(chr(point))
    return ord(made) if len(made) == 1 else SIMPLE.get((point, turn), point)


# What UnicodeData.txt says of letters whose full mapping is longer than one letter.
SIMPLE = {(0x130, str.lower): 0x69}
for greek in (*range(0x1f80, 0x1f88), *range(0x1f90, 0x1f98), *range(0x1fa0, 0x1fa8)):
    SIMPLE[greek, str.upper] = greek + 8
for small, large in ((0x1fb3, 0x1fbc), (0x1fc3, 0x1fcc), (0x1ff3, 0x1ffc)):
    SIMPLE[small, str.upper] = large


def runs(turn):
    """(first, last, step, difference) of letters that turn alike."""
    out = []
    for point in range(0x80, sys.maxunicode + 1):
        by = simple(point, turn) - point
        if by == 0:
            continue
        if out and out[-1][3] == by:
            first, last, step, _ = out[-1]
            gap = point - last
            if (first == last and gap <= 2) or gap == step:
                out[-1] = (first, point, gap, by)
                continue
        out.append((point, point, 1, by))
    return out


def write(out):
    out.write("/* SPDX-License-Identifier: Apache-2.0 */\n")
    out.write(f"/* Made by java_case_table.py from Unicode {unicodedata.unidata_version}. */\n")
    out.write("/* clang-format off */\n")
    for name, turn in (("upper", str.upper), ("lower", str.lower)):
        out.write(f"static const struct case_run {name}_runs[] = {{\n")
        out.writelines("    {0x%04x, 0x%04x, %d, %d},\n" % run for run in runs(turn))
        out.write("};\n")
    out.write("static const struct case_long upper_longs[] = {\n")
    for point in range(0x80, sys.maxunicode + 1):
        made = chr(point).upper()
        if len(made) > 1:
            out.write("    {0x%04x, {%s}},\n" % (point, ", ".join(f"0x{ord(c):04x}" for c in made)))
    out.write("};\n")
    out.write("static const uint16_t digit_zeros[] = {\n")
    out.writelines(f"    0x{point:04x},\n" for point in range(0x80, 0x10000)
                   if unicodedata.category(chr(point)) == "Nd" and unicodedata.decimal(chr(point)) == 0)
    out.write("};\n/* clang-format on */\n")


with open("java_case_table.h", "w", encoding="ascii") as file:
    write(file)
