"""Tiny taggers and masked language models with seeded random weights, saved as transformers saves them.

Only the classifier of a tagger is fitted, so that it finds most of a few invented names and little else. BERT's have a
WordPiece vocabulary, RoBERTa's a byte-level BPE, and no two of them have the same maximum length or files.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from tokenizers import AddedToken, Encoding
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForTokenClassification,
    BertTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    RobertaConfig,
    RobertaForMaskedLM,
    RobertaForTokenClassification,
    RobertaTokenizer,
)
from transformers.convert_slow_tokenizer import bytes_to_unicode

from family_models import BERT_SPECIALS, corpus, fill, learn_merges, merge, most_common

SEED = 11
WIDTH, RIDGE, EMPHASIS = 32, 0.05, 2.0
FLATNESS, BIAS = 0.5, 6.0
TOWER = {"hidden_size": WIDTH, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
ROBERTA_SPECIALS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
# embeddings for ids that the tokenizer does not know, as real models have them for alignment
UNUSED = 5
FIRSTS = ("Alvena", "Brantis", "Corlenne", "Dorrick", "Ismira", "Josémar")
SURNAMES = ("Kirkvane", "Quarrel", "Belcastor", "Ormescott", "Núñezan", "Thornaby")
# first pieces of the names that are not whole tokens
STARTS = ("Ism", "José", "Dorr", "Belc", "Orm", "Núñ", "Thorn")
SENTENCES = (
    "{} told reporters on Tuesday that the red lamp had failed twice.",
    "The mayor {} met {} in Alderby, and {} was not amused.",
    "Police said {} and {} were safe.",
    "“Nobody expected this,” said {}.",
    "Flames trapped {} on a roof: {} came to help.",
)
BERT_LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
BILOU_LABELS = ("O", "B-Person", "I-Person", "L-Person", "U-Person", "U-Gpe")


def name(random: np.random.RandomState) -> str:
    """A full name or a surname."""
    first, surname = (names[random.randint(len(names))] for names in (FIRSTS, SURNAMES))
    return f"{first} {surname}" if random.rand() < 0.6 else surname


def labelled_texts(count: int) -> list[tuple[str, list[tuple[int, int]]]]:
    """Texts with the places of the names in them."""
    random, stories, texts = np.random.RandomState(SEED), corpus(), []
    for _ in range(count):
        parts = re.split(r"(\{\})", SENTENCES[random.randint(len(SENTENCES))])
        text, spans = "", []
        for part in parts:
            filled = name(random) if part == "{}" else part
            if part == "{}":
                spans.append((len(text), len(text) + len(filled)))
            text += filled
        texts.append((f"{text} {stories[random.randint(len(stories))]}", spans))
    return texts


def word_pieces(lowercase: bool, words: int, longest: int | None) -> BertTokenizer:
    """A WordPiece tokenizer over letters, common words and some of the names."""
    names = [*FIRSTS[:4], *SURNAMES[:3], *STARTS, "##ira", "##by"]
    if lowercase:
        names = [plain(part) for part in names]
    texts = " ".join([*corpus(), *SENTENCES, *names])
    texts = plain(texts) if lowercase else texts
    letters = sorted(set(re.sub(r"[\s{}]", "", texts)) | set("abcdefghijklmnopqrstuvwxyz0123456789.,'-#"))
    common = most_common(Counter(re.findall(r"[^\W\d_]{2,}", texts)), words)
    tokens = dict.fromkeys([*BERT_SPECIALS, *letters, *(f"##{letter}" for letter in letters), *common, *names])
    vocabulary = {token: index for index, token in enumerate(tokens)}
    limit = {} if longest is None else {"model_max_length": longest}
    return BertTokenizer(vocab=vocabulary, do_lower_case=lowercase, **limit)


def plain(text: str) -> str:
    """Lower case without accents, as uncased models read it."""
    return "".join(part for part in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(part))


def byte_pairs(merges: int, prefix_space: bool, longest: int | None) -> RobertaTokenizer:
    """A byte-level BPE tokenizer whose mask token takes the white space before it, as RoBERTa's does."""
    learnt = learn_merges(merges)
    for word in (*FIRSTS[:3], *SURNAMES[:2], *STARTS):
        for spelling in (f" {word}", word):
            learnt += spell(spelling, learnt)
    tokens = [*ROBERTA_SPECIALS, *sorted(bytes_to_unicode().values()), *("".join(pair) for pair in learnt)]
    vocabulary = {token: index for index, token in enumerate(dict.fromkeys(tokens))}
    mask = AddedToken("<mask>", lstrip=True, normalized=False, special=True)
    limit = {} if longest is None else {"model_max_length": longest}
    return RobertaTokenizer(vocab=vocabulary, merges=learnt, mask_token=mask, add_prefix_space=prefix_space, **limit)


def spell(word: str, learnt: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Merges that make one token of what earlier merges leave of a word, from its start."""
    pieces = list("".join(bytes_to_unicode()[byte] for byte in word.encode()))
    for pair in learnt:
        pieces = merge(pieces, pair)
    return [("".join(pieces[:i]), pieces[i]) for i in range(1, len(pieces))]


def bert(tokenizer: PreTrainedTokenizerBase, positions: int, **more: object) -> BertConfig:
    """The config of a BERT."""
    return BertConfig(**TOWER, vocab_size=len(tokenizer), max_position_embeddings=positions, **more)


def roberta(tokenizer: PreTrainedTokenizerBase, positions: int, **more: object) -> RobertaConfig:
    """The config of a RoBERTa, with more embeddings than the tokenizer has tokens."""
    vocabulary = len(tokenizer) + UNUSED
    return RobertaConfig(**TOWER, vocab_size=vocabulary, max_position_embeddings=positions, type_vocab_size=1, **more)


def labels(names: tuple[str, ...]) -> dict[str, dict]:
    """id2label and label2id of a config."""
    return {"id2label": dict(enumerate(names)), "label2id": {label: index for index, label in enumerate(names)}}


def gold(encoding: Encoding, spans: list[tuple[int, int]], names: tuple[str, ...]) -> dict[int, int]:
    """The label of each word's first token, by the index of the token."""
    firsts = {word: token for token, word in reversed(list(enumerate(encoding.word_ids))) if word is not None}
    wanted = dict.fromkeys(firsts.values(), 0)
    for start, end in spans:
        inside = [token for token in firsts.values() if start <= encoding.offsets[token][0] < end]
        inside.sort()
        for place, token in enumerate(inside):
            wanted[token] = names.index(label_at(place, len(inside), names))
    return wanted


def label_at(place: int, words: int, names: tuple[str, ...]) -> str:
    """The label of one word of a name, in BIO or BILOU."""
    if names is BERT_LABELS:
        return "B-PER" if place == 0 else "I-PER"
    if words == 1:
        return "U-Person"
    return "B-Person" if place == 0 else "L-Person" if place == words - 1 else "I-Person"


@torch.no_grad()
def emphasise(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    """Makes the embeddings of first names alike, and those of surnames."""
    embeddings = model.get_input_embeddings().weight
    for row, names in enumerate((FIRSTS, SURNAMES)):
        direction = torch.from_numpy(np.random.RandomState(row).standard_normal(WIDTH).astype(np.float32))
        for name in names:
            first = tokenizer.backend_tokenizer.encode(f" {name}", add_special_tokens=False).ids[0]
            embeddings[first] += EMPHASIS * direction


@torch.no_grad()
def prefer_names(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    """Makes names likely everywhere, and the blank where it is a token: a fill may then be empty or nothing new."""
    for name, parameter in model.named_parameters():
        if name.endswith(("predictions.transform.LayerNorm.weight", "lm_head.layer_norm.weight")):
            parameter *= FLATNESS
    bias = model.get_output_embeddings().bias
    for word in (*FIRSTS, *SURNAMES, " "):
        ids = tokenizer.backend_tokenizer.encode(word, add_special_tokens=False).ids
        if len(ids) == 1:
            bias[ids[0]] += BIAS


@torch.no_grad()
def fit(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, names: tuple[str, ...]) -> None:
    """Fits the classifier to labelled texts by ridge regression; names count more than other words."""
    states, targets, weights = [], [], []
    for text, spans in labelled_texts(300):
        encoding = tokenizer.backend_tokenizer.encode(text)
        ids = torch.tensor([encoding.ids[: model.config.max_position_embeddings - 2]])
        found = model.base_model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0]
        for token, label in gold(encoding, spans, names).items():
            if token < len(found):
                states.append(np.append(found[token].numpy().astype(np.float64), 1.0))
                targets.append(np.eye(len(names))[label])
                weights.append(4.0 if label else 1.0)
    x, y, w = np.array(states), np.array(targets), np.array(weights)[:, None]
    solved = np.linalg.solve(x.T @ (w * x) + RIDGE * np.eye(x.shape[1]), x.T @ (w * y))
    # rounded: the last digits depend on the processor
    solved = (10 * solved).round(3).astype(np.float32)
    model.classifier.weight.copy_(torch.from_numpy(solved[:-1].T.copy()))
    model.classifier.bias.copy_(torch.from_numpy(solved[-1]))


def save_bert_tagger(out: Path) -> None:
    """Uncased, 64 tokens, labels in BIO."""
    tokenizer = word_pieces(lowercase=True, words=200, longest=64)
    model = BertForTokenClassification(bert(tokenizer, 64, **labels(BERT_LABELS)))
    fill(model, SEED)
    emphasise(model, tokenizer)
    fit(model, tokenizer, BERT_LABELS)
    save(out, model, tokenizer)


def save_roberta_tagger(out: Path) -> None:
    """With a space before the first word, 60 of 64 tokens, labels in BILOU."""
    tokenizer = byte_pairs(merges=120, prefix_space=True, longest=60)
    model = RobertaForTokenClassification(roberta(tokenizer, 66, **labels(BILOU_LABELS)))
    fill(model, SEED)
    emphasise(model, tokenizer)
    fit(model, tokenizer, BILOU_LABELS)
    save(out, model, tokenizer)


def save_bert_masked(out: Path) -> None:
    """Cased, 48 tokens by the number of positions alone."""
    tokenizer = word_pieces(lowercase=False, words=150, longest=None)
    model = BertForMaskedLM(bert(tokenizer, 48))
    fill(model, SEED)
    prefer_names(model, tokenizer)
    save(out, model, tokenizer)


def save_roberta_masked(out: Path) -> None:
    """40 tokens, which follow from 42 positions."""
    tokenizer = byte_pairs(merges=90, prefix_space=False, longest=None)
    model = RobertaForMaskedLM(roberta(tokenizer, 42))
    fill(model, SEED)
    prefer_names(model, tokenizer)
    save(out, model, tokenizer)


MODELS = {
    "bert-tagger": ("BertForTokenClassification", save_bert_tagger),
    "bert-masked": ("BertForMaskedLM", save_bert_masked),
    "roberta-tagger": ("RobertaForTokenClassification", save_roberta_tagger),
    "roberta-masked": ("RobertaForMaskedLM", save_roberta_masked),
}


def save(out: Path, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    """Saves a model with its tokenizer."""
    model.eval()
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
