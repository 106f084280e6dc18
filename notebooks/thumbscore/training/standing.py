"""How far a run is, and which weights were the best so far."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import torch

Weights = dict[str, torch.Tensor]


@dataclass
class Standing:
    """Progress of a run in numbers; `failures` counts validations since the last improvement."""

    step: int = 0
    losses: list[float] = field(default_factory=list)
    best_loss: float = float("inf")
    best_step: int = 0
    failures: int = 0
    stopped: bool = False
    history: list[dict[str, float]] = field(default_factory=list)

    @property
    def loss(self) -> float:
        """Mean of the training losses since the last validation."""
        return sum(self.losses) / max(1, len(self.losses))

    def judge(self, loss: float, patience: int) -> bool:
        """Records a validation loss, decides whether to stop, and says whether it is the lowest so far."""
        self.history.append({"step": self.step, "loss": self.loss, "validation_loss": loss})
        self.losses.clear()
        improved = loss < self.best_loss
        if improved:
            self.best_loss, self.best_step, self.failures = loss, self.step, 0
        else:
            self.failures += 1
            self.stopped = self.failures >= patience
        return improved

    def as_state(self) -> dict[str, object]:
        """Plain values for a checkpoint."""
        return asdict(self)


def copy_weights(model: torch.nn.Module) -> Weights:
    """The model's weights, copied to the memory of the CPU."""
    return {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
