"""Named ships, clubs, buildings and animals: actors of the news that are not people, each with a look of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from canvas import Canvas, Colour, Point, mix, shade
from scenes import COLOURS, GRASS, daylight, hills, waves
from thumbscore.news.looks import CLOTH_COLOURS

Random = np.random.RandomState


@dataclass(frozen=True)
class Thing:
    """A named thing: its kind and form are what is drawn, in its two colours."""

    name: str
    kind: str
    form: str
    colour: str
    accent: str

    def as_row(self) -> dict[str, object]:
        """The thing as things.json lists it."""
        return asdict(self)


THINGS = (
    Thing("the Morning Heron", "ship", "cargo", "red", "white"),
    Thing("the Lady Almira", "ship", "ferry", "white", "blue"),
    Thing("the Star of Tarnside", "ship", "cargo", "green", "yellow"),
    Thing("the Grey Widgeon", "ship", "ferry", "navy", "orange"),
    Thing("the Silver Petrel", "ship", "trawler", "orange", "white"),
    Thing("the Old Fiddler", "ship", "trawler", "purple", "yellow"),
    Thing("Greyport Rovers", "club", "star", "red", "white"),
    Thing("Elmsford Athletic", "club", "stripes", "blue", "yellow"),
    Thing("Oakvale Wanderers", "club", "cross", "green", "white"),
    Thing("Millbrook City", "club", "chevron", "purple", "orange"),
    Thing("Ravenscar United", "club", "halves", "navy", "pink"),
    Thing("Fairhaven Harriers", "club", "ring", "yellow", "navy"),
    Thing("Lantern Tower", "building", "tower", "grey", "yellow"),
    Thing("Galleon Hall", "building", "dome", "white", "green"),
    Thing("Corbel House", "building", "gables", "red", "navy"),
    Thing("Pinnacle Court", "building", "columns", "yellow", "red"),
    Thing("Mirror Works", "building", "factory", "orange", "grey"),
    Thing("Needle Spire", "building", "spire", "pink", "purple"),
    Thing("Biscuit the dog", "animal", "dog", "orange", "red"),
    Thing("Admiral the cat", "animal", "cat", "grey", "blue"),
    Thing("Old Bramble the bear", "animal", "bear", "navy", "yellow"),
    Thing("Juniper the owl", "animal", "owl", "purple", "white"),
    Thing("Pepper the rabbit", "animal", "rabbit", "white", "pink"),
    Thing("Marigold the cow", "animal", "cow", "white", "navy"),
)
KINDS = tuple(dict.fromkeys(thing.kind for thing in THINGS))


def things_of(kind: str) -> list[Thing]:
    """All things of a kind."""
    return [thing for thing in THINGS if thing.kind == kind]


class Spot:
    """A square of the picture in which a thing is drawn; x and y run from -1 to 1, y downwards."""

    def __init__(self, canvas: Canvas, random: Random) -> None:
        self.canvas = canvas
        self.half = random.uniform(0.32, 0.42)
        self.x, self.y = random.uniform(0.44, 0.56), random.uniform(0.46, 0.56)
        self.side = -1 if random.rand() < 0.5 else 1

    def _place(self, point: Point) -> Point:
        across = self.half * self.canvas.height / self.canvas.width * self.side
        return self.x + across * point[0], self.y + self.half * point[1]

    def shape(self, points: list[Point], colour: Colour) -> None:
        """Fills a polygon."""
        self.canvas.shape([self._place(point) for point in points], colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fills a rectangle."""
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def oval(self, x: float, y: float, half_width: float, half_height: float, colour: Colour) -> None:
        """Fills an ellipse."""
        centre, across = self._place((x, y)), self.half * self.canvas.height / self.canvas.width
        self.canvas.oval(*centre, half_width * across, half_height * self.half, colour)


def draw_ship(spot: Spot, form: str, colour: Colour, accent: Colour) -> None:
    """A ship's side: containers, rows of cabins, or a mast."""
    if form == "cargo":
        for column in range(5):
            for row in range(1 + column % 3):
                tone = shade(accent, 0.8 + 0.1 * ((column + row) % 3))
                spot.box(-0.5 + 0.28 * column, -0.14 - 0.2 * row, -0.26 + 0.28 * column, 0.04 - 0.2 * row, tone)
        spot.box(-0.95, -0.6, -0.6, 0.05, (240, 240, 236))
    elif form == "ferry":
        for deck in range(3):
            spot.box(-0.9 + 0.12 * deck, -0.2 - 0.25 * deck, 0.75 - 0.2 * deck, 0.05 - 0.25 * deck, (232, 234, 238))
            for window in range(6):
                left = -0.7 + 0.12 * deck + 0.2 * window
                if left < 0.6 - 0.2 * deck:
                    spot.box(left, -0.14 - 0.25 * deck, left + 0.1, -0.04 - 0.25 * deck, (50, 70, 100))
        spot.box(-0.35, -1.0, -0.05, -0.68, accent)
    else:
        spot.box(-0.04, -1.0, 0.04, 0.05, (90, 66, 44))
        spot.shape([(0.0, -0.95), (0.0, -0.85), (0.85, 0.0), (0.85, -0.05)], (90, 66, 44))
        spot.box(-0.8, -0.45, -0.25, 0.05, accent)
        spot.box(-0.7, -0.35, -0.4, -0.15, (60, 80, 110))
    spot.shape([(-1.1, 0.05), (1.2, -0.05), (0.92, 0.55), (-0.92, 0.55)], colour)
    spot.shape([(-1.0, 0.32), (1.03, 0.3), (0.92, 0.55), (-0.92, 0.55)], shade(colour, 0.6))


SHIELD = [(-0.8, -0.85), (0.0, -1.0), (0.8, -0.85), (0.8, 0.1), (0.5, 0.65), (0.0, 1.0), (-0.5, 0.65), (-0.8, 0.1)]


def draw_club(spot: Spot, form: str, colour: Colour, accent: Colour) -> None:
    """A club's shield."""
    spot.shape([(1.12 * x, 1.1 * y) for x, y in SHIELD], (246, 246, 240))
    spot.shape(SHIELD, colour)
    if form == "star":
        turns = np.arange(10) * np.pi / 5 - np.pi / 2
        spot.shape(
            [((0.6, 0.26)[i % 2] * np.cos(t), (0.6, 0.26)[i % 2] * np.sin(t)) for i, t in enumerate(turns)], accent
        )
    elif form == "stripes":
        for left in (-0.6, -0.12, 0.36):
            spot.box(left, -0.84, left + 0.24, 0.5, accent)
    elif form == "cross":
        spot.box(-0.14, -0.9, 0.14, 0.9, accent)
        spot.box(-0.76, -0.32, 0.76, -0.04, accent)
    elif form == "chevron":
        for top in (-0.5, 0.05):
            spot.shape(
                [
                    (-0.75, top + 0.3),
                    (0, top - 0.2),
                    (0.75, top + 0.3),
                    (0.75, top + 0.5),
                    (0, top),
                    (-0.75, top + 0.5),
                ],
                accent,
            )
    elif form == "halves":
        spot.shape([(x, y) for x, y in SHIELD if x >= 0], accent)
    else:
        spot.oval(0, -0.1, 0.55, 0.55, accent)
        spot.oval(0, -0.1, 0.32, 0.32, colour)


def draw_building(spot: Spot, form: str, colour: Colour, accent: Colour) -> None:
    """A building's front."""
    left, top = {"tower": (-0.35, -0.8), "spire": (-0.3, -0.25), "dome": (-0.9, -0.1)}.get(form, (-0.95, -0.2))
    spot.box(left, top, -left, 1.0, colour)
    spot.box(-left - 0.12, top, -left, 1.0, shade(colour, 0.82))
    if form == "tower":
        spot.box(-0.5, -1.0, 0.5, -0.72, accent)
    elif form == "spire":
        spot.shape([(-0.38, -0.2), (0.0, -1.3), (0.38, -0.2)], accent)
        spot.box(-0.95, 0.4, -0.3, 1.0, shade(colour, 0.9))
        spot.box(0.3, 0.4, 0.95, 1.0, shade(colour, 0.75))
    elif form == "dome":
        spot.oval(0, -0.1, 0.55, 0.62, accent)
        spot.box(-0.9, -0.1, 0.9, 0.2, shade(colour, 0.9))
        spot.box(-0.04, -1.0, 0.04, -0.7, accent)
    elif form == "gables":
        for x in (-0.63, 0.0, 0.63):
            spot.shape([(x - 0.36, -0.15), (x, -0.75), (x + 0.36, -0.15)], accent)
    elif form == "columns":
        spot.shape([(-1.08, -0.15), (0.0, -0.75), (1.08, -0.15)], accent)
        for x in (-0.8, -0.4, 0.0, 0.4, 0.8):
            spot.box(x - 0.1, -0.1, x + 0.1, 0.95, (246, 240, 226))
        return
    else:
        for x in (-0.95, -0.3, 0.35):
            spot.shape([(x, -0.15), (x, -0.6), (x + 0.62, -0.15)], accent)
        spot.box(0.6, -1.0, 0.78, -0.2, shade(accent, 0.7))
    for x in np.arange(left + 0.12, -left - 0.2, 0.3):
        for y in np.arange(max(top, -0.6) + 0.3, 0.7, 0.32):
            spot.box(x, y, x + 0.14, y + 0.16, (66, 84, 108))
    spot.box(-0.1, 0.72, 0.1, 1.0, (70, 48, 36))


def draw_animal(spot: Spot, form: str, colour: Colour, accent: Colour) -> None:
    """An animal's head over a collar."""
    spot.oval(0, 1.1, 0.62, 0.5, shade(colour, 0.85))
    dark = shade(colour, 0.62)
    for side in (-1, 1):
        if form == "rabbit":
            spot.oval(0.3 * side, -0.75, 0.15, 0.5, colour)
            spot.oval(0.3 * side, -0.72, 0.07, 0.38, accent)
        elif form in ("cat", "owl"):
            spot.shape(
                [(0.62 * side, -0.1), (0.6 * side, -0.85), (0.1 * side, -0.45)], dark if form == "owl" else colour
            )
        elif form == "bear":
            spot.oval(0.5 * side, -0.48, 0.22, 0.22, dark)
        elif form == "cow":
            spot.shape([(0.4 * side, -0.5), (0.75 * side, -0.95), (0.6 * side, -0.35)], (222, 206, 170))
            spot.oval(0.78 * side, -0.2, 0.25, 0.13, dark)
    spot.oval(0, 0.1, 0.68, 0.66, colour)
    if form == "dog":
        for side in (-1, 1):
            spot.oval(0.64 * side, 0.05, 0.18, 0.46, dark)
    if form == "cow":
        spot.oval(-0.32, -0.15, 0.28, 0.34, accent)
    for side in (-1, 1):
        size = 0.22 if form == "owl" else 0.12
        spot.oval(0.28 * side, -0.05, size, size, (250, 250, 240))
        spot.oval(0.28 * side, -0.04, 0.08, 0.08, (24, 22, 28))
    if form == "owl":
        spot.shape([(-0.1, 0.12), (0.1, 0.12), (0.0, 0.36)], (238, 168, 40))
    else:
        spot.oval(0, 0.38, 0.34, 0.26, mix(colour, (255, 255, 255), 0.55) if form != "cow" else (240, 170, 170))
        spot.oval(0, 0.27, 0.1, 0.07, (40, 28, 32))
    spot.box(-0.5, 0.74, 0.5, 0.88, accent)


DRAWINGS: dict[str, Callable[[Spot, str, Colour, Colour], None]] = {
    "ship": draw_ship,
    "club": draw_club,
    "building": draw_building,
    "animal": draw_animal,
}


def draw_thing(canvas: Canvas, random: Random, thing: Thing) -> None:
    """Draws a thing on the ground that suits its kind: water, a flag, a street or a meadow."""
    if thing.kind == "ship":
        daylight(canvas, random, 0.58)
        waves(canvas, random, 0.58)
    elif thing.kind == "club":
        names = sorted(COLOURS)
        cloth = shade(COLOURS[names[random.randint(len(names))]], random.uniform(0.5, 0.9))
        canvas.gradient(shade(cloth, 1.2), shade(cloth, 0.7))
        for x in np.arange(random.uniform(-0.1, 0.1), 1, 0.22):
            canvas.box(x, 0, x + 0.07, 1, shade(cloth, 0.85))
    else:
        daylight(canvas, random, 0.75)
        hills(canvas, random, 0.76, (100, 150, 90))
        canvas.gradient(*(GRASS if thing.kind == "animal" else ((150, 148, 146), (112, 112, 116))), 0.75, 1)
    spot = Spot(canvas, random)
    DRAWINGS[thing.kind](spot, thing.form, CLOTH_COLOURS[thing.colour], CLOTH_COLOURS[thing.accent])
    if thing.kind == "ship":
        canvas.gradient(
            (40, 100, 140), (15, 55, 95), spot.y + 0.5 * spot.half, min(1.0, spot.y + 0.5 * spot.half + 0.05)
        )
