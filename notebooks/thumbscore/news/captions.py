"""Pictures with plain captions and no names: another domain, for training that comes before the news."""

from __future__ import annotations

import numpy as np

from thumbscore.news.backdrops import BACKDROPS, BEHIND_PEOPLE
from thumbscore.news.looks import CLOTH_COLOURS, Look, invent_look, pick
from thumbscore.news.pictures import Picture
from thumbscore.news.things import THINGS, Thing

Random = np.random.RandomState

PLACES = {
    "courtroom": "in a courtroom",
    "parliament": "in a parliament",
    "press wall": "in front of a wall of signs",
    "stage": "on a stage",
    "stadium": "in a stadium",
    "street": "on a street",
    "office": "in an office with books",
    "laboratory": "in a laboratory",
    "factory": "in a factory",
    "gallery": "in a gallery of paintings",
    "flood": "in front of flooded houses",
    "fire": "in front of a burning house",
    "skyline": "in front of a city at night",
    "bridge": "in front of a bridge",
    "train": "in front of a train",
    "mountain": "in front of snowy mountains",
    "rocket": "in front of a rocket",
    "turbines": "in front of wind turbines",
}
ALONE = {
    "courtroom": "an empty courtroom",
    "parliament": "an empty parliament with flags",
    "press wall": "a wall of signs",
    "stage": "an empty stage with curtains",
    "stadium": "a stadium full of fans",
    "street": "houses on a street",
    "office": "an office with books",
    "laboratory": "flasks in a laboratory",
    "factory": "machines in a factory",
    "gallery": "paintings in a gallery",
    "map": "a map with a pin",
    "crowd": "a crowd from behind with signs",
    "flood": "houses in brown water",
    "fire": "a house on fire with smoke",
    "skyline": "a city at night",
    "bridge": "a bridge over a river",
    "train": "a train on a track",
    "mountain": "mountains with snow",
    "rocket": "a rocket rising into the night",
    "turbines": "wind turbines on hills",
}
HAIR = {
    "bald": "almost no hair",
    "cropped": "very short {} hair",
    "parted": "short {} hair",
    "quiff": "{} hair that stands up",
    "curly": "curly {} hair",
    "spiky": "spiky {} hair",
    "long": "long {} hair",
    "bob": "{} hair down to the chin",
    "bun": "{} hair in a bun",
    "afro": "a round head of {} hair",
    "braids": "{} plaits",
    "ponytail": "a {} ponytail",
}
CLOTHES = {"suit": "jacket", "hooded": "hooded top", "striped": "striped pullover"}
FORMS = {
    "club": "{colour} shield and {accent} {form}",
    "ship": "{colour} and {accent} {form} at sea",
    "building": "{colour} building with {accent} {form}",
    "animal": "{colour} {form} with collar in {accent}",
}
FORM_WORDS = {"cargo": "cargo ship", "chevron": "chevrons"}
COVERED_BY_HATS = ("bun", "quiff", "spiky", "curly", "parted")
FRAMES = ("{}", "a picture of {}", "{}, as it looks in the news", "this is {}", "here we see {}")


def article(words: str) -> str:
    """The words with the indefinite article that suits them."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def describe_person(random: Random, look: Look) -> str:
    """A phrase with some of what can be seen of a person."""
    covered = look.hat == "headscarf" or (look.hat != "none" and look.hair in COVERED_BY_HATS)
    traits = [] if covered else [HAIR[look.hair].format(look.hair_colour)]
    if look.glasses != "none":
        traits.append(f"{look.glasses} glasses")
    if look.beard != "none":
        traits.append({"full": "a full beard", "moustache": "a moustache", "goatee": "a small beard"}[look.beard])
    if look.hat != "none":
        traits.append(article(f"{look.accent} {look.hat}"))
    traits = [traits[i] for i in random.permutation(len(traits))[: random.randint(1, 4)]]
    phrase = f"{article(look.sex)} with {' and '.join(traits)}"
    if random.rand() < 0.3:
        phrase = phrase.replace(" with", f" of {look.skin} skin with", 1)
    if random.rand() < 0.7:
        phrase += f" wearing {article(f'{look.cloth_colour} {CLOTHES.get(look.clothes, look.clothes)}')}"
    return phrase


def describe_thing(thing: Thing) -> str:
    """A phrase for a thing that has no name."""
    return article(
        FORMS[thing.kind].format(colour=thing.colour, accent=thing.accent, form=FORM_WORDS.get(thing.form, thing.form))
    )


def invent_thing(random: Random) -> Thing:
    """A thing of a known form in any two colours."""
    form = pick(random, THINGS)
    colour, accent = (sorted(CLOTH_COLOURS)[i] for i in random.permutation(len(CLOTH_COLOURS))[:2])
    return Thing("", form.kind, form.form, colour, accent)


def make_captioned(random: Random) -> tuple[Picture, str, str]:
    """A picture, its caption, and the kind of picture."""
    kind = pick(random, ("person", "person", "person", "two people", "thing", "thing", "scene"))
    if kind == "thing":
        thing = invent_thing(random)
        picture, phrase = Picture("street", thing=thing), describe_thing(thing)
    elif kind == "scene":
        scene = pick(random, list(BACKDROPS))
        picture, phrase = Picture(scene), ALONE[scene]
    else:
        looks = [invent_look(random, pick(random, ("man", "woman"))) for _ in range(2 if kind == "two people" else 1)]
        scene = pick(random, BEHIND_PEOPLE)
        phrase = " and ".join(describe_person(random, look) for look in looks) + f" {PLACES[scene]}"
        picture = Picture(scene, looks)
    caption = pick(random, FRAMES).format(phrase)
    return picture, caption[0].upper() + caption[1:] + ".", kind
