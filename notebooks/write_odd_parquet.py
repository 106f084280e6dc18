"""Writes the parquet files of the tests of input as other tools leave it.

    pip install datasets==5.2.0 pandas pyarrow pillow
    python notebooks/write_odd_parquet.py job/src/test/resources/org/thumbscore/lake/source

hugging-face.parquet is written by Hugging Face `datasets` itself, the others by pandas and pyarrow.
"""

import datetime
import decimal
import io
import pathlib
import sys
import uuid

import datasets
import numpy
import pandas
import pyarrow
import pyarrow.parquet
from PIL import Image


def png(colour):
    """A small image of one colour, as PNG."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


def hugging_face(folder):
    """Bytes, a path, both, no image and no bytes."""
    images = [
        {"bytes": png("red"), "path": None},
        {"bytes": None, "path": "images/blue.png"},
        {"bytes": png("green"), "path": "green.png"},
        None,
        {"bytes": b"", "path": "images/blue.png"},
    ]
    data = datasets.Dataset.from_dict(
        {
            "id": list(range(len(images))),
            "meta": [{"summary": f"Words of article {i}", "lang": "en"} for i in range(len(images))],
            "image": images,
        },
        features=datasets.Features(
            {
                "id": datasets.Value("int64"),
                "meta": {"summary": datasets.Value("string"), "lang": datasets.Value("string")},
                "image": datasets.Image(decode=False),
            }
        ),
    )
    # Not `to_parquet`, which would copy the bytes of the paths into the file.
    writer = datasets.arrow_writer.ParquetWriter(path=str(folder / "hugging-face.parquet"), features=data.features)
    writer.write_table(data.data.table)
    writer.finalize()


def unread_types(folder):
    """Types that Spark does not read beside columns that it does."""
    table = pyarrow.table(
        {
            "id": pyarrow.array([1, 2], pyarrow.int64()),
            "text": ["one", "two"],
            "image": pyarrow.array([b"x", b"y"], pyarrow.binary()),
            "published": pandas.to_datetime(["2021-01-01", "2021-01-02"]).astype("datetime64[ns]"),
            "at": pyarrow.array([datetime.time(10), None], pyarrow.time64("us")),
            "key": pyarrow.array([uuid.uuid5(uuid.NAMESPACE_URL, n).bytes for n in "ab"], pyarrow.uuid()),
            "half": pyarrow.array(numpy.array([1, 2], numpy.float16), pyarrow.float16()),
            "meta": [
                {"words": "one", "at": datetime.time(10)},
                {"words": "two", "at": datetime.time(11)},
            ],
        }
    )
    pyarrow.parquet.write_table(table, folder / "unread-types.parquet", version="2.6")


def read_types(folder):
    """Types that Spark reads, to hold our names of them against Spark's."""
    table = pyarrow.table(
        {
            "flag": [True],
            "tiny": pyarrow.array([1], pyarrow.int8()),
            "small": pyarrow.array([1], pyarrow.int16()),
            "whole": pyarrow.array([1], pyarrow.int32()),
            "long": pyarrow.array([1], pyarrow.int64()),
            "utiny": pyarrow.array([1], pyarrow.uint8()),
            "usmall": pyarrow.array([1], pyarrow.uint16()),
            "uwhole": pyarrow.array([1], pyarrow.uint32()),
            "ulong": pyarrow.array([1], pyarrow.uint64()),
            "single": pyarrow.array([1], pyarrow.float32()),
            "double": pyarrow.array([1], pyarrow.float64()),
            "words with blanks; and {signs}": ["a"],
            "large words": pyarrow.array(["a"], pyarrow.large_string()),
            "bytes": pyarrow.array([b"a"], pyarrow.binary()),
            "fixed": pyarrow.array([b"abcd"], pyarrow.binary(4)),
            "day": pyarrow.array([datetime.date(2021, 1, 1)], pyarrow.date32()),
            "local": pyarrow.array([datetime.datetime(2021, 1, 1)], pyarrow.timestamp("us")),
            "instant": pyarrow.array([datetime.datetime(2021, 1, 1)], pyarrow.timestamp("ms", "UTC")),
            "money": pyarrow.array([decimal.Decimal("1.50")], pyarrow.decimal128(10, 2)),
            "much": pyarrow.array([decimal.Decimal("1.50")], pyarrow.decimal128(38, 2)),
            "nothing": pyarrow.nulls(1),
            "category": pandas.Categorical(["a"]),
            "authors": [["a", "b"]],
            "deep": [[[1]]],
            "parts": [[{"a": 1, "b": "x"}]],
            "struct": [{"a": 1, "b": {"c": "x"}}],
            "map": pyarrow.array([[("a", 1)]], pyarrow.map_(pyarrow.string(), pyarrow.int32())),
        }
    )
    pyarrow.parquet.write_table(table, folder / "read-types.parquet", version="2.6")


def merged(folder):
    """The same columns as different files have them."""
    folder = folder / "merged"
    folder.mkdir(exist_ok=True)
    first = pyarrow.table(
        {
            "id": pyarrow.array([1, 2], pyarrow.int32()),
            "text": ["one", "two"],
            "image": pyarrow.array([b"x", b"y"], pyarrow.binary()),
            "rank": pyarrow.array([0.5, 0.25], pyarrow.float32()),
            "section": pyarrow.nulls(2),
            "clash": ["a", "b"],
        }
    )
    second = pyarrow.table(
        {
            "id": pyarrow.array([1 << 40], pyarrow.int64()),
            "text": ["three"],
            "image": pyarrow.array([b"z"], pyarrow.binary()),
            "rank": pyarrow.array([0.1], pyarrow.float64()),
            "section": ["news"],
            "late": ["yes"],
            "clash": pyarrow.array([1], pyarrow.int64()),
        }
    )
    pyarrow.parquet.write_table(first, folder / "a.parquet")
    pyarrow.parquet.write_table(second, folder / "b.parquet")


def main():
    """Writes the files."""
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    hugging_face(folder)
    unread_types(folder)
    read_types(folder)
    merged(folder)


if __name__ == "__main__":
    main()
