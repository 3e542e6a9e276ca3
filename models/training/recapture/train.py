"""Trains the net that tells screens and prints: python3 train.py --patches /tmp/recapture --held /tmp/recapture-held --out /tmp/recapture-net

One process, one thread, a fixed number of steps: the same patches, seed, libraries and machine give the same weights. The patches are drawn by
`node tools/recapture-patches.mjs` (tests/corpus/recapture). Writes `net.pt` and `metrics.json`.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn

from recapture_net import RecaptureNet

CLASSES = ("genuine", "screen", "print")
BATCH, STEPS = 32, 900
PEAK_RATE, LAST_RATE, WARM_UP_STEPS = 3e-3, 1e-5, 80
# A genuine face taken for an attack costs a person; an attack that one patch misses is told by the others.
WEIGHTS = (1.0, 1.0, 1.0)
SMOOTHED_LABELS = 0.02


def read(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    labels = np.fromfile(folder / "labels.bin", np.uint8)
    patches = np.fromfile(folder / "patches.bin", np.uint8)
    return patches.reshape(len(labels), 96, 96, 3), labels


def turned(patch: np.ndarray, g: np.random.Generator) -> np.ndarray:
    """Lit otherwise and turned: neither makes a screen of a face."""
    patch = np.rot90(patch, int(g.integers(4)))
    patch = patch[:, ::-1] if g.random() < 0.5 else patch
    gain = g.uniform(0.6, 1.25) * g.uniform(0.92, 1.08, 3)
    return np.clip(patch * gain + g.uniform(-12, 12), 0, 255).round()


def to_input(patches: list[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(np.stack(patches).transpose(0, 3, 1, 2), dtype=np.float32))


def probabilities(net: nn.Module, patches: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return np.concatenate(
            [net(to_input(list(patches[at : at + 64]))).softmax(1).numpy() for at in range(0, len(patches), 64)]
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--patches", type=Path, required=True)
    arguments.add_argument("--held", type=Path, required=True, help="patches that are only measured on")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--steps", type=int, default=STEPS)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--rate", type=float, default=PEAK_RATE)
    arguments.add_argument("--start", type=Path, help="a net.pt to go on from")
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    g = np.random.default_rng(options.seed)
    patches, labels = read(options.patches)
    net = RecaptureNet()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    optimizer = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-3)
    criterion = nn.CrossEntropyLoss(torch.tensor(WEIGHTS), label_smoothing=SMOOTHED_LABELS)
    smoothed = None
    for step in range(options.steps):
        rate = options.rate * min(1, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * step / options.steps))
        for group in optimizer.param_groups:
            group["lr"] = rate + LAST_RATE
        chosen = g.integers(len(labels), size=BATCH)
        loss = criterion(
            net(to_input([turned(patches[at], g) for at in chosen])), torch.from_numpy(labels[chosen].astype(np.int64))
        )
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        smoothed = loss.item() if smoothed is None else 0.98 * smoothed + 0.02 * loss.item()
        if step % 100 == 0:
            print(step, round(smoothed, 4), flush=True)
            torch.save(net.state_dict(), options.out / "net.pt")
    torch.save(net.state_dict(), options.out / "net.pt")

    net.eval()
    held, truth = read(options.held)
    told = probabilities(net, held)
    metrics = {
        "seed": options.seed,
        "continued": options.start is not None,
        "steps": options.steps,
        "patchesSeen": options.steps * BATCH,
        "patches": len(labels),
        "loss": round(smoothed, 4),
        "heldPatches": {
            name: {
                "n": int((truth == index).sum()),
                "toldAs": {
                    other: round(float((told[truth == index].argmax(1) == at).mean()), 4)
                    for at, other in enumerate(CLASSES)
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
