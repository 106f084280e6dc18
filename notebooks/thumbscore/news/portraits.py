"""Draws a person: the look decides what is drawn, the pose how it lies in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from canvas import Canvas, Colour, Point, mix, shade
from thumbscore.news.clothes import draw_clothes
from thumbscore.news.figure import Figure
from thumbscore.news.hair import HATS, draw_hair, draw_hair_behind
from thumbscore.news.looks import CLOTH_COLOURS, HAIR_COLOURS, SKINS, Look

FACE_SIZES = {"oval": (0.76, 1.0), "round": (0.87, 0.94), "long": (0.69, 1.1), "square": (0.8, 0.98)}
JAWS = {"oval": 0.86, "round": 0.94, "long": 0.84, "square": 0.6}
INK = (40, 30, 32)


@dataclass(frozen=True)
class Pose:
    """Where the head is, in fractions of the picture, how large half of it is, and where the person looks."""

    x: float
    y: float
    unit: float
    tilt: float
    turn: float
    smile: float
    flip: bool


def choose_pose(random: np.random.RandomState, x: float, unit: float) -> Pose:
    """A pose near the column x, for a head of about this size."""
    unit *= random.uniform(0.82, 1.15)
    return Pose(
        x=x + random.uniform(-0.05, 0.05),
        y=random.uniform(0.4, 0.5) if unit > 0.2 else random.uniform(0.38, 0.55),
        unit=unit,
        tilt=random.normal(0, 0.07),
        turn=random.uniform(-1, 1),
        smile=random.uniform(-0.02, 0.24),
        flip=bool(random.rand() < 0.5),
    )


def outline(width: float, height: float, jaw: float) -> list[Point]:
    """The outline of a head; the smaller the exponent, the squarer its jaw."""
    points = []
    for angle in np.linspace(0, 2 * np.pi, 44, endpoint=False):
        x, y = np.cos(angle), np.sin(angle)
        points.append((width * np.sign(x) * abs(x) ** (jaw if y > 0 else 0.92), height * y))
    return points


def draw_person(canvas: Canvas, look: Look, pose: Pose) -> None:
    """Draws head and shoulders."""
    width, height = FACE_SIZES[look.face]
    skin, hair = SKINS[look.skin], HAIR_COLOURS[look.hair_colour]
    body = Figure(canvas, pose.x, pose.y, pose.unit, 0.25 * pose.tilt, pose.flip)
    head = Figure(canvas, pose.x, pose.y, pose.unit, pose.tilt, pose.flip)
    draw_hair_behind(head, look.hair, look.hat, width, height, hair)
    draw_clothes(body, look, skin)
    draw_head(head, width, height, JAWS[look.face], skin)
    draw_beard(head, look, pose, width, height)
    draw_features(head, look, pose, height)
    draw_hair(head, look.hair, look.hat, width, height, hair)
    draw_glasses(head, look.glasses, 0.14 * pose.turn)
    if look.hat != "none":
        colour = CLOTH_COLOURS[look.accent]
        HATS[look.hat](head, width, height, colour)
    elif look.sex == "woman":
        for side in (-1, 1):
            head.disc(side * 1.02 * width, 0.36, 0.07, CLOTH_COLOURS[look.accent])


def draw_head(figure: Figure, width: float, height: float, jaw: float, skin: Colour) -> None:
    """Ears and face, darker at the edge of the jaw."""
    for side in (-1, 1):
        figure.oval(side * width, 0.05, 0.13, 0.2, shade(skin, 0.88))
    figure.shape(outline(width, height, jaw), shade(skin, 0.9))
    figure.shape([(0.95 * x, 0.97 * y - 0.03) for x, y in outline(width, height, jaw)], skin)


def draw_features(figure: Figure, look: Look, pose: Pose, height: float) -> None:
    """Eyes, brows, nose and mouth; they move to the side that the person looks to."""
    skin = SKINS[look.skin]
    shift = 0.14 * pose.turn
    brow = shade(HAIR_COLOURS[look.hair_colour], 0.7) if look.hair_colour != "white" else (150, 146, 140)
    for side in (-1, 1):
        x = 0.31 * side + shift
        figure.oval(x, -0.06, 0.14, 0.1, (250, 250, 248))
        figure.disc(x + 0.04 * pose.turn, -0.05, 0.085, INK)
        figure.disc(x + 0.04 * pose.turn + 0.03, -0.085, 0.025, (250, 250, 250))
        if look.sex == "woman":
            figure.line([(x - 0.17, -0.12), (x, -0.18), (x + 0.17, -0.12)], INK, 0.06)
        figure.line([(x - 0.17, -0.26), (x + 0.02 * side, -0.32), (x + 0.17, -0.27)], brow, 0.08)
        figure.oval(1.45 * (x - shift) + shift, 0.3, 0.13, 0.08, mix(skin, (220, 90, 80), 0.2))
    nose = shift * 1.5
    figure.shape([(nose - 0.03, 0.0), (nose - 0.11, 0.3), (nose + 0.11, 0.3), (nose + 0.03, 0.0)], shade(skin, 0.86))
    lips = (186, 52, 66) if look.sex == "woman" else shade(mix(skin, (150, 50, 50), 0.55), 0.8)
    mouth = [
        (x, 0.55 * height + pose.smile * (1 - (x / 0.26) ** 2) - 0.3 * pose.smile) for x in np.linspace(-0.26, 0.26, 9)
    ]
    figure.line([(x + shift, y) for x, y in mouth], lips, 0.12 if look.sex == "woman" else 0.09)


def draw_beard(figure: Figure, look: Look, pose: Pose, width: float, height: float) -> None:
    """A full beard, a moustache or a goatee; the mouth is drawn over it."""
    colour, shift = HAIR_COLOURS[look.hair_colour], 0.12 * pose.turn
    if look.beard == "full":
        lower = [(0.98 * x, 1.1 * y) for x, y in outline(width, height, JAWS[look.face]) if y > 0.12]
        upper = [(-0.72, 0.3), (-0.4, 0.42), (-0.25, 0.36), (0.25, 0.36), (0.4, 0.42), (0.72, 0.3)]
        figure.shape([*lower, *((x * width, y) for x, y in upper)], colour)
        figure.oval(shift, 0.56 * height, 0.32, 0.13, shade(SKINS[look.skin], 0.92))
    elif look.beard == "moustache":
        wings = [
            (-0.42, 0.5),
            (-0.2, 0.34),
            (0.0, 0.38),
            (0.2, 0.34),
            (0.42, 0.5),
            (0.2, 0.47),
            (0.0, 0.46),
            (-0.2, 0.47),
        ]
        figure.shape([(x + shift, y) for x, y in wings], colour)
    elif look.beard == "goatee":
        figure.shape(
            [
                (shift - 0.3, 0.68),
                (shift, 0.62),
                (shift + 0.3, 0.68),
                (shift + 0.2, 1.08 * height),
                (shift - 0.2, 1.08 * height),
            ],
            colour,
        )
        figure.oval(shift, 0.37, 0.3, 0.06, colour)


def draw_glasses(figure: Figure, glasses: str, shift: float) -> None:
    """Round, square or dark glasses."""
    if glasses == "none":
        return
    frame = INK
    figure.line([(shift - 0.1, -0.08), (shift + 0.1, -0.08)], frame, 0.07)
    for side in (-1, 1):
        x = 0.31 * side + shift
        figure.line([(x + 0.25 * side, -0.1), (0.8 * side, -0.12)], frame, 0.06)
        if glasses == "round":
            figure.ring(x, -0.05, 0.25, 0.25, (140, 90, 20), 0.085)
        elif glasses == "square":
            corners = [(x - 0.26, -0.24), (x + 0.26, -0.24), (x + 0.26, 0.13), (x - 0.26, 0.13)]
            figure.line([*corners, corners[0], corners[1]], frame, 0.1)
        else:
            figure.oval(x, -0.04, 0.27, 0.22, (24, 24, 30))
            figure.line([(x - 0.13, -0.1), (x - 0.02, -0.16)], (130, 130, 145), 0.05)
