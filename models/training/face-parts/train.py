"""Trains the net on drawn faces: python3 train.py --people ../../../../shared/samples/people --landmarks /tmp/face-landmarks.json --out /tmp/face-parts

Deterministic on one thread. Writes net.pt and metrics.json; measure.py adds what is measured on people held out.
"""

import argparse
import json
import math
import os
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from compose import drawn, photographed
from faces import HELD_OUT, Face, load
from parts_net import PartsNet

CROPS_OF_DRAWING = 5
BATCH = 64
PEAK_RATE, LAST_RATE = 3e-3, 2e-5
WARM_UP_STEPS = 100


def chosen(g, faces: list[Face]) -> Face:
    """Heads turned aside now and then, closed eyes as often as others."""
    closed = [face for face in faces if face.closed]
    frontal = [face for face in faces if not face.closed and not face.shot.startswith("turn")]
    turned = [face for face in faces if face.shot.startswith("turn")]
    chance = g.random()
    pool = closed if chance < 0.08 and closed else turned if chance < 0.25 and turned else frontal
    return pool[int(g.integers(len(pool)))]


def draw_some(seed: int, numbers: range, faces: list[Face]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The crops of the drawings of these numbers: each follows from the seed and its number alone."""
    cv2.setNumThreads(1)
    crops, labels, weights = [], [], []
    for number in numbers:
        g = np.random.default_rng([seed, number])
        one = drawn(g, chosen(g, faces))
        for _ in range(CROPS_OF_DRAWING):
            crops.append(photographed(g, one.canvas))
            labels.append(one.labels)
            weights.append(one.weights)
    return np.stack(crops), np.stack(labels), np.stack(weights)


def draw_pool(seed: int, count: int, faces: list[Face], processes: int) -> list[np.ndarray]:
    parts = [range(first, min(count, first + 100)) for first in range(0, count, 100)]
    with get_context("fork").Pool(processes) as pool:
        done = []
        for part in pool.imap(partial(draw_some, seed, faces=faces), parts):
            done.append(part)
            print("drawn", len(done) * 100, flush=True)
    return [np.concatenate(values) for values in zip(*done)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=Path, required=True)
    arguments.add_argument("--landmarks", type=Path, required=True, help="what tools/face-landmarks.mjs wrote")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=1500, help="drawings")
    arguments.add_argument("--epochs", type=int, default=8)
    arguments.add_argument("--start", type=Path, help="net.pt to go on from")
    arguments.add_argument("--processes", type=int, default=2, help="that draw")
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    started = sum(os.times()[:4])

    crops, labels, weights = draw_pool(options.seed, options.count, load(options.people, options.landmarks, False), options.processes)
    net = PartsNet()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-2)
    g = np.random.default_rng(options.seed)
    steps = options.epochs * (len(crops) // BATCH)
    smoothed = None
    for step in range(steps):
        if step % (len(crops) // BATCH) == 0:
            order = g.permutation(len(crops))
        rate = PEAK_RATE * min(1, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimizer.param_groups:
            group["lr"] = rate + LAST_RATE
        at = step % (len(crops) // BATCH) * BATCH
        chosen_ones = order[at : at + BATCH]
        x = torch.from_numpy(crops[chosen_ones]).float()
        net.train()
        losses = nn.functional.binary_cross_entropy_with_logits(net(x), torch.from_numpy(labels[chosen_ones]), reduction="none")
        mask = torch.from_numpy(weights[chosen_ones])
        loss = (losses * mask).sum() / mask.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        smoothed = loss.item() if smoothed is None else 0.98 * smoothed + 0.02 * loss.item()
        if step % 100 == 0:
            print(step, round(smoothed, 4), flush=True)
            torch.save(net.state_dict(), options.out / "net.pt")
    torch.save(net.state_dict(), options.out / "net.pt")
    metrics = {
        "seed": options.seed,
        "continued": options.start is not None,
        "drawings": options.count,
        "crops": len(crops),
        "epochs": options.epochs,
        "loss": round(smoothed, 4),
        "heldOut": list(HELD_OUT),
        "torch": torch.__version__,
        # Drawing included.
        "processorSeconds": round(sum(os.times()[:4]) - started),
    }
    (options.out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
