"""Image processors: read from whatever files a checkpoint has, written with every setting spelled out."""

from __future__ import annotations

from transformers import AutoImageProcessor, BaseImageProcessor, BlipImageProcessorPil, CLIPImageProcessorPil

from thumbscore.export.checkpoint import Checkpoint, first_line
from thumbscore.export.errors import fail


def load_image_processor(checkpoint: Checkpoint, default: BaseImageProcessor) -> BaseImageProcessor:
    """The checkpoint's image processor on Pillow, or the default where it has no config of one."""
    ours = checkpoint.file("preprocessor_config.json")
    if not ours and not (checkpoint.read_json("processor_config.json") or {}).get("image_processor"):
        return default
    try:
        return AutoImageProcessor.from_pretrained(checkpoint.location, backend="pil", **checkpoint.options())
    except (OSError, ValueError, KeyError) as error:
        fail(f"Cannot load the image processor of {checkpoint.location}: {first_line(error)}")


def square_processor(edge: int) -> BaseImageProcessor:
    """BLIP's defaults: images are resized to a square."""
    return BlipImageProcessorPil(size={"height": edge, "width": edge})


def cropping_processor(edge: int) -> BaseImageProcessor:
    """CLIP's defaults: the shorter edge is resized, then the middle is cut out."""
    return CLIPImageProcessorPil(size={"shortest_edge": edge}, crop_size={"height": edge, "width": edge})


def spelled_out(processor: BaseImageProcessor) -> dict[str, object]:
    """preprocessor_config.json without anything left to a reader's defaults."""
    known = processor.to_dict()
    size = dict(known["size"])
    edge = size.get("shortest_edge")
    return {
        "crop_size": dict(known.get("crop_size") or ({"height": edge, "width": edge} if edge else size)),
        "do_center_crop": bool(known.get("do_center_crop")),
        "do_convert_rgb": True,
        "do_normalize": bool(known.get("do_normalize")),
        "do_rescale": bool(known.get("do_rescale")),
        "do_resize": bool(known.get("do_resize")),
        "image_mean": list(known.get("image_mean") or [0.0] * 3),
        "image_processor_type": known["image_processor_type"],
        "image_std": list(known.get("image_std") or [1.0] * 3),
        "resample": int(known["resample"]),
        "rescale_factor": float(known.get("rescale_factor") or 1 / 255),
        "size": size,
    }
