"""BLIP-2 for image-text retrieval: its contrastive head, one vector for each query of an image and one for a text."""

from __future__ import annotations

import torch
from transformers import Blip2ForConditionalGeneration, Blip2ForImageTextRetrieval

from thumbscore.export.families.base import LoadedModel, text_graph, vision_graph
from thumbscore.export.graphs import Graph


def query_states(
    model: Blip2ForImageTextRetrieval | Blip2ForConditionalGeneration, pixel_values: torch.Tensor
) -> torch.Tensor:
    """What the Q-Former's queries find in images: [n, 3, edge, edge] -> [n, q, width]."""
    seen = model.vision_model(pixel_values=pixel_values).last_hidden_state
    queries = model.query_tokens.expand(pixel_values.shape[0], -1, -1)
    return model.qformer(query_embeds=queries, encoder_hidden_states=seen).last_hidden_state


class VisionTower(torch.nn.Module):
    """pixel_values [n, 3, edge, edge] -> image_embeds [n, q, dim], not normalised."""

    def __init__(self, model: Blip2ForImageTextRetrieval) -> None:
        super().__init__()
        self.vision_model, self.qformer = model.vision_model, model.qformer
        self.query_tokens, self.projection = model.query_tokens, model.vision_projection

    def forward(self, pixel_values: torch.Tensor) -> tuple[torch.Tensor]:
        """Projects the outputs of the queries."""
        return (self.projection(query_states(self, pixel_values)),)


class TextTower(torch.nn.Module):
    """input_ids and attention_mask [n, length] -> text_embeds [n, dim], not normalised; ids have no image tokens."""

    def __init__(self, model: Blip2ForImageTextRetrieval) -> None:
        super().__init__()
        self.embeddings, self.qformer, self.projection = model.embeddings, model.qformer, model.text_projection

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor]:
        """Projects the first token."""
        embeds = self.embeddings(input_ids=input_ids)
        states = self.qformer(query_embeds=embeds, query_length=0, attention_mask=attention_mask)
        return (self.projection(states.last_hidden_state[:, 0]),)


class Blip2(LoadedModel):
    """A Blip2ForImageTextRetrieval."""

    family = "blip2"
    architectures = {"Blip2ForImageTextRetrieval": Blip2ForImageTextRetrieval}

    def graphs(self) -> list[Graph]:
        """Vision tower with Q-Former, and the Q-Former as text tower."""
        return [
            vision_graph(VisionTower(self.model), self.random_pixels(2, 0)),
            text_graph(TextTower(self.model), self.random_ids(2, 7, 0)),
        ]

    def context(self) -> int:
        """As many tokens as there are positions."""
        return self.model.config.qformer_config.max_position_embeddings

    def vocabulary(self) -> int:
        """The Q-Former has token embeddings of its own."""
        return self.model.config.qformer_config.vocab_size
