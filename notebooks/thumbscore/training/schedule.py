"""The learning rate by iteration."""

from __future__ import annotations

import math

from thumbscore.training.recipe import Recipe


def learning_rate(recipe: Recipe, iteration: int, iterations: int) -> float:
    """The learning rate of an iteration, from 0, in a run of this many.

    It rises to the recipe's in `warmup` iterations, then follows a cosine to 0 within `t_max` more iterations and back,
    or to 0 at the end of the run where `t_max` is 0.
    """
    if iteration < recipe.warmup:
        return recipe.learning_rate * (iteration + 1) / recipe.warmup
    period = recipe.t_max or max(1, iterations - recipe.warmup)
    return recipe.learning_rate * (1 + math.cos(math.pi * (iteration - recipe.warmup) / period)) / 2
