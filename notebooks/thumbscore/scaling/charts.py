"""The plot of a study, and its figures as lines."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.ticker import FuncFormatter, NullLocator  # noqa: E402

from thumbscore.scaling.runs import megabytes  # noqa: E402

BLUE, ORANGE, GREY = "#2563a8", "#c8590b", "#6b7280"

Runs = list[dict[str, float]]


def medians(runs: Runs, part: str, value: Callable[[dict[str, float]], float]) -> dict[int, float]:
    """The median of a value for each number of a part, in order."""
    found: dict[int, list[float]] = {}
    for run in runs:
        if run["part"] == part:
            found.setdefault(int(run["number"]), []).append(value(run))
    return {number: statistics.median(found[number]) for number in sorted(found)}


def rate(run: dict[str, float]) -> float:
    """Rows per second without start-up."""
    return run["rows"] / run["scoring"]


def cost(run: dict[str, float]) -> float:
    """Milliseconds per row without start-up."""
    return 1000 * run["scoring"] / run["rows"]


def memory(run: dict[str, float]) -> float:
    """The largest resident memory in MiB."""
    return run["peak_mib"]


def draw(record: dict[str, object], file: Path) -> None:
    """Draws all parts that were measured to a PNG file."""
    about, runs = record["about"], record["runs"]
    figure, axes = plt.subplots(2, 2, figsize=(11, 8), layout="constrained")
    draw_rates(axes[0][0], runs)
    draw_line(axes[0][1], runs, "rows", cost, "milliseconds per row", "Cost of a row")
    draw_memory(axes[1][0], runs, str(about["heap"]))
    draw_line(axes[1][1], runs, "directories", rate, "rows per second", directories_title(about))
    trial = " (--quick: the figures mean nothing)" if about.get("quick") else ""
    figure.suptitle("Scaling of the whole job, parquet to parquet" + trial, fontsize=13, fontweight="bold")
    figure.supxlabel(caption(about, runs), fontsize=8, color=GREY)
    figure.savefig(file, dpi=144)
    plt.close(figure)


def directories_title(about: dict[str, object]) -> str:
    """The title of the part about directories."""
    return f"{about['plan']['directory_rows']:,} rows in directories"


def caption(about: dict[str, object], runs: Runs) -> str:
    """The machine, the model and how quiet the machine was."""
    elsewhere = [run["elsewhere"] for run in runs if run["elsewhere"] is not None and run["part"] != "executors"]
    quiet = f"; other processes used up to {max(elsewhere):.1f} cores" if elsewhere else ""
    return (
        f"{about['model']} on {about['cores']} cores of {about['processor']}, {about['date']}, heap {about['heap']}\n"
        f"start-up excluded; points are runs, lines their medians{quiet}"
    )


def draw_rates(ax: Axes, runs: Runs) -> None:
    """Bars of the rates by cores and by executors, and what each would be if it grew with them."""
    labels, place = [], 0
    parts = (("cores", "core", "cores", BLUE), ("executors", "executor", "executors", ORANGE))
    for part, one, many, colour in parts:
        found = medians(runs, part, rate)
        for number, value in found.items():
            least = min(found)
            ax.bar(place, value, 0.6, color=colour)
            if number != least:
                ideal = found[least] * number / least
                ax.plot([place - 0.3, place + 0.3], [ideal, ideal], color=GREY, linestyle="--", linewidth=1)
            factor = f"\n{value / found[least]:.2f}x" if number != least else ""
            ax.annotate(
                f"{value:,.0f}{factor}",
                (place, value),
                (0, -4),
                textcoords="offset points",
                ha="center",
                va="top",
                color="white",
                fontweight="bold",
            )
            labels.append(f"{number} {one if number == 1 else many}")
            place += 1
    finish(ax, "Rate by cores and by executors", "", "rows per second")
    ax.set_xticks(range(len(labels)), labels)
    if labels:
        ax.plot([], [], color=GREY, linestyle="--", linewidth=1, label="in proportion")
        ax.legend(loc="upper left", frameon=False, fontsize=8)
        ax.set_ylim(0, ax.get_ylim()[1] * 1.15)
    else:
        not_measured(ax)


def draw_line(
    ax: Axes, runs: Runs, part: str, value: Callable[[dict[str, float]], float], unit: str, title: str
) -> None:
    """Runs and their medians over a logarithmic axis."""
    found = medians(runs, part, value)
    finish(ax, title, part, unit)
    if not found:
        not_measured(ax)
        return
    of_part = [run for run in runs if run["part"] == part]
    ax.plot([run["number"] for run in of_part], [value(run) for run in of_part], ".", color=BLUE, alpha=0.35)
    ax.plot(list(found), list(found.values()), "-", color=BLUE)
    for number in (min(found), max(found)):
        ax.annotate(
            f"{found[number]:,.1f}" if found[number] < 100 else f"{found[number]:,.0f}",
            (number, found[number]),
            (0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    ax.set_xscale("log")
    ax.set_xticks(list(found))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda number, _: short(number)))
    ax.margins(x=0.08)
    ax.set_ylim(0, max(value(run) for run in of_part) * 1.2)


def draw_memory(ax: Axes, runs: Runs, heap: str) -> None:
    """Peak memory by rows, with the heap that the process may have."""
    draw_line(ax, runs, "rows", memory, "MiB", "Peak resident memory of the process")
    found = medians(runs, "rows", memory)
    if found:
        most = megabytes(heap)
        ax.axhline(most, color=GREY, linestyle="--", linewidth=1)
        ax.annotate(f"heap {heap}", (min(found), most), (0, -11), textcoords="offset points", color=GREY, fontsize=8)
        ax.set_ylim(0, max(ax.get_ylim()[1], most * 1.1))


def short(number: float) -> str:
    """A number for an axis: 500, 3k, 1M."""
    for unit, name in ((1_000_000, "M"), (1000, "k")):
        if number >= unit:
            return f"{number / unit:g}{name}"
    return f"{number:g}"


def finish(ax: Axes, title: str, x: str, y: str) -> None:
    """Titles, and no more lines than are needed."""
    ax.set(xlabel=x, ylabel=y)
    ax.set_title(title, loc="left", fontsize=11)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", alpha=0.25)
    ax.set_axisbelow(True)


def not_measured(ax: Axes) -> None:
    """Says that a part is missing."""
    ax.text(0.5, 0.5, "not measured", transform=ax.transAxes, ha="center", color=GREY)
    ax.set_xticks([])
    ax.set_yticks([])


def lines(record: dict[str, object]) -> list[str]:
    """The medians of each part as lines of a table."""
    runs: Runs = record["runs"]
    table = []
    for part in ("cores", "executors", "directories"):
        for number, value in medians(runs, part, rate).items():
            table.append(f"{part:<12}{number:>10,}{value:>12,.1f} rows/s")
    peaks = medians(runs, "rows", memory)
    for number, value in medians(runs, "rows", cost).items():
        table.append(f"{'rows':<12}{number:>10,}{value:>12,.2f} ms per row, at most {peaks[number]:,.0f} MiB")
    return table
