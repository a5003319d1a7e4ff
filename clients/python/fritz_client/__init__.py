"""A client of Fritz's API."""

from .client import Fritz, FritzError

__all__ = ["Fritz", "FritzError"]
