"""What happens in the news: kinds of event, where each is photographed, and the sentences that tell it.

In a template, {a}, {b} and {c} are people, {t} a named thing, {place} and {day} what they say. Only a template's people
are actors. `lead` sentences name {a} alone; `second` and `third` bring in the others.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """A kind of event; `thing` is the kind of named thing that takes part in it, if one does."""

    name: str
    sphere: str
    scenes: tuple[str, ...]
    headlines: tuple[str, ...]
    leads: tuple[str, ...]
    second: tuple[str, ...]
    third: tuple[str, ...]
    thing: str = ""


POLITICS = (
    Event(
        "election",
        "politics",
        ("parliament", "press wall", "street"),
        ("{a} wins {place} vote", "Narrow victory for {a} in {place}", "{place} chooses {a} after a long count"),
        (
            "{a} won the election in {place} on {day} by only {number} votes.",
            "Voters in {place} gave {a} a narrow majority on {day}, after the count had lasted all night.",
            "After {number} weeks on the road, {a} was declared the winner in {place} on {day}.",
        ),
        (
            "{b} accepted the result and left the hall without taking questions.",
            "Defeated {b} called for a second count in two districts.",
            "{a} thanked {b} for a fair campaign.",
        ),
        ("{c} is expected to join the new council.", "Support from {c} had decided the last days of the race."),
    ),
    Event(
        "budget",
        "politics",
        ("parliament", "office", "skyline"),
        ("{a} defends new budget", "Budget plan of {a} divides {place}", "{a} promises money for schools"),
        (
            "{a} defended a budget of {number} million in {place} on {day}, with more money for schools and roads.",
            "A plan by {a} to raise the tax on second homes passed its first reading on {day}.",
            "{a} told a full chamber in {place} on {day} that the region could not borrow for ever.",
        ),
        (
            "{b} called the plan careless and asked for a vote of no confidence.",
            "The numbers do not add up, {b} told reporters afterwards.",
            "{b} left the chamber in protest before {a} had finished.",
        ),
        ("{c} abstained.", "A compromise drafted by {c} was rejected."),
    ),
    Event(
        "resignation",
        "politics",
        ("press wall", "parliament", "office"),
        ("{a} resigns after leaked letters", "Letters force {a} out of office", "{a} steps down in {place}"),
        (
            "{a} resigned on {day} after letters about a building contract in {place} were made public.",
            "After {number} days of pressure, {a} stepped down in {place} on {day}.",
            "{a} will leave office at the end of the month, a spokesman in {place} said on {day}.",
        ),
        (
            "{b} is to take over until the autumn.",
            "The letters had first been shown to {b}, who handed them to the police.",
            "{b} thanked {a} for years of service.",
        ),
        ("Friends of {c} denied any part in the affair.", "{c} has asked for a public inquiry."),
    ),
    Event(
        "visit",
        "politics",
        ("bridge", "street", "train"),
        ("{a} opens new line in {place}", "{place} welcomes {a}", "Cheers and whistles as {a} visits {place}"),
        (
            "{a} opened a new railway crossing in {place} on {day}, {number} months later than planned.",
            "Hundreds lined the streets of {place} on {day} to see {a} cut the ribbon of the new bridge.",
            "{a} spent {day} in {place} to hear complaints about late trains.",
        ),
        (
            "{b} had travelled ahead to speak with workers.",
            "The project had been started by {b} ten years ago.",
            "{a} and {b} walked across together.",
        ),
        ("{c} stayed away from the ceremony.", "A toast was given by {c}."),
    ),
)
JUSTICE = (
    Event(
        "trial",
        "justice",
        ("courtroom", "press wall", "street"),
        ("Trial of {a} opens in {place}", "{a} denies fraud", "Court in {place} hears {a}"),
        (
            "The trial of {a} over {number} forged contracts opened in {place} on {day}.",
            "{a} pleaded not guilty in {place} on {day} to taking money from a charity.",
            "A jury in {place} heard on {day} how {a} came to own paintings worth {number} million.",
        ),
        (
            "{b} told the court of a meeting in a hotel.",
            "Papers found by {b} are at the centre of the case.",
            "{a} shook hands with {b} before the hearing.",
        ),
        ("{c} will give evidence next week.", "A statement by {c} was read out."),
    ),
    Event(
        "verdict",
        "justice",
        ("courtroom", "office", "press wall"),
        ("{a} cleared of all charges", "Judges overturn ruling against {a}", "{a} wins appeal in {place}"),
        (
            "{a} walked free on {day} after judges in {place} threw out a ruling that had stood for {number} years.",
            "A court in {place} cleared {a} of all charges on {day}.",
            "{a} won an appeal in {place} on {day} and may return to work at once.",
        ),
        (
            "{b} had argued that the evidence was never tested.",
            "Outside the court {b} embraced {a} and thanked the judges.",
            "{b} said that the state would pay damages.",
        ),
        ("{c}, who brought the case, did not attend.", "It is a defeat for {c}."),
    ),
    Event(
        "inquiry",
        "justice",
        ("office", "skyline", "street"),
        ("{a} to lead inquiry", "{a} promises answers on missing files", "Inquiry in {place} begins under {a}"),
        (
            "{a} will lead the inquiry into {number} files that vanished from the archive of {place}.",
            "On {day} {a} searched offices in {place} for missing bank records.",
            "{a} asked witnesses in {place} to come forward after a burglary on {day}.",
        ),
        (
            "{b} was questioned for six hours.",
            "The order had been signed by {b}.",
            "{a} and {b} refused to name a suspect.",
        ),
        ("{c} called the search a show.", "Lawyers for {c} have complained."),
    ),
)
SPORT = (
    Event(
        "match",
        "sport",
        ("stadium", "press wall", "stadium"),
        ("{a} decides match against {t}", "Late goal: {a} stuns {t}", "{t} fall to {a}"),
        (
            "{a} scored twice in {place} on {day} as {t} lost a match that they had led for an hour.",
            "A late goal by {a} ended the unbeaten run of {t} after {number} games.",
            "{t} will play in the final after {a} saved two penalties in {place} on {day}.",
        ),
        (
            "{b} was sent off before half time.",
            "The pass came from {b}, who had returned from injury.",
            "{a} celebrated with {b} in front of the visiting fans.",
        ),
        ("{c} watched from the bench.", "{c} missed the best chance of the first half."),
        "club",
    ),
    Event(
        "transfer",
        "sport",
        ("press wall", "stadium", "office"),
        ("{a} signs for {t}", "{t} present {a}", "{t} pay {number} million for {a}"),
        (
            "{a} signed a contract with {t} on {day} and will wear the shirt for {number} months.",
            "{t} presented {a} in {place} on {day}, to the surprise of their own supporters.",
            "After weeks of talks {a} is joining {t}, the club said on {day}.",
        ),
        (
            "{b} had begged the club to wait.",
            "{a} will replace {b}, who is leaving.",
            "{b} joked that the changing room had become too small.",
        ),
        ("{c} had been the first choice.", "The deal was arranged by {c}."),
        "club",
    ),
    Event(
        "record",
        "sport",
        ("stadium", "mountain", "street"),
        ("{a} breaks record in {place}", "Record for {a} after {number} attempts", "{a} beats the clock in {place}"),
        (
            "{a} broke a record that had stood for {number} years, in front of a full stadium in {place} on {day}.",
            "Nobody has been faster than {a}, who won in {place} on {day} in heavy rain.",
            "{a} took gold in {place} on {day} at the {number}th attempt.",
        ),
        (
            "{b} came second and collapsed behind the line.",
            "The old mark had belonged to {b}.",
            "{a} and {b} had trained together all winter.",
        ),
        ("{c} fell in the last bend.", "Bronze went to {c}."),
    ),
    Event(
        "injury",
        "sport",
        ("press wall", "stadium", "office"),
        ("{a} out for {number} weeks", "Injury ends season of {a}", "{place} without {a} in cup final"),
        (
            "{a} will miss the cup final in {place} after a fall in training on {day}.",
            "An old knee injury keeps {a} out for {number} weeks, it was announced in {place} on {day}.",
            "{a} left the pitch in {place} on a stretcher on {day}.",
        ),
        (
            "{b} is likely to step in.",
            "{b} blamed the state of the grass.",
            "{a} had collided with {b} a minute before the end.",
        ),
        ("{c} has been called back from holiday.", "{c} sent flowers to the hospital."),
    ),
)
CULTURE = (
    Event(
        "premiere",
        "culture",
        ("stage", "street", "press wall"),
        ("{a} triumphs in {place}", "Standing ovation for {a}", "Boos and cheers: {a} opens season in {place}"),
        (
            "{a} received a standing ovation of {number} minutes at the premiere in {place} on {day}.",
            "The new season in {place} began on {day} with a daring evening by {a}.",
            "{a} returned to the stage in {place} on {day} after an absence of {number} years.",
        ),
        (
            "{b} left at the interval.",
            "The words are by {b}, who bowed with {a} at the end.",
            "{b} took over at an hour's notice and was cheered as well.",
        ),
        ("{c} designed the lights.", "Even {c}, a stern critic of the house, applauded."),
    ),
    Event(
        "prize",
        "culture",
        ("gallery", "office", "stage"),
        ("{a} wins {place} prize", "Prize for {a}", "Jury in {place} honours {a}"),
        (
            "{a} has won the {place} prize, worth {number} thousand, the jury announced on {day}.",
            "The jury in {place} chose {a} on {day} from {number} candidates.",
            "{a} accepted the medal of {place} on {day} and gave the money to a school.",
        ),
        (
            "The speech was given by {b}.",
            "{b} had been the favourite.",
            "{a} dedicated the award to {b}.",
        ),
        ("{c} refused to sit on the jury.", "Last year the prize went to {c}."),
    ),
    Event(
        "restoration",
        "culture",
        ("gallery", "street", "skyline"),
        ("{a} saves {t}", "{t} reopens with concert by {a}", "{a} raises money for {t}"),
        (
            "{t} in {place} reopened on {day} after {number} months, with a concert arranged by {a}.",
            "{a} collected {number} thousand on {day} to repair the roof of {t}.",
            "Years after a storm damaged {t}, {a} unveiled the restored front in {place} on {day}.",
        ),
        (
            "{b} had wanted to pull it down.",
            "The plans were drawn by {b}.",
            "{a} and {b} were the first to go in.",
        ),
        ("{c} gave the largest sum.", "{c} called the colours a mistake."),
        "building",
    ),
)
BUSINESS = (
    Event(
        "strike",
        "business",
        ("factory", "street", "office"),
        ("{a} calls strike in {place}", "{place} strike: {a} refuses talks", "{a} at odds with workers"),
        (
            "{a} called a strike of {number} days at the works in {place} on {day}.",
            "Talks in {place} broke down on {day} when {a} left the table.",
            "{a} warned on {day} that the works in {place} could close if the dispute lasts.",
        ),
        (
            "{b} offered to meet again at the weekend.",
            "The offer of {b} was called an insult.",
            "{a} and {b} have not spoken for weeks.",
        ),
        ("{c} is to act as a go-between.", "Shares held by {c} lost a tenth of their value."),
    ),
    Event(
        "takeover",
        "business",
        ("office", "skyline", "press wall"),
        ("{a} buys {t}", "{t} sold to {a}", "Surprise bid by {a} for {t}"),
        (
            "{a} bought {t} in {place} for {number} million on {day}.",
            "A bid by {a} for {t} surprised the markets on {day}.",
            "{t} has a new owner: {a} signed the papers in {place} on {day}.",
        ),
        (
            "{b} had offered less.",
            "{b}, who built it up, is to stay for a year.",
            "{a} called {b} a hard but fair partner.",
        ),
        ("{c} voted against the sale.", "The bank of {c} pays for half of it."),
        "building",
    ),
    Event(
        "grounding",
        "business",
        ("factory", "bridge", "office"),
        ("{a} blamed as {t} runs aground", "{t} adrift: {a} under pressure", "Owner {a} sends tugs to {t}"),
        (
            "{t} ran aground off {place} on {day} with {number} people on board, and {a} faces questions.",
            "Tugs hired by {a} pulled {t} back into deep water near {place} on {day}.",
            "{a} denied on {day} that {t} had left {place} with a broken engine.",
        ),
        (
            "{b} had warned of the rocks.",
            "{b} thanked the crew.",
            "{a} met {b} at the harbour.",
        ),
        ("{c} demands compensation for the cargo.", "An inspection by {c} had found no faults."),
        "ship",
    ),
    Event(
        "launch",
        "business",
        ("press wall", "stage", "factory"),
        ("{a} shows new electric bus", "{a} promises {number} jobs in {place}", "New works: {a} starts machines"),
        (
            "{a} presented an electric bus in {place} on {day} that is to run {number} hours without a stop.",
            "{a} started the machines of a new works in {place} on {day}, with jobs for {number} people.",
            "A small firm led by {a} will build wind turbines in {place}, it was announced on {day}.",
        ),
        (
            "{b} took the first ride.",
            "{b} doubts that it will ever earn money.",
            "{a} had worked for {b} until last year.",
        ),
        ("{c} has ordered ten.", "The idea came from {c}."),
    ),
)
SCIENCE = (
    Event(
        "flood",
        "science",
        ("flood", "street", "bridge"),
        ("{a} warns of new flood in {place}", "{place} under water: {a} asks for help", "{a} leads rescue in {place}"),
        (
            "{a} asked {number} families in {place} to leave their homes on {day} as the river rose again.",
            "Boats led by {a} brought {number} people out of flooded houses in {place} on {day}.",
            "The flood in {place} could have been foreseen, {a} said on {day}.",
        ),
        (
            "{b} has measured the river for years.",
            "{b} set up beds in a school.",
            "{a} and {b} worked through the night.",
        ),
        ("{c} is looking for volunteers.", "{c} had asked for higher walls."),
    ),
    Event(
        "fire",
        "science",
        ("fire", "street", "fire"),
        ("{a} praised after fire in {place}", "Fire in {place}: {a} suspects old wires", "{a} escapes burning house"),
        (
            "{a} carried two children out of a burning house in {place} on {day}.",
            "Old wires caused the fire that destroyed {number} flats in {place}, {a} said on {day}.",
            "Flames trapped {a} on a roof in {place} for {number} minutes on {day}.",
        ),
        (
            "{b} treated the injured in the street.",
            "Smoke was first noticed by {b}.",
            "{a} was brought down by {b}.",
        ),
        ("{c} is to study the cause.", "{c} praised the crews."),
    ),
    Event(
        "discovery",
        "science",
        ("laboratory", "office", "mountain"),
        ("{a} finds ice under desert", "Puzzle of {number} years solved by {a}", "{a} surprises experts in {place}"),
        (
            "{a} has solved a puzzle that kept researchers in {place} busy for {number} years.",
            "A dust that eats plastic was shown in {place} on {day} by {a}.",
            "{a} reported on {day} that the glacier above {place} hides a lake.",
        ),
        (
            "{b} repeated the test with the same result.",
            "{b} doubts the numbers.",
            "The samples had been collected by {b}.",
        ),
        ("{c} called it the find of the decade.", "{c} will check the results."),
    ),
    Event(
        "mission",
        "science",
        ("rocket", "laboratory", "turbines"),
        ("{a} sends probe into orbit", "Countdown in {place}: {a} hopes for clear sky", "{a} tests quiet turbine"),
        (
            "A probe built by {a} lifted off near {place} on {day}, {number} days late.",
            "{a} tested a quiet wind turbine above {place} on {day}.",
            "Signals from a satellite reached {a} in {place} on {day} after {number} hours of silence.",
        ),
        (
            "{b} found the fault in the last minute.",
            "The instruments belong to {b}.",
            "{a} hugged {b} in the control room.",
        ),
        ("{c} watched from the hills.", "{c} had called it a waste of money."),
    ),
    Event(
        "animal",
        "science",
        ("street", "laboratory", "mountain"),
        ("{a} rescues {t}", "{t} found safe by {a}", "{place} thanks {a} for {t}"),
        (
            "{t} is safe again: {a} found the animal near {place} on {day} after a search of {number} hours.",
            "{a} nursed {t} back to health in {place} and let visitors in on {day}.",
            "{t} stopped traffic in {place} on {day} until {a} arrived with a bucket of food.",
        ),
        (
            "{b} had left the gate open.",
            "{b} paid for the food.",
            "{a} was helped by {b}.",
        ),
        ("{c} wants to build a larger home.", "Children had written letters to {c}."),
        "animal",
    ),
)
EVENTS = (*POLITICS, *JUSTICE, *SPORT, *CULTURE, *BUSINESS, *SCIENCE)
