"""The net that finds a document's side in a strip along it."""

import torch
from torch import nn

from outline_net import _Residual
from strips import ROWS

WIDTH = 16


class SideNet(nn.Module):
    """Strips of 0 to 255 in, [n, 4, 32, 96]; log probabilities out, [n, 33, 24]: the side's row in each column, or none."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(4, WIDTH, 5, (1, 2), 2, bias=False),
            nn.BatchNorm2d(WIDTH),
            nn.ReLU(True),
            nn.Conv2d(WIDTH, WIDTH, 3, (1, 2), 1, bias=False),
            nn.BatchNorm2d(WIDTH),
            nn.ReLU(True),
        )
        self.blocks = nn.Sequential(*(_Residual(WIDTH, dilation) for dilation in (1, 2, 4, 8, 2, 1)))
        self.row = nn.Conv2d(WIDTH, 1, 1)
        self.none = nn.Conv1d(WIDTH, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.blocks(self.stem(x / 64 - 2))
        logits = torch.cat([self.row(y).squeeze(1), self.none(y.mean(2))], 1)
        return logits.log_softmax(1)


NONE = ROWS
