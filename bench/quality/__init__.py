"""Measures pictures: how much of the painting arrived, how much of the photograph stayed.

>>> from bench.quality import measure
>>> measure(pastiche, photograph, painting).closure_judge

`python -m bench quality` paints photographs × paintings and measures every picture.
"""

from bench.quality.scores import METRICS, Metric, Scores, measure

__all__ = ["METRICS", "Metric", "Scores", "measure"]
