"""Convolution-only line recogniser trained with CTC, as `../mrz/net.py` and with its first layers to begin with.

It sees about four characters at once: names must be read as they are printed, not guessed. The last layer adds up letter and accent,
so that Ŗ is learned from R and from the cedilla of Ç; exported it is one layer like any other.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from alphabet import ALPHABET, CLASS_COUNT, parts

CHANNELS = (16, 32, 64, 80, 96)
TRUNK = 160
ROWS = 3


def _block(inputs: int, outputs: int, kernel: int = 3, stride: int | tuple[int, int] = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


def _row() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(TRUNK, TRUNK, (1, 3), padding=(0, 1), bias=False), nn.BatchNorm2d(TRUNK), nn.ReLU(True)
    )


class Head(nn.Module):
    """Scores of classes: of their parts, and a little of their own."""

    def __init__(self) -> None:
        super().__init__()
        names = sorted({part for glyph in ALPHABET for part in parts(glyph)})
        adds = torch.zeros(CLASS_COUNT, len(names) + 1)
        adds[0, len(names)] = 1
        for number, glyph in enumerate(ALPHABET, 1):
            for part in parts(glyph):
                adds[number, names.index(part)] = 1
        self.register_buffer("adds", adds)
        self.of_parts = nn.Parameter(torch.randn(len(names) + 1, TRUNK) * 0.05)
        self.own = nn.Parameter(torch.zeros(CLASS_COUNT, TRUNK))
        self.bias = nn.Parameter(torch.zeros(CLASS_COUNT))

    def weight(self) -> torch.Tensor:
        return self.adds @ self.of_parts + self.own

    def forward(self, y: torch.Tensor) -> torch.Tensor:
        return nn.functional.conv2d(y, self.weight()[:, :, None, None], self.bias)


class LineNet(nn.Module):
    """N x 1 x 32 x W normalised luma -> N x W/4 x CLASS_COUNT scores (class 0 is the CTC blank)."""

    def __init__(self) -> None:
        super().__init__()
        c0, c1, c2, c3, c4 = CHANNELS
        self.features = nn.Sequential(
            _block(1, c0, kernel=5, stride=2),
            _block(c0, c1),
            nn.MaxPool2d(2),
            _block(c1, c2, stride=(2, 1)),
            _block(c2, c3),
            _block(c3, c4, stride=(2, 1)),
        )
        self.collapse = nn.Sequential(nn.Conv2d(c4, TRUNK, (2, 1), bias=False), nn.BatchNorm2d(TRUNK), nn.ReLU(True))
        self.rows = nn.ModuleList(_row() for _ in range(ROWS))
        self.dropout = nn.Dropout(0.1)
        self.head = Head()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.collapse(self.features(x))
        for row in self.rows:
            y = y + row(y)
        return self.head(self.dropout(y)).squeeze(2).permute(0, 2, 1).log_softmax(-1)

    def start_from_zone(self, path: Path) -> None:
        """The first layers of `mrz-line.onnx`, which know strokes; its export has folded their normalisation into them."""
        import onnx
        from onnx import numpy_helper

        graph = onnx.load(str(path)).graph
        arrays = {item.name: np.array(numpy_helper.to_array(item)) for item in graph.initializer}
        convolutions = [node for node in graph.node if node.op_type == "Conv"]
        blocks = [block for block in self.features if isinstance(block, nn.Sequential)]
        with torch.no_grad():
            for node, block in zip(convolutions, blocks, strict=False):
                block[0].weight.copy_(torch.from_numpy(arrays[node.input[1]]))
                block[1].bias.copy_(torch.from_numpy(arrays[node.input[2]]))
