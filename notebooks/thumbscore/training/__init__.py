"""Trains the two towers of a CLIP on images and texts: `clip`, `clipadapt` and `cft-clip`.

`thumbscore.training.command` is the command line; `Trainer` is the loop behind it.
"""
