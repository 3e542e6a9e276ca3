"""Writes models/own/document-outline.onnx and its metrics from a checkpoint of train_outline.py: python3 export.py --run /tmp/outline"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from torch import nn

from outline_net import OutlineNet

OWN = Path(__file__).resolve().parents[2] / "own"


class Marks(nn.Module):
    """The net with probabilities for logits."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.net(image).sigmoid()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--run", type=Path, required=True, help="the --out folder of train_outline.py")
    arguments.add_argument("--out", type=Path, default=OWN / "document-outline.onnx")
    options = arguments.parse_args()

    torch.set_num_threads(1)
    net = OutlineNet()
    net.load_state_dict(torch.load(options.run / "net.pt"))
    marks = Marks(net).eval()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        marks,
        torch.zeros(1, 3, 128, 160),
        str(options.out),
        opset_version=13,
        input_names=["image"],
        output_names=["marks"],
        dynamic_axes={"image": {0: "n", 2: "height", 3: "width"}, "marks": {0: "n", 2: "rows", 3: "columns"}},
    )
    onnx.checker.check_model(onnx.load(str(options.out)))
    metrics = json.loads((options.run / "metrics.json").read_text())
    metrics["parameters"] = sum(parameter.numel() for parameter in net.parameters())
    metrics["onnx"] = onnx.__version__
    metrics["sha256"] = hashlib.sha256(options.out.read_bytes()).hexdigest()
    options.out.with_suffix(".metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
