"""BLIP for image-text retrieval: its contrastive head, one vector for an image and one for a text."""

from __future__ import annotations

import torch
from transformers import BlipForImageTextRetrieval

from thumbscore.export.families.base import LoadedModel, text_graph, vision_graph
from thumbscore.export.graphs import Graph


class VisionTower(torch.nn.Module):
    """pixel_values [n, 3, edge, edge] -> image_embeds [n, dim], not normalised."""

    def __init__(self, model: BlipForImageTextRetrieval) -> None:
        super().__init__()
        self.tower, self.projection = model.vision_model, model.vision_proj

    def forward(self, pixel_values: torch.Tensor) -> tuple[torch.Tensor]:
        """Projects the class token."""
        return (self.projection(self.tower(pixel_values=pixel_values).last_hidden_state[:, 0]),)


class TextTower(torch.nn.Module):
    """input_ids and attention_mask [n, length] -> text_embeds [n, dim], not normalised; no image is attended to."""

    def __init__(self, model: BlipForImageTextRetrieval) -> None:
        super().__init__()
        self.tower, self.projection = model.text_encoder, model.text_proj

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor]:
        """Projects the first token."""
        states = self.tower(input_ids=input_ids, attention_mask=attention_mask)
        return (self.projection(states.last_hidden_state[:, 0]),)


class Blip(LoadedModel):
    """A BlipForImageTextRetrieval."""

    family = "blip"
    architectures = {"BlipForImageTextRetrieval": BlipForImageTextRetrieval}

    def graphs(self) -> list[Graph]:
        """Both towers."""
        return [
            vision_graph(VisionTower(self.model), self.random_pixels(2, 0)),
            text_graph(TextTower(self.model), self.random_ids(2, 7, 0)),
        ]

    def context(self) -> int:
        """As many tokens as there are positions."""
        return self.model.config.text_config.max_position_embeddings
