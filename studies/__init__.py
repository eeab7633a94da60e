"""Painted studies after the originals: one module per artwork, drawn from our own coordinates.

The app never imports this package; it only shows the pictures that `python -m studies` rendered.
"""
