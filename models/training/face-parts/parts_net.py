"""The net: one look at each eye, the second mirrored, and one at nose, mouth and chin."""

from pathlib import Path

import torch
from torch import nn

# Windows of the aligned crop of 150 px: x, y, width, height. The eyes' are mirror images about its middle line, x = 74.
EYE = (24, 28, 48, 36)
AXIS = 74
LOWER = (14, 60, 120, 90)


def block(inner: int, outer: int, stride: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inner, outer, 3, stride, 1, bias=False), nn.BatchNorm2d(outer), nn.ReLU())


def evened(x: torch.Tensor) -> torch.Tensor:
    """Each window by its own mean and deviation, so that neither light nor skin decides."""
    mean = x.mean((1, 2, 3), keepdim=True)
    off = x - mean
    return off / ((off * off).mean((1, 2, 3), keepdim=True) + 25.0).sqrt()


class PartsNet(nn.Module):
    """NHWC RGB 0..255, 150 x 150, to seven logits in the order of compose.LABELS."""

    def __init__(self) -> None:
        super().__init__()
        self.eye = nn.Sequential(block(3, 16, 2), block(16, 20, 1), block(20, 28, 2), block(28, 28, 2), nn.Conv2d(28, 12, 1), nn.ReLU())
        self.eye_head = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(12 * 6 * 5, 24), nn.ReLU(), nn.Linear(24, 2))
        self.lower = nn.Sequential(nn.AvgPool2d(2), block(3, 16, 2), block(16, 24, 2), block(24, 36, 2), nn.Conv2d(36, 12, 1), nn.ReLU())
        self.lower_head = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(12 * 8 * 6, 20), nn.ReLU(), nn.Linear(20, 3))

    def forward(self, crop: torch.Tensor) -> torch.Tensor:
        x = crop.permute(0, 3, 1, 2)
        left, top, width, height = EYE
        right = 2 * AXIS - left - width
        first = x[:, :, top : top + height, left : left + width]
        second = torch.flip(x[:, :, top : top + height, right : right + width], [3])
        a = self.eye_head(self.eye(evened(first)))
        b = self.eye_head(self.eye(evened(second)))
        left, top, width, height = LOWER
        c = self.lower_head(self.lower(evened(x[:, :, top : top + height, left : left + width])))
        return torch.cat([a[:, :1], b[:, :1], a[:, 1:], b[:, 1:], c], 1)


def trained(run: Path, lower_of: Path | None = None) -> PartsNet:
    """The net of a run; its look at nose, mouth and chin, which shares no weight with that at the eyes, may be of another run."""
    net = PartsNet()
    state = torch.load(run / "net.pt")
    if lower_of:
        other = torch.load(lower_of / "net.pt")
        state.update({name: value for name, value in other.items() if name.startswith("lower")})
    net.load_state_dict(state)
    return net.eval()
