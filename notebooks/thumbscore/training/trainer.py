"""The training loop."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from transformers import CLIPModel

from thumbscore.export.errors import fail
from thumbscore.training.batches import Batch, TrainingRows, epoch_order
from thumbscore.training.checkpoints import random_states, restore_random_states
from thumbscore.training.gradients import backward
from thumbscore.training.losses import loss_of
from thumbscore.training.model import Embedder, freeze_text_layers, limit_scale, set_temperature
from thumbscore.training.progress import Progress
from thumbscore.training.recipe import Recipe
from thumbscore.training.schedule import learning_rate
from thumbscore.training.standing import Standing, copy_weights

VALIDATION_SEED = 0


@dataclass(frozen=True)
class Machine:
    """Where and how a run computes; with `micro_batch` that many rows at a time go through the towers."""

    device: torch.device
    precision: torch.dtype = torch.float32
    micro_batch: int | None = None


class Trainer:
    """Trains a CLIP in place; after `run` it has the weights with the lowest validation loss.

    Not thread-safe. On a CPU, two runs with the same seed and the same number of threads end with the same weights,
    also where one of them was killed and resumed.
    """

    def __init__(
        self,
        model: CLIPModel,
        mode: str,
        recipe: Recipe,
        rows: TrainingRows,
        validation: TrainingRows,
        machine: Machine,
        seed: int = 0,
    ) -> None:
        self.model, self.loss, self.recipe, self.machine, self.seed = model, loss_of(mode), recipe, machine, seed
        self.rows, self.validation = rows, validation
        if len(rows) < recipe.batch:
            fail(f"Cannot train with batches of {recipe.batch}: there are {len(rows)} rows")
        torch.manual_seed(seed)
        freeze_text_layers(model, recipe.freeze_text_layers)
        set_temperature(model, recipe.temperature, recipe.learn_temperature)
        model.to(machine.device).train()
        self.embed = Embedder(model, machine.device, machine.precision)
        trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(trained, recipe.learning_rate, weight_decay=recipe.weight_decay)
        self.scaler = torch.amp.GradScaler(machine.device.type, enabled=machine.precision == torch.float16)
        self.standing, self.best = Standing(), {}
        self.order = functools.lru_cache(1)(lambda epoch: epoch_order(len(rows), seed, epoch))

    @property
    def steps(self) -> int:
        """Iterations of the whole run if it does not stop early."""
        return self.steps_in_epoch * self.recipe.epochs

    @property
    def steps_in_epoch(self) -> int:
        """Iterations of an epoch; rows that do not fill a batch are left out."""
        return len(self.rows) // self.recipe.batch

    def run(self, checkpoint_every: int, save: Callable[[], None]) -> None:
        """Trains to the end, or until the validation loss no longer improves, and saves every so many iterations."""
        progress = Progress()
        while not self.finished:
            self.train_batch()
            progress.advance(self.recipe.batch, lambda: self.line(progress))
            if self.standing.step % self.recipe.validate_every == 0 or self.standing.step == self.steps:
                self.validate()
            if self.standing.step % checkpoint_every == 0 or self.finished:
                save()
        self.model.load_state_dict(self.best)
        self.model.eval()

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self.standing.stopped or self.standing.step >= self.steps

    def train_batch(self) -> None:
        """One iteration."""
        step = self.standing.step
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.recipe, step, self.steps)
        self.optimizer.zero_grad()
        loss = backward(self.embed, self.loss, self.next_batch(), self.machine.micro_batch, self.scaler).item()
        if not math.isfinite(loss):
            fail(f"Cannot go on at step {step + 1}: the loss is {loss}; lower --learning-rate or use --precision fp32")
        self.scaler.step(self.optimizer)
        self.scaler.update()
        limit_scale(self.model)
        self.standing.step += 1
        self.standing.losses.append(loss)

    def next_batch(self) -> Batch:
        """The batch of the current step, which depends on the seed and the step alone."""
        epoch, position = divmod(self.standing.step, self.steps_in_epoch)
        rows = self.order(epoch)[position * self.recipe.batch :][: self.recipe.batch]
        return self.rows.batch(rows, self.machine.device, self.recipe.shift, [self.seed, self.standing.step])

    @torch.no_grad()
    def validate(self) -> None:
        """Computes the validation loss and keeps the weights if it is the lowest so far."""
        self.model.eval()
        size = min(self.recipe.batch, len(self.validation))
        order = epoch_order(len(self.validation), VALIDATION_SEED, 0)
        losses = []
        for start in range(0, len(order) - size + 1, size):
            batch = self.validation.batch(order[start : start + size], self.machine.device)
            losses.append(self.loss(self.embed(batch), self.embed.scale()).item())
        self.model.train()
        improved = self.standing.judge(float(np.mean(losses)), self.recipe.patience)
        if improved or not self.best:
            self.best = copy_weights(self.model)
        failures = f"{self.standing.failures} of {self.recipe.patience} without improvement"
        verdict = "best so far" if improved else failures
        print(f"step {self.standing.step:,}: validation loss {np.mean(losses):.4f}, {verdict}", flush=True)

    def line(self, progress: Progress) -> str:
        """The progress of the run in a line."""
        standing = self.standing
        epoch = (standing.step - 1) // self.steps_in_epoch + 1
        best = f", validation {standing.best_loss:.4f} at best" if self.best else ""
        left = (self.steps - standing.step) * self.recipe.batch
        return (
            f"epoch {epoch} of {self.recipe.epochs}, step {standing.step:,} of {self.steps:,}: loss {standing.loss:.4f}"
            f"{best}, {progress.rate:.0f} samples/s, ETA {progress.remaining(left)}"
        )

    def state(self) -> dict[str, object]:
        """All that a checkpoint must hold for the run to go on as if it had not ended."""
        return {
            "model": self.model.state_dict(),
            "best": self.best,
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict(),
            "random": random_states(),
            "standing": self.standing.as_state(),
        }

    def restore(self, state: dict[str, object]) -> None:
        """Goes back to the state of a checkpoint."""
        self.model.load_state_dict(state["model"])
        self.best = state["best"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.scaler.load_state_dict(state["scaler"])
        restore_random_states(state["random"])
        self.standing = Standing(**state["standing"])
