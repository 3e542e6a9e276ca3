"""Adds to metrics.json what the net says of drawn faces of people held out: python3 measure.py --run /tmp/face-parts --people ... --landmarks ..."""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from compose import KINDS, drawn, photographed
from faces import Face, load
from parts_net import PartsNet, trained

MEASURE_SEED, OF_EACH = 77, 100
CLOSED_BELOW, EYES_ABOVE, LOWER_ABOVE = 0.4, 0.8, 0.96  # as the policy has it


def answers(net: PartsNet, crops: np.ndarray) -> np.ndarray:
    net.eval()
    with torch.no_grad():
        parts = [torch.sigmoid(net(torch.from_numpy(crops[k : k + 256]).float())) for k in range(0, len(crops), 256)]
    return torch.cat(parts).numpy()


def measure(net: PartsNet, faces: list[Face], each: int) -> dict:
    """What the net says of those held out, by what was drawn on them; no eye is closed unless that is what is measured."""
    result = {}
    for kind in ("none", "closed", "rendered-closed", *(name for name in KINDS if name != "none")):
        source = [f for f in faces if f.closed == (kind == "rendered-closed")]
        crops, labels, weights = [], [], []
        for number in range(each):
            g = np.random.default_rng([MEASURE_SEED, (["closed", "rendered-closed", *KINDS]).index(kind), number])
            one = drawn(g, source[number % len(source)], "none" if kind == "rendered-closed" else kind)
            crops.append(photographed(g, one.canvas))
            labels.append(one.labels)
            weights.append(one.weights)
        labels, weights = np.stack(labels), np.stack(weights)
        said = answers(net, np.stack(crops))

        def share(told, asked):
            return [round(float(told[asked].mean()), 4), int(asked.sum())] if asked.any() else None

        closed = said[:, :2].min(1) < CLOSED_BELOW
        eye = said[:, 2:4].max(1) > EYES_ABOVE
        low = said[:, 4:6].max(1) > LOWER_ABOVE
        eye_truth = (labels[:, 2:4] * weights[:, 2:4]).max(1) > 0.5
        low_truth = (labels[:, 4:6] * weights[:, 4:6]).max(1) > 0.5
        eye_free = (labels[:, 2:4].max(1) < 0.5) & (weights[:, 2:4].min(1) > 0.5)
        low_free = (labels[:, 4:6].max(1) < 0.5) & (weights[:, 4:6].min(1) > 0.5)
        result[kind] = {
            "closedTold": share(closed, np.ones(each, bool)),
            "eyesTold": share(eye, eye_truth),
            "eyesFalselyTold": share(eye, eye_free),
            "lowerTold": share(low, low_truth),
            "lowerFalselyTold": share(low, low_free),
        }
    return result


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--run", type=Path, required=True, help="the --out folder of train.py")
    arguments.add_argument("--lower-of", type=Path, help="the run whose look at the lower face is taken")
    arguments.add_argument("--people", type=Path, required=True)
    arguments.add_argument("--landmarks", type=Path, required=True)
    options = arguments.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    net = trained(options.run, options.lower_of)
    metrics = json.loads((options.run / "metrics.json").read_text())
    metrics["validation"] = {
        "seed": MEASURE_SEED,
        "closedBelow": CLOSED_BELOW,
        "eyesCoveredAbove": EYES_ABOVE,
        "lowerFaceCoveredAbove": LOWER_ABOVE,
        "sharesAndOfHowMany": measure(net, load(options.people, options.landmarks, True), OF_EACH),
    }
    (options.run / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
