"""Find the weights file of a network: named, cached, on the Hub, or embedded.

Never imports torch: what is found is a path, and `nst.vgg` loads it.
"""

from nst.weights.networks import WeightsFile
from nst.weights.search import Present, clear, fetch, resolve, status

__all__ = ["Present", "WeightsFile", "clear", "fetch", "resolve", "status"]
