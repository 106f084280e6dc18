"""Scores how well news thumbnails represent their articles, in Spark.

    import thumbscore
    spark = thumbscore.session()
    scores = thumbscore.score(articles, model="models/cft-clip", text="summary", image="thumbnail")
    thumbscore.plot.distribution(scores)

The subpackages hold what the scripts of this directory share, and need more packages than this one.
"""

from __future__ import annotations

import importlib

# what is named here is imported when it is first used, since the scripts of training and export do without Spark
_PLACES = {"session": "spark", "score": "spark", "search": "spark", "ThumbnailScorer": "scorer"}
__all__ = ["ThumbnailScorer", "plot", "score", "search", "session"]


def __getattr__(name: str) -> object:
    """Imports a function or a module of this package on first use."""
    if name == "plot":
        return importlib.import_module("thumbscore.plot")
    if name in _PLACES:
        return getattr(importlib.import_module(f"thumbscore.{_PLACES[name]}"), name)
    raise AttributeError(f"module 'thumbscore' has no attribute {name!r}")
