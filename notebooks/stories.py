"""Invented news for each drawn scene: headlines and summaries that name what the picture shows and its colour."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

PLACES = (
    "Alderby,Brackwater,Castle Rowe,Dunmore Bay,Elmsford,Fairhaven,Greyport,Hollow Ridge,Ivybridge,Kestrel Point,"
    "Lower Marsh,Millbrook,Northcliffe,Oakvale,Port Selwyn,Queensholm,Ravenscar,Stonebeck,Tarnside,Upper Weald,"
    "Vallée-Noire,São Tirvo,Østerby,Zürlach"
).split(",")
SOURCES = ("alderby-post", "coast-daily", "evening-ledger", "northern-wire", "the-lantern", "valley-times")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Story:
    """What an article says, the scene that shows it, and the colour that the scene has."""

    scene: str
    colour: str
    title: str
    summary: str


TEMPLATES: dict[str, tuple[tuple[str, str], ...]] = {
    "car": (
        (
            "{Colour} car stolen twice in one week is found in {place}",
            "A {colour} car that was stolen twice in one week has been found on a quiet road near {place}.",
        ),
        (
            "{place} drivers face new speed limit",
            "Drivers on the road into {place} must slow down from {day}. A {colour} car was the first to be stopped, "
            "police said.",
        ),
    ),
    "ship": (
        (
            "Cargo ship waits off {place} as port workers strike",
            "A {colour} cargo ship with {number} containers is waiting at sea off {place} because port workers have "
            "been on strike since {day}.",
        ),
        (
            "Engine failure leaves container ship adrift",
            "The crew of a {colour} container ship is safe after its engine failed in heavy seas near {place} on "
            "{day}, the coastguard said.",
        ),
    ),
    "sailing": (
        (
            "Young sailor wins the {place} regatta",
            "A sailor aged nineteen won the {place} regatta on {day} in a small boat with a {colour} sail, ahead of "
            "{number} others.",
        ),
        (
            "Sailing boats return to {place} after the storm",
            "Sailing boats were back on the water at {place} on {day}, led by one with a bright {colour} sail, two "
            "weeks after the storm.",
        ),
    ),
    "mountain": (
        (
            "Climbers rescued from peak above {place}",
            "Rescuers brought {number} climbers down from a snow-covered mountain above {place} on {day} after the "
            "weather turned.",
        ),
        (
            "Snow comes early to the mountains",
            "The first snow of the season has covered the peaks around {place}, and mountain guides warn walkers of "
            "avalanches.",
        ),
    ),
    "house": (
        (
            "House prices in {place} rise again",
            "House prices in {place} rose for the third month. A small {colour} house with a garden sold in {number} "
            "hours, an agent said.",
        ),
        (
            "Family keeps its {colour} house after long dispute",
            "A family in {place} may keep its house {colour}, a court ruled on {day}, ending a dispute with neighbours "
            "about the paint.",
        ),
    ),
    "fire": (
        (
            "Fire destroys house in {place}",
            "Flames and black smoke rose over {place} on {day} as a house burned down. {number} firefighters were "
            "called; nobody was hurt.",
        ),
        (
            "Firefighters warn of old wiring",
            "A house fire in {place} was caused by old wiring, firefighters said, after flames came through the roof "
            "on {day} night.",
        ),
    ),
    "forest": (
        (
            "Forest near {place} becomes a reserve",
            "A forest of fir trees near {place} will become a nature reserve, and logging will stop within {number} "
            "days.",
        ),
        (
            "Beetles threaten fir trees",
            "Foresters have found beetles in the fir forest above {place} and may have to fell {number} trees before "
            "spring.",
        ),
    ),
    "skyline": (
        (
            "{place} turns off its lights for an hour",
            "Office towers in {place} will go dark on {day} night, when the city turns off its lights to save power.",
        ),
        (
            "Night workers ask for later trams",
            "People who work at night in the towers of {place} have asked the city for trams after midnight, "
            "a union said.",
        ),
    ),
    "bridge": (
        (
            "{Colour} bridge at {place} closes for repairs",
            "The {colour} suspension bridge over the river at {place} will close on {day} for {number} days while its "
            "cables are repaired.",
        ),
        (
            "Toll on river bridge to end",
            "Drivers will no longer pay to cross the {colour} bridge at {place}, the council decided on {day}.",
        ),
    ),
    "train": (
        (
            "First night train leaves {place}",
            "The first night train in {number} years left {place} on {day}: four {colour} carriages, all of them full.",
        ),
        (
            "Cows on the line delay trains",
            "Passengers on a {colour} train waited {number} minutes in the fields outside {place} after cows strayed "
            "onto the track.",
        ),
    ),
    "plane": (
        (
            "Plane lands safely at {place} after bird strike",
            "An aeroplane with a {colour} tail turned back to {place} on {day} after it hit birds; all {number} "
            "passengers are safe.",
        ),
        (
            "New airline to fly from {place}",
            "A new airline, whose aeroplanes carry a {colour} stripe, will fly from {place} to {number} cities "
            "next summer.",
        ),
    ),
    "balloon": (
        (
            "Balloon crosses the hills of {place}",
            "A {colour} and white hot-air balloon crossed the hills of {place} on {day} morning, watched by hundreds "
            "in the fields below.",
        ),
        (
            "Balloon pilot, 82, makes last flight",
            "A pilot aged 82 made her last flight over {place} in the {colour} balloon that she sewed with her "
            "daughters.",
        ),
    ),
    "football": (
        (
            "{place} win the cup with a late goal",
            "A goal in the last minute won the football cup for {place} on {day}, and {number} fans in {colour} shirts "
            "ran onto the pitch.",
        ),
        (
            "Football club bans plastic cups",
            "The football club of {place}, which plays in {colour}, will ban plastic cups from its stadium after "
            "{day}'s match.",
        ),
    ),
    "lighthouse": (
        (
            "Last lighthouse keeper leaves {place}",
            "The keeper of the {colour} and white lighthouse at {place} lit the lamp for the last time on {day}.",
        ),
        (
            "Lighthouse for sale",
            "A lighthouse with {colour} stripes on the rocks off {place} is for sale, with {number} steps and no "
            "electricity.",
        ),
    ),
    "rocket": (
        (
            "Rocket carries {number} satellites into orbit",
            "A white rocket with {colour} fins lifted off near {place} on {day} night and put {number} small "
            "satellites into orbit.",
        ),
        (
            "Rocket launch wakes {place}",
            "People in {place} were woken on {day} by a rocket launch that had been delayed {number} times.",
        ),
    ),
    "flood": (
        (
            "Floods reach {place} after days of rain",
            "Brown water stood in the houses of {place} on {day} after the river burst its banks; {number} people "
            "left their homes.",
        ),
        (
            "Flood victims wait for help",
            "A week after the flood, families in {place} say that nobody has come to pump the water out of their "
            "houses.",
        ),
    ),
    "desert": (
        (
            "Drought empties wells in the desert",
            "No rain has fallen on the desert around {place} for {number} months, and wells among the dunes are "
            "running dry.",
        ),
        (
            "Giant cactus is {number} years old",
            "A giant cactus in the desert near {place} is {number} years old, say scientists who counted its rings "
            "of spines.",
        ),
    ),
    "turbines": (
        (
            "Wind farm above {place} to double",
            "A wind farm on the hills above {place} may build {number} more turbines, the energy minister said on "
            "{day}.",
        ),
        (
            "Wind overtakes coal for the first time",
            "Wind turbines made more electricity than coal last month, helped by gales that blew across {place}.",
        ),
    ),
    "moon": (
        (
            "Brightest full moon of the year",
            "The brightest full moon of the year will rise over the hills of {place} on {day} night, astronomers say.",
        ),
        (
            "Moon mission finds ice",
            "Ice lies in the craters of the moon, say scientists in {place} who looked at {number} pictures of its "
            "surface.",
        ),
    ),
    "tulips": (
        (
            "Tulips bloom weeks early near {place}",
            "Fields of {colour} tulips are in bloom near {place} weeks earlier than usual after the warm winter.",
        ),
        (
            "Visitors trample tulip fields",
            "Farmers in {place} have put up fences after {number} visitors walked into a field of {colour} tulips to "
            "take pictures.",
        ),
    ),
}

BACKGROUND = (
    "The mayor called a meeting for {day}.",
    "“We haven't seen anything like it,” said one resident, who didn't want to be named.",
    "A report is expected within {number} weeks.",
    "Officials in {place} declined to comment.",
    "It is the second time this year that {place} has been in the news.",
    "The cost was put at £{number}.5 million – far more than planned.",
    "Experts from the university are to visit on {day} morning.",
)


TWO_TONE = ("lighthouse", "balloon")


def fill(template: str, gaps: dict[str, object]) -> str:
    """A template with its gaps filled."""
    return re.sub(r"\b([Aa]) (?=orange)", r"\1n ", template.format(**gaps))


def choose_gaps(random: np.random.RandomState, colour: str, place: str) -> dict[str, object]:
    """What fills the gaps of the sentences that belong together."""
    return {
        "colour": colour,
        "Colour": colour.capitalize(),
        "place": place,
        "day": DAYS[random.randint(len(DAYS))],
        "number": int(random.randint(3, 90)),
    }


def tell(random: np.random.RandomState, scene: str, colour: str, more: int) -> Story:
    """A story for a scene; its summary ends with this many sentences of background."""
    if scene in TWO_TONE and colour == "white":
        colour = "red"
    title, summary = TEMPLATES[scene][random.randint(len(TEMPLATES[scene]))]
    place = PLACES[random.randint(len(PLACES))]
    gaps = choose_gaps(random, colour, place)
    background = [
        fill(BACKGROUND[i], choose_gaps(random, colour, place)) for i in random.permutation(len(BACKGROUND))[:more]
    ]
    return Story(scene, colour, fill(title, gaps), " ".join([fill(summary, gaps), *background]))
