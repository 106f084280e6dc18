"""BLIP-2 that writes a caption, which a sentence encoder compares with the text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, Blip2ForConditionalGeneration, PreTrainedModel

from thumbscore.export.attention import use_plain_attention
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.errors import fail
from thumbscore.export.families.base import LoadedModel, Run, padding_mask, unit, vision_graph
from thumbscore.export.families.blip2 import query_states
from thumbscore.export.files import spelled_out, write_json
from thumbscore.export.graphs import Graph
from thumbscore.export.tokenizers import load_tokenizer, write_tokenizer

PAST = "past_key_values."
MAX_NEW_TOKENS = 30


class Prefix(torch.nn.Module):
    """pixel_values [n, 3, edge, edge] -> prefix_embeds [n, queries + 1, width]: the queries, then the start token.

    It is what Blip2ForConditionalGeneration.generate puts before a caption when it is given no text.
    """

    def __init__(self, model: Blip2ForConditionalGeneration) -> None:
        super().__init__()
        self.vision_model, self.qformer = model.vision_model, model.qformer
        self.query_tokens, self.projection = model.query_tokens, model.language_projection
        start = model.config.text_config.bos_token_id
        self.start = torch.nn.Buffer(model.get_input_embeddings().weight[start].detach().clone()[None, None])

    def forward(self, pixel_values: torch.Tensor) -> tuple[torch.Tensor]:
        """Projects the outputs of the queries to the language model's width."""
        queries = self.projection(query_states(self, pixel_values))
        return (torch.cat([queries, self.start.expand(queries.shape[0], -1, -1)], dim=1),)


class Past:
    """Keys and values of the tokens before, in the form that transformers' attention asks for."""

    def __init__(self, tensors: list[torch.Tensor]) -> None:
        self.before = [(tensors[index], tensors[index + 1]) for index in range(0, len(tensors), 2)]
        self.present: list[torch.Tensor] = []

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, layer: int, *others: object
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Appends the keys and values of the new tokens."""
        past_keys, past_values = self.before[layer]
        both = torch.cat([past_keys, keys], dim=2), torch.cat([past_values, values], dim=2)
        self.present.extend(both)
        return both


class Decoder(torch.nn.Module):
    """One step of greedy decoding with OPT.

    inputs_embeds [n, p, width] and input_ids [n, s], either of which may have no columns, follow the tokens whose keys
    and values are in the past; the result is the most likely next token of each row, next_ids [n], and all keys and
    values, present.{layer}.key and .value [n, heads, past + p + s, head width].
    """

    def __init__(self, model: Blip2ForConditionalGeneration) -> None:
        super().__init__()
        language = model.language_model
        self.decoder, self.head = language.model.decoder, language.lm_head

    def forward(
        self, inputs_embeds: torch.Tensor, input_ids: torch.Tensor, past: list[torch.Tensor]
    ) -> tuple[torch.Tensor, ...]:
        """All that OPTDecoder.forward does, for rows without padding."""
        decoder = self.decoder
        embeds = torch.cat([inputs_embeds, decoder.embed_tokens(input_ids)], dim=1)
        length, before = embeds.shape[1], past[0].shape[2]
        positions = torch.arange(before, before + length)
        states = embeds if decoder.project_in is None else decoder.project_in(embeds)
        states = states + decoder.embed_positions(None, position_ids=positions[None])
        cache = Past(past)
        mask = self.mask(positions, before + length, states.dtype)
        for layer in decoder.layers:
            states = layer(states, attention_mask=mask, past_key_values=cache)
        last = states[:, -1:]
        last = last if decoder.final_layer_norm is None else decoder.final_layer_norm(last)
        last = last if decoder.project_out is None else decoder.project_out(last)
        return (self.head(last)[:, 0].argmax(dim=-1), *cache.present)

    def mask(self, positions: torch.Tensor, columns: int, dtype: torch.dtype) -> torch.Tensor:
        """Each token attends to itself and all before it: [1, 1, length, columns], added to the products."""
        seen = torch.arange(columns)[None] <= positions[:, None]
        zero, hidden = torch.zeros((), dtype=dtype), torch.full((), torch.finfo(dtype).min, dtype=dtype)
        return torch.where(seen, zero, hidden)[None, None]


class SentenceEncoder(torch.nn.Module):
    """input_ids and attention_mask [n, length] -> sentence_embeds [n, dim]: means over the tokens, of unit length."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.encoder = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor]:
        """As sentence-transformers does with mean pooling."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state.float()
        mask = attention_mask[:, :, None].to(states.dtype)
        mean = (states * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9)
        return (torch.nn.functional.normalize(mean, dim=-1),)


class Caption(LoadedModel):
    """A Blip2ForConditionalGeneration around OPT, and a sentence encoder."""

    family = "caption"
    architectures = {"Blip2ForConditionalGeneration": Blip2ForConditionalGeneration}

    def __init__(
        self, checkpoint: Checkpoint, architecture: str, sentence: Checkpoint, max_new_tokens: int = MAX_NEW_TOKENS
    ) -> None:
        refuse_other_languages(checkpoint)
        super().__init__(checkpoint, architecture)
        self.max_new_tokens = max_new_tokens
        config = self.model.config
        tokens = config.num_query_tokens + 1 + max_new_tokens
        if max_new_tokens < 1 or tokens > config.text_config.max_position_embeddings:
            most = config.text_config.max_position_embeddings - config.num_query_tokens - 1
            fail(f"Cannot write captions of {max_new_tokens} tokens, expected 1 to {most}; change --max-new-tokens")
        if config.image_token_index is None:
            # generate counts the image tokens by an id, whose embedding it then replaces
            config.image_token_index = config.text_config.vocab_size - 1
        self.sentence_checkpoint = sentence
        self.sentence = sentence.load(AutoModel)
        use_plain_attention(self.sentence)
        self.sentence_tokenizer = load_tokenizer(sentence)

    def write_files(self, out: Path) -> None:
        """Also writes the sentence encoder's config and tokenizer."""
        super().write_files(out)
        folder = out / "sentence"
        folder.mkdir()
        write_json(folder / "config.json", spelled_out(self.sentence.config))
        write_tokenizer(self.sentence_tokenizer, self.sentence_checkpoint, folder)

    def models(self) -> Iterable[PreTrainedModel]:
        """The captioner and the sentence encoder."""
        return [self.model, self.sentence]

    def graphs(self) -> list[Graph]:
        """The prefix, a step of decoding, and the sentence encoder."""
        return [
            vision_graph(Prefix(self.model), self.random_pixels(2, 0), "prefix_embeds"),
            self.decoder_graph(),
            self.sentence_graph(),
        ]

    def decoder_graph(self) -> Graph:
        """decoder_model; the examples' lengths differ so that the axes stay apart."""
        language = self.model.language_model.config
        inputs = self.decoder_inputs(batch=2, prefix=3, tokens=5, past=7, seed=0)
        axes = {"inputs_embeds": {0: "batch", 1: "prefix"}, "input_ids": {0: "batch", 1: "tokens"}}
        outputs = ["next_ids"]
        for layer in range(language.num_hidden_layers):
            for part in ("key", "value"):
                axes[f"{PAST}{layer}.{part}"] = {0: "batch", 2: "past"}
                axes[f"present.{layer}.{part}"] = {0: "batch", 2: "present"}
                outputs.append(f"present.{layer}.{part}")
        axes["next_ids"] = {0: "batch"}
        tensors = {name: torch.from_numpy(value) for name, value in inputs.items()}
        return Graph("decoder_model", Decoder(self.model), tensors, outputs, axes, listed=PAST)

    def decoder_inputs(self, batch: int, prefix: int, tokens: int, past: int, seed: int) -> dict[str, np.ndarray]:
        """Random inputs of the decoder."""
        random = np.random.RandomState(seed)
        config = self.model.language_model.config
        heads = config.num_attention_heads
        cached = (batch, heads, past, config.hidden_size // heads)
        inputs = {
            "inputs_embeds": random.standard_normal((batch, prefix, config.hidden_size)).astype(np.float32),
            "input_ids": random.randint(5, config.vocab_size, (batch, tokens)),
        }
        for layer in range(config.num_hidden_layers):
            for part in ("key", "value"):
                inputs[f"{PAST}{layer}.{part}"] = random.standard_normal(cached).astype(np.float32)
        return inputs

    def sentence_graph(self) -> Graph:
        """sentence_model."""
        ids = self.random_ids(2, 7, 0)
        inputs = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(padding_mask(ids))}
        axes = {name: {0: "batch", 1: "sequence"} for name in inputs} | {"sentence_embeds": {0: "batch"}}
        return Graph("sentence_model", SentenceEncoder(self.sentence), inputs, ["sentence_embeds"], axes)

    def checks(self, graph: Graph) -> list[dict[str, np.ndarray]]:
        """Of the decoder: the first step, later ones, and one that continues a text."""
        if graph.name != "decoder_model":
            return super().checks(graph)
        shapes = [(1, 4, 0, 0), (3, 9, 0, 0), (1, 0, 1, 4), (4, 0, 1, 11), (2, 3, 2, 5), (2, 1, 0, 1)]
        return [self.decoder_inputs(*shape, seed) for seed, shape in enumerate(shapes)]

    def context(self) -> int:
        """What the sentence encoder was made for, which may be less than it has positions."""
        positions = self.sentence.config.max_position_embeddings
        settings = self.sentence_checkpoint.read_json("sentence_bert_config.json") or {}
        return min(positions, settings.get("max_seq_length") or positions)

    def vocabulary(self) -> int:
        """Of the sentence encoder."""
        return self.sentence.config.vocab_size

    def settings(self) -> dict[str, object]:
        """How captions are generated."""
        return {
            "caption": {
                "max_new_tokens": self.max_new_tokens,
                "eos_token_ids": self.end_tokens(),
                "pad_token_id": self.padding(),
                "sentence_max_tokens": self.context(),
            }
        }

    def end_tokens(self) -> list[int]:
        """The tokens that end a caption, as generate takes them."""
        end = self.model.language_model.generation_config.eos_token_id
        return [] if end is None else list(end) if isinstance(end, (list, tuple)) else [end]

    def padding(self) -> int:
        """What follows the end of a caption in a batch; generate takes an end token where there is none."""
        pad = self.model.language_model.generation_config.pad_token_id
        return pad if pad is not None else (self.end_tokens() or [0])[0]

    def generate(self, run: Run, pixels: np.ndarray) -> list[list[int]]:
        """Greedy decoding of a batch: the loop that Thumbscore runs, without the end tokens."""
        language = self.model.language_model.config
        embeds = run("vision_model", {"pixel_values": pixels})["prefix_embeds"]
        batch, heads = len(pixels), language.num_attention_heads
        past = {
            f"{PAST}{layer}.{part}": np.zeros((batch, heads, 0, language.hidden_size // heads), np.float32)
            for layer in range(language.num_hidden_layers)
            for part in ("key", "value")
        }
        ids = np.zeros((batch, 0), np.int64)
        captions, ended = [[] for _ in range(batch)], np.zeros(batch, bool)
        for _ in range(self.max_new_tokens):
            found = run("decoder_model", {"inputs_embeds": embeds, "input_ids": ids} | past)
            following = np.where(ended, self.padding(), found.pop("next_ids"))
            ended |= np.isin(following, self.end_tokens())
            for row in np.flatnonzero(~ended):
                captions[row].append(int(following[row]))
            if ended.all():
                break
            past = {name.replace("present.", PAST): value for name, value in found.items()}
            embeds, ids = embeds[:, :0], following[:, None].astype(np.int64)
        return captions

    def reference_ids(self, pixels: np.ndarray) -> list[list[int]]:
        """What transformers generates, with the end tokens and the padding after them."""
        with torch.no_grad():
            found = self.model.generate(
                torch.from_numpy(pixels), max_new_tokens=self.max_new_tokens, do_sample=False, num_beams=1
            )
        # the image tokens and the start token come first
        return found[:, self.model.config.num_query_tokens + 1 :].tolist()

    def decode(self, ids: list[list[int]]) -> list[str]:
        """Captions as text."""
        return [text.strip() for text in self.tokenizer.batch_decode(ids, skip_special_tokens=True)]

    def describe_images(self, run: Run, pixels: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """Vectors of the captions, and the captions."""
        captions = self.decode(self.generate(run, pixels))
        return self.text_vectors(run, captions)[:, None], captions

    def reference_images(self, run: Run, pixels: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """Captions are transformers' own."""
        captions = self.decode(self.reference_ids(pixels))
        return self.text_vectors(run, captions)[:, None], captions

    def text_vectors(self, run: Run, texts: list[str]) -> np.ndarray:
        """Vectors of texts."""
        encoded = [self.encode(text) for text in texts]
        return unit(np.concatenate([run("sentence_model", inputs)["sentence_embeds"] for inputs in encoded]))

    def encode(self, text: str) -> dict[str, np.ndarray]:
        """The inputs of the sentence encoder for one text."""
        encoding = self.sentence_tokenizer(text, truncation=True, max_length=self.context(), return_tensors="np")
        return {name: encoding[name].astype(np.int64) for name in ("input_ids", "attention_mask")}


def refuse_other_languages(checkpoint: Checkpoint) -> None:
    """Ends the program where the language model is not an OPT."""
    kind = (checkpoint.config().get("text_config") or {}).get("model_type", "opt")
    if kind != "opt":
        fail(f"Cannot export {checkpoint.name}: its language model is {kind!r}, captions are only exported with 'opt'")
