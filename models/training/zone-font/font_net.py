"""A small net that says of each place of a line of the zone how much its print looks like OCR-B."""

import torch
from torch import nn


def _block(inputs: int, outputs: int, stride: int | tuple[int, int], kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


class FontNet(nn.Module):
    """N x 1 x 32 x W normalized luma (the crop of the line recognizer) -> N x W/4 log odds of OCR-B.

    A place sees about three characters: shapes decide, and the words that stand there cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            _block(1, 16, 2, kernel=5),
            _block(16, 32, 1),
            _block(32, 40, 2),
            _block(40, 48, (2, 1)),
            nn.Conv2d(48, 64, (4, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(True),
        )
        self.head = nn.Conv2d(64, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.features(x)).squeeze(2).squeeze(1)
