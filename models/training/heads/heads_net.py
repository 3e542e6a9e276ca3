"""A small net that says of a head and what is around it whether it is a person's own, a cut-out or a mask."""

import torch
from torch import nn

SIDE = 128
# At half the size rims and openings are still seen, and a quarter of the work is left.
SEEN = SIDE // 2
SMOOTHING = 15


def _block(inputs: int, outputs: int, kernel: int = 3, stride: int = 2) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)
    )


class HeadsNet(nn.Module):
    """N x 3 x 128 x 128 RGB 0..255 -> N x 3 logits of genuine, cut-out, mask.

    It sees contours, rims and how smooth what is, each with its place, and neither how light nor of what color the whole is."""

    def __init__(self) -> None:
        super().__init__()
        self.shrink = nn.AvgPool2d(SIDE // SEEN)
        self.slow = nn.AvgPool2d(SMOOTHING, 1, SMOOTHING // 2, count_include_pad=False)
        across = torch.linspace(-1, 1, SEEN // 4).repeat(SEEN // 4, 1)
        self.register_buffer("places", torch.stack([across.abs(), across.T])[None])
        self.near = nn.Sequential(_block(3, 12, kernel=5), _block(12, 24))
        self.far = nn.Sequential(
            _block(26, 32),
            _block(32, 48),
            _block(48, 64, stride=1),
        )
        self.drop = nn.Dropout(0.3)
        self.head = nn.Linear(128, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.shrink(x)
        return self.judge((x - self.slow(x)) / 64)

    def judge(self, x: torch.Tensor) -> torch.Tensor:
        """Of heads at half the size whose slow part was taken away, which the training does by faster means."""
        near = self.near(x)
        places = self.places + near[:, :1] * 0
        far = self.far(torch.cat([near, places], 1))
        return self.head(self.drop(torch.cat([far.mean((2, 3)), far.amax((2, 3))], 1)))
