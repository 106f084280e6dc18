"""Thumbnails: one or two people before a place that is out of focus, or a thing, or a place alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from canvas import Canvas
from thumbscore.news.backdrops import draw_backdrop
from thumbscore.news.looks import Look
from thumbscore.news.portraits import choose_pose, draw_person
from thumbscore.news.things import Thing, draw_thing

Random = np.random.RandomState
SIZES = ((160, 112), (160, 120), (144, 112), (160, 128), (128, 128), (128, 112), (112, 144), (120, 160))


@dataclass(frozen=True)
class Picture:
    """What a thumbnail shows: a scene with up to two people, or a thing."""

    scene: str
    people: Sequence[Look] = ()
    thing: Thing | None = None


class Sharp(Canvas):
    """What is in focus."""

    OVERSAMPLING = 3


class Blurred(Canvas):
    """What is out of focus: drawn in few pixels."""

    OVERSAMPLING = 1


def out_of_focus(random: Random, width: int, height: int, scene: str) -> Image.Image:
    """A place as it looks behind somebody close to the camera."""
    share = random.uniform(0.45, 0.9)
    canvas = Blurred(round(share * width), round(share * height))
    draw_backdrop(canvas, random, scene)
    return canvas.picture.resize((Sharp.OVERSAMPLING * width, Sharp.OVERSAMPLING * height), Image.Resampling.BILINEAR)


def draw_people(canvas: Canvas, random: Random, people: Sequence[Look]) -> None:
    """Draws people side by side, within the square that is left when the picture is cropped to its middle."""
    square = min(canvas.width, canvas.height)
    across, down = square / canvas.width, square / canvas.height
    columns = (0.5,) if len(people) == 1 else (0.5 - 0.25 * across, 0.5 + 0.25 * across)
    unit = down * (random.uniform(0.17, 0.26) if len(people) == 1 else random.uniform(0.13, 0.17))
    for column, look in zip(columns, people, strict=True):
        draw_person(canvas, look, choose_pose(random, column, unit))


def light(random: Random, picture: Image.Image) -> Image.Image:
    """The picture under brighter, darker, warmer or cooler light that comes from one side."""
    pixels = np.asarray(picture, np.float32)
    warmth = random.uniform(-0.06, 0.06)
    tint = random.uniform(0.78, 1.1) * np.array([1 + warmth, 1, 1 - warmth], np.float32)
    slope = random.uniform(-0.18, 0.18)
    ramp = 1 + slope * np.linspace(-1, 1, picture.width, dtype=np.float32)[None, :, None]
    return Image.fromarray(np.clip(pixels * ramp * tint, 0, 255).astype(np.uint8))


def draw(random: Random, picture: Picture) -> Image.Image:
    """Draws a thumbnail of a random shape."""
    width, height = SIZES[random.randint(len(SIZES))]
    canvas = Sharp(width, height)
    if picture.thing:
        draw_thing(canvas, random, picture.thing)
    elif picture.people:
        canvas.picture.paste(out_of_focus(random, width, height, picture.scene))
        draw_people(canvas, random, picture.people)
    else:
        draw_backdrop(canvas, random, picture.scene)
    return light(random, canvas.finish(random, grain=random.uniform(0.5, 3.0)))


def draw_jpeg(random: Random, picture: Picture) -> bytes:
    """The thumbnail as a JPEG of some quality."""
    buffer = io.BytesIO()
    draw(random, picture).save(buffer, "JPEG", quality=int(random.randint(72, 90)))
    return buffer.getvalue()
