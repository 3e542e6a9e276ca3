"""Draws held-out pictures with their truth for `node tools/measure-outlines.mjs`: python3 draw_pages.py --out /tmp/outline-pages --count 200

Pictures are PNG of 1,200 px; `truth.csv` has a row per document (file, group, x0 to y3 in pixels), or one without corners for a
picture without a document. Seeds differ from all that training and validation use.
"""

import argparse
from pathlib import Path

import cv2

from compose import compose

SEED = 20261126
LONG_PX = 1200


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=SEED)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    with (options.out / "truth.csv").open("w") as table:
        print("file,group,x0,y0,x1,y1,x2,y2,x3,y3", file=table)
        for number in range(options.count):
            picture = compose([options.seed, number], LONG_PX)
            file = f"{picture.kind}-{number:04d}.png"
            cv2.imwrite(str(options.out / file), picture.image[:, :, ::-1])
            for quad in picture.quads:
                print(f"{file},{picture.kind}," + ",".join(f"{value:.2f}" for value in quad.ravel()), file=table)
            if not picture.quads:
                print(f"{file},{picture.kind},,,,,,,,", file=table)
            table.flush()


if __name__ == "__main__":
    main()
