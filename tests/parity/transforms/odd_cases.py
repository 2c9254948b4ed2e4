"""What nobody means to send, through the commonest transforms."""
import random

from notation import *  # noqa: F403

NUMBERS = [
    "0x1p0", "0x1.8p3", "-0x.8P-2", "+0X1.fffffffffffffp1023", "0x1p1024", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1.0000000000000800001p0", "0x1.00000000000008p0", "0x1.00000000000018p0", "0x1.000001p0",
    "0x1.0000010000001p0", "0x1.fffffefffffffp127", "0x1.ffffffp127", "0x1p-149", "0x1p-150", "0x1.8p-150", "0x123456789abcdef0123456789p-60", "0x0p5", "-0x0.0p0", "0x1", "0x1.8", "0xp1", "0x.p1", "0x1.p1", "0x1p", "0x1p+", "0x1p1f", "0x1p1D", "0x1p1L", "0x 1p1",
    "0x1p99999999999", "0x1p-99999999999", "0x0p99999999999", " 0x1p1\t", "1d", "1.d", ".5f", ".", "d", "f", "1dd", "1fd", "e5", "1e", "1e+", "1e+5d", "1E5F", "1e99999999999", "1e-99999999999", "0e99999999999", "NaNd", "+NaN", "-NaN", "nan", "Infinityf", "+Infinity", "infinity", "inf",
    "\u0661\u0662\u0663", "-\uff11\uff12", "+\u0967", "\U0001d7cf", "1\u0662", "\u0661.5", "\u0e51\u0e52e\u0e53", "1_0", "1,5", "0b1", "0o7", "1L", "1l", "\u00a01", "1\u00a0", "\u20031", "\n1\n", "+-1", "1+1", "- 1", "1 2", "\u22121", "9223372036854775808", "-9223372036854775809",
    "\uff19223372036854775807", "00000000000000000000000000000000000001", "-0", "+0", "-0.0", "4.9e-324", "2.4e-324", "2.5e-324", "1.7976931348623159e308", "1.4e-45", "7e-46", "3.4028236e38", "3.4028235677973366e38", "0.1", "1.00000005960464477539062", "1.00000005960464477539063",
    "9007199254740993", "9007199254740993.0000000000000000000000000001", "123456789012345678901234567890", "tr\u00fce", "TRUE ", " true", "\uff34RUE", "t", "1", "on"]


def odd_numbers():
    """Texts for Cast and for MaskField's replacement."""
    family = Family()
    for each in NUMBERS:
        for to in TYPES:
            family.add(KAFKA + "Cast$Value", {"spec": to}, rec(side(sch("string"), text(each))), f"{each!r} to {to}")
        for name in ("i8", "i64", "f32", "f64", "price", "name"):
            family.add(KAFKA + "MaskField$Value", {"fields": name, "replacement": each}, rec(side(FLAT, flat())), f"{each!r} for {name}")
    dice = random.Random(11)
    for _ in range(400):
        bits = dice.getrandbits(dice.choice([10, 40, 60, 90, 130]))
        each = f"0x{bits:x}".replace("0x", "0x" + dice.choice(["", ".", "1.", "0.0000", "00"])) + f"p{dice.choice([0, 3, -1074, -1030, -1100, -149, -140, -200, 960, 100, 64])}"
        for to in ("float32", "float64"):
            family.add(KAFKA + "Cast$Value", {"spec": to}, rec(side(sch("string"), text(each))), f"{each!r} to {to}")
    return family


FAMILIES = [odd_numbers]
