"""Where ours differs from the real Debezium on purpose: it loses or garbles a value, or dies."""
import fnmatch

from support import paths

from . import transcript

# (case, place, reason): patterns; a place is transcript.differences' own
MEANT = [
    ("*", 'offsets.0.value.{"server":"PREFIX","weir":"tables"}',
     "ours remembers which tables it has: new ones get a snapshot of their own"),
]


def golden(case, flavour):
    """The file of the real one's transcript."""
    return paths.GOLDEN / "debezium" / flavour / f"{case.name}.jsonl"


def check(case, flavour, real, ours):
    """Fails with the differences that no line of MEANT explains."""
    patterns = [place for name, place, _ in MEANT if fnmatch.fnmatchcase(f"{flavour}-{case.name}", name)]
    found = [f"{place}: {sides[0]!r} and {sides[1]!r}" for place, sides in transcript.differences(real, ours).items()
             if not any(fnmatch.fnmatchcase(place, pattern) for pattern in patterns)]
    assert not found, "\n".join(["real and ours:", *found])
