"""Where a model comes from: a directory that save_pretrained wrote, or a name on the Hugging Face Hub."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import PretrainedConfig, PreTrainedModel
from transformers.utils import cached_file

from thumbscore.export.errors import fail


@dataclass(frozen=True)
class Checkpoint:
    """A directory or a name on the Hub, with the revision to take from there."""

    location: str
    revision: str | None = None

    @property
    def directory(self) -> Path | None:
        """The directory, if it is one on this machine."""
        path = Path(self.location)
        return path if path.is_dir() else None

    @property
    def name(self) -> str:
        """What the bundle says of its source: a Hub name in full, of a directory its last part."""
        return self.directory.resolve().name if self.directory else self.location

    def options(self) -> dict[str, object]:
        """Arguments of every from_pretrained; a directory is read without any network."""
        return {"local_files_only": True} if self.directory else {"revision": self.revision}

    def file(self, name: str) -> Path | None:
        """One of its files, or None where it has none of that name."""
        if self.directory:
            path = self.directory / name
            return path if path.is_file() else None
        try:
            found = cached_file(
                self.location, name, revision=self.revision, _raise_exceptions_for_missing_entries=False
            )
        except OSError as error:
            fail(f"Cannot load {self.location}: {first_line(error)}")
        return Path(found) if found else None

    def read_json(self, name: str) -> dict | None:
        """One of its JSON files, or None."""
        path = self.file(name)
        if path is None:
            return None
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            fail(f"Cannot load {self.location}: {name} is not JSON: {first_line(error)}")

    def config(self) -> dict:
        """Its config.json."""
        config = self.read_json("config.json")
        if config is None:
            fail(
                f"Cannot load model {self.location}: no config.json in it; expected a directory saved by "
                "save_pretrained, or a name on the Hugging Face Hub"
            )
        return config

    def load(self, kind: type[PreTrainedModel]) -> PreTrainedModel:
        """The model in float32, in evaluation mode."""
        try:
            model, report = kind.from_pretrained(
                self.location, dtype=torch.float32, output_loading_info=True, **self.options()
            )
        except (OSError, ValueError) as error:
            fail(f"Cannot load model {self.location}: {first_line(error)}")
        if report["missing_keys"]:
            names = sorted(report["missing_keys"])
            fail(f"Cannot load model {self.location}: it lacks {len(names)} weights, for example {names[0]}")
        return model.eval()

    def licence(self) -> str | None:
        """The licence that its model card names."""
        card = self.file("README.md")
        if card is None:
            return None
        front = re.match(r"---\n(.*?)\n---", card.read_text(encoding="utf-8"), re.DOTALL)
        named = front and re.search(r"^license:\s*(.+)$", front.group(1), re.MULTILINE)
        return named.group(1).strip().strip("'\"") if named else None

    def commit(self, config: PretrainedConfig) -> str | None:
        """The commit on the Hub that was read, or the revision that was asked for."""
        return getattr(config, "_commit_hash", None) or self.revision


def first_line(error: Exception) -> str:
    """The start of an error's message, for one-line errors."""
    return (str(error).splitlines() or [type(error).__name__])[0]
