"""Training of the project's own small network: pictures, augmentation, network, training, export.

The gallery never imports this package; it only reads the file that `python -m training` writes.
"""
