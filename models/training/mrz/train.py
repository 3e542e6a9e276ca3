"""Trains the line recogniser: python3 train.py --minutes 40 --out /tmp/mrz

One process draws lines, one thread trains. The learning rate follows the clock, so a run ends when it says it will,
on any machine; how many lines it saw is in the metrics. A moving average of the weights is what is kept, because it is
usable at any minute and better than the last step. Every checkpoint is `<out>/net.pt` with `<out>/metrics.json`.
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

from alphabet import ALPHABET, CLASS_OF, LINE_HEIGHT_PX, STRIDE_PX
from generate import normalized, samples
from net import LineNet

BATCH = 16
DRAWN_AT_ONCE = 128  # sorted by width before being cut into batches, so that little of a batch is padding
PEAK_RATE, LAST_RATE, WARM_UP_STEPS = 2.5e-3, 2e-5, 100
VALIDATION_SEED, VALIDATION_LINES = 999, 400
CHECKPOINT_SECONDS = 120

Sample = tuple[np.ndarray, str]


def produce(queue: multiprocessing.Queue, seed: int) -> None:
    cv2.setNumThreads(1)
    shuffle = np.random.default_rng(seed)
    drawn = 0
    while True:
        drawn += 1
        lines = samples(seed * 1_000_003 + drawn, DRAWN_AT_ONCE)
        for start in shuffle.permutation(np.arange(0, DRAWN_AT_ONCE, BATCH)):
            queue.put(lines[start : start + BATCH])


def to_tensors(lines: list[Sample]):
    width = max(image.shape[1] for image, _ in lines)
    width = math.ceil(width / 16) * 16
    x = np.zeros((len(lines), 1, LINE_HEIGHT_PX, width), np.float32)
    for row, (image, _) in enumerate(lines):
        x[row, 0, :, : image.shape[1]] = normalized(image)
    columns = torch.tensor([image.shape[1] // STRIDE_PX for image, _ in lines])
    labels = torch.tensor([CLASS_OF[character] for _, text in lines for character in text])
    lengths = torch.tensor([len(text) for _, text in lines])
    return torch.from_numpy(x), columns, labels, lengths


def greedy(log_probabilities: torch.Tensor) -> str:
    text, before = "", 0
    for number in log_probabilities.argmax(-1).tolist():
        if number not in (before, 0):
            text += ALPHABET[number - 1]
        before = number
    return text


def edits(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def accuracy(net: nn.Module, lines: list[Sample]) -> dict[str, float]:
    """Greedy reading, no constraints: the share of characters right and of whole lines right."""
    net.eval()
    wrong = total = exact = 0
    with torch.no_grad():
        for start in range(0, len(lines), BATCH):
            batch = lines[start : start + BATCH]
            x, columns, _, _ = to_tensors(batch)
            for (_, text), row, end in zip(batch, net(x), columns, strict=True):
                distance = edits(greedy(row[:end]), text)
                wrong, total, exact = wrong + distance, total + len(text), exact + (distance == 0)
    return {"characterAccuracy": round(1 - wrong / total, 5), "lineAccuracy": round(exact / len(lines), 4)}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path, help="a net.pt to go on from")
    arguments.add_argument("--peak-rate", type=float, default=PEAK_RATE)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    net, averaged = LineNet(), LineNet()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    averaged.load_state_dict(net.state_dict())
    validation = samples(VALIDATION_SEED, VALIDATION_LINES)
    queue: multiprocessing.Queue = multiprocessing.Queue(24)
    multiprocessing.Process(target=produce, args=(queue, options.seed), daemon=True).start()
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-3)
    loss_of = nn.CTCLoss(zero_infinity=True)

    started, step, seen, smoothed, due = time.time(), 0, 0, None, CHECKPOINT_SECONDS

    def checkpoint(minutes: float) -> None:
        metrics = {
            "seed": options.seed,
            "minutes": round(minutes, 1),
            "ofMinutes": options.minutes,
            "linesSeen": seen,
            "steps": step,
            "loss": round(smoothed, 4),
            "syntheticValidation": {"seed": VALIDATION_SEED, "lines": VALIDATION_LINES, **accuracy(averaged, validation)},
            "torch": torch.__version__,
            "continuedFrom": str(options.start.name) if options.start else None,
        }
        torch.save(averaged.state_dict(), options.out / "net.pt.part")
        (options.out / "net.pt.part").rename(options.out / "net.pt")
        (options.out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
        print(json.dumps(metrics), flush=True)

    while (elapsed := time.time() - started) < options.minutes * 60:
        share = elapsed / (options.minutes * 60)
        rate = options.peak_rate * min(1, step / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * share)) + LAST_RATE
        for group in optimizer.param_groups:
            group["lr"] = rate
        x, columns, labels, lengths = to_tensors(queue.get())
        loss = loss_of(net(x).permute(1, 0, 2), labels, columns, lengths)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        step, seen = step + 1, seen + len(lengths)
        smoothed = loss.item() if smoothed is None else 0.97 * smoothed + 0.03 * loss.item()
        decay = min(0.998, (step + 1) / (step + 10))
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
