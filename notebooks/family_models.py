"""Tiny models of every family with seeded random weights, saved as transformers saves them: for fixtures and tests.

Weights come from NumPy's frozen ``RandomState`` streams, one for each parameter name, and vocabularies from the
project's own invented news, so that two runs write the same bytes.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from tokenizers.pre_tokenizers import ByteLevel
from transformers import (
    BertConfig,
    BertModel,
    BertTokenizer,
    Blip2Config,
    Blip2ForConditionalGeneration,
    Blip2ForImageTextRetrieval,
    BlipConfig,
    BlipForImageTextRetrieval,
    BlipImageProcessorPil,
    GPT2Tokenizer,
    OPTConfig,
    PreTrainedModel,
)
from transformers.convert_slow_tokenizer import bytes_to_unicode

from scenes import COLOURS
from stories import TEMPLATES, tell

WIDTH, LAYERS, HEADS, PATCH, IMAGE = 16, 2, 2, 16, 48
# the captions of CAPTION_SEED differ, and some of them end before others
SEED, CAPTION_SEED = 7, 2
TOWER = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "hidden_size": WIDTH, "intermediate_size": 32}
VISION = TOWER | {"image_size": IMAGE, "patch_size": PATCH}
OPT_WIDTH = 24
BERT_SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
OPT_SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
IMAGE_TOKEN, NEW_LINE = "<image>", "Ċ"


def corpus() -> list[str]:
    """The texts whose words become tokens."""
    random = np.random.RandomState(SEED)
    colours = sorted(COLOURS)
    stories = [tell(random, scene, colours[random.randint(len(colours))], more=1) for scene in TEMPLATES]
    return [f"{story.title}. {story.summary}" for story in stories]


def most_common(words: Counter[str], count: int) -> list[str]:
    """The most common words; those as common as each other in alphabetical order."""
    return sorted(words, key=lambda word: (-words[word], word))[:count]


def word_pieces(words: int = 250) -> BertTokenizer:
    """A WordPiece tokenizer over letters and common words."""
    texts = " ".join(corpus()).lower()
    letters = sorted(set(re.sub(r"\s", "", texts)) | set("abcdefghijklmnopqrstuvwxyz0123456789.,'"))
    common = most_common(Counter(re.findall(r"[a-z]{2,}", texts)), words)
    tokens = dict.fromkeys([*BERT_SPECIALS, *letters, *(f"##{letter}" for letter in letters), *common])
    return BertTokenizer(vocab={token: index for index, token in enumerate(tokens)}, model_max_length=64)


def learn_merges(count: int) -> list[tuple[str, str]]:
    """The first merges of a byte-level BPE over the corpus; of pairs as common as each other the first in order."""
    split = ByteLevel(add_prefix_space=True)
    words = Counter(word for text in corpus() for word, _ in split.pre_tokenize_str(text))
    parts = {word: list(word) for word in words}
    merges = []
    for _ in range(count):
        pairs = Counter()
        for word, pieces in parts.items():
            for pair in zip(pieces, pieces[1:], strict=False):
                pairs[pair] += words[word]
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        parts = {word: merge(pieces, best) for word, pieces in parts.items()}
    return merges


def merge(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    """The pieces of a word with every occurrence of the pair joined."""
    joined = []
    for piece in pieces:
        if joined and (joined[-1], piece) == pair:
            joined[-1] = "".join(pair)
        else:
            joined.append(piece)
    return joined


def byte_pairs(merges: int = 200) -> GPT2Tokenizer:
    """A byte-level BPE tokenizer with OPT's special tokens in OPT's order."""
    learnt = learn_merges(merges)
    tokens = [*OPT_SPECIALS, *sorted(bytes_to_unicode().values()), *("".join(pair) for pair in learnt)]
    vocabulary = {token: index for index, token in enumerate(dict.fromkeys(tokens))}
    tokenizer = GPT2Tokenizer(
        vocab=vocabulary, merges=learnt, bos_token="</s>", eos_token="</s>", unk_token="</s>", pad_token="<pad>"
    )
    tokenizer.add_special_tokens({"additional_special_tokens": [IMAGE_TOKEN]})
    return tokenizer


def draw(name: str, parameter: torch.Tensor, seed: int) -> torch.Tensor:
    """The seeded value of one parameter; large enough that unlike inputs stay apart up to the output."""
    stream = np.random.RandomState([seed, zlib.crc32(name.encode())])
    values = stream.standard_normal(parameter.shape)
    if parameter.dim() == 1:
        values = 0.02 * values + (1.0 if "norm" in name.lower() and name.endswith("weight") else 0.0)
    elif "embed_positions" not in name and ("position" in name or "class_embedding" in name):
        values = 0.1 * values
    elif "query_tokens" not in name and ("embed" not in name or "patch" in name):
        values = values / np.prod(parameter.shape[1:]) ** 0.5
    return torch.from_numpy(values.astype(np.float32))


def fill(model: PreTrainedModel, seed: int) -> None:
    """Gives a model its random weights."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(draw(name, parameter, seed))
    model.eval()


def image_processor() -> BlipImageProcessorPil:
    """Squares, as BLIP has them."""
    return BlipImageProcessorPil(size={"height": IMAGE, "width": IMAGE})


def save_blip(out: Path, seed: int = SEED) -> None:
    """A BlipForImageTextRetrieval."""
    tokenizer = word_pieces()
    text = TOWER | {
        "vocab_size": len(tokenizer),
        "max_position_embeddings": 64,
        "encoder_hidden_size": WIDTH,
        "bos_token_id": 2,
    }
    config = BlipConfig(text_config=text, vision_config=VISION, image_text_hidden_size=24, projection_dim=24)
    model = BlipForImageTextRetrieval(config)
    fill(model, seed)
    save(out, model, tokenizer)


def q_former(vocabulary: int, text: bool) -> dict[str, object]:
    """The config of a Q-Former."""
    return TOWER | {
        "vocab_size": vocabulary,
        "max_position_embeddings": 64,
        "cross_attention_frequency": 2,
        "encoder_hidden_size": WIDTH,
        "use_qformer_text_input": text,
    }


def save_blip2(out: Path, seed: int = SEED) -> None:
    """A Blip2ForImageTextRetrieval with four queries."""
    tokenizer = word_pieces()
    config = Blip2Config(
        vision_config=VISION,
        qformer_config=q_former(len(tokenizer), text=True),
        text_config=opt(64).to_dict(),
        num_query_tokens=4,
        image_text_hidden_size=24,
    )
    model = Blip2ForImageTextRetrieval(config)
    fill(model, seed)
    save(out, model, tokenizer)


def opt(vocabulary: int, end: int = 2, tied: bool = True) -> OPTConfig:
    """The config of an OPT; it starts captions with </s>, as OPT does."""
    return OPTConfig(
        vocab_size=vocabulary,
        hidden_size=OPT_WIDTH,
        word_embed_proj_dim=OPT_WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        ffn_dim=48,
        max_position_embeddings=64,
        bos_token_id=2,
        pad_token_id=1,
        eos_token_id=end,
        tie_word_embeddings=tied,
    )


def save_captioner(out: Path, seed: int = CAPTION_SEED, tied: bool = False) -> None:
    """A Blip2ForConditionalGeneration whose captions are of words and end with a new line.

    OPT has the same matrix at both ends, but random weights then repeat the last token for ever.
    """
    tokenizer = byte_pairs()
    end = tokenizer.convert_tokens_to_ids(NEW_LINE)
    config = Blip2Config(
        vision_config=VISION,
        qformer_config=q_former(64, text=False),
        text_config=opt(len(tokenizer), end, tied).to_dict(),
        num_query_tokens=4,
        image_token_index=tokenizer.convert_tokens_to_ids(IMAGE_TOKEN),
    )
    model = Blip2ForConditionalGeneration(config)
    fill(model, seed)
    prefer_words(model, tokenizer, end)
    save(out, model, tokenizer)


def prefer_words(model: Blip2ForConditionalGeneration, tokenizer: GPT2Tokenizer, end: int) -> None:
    """Makes tokens likely that start with a space and are longer than three letters, and the end now and then."""
    likely = model.language_model.get_output_embeddings().weight.data
    for token, index in tokenizer.get_vocab().items():
        if index != end and not (token[0] == "Ġ" and len(token) > 4):
            likely[index] *= 0.1


def save_sentence_encoder(out: Path, seed: int = SEED) -> None:
    """A BertModel."""
    tokenizer = word_pieces()
    model = BertModel(BertConfig(**TOWER, vocab_size=len(tokenizer), max_position_embeddings=64))
    fill(model, seed)
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)


def save(out: Path, model: PreTrainedModel, tokenizer: BertTokenizer | GPT2Tokenizer) -> None:
    """Saves a model with its tokenizer and image processor."""
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    image_processor().save_pretrained(out)
