"""CLIP in Python: Hugging Face's processor, the Pillow one, and a session of ONNX Runtime for each tower."""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image
from transformers import CLIPImageProcessorPil, CLIPProcessor, CLIPTokenizer

from thumbscore.benchmarks.inputs import find_graphs

BATCH = 32


@dataclass
class Clock:
    """Seconds spent in each stage."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time of a block to a stage."""
        start = time.perf_counter()
        yield
        self.seconds[name] += time.perf_counter() - start


@dataclass(frozen=True)
class Pipeline:
    """The processor and one session for each tower."""

    processor: CLIPProcessor
    vision: ort.InferenceSession
    text: ort.InferenceSession

    @staticmethod
    def open(bundle: Path, threads: int) -> Pipeline:
        """Opens a bundle with split towers; each run uses this many threads."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        sessions = [
            ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"]) for graph in find_graphs(bundle)
        ]
        processor = CLIPProcessor(
            CLIPImageProcessorPil.from_pretrained(bundle, local_files_only=True),
            CLIPTokenizer.from_pretrained(bundle, local_files_only=True),
        )
        return Pipeline(processor, *sessions)

    def warm_up(self) -> Pipeline:
        """Runs one batch, since the first one also loads libraries and allocates."""
        picture = io.BytesIO()
        Image.new("RGB", (640, 360)).save(picture, "JPEG")
        self.similarities(["a thumbnail"] * BATCH, [picture.getvalue()] * BATCH)
        return self

    def similarities(self, texts: Sequence[str], images: Sequence[bytes], clock: Clock | None = None) -> np.ndarray:
        """Cosines [n] of texts and encoded images, computed in one batch."""
        clock = clock or Clock()
        with clock.stage("decode"):
            pictures = [Image.open(io.BytesIO(image)).convert("RGB") for image in images]
        with clock.stage("process"):
            inputs = self.processor(
                text=list(texts), images=pictures, return_tensors="np", padding=True, truncation=True
            )
        with clock.stage("infer"):
            image = self.vision.run(["image_embeds"], {"pixel_values": inputs["pixel_values"]})[0]
            wanted = {value.name for value in self.text.get_inputs()}
            feeds = {name: inputs[name].astype(np.int64) for name in wanted}
            text = self.text.run(["text_embeds"], feeds)[0]
        image /= np.linalg.norm(image, axis=1, keepdims=True)
        text /= np.linalg.norm(text, axis=1, keepdims=True)
        return (image * text).sum(axis=1)
