"""Chance that can be repeated: one stream of numbers per seed and purpose, so that no part disturbs another."""

from collections.abc import Mapping
from random import Random


def chance(seed: int, *purpose: object) -> Random:
    """The stream for a purpose; the same arguments give the same stream on every machine."""
    return Random(":".join(str(part) for part in (seed, *purpose)))  # noqa: S311 – made-up data, nothing secret


def dealt(random: Random, shares: Mapping[str, float], count: int) -> list[str]:
    """``count`` words in these shares, in random order: a small year must not turn a trend by chance."""
    words: list[str] = []
    reached = 0.0
    for word, share in shares.items():
        reached += share
        words.extend([word] * (round(reached * count) - len(words)))
    random.shuffle(words)
    return words
