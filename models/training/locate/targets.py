"""What the outline net is to answer, from the corners of the documents."""

import cv2
import numpy as np

EDGE_REACH = 1.5  # cells of the output on either side of a document's side that count as it, fading


def net_size(width: int, height: int, long_px: int) -> tuple[int, int]:
    """Width and height of the net's input: the long side `long_px`, the other the nearest multiple of 32; `src-analysis/locate` does the same."""
    scale = long_px / max(width, height)
    sides = [max(32, int(np.floor(side * scale / 32 + 0.5)) * 32) for side in (width, height)]
    return sides[0], sides[1]


def to_input(image: np.ndarray, quads: list[np.ndarray], long_px: int) -> tuple[np.ndarray, list[np.ndarray]]:
    height, width = image.shape[:2]
    to_width, to_height = net_size(width, height, long_px)
    small = cv2.resize(image, (to_width, to_height), interpolation=cv2.INTER_AREA)
    return small, [quad * [to_width / width, to_height / height] for quad in quads]


def target_of(quads: list[np.ndarray], width: int, height: int) -> np.ndarray:
    """[2, height, width] of 0 to 1 at the output's size: covered by a document, on a side of one. Later documents lie on top."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) + 0.5, np.arange(height, dtype=np.float32) + 0.5)
    out = np.zeros((2, height, width), np.float32)
    for quad in quads:
        corners = quad.astype(np.float32)
        if cv2.contourArea(corners, True) < 0:
            corners = corners[::-1]
        depth = np.full((height, width), np.inf, np.float32)  # to the nearest side's line, positive inside
        nearest = np.full((height, width), np.inf, np.float32)  # to the nearest side itself
        for k in range(4):
            a, b = corners[k], corners[(k + 1) % 4]
            along = b - a
            length = max(1e-3, float(np.hypot(*along)))
            along = along / length
            across = (x - a[0]) * -along[1] + (y - a[1]) * along[0]
            reach = (x - a[0]) * along[0] + (y - a[1]) * along[1]
            beyond = np.maximum(0, np.maximum(-reach, reach - length))
            depth = np.minimum(depth, across)
            nearest = np.minimum(nearest, np.hypot(across, beyond))
        inside = np.clip(depth + 0.5, 0, 1)
        edge = np.clip(1 - nearest / EDGE_REACH, 0, 1)
        out[1] = np.maximum(out[1] * (1 - inside), edge)
        out[0] = np.maximum(out[0], inside)
    return out
