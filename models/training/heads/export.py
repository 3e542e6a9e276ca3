"""Writes models/own/heads.onnx and its metrics from what train.py left: python3 export.py --run /tmp/heads-net"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch

from heads_net import HeadsNet

OWN = Path(__file__).resolve().parents[2] / "own"


def parity(net: HeadsNet) -> list[float]:
    """The logits of a head that the test draws too: red, green and blue (7 x + 13 y + 29 c) mod 256."""
    c, y, x = torch.meshgrid(torch.arange(3), torch.arange(128), torch.arange(128), indexing="ij")
    with torch.no_grad():
        return [round(float(logit), 4) for logit in net(((7 * x + 13 * y + 29 * c) % 256).float()[None])[0]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--run", type=Path, required=True, help="the --out folder of train.py")
    arguments.add_argument("--out", type=Path, default=OWN / "heads.onnx")
    options = arguments.parse_args()

    torch.set_num_threads(1)
    net = HeadsNet()
    net.load_state_dict(torch.load(options.run / "net.pt"))
    net.eval()
    torch.onnx.export(
        net,
        torch.zeros(1, 3, 128, 128),
        str(options.out),
        opset_version=13,
        input_names=["x"],
        output_names=["logits"],
        dynamic_axes={"x": {0: "n"}, "logits": {0: "n"}},
    )
    onnx.checker.check_model(onnx.load(str(options.out)))
    metrics = json.loads((options.run / "metrics.json").read_text())
    metrics["parameters"] = sum(parameter.numel() for parameter in net.parameters())
    metrics["onnx"] = onnx.__version__
    metrics["parity"] = parity(net)
    metrics["sha256"] = hashlib.sha256(options.out.read_bytes()).hexdigest()
    options.out.with_suffix(".metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
