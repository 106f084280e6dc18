"""Scenes that the project draws itself: what its sample articles show.

Each function draws one kind of scene on a canvas. Colours and positions vary with the random stream; what the scene is,
and the colour it is given, do not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from canvas import Canvas, Colour, mix, shade

Random = np.random.RandomState
Scene = Callable[[Canvas, Random, Colour], None]

COLOURS: dict[str, Colour] = {
    "red": (200, 32, 36),
    "blue": (36, 84, 190),
    "yellow": (240, 196, 40),
    "green": (40, 140, 70),
    "white": (238, 238, 232),
    "orange": (236, 124, 30),
    "purple": (120, 60, 150),
}
DAY = [((90, 160, 225), (215, 232, 245)), ((120, 175, 220), (235, 235, 225)), ((150, 165, 180), (215, 218, 220))]
DUSK = [((60, 50, 110), (245, 140, 80)), ((40, 45, 95), (230, 110, 100))]
NIGHT = ((8, 10, 32), (30, 36, 72))
GRASS = ((110, 165, 70), (60, 115, 45))
SEA = ((40, 110, 150), (15, 55, 95))
STONE = (110, 110, 118)
SNOW = (245, 247, 250)
BLACK = (28, 28, 32)


def daylight(canvas: Canvas, random: Random, horizon: float) -> None:
    """A day's sky, with a sun or clouds."""
    top, bottom = DAY[random.randint(len(DAY))]
    canvas.gradient(top, bottom, 0, horizon)
    if random.rand() < 0.4:
        canvas.disc(random.uniform(0.1, 0.9), random.uniform(0.1, 0.25), 0.07, (255, 240, 170))
    for _ in range(random.randint(1, 5)):
        x, y = random.uniform(0, 1), random.uniform(0.05, 0.6 * horizon)
        for _ in range(5):
            canvas.oval(x + random.uniform(-0.07, 0.07), y + random.uniform(-0.02, 0.02), 0.05, 0.03, (248, 248, 250))


def stars(canvas: Canvas, random: Random, horizon: float) -> None:
    """A night sky down to the horizon."""
    canvas.gradient(*NIGHT, 0, horizon)
    for _ in range(90):
        bright = random.randint(130, 255)
        canvas.disc(random.rand(), random.uniform(0, horizon), random.uniform(0.002, 0.006), (bright, bright, 235))


def hills(canvas: Canvas, random: Random, base: float, colour: Colour) -> None:
    """A row of rounded hills standing on the line at base."""
    for x in np.arange(-0.1, 1.2, 0.22):
        height = random.uniform(0.04, 0.14)
        canvas.oval(x + random.uniform(-0.05, 0.05), base, 0.2, height, shade(colour, random.uniform(0.85, 1.1)))


def waves(canvas: Canvas, random: Random, horizon: float) -> None:
    """Open water from the horizon down."""
    canvas.gradient(*SEA, horizon, 1)
    for _ in range(70):
        y = random.uniform(horizon + 0.02, 1)
        x, length = random.rand(), random.uniform(0.02, 0.05) * (0.5 + y)
        canvas.line([(x, y), (x + length / 2, y - 0.008), (x + length, y)], (120, 175, 200), 0.004)


def draw_car(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A car on a road."""
    daylight(canvas, random, 0.6)
    hills(canvas, random, 0.6, (90, 140, 80))
    canvas.gradient(*GRASS, 0.6, 0.72)
    canvas.gradient((92, 92, 96), (64, 64, 68), 0.72, 1)
    for x in np.arange(random.uniform(0, 0.1), 1, 0.2):
        canvas.box(x, 0.92, x + 0.1, 0.935, (235, 235, 225))
    x = random.uniform(0.12, 0.4)
    roof = [(x + 0.1, 0.66), (x + 0.16, 0.53), (x + 0.33, 0.53), (x + 0.41, 0.66)]
    canvas.shape(roof, shade(colour, 0.9))
    canvas.shape([(x + 0.13, 0.655), (x + 0.175, 0.555), (x + 0.235, 0.555), (x + 0.235, 0.655)], (185, 215, 230))
    canvas.shape([(x + 0.25, 0.655), (x + 0.25, 0.555), (x + 0.32, 0.555), (x + 0.38, 0.655)], (185, 215, 230))
    body = [(x, 0.8), (x, 0.68), (x + 0.09, 0.655), (x + 0.42, 0.655), (x + 0.5, 0.7), (x + 0.51, 0.8)]
    canvas.shape(body, colour)
    canvas.box(x + 0.485, 0.71, x + 0.505, 0.74, (255, 245, 190))
    for wheel in (x + 0.11, x + 0.4):
        canvas.disc(wheel, 0.8, 0.075, BLACK)
        canvas.disc(wheel, 0.8, 0.035, (170, 170, 175))


def draw_ship(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A cargo ship at sea."""
    daylight(canvas, random, 0.55)
    waves(canvas, random, 0.55)
    x = random.uniform(0.1, 0.3)
    canvas.shape([(x, 0.58), (x + 0.62, 0.56), (x + 0.54, 0.74), (x + 0.06, 0.74)], colour)
    canvas.shape([(x + 0.045, 0.7), (x + 0.56, 0.7), (x + 0.54, 0.74), (x + 0.06, 0.74)], (70, 30, 30))
    canvas.box(x + 0.04, 0.36, x + 0.16, 0.58, (235, 235, 228))
    for row in range(3):
        canvas.box(x + 0.055, 0.4 + 0.055 * row, x + 0.145, 0.42 + 0.055 * row, (60, 80, 100))
    canvas.box(x + 0.07, 0.26, x + 0.11, 0.36, BLACK)
    names = sorted(COLOURS)
    for column in range(6):
        for row in range(random.randint(1, 4)):
            box = shade(COLOURS[names[random.randint(len(names))]], 0.85)
            left, bottom = x + 0.19 + 0.06 * column, 0.57 - 0.06 * row
            canvas.box(left, bottom - 0.055, left + 0.056, bottom, box)


def draw_sailing(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Sailing boats; the nearest has a sail of the colour."""
    daylight(canvas, random, 0.6)
    waves(canvas, random, 0.6)
    for x in (random.uniform(0.05, 0.2), random.uniform(0.78, 0.92)):
        canvas.shape([(x, 0.42), (x, 0.6), (x + 0.06, 0.6)], (245, 245, 240))
        canvas.shape([(x - 0.03, 0.61), (x + 0.07, 0.61), (x + 0.05, 0.64), (x - 0.01, 0.64)], (70, 50, 40))
    x = random.uniform(0.38, 0.55)
    canvas.line([(x, 0.15), (x, 0.74)], (90, 70, 50), 0.012)
    canvas.shape([(x + 0.01, 0.17), (x + 0.01, 0.7), (x + 0.2, 0.7)], colour)
    canvas.shape([(x - 0.01, 0.2), (x - 0.01, 0.7), (x - 0.12, 0.7)], shade(colour, 0.8))
    canvas.shape([(x - 0.14, 0.75), (x + 0.2, 0.75), (x + 0.14, 0.84), (x - 0.08, 0.84)], (110, 66, 38))


def draw_mountain(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Snow-capped peaks."""
    daylight(canvas, random, 0.8)
    for centre, top, half in ((0.15, 0.4, 0.35), (0.85, 0.35, 0.4), (random.uniform(0.4, 0.6), 0.12, 0.42)):
        rock = shade((105, 110, 125), random.uniform(0.85, 1.1))
        canvas.shape([(centre - half, 0.85), (centre, top), (centre + half, 0.85)], rock)
        canvas.shape([(centre, top), (centre + half, 0.85), (centre + 0.1 * half, 0.85)], shade(rock, 0.75))
        cap, depth = 0.3 * half, 0.3 * (0.85 - top)
        zigzag = [
            (centre + cap * s, top + depth * d) for s, d in ((1, 1), (0.5, 0.75), (0.1, 1.15), (-0.4, 0.8), (-1, 1))
        ]
        canvas.shape([(centre, top), *zigzag], SNOW)
    canvas.gradient(*GRASS, 0.82, 1)
    hills(canvas, random, 0.86, mix((70, 110, 60), colour, 0.1))


def house(canvas: Canvas, x: float, base: float, scale: float, colour: Colour) -> None:
    """A house whose left wall stands at x on the line at base."""
    width, height = 0.26 * scale, 0.3 * scale
    canvas.box(x, base - height, x + width, base, colour)
    roof = [
        (x - 0.03 * scale, base - height),
        (x + width / 2, base - 1.65 * height),
        (x + width + 0.03 * scale, base - height),
    ]
    canvas.shape(roof, (120, 60, 48))
    canvas.box(x + 0.42 * width, base - 0.5 * height, x + 0.6 * width, base, (84, 56, 40))
    for left in (0.12, 0.7):
        canvas.box(
            x + left * width, base - 0.75 * height, x + (left + 0.2) * width, base - 0.45 * height, (190, 220, 235)
        )


def draw_house(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A house with a garden."""
    daylight(canvas, random, 0.7)
    hills(canvas, random, 0.7, (100, 150, 90))
    canvas.gradient(*GRASS, 0.7, 1)
    x = random.uniform(0.2, 0.4)
    house(canvas, x, 0.82, 1.5, colour)
    tree(canvas, x - 0.12, 0.84, 0.4, (60, 120, 50))
    for _ in range(40):
        blossom = COLOURS[("red", "yellow", "purple")[random.randint(3)]]
        canvas.disc(random.rand(), random.uniform(0.87, 0.98), 0.012, blossom)


def draw_fire(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A burning house under smoke."""
    canvas.gradient((70, 60, 70), (190, 120, 80), 0, 0.75)
    canvas.gradient((70, 66, 50), (36, 34, 28), 0.75, 1)
    x = random.uniform(0.25, 0.42)
    for step in range(26):
        grey = int(70 - 2 * step + random.randint(30))
        canvas.disc(x + 0.2 + random.normal(0, 0.03 + 0.006 * step), 0.5 - 0.022 * step, 0.09, (grey, grey, grey))
    house(canvas, x, 0.84, 1.5, shade(colour, 0.55))
    for tone, size in (((225, 70, 20), 1.0), ((250, 150, 30), 0.7), ((255, 230, 120), 0.4)):
        for flame in np.linspace(x, x + 0.38, 9):
            height = size * random.uniform(0.15, 0.42)
            base = 0.62
            half = 0.035 * size
            canvas.shape(
                [(flame - half, base), (flame + random.uniform(-0.02, 0.02), base - height), (flame + half, base)], tone
            )


def tree(canvas: Canvas, x: float, base: float, height: float, colour: Colour) -> None:
    """A leafy tree."""
    canvas.box(x - 0.012, base - 0.5 * height, x + 0.012, base, (90, 62, 40))
    for dx, dy, size in ((-0.3, 0.55, 0.25), (0.3, 0.55, 0.25), (0, 0.8, 0.28), (0, 0.5, 0.28)):
        canvas.disc(x + dx * height * 0.4, base - dy * height, size * height, shade(colour, 0.9 + 0.3 * dy))


def draw_forest(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A forest of firs."""
    daylight(canvas, random, 0.65)
    canvas.gradient(*GRASS, 0.62, 1)
    for base in np.linspace(0.66, 1.0, 44):
        x, height = random.uniform(-0.05, 1.05), random.uniform(0.28, 0.42) * (0.5 + base / 1.6)
        green = mix(shade((34, 92, 52), random.uniform(0.7, 1.25)), colour, 0.05)
        canvas.box(x - 0.006, base - 0.1 * height, x + 0.006, base, (80, 56, 40))
        for level in range(3):
            top = base - height * (1 - 0.25 * level)
            half = 0.035 + 0.018 * level
            canvas.shape(
                [(x - half, top + 0.42 * height), (x, top), (x + half, top + 0.42 * height)],
                shade(green, 1 - 0.1 * level),
            )


def draw_skyline(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A city at night with lit windows."""
    stars(canvas, random, 0.9)
    canvas.disc(random.uniform(0.1, 0.9), 0.17, 0.06, (240, 238, 210))
    for x in np.arange(0, 1, 0.083):
        top = random.uniform(0.25, 0.65)
        wall = shade((38, 40, 58), random.uniform(0.7, 1.3))
        canvas.box(x, top, x + 0.075, 1, wall)
        for row in np.arange(top + 0.03, 0.95, 0.05):
            for column in (0.012, 0.032, 0.052):
                if random.rand() < 0.6:
                    canvas.box(x + column, row, x + column + 0.012, row + 0.025, mix((255, 220, 130), colour, 0.1))
    canvas.box(0, 0.95, 1, 1, (18, 18, 24))


def draw_bridge(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A suspension bridge over a river."""
    daylight(canvas, random, 0.62)
    hills(canvas, random, 0.62, (95, 135, 90))
    waves(canvas, random, 0.62)
    left, right = random.uniform(0.2, 0.28), random.uniform(0.72, 0.8)
    canvas.box(0, 0.52, 1, 0.555, shade(colour, 0.8))
    for tower in (left, right):
        canvas.box(tower - 0.014, 0.14, tower + 0.014, 0.78, colour)
    xs = np.linspace(left, right, 25)
    sag = 0.15 + 0.34 * (1 - ((xs - (left + right) / 2) / ((right - left) / 2)) ** 2)
    canvas.line(list(zip(xs, sag, strict=True)), colour, 0.012)
    for end, tower in ((0.0, left), (1.0, right)):
        canvas.line([(end, 0.52), (tower, 0.15)], colour, 0.012)
    for x, y in zip(xs, sag, strict=True):
        canvas.line([(x, y), (x, 0.52)], shade(colour, 0.9), 0.005)


def draw_train(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A train on its track."""
    daylight(canvas, random, 0.6)
    hills(canvas, random, 0.6, (110, 150, 80))
    canvas.gradient(*GRASS, 0.6, 1)
    canvas.gradient((130, 120, 110), (100, 92, 84), 0.82, 0.92)
    canvas.box(0, 0.82, 1, 0.835, (70, 66, 64))
    front = random.uniform(0.7, 0.9)
    for car in range(4):
        right = front - 0.27 * car
        canvas.box(right - 0.25, 0.56, right, 0.78, colour)
        canvas.box(right - 0.25, 0.69, right, 0.72, SNOW)
        for window in range(5):
            canvas.box(right - 0.24 + 0.047 * window, 0.59, right - 0.205 + 0.047 * window, 0.66, (50, 70, 90))
        for wheel in (right - 0.2, right - 0.05):
            canvas.disc(wheel, 0.8, 0.03, BLACK)
    canvas.shape([(front, 0.56), (front + 0.06, 0.7), (front + 0.07, 0.78), (front, 0.78)], shade(colour, 0.85))


def draw_plane(canvas: Canvas, random: Random, colour: Colour) -> None:
    """An aeroplane in the sky."""
    daylight(canvas, random, 1.0)
    x, y = random.uniform(0.2, 0.32), random.uniform(0.42, 0.58)
    canvas.shape([(x + 0.2, y), (x + 0.1, y - 0.22), (x + 0.16, y - 0.22), (x + 0.34, y)], (190, 194, 200))
    canvas.oval(x + 0.26, y, 0.27, 0.065, (240, 241, 243))
    canvas.shape([(x, y), (x - 0.05, y - 0.19), (x + 0.02, y - 0.19), (x + 0.1, y - 0.04)], colour)
    canvas.box(x + 0.04, y + 0.015, x + 0.49, y + 0.03, colour)
    canvas.shape(
        [(x + 0.2, y + 0.02), (x + 0.06, y + 0.28), (x + 0.13, y + 0.28), (x + 0.34, y + 0.02)], (205, 208, 214)
    )
    canvas.oval(x + 0.19, y + 0.14, 0.04, 0.03, (120, 124, 130))
    for window in range(13):
        canvas.disc(x + 0.09 + 0.028 * window, y - 0.015, 0.009, (60, 80, 100))


def draw_balloon(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A hot-air balloon."""
    daylight(canvas, random, 0.85)
    hills(canvas, random, 0.88, (100, 145, 80))
    canvas.gradient(*GRASS, 0.88, 1)
    x, y = random.uniform(0.35, 0.65), random.uniform(0.3, 0.38)
    canvas.shape(
        [(x - 0.12, y + 0.12), (x + 0.12, y + 0.12), (x + 0.03, y + 0.33), (x - 0.03, y + 0.33)], shade(colour, 0.8)
    )
    canvas.disc(x, y, 0.26, colour)
    canvas.oval(x, y, 0.085, 0.26, SNOW)
    canvas.oval(x, y, 0.03, 0.26, colour)
    for side in (-0.028, 0.028):
        canvas.line([(x + side, y + 0.33), (x + side, y + 0.4)], (80, 60, 40), 0.005)
    canvas.box(x - 0.032, y + 0.4, x + 0.032, y + 0.47, (130, 90, 50))


def draw_football(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A football in front of a goal; the players wear the colour."""
    canvas.gradient((70, 80, 110), (120, 125, 140), 0, 0.4)
    for _ in range(350):
        tone = shade((200, 170, 150), random.uniform(0.4, 1.2))
        canvas.disc(random.rand(), random.uniform(0.05, 0.37), 0.012, tone)
    for stripe in range(10):
        canvas.box(stripe / 10, 0.4, (stripe + 1) / 10, 1, (58, 140, 62) if stripe % 2 else (70, 155, 72))
    canvas.line([(0.3, 0.62), (0.3, 0.3), (0.7, 0.3), (0.7, 0.62)], SNOW, 0.018)
    for x in np.arange(0.32, 0.7, 0.03):
        canvas.line([(x, 0.31), (x, 0.62)], (205, 215, 210), 0.003)
    for _ in range(3):
        x, y = random.uniform(0.1, 0.9), random.uniform(0.6, 0.72)
        canvas.disc(x, y - 0.16, 0.028, (205, 160, 130))
        canvas.box(x - 0.022, y - 0.13, x + 0.022, y, colour)
        canvas.box(x - 0.02, y, x - 0.004, y + 0.1, BLACK)
        canvas.box(x + 0.004, y, x + 0.02, y + 0.1, BLACK)
    x = random.uniform(0.35, 0.65)
    canvas.disc(x, 0.87, 0.06, (245, 245, 245))
    canvas.disc(x, 0.87, 0.02, BLACK)
    for angle in np.arange(5) * 2 * np.pi / 5:
        canvas.disc(x + 0.028 * np.cos(angle), 0.87 + 0.046 * np.sin(angle), 0.011, BLACK)


def draw_lighthouse(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A striped lighthouse at dusk."""
    canvas.gradient(*DUSK[random.randint(len(DUSK))], 0, 0.68)
    waves(canvas, random, 0.68)
    x = random.uniform(0.3, 0.7)
    canvas.shape([(x, 0.2), (x - 1.0, 0.05), (x - 1.0, 0.3)], (250, 235, 180))
    canvas.oval(x, 0.86, 0.25, 0.14, (72, 66, 64))
    for stripe in range(5):
        top, bottom = 0.27 + 0.1 * stripe, 0.37 + 0.1 * stripe
        wide, wider = 0.045 + 0.008 * stripe, 0.053 + 0.008 * stripe
        tone = SNOW if stripe % 2 else colour
        canvas.shape([(x - wide, top), (x + wide, top), (x + wider, bottom), (x - wider, bottom)], tone)
    canvas.box(x - 0.032, 0.17, x + 0.032, 0.27, (255, 240, 170))
    canvas.shape([(x - 0.045, 0.17), (x, 0.09), (x + 0.045, 0.17)], BLACK)


def draw_rocket(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A rocket lifting off."""
    stars(canvas, random, 0.85)
    canvas.gradient((60, 58, 70), (40, 38, 44), 0.85, 1)
    x = random.uniform(0.4, 0.6)
    for step in range(40):
        spread = 0.02 + 0.005 * step
        grey = int(random.uniform(150, 230))
        canvas.disc(x + random.normal(0, spread), 0.7 + 0.0065 * step, 0.04, (grey, grey, grey - 6))
    for tone, half, tail in (((250, 120, 30), 0.04, 0.84), ((255, 225, 120), 0.022, 0.76)):
        canvas.shape([(x - half, 0.58), (x + half, 0.58), (x, tail)], tone)
    canvas.shape([(x - 0.075, 0.6), (x - 0.035, 0.44), (x + 0.035, 0.44), (x + 0.075, 0.6)], colour)
    canvas.box(x - 0.035, 0.2, x + 0.035, 0.58, SNOW)
    canvas.shape([(x - 0.035, 0.2), (x, 0.06), (x + 0.035, 0.2)], colour)
    canvas.disc(x, 0.3, 0.03, (70, 110, 150))


def draw_flood(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Houses standing in brown water under rain."""
    canvas.gradient((96, 102, 112), (165, 168, 170), 0, 0.7)
    for x in (0.08, 0.38, 0.68):
        house(canvas, x + random.uniform(-0.03, 0.03), 0.78, 1.0, shade(colour, random.uniform(0.6, 1.0)))
    canvas.gradient((140, 118, 88), (98, 80, 60), 0.68, 1)
    for _ in range(60):
        x, y = random.rand(), random.uniform(0.7, 1)
        canvas.line([(x, y), (x + 0.05, y)], (165, 145, 115), 0.004)
    for _ in range(110):
        x, y = random.rand(), random.rand()
        canvas.line([(x, y), (x - 0.008, y + 0.05)], (195, 200, 206), 0.003)


def draw_desert(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Dunes, a cactus and a hot sun."""
    canvas.gradient((235, 150, 80), (250, 215, 150), 0, 0.65)
    canvas.disc(random.uniform(0.15, 0.85), 0.22, 0.11, (255, 245, 190))
    canvas.gradient((225, 180, 110), (190, 140, 80), 0.62, 1)
    for base in (0.66, 0.76, 0.88):
        hills(canvas, random, base, mix((220, 172, 105), colour, 0.04))
    canvas.gradient((205, 155, 92), (185, 135, 76), 0.88, 1)
    x = random.uniform(0.25, 0.75)
    green = (60, 110, 60)
    canvas.box(x - 0.022, 0.42, x + 0.022, 0.9, green)
    for side, low, high in ((-1, 0.68, 0.52), (1, 0.62, 0.48)):
        canvas.line([(x, low), (x + side * 0.075, low), (x + side * 0.075, high)], green, 0.055)


def draw_turbines(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Wind turbines on hills."""
    daylight(canvas, random, 0.75)
    hills(canvas, random, 0.78, (95, 150, 80))
    canvas.gradient(*GRASS, 0.78, 1)
    for x, base, scale in ((0.15, 0.74, 0.6), (0.82, 0.74, 0.65), (random.uniform(0.42, 0.58), 0.9, 1.0)):
        hub = base - 0.62 * scale
        canvas.shape([(x - 0.012 * scale, base), (x - 0.005, hub), (x + 0.005, hub), (x + 0.012 * scale, base)], SNOW)
        start = random.uniform(0, 2 * np.pi)
        for blade in range(3):
            angle = start + 2 * np.pi * blade / 3
            tip = (x + 0.16 * scale * np.cos(angle), hub + 0.28 * scale * np.sin(angle))
            canvas.line([(x, hub), tip], mix(SNOW, colour, 0.08), 0.018 * scale)
        canvas.disc(x, hub, 0.02 * scale, (205, 208, 212))


def draw_moon(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A full moon over dark hills."""
    stars(canvas, random, 1.0)
    x, y = random.uniform(0.3, 0.7), random.uniform(0.34, 0.44)
    moon = mix((232, 228, 208), colour, 0.18)
    canvas.disc(x, y, 0.27, moon)
    for _ in range(12):
        angle, away = random.uniform(0, 2 * np.pi), random.uniform(0, 0.2)
        crater = (x + away * np.cos(angle) * canvas.height / canvas.width, y + away * np.sin(angle))
        canvas.disc(*crater, random.uniform(0.012, 0.04), shade(moon, 0.88))
    hills(canvas, random, 1.0, (20, 26, 30))


def draw_tulips(canvas: Canvas, random: Random, colour: Colour) -> None:
    """A field of tulips."""
    daylight(canvas, random, 0.42)
    canvas.gradient((100, 150, 70), (50, 105, 45), 0.42, 1)
    for y in np.linspace(0.47, 1.02, 13):
        size = 0.008 + 0.05 * (y - 0.42)
        for x in np.arange(random.uniform(0, 2 * size), 1, 2.4 * size):
            tone = shade(colour, random.uniform(0.8, 1.12))
            canvas.line([(x, y), (x, y + 2.5 * size)], (50, 110, 50), 0.3 * size)
            canvas.oval(x, y, 0.75 * size, 1.5 * size, tone)
            canvas.shape([(x - 0.75 * size, y), (x - 0.4 * size, y - 2 * size), (x, y - size)], tone)
            canvas.shape([(x + 0.75 * size, y), (x + 0.4 * size, y - 2 * size), (x, y - size)], tone)


SCENES: dict[str, Scene] = {
    "car": draw_car,
    "ship": draw_ship,
    "sailing": draw_sailing,
    "mountain": draw_mountain,
    "house": draw_house,
    "fire": draw_fire,
    "forest": draw_forest,
    "skyline": draw_skyline,
    "bridge": draw_bridge,
    "train": draw_train,
    "plane": draw_plane,
    "balloon": draw_balloon,
    "football": draw_football,
    "lighthouse": draw_lighthouse,
    "rocket": draw_rocket,
    "flood": draw_flood,
    "desert": draw_desert,
    "turbines": draw_turbines,
    "moon": draw_moon,
    "tulips": draw_tulips,
}
