"""A small drawing surface: shapes in fractions of the picture, drawn at twice the size and shrunk for smooth edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two; share 0 is the first."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


def shade(colour: Colour, factor: float) -> Colour:
    """The colour made darker (below 1) or lighter (above 1)."""
    return tuple(max(0, min(255, round(part * factor))) for part in colour)


class Canvas:
    """x runs from 0 to 1 over the width, y from 0 at the top to 1; radii are fractions of the height."""

    OVERSAMPLING = 2

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self.width, self.height = width * self.OVERSAMPLING, height * self.OVERSAMPLING
        self.picture = Image.new("RGB", (self.width, self.height))
        self.pen = ImageDraw.Draw(self.picture)

    def _pixel(self, point: Point) -> Point:
        return point[0] * self.width, point[1] * self.height

    def gradient(self, top: Colour, bottom: Colour, start: float = 0.0, end: float = 1.0) -> None:
        """Fills the rows from start to end with a vertical gradient."""
        first, last = round(start * self.height), round(end * self.height)
        for y in range(first, last):
            share = (y - first) / max(1, last - first - 1)
            self.pen.line([(0, y), (self.width, y)], fill=mix(top, bottom, share))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fills an upright rectangle."""
        self.pen.rectangle([self._pixel((left, top)), self._pixel((right, bottom))], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fills a circle."""
        self.oval(x, y, radius * self.height / self.width, radius, colour)

    def oval(self, x: float, y: float, half_width: float, half_height: float, colour: Colour) -> None:
        """Fills an ellipse."""
        self.pen.ellipse(
            [self._pixel((x - half_width, y - half_height)), self._pixel((x + half_width, y + half_height))],
            fill=colour,
        )

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Fills a polygon."""
        self.pen.polygon([self._pixel(point) for point in points], fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, thickness: float = 0.01) -> None:
        """Draws a line through points; its thickness is a fraction of the height."""
        width = max(1, round(thickness * self.height))
        self.pen.line([self._pixel(point) for point in points], fill=colour, width=width, joint="curve")

    def finish(self, random: np.random.RandomState, grain: float) -> Image.Image:
        """The picture at its own size, with a little grain as a camera leaves."""
        small = self.picture.resize(self.size, Image.Resampling.BOX)
        noise = grain * random.standard_normal((self.size[1], self.size[0], 1))
        return Image.fromarray(np.clip(np.asarray(small, np.float64) + noise, 0, 255).round().astype(np.uint8))
