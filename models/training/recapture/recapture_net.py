"""A small net that says of a patch of a picture whether it shows the thing itself, a screen or a print."""

import torch
from torch import nn

SMOOTHING = 15


def _block(inputs: int, outputs: int, kernel: int = 3, stride: int = 2) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


class RecaptureNet(nn.Module):
    """N x 3 x 96 x 96 RGB 0..255 -> N x 3 logits of genuine, screen, print.

    It sees what is left when a patch's slow part is taken away: grids, dots and moire, and neither colors nor light nor faces."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = nn.AvgPool2d(SMOOTHING, 1, SMOOTHING // 2, count_include_pad=False)
        self.features = nn.Sequential(
            _block(3, 24, kernel=5),
            _block(24, 32),
            _block(32, 48),
            _block(48, 64),
            _block(64, 64, stride=1),
        )
        self.head = nn.Linear(128, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x / 64
        found = self.features(x - self.slow(x))
        mean = found.mean((2, 3))
        most = found.amax((2, 3))
        return self.head(torch.cat([mean, most], 1))
