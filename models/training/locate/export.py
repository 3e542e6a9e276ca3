"""Writes models/own/document-outline.onnx and document-side.onnx with their metrics: python3 export.py --outline /tmp/outline --side /tmp/side"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from torch import nn

from outline_net import OutlineNet
from side_net import SideNet
from strips import COLUMNS, ROWS

OWN = Path(__file__).resolve().parents[2] / "own"


class Marks(nn.Module):
    """The outline net with probabilities for logits."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.net(image).sigmoid()


def write(name: str, run: Path, net: nn.Module, wrapped: nn.Module, example: torch.Tensor, names: tuple[str, str], axes: dict, out: Path) -> None:
    net.load_state_dict(torch.load(run / "net.pt"))
    net.eval()
    wrapped.eval()
    target = out / f"{name}.onnx"
    torch.onnx.export(wrapped, example, str(target), opset_version=13, input_names=[names[0]], output_names=[names[1]], dynamic_axes=axes)
    onnx.checker.check_model(onnx.load(str(target)))
    metrics = json.loads((run / "metrics.json").read_text())
    metrics["parameters"] = sum(parameter.numel() for parameter in net.parameters())
    metrics["onnx"] = onnx.__version__
    metrics["sha256"] = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_suffix(".metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(target.name, target.stat().st_size, metrics["sha256"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--outline", type=Path, help="the --out folder of train_outline.py")
    arguments.add_argument("--side", type=Path, help="the --out folder of train_side.py")
    arguments.add_argument("--out", type=Path, default=OWN)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    if options.outline:
        net = OutlineNet()
        axes = {"image": {2: "height", 3: "width"}, "marks": {2: "rows", 3: "columns"}}
        write("document-outline", options.outline, net, Marks(net), torch.zeros(1, 3, 192, 256), ("image", "marks"), axes, options.out)
    if options.side:
        net = SideNet()
        axes = {"strips": {0: "n"}, "logp": {0: "n"}}
        write("document-side", options.side, net, net, torch.zeros(4, 4, ROWS, COLUMNS), ("strips", "logp"), axes, options.out)


if __name__ == "__main__":
    main()
