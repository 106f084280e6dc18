"""Compares two scored outputs row by row: python compare_scores.py EXPECTED FOUND."""

import math
import sys

import pyarrow.dataset as ds

TOLERANCE = 1e-6


def rows(path: str) -> dict:
    """The rows of an output by id; ends the program where an id comes twice."""
    table = ds.dataset(path, format="parquet", partitioning="hive").to_table(
        columns=["id", "similarity", "status", "text_tokens"]
    )
    listed = table.to_pylist()
    by_id = {row["id"]: row for row in listed}
    if len(by_id) != len(listed):
        sys.exit(f"{path}: {len(listed)} rows but {len(by_id)} ids")
    return by_id


def main() -> None:
    """Ends with an error unless both hold the same."""
    expected, found = rows(sys.argv[1]), rows(sys.argv[2])
    if not expected or expected.keys() != found.keys():
        sys.exit(f"ids differ: {len(expected)} expected, {len(found)} found")
    worst = 0.0
    for key, row in expected.items():
        other = found[key]
        if (row["status"], row["text_tokens"]) != (other["status"], other["text_tokens"]):
            sys.exit(f"row {key}: expected {row}, found {other}")
        if row["status"] == "OK":
            worst = max(worst, math.fabs(row["similarity"] - other["similarity"]))
    if worst > TOLERANCE:
        sys.exit(f"similarities differ by up to {worst:.3g}; expected at most {TOLERANCE}")
    print(f"{len(found)} rows are the same in both outputs; largest difference {worst:.3g}")


if __name__ == "__main__":
    main()
