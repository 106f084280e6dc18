"""Where the news happens: places drawn out of focus behind people, or sharp on their own."""

from __future__ import annotations

import numpy as np

from canvas import Canvas, Colour, shade
from scenes import COLOURS, SCENES, Scene, daylight

Random = np.random.RandomState


def draw_courtroom(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Wooden panels and a bench."""
    wood = shade((150, 98, 58), random.uniform(0.8, 1.2))
    canvas.gradient(wood, shade(wood, 0.75))
    for x in np.arange(random.uniform(-0.1, 0.05), 1, 0.2):
        canvas.box(x, 0.08, x + 0.15, 0.56, shade(wood, 0.85))
    canvas.disc(0.5, 0.25, 0.13, (214, 178, 84))
    canvas.box(0, 0.62, 1, 1, shade(wood, 0.6))


def draw_parliament(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Columns, rows of seats and two flags."""
    canvas.gradient((226, 214, 190), (190, 172, 140))
    for x in np.arange(random.uniform(0, 0.1), 1, 0.24):
        canvas.box(x, 0, x + 0.07, 0.6, (244, 238, 222))
    for row in range(3):
        canvas.oval(0.5, 0.95 + 0.12 * row, 0.9, 0.35, shade(colour, 0.8 - 0.15 * row))
    for x in (0.08, 0.86):
        canvas.box(x, 0.1, x + 0.012, 0.7, (120, 90, 50))
        canvas.box(x + 0.012, 0.12, x + 0.12, 0.3, colour)


def draw_press_wall(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A wall with signs of sponsors."""
    pale = shade((232, 236, 242), random.uniform(0.85, 1.05))
    canvas.gradient(pale, shade(pale, 0.9))
    for row, y in enumerate(np.arange(0.06, 1, 0.2)):
        for x in np.arange(0.02 + 0.1 * (row % 2), 1, 0.24):
            canvas.box(x, y, x + 0.11, y + 0.07, shade(colour, 0.9))
            canvas.disc(x + 0.16, y + 0.035, 0.035, shade(colour, 0.7))


def draw_stage(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Curtains and spotlights."""
    canvas.gradient((24, 18, 30), (52, 34, 44))
    for x in np.arange(0, 1, 0.08):
        if not 0.3 < x < 0.64:
            canvas.box(x, 0, x + 0.078, 0.82, shade(colour, random.uniform(0.55, 0.85)))
    for x in (random.uniform(0.2, 0.4), random.uniform(0.6, 0.8)):
        canvas.shape([(x - 0.01, 0), (x + 0.01, 0), (x + 0.16, 0.85), (x - 0.16, 0.85)], (120, 104, 84))
    canvas.box(0, 0.82, 1, 1, (116, 76, 48))


def draw_stadium(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Full stands over a pitch."""
    canvas.gradient((70, 76, 96), (56, 60, 74), 0, 0.62)
    for y in np.arange(0.1, 0.6, 0.07):
        for x in np.arange(random.uniform(0, 0.04), 1, 0.05):
            tone = colour if random.rand() < 0.5 else (214, 206, 200)
            canvas.disc(x, y, 0.02, shade(tone, random.uniform(0.6, 1.0)))
    canvas.box(0, 0.6, 1, 0.68, (236, 236, 232))
    canvas.gradient((70, 150, 66), (46, 116, 48), 0.68, 1)


def draw_street(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Fronts of houses on a street."""
    daylight(canvas, random, 0.5)
    x = random.uniform(-0.15, 0.0)
    while x < 1:
        width, top = random.uniform(0.14, 0.26), random.uniform(0.1, 0.35)
        canvas.box(x, top, x + width, 0.82, shade((196, 166, 140), random.uniform(0.65, 1.15)))
        for y in np.arange(top + 0.06, 0.6, 0.15):
            for step in (0.2, 0.6):
                canvas.box(x + step * width, y, x + (step + 0.2) * width, y + 0.08, (90, 110, 130))
        canvas.box(x, 0.66, x + width, 0.71, shade(colour, random.uniform(0.7, 1.1)))
        x += width
    canvas.gradient((120, 118, 116), (88, 88, 92), 0.82, 1)


def draw_office(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A bookcase, a window and a desk."""
    canvas.gradient((222, 216, 206), (196, 188, 176))
    left = random.choice([0.04, 0.56])
    for row in range(4):
        canvas.box(left, 0.06 + 0.17 * row, left + 0.4, 0.2 + 0.17 * row, (92, 64, 44))
        for x in np.arange(left + 0.01, left + 0.37, 0.04):
            tone = COLOURS[sorted(COLOURS)[random.randint(len(COLOURS))]]
            canvas.box(x, 0.09 + 0.17 * row, x + 0.032, 0.2 + 0.17 * row, shade(tone, 0.8))
    canvas.box(0.6 - left, 0.1, 0.96 - left, 0.55, (176, 214, 238))
    canvas.box(0, 0.82, 1, 1, shade(colour, 0.55))


def draw_laboratory(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Shelves of flasks on a white wall."""
    canvas.gradient((226, 240, 242), (190, 210, 216))
    for y in (0.3, 0.58):
        canvas.box(0, y, 1, y + 0.025, (140, 156, 164))
        for x in np.arange(random.uniform(0.02, 0.08), 1, 0.13):
            tone = colour if random.rand() < 0.6 else (120, 200, 190)
            canvas.shape([(x - 0.04, y), (x - 0.01, y - 0.14), (x + 0.01, y - 0.14), (x + 0.04, y)], tone)
    canvas.box(0, 0.85, 1, 1, (96, 112, 122))


def draw_factory(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Pipes, lamps and machines."""
    canvas.gradient((120, 128, 136), (84, 90, 96))
    for y in (0.1, 0.2):
        canvas.box(0, y, 1, y + 0.045, (164, 120, 70))
    for x in np.arange(random.uniform(0, 0.1), 1, 0.3):
        canvas.box(x, 0.4, x + 0.22, 0.85, shade(colour, random.uniform(0.6, 0.9)))
        canvas.disc(x + 0.11, 0.55, 0.07, (230, 230, 220))
        canvas.oval(x + 0.11, 0.3, 0.06, 0.04, (255, 240, 180))
    canvas.box(0, 0.85, 1, 1, (60, 62, 66))


def draw_gallery(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Framed pictures on a wall."""
    canvas.gradient(shade(colour, 0.75), shade(colour, 0.6), 0, 0.85)
    for x in (0.04, 0.36, 0.7):
        top, tone = random.uniform(0.1, 0.25), COLOURS[sorted(COLOURS)[random.randint(len(COLOURS))]]
        canvas.box(x, top, x + 0.24, top + 0.38, (212, 172, 84))
        canvas.box(x + 0.025, top + 0.04, x + 0.215, top + 0.34, tone)
        canvas.disc(x + 0.12, top + 0.2, 0.08, shade(tone, 0.55))
    canvas.box(0, 0.85, 1, 1, (140, 104, 72))


def draw_map(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A map with a coast, roads and a pin."""
    canvas.gradient((150, 200, 226), (140, 190, 220))
    coast = [(x, random.uniform(0.15, 0.45)) for x in np.linspace(0, 1, 8)]
    canvas.shape([*coast, (1, 1), (0, 1)], (226, 224, 196))
    for _ in range(5):
        points = [(x, random.uniform(0.5, 1)) for x in np.linspace(0, 1, 4)]
        canvas.line(points, (250, 250, 244), 0.02)
    x, y = random.uniform(0.25, 0.75), random.uniform(0.5, 0.75)
    canvas.shape([(x - 0.06, y - 0.14), (x + 0.06, y - 0.14), (x, y)], colour)
    canvas.disc(x, y - 0.16, 0.085, colour)
    canvas.disc(x, y - 0.16, 0.035, (250, 250, 250))


def draw_crowd(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A crowd seen from behind, with signs."""
    draw_street(canvas, random, colour)
    for _ in range(random.randint(1, 4)):
        x, y = random.uniform(0.1, 0.8), random.uniform(0.2, 0.4)
        canvas.box(x + 0.065, y, x + 0.08, 0.8, (120, 90, 60))
        canvas.box(x, y - 0.08, x + 0.15, y + 0.08, colour if random.rand() < 0.6 else (246, 244, 236))
    tones = sorted(COLOURS)
    for row in range(3):
        for x in np.arange(random.uniform(-0.05, 0.02), 1.05, 0.13):
            y = 0.64 + 0.13 * row + random.uniform(-0.02, 0.02)
            cloth = COLOURS[tones[random.randint(len(tones))]]
            canvas.oval(x, y + 0.19, 0.07, 0.13, shade(cloth, 0.6 + 0.1 * row))
            canvas.disc(x, y, 0.065, shade(((60, 44, 36), (34, 30, 34), (196, 160, 96))[random.randint(3)], 0.9))


BACKDROPS: dict[str, Scene] = {
    "courtroom": draw_courtroom,
    "parliament": draw_parliament,
    "press wall": draw_press_wall,
    "stage": draw_stage,
    "stadium": draw_stadium,
    "street": draw_street,
    "office": draw_office,
    "laboratory": draw_laboratory,
    "factory": draw_factory,
    "gallery": draw_gallery,
    "map": draw_map,
    "crowd": draw_crowd,
    **{
        name: SCENES[name] for name in ("flood", "fire", "skyline", "bridge", "train", "mountain", "rocket", "turbines")
    },
}
BEHIND_PEOPLE = tuple(name for name in BACKDROPS if name not in ("map", "crowd"))


def draw_backdrop(canvas: Canvas, random: Random, scene: str) -> None:
    """Draws a place with a random colour."""
    names = sorted(COLOURS)
    BACKDROPS[scene](canvas, random, COLOURS[names[random.randint(len(names))]])
