"""Writes the results down: tables between the markers of two README files, and a picture."""
import re

from support import paths

from . import picture, summary
from .results import better, median

_FULL = paths.ROOT / "tests" / "bench" / "README.md"
_SHORT = paths.ROOT / "README.md"
_PICTURE = paths.ROOT / "tests" / "bench" / "bench.svg"
_CURVES = paths.ROOT / "tests" / "bench" / "growth.svg"


def write(data, order):
    scenarios = [data["scenarios"][name] for name in order if name in data["scenarios"]]
    if not scenarios:
        return
    _put(_FULL, "bench", [_provenance(scenarios), *map(_scenario, scenarios)])
    lines = summary.lines(data["scenarios"])
    _put(_SHORT, "bench", [_provenance(scenarios), _summary(lines)])
    picture.draw(lines, _PICTURE)


def write_growth(data, order):
    curves = [data["scenarios"][name] for name in order if name in data["scenarios"]]
    if curves:
        _put(_FULL, "growth", [_provenance(curves), *map(_curve, curves)])
        picture.draw_growth(curves, _CURVES)


def _put(path, mark, paragraphs):
    """Between the markers, which stay."""
    old, text = path.read_text(encoding="utf-8"), "\n\n".join(paragraphs)
    new, count = re.subn(rf"(<!-- {mark}: begin[^>]*-->\n).*(<!-- {mark}: end -->)",
                         lambda marks: f"{marks[1]}{text}\n{marks[2]}", old, flags=re.S)
    assert count == 1, f"{path} has no marks"
    path.write_text(new, encoding="utf-8")


def _provenance(scenarios):
    last = max(scenarios, key=lambda scenario: scenario["date"])
    dates = sorted({scenario["date"][:10] for scenario in scenarios})
    others = [scenario["others"] for scenario in scenarios]
    runs = sorted({scenario["runs"] for scenario in scenarios})
    small = min(scenario.get("size", 1) for scenario in scenarios)
    size = "" if small == 1 else (
        f" Of the usual amounts of rows as little as {small:.0%} was measured in some (below each "
        "table of tests/bench/README.md): a JVM is not warm yet then, and costs more than it would.")
    versions = ", ".join(f"{name} {version}" for name, version in last["versions"].items())
    return (f"Measured {' to '.join(sorted({dates[0], dates[-1]}))} on {last['machine']}; {versions}. "
            f"Each figure is {_of(runs)}.{size} Other programs took {min(others):.0%} to "
            f"{max(others):.0%} of the machine meanwhile: compare the figures with each other, not "
            "with another machine's.")


def _of(runs):
    if runs == [1]:
        return "one run's"
    return f"the median of {' or '.join(map(str, runs))}"


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.0005 else "0"


def times(ratio):
    return "" if ratio is None else f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.2g}×"


def _table(head, rows):
    return "\n".join("| " + " | ".join(cells) + " |"
                     for cells in [head, ["---"] * len(head), *rows])


def _metrics(scenario):
    """In the order they came."""
    return list(dict.fromkeys(metric for entry in scenario["cases"] for metric in entry["values"]))


def _curve(curve):
    metrics = _metrics(curve)
    rows = [[f"{float(entry['case']):,.0f}", entry["side"],
             *(_cell(entry["values"], metric, {}) for metric in metrics)]
            for entry in sorted(curve["cases"], key=_order(curve))]
    return (f"### {curve['title']}\n\n{curve['note']}\n\n"
            + _table([curve["axis"], "by", *metrics], rows))


def _scenario(scenario):
    metrics = _metrics(scenario)
    rows, case, base = [], None, {}
    for entry in sorted(scenario["cases"], key=_order(scenario)):
        if entry["case"] != case:
            case, base = entry["case"], entry["values"]
            shown = case
        rows.append([shown, entry["side"], *(_cell(entry["values"], metric, base)
                                             for metric in metrics)])
        shown = ""
    return (f"### {scenario['title']}\n\n{scenario['note']}\n\n"
            + _table(["work", "by", *metrics], rows)
            + f"\n\n{_when(scenario)}")


def _when(scenario):
    part = "" if scenario.get("size", 1) == 1 else (
        f", {scenario['size']:.0%} of the usual amount of rows")
    return (f"{scenario['date']}, Weir {scenario['versions']['Weir']}{part}; others took "
            f"{scenario['others']:.0%} of the machine.")


def _order(scenario):
    """The cases as they came first, so that the lines of one stand together."""
    cases = [entry["case"] for entry in scenario["cases"]]
    return lambda entry: cases.index(entry["case"])


def _cell(values, metric, base):
    if metric not in values:
        return ""
    value = median(values[metric])
    if values is base or metric not in base:
        return number(value)
    return f"{number(value)} ({times(better(metric, value, median(base[metric])))})"


def _summary(lines):
    sides = summary.SIDES
    rows = []
    for line in lines:
        base = line.values.get(sides[0])
        cells = []
        for side in sides:
            value = line.values.get(side)
            cells.append("" if value is None else number(value) if base is None or side == sides[0]
                         else f"{number(value)} (**{times(better(line.metric, value, base))}**)")
        rows.append([f"{line.what}: {line.metric}", *cells])
    return _table(["", *sides], rows)
