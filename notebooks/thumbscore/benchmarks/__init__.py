"""Runs Thumbscore and what one would write instead of it on the same articles.

`pipeline` is the model in Python, which `mapinpandas` runs in PySpark and `daft_engine` in Daft; `task` is what they
are asked to do, and `startline` where their clock starts. `engines` makes the command of each engine and `process`
runs it; `agreement` compares what they have written, `machine` describes where that was, and `table` prints the rates.
"""
