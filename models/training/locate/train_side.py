"""Trains the net that finds sides in strips: python3 train_side.py --minutes 14 --out /tmp/side

One process draws pictures and cuts strips around outlines that are a little wrong; one thread trains.
"""

import argparse
import json
import math
import multiprocessing
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from compose import compose
from side_net import NONE, SideNet
from strips import FIRST_REACH, ROWS, SECOND_REACH, side_rows, strips

DRAWN_PX = 720
TRIES = 4  # wrong outlines per document
BATCH, PEAK_RATE, LAST_RATE, WARM_UP_STEPS = 64, 3e-3, 2e-5, 60
POOL, LEAST_POOL = 60_000, 1500
SPREAD_ROWS = 0.7
VALIDATION_SEED, VALIDATION_PICTURES = 778, 60
CHECKPOINT_SECONDS = 120


def cut(seed) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """(strip as uint8, rows of the side, which columns count) of one picture."""
    picture = compose(seed, DRAWN_PX)
    g = np.random.default_rng([*seed, 5])
    height, width = picture.image.shape[:2]
    found = []
    for truth in picture.quads:
        if cv2.contourArea(truth.astype(np.float32), True) < 0:
            truth = truth[::-1]
        size = math.sqrt(cv2.contourArea(truth.astype(np.float32)))
        for attempt in range(TRIES):
            reach = (FIRST_REACH if attempt % 2 == 0 else SECOND_REACH) * g.uniform(0.85, 1.2)
            wrong = g.normal(0, reach / 2.6, (4, 2)) + g.normal(0, reach / 6, 2)
            quad = truth + wrong * size
            cuts = strips(picture.image, quad, reach * size)
            rows, seen = side_rows(quad, truth, reach * size, width, height)
            found += [(cuts[k].round().astype(np.uint8), rows[k], seen[k]) for k in range(4) if seen[k].sum() > 4]
    return found


def draw(queue: multiprocessing.Queue, seed: int) -> None:
    cv2.setNumThreads(1)
    number = 0
    while True:
        number += 1
        queue.put(cut([seed, number]))


def to_tensors(samples, g: np.random.Generator | None):
    x = np.stack([strip for strip, _, _ in samples]).astype(np.float32)
    rows = np.stack([row for _, row, _ in samples])
    seen = np.stack([mask for _, _, mask in samples])
    if g is not None:
        if g.random() < 0.5:
            x, rows, seen = x[:, :, :, ::-1], rows[:, ::-1], seen[:, ::-1]
        kind = g.random()
        if kind < 0.3:
            x = x[:, [*g.permutation(3), 3]]
        elif kind < 0.4:
            x = np.concatenate([np.repeat(x[:, :3].mean(1, keepdims=True), 3, 1), x[:, 3:]], 1)
    away = (rows < -0.5) | (rows > ROWS - 0.5)
    target = np.exp(-0.5 * ((np.arange(ROWS)[None, :, None] - rows[:, None, :]) / SPREAD_ROWS) ** 2)
    target /= target.sum(1, keepdims=True) + 1e-9
    target = np.where(away[:, None, :], 0, target)
    target = np.concatenate([target, away[:, None, :]], 1).astype(np.float32)
    return tuple(torch.from_numpy(np.ascontiguousarray(value)) for value in (x, target, seen, rows))


def validate(net: nn.Module, samples) -> dict[str, float]:
    """How far the likeliest row is from the side's, in rows, over columns that have the side in the strip."""
    net.eval()
    errors = []
    with torch.no_grad():
        for start in range(0, len(samples), BATCH):
            x, _, seen, rows = to_tensors(samples[start : start + BATCH], None)
            near = net(x)[:, :NONE].argmax(1).float()
            counts = (seen > 0) & (rows > 0) & (rows < ROWS - 1)
            errors.append((near - rows).abs()[counts])
    error = torch.cat(errors)
    return {
        "columns": int(error.numel()),
        "medianRowsOff": round(error.median().item(), 3),
        "within1Row": round((error < 1).float().mean().item(), 4),
        "within2Rows": round((error < 2).float().mean().item(), 4),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=14)
    arguments.add_argument("--seed", type=int, default=2)
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    g = np.random.default_rng(options.seed)
    net, averaged = SideNet(), SideNet()
    averaged.load_state_dict(net.state_dict())
    queue: multiprocessing.Queue = multiprocessing.Queue(32)
    multiprocessing.Process(target=draw, args=(queue, options.seed), daemon=True).start()
    validation = [sample for i in range(VALIDATION_PICTURES) for sample in cut([VALIDATION_SEED, i])]
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-3)
    pool: list = []
    started, step, pictures, smoothed, due, at = time.time(), 0, 0, 0.0, CHECKPOINT_SECONDS, 0

    def take_drawn(wait: bool) -> None:
        nonlocal pictures, at
        while wait or not queue.empty():
            for sample in queue.get():
                if len(pool) < POOL:
                    pool.append(sample)
                else:
                    pool[at % POOL] = sample
                at += 1
            pictures += 1
            wait = False

    def checkpoint(minutes: float) -> None:
        metrics = {
            "seed": options.seed,
            "minutes": round(minutes, 1),
            "ofMinutes": options.minutes,
            "picturesDrawn": pictures,
            "strips": at,
            "steps": step,
            "batch": BATCH,
            "loss": round(smoothed, 4),
            "syntheticValidation": {"seed": VALIDATION_SEED, "pictures": VALIDATION_PICTURES, **validate(averaged, validation)},
            "torch": torch.__version__,
        }
        torch.save(averaged.state_dict(), options.out / "net.pt.part")
        (options.out / "net.pt.part").rename(options.out / "net.pt")
        (options.out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
        print(json.dumps(metrics), flush=True)

    while len(pool) < LEAST_POOL:
        take_drawn(True)
    while (elapsed := time.time() - started) < options.minutes * 60:
        take_drawn(False)
        share = elapsed / (options.minutes * 60)
        rate = PEAK_RATE * min(1, step / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * share)) + LAST_RATE
        for group in optimizer.param_groups:
            group["lr"] = rate
        x, target, seen, _ = to_tensors([pool[i] for i in g.integers(len(pool), size=BATCH)], g)
        net.train()
        per_column = -(target * net(x)).sum(1)
        loss = (per_column * seen).sum() / seen.sum().clamp(min=1)
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
            checkpoint(elapsed / 60)
    checkpoint(options.minutes)


if __name__ == "__main__":
    main()
