"""Python code that the scripts of this directory share."""
