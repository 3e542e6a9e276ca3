"""Trains the net that tells OCR-B from other fonts: python3 train.py --out /tmp/zone-font [--fonts /usr/share/fonts]

One process, one thread, a fixed number of steps: the same seed, libraries and machine give the same weights. Lines are those of
`../mrz/generate.py`, half in OCR-B and half in another font, all spoiled alike. Writes `net.pt` and `metrics.json`.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

sys.path.append(str(Path(__file__).resolve().parents[1] / "mrz"))

from font_net import FontNet
from fonts import HELD_OUT, OCR_B, OTHERS
from generate import line_image, line_text, normalized

BATCH, STEPS = 16, 900
PEAK_RATE, LAST_RATE, WARM_UP_STEPS = 3e-3, 2e-5, 60
# Lines begin and end somewhere in the outer tenth of the crop; only what surely is print is learned from.
MARGIN = 0.1
# Zones of two lines, as most documents have.
VALIDATION_SEED, VALIDATION_ZONES = 77, 400


def draw(g: np.random.Generator, font: str) -> np.ndarray:
    return normalized(line_image(line_text(g), g, font))


def padded(lines: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """Lines side by side as the product pads them, and 1 for each column that surely holds print."""
    width = math.ceil(max(line.shape[1] for line in lines) / 16) * 16
    x = np.zeros((len(lines), 1, 32, width), np.float32)
    mask = np.zeros((len(lines), width // 4), np.float32)
    for row, line in enumerate(lines):
        x[row, 0, :, : line.shape[1]] = line
        columns = line.shape[1] // 4
        mask[row, round(MARGIN * columns) : round((1 - MARGIN) * columns)] = 1
    return torch.from_numpy(x), torch.from_numpy(mask)


def scores(net: nn.Module, zones: list[list[np.ndarray]]) -> np.ndarray:
    """Mean log odds over the print of each zone."""
    out = []
    with torch.no_grad():
        for zone in zones:
            x, mask = padded(zone)
            out.append(float((net(x) * mask).sum() / mask.sum()))
    return np.array(out)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    arguments.add_argument("--steps", type=int, default=STEPS)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--start", type=Path, help="a net.pt to go on from")
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    ocr_b, others, held_out = ([str(options.fonts / name) for name in names] for names in (OCR_B, OTHERS, HELD_OUT))

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    g = np.random.default_rng(options.seed)
    net = FontNet()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-3)
    smoothed = None
    for step in range(options.steps):
        rate = PEAK_RATE * min(1, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * step / options.steps))
        for group in optimizer.param_groups:
            group["lr"] = rate + LAST_RATE
        labels = [n % 2 for n in range(BATCH)]
        pools = [others, ocr_b]
        lines = [draw(g, pools[label][int(g.integers(len(pools[label])))]) for label in labels]
        x, mask = padded(lines)
        wanted = torch.tensor(labels, dtype=torch.float32)[:, None].expand_as(mask)
        losses = nn.functional.binary_cross_entropy_with_logits(net(x), wanted, reduction="none")
        loss = (losses * mask).sum() / mask.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        smoothed = loss.item() if smoothed is None else 0.97 * smoothed + 0.03 * loss.item()
        if step % 50 == 0:
            print(step, round(smoothed, 4), flush=True)
            torch.save(net.state_dict(), options.out / "net.pt")
    torch.save(net.state_dict(), options.out / "net.pt")

    net.eval()
    v = np.random.default_rng(VALIDATION_SEED)
    groups = {}
    for name, pool in (("ocrB", ocr_b), ("learned", others), ("heldOut", held_out)):
        fonts = [pool[n % len(pool)] for n in range(VALIDATION_ZONES)]
        groups[name] = (fonts, scores(net, [[draw(v, font), draw(v, font)] for font in fonts]))
    genuine = groups["ocrB"][1]
    threshold = float(np.quantile(genuine, 0.0025))
    per_font = {
        Path(font).stem: round(float(np.mean([s < threshold for f, s in zip(*groups["heldOut"]) if f == font])), 3)
        for font in held_out
    }
    metrics = {
        "seed": options.seed,
        "continued": options.start is not None,
        "steps": options.steps,
        "linesSeen": options.steps * BATCH,
        "loss": round(smoothed, 4),
        "validation": {
            "seed": VALIDATION_SEED,
            "zonesOfEach": VALIDATION_ZONES,
            "thresholdAtQuarterPercentFalseAlarms": round(threshold, 3),
            "lowestOcrB": [round(float(s), 2) for s in sorted(genuine)[:5]],
            "toldOfLearnedFonts": round(float(np.mean(groups["learned"][1] < threshold)), 4),
            "toldOfHeldOutFonts": round(float(np.mean(groups["heldOut"][1] < threshold)), 4),
            "toldByHeldOutFont": per_font,
        },
        "torch": torch.__version__,
    }
    (options.out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
