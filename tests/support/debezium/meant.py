"""Where ours differs from the real Debezium on purpose: it loses or garbles a value, or dies."""
import fnmatch

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
    ("*-changes_xa_transactions", "PREFIX.transaction.*", "a prepared XA transaction has its END"),
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


def _past(found):
    """Left alone for a while ours stores an offset behind its last transaction, not one within it; so does
    the END of a transaction."""
    event = found.get('offsets.0.value.{"server":"PREFIX"}.offset.event')
    return event is not None and event[1] == transcript.NOTHING


def check(case, flavour, real, ours):
    """Fails with the differences that no line of MEANT explains."""
    found = transcript.differences(real, ours)
    patterns = [place for name, place, _ in MEANT if fnmatch.fnmatchcase(f"{flavour}-{case.name}", name)]
    if _past(found):
        patterns.append('offsets.0.value.{"server":"PREFIX"}.offset.*')
    told = [f"{place}: {sides[0]!r} and {sides[1]!r}" for place, sides in found.items()
            if not any(fnmatch.fnmatchcase(place, pattern) for pattern in patterns)]
    assert not told, "\n".join(["real and ours:", *told])
