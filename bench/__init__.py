"""Measurements that anyone can run: `python -m bench --help`. Nothing here is used by the app."""
