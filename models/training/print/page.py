"""Draws the pieces of pages that `src-analysis/ocr/print-lines.test.ts` reads: python3 page.py FOLDER

As the product cuts them at 300 dpi: a value under the lower half of its label, over wavy lines. Set in Noto Sans. No picture of a real document.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from generate import ROOT, _texture

PIECES = {
    "latin-lines": ("Surname / Nom", ("ŠŤASTNÁ-GRÜN", "O'BRIEN ÇELİK")),
    "cyrillic-line": ("Фамилия", ("ЩЕГЛОВ-ЮЖНЫЙ",)),
}


def main() -> None:
    g = np.random.default_rng(7501)
    label = ImageFont.truetype(str(ROOT / "truetype/noto/NotoSans-Regular.ttf"), 22)
    value = ImageFont.truetype(str(ROOT / "truetype/noto/NotoSans-Bold.ttf"), 38)
    for name, (caption, lines) in PIECES.items():
        width, height = 420, 34 + 52 * len(lines)
        paper = np.clip(240 + 5 * _texture(g, height, width), 0, 255)
        piece = Image.fromarray(paper.astype(np.uint8))
        pen = ImageDraw.Draw(piece)
        pen.text((14, -18), caption, font=label, fill=40)
        for row, text in enumerate(lines):
            pen.text((14, 12 + 52 * row), text, font=value, fill=20)
        image = cv2.GaussianBlur(np.asarray(piece).astype(np.float32), (0, 0), 1.1) + g.normal(0, 4, (height, width))
        cv2.imwrite(str(Path(sys.argv[1]) / f"{name}.png"), np.clip(image, 0, 255).astype(np.uint8))


if __name__ == "__main__":
    main()
