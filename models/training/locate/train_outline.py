"""Trains the net that marks documents: python3 train_outline.py --steps 3000 --pool /tmp/outline-pool --out /tmp/outline

One process draws pictures into a folder, one thread trains on what is there, turning and mirroring. The learning rate follows the
steps, or the clock where `--minutes` are over sooner. A moving average of the weights is kept.
"""

import argparse
import json
import math
import multiprocessing
import pickle
import time
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional

from compose import compose
from outline_net import OutlineNet
from targets import target_of, to_input

DRAWN_PX, INPUT_PX = 320, 224
BATCH, PEAK_RATE, LAST_RATE, WARM_UP_STEPS = 12, 3e-3, 2e-5, 60
CHUNK, LEAST_POOL, MOST_DRAWN = 50, 200, 4000
VALIDATION_SEED, VALIDATION_PICTURES = 777, 200
MOST_ZOOM = 1.6
CHECKPOINT_SECONDS = 400


def draw(folder: Path, seed: int) -> None:
    """Writes files of pictures, going on where an earlier run ended."""
    cv2.setNumThreads(1)
    for chunk in range(MOST_DRAWN // CHUNK):
        file = folder / f"{seed}-{chunk:05d}.pickle"
        if file.exists():
            continue
        pictures = (compose([seed, chunk, i], DRAWN_PX) for i in range(CHUNK))
        samples = [to_input(picture.image, picture.quads, INPUT_PX) for picture in pictures]
        part = file.with_suffix(".part")
        part.write_bytes(pickle.dumps(samples))
        part.rename(file)


def validation_set(long_px: int):
    pictures = (compose([VALIDATION_SEED, i], DRAWN_PX) for i in range(VALIDATION_PICTURES))
    return [to_input(picture.image, picture.quads, long_px) for picture in pictures]


def zoomed(sample, g: np.random.Generator):
    """A part of the picture, as large as it was: other sizes, places and cut-off sides for nothing."""
    image, quads = sample
    height, width = image.shape[:2]
    zoom = g.uniform(1, MOST_ZOOM)
    x, y = g.uniform(0, 1 - 1 / zoom, 2) * [width, height]
    matrix = np.float32([[zoom, 0, -zoom * x], [0, zoom, -zoom * y]])
    part = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return part, [(quad - [x, y]) * zoom for quad in quads]


def to_tensors(samples, g: np.random.Generator | None):
    height, width = samples[0][0].shape[:2]
    if g is not None:
        samples = [zoomed(sample, g) if g.random() < 0.3 else sample for sample in samples]
    x = np.stack([image for image, _ in samples]).transpose(0, 3, 1, 2).astype(np.float32)
    y = np.stack([target_of([quad / 2 for quad in quads], width // 2, height // 2) for _, quads in samples])
    if g is not None:
        turns = int(g.integers(4))
        x, y = np.rot90(x, turns, (2, 3)), np.rot90(y, turns, (2, 3))
        if g.random() < 0.5:
            x, y = x[:, :, :, ::-1], y[:, :, :, ::-1]
        kind = g.random()
        if kind < 0.2:
            x = x[:, g.permutation(3)]
        elif kind < 0.3:
            x = np.repeat(x.mean(1, keepdims=True), 3, 1)
        if g.random() < 0.4:  # light and contrast of each picture for itself
            x = np.clip(x * g.uniform(0.6, 1.3, (len(x), 1, 1, 1)).astype(np.float32) + g.uniform(-25, 25, (len(x), 1, 1, 1)).astype(np.float32), 0, 255)
    return torch.from_numpy(np.ascontiguousarray(x)), torch.from_numpy(np.ascontiguousarray(y))


def loss_of(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    inside, edge = logits[:, 0], logits[:, 1]
    p = inside.sigmoid()
    shared = (p * y[:, 0]).sum((1, 2))
    dice = 1 - (2 * shared + 20) / (p.sum((1, 2)) + y[:, 0].sum((1, 2)) + 20)
    edges = functional.binary_cross_entropy_with_logits(edge, y[:, 1], pos_weight=torch.tensor(4.0))
    return functional.binary_cross_entropy_with_logits(inside, y[:, 0]) + 0.5 * dice.mean() + 0.7 * edges


def mask_overlap(net: nn.Module, samples) -> dict[str, float]:
    """Mean overlap of the marked area with the documents' over pictures with a document; share of the others marked at all."""
    net.eval()
    overlaps, marked, empty = [], 0, 0
    with torch.no_grad():
        for sample in samples:
            x, y = to_tensors([sample], None)
            inside, truth = net(x)[0, 0] > 0, y[0, 0] > 0.5
            if truth.any():
                overlaps.append(((inside & truth).sum() / (inside | truth).sum()).item())
            else:
                empty += 1
                marked += int(inside.float().mean().item() > 0.02)
    return {
        "meanMaskIou": round(float(np.mean(overlaps)), 4),
        "maskIouBelow09": round(float(np.mean(np.array(overlaps) < 0.9)), 4),
        "pictures": len(overlaps),
        "emptyPicturesMarked": marked,
        "emptyPictures": empty,
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--steps", type=int, default=3000)
    arguments.add_argument("--minutes", type=float, default=1e9)
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--peak-rate", type=float, default=PEAK_RATE)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path, help="a net.pt to go on from")
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    g = np.random.default_rng(options.seed)
    net, averaged = OutlineNet(), OutlineNet()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    averaged.load_state_dict(net.state_dict())
    options.pool.mkdir(parents=True, exist_ok=True)
    multiprocessing.Process(target=draw, args=(options.pool, options.seed), daemon=True).start()
    validation = validation_set(INPUT_PX)
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-3)

    pool: list[tuple[np.ndarray, list[np.ndarray]]] = []
    by_shape: dict[tuple[int, int], list[int]] = defaultdict(list)
    read: set[str] = set()
    step, smoothed, due = 0, 0.0, CHECKPOINT_SECONDS

    def take_drawn() -> None:
        for file in sorted(options.pool.glob("*.pickle")):
            if file.name not in read:
                read.add(file.name)
                for sample in pickle.loads(file.read_bytes()):
                    by_shape[sample[0].shape[:2]].append(len(pool))
                    pool.append(sample)

    def checkpoint(minutes: float) -> None:
        metrics = {
            "seed": options.seed,
            "minutes": round(minutes, 1),
            "processorMinutes": round(time.process_time() / 60, 1),
            "pictures": len(pool),
            "steps": step,
            "ofSteps": options.steps,
            "batch": BATCH,
            "loss": round(smoothed, 4),
            "syntheticValidation": {"seed": VALIDATION_SEED, **mask_overlap(averaged, validation)},
            "torch": torch.__version__,
            "continuedFrom": json.loads((options.start.parent / "metrics.json").read_text()) if options.start else None,
        }
        torch.save(averaged.state_dict(), options.out / "net.pt.part")
        (options.out / "net.pt.part").rename(options.out / "net.pt")
        (options.out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
        print(json.dumps(metrics), flush=True)

    while len(pool) < LEAST_POOL:
        time.sleep(1)
        take_drawn()
    started = time.time()
    while (share := max(step / options.steps, (time.time() - started) / (options.minutes * 60))) < 1:
        if step % 10 == 0:
            take_drawn()
        rate = options.peak_rate * min(1, step / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * share)) + LAST_RATE
        for group in optimizer.param_groups:
            group["lr"] = rate
        shapes = [shape for shape, places in by_shape.items() if len(places) >= BATCH]
        sizes = np.array([len(by_shape[shape]) for shape in shapes], float)
        places = by_shape[shapes[int(g.choice(len(shapes), p=sizes / sizes.sum()))]]
        samples = [pool[places[i]] for i in g.integers(len(places), size=BATCH)]
        x, y = to_tensors(samples, g)
        net.train()
        loss = loss_of(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        step += 1
        smoothed = loss.item() if step == 1 else 0.97 * smoothed + 0.03 * loss.item()
        decay = min(0.997, (step + 1) / (step + 10))
        with torch.no_grad():
            for kept, new in zip(averaged.state_dict().values(), net.state_dict().values(), strict=True):
                if kept.dtype.is_floating_point:
                    kept.lerp_(new, 1 - decay)
        if time.time() - started > due:
            due += CHECKPOINT_SECONDS
            checkpoint((time.time() - started) / 60)
    checkpoint((time.time() - started) / 60)


if __name__ == "__main__":
    main()
