"""Strips along the sides of a roughly known outline, and where in them the true side lies; `src-analysis/locate/side-strips.ts` cuts the same."""

import cv2
import numpy as np

ROWS, COLUMNS, OUTPUT_COLUMNS = 32, 96, 24
FIRST_REACH, SECOND_REACH = 0.05, 0.014  # half a strip's height over the root of the outline's area


def strips(image: np.ndarray, quad: np.ndarray, reach_px: float) -> np.ndarray:
    """[4, 4, ROWS, COLUMNS]: red, green, blue (0 to 255) and whether it is in the picture (0 or 255), for each side of a clockwise
    outline. The first row lies `reach_px` outside of the side, the last inside; every pixel is the mean of two samples along."""
    height, width = image.shape[:2]
    out = np.empty((4, 4, ROWS, COLUMNS), np.float32)
    across = ((np.arange(ROWS) + 0.5) / ROWS * 2 - 1) * reach_px
    for k in range(4):
        a, b = quad[k], quad[(k + 1) % 4]
        along = (b - a) / max(1e-6, np.hypot(*(b - a)))
        t = (np.arange(2 * COLUMNS) + 0.5) / (2 * COLUMNS)
        x = (a[0] + (b[0] - a[0]) * t)[None, :] - along[1] * across[:, None]
        y = (a[1] + (b[1] - a[1]) * t)[None, :] + along[0] * across[:, None]
        inside = (x >= 0) & (y >= 0) & (x <= width) & (y <= height)
        sampled = cv2.remap(image, np.float32(x - 0.5), np.float32(y - 0.5), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        both = np.concatenate([sampled.astype(np.float32), inside[:, :, None] * np.float32(255)], 2)
        out[k] = both.reshape(ROWS, COLUMNS, 2, 4).mean(2).transpose(2, 0, 1)
    return out


def side_rows(quad: np.ndarray, truth: np.ndarray, reach_px: float, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """[4, OUTPUT_COLUMNS] each: the row at which the true side crosses the column, and whether that is in the picture."""
    rows = np.empty((4, OUTPUT_COLUMNS), np.float32)
    seen = np.empty((4, OUTPUT_COLUMNS), np.float32)
    t = (np.arange(OUTPUT_COLUMNS) + 0.5) / OUTPUT_COLUMNS
    for k in range(4):
        a, b = quad[k], quad[(k + 1) % 4]
        along = (b - a) / max(1e-6, np.hypot(*(b - a)))
        inward = np.array([-along[1], along[0]])
        p, q = truth[k], truth[(k + 1) % 4]
        true_normal = np.array([-(q - p)[1], (q - p)[0]]) / max(1e-6, np.hypot(*(q - p)))
        points = a + (b - a) * t[:, None]
        steep = inward @ true_normal
        offset = -((points - p) @ true_normal) / (steep if abs(steep) > 0.2 else 0.2)
        rows[k] = (offset / reach_px + 1) / 2 * ROWS - 0.5
        at = points + offset[:, None] * inward
        seen[k] = (at[:, 0] > -1) & (at[:, 1] > -1) & (at[:, 0] < width + 1) & (at[:, 1] < height + 1)
    return rows, seen
