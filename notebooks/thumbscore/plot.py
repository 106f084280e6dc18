"""Plots of scores. Each takes a DataFrame and returns matplotlib's axes; Spark does the counting."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes

BINS = 50
LINE, LINES = 28, 3


def distribution(scores: DataFrame, column: str = "similarity", ax: Axes | None = None) -> Axes:
    """A histogram of the similarities, with the threshold where the scores have one."""
    ax = ax or plt.subplots()[1]
    low, high, threshold = scores.agg(
        f.min(column), f.max(column), f.max("threshold") if "threshold" in scores.columns else f.lit(None)
    ).first()
    if low is None:
        raise ValueError(f"No row has a {column}")
    width = (high - low) / BINS or 1.0
    bins = f.least(f.floor((f.col(column) - low) / width), f.lit(BINS - 1))
    counts = scores.where(f.col(column).isNotNull()).groupBy(bins.alias("bin")).count().collect()
    ax.bar([low + (row["bin"] + 0.5) * width for row in counts], [row["count"] for row in counts], width)
    if threshold is not None:
        ax.axvline(threshold, color="black", linestyle="--", label=f"threshold {threshold:.3f}")
        ax.legend()
    ax.set(xlabel=column, ylabel="articles")
    return ax


def by(scores: DataFrame, column: str, value: str = "similarity", ax: Axes | None = None) -> Axes:
    """Quartiles of the similarities for each value of a column, such as the source."""
    ax = ax or plt.subplots()[1]
    quartiles = f.percentile_approx(value, [0.25, 0.5, 0.75])
    rows = scores.where(f.col(value).isNotNull()).groupBy(column).agg(quartiles.alias("q")).collect()
    rows.sort(key=lambda row: row["q"][1])
    for place, row in enumerate(rows):
        low, middle, high = row["q"]
        ax.plot([low, high], [place, place], color="C0", linewidth=6, alpha=0.4, solid_capstyle="butt")
        ax.plot(middle, place, "o", color="C0")
    ax.set_yticks(range(len(rows)), [str(row[column]) for row in rows])
    ax.set(xlabel=f"{value}: median and quartiles")
    return ax


def over_time(scores: DataFrame, column: str = "date", value: str = "similarity", ax: Axes | None = None) -> Axes:
    """The mean similarity of each week."""
    ax = ax or plt.subplots()[1]
    week = f.date_trunc("week", f.col(column).cast("timestamp"))
    rows = scores.where(f.col(value).isNotNull()).groupBy(week.alias("week")).agg(f.avg(value).alias("mean"))
    points = rows.where("week is not null").orderBy("week").collect()
    ax.plot([row["week"] for row in points], [row["mean"] for row in points], marker=".")
    ax.tick_params(axis="x", rotation=30)
    ax.set(ylabel=f"mean {value}")
    return ax


def gallery(
    scores: DataFrame, *, image: str = "thumbnail", title: str = "title", by: str = "similarity", rows: int = 6
) -> np.ndarray:
    """The most representative thumbnails above the least representative ones, with their titles."""
    from PIL import Image

    known = scores.where(f.col(by).isNotNull()).select(image, title, by)
    shown = [known.orderBy(f.desc(by)).limit(rows).collect(), known.orderBy(f.asc(by)).limit(rows).collect()]
    axes = plt.subplots(2, rows, figsize=(2.4 * rows, 5.6), squeeze=False)[1]
    for line, found in zip(axes, shown, strict=True):
        for ax in line:
            ax.axis("off")
        for ax, row in zip(line, found, strict=False):
            ax.imshow(Image.open(io.BytesIO(row[image])).convert("RGB"))
            lines = textwrap.wrap(row[title] or "", LINE, max_lines=LINES, placeholder=" …")
            ax.set_title("\n".join([f"{row[by]:.2f}", *lines]), fontsize=8)
    return axes
