"""The picture: how many times better than Debezium, a bar for each chosen figure and side."""
import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402

from .results import better, median  # noqa: E402
from .rig import DEBEZIUM, EMBEDDED, KAFKA  # noqa: E402

_STYLE = {"svg.hashsalt": "weir", "svg.fonttype": "none", "font.size": 9}
_COLOURS = {KAFKA: "#2b6cb0", EMBEDDED: "#38a169"}


def draw(lines, path):
    lines = [line for line in lines if DEBEZIUM in line.values][::-1]
    matplotlib.rcParams.update(_STYLE)
    figure, axes = pyplot.subplots(figsize=(8, 1.2 + 0.45 * len(lines)), layout="constrained")
    for shift, side in ((0.2, KAFKA), (-0.2, EMBEDDED)):
        bars = [(at, better(line.metric, line.values[side], line.values[DEBEZIUM]))
                for at, line in enumerate(lines) if side in line.values]
        drawn = axes.barh([at + shift for at, _ in bars], [ratio for _, ratio in bars], 0.38,
                          label=side, color=_COLOURS[side])
        axes.bar_label(drawn, fmt=lambda ratio: f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.1f}×",
                       padding=3)
    axes.set_yticks(range(len(lines)), [f"{line.what}: {line.metric}" for line in lines])
    axes.set_xscale("log")
    axes.axvline(1, color="#444", linewidth=1)
    axes.set_xlabel("times better than Debezium on Kafka Connect in the same run (log scale)")
    axes.margins(x=0.12)
    for edge in ("top", "right"):
        axes.spines[edge].set_visible(False)
    axes.legend(loc="lower right", frameon=False)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def draw_growth(curves, path):
    """A row of small pictures for each curve, one for each metric."""
    width = max(len(_metrics(curve)) for curve in curves)
    matplotlib.rcParams.update(_STYLE)
    figure, grid = pyplot.subplots(len(curves), width, figsize=(2.3 * width, 1.9 * len(curves)),
                                   layout="constrained", squeeze=False)
    for curve, row in zip(curves, grid):
        metrics = _metrics(curve)
        for axes, metric in zip(row, metrics):
            _draw_curve(axes, curve, metric)
        for axes in row[len(metrics):]:
            axes.set_visible(False)
        row[0].set_title(curve["title"], loc="left", fontweight="bold", fontsize=8)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _metrics(curve):
    return list(dict.fromkeys(metric for entry in curve["cases"] for metric in entry["values"]))


def _draw_curve(axes, curve, metric):
    for side in dict.fromkeys(entry["side"] for entry in curve["cases"]):
        points = [(float(entry["case"]), median(entry["values"][metric]))
                  for entry in curve["cases"] if entry["side"] == side and metric in entry["values"]]
        axes.plot(*zip(*points), marker="o", markersize=3, linewidth=1, label=side)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set_xlabel(curve["axis"], fontsize=7)
    axes.set_ylabel(metric, fontsize=7)
    axes.tick_params(labelsize=6)
    if len(axes.lines) > 1:
        axes.legend(fontsize=5, frameon=False)
    for edge in ("top", "right"):
        axes.spines[edge].set_visible(False)
