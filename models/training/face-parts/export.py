"""Writes models/own/face-parts.onnx and its metrics from what train.py left: python3 export.py --run /tmp/face-parts --people ... --landmarks ..."""

import argparse
import hashlib
import json
from pathlib import Path

import cv2
import onnx
import torch

from compose import SIDE
from faces import MARGIN, load
from parts_net import PartsNet, trained

OWN = Path(__file__).resolve().parents[2] / "own"


class Answer(torch.nn.Module):
    def __init__(self, net: PartsNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, crop: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.net(crop))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--run", type=Path, required=True, help="the --out folder of train.py")
    arguments.add_argument("--lower-of", type=Path, help="the run whose look at the lower face is taken")
    arguments.add_argument("--people", type=Path, required=True)
    arguments.add_argument("--landmarks", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=OWN / "face-parts.onnx")
    options = arguments.parse_args()

    torch.set_num_threads(1)
    net = trained(options.run, options.lower_of)
    torch.onnx.export(
        Answer(net).eval(),
        torch.zeros(2, SIDE, SIDE, 3),
        str(options.out),
        opset_version=13,
        input_names=["image"],
        output_names=["parts"],
        dynamic_axes={"image": {0: "n"}, "parts": {0: "n"}},
    )
    onnx.checker.check_model(onnx.load(str(options.out)))
    # What any reader of the file must answer to this picture, which a test draws again: three ramps.
    ramp = torch.arange(SIDE * SIDE, dtype=torch.float32).reshape(1, SIDE, SIDE, 1)
    picture = torch.cat([ramp % 256, (ramp * 3) % 251, (ramp * 7) % 241], 3)
    with torch.no_grad():
        answer = torch.sigmoid(net(picture))[0]
    metrics = json.loads((options.run / "metrics.json").read_text())
    metrics["lowerFaceOf"] = json.loads((options.lower_of / "metrics.json").read_text()) if options.lower_of else None
    # And to a face that comes with the program, aligned by faces.py.
    face = next(f for f in load(options.people, options.landmarks, False) if (f.person, f.shot) == ("p01", "portrait"))
    crop = cv2.resize(face.image[MARGIN : MARGIN + 2 * SIDE, MARGIN : MARGIN + 2 * SIDE], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    with torch.no_grad():
        said = torch.sigmoid(net(torch.from_numpy(crop[None]).float()))[0]
    metrics["parityOfP01Portrait"] = [round(float(value), 4) for value in said]
    metrics["parityOfRamps"] = [round(float(value), 6) for value in answer]
    metrics["parameters"] = sum(parameter.numel() for parameter in net.parameters())
    metrics["onnx"] = onnx.__version__
    metrics["sha256"] = hashlib.sha256(options.out.read_bytes()).hexdigest()
    options.out.with_suffix(".metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
