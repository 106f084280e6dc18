"""The random numbers of a row, which depend on the seed and the text alone: Java's SplittableRandom."""

from __future__ import annotations

import hashlib

WORD = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def seed_of(seed: int, text: str) -> int:
    """The 64-bit seed of a text, signed as Java's long: the first 8 bytes of a SHA-256."""
    digest = hashlib.sha256(f"{seed}\n{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class Stream:
    """``new java.util.SplittableRandom(seed)``, of which only ``nextDouble()`` is needed."""

    def __init__(self, seed: int) -> None:
        self._state = seed & WORD

    def next_double(self) -> float:
        """A multiple of 2**-53 in [0, 1)."""
        self._state = (self._state + GAMMA) & WORD
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & WORD
        return ((mixed ^ (mixed >> 31)) >> 11) * 2.0**-53
