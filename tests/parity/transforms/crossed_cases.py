"""Every transform with records that were meant for others: what is odd to it, by chance but always the same."""
import json
import random

from notation import Family

CONFIGS_MAX = 25  # of a class
RECORDS = 4       # for each


def pick(rng, things, n):
    return things if len(things) <= n else rng.sample(things, n)


def is_told(record):
    """Not of Java's dates without a schema, of which it cannot be said whether they are a date or a time."""
    bare = [json.dumps(record[name]["value"]) for name in ("key", "value") if record[name]["schema"] is None]
    return not any(kind in text for text in bare for kind in ('"date"', '"time"'))


def crossed_with(families):
    def crossed():
        rng = random.Random(1582)
        lines = [line for family in families for line in family().lines]
        pool = [json.loads(text) for text in sorted({json.dumps(line["record"], sort_keys=True) for line in lines})]
        # A record with an offset is a sink's; what a transform is opened for is said by its first record.
        pool = [record for record in pool if "offset" not in record and is_told(record)]
        configs = {}
        for line in lines:
            configs.setdefault(line["class"], {})[json.dumps(line["config"], sort_keys=True)] = line["config"]
        made = Family()
        for name, known in sorted(configs.items()):
            for config in pick(rng, [known[text] for text in sorted(known)], CONFIGS_MAX):
                for number, record in enumerate(rng.sample(pool, RECORDS)):
                    made.add(name, config, record, f"crossed {number}")
        return made
    return crossed
