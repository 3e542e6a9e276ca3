"""Draws the specimen passport page that `src-analysis/mrz/read-mrz.test.ts` reads: python3 page.py OUT.jpg

The text is that of ICAO Doc 9303-4, appendix B; fonts as in generate.py. No picture of a real document is used.
"""

import sys

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from generate import OCR_B, TRUETYPE, _texture

WIDTH, HEIGHT = 1000, 704  # 125 mm x 88 mm at 8 px per mm
ROWS = ("UTOPIA", "ERIKSSON", "ANNA MARIA", "UTOPIAN", "12 AUG 1974", "F   ZENITH", "16 APR 2007", "15 APR 2012")
ZONE = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def main() -> None:
    g = np.random.default_rng(9303)
    paper = 222 + 6 * _texture(g, HEIGHT, WIDTH)[:, :, None] * np.array([1.0, 0.6, 0.9])
    page = Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(page)
    pen.rectangle((45, 120, 305, 460), fill=(120, 132, 150))
    for row, text in enumerate(ROWS):
        pen.text((345, 100 + 48 * row), text, font=ImageFont.truetype(TRUETYPE + "dejavu/DejaVuSans.ttf", 26), fill=(40, 42, 60))
    pitch = 2.54 * 8
    font = ImageFont.truetype(OCR_B + "OCRB.otf", 28)
    for row, line in enumerate(ZONE):
        for column, character in enumerate(line):
            pen.text((46 + column * pitch, 580 + row * 4.233 * 8), character, font=font, fill=(25, 25, 30))
    image = cv2.GaussianBlur(np.asarray(page)[:, :, ::-1].astype(np.float32), (0, 0), 0.7)
    image = np.clip(image + g.normal(0, 3, image.shape), 0, 255).astype(np.uint8)
    cv2.imwrite(sys.argv[1], image, [cv2.IMWRITE_JPEG_QUALITY, 72])


if __name__ == "__main__":
    main()
