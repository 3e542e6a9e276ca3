"""The net that marks documents in a picture: a small U with a view of the whole picture at its foot."""

import torch
from torch import nn
from torch.nn import functional

STRIDE = 32  # both sides of the input are multiples of it
OUTPUT_STRIDE = 2
CHANNELS = (16, 24, 40, 64, 80)


def _conv(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True))


class _Residual(nn.Module):
    def __init__(self, channels: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, 1, dilation, dilation, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.relu(x + self.norm(self.conv(x)))


class OutlineNet(nn.Module):
    """RGB of 0 to 255 in, [n, 3, H, W]; logits out, [n, 2, H / 2, W / 2]: inside of a document, side of a document."""

    def __init__(self) -> None:
        super().__init__()
        c0, c1, c2, c3, c4 = CHANNELS
        self.stem = _conv(3, c0, 2)
        self.down1 = nn.Sequential(_conv(c0, c1, 2), _Residual(c1))
        self.down2 = nn.Sequential(_conv(c1, c2, 2), _Residual(c2))
        self.down3 = nn.Sequential(_conv(c2, c3, 2), _Residual(c3))
        self.down4 = nn.Sequential(_conv(c3, c4, 2), _Residual(c4), _Residual(c4, 2))
        self.whole = nn.Linear(c4, c4)
        self.lateral3, self.up3 = nn.Conv2d(c4, c3, 1), _Residual(c3)
        self.lateral2, self.up2 = nn.Conv2d(c3, c2, 1), _Residual(c2)
        self.lateral1, self.up1 = nn.Conv2d(c2, c1, 1), _Residual(c1)
        self.lateral0, self.up0 = nn.Conv2d(c1, c0, 1), _Residual(c0)
        self.head = nn.Conv2d(c0, 2, 3, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x0 = self.stem(x / 64 - 2)
        x1 = self.down1(x0)
        x2 = self.down2(x1)
        x3 = self.down3(x2)
        y = self.down4(x3)
        y = functional.relu(y + self.whole(y.mean((2, 3)))[:, :, None, None])
        y = self.up3(x3 + _double(self.lateral3(y)))
        y = self.up2(x2 + _double(self.lateral2(y)))
        y = self.up1(x1 + _double(self.lateral1(y)))
        y = self.up0(x0 + _double(self.lateral0(y)))
        return self.head(y)


def _double(x: torch.Tensor) -> torch.Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")
