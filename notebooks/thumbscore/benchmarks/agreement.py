"""Whether two engines have computed the same: a similarity for each article, and equal ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

FP32, LOWER = 1e-5, 1e-3


class Disagreement(Exception):
    """Two engines have not computed the same; the message is one line."""


def tolerance_of(device: str) -> float:
    """How much similarities may differ, by the precision in a device such as `cpu (CPUExecutionProvider), fp32`."""
    return FP32 if "fp32" in device.split(", ")[1:2] else LOWER


def read_similarities(engine: str, out: Path, ids: Sequence[str]) -> dict[str, float]:
    """The similarity of each article that an engine has written; each of the ids has exactly one."""
    written = pq.read_table(out, columns=["id", "similarity"])
    if written.num_rows != len(ids):
        raise Disagreement(f"{engine} has written {written.num_rows} rows, expected {len(ids)}")
    similarities = dict(zip(written["id"].to_pylist(), written["similarity"].to_pylist(), strict=True))
    if missing := set(ids) - set(similarities):
        raise Disagreement(f"{engine} has written no row of {min(missing)}, and of {len(missing) - 1} others")
    if empty := [name for name, similarity in similarities.items() if similarity is None]:
        raise Disagreement(f"{engine} has no similarity for {min(empty)}, and for {len(empty) - 1} others")
    return similarities


def largest_difference(
    engine: str, found: dict[str, float], base: str, expected: dict[str, float], tolerance: float
) -> float:
    """By how much similarities of the same articles differ at most; more than the tolerance is an error."""
    worst = max(expected, key=lambda name: abs(found[name] - expected[name]))
    difference = abs(found[worst] - expected[worst])
    # a NaN is not within any tolerance
    if not difference <= tolerance:
        raise Disagreement(
            f"similarity of {worst}: {found[worst]:.6f} by {engine}, {expected[worst]:.6f} by {base},"
            f" which differ by more than {tolerance:g}"
        )
    return difference
