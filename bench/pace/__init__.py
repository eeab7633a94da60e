"""How fast, and against what: the parts of `python -m bench speed` and `profile`."""
