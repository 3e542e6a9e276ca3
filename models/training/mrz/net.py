"""Convolution-only line recogniser trained with CTC.

The receptive field is about four characters on purpose: the network must read glyphs, not guess from a language prior,
because a forged or unusual name has to be read as it is printed. Strides stand where pooling would throw three of four
results away: that, and 13 px per character instead of 18, makes it three times as fast as version 1.
"""

import torch
from torch import nn

from alphabet import CLASS_COUNT

CHANNELS = (16, 32, 64, 80, 96)
TRUNK = 112


def _block(inputs: int, outputs: int, kernel: int = 3, stride: int | tuple[int, int] = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


def _row() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(TRUNK, TRUNK, (1, 3), padding=(0, 1), bias=False), nn.BatchNorm2d(TRUNK), nn.ReLU(True)
    )


class LineNet(nn.Module):
    """N x 1 x 32 x W normalised luma -> N x W/4 x 38 log probabilities (class 0 is the CTC blank)."""

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
        self.near = _row()
        self.far = _row()
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Conv2d(TRUNK, CLASS_COUNT, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.collapse(self.features(x))
        y = y + self.near(y)
        y = y + self.far(y)
        return self.head(self.dropout(y)).squeeze(2).permute(0, 2, 1).log_softmax(-1)
