"""What was measured: kept as JSON, each value with all its runs."""
import json
import statistics

# The metrics whose larger value is the better one; of all others the smaller.
MORE_IS_BETTER = {"rows/s", "records/s", "MB/s"}


class Results:
    """The scenarios of one file. A scenario measured again replaces what the file had of it."""

    def __init__(self, path):
        self.path = path
        self.data = json.loads(path.read_text()) if path.exists() else {"scenarios": {}}

    def scenario(self, name, title, note):
        return Scenario(name, title, note, self)

    def put(self, name, content):
        self.data["scenarios"][name] = content
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.data, indent=1) + "\n")


class Scenario:
    def __init__(self, name, title, note, results):
        self._name, self._results = name, results
        self._content = {"title": title, "note": note, "cases": []}

    def note(self, **values):
        """Fills the {holes} of the note."""
        self._content["note"] = self._content["note"].format(**values)

    def add(self, case, side, values):
        """One run's values, metric -> number."""
        print(f"  {case}: {side}: " + ", ".join(f"{number:,.4g} {metric}"
                                                for metric, number in values.items()), flush=True)
        for entry in self._content["cases"]:
            if (entry["case"], entry["side"]) == (case, side):
                break
        else:
            entry = {"case": case, "side": side, "values": {}}
            self._content["cases"].append(entry)
        for metric, number in values.items():
            entry["values"].setdefault(metric, []).append(number)

    def save(self, about):
        self._results.put(self._name, {**self._content, **about})


def better(metric, value, base):
    """How many times better than the base."""
    good, bad = (value, base) if metric in MORE_IS_BETTER else (base, value)
    return good / bad if bad else None


def median(numbers):
    return statistics.median(numbers)
