"""Clothes: the shoulders of a person, down to the edge of the picture."""

from __future__ import annotations

from canvas import Colour, Point, shade
from thumbscore.news.figure import Figure
from thumbscore.news.looks import CLOTH_COLOURS, Look

SHOULDERS = [(-0.42, 1.25), (-1.2, 1.5), (-1.62, 1.85), (-1.85, 2.8), (-2.0, 7.0)]
WHITE = (246, 246, 244)


def mirrored(left: list[Point]) -> list[Point]:
    """A closed outline from its left half."""
    return [*left, *((-x, y) for x, y in reversed(left))]


def draw_clothes(figure: Figure, look: Look, skin: Colour) -> None:
    """Shoulders and neck in what the person always wears."""
    colour, accent = CLOTH_COLOURS[look.cloth_colour], CLOTH_COLOURS[look.accent]
    figure.shape(mirrored(SHOULDERS), colour)
    figure.line([(-1.2, 2.5), (-1.3, 7)], shade(colour, 0.75), 0.07)
    figure.line([(1.2, 2.5), (1.3, 7)], shade(colour, 0.75), 0.07)
    if look.clothes == "striped":
        for row in range(7):
            figure.line([(-1.75 - 0.02 * row, 2.0 + 0.55 * row), (1.75 + 0.02 * row, 2.0 + 0.55 * row)], accent, 0.22)
    if look.clothes == "hooded":
        figure.shape(mirrored([(-0.55, 0.75), (-1.1, 1.1), (-1.15, 1.65), (-0.4, 2.1)]), shade(colour, 0.8))
    figure.shape(mirrored([(-0.36, 0.6), (-0.4, 1.4), (-0.2, 1.66)]), shade(skin, 0.82))
    TRIMS[look.clothes](figure, colour, accent, skin)


def trim_suit(figure: Figure, colour: Colour, accent: Colour, skin: Colour) -> None:
    """A shirt, a tie and lapels."""
    figure.shape([(-0.48, 1.22), (0, 1.6), (0.48, 1.22), (0.55, 1.5), (0, 3.9), (-0.55, 1.5)], WHITE)
    figure.shape([(-0.13, 1.58), (0.13, 1.58), (0.2, 2.9), (0, 3.2), (-0.2, 2.9)], accent)
    for side in (-1, 1):
        lapel = [(0.46, 1.2), (0.92, 1.75), (0.72, 1.95), (0.82, 2.1), (0.0, 4.0), (0.28, 2.2)]
        figure.shape([(side * x, y) for x, y in lapel], shade(colour, 0.74))


def trim_pullover(figure: Figure, colour: Colour, accent: Colour, skin: Colour) -> None:
    """A round collar."""
    figure.line([(-0.46, 1.24), (-0.3, 1.58), (0, 1.72), (0.3, 1.58), (0.46, 1.24)], shade(colour, 0.7), 0.16)


def trim_shirt(figure: Figure, colour: Colour, accent: Colour, skin: Colour) -> None:
    """A collar and buttons."""
    for side in (-1, 1):
        figure.shape(
            [(side * x, y) for x, y in [(0.42, 1.1), (0.78, 1.45), (0.36, 1.95), (0.0, 1.6)]], shade(colour, 1.12)
        )
    figure.line([(0, 1.66), (0, 6)], shade(colour, 0.75), 0.06)
    for row in range(4):
        figure.disc(0, 2.1 + 0.5 * row, 0.07, accent)


def trim_hood(figure: Figure, colour: Colour, accent: Colour, skin: Colour) -> None:
    """Two cords."""
    for side in (-1, 1):
        figure.line([(side * 0.35, 1.6), (side * 0.42, 2.6)], accent, 0.1)


def trim_dress(figure: Figure, colour: Colour, accent: Colour, skin: Colour) -> None:
    """An open neck and a necklace."""
    figure.shape([(-0.75, 1.32), (0, 2.45), (0.75, 1.32), (0.34, 1.1), (-0.34, 1.1)], skin)
    for step in range(-4, 5):
        figure.disc(0.13 * step, 1.86 - 0.028 * step * step, 0.09, accent)


TRIMS = {
    "suit": trim_suit,
    "pullover": trim_pullover,
    "striped": trim_pullover,
    "shirt": trim_shirt,
    "hooded": trim_hood,
    "dress": trim_dress,
}
