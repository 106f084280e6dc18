"""Hair and hats: what lies behind the head, what lies on it, and what covers it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from canvas import Colour, Point, mix, shade
from thumbscore.news.figure import Figure

HairDrawing = Callable[[Figure, float, float, Colour], None]


def dome(width: float, height: float, lift: float, start: float = 0.0) -> list[Point]:
    """The arc over the head from the right temple to the left one."""
    angles = np.linspace(start, np.pi - start, 24)
    return [
        (1.07 * width * np.cos(angle), -1.04 * height * (1 + lift * np.sin(angle)) * np.sin(angle)) for angle in angles
    ]


def crown(figure: Figure, width: float, height: float, colour: Colour, lift: float, line: list[Point]) -> None:
    """Hair between the dome and a hairline, whose points run from the left temple to the right one."""
    figure.shape([*dome(width, height, lift), *((x * width, y * height) for x, y in line)], colour)


STRAIGHT_LINE = [(-1.05, 0.1), (-0.86, -0.3), (-0.7, -0.55), (0.0, -0.66), (0.7, -0.55), (0.86, -0.3), (1.05, 0.1)]
SIDE_LINE = [(-1.05, 0.1), (-0.88, -0.3), (-0.62, -0.72), (0.0, -0.6), (0.55, -0.4), (0.88, -0.2), (1.05, 0.1)]
MIDDLE_LINE = [(-1.06, 0.35), (-0.9, -0.05), (-0.6, -0.38), (0.0, -0.82), (0.6, -0.38), (0.9, -0.05), (1.06, 0.35)]
FRINGE_LINE = [(-1.06, 0.3), (-0.84, -0.22), (-0.4, -0.3), (0.0, -0.27), (0.4, -0.3), (0.84, -0.22), (1.06, 0.3)]


def bald(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A ring of hair above the ears."""
    for side in (-1, 1):
        figure.oval(side * 0.97 * width, -0.12 * height, 0.13, 0.3, colour)


def cropped(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Very short hair."""
    crown(figure, width, height, colour, 0.02, STRAIGHT_LINE)


def parted(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Short hair, combed to one side."""
    crown(figure, width, height, colour, 0.14, SIDE_LINE)
    figure.line([(-0.55 * width, -0.74 * height), (-0.3 * width, -1.1 * height)], shade(colour, 0.7), 0.05)


def quiff(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Short sides under hair that stands up."""
    crown(figure, width, height, shade(colour, 0.75), 0.02, STRAIGHT_LINE)
    top = [
        (-0.8, -0.6),
        (-0.95, -1.2),
        (-0.5, -1.6),
        (0.25, -1.72),
        (0.9, -1.4),
        (0.98, -0.9),
        (0.7, -0.62),
        (0, -0.72),
    ]
    figure.shape([(x * width, y * height) for x, y in top], colour)


def curly(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Curls around the upper half of the head."""
    for number, angle in enumerate(np.linspace(-0.15, np.pi + 0.15, 11)):
        x, y = 1.0 * width * np.cos(angle), -0.98 * height * np.sin(angle)
        figure.disc(x, y, 0.27, shade(colour, 1.0 if number % 2 else 0.86))
    for x in (-0.5, -0.17, 0.17, 0.5):
        figure.disc(x * width, -0.8 * height, 0.24, shade(colour, 0.95))


def spiky(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Hair in spikes."""
    crown(figure, width, height, colour, 0.05, STRAIGHT_LINE)
    for angle in np.linspace(0.35, np.pi - 0.35, 7):
        base = [(1.0 * width * np.cos(angle + step), -1.0 * height * np.sin(angle + step)) for step in (-0.22, 0.22)]
        figure.shape([base[0], (1.45 * width * np.cos(angle), -1.42 * height * np.sin(angle)), base[1]], colour)


def middle(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Hair parted in the middle."""
    crown(figure, width, height, colour, 0.1, MIDDLE_LINE)


def fringe(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Hair that falls over the forehead."""
    crown(figure, width, height, colour, 0.1, FRINGE_LINE)


def behind_long(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Hair that falls over the shoulders."""
    left = [(-0.9, -0.7), (-1.18, 0.0), (-1.28, 1.2), (-1.2, 2.3), (-0.5, 2.4)]
    figure.shape(
        [(x * width, y * height) for x, y in [*left, *((-x, y) for x, y in reversed(left))]], shade(colour, 0.85)
    )


def behind_bob(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Hair down to the chin."""
    left = [(-0.9, -0.75), (-1.2, -0.1), (-1.36, 0.85), (-1.0, 1.0)]
    figure.shape(
        [(x * width, y * height) for x, y in [*left, *((-x, y) for x, y in reversed(left))]], shade(colour, 0.85)
    )


def behind_bun(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A knot on top of the head."""
    figure.disc(0, -1.38 * height, 0.42, shade(colour, 0.85))
    figure.oval(0, -1.1 * height, 0.34, 0.08, shade(colour, 0.6))


def behind_afro(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A large round head of hair."""
    figure.disc(0, -0.3, 1.42, shade(colour, 0.9))
    for angle in np.linspace(-0.5, np.pi + 0.5, 13):
        figure.disc(1.3 * np.cos(angle), -0.3 - 1.3 * np.sin(angle), 0.26, colour)


def behind_braids(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """Two plaits."""
    for side in (-1, 1):
        for knot in range(6):
            tone = shade(colour, 0.8 if knot % 2 else 1.0)
            figure.oval(side * (1.05 * width + 0.05 * knot), 0.25 + 0.36 * knot, 0.2, 0.24, tone)


def behind_ponytail(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A tail that hangs to one side."""
    tail = [(0.5, -1.0), (1.2, -1.25), (1.75, -0.7), (1.8, 0.4), (1.5, 1.3), (1.35, 0.4), (1.2, -0.4), (0.7, -0.6)]
    figure.shape([(x * width, y * height) for x, y in tail], shade(colour, 0.88))


BEHIND: dict[str, HairDrawing] = {
    "long": behind_long,
    "bob": behind_bob,
    "bun": behind_bun,
    "afro": behind_afro,
    "braids": behind_braids,
    "ponytail": behind_ponytail,
}
FRONT: dict[str, HairDrawing] = {
    "bald": bald,
    "cropped": cropped,
    "parted": parted,
    "quiff": quiff,
    "curly": curly,
    "spiky": spiky,
    "long": middle,
    "bob": fringe,
    "bun": cropped,
    "afro": cropped,
    "braids": middle,
    "ponytail": parted,
}
FLAT = {"quiff": cropped, "spiky": cropped, "curly": fringe, "parted": cropped}


def draw_hair_behind(figure: Figure, hair: str, hat: str, width: float, height: float, colour: Colour) -> None:
    """What the head and the shoulders cover."""
    if hair in BEHIND and not (hair == "bun" and hat != "none") and hat != "headscarf":
        BEHIND[hair](figure, width, height, colour)


def draw_hair(figure: Figure, hair: str, hat: str, width: float, height: float, colour: Colour) -> None:
    """What lies on the head; a hat flattens it."""
    if hat != "headscarf":
        drawing = FLAT.get(hair, FRONT[hair]) if hat != "none" else FRONT[hair]
        drawing(figure, width, height, colour)


def draw_cap(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A cap with a peak to one side."""
    figure.shape([*dome(1.04 * width, height, 0.16, 0.3), (-0.9 * width, -0.42 * height)], colour)
    peak = [(-1.0, -0.42), (0.0, -0.5), (1.0, -0.42), (1.72, -0.24), (1.6, -0.16), (0.9, -0.3), (-1.0, -0.33)]
    figure.shape([(x * width, y * height) for x, y in peak], shade(colour, 0.72))
    figure.disc(0, -1.2 * height, 0.09, shade(colour, 0.72))


def draw_beanie(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A woollen hat with a bobble."""
    figure.shape(dome(1.06 * width, height, 0.24, 0.32), colour)
    band = [(-1.1, -0.34), (-1.08, -0.66), (0.0, -0.76), (1.08, -0.66), (1.1, -0.34), (0.0, -0.44)]
    figure.shape([(x * width, y * height) for x, y in band], shade(colour, 0.74))
    figure.disc(0, -1.36 * height, 0.22, mix(colour, (255, 255, 255), 0.6))


def draw_brimmed_hat(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A felt hat with a brim and a band."""
    top = [(-0.92, -0.5), (-0.82, -1.35), (-0.45, -1.55), (0.0, -1.42), (0.45, -1.55), (0.82, -1.35), (0.92, -0.5)]
    figure.shape([(x * width, y * height) for x, y in top], colour)
    band = [(-0.93, -0.5), (-0.9, -0.76), (0.9, -0.76), (0.93, -0.5)]
    figure.shape([(x * width, y * height) for x, y in band], shade(colour, 0.5))
    figure.oval(0, -0.5 * height, 1.62 * width, 0.16, shade(colour, 0.85))


def draw_headscarf(figure: Figure, width: float, height: float, colour: Colour) -> None:
    """A scarf around head, neck and shoulders; the face stays open."""
    angles = np.linspace(-0.62 * np.pi, 1.62 * np.pi, 40)
    outer = [(1.2 * width * np.cos(a), 0.12 - 1.16 * height * np.sin(a)) for a in angles]
    inner = [(0.86 * width * np.cos(a), 0.1 - 0.78 * height * np.sin(a)) for a in reversed(angles)]
    figure.shape([*outer, *inner], colour)
    figure.shape(
        [(-1.02 * width, 0.55), (0, 1.08 * height), (1.02 * width, 0.55), (1.25, 1.9), (0, 2.25), (-1.25, 1.9)], colour
    )
    figure.line([(-0.75, 1.35), (0.1, 1.75), (0.95, 1.65)], shade(colour, 0.75), 0.07)


HATS: dict[str, HairDrawing] = {
    "cap": draw_cap,
    "beanie": draw_beanie,
    "hat": draw_brimmed_hat,
    "headscarf": draw_headscarf,
}
