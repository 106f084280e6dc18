"""Exports checkpoints of Hugging Face transformers to Thumbscore model bundles.

`command` is the command line, `families` knows the architectures, `graphs` writes ONNX files, `precision` makes their
fp16 and int8 variants, `parity` compares what was written with torch, and `bundle` puts the directory together.
"""
