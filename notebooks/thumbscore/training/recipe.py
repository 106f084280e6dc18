"""Hyperparameters: the paper's, and those of the miniature that learns the invented news on a CPU."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from thumbscore.export.errors import fail

MODES = ("clip", "clipadapt", "cft-clip")


@dataclass(frozen=True)
class Recipe:
    """How a model is trained; the defaults are the paper's (Yoon, Yoon and Park, Findings of ACL 2024).

    The learning rate follows a cosine from `learning_rate` to 0 within `t_max` iterations and back again, or once to 0
    over the whole run where `t_max` is 0. `warmup` iterations of linear increase come before it.
    """

    epochs: int = 20
    batch: int = 128
    learning_rate: float = 1e-4
    weight_decay: float = 0.01
    t_max: int = 100
    warmup: int = 0
    temperature: float = 0.05
    learn_temperature: bool = False
    freeze_text_layers: int = 11
    validate_every: int = 20
    patience: int = 5
    shift: int = 0

    def check(self) -> None:
        """Ends the program where a value is out of range."""
        least = {name: 1 for name in ("epochs", "validate_every", "patience")} | {"batch": 2}
        least |= {name: 0 for name in ("t_max", "warmup", "freeze_text_layers", "shift", "weight_decay")}
        for name, bound in least.items():
            if getattr(self, name) < bound:
                fail(f"Invalid --{name.replace('_', '-')}: {getattr(self, name)} (must be at least {bound})")
        for name in ("learning_rate", "temperature"):
            if not getattr(self, name) > 0:
                fail(f"Invalid --{name.replace('_', '-')}: {getattr(self, name)} (must be greater than 0)")

    def as_json(self) -> dict[str, object]:
        """The hyperparameters by name."""
        return asdict(self)


# every weight is trained, in one fall of a higher learning rate, on images that are moved a little
MINI = Recipe(
    epochs=4,
    learning_rate=1e-3,
    t_max=0,
    warmup=50,
    freeze_text_layers=0,
    validate_every=117,
    patience=10,
    shift=4,
)

# CLIP itself is trained from random weights, with a temperature that is learned (Radford et al., 2021)
PRESETS: dict[str, dict[str, Recipe]] = {
    "paper": {
        "clip": Recipe(temperature=0.07, learn_temperature=True, freeze_text_layers=0),
        "clipadapt": Recipe(),
        "cft-clip": Recipe(),
    },
    "mini": {
        "clip": Recipe(
            epochs=5,
            learning_rate=1e-3,
            weight_decay=0.1,
            t_max=0,
            warmup=100,
            temperature=0.07,
            learn_temperature=True,
            freeze_text_layers=0,
            validate_every=70,
            patience=10,
        ),
        "clipadapt": MINI,
        "cft-clip": MINI,
    },
}
