"""CLIP's byte-level BPE with merges that are learned from other texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer
from transformers import CLIPTokenizer
from transformers.convert_slow_tokenizer import bytes_to_unicode

START, END, SUFFIX = "<|startoftext|>", "<|endoftext|>", "</w>"


def learn_merges(texts: Iterable[str], count: int) -> list[tuple[str, str]]:
    """The first merges of a byte-level BPE over the texts, split into words as CLIP does."""
    learner = CLIPTokenizer().backend_tokenizer
    trainer = BpeTrainer(
        vocab_size=512 + count,
        min_frequency=3,
        initial_alphabet=sorted(ByteLevel.alphabet()),
        end_of_word_suffix=SUFFIX,
        show_progress=False,
    )
    learner.train_from_iterator(texts, trainer)
    with TemporaryDirectory() as folder:
        learner.model.save(folder)
        lines = (Path(folder) / "merges.txt").read_text(encoding="utf-8").splitlines()
    merges = [tuple(line.split(" ")) for line in lines if not line.startswith("#version")]
    return merges[:count]


def build_tokenizer(merges: list[tuple[str, str]]) -> CLIPTokenizer:
    """CLIP's tokenizer over these merges; ids in CLIP's order: bytes, bytes ending a word, merges, start, end."""
    alphabet = list(bytes_to_unicode().values())
    tokens = alphabet + [letter + SUFFIX for letter in alphabet] + ["".join(pair) for pair in merges] + [START, END]
    vocabulary = {token: index for index, token in enumerate(dict.fromkeys(tokens))}
    return CLIPTokenizer(vocab=vocabulary, merges=merges)
