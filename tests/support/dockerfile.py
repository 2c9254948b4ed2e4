"""What the Dockerfile says: its instructions, its variables and its check of health."""
import json
import re
import shlex

from . import paths


def instructions():
    """(word, rest) of each instruction."""
    text = re.sub(r"^\s*#.*\n", "", (paths.ROOT / "Dockerfile").read_text(), flags=re.M)
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            yield word, rest.strip()


def variables(rest):
    """Of ENV A=1 B=2."""
    return dict(pair.split("=", 1) for pair in shlex.split(rest))


def image_variables():
    """Those of all ENV lines."""
    return {key: value for word, rest in instructions() if word == "ENV"
            for key, value in variables(rest).items()}


def health_check():
    """The argv of HEALTHCHECK ... CMD [...]."""
    rest, = (rest for word, rest in instructions() if word == "HEALTHCHECK")
    return json.loads(rest.partition(" CMD ")[2])
