"""Trains the net that tells masks and cut-outs: python3 train.py --heads /tmp/heads --held /tmp/heads-held --out /tmp/heads-net

One process, one thread, a fixed number of steps: the same heads, seed, libraries and machine give the same weights. The heads are drawn by
`node tools/presented-heads.mjs` (tests/corpus/recapture/heads.ts). Writes `net.pt` and `metrics.json`.
"""

import argparse
import json
import math
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from heads_net import SEEN, SIDE, SMOOTHING, HeadsNet

CLASSES = ("genuine", "cut-out", "mask")
BATCH, STEPS = 32, 800
PEAK_RATE, LAST_RATE, WARM_UP_STEPS = 3e-3, 1e-5, 80
SMOOTHED_LABELS = 0.03


def read(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    labels = np.fromfile(folder / "labels.bin", np.uint8)
    heads = np.fromfile(folder / "heads.bin", np.uint8)
    heads = heads.reshape(len(labels), SIDE, SIDE, 3)
    return np.stack([cv2.resize(head, (SEEN, SEEN), interpolation=cv2.INTER_AREA) for head in heads]), labels


def varied(head: np.ndarray, g: np.random.Generator) -> np.ndarray:
    """Mirrored, stretched, lit otherwise, without color, softer, noisier, or something in front: none of it makes a mask."""
    head = head[:, ::-1] if g.random() < 0.5 else head
    stretch = g.uniform(0.9, 1.1, 2)
    shift = (1 - stretch) * SEEN / 2 + g.normal(0, 1, 2)
    matrix = np.array([[stretch[0], 0, shift[0]], [0, stretch[1], shift[1]]])
    head = cv2.warpAffine(np.ascontiguousarray(head), matrix, (SEEN, SEEN), borderValue=(128, 128, 128))
    head = head.astype(np.float32)
    if g.random() < 0.25:
        head = np.repeat(head.mean(2, keepdims=True), 3, 2)
    if g.random() < 0.25:
        head = cv2.GaussianBlur(head, (0, 0), g.uniform(0.3, 0.8))
    contrast = g.uniform(0.55, 1.4)
    head = (head - 128) * contrast * g.uniform(0.92, 1.08, 3) + 128 + g.uniform(-25, 25)
    if g.random() < 0.3:
        head = head + g.normal(0, g.uniform(1, 9), head.shape)
    if g.random() < 0.3:
        x, y = g.integers(0, SEEN - 10, 2)
        w, h = g.integers(6, 22, 2)
        head[y : y + h, x : x + w] = g.uniform(0, 255, 3)
    return np.clip(head, 0, 255).round()


INSIDE = cv2.blur(np.ones((SEEN, SEEN, 1), np.float32), (SMOOTHING, SMOOTHING), borderType=cv2.BORDER_CONSTANT)[..., None]


def without_slow(head: np.ndarray) -> np.ndarray:
    """As HeadsNet.forward does, several times as fast."""
    head = head.astype(np.float32)
    return (head - cv2.blur(head, (SMOOTHING, SMOOTHING), borderType=cv2.BORDER_CONSTANT) / INSIDE) / 64


def to_input(heads: list[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(np.stack(heads).transpose(0, 3, 1, 2), dtype=np.float32))


def probabilities(net: HeadsNet, heads: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return np.concatenate(
            [
                net.judge(to_input([without_slow(head) for head in heads[at : at + 64]])).softmax(1).numpy()
                for at in range(0, len(heads), 64)
            ]
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--heads", type=Path, nargs="+", required=True)
    arguments.add_argument("--held", type=Path, required=True, help="heads that are only measured on")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--steps", type=int, default=STEPS)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--rate", type=float, default=PEAK_RATE)
    arguments.add_argument("--start", type=Path, help="a net.pt to go on from")
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    g = np.random.default_rng(options.seed)
    parts = [read(folder) for folder in options.heads]
    heads, labels = (np.concatenate(part) for part in zip(*parts))
    net = HeadsNet()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    optimizer = torch.optim.AdamW(net.parameters(), options.rate, weight_decay=2e-2)
    criterion = nn.CrossEntropyLoss(label_smoothing=SMOOTHED_LABELS)
    smoothed = None
    for step in range(options.steps):
        rate = options.rate * min(1, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * step / options.steps))
        for group in optimizer.param_groups:
            group["lr"] = rate + LAST_RATE
        chosen = g.integers(len(labels), size=BATCH)
        loss = criterion(
            net.judge(to_input([without_slow(varied(heads[at], g)) for at in chosen])), torch.from_numpy(labels[chosen].astype(np.int64))
        )
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        smoothed = loss.item() if smoothed is None else 0.98 * smoothed + 0.02 * loss.item()
        if step % 50 == 0:
            print(step, round(smoothed, 4), flush=True)
    torch.save(net.state_dict(), options.out / "net.pt")

    net.eval()
    held, truth = read(options.held)
    told = probabilities(net, held)
    presented = 1 - told[:, 0]
    metrics = {
        "seed": options.seed,
        "continued": options.start is not None,
        "steps": options.steps,
        "headsSeen": options.steps * BATCH,
        "heads": len(labels),
        "loss": round(smoothed, 4),
        "heldHeads": {
            name: {
                "n": int((truth == index).sum()),
                "toldAs": {
                    other: round(float((told[truth == index].argmax(1) == at).mean()), 4)
                    for at, other in enumerate(CLASSES)
                },
                "presentedFrom": {
                    str(limit): round(float((presented[truth == index] >= limit).mean()), 4)
                    for limit in (0.5, 0.7, 0.8, 0.9, 0.95)
                },
            }
            for index, name in enumerate(CLASSES)
        },
        "torch": torch.__version__,
    }
    (options.out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
