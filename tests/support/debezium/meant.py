"""Where ours differs from the real Debezium on purpose: it loses or garbles a value, or dies."""
import fnmatch
import re

from support import paths

from . import transcript

# (case, place, reason): patterns; a place is one of transcript.differences
MEANT = [
    ("*", 'offsets.0.value.{"server":"PREFIX","weir":"tables"}',
     "ours remembers which tables it has: new ones get a snapshot of their own"),
    ("*-numbers_*", "*.s.*.after.fx", "a FLOAT's six digits of the real snapshot: ours has the number, as streamed"),
    ("*-numbers_*", "*.s.*.after.dmd", "a DOUBLE(m,d)'s digits of the real snapshot: ours has the number, as streamed"),
    ("*-numbers_*", "*.d.*.fields.r.type", "the server's REAL is a DOUBLE, also where the statement is streamed"),
    ("*-converted_*boolean", "*.d.*.fields.r.type", "the server's REAL is a DOUBLE, also where the statement is streamed"),
    ("*-creates", "*.one.*.fields.r.type", "the server's REAL is a DOUBLE, also where the statement is streamed"),
    ("*-unsigned_words", "*.u.*.fields.a.type", "INTEGER UNSIGNED of a streamed CREATE is a number too small"),
    ("*-unsigned_words", "*.u.*.fields.b.type", "INTEGER UNSIGNED of a streamed CREATE is a number too small"),
    ("*-words_of_ddl", "*.fields.i.type", "INTEGER ZEROFILL of a streamed CREATE is a number too small"),
    ("*-type_words", "*.u.*.fields.s.type", "the server's REAL is a DOUBLE, also where the statement is streamed"),
    ("*-type_words", "*.u.*.fields.f4.type", "a FLOAT4 of a streamed CREATE is a DOUBLE and has no values"),
    ("*-type_words", "*.u.*.after.f4", "a FLOAT4 of a streamed CREATE is a DOUBLE and has no values"),
    ("mysql*-zone", "*.ddl", "a TIMESTAMP's default is read in the server's zone and taken for UTC in the snapshot"),
    ("mysql*-zone", "*.ts.default*", "a TIMESTAMP's default is read in the server's zone and taken for UTC in the snapshot"),
    ("*-strings", "*.cp932", "the real stream takes cp932 for UTF-8"),
    ("*-members", "*.ec", "a comma inside a member stays escaped in the real stream"),
    ("*-members", "*.eb", "a backslash inside a member stays escaped in the real stream"),
    ("*-binaries_*", "*.d.*.after.b1", "BINARY without a length loses a zero byte in the real stream"),
    ("*-zero_dates_*", "*.ts", "a null for a zero TIMESTAMP is an instant in the real stream"),
    ("*-zero_dates_*", "*.ts3", "a null for a zero TIMESTAMP is an instant in the real stream"),
    ("*-zero_dates_*", "*.tsn", "a zero TIMESTAMP is the column's default in the snapshot alone"),
    ("*-uuids", "*.uz", "a UUID that ends in zeros is shifted in the real stream"),
    ("*-converted_*boolean", "*.t1u", "TINYINT(1) UNSIGNED above 127 is negative, so false, in the real stream"),
    ("*-converted_jdbc*", "*.bit", "BIT(1) is 0 in the real stream, whatever it is"),
    ("mariadb-changes_xa_transactions", "PREFIX.transaction.*", "a prepared XA transaction has its END"),
    ("*-alter*", "*.defaultCharsetName", "ALTER TABLE ... DEFAULT CHARACTER SET is not seen by the real one"),
    ("*-alter*", "*.z.charsetName", "ALTER TABLE ... DEFAULT CHARACTER SET is not seen by the real one"),
    ("*-alter*", "PREFIX.alter*.t.*.z", "so it decodes the texts of later columns in the wrong character set"),
    ("mysql*-mysql_jsons", "*.times", "the sign of a TIME inside a JSON is lost in the real stream"),
    ("*-alter_maria", "*.columns.a.*", "ADD COLUMN IF NOT EXISTS takes the place of a column in the real one"),
    ("*-alter_maria", "PREFIX.alter_maria.t.*.a", "ADD COLUMN IF NOT EXISTS takes the place of a column in the real one"),
    ("*-alter_maria", "*.fields.a.*", "ADD COLUMN IF NOT EXISTS takes the place of a column in the real one"),
    ("*-masks_hash", "*.note*", "a hashed null is its column's default in clear in the real one; ours stays null"),
]


def golden(case, flavour):
    """The file of the real one's transcript."""
    return paths.GOLDEN / "debezium" / flavour / f"{case.name}.jsonl"


_OFFSET = 'offsets.0.value.{"server":"PREFIX"}.offset.'


def _is_next(name, real, ours):
    """Whether this member of ours is the same, one transaction later."""
    if name in ("event", "row") or name.startswith("transaction_"):
        return ours == transcript.NOTHING
    if name == "pos":
        return int(ours) > int(real)
    return name == "gtids" and ours == re.sub(r"\d+$", lambda last: str(int(last[0]) + 1), real)


def _differences(real, ours):
    """Left alone for a while ours stores the offset behind its last transaction, where the real one
    has one within it; so does the END of a transaction."""
    found = transcript.differences(real, ours)
    if found.get(_OFFSET + "event", (None, None))[1] != transcript.NOTHING:
        return found
    return {place: sides for place, sides in found.items()
            if not (place.startswith(_OFFSET) and _is_next(place.removeprefix(_OFFSET), *sides))}


def check(case, flavour, real, ours):
    """Fails with the differences that no line of MEANT explains."""
    patterns = [place for name, place, _ in MEANT if fnmatch.fnmatchcase(f"{flavour}-{case.name}", name)]
    told = [f"{place}: {sides[0]!r} and {sides[1]!r}" for place, sides in _differences(real, ours).items()
            if not any(fnmatch.fnmatchcase(place, pattern) for pattern in patterns)]
    assert not told, "\n".join(["real and ours:", *told])
