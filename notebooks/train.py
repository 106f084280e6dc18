"""Trains CLIP, CLIPAdapt or CFT-CLIP on images and texts of parquet files.

`thumbscore.training` has the parts; `--help` lists modes and examples.

    python train.py cft-clip --init openai/clip-vit-large-patch14 --train bbc/train --validation bbc/validation \\
        --precision bf16 --out runs/cft-clip --export bundles/cft-clip
"""

from __future__ import annotations

import os

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

if __name__ == "__main__":
    from thumbscore.training.command import main

    main()
