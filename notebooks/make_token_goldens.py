"""Writes the token ids that transformers gives some texts with the bundle that the project carries.

The Java tests hold the tokenizer to these ids.

    python make_token_goldens.py --out ../udf/src/test/resources/org/thumbscore/reference/mini-tokens.jsonl

One JSON object for each text: text, input_ids truncated to the context, and tokens, their number before truncation.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from transformers import CLIPTokenizer

BUNDLE = Path(__file__).parent.parent / "udf/src/test/resources/org/thumbscore/bundles/random-clip"
CONTEXT = 77

TEXTS = (
    "",
    " \t\r\n",
    "a",
    "The harbour",
    "A lighthouse keeper told reporters on Tuesday that the red lamp had failed twice.",
    "This  is\ta\nCAT.",
    "It's the mayor's plan, they've said they'll re-open \u2014 don't panic!",
    "COVID-19 cases up 3.5% in 2021; $1,000,000.00 (\u00a3750k)",
    "a&amp;b <b>bold</b> https://www.example.org/news/1",
    "<|startoftext|>hello<|endoftext|> world",
    "caf\u00e9 na\u00efve Z\u00fcrich",
    "cafe\u0301 composed",
    "\u65e5\u672c\u306e\u9996\u76f8\u304c\u4f1a\u898b\u3057\u305f",
    "\u043f\u0440\u0435\u0437\u0438\u0434\u0435\u043d\u0442 \u0437\u0430\u044f\u0432\u0438\u043b",
    "\u0627\u0644\u0631\u0626\u064a\u0633 \u0642\u0627\u0644",
    "\U0001f680\U0001f525 launch \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "zero\u200bwidth \u00a0no-break \ufeffmark",
    "nul\x00 one\x01 escape\x1b delete\x7f next\x85line",
    "\u0130stanbul \u1e9e \ufb01ligature \u2163 \u00bd",
    "?",
    "@ @@ masked @ words @",
    "x" * 300,
    "word " * 74 + "end",
    "a " * 75,
    "a " * 76,
    "a " * 2000,
)


def main() -> None:
    """Writes one line for each text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the JSON lines to write")
    out = parser.parse_args().out
    tokenizer = CLIPTokenizer.from_pretrained(BUNDLE)
    lines = []
    for text in TEXTS:
        whole = tokenizer(text, verbose=False)["input_ids"]
        cut = tokenizer(text, truncation=True, max_length=CONTEXT)["input_ids"]
        lines.append(json.dumps({"text": text, "input_ids": cut, "tokens": len(whole)}) + "\n")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} texts in {out}")


if __name__ == "__main__":
    main()
