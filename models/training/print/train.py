"""Trains the recogniser of print: python3 train.py --pool /tmp/print/pool --minutes 45 --out /tmp/print/run

Lines are drawn beforehand by `generate.py --pool`, and further shards are taken in as they appear. The learning rate follows the clock, so a
run ends when it says it will; how many lines it saw is in the metrics. A moving average of the weights is what is kept. Every checkpoint is
`<out>/net.pt` with `<out>/metrics.json`.
"""

import argparse
import json
import math
import pickle
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from alphabet import ALPHABET, LINE_HEIGHT_PX, STRIDE_PX, classes_of
from generate import SHARD, normalized, samples
from net import LineNet

BATCH = 24
PEAK_RATE, LAST_RATE, WARM_UP_STEPS = 2.5e-3, 2e-5, 150
VALIDATION_SEED, VALIDATION_LINES = 999, 512
CHECKPOINT_SECONDS = 180
ZONE_NET = Path(__file__).resolve().parents[2] / "own" / "mrz-line.onnx"

Sample = tuple[np.ndarray, str]


def to_tensors(lines: list[Sample]):
    width = math.ceil(max(image.shape[1] for image, _ in lines) / 16) * 16
    x = np.zeros((len(lines), 1, LINE_HEIGHT_PX, width), np.float32)
    for row, (image, _) in enumerate(lines):
        x[row, 0, :, : image.shape[1]] = normalized(image)
    columns = torch.tensor([image.shape[1] // STRIDE_PX for image, _ in lines])
    labels = torch.tensor([number for _, text in lines for number in classes_of(text)])
    lengths = torch.tensor([len(text) for _, text in lines])
    return torch.from_numpy(x), columns, labels, lengths


def batches(pool: Path, seed: int):
    """Batches for ever: the shards that were read least, each in the order of widths and its batches shuffled."""
    g = np.random.default_rng(seed)
    used: dict[Path, int] = {}
    while True:
        for path in sorted(pool.glob("*.pickle")):
            used.setdefault(path, 0)
        if not used:
            time.sleep(1)
            continue
        least = min(used.values())
        fresh = [path for path, times in used.items() if times == least]
        path = fresh[int(g.integers(len(fresh)))]
        used[path] += 1
        lines = pickle.loads(path.read_bytes())
        if used[path] > 1:  # seen before: sharper or flatter now, and not where it was
            lines = [(again(g, image), text) for image, text in lines]
        for start in g.permutation(np.arange(0, SHARD, BATCH)):
            yield lines[start : start + BATCH], least


def again(g: np.random.Generator, image: np.ndarray) -> np.ndarray:
    image = np.roll(image, int(g.integers(-1, 2)), axis=0)
    pad = int(g.integers(0, 6))
    out = np.pad(image, ((0, 0), (pad, int(g.integers(0, 6)))), mode="edge").astype(np.float32)
    gamma = g.uniform(0.75, 1.35)
    return ((out / 255) ** gamma * 255 + g.normal(0, g.uniform(0, 8), out.shape)).clip(0, 255).astype(np.uint8)


def greedy(log_probabilities: torch.Tensor) -> list[int]:
    out, before = [], 0
    for number in log_probabilities.argmax(-1).tolist():
        if number not in (before, 0):
            out.append(number)
        before = number
    return out


def edits(a: list[int], b: list[int]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def accuracy(net: nn.Module, lines: list[Sample]) -> dict[str, float]:
    """Greedy reading: the share of characters right and of whole lines right; cases told apart, and not."""
    net.eval()
    wrong = total = exact = folded = 0
    with torch.no_grad():
        for start in range(0, len(lines), BATCH):
            batch = lines[start : start + BATCH]
            x, columns, _, _ = to_tensors(batch)
            for (_, text), row, end in zip(batch, net(x), columns, strict=True):
                read, truth = greedy(row[:end]), classes_of(text)
                distance = edits(read, truth)
                wrong, total, exact = wrong + distance, total + len(text), exact + (distance == 0)
                folded += "".join(ALPHABET[k - 1] for k in read).upper() == "".join(ALPHABET[k - 1] for k in truth).upper()
    return {
        "characterAccuracy": round(1 - wrong / total, 5),
        "lineAccuracy": round(exact / len(lines), 4),
        "lineAccuracyWithoutCase": round(folded / len(lines), 4),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=45)
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
    else:
        net.start_from_zone(ZONE_NET)
    averaged.load_state_dict(net.state_dict())
    validation: list[Sample] | None = None
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-3)
    loss_of = nn.CTCLoss(zero_infinity=True)

    started, step, seen, rounds, smoothed, due = time.time(), 0, 0, 0, None, CHECKPOINT_SECONDS

    def checkpoint(minutes: float) -> None:
        nonlocal validation
        validation = validation or samples(VALIDATION_SEED, VALIDATION_LINES)
        metrics = {
            "seed": options.seed,
            "minutes": round(minutes, 1),
            "ofMinutes": options.minutes,
            "linesSeen": seen,
            "timesOver": rounds + 1,
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

    for lines, rounds in batches(options.pool, options.seed):
        elapsed = time.time() - started
        if elapsed >= options.minutes * 60:
            break
        share = elapsed / (options.minutes * 60)
        rate = options.peak_rate * min(1, step / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * share)) + LAST_RATE
        for group in optimizer.param_groups:
            group["lr"] = rate
        x, columns, labels, lengths = to_tensors(lines)
        net.train()
        loss = loss_of(net(x).permute(1, 0, 2), labels, columns, lengths)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        step, seen = step + 1, seen + len(lengths)
        smoothed = loss.item() if smoothed is None else 0.97 * smoothed + 0.03 * loss.item()
        if step % 100 == 0:
            print(f"{elapsed:.0f} s, step {step}, {seen} lines, loss {smoothed:.3f}", flush=True)
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
