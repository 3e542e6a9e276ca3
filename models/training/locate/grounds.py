"""What documents lie on, drawn: wood, cloth, stone, tiles, print, keyboards, shelves, blur, and things that are no documents."""

import cv2
import numpy as np

from documents import Pen, Rng, Sheet, color, pick, skin_color, smooth_noise, word, TEXT_FONTS


def plain(g: Rng, height: int, width: int) -> np.ndarray:
    out = np.empty((height, width, 3), np.float32)
    ramp = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    out[:] = color(g, (0.05, 1), 0.6) * (1 - ramp) + color(g, (0.05, 1), 0.6) * ramp if g.random() < 0.4 else color(g, (0.03, 1), 0.6)
    if g.random() < 0.6:
        out += smooth_noise(g, height, width, g.uniform(1, 40), g.uniform(1, 9))[:, :, None]
    return out


def wood(g: Rng, height: int, width: int) -> np.ndarray:
    base = np.float32([60, 100, 150]) * g.uniform(0.3, 1.5) + g.uniform(-20, 20, 3).astype(np.float32)
    grain = smooth_noise(g, height, width, 1, 0)
    for cell_y, amplitude in ((2, g.uniform(2, 12)), (6, g.uniform(2, 16)), (30, g.uniform(2, 14))):
        shape = (max(2, int(height / cell_y)), max(2, int(width / (cell_y * g.uniform(12, 40)))))
        grain = grain + cv2.resize(g.normal(0, amplitude, shape).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    if g.random() < 0.6:  # planks
        pitch = g.uniform(0.12, 0.5) * height
        for y in np.arange(g.uniform(0, pitch), height, pitch):
            thick = max(1, int(g.uniform(0.002, 0.008) * height))
            grain[int(y) : int(y) + thick] -= g.uniform(15, 70)
            grain[int(y) + thick :] += g.uniform(-12, 12)
    out = np.clip(base, 5, 240) + grain[:, :, None] * np.float32([0.8, 1, 1.1])
    return np.ascontiguousarray(out.transpose(1, 0, 2)[:height, :width]) if g.random() < 0.3 and height == width else out


def cloth(g: Rng, height: int, width: int) -> np.ndarray:
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    pitch = g.uniform(2.2, 9)
    weave = np.sin(x * 2 * np.pi / pitch) * np.sin(y * 2 * np.pi / (pitch * g.uniform(0.8, 1.3))) * g.uniform(4, 22)
    out = np.empty((height, width, 3), np.float32)
    out[:] = color(g, (0.08, 0.95), 0.9)
    if g.random() < 0.5:  # stripes or checks
        wide = g.uniform(0.03, 0.2) * width
        stripes = (np.sin(x * np.pi / wide) > g.uniform(-0.5, 0.5)).astype(np.float32)
        if g.random() < 0.5:
            stripes = (stripes + (np.sin(y * np.pi / wide) > 0)) / 2
        out += np.broadcast_to(stripes, (height, width))[:, :, None] * g.uniform(-60, 60, 3).astype(np.float32)
    out += weave[:, :, None] + smooth_noise(g, height, width, g.uniform(20, 120), g.uniform(3, 18))[:, :, None]
    return out


def checks(g: Rng, height: int, width: int) -> np.ndarray:
    """A checked tablecloth or a chessboard of tiles: two colors, the crossings darker or alternating."""
    cell = g.uniform(0.02, 0.12) * width
    columns = np.floor(np.arange(width, dtype=np.float32) / cell + g.random()).astype(int) % 2
    rows = np.floor(np.arange(height, dtype=np.float32) / (cell * g.uniform(0.9, 1.1)) + g.random()).astype(int) % 2
    pattern = (columns[None, :] + rows[:, None]) / 2 if g.random() < 0.7 else (columns[None, :] ^ rows[:, None]) * 1.0
    light, dark = color(g, (0.75, 1), 0.3), color(g, (0.1, 0.8), 0.9)
    out = light + (dark - light) * (pattern * g.uniform(0.4, 1))[:, :, None].astype(np.float32)
    return (out + smooth_noise(g, height, width, g.uniform(1, 4), g.uniform(1, 8))[:, :, None]).astype(np.float32)


def stone(g: Rng, height: int, width: int) -> np.ndarray:
    out = np.empty((height, width, 3), np.float32)
    out[:] = color(g, (0.1, 0.95), 0.3)
    for cell in (1, 3, 10, 40, 120):
        out += smooth_noise(g, height, width, cell, g.uniform(1, 14))[:, :, None]
    for _ in range(int(g.integers(0, 6))):
        points = np.cumsum(g.normal(0, 0.12 * width, (8, 2)), 0) + g.uniform(0, width, 2)
        cv2.polylines(out, [points.astype(np.int32)], False, color(g, (0.1, 1), 0.3).tolist(), int(g.integers(1, 4)), cv2.LINE_AA)
    return out


def tiles(g: Rng, height: int, width: int) -> np.ndarray:
    out = stone(g, height, width) if g.random() < 0.5 else plain(g, height, width)
    step_x = g.uniform(0.1, 0.5) * width
    step_y = step_x * g.choice([1, 1, 0.5, 0.4])
    joint, ink = max(1, int(g.uniform(0.003, 0.015) * width)), color(g, (0.05, 1), 0.2).tolist()
    for i, y in enumerate(np.arange(g.uniform(-step_y, 0), height, step_y)):
        cv2.line(out, (0, int(y)), (width, int(y)), ink, joint)
        shift = (i % 2) * step_x / 2 if step_x > step_y else 0
        for x in np.arange(g.uniform(-step_x, 0) if i == 0 else -step_x + shift, width, step_x):
            cv2.line(out, (int(x), int(y)), (int(x), int(y + step_y)), ink, joint)
    return out


def printed(g: Rng, height: int, width: int) -> np.ndarray:
    """A page of text, larger than the picture or nearly."""
    ppmm = width / g.uniform(120, 260)
    pen = Pen(g, width / ppmm, height / ppmm, ppmm)
    pen.image = np.empty((height, width, 3), np.float32)
    pen.image[:] = color(g, (0.8, 1), 0.15)
    size, rows, y = g.uniform(1.8, 4), [], g.uniform(0, 12)
    path = pick(g, TEXT_FONTS)
    while y < height / ppmm:
        if g.random() < 0.9:
            rows.append((g.uniform(0, 12), y, size, " ".join(word(g, pick(g, ["lower", "cyrillic", "digits"])) for _ in range(14)), path))
        y += size * 1.9
    pen.lines(rows, color(g, (0, 0.4), 0.3))
    if g.random() < 0.3:
        pen.fill(g.uniform(0, 80), g.uniform(0, 80), g.uniform(30, 120), g.uniform(20, 80), color(g, (0.2, 1), 0.9))
    return pen.image


def keyboard(g: Rng, height: int, width: int) -> np.ndarray:
    out = plain(g, height, width)
    body, key = color(g, (0.05, 0.8), 0.2), color(g, (0.02, 0.9), 0.2)
    out[:] = body
    pitch = g.uniform(0.05, 0.13) * width
    gap = pitch * g.uniform(0.06, 0.2)
    for row, y in enumerate(np.arange(-pitch * g.random(), height, pitch)):
        x = -pitch * g.random() - (row % 3) * pitch * 0.3
        while x < width:
            wide = pitch * (1 if g.random() < 0.85 else g.uniform(1.3, 4))
            cv2.rectangle(out, (int(x + gap), int(y + gap)), (int(x + wide - gap), int(y + pitch - gap)), (key * g.uniform(0.92, 1.08)).tolist(), -1)
            if pitch > 14 and g.random() < 0.9:
                cv2.putText(out, word(g, "latin")[:1], (int(x + gap * 2.5), int(y + pitch * 0.55)), cv2.FONT_HERSHEY_SIMPLEX, pitch / 60, (255 - key).tolist(), 1, cv2.LINE_AA)
            x += wide
    return out


def shelf(g: Rng, height: int, width: int) -> np.ndarray:
    """Spines of books, boxes: upright rectangles of any color."""
    out = plain(g, height, width)
    x = 0.0
    while x < width:
        wide = g.uniform(0.02, 0.13) * width
        top = g.uniform(0, 0.25) * height
        ink = color(g, (0.05, 1), 1)
        cv2.rectangle(out, (int(x), int(top)), (int(x + wide), int(height * g.uniform(0.8, 1.1))), ink.tolist(), -1)
        if g.random() < 0.6:
            y = top + g.uniform(0.05, 0.3) * height
            cv2.rectangle(out, (int(x), int(y)), (int(x + wide), int(y + g.uniform(0.02, 0.2) * height)), color(g, (0.1, 1), 1).tolist(), -1)
        x += wide
    return out


def papers(g: Rng, height: int, width: int) -> np.ndarray:
    """Sheets of text across each other, as a desk has them: nothing but corners and lines, and no document."""
    out = wood(g, height, width) if g.random() < 0.5 else plain(g, height, width)
    for _ in range(int(g.integers(2, 6))):
        w = int(g.uniform(0.35, 0.8) * width)
        flat = printed(g, int(w * g.choice([1.41, 1.41, 1.29, 0.7])), w)
        _put(g, out, flat, (g.uniform(-0.1, 1.1) * width, g.uniform(-0.1, 1.1) * height), g.uniform(0, 360) if g.random() < 0.4 else g.normal(0, 12))
    return out


def scene(g: Rng, height: int, width: int) -> np.ndarray:
    """A room out of focus: blobs and edges."""
    out = plain(g, height, width)
    for _ in range(int(g.integers(4, 16))):
        center = (int(g.uniform(0, width)), int(g.uniform(0, height)))
        ink = color(g, (0.02, 1), 0.8).tolist()
        size = (float(g.uniform(0.05, 0.7) * width), float(g.uniform(0.05, 0.7) * width))
        if g.random() < 0.5:
            cv2.ellipse(out, (center, size, g.uniform(0, 180)), ink, -1)
        else:
            cv2.fillConvexPoly(out, cv2.boxPoints((center, size, g.uniform(0, 180))).astype(np.int32), ink)
    return cv2.GaussianBlur(out, (0, 0), g.uniform(0.003, 0.03) * width)


KINDS = (plain, plain, wood, wood, cloth, checks, checks, checks, stone, tiles, printed, keyboard, shelf, scene, scene, papers)


def like_paper(g: Rng, height: int, width: int, flat: Sheet) -> np.ndarray:
    """A ground of nearly the color that a document has along its rim: all there is to see of its sides is their shadow."""
    rim = np.concatenate([flat.image[2:4].reshape(-1, 3), flat.image[-4:-2].reshape(-1, 3), flat.image[:, 2:4].reshape(-1, 3)])
    out = np.empty((height, width, 3), np.float32)
    out[:] = np.median(rim, 0) + g.uniform(-26, 12) + g.normal(0, 3, 3)
    return np.clip(out + smooth_noise(g, height, width, g.uniform(1, 30), g.uniform(1, 6))[:, :, None], 0, 255)


def screen(g: Rng, height: int, width: int) -> np.ndarray:
    """What a computer or a phone shows: windows with bars, lists, buttons, pictures."""
    out = plain(g, height, width)
    for _ in range(int(g.integers(1, 5))):
        x, y = g.uniform(-0.1, 0.6) * width, g.uniform(-0.1, 0.6) * height
        w, h = g.uniform(0.3, 0.9) * width, g.uniform(0.3, 0.9) * height
        face, ink = color(g, (0.75, 1), 0.1) if g.random() < 0.6 else color(g, (0.05, 0.3), 0.3), color(g, (0.05, 0.9), 0.5)
        cv2.rectangle(out, (int(x), int(y)), (int(x + w), int(y + h)), face.tolist(), -1)
        bar = max(2, int(0.05 * height))
        cv2.rectangle(out, (int(x), int(y)), (int(x + w), int(y) + bar), ink.tolist(), -1)
        row = max(3, int(g.uniform(0.03, 0.09) * height))
        for at in range(int(y) + 2 * bar, int(y + h) - row, row):
            if g.random() < 0.8:
                cv2.line(out, (int(x + 0.06 * w), at), (int(x + w * g.uniform(0.2, 0.9)), at), ink.tolist(), max(1, row // 3))
        if g.random() < 0.5:
            cv2.rectangle(out, (int(x + 0.55 * w), int(y + 0.2 * h)), (int(x + 0.9 * w), int(y + 0.6 * h)), color(g, (0.1, 1), 1).tolist(), -1)
    return out


def empty(g: Rng, out: np.ndarray) -> None:
    """A picture in which someone forgot the document: a screen or a sheet as large as one, or whatever lies about."""
    height, width = out.shape[:2]
    kind = g.random()
    if kind < 0.45:
        w = int(g.uniform(0.3, 1.1) * width)
        ratio = g.choice([1.41, 0.71, 0.63, 0.56, 1.78])
        flat = pick(g, (screen, printed, plain, plain))(g, max(8, int(w * ratio)), w)
        _put(g, out, flat, (g.uniform(0.3, 0.7) * width, g.uniform(0.3, 0.7) * height), g.uniform(0, 360) if g.random() < 0.4 else g.normal(0, 8))
    for _ in range(int(g.integers(0, 4))):
        thing(g, out)


def thing(g: Rng, out: np.ndarray) -> None:
    """Something flat that is no document: a phone, a notebook, a blank sheet, a page of text, a box, a coin, a cable."""
    height, width = out.shape[:2]
    kind = g.random()
    center = (g.uniform(0, width), g.uniform(0, height))
    if kind < 0.15:
        cv2.circle(out, (int(center[0]), int(center[1])), int(g.uniform(0.02, 0.12) * width), color(g, (0.2, 0.9), 0.5).tolist(), -1, cv2.LINE_AA)
        return
    if kind < 0.3:
        points = np.cumsum(g.normal(0, 0.1 * width, (12, 2)), 0) + center
        cv2.polylines(out, [points.astype(np.int32)], False, color(g, (0.02, 1), 0.8).tolist(), int(g.uniform(0.003, 0.02) * width) + 1, cv2.LINE_AA)
        return
    size = (float(g.uniform(0.15, 1.1) * width), float(g.uniform(0.1, 0.9) * width))
    angle = g.uniform(0, 180) if g.random() < 0.6 else g.choice([0, 90]) + g.normal(0, 4)
    w, h = max(8, int(size[0])), max(8, int(size[1]))
    if kind < 0.5:  # a page of text, or blank
        flat = printed(g, h, w) if g.random() < 0.6 else plain(g, h, w)
    elif kind < 0.75:  # a phone or a screen
        flat = np.empty((h, w, 3), np.float32)
        flat[:] = color(g, (0.01, 0.3), 0.3)
        rim = max(1, int(0.03 * w))
        flat[rim:-rim, rim:-rim] = scene(g, max(1, h - 2 * rim), max(1, w - 2 * rim)) if g.random() < 0.5 else color(g, (0, 0.2), 0.5)
    elif kind < 0.85:
        flat = screen(g, h, w)
    else:
        flat = plain(g, h, w)
        if g.random() < 0.5:
            cv2.putText(flat, word(g, "latin"), (w // 8, h // 2), cv2.FONT_HERSHEY_SIMPLEX, w / 200, color(g, (0, 1), 1).tolist(), max(1, w // 80), cv2.LINE_AA)
    _put(g, out, flat, center, angle)


def _put(g: Rng, out: np.ndarray, flat: np.ndarray, center: tuple[float, float], angle: float) -> None:
    """Lays a drawing on the ground, with a shadow or without."""
    height, width = out.shape[:2]
    h, w = flat.shape[:2]
    box = cv2.boxPoints((center, (w, h), angle)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(np.float32([[0, h], [0, 0], [w, 0], [w, h]]), box)
    warped = cv2.warpPerspective(flat, matrix, (width, height))
    mask = cv2.warpPerspective(np.ones((h, w), np.float32), matrix, (width, height))
    if g.random() < 0.5:
        shadow = cv2.GaussianBlur(np.roll(mask, (int(g.normal(0, 4)), int(g.normal(0, 4))), (0, 1)), (0, 0), g.uniform(1, 6))
        out *= 1 - g.uniform(0.1, 0.6) * shadow[:, :, None]
    out += (warped - out) * mask[:, :, None]


def ground(g: Rng, height: int, width: int) -> np.ndarray:
    out = pick(g, KINDS)(g, height, width)
    turn = g.random()
    if turn < 0.35:  # no ground lies square to the camera by rule
        side = int(np.hypot(height, width)) + 2
        big = pick(g, KINDS)(g, side, side)
        matrix = cv2.getRotationMatrix2D((side / 2, side / 2), g.uniform(0, 360), 1)
        big = cv2.warpAffine(big, matrix, (side, side), borderMode=cv2.BORDER_REFLECT)
        top, left = (side - height) // 2, (side - width) // 2
        out = np.ascontiguousarray(big[top : top + height, left : left + width])
    for _ in range(int(g.choice([0, 0, 0, 1, 2, 3]))):
        thing(g, out)
    if g.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), g.uniform(0.5, 4))
    return np.clip(out, 0, 255)


def person(g: Rng, out: np.ndarray) -> None:
    """A head and shoulders, as large as in a selfie: a face alone is no document."""
    height, width = out.shape[:2]
    pen = Pen(g, width, height, 1)
    pen.image = out
    w = g.uniform(0.4, 0.9) * min(width, height)
    skin, hair = skin_color(g), color(g, (0.02, 0.6), 0.6)
    cx, cy = width / 2 + g.normal(0, 0.1) * width, height * g.uniform(0.4, 0.6)
    cv2.ellipse(out, ((cx, cy + 1.15 * w), (2 * w, 1.6 * w), 0), color(g, (0.02, 1), 0.9).tolist(), -1)
    cv2.ellipse(out, ((cx, cy - 0.1 * w), (0.95 * w, 1.25 * w), 0), hair.tolist(), -1)
    cv2.ellipse(out, ((cx, cy + 0.03 * w), (0.78 * w, 1.1 * w), 0), skin.tolist(), -1)
    for side in (-1, 1):
        cv2.ellipse(out, ((cx + side * 0.18 * w, cy - 0.02 * w), (0.14 * w, 0.07 * w), 0), (30, 30, 40), -1)
    cv2.ellipse(out, ((cx, cy + 0.32 * w), (0.28 * w, 0.08 * w), 0), (skin * 0.6).tolist(), -1)
