"""A pen for a figure that stands somewhere, in some size, and leans to one side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from canvas import Canvas, Colour, Point

CIRCLE = np.linspace(0, 2 * np.pi, 36, endpoint=False)


class Figure:
    """Draws in units of half a head: (0, 0) is the middle of the head, y grows downwards.

    The figure is turned about the point (0, 1.2), the neck, by an angle in radians.
    """

    def __init__(self, canvas: Canvas, x: float, y: float, unit: float, angle: float = 0.0, flip: bool = False) -> None:
        self.pen = canvas.pen
        self.x, self.y = x * canvas.width, y * canvas.height
        self.unit = unit * canvas.height
        self.sine, self.cosine = np.sin(angle), np.cos(angle)
        self.side = -1 if flip else 1

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        placed = np.asarray(points, np.float64)
        x, y = placed[:, 0] * self.side, placed[:, 1] - 1.2
        turned = np.stack([x * self.cosine - y * self.sine, x * self.sine + y * self.cosine + 1.2], axis=1)
        return [tuple(point) for point in (turned * self.unit + (self.x, self.y)).tolist()]

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Fills a polygon."""
        self.pen.polygon(self._pixels(points), fill=colour)

    def oval(self, x: float, y: float, half_width: float, half_height: float, colour: Colour) -> None:
        """Fills an ellipse."""
        self.shape(np.stack([x + half_width * np.cos(CIRCLE), y + half_height * np.sin(CIRCLE)], axis=1), colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fills a circle."""
        self.oval(x, y, radius, radius, colour)

    def line(self, points: Sequence[Point], colour: Colour, thickness: float) -> None:
        """Draws a line through points."""
        width = max(1, round(thickness * self.unit))
        self.pen.line(self._pixels(points), fill=colour, width=width, joint="curve")

    def ring(self, x: float, y: float, half_width: float, half_height: float, colour: Colour, thickness: float) -> None:
        """Draws the outline of an ellipse."""
        circle = np.append(CIRCLE, [0.0, CIRCLE[1]])
        self.line(
            np.stack([x + half_width * np.cos(circle), y + half_height * np.sin(circle)], axis=1), colour, thickness
        )
