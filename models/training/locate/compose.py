"""Photographs of drawn documents with the truth of their corners: compose(seed, long side in pixels).

A document lies on a ground, in a hand or fills the picture; the camera turns and tilts (to some 35 degrees), parts may be outside.
Light, shadow, glare, blur, noise and JPEG follow. The truth are the corners of each document in reading order of its content,
which may lie outside the picture and under fingers.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from documents import Rng, Sheet, color, pick, sheet, skin_color, smooth_noise
from grounds import empty, ground, like_paper, person

ASPECTS = ((4, 3), (4, 3), (3, 2), (16, 9), (1, 1))


@dataclass
class Picture:
    image: np.ndarray  # H x W x 3, uint8, RGB
    quads: list[np.ndarray]  # 4 x 2 each; the last lies on top
    kind: str


def _camera(g: Rng, sheet_mm: tuple[float, float], angle: float, tilt_deg: float, width: int, height: int, share: float, center) -> np.ndarray:
    """Homography from millimeters of the sheet to the picture: a pinhole looking at the sheet's middle, `share` of the picture large."""
    w, h = sheet_mm
    tilt, toward = np.deg2rad(tilt_deg), g.uniform(0, 2 * np.pi)
    axis = np.array([np.cos(toward), np.sin(toward), 0]) * tilt
    rotation, _ = cv2.Rodrigues(axis)
    spin, _ = cv2.Rodrigues(np.array([0, 0, angle]))
    r = rotation @ spin
    distance = g.uniform(1.6, 4) * np.hypot(w, h)
    corners = np.array([[-w / 2, -h / 2, 0], [w / 2, -h / 2, 0], [w / 2, h / 2, 0], [-w / 2, h / 2, 0]])
    seen = corners @ r.T
    flat = seen[:, :2] / (1 + seen[:, 2:] / distance)
    x, y = flat[:, 0], flat[:, 1]
    area = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    scale = np.sqrt(share * width * height / area)
    target = flat * scale + np.array(center)
    source = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
    return cv2.getPerspectiveTransform(source, target.astype(np.float32))


def _through(matrix: np.ndarray, points) -> np.ndarray:
    return cv2.perspectiveTransform(np.float64(points)[None], matrix)[0]


def _shift(by: float) -> np.ndarray:
    return np.array([[1, 0, by], [0, 1, by], [0, 0, 1]], float)


def _lay(g: Rng, out: np.ndarray, flat: Sheet, matrix: np.ndarray, shadow: bool) -> np.ndarray:
    """Warps the sheet onto the picture; returns the corners of its document."""
    height, width = out.shape[:2]
    rows, columns = flat.alpha.shape
    # OpenCV counts from the middle of the first pixel, we from its corner.
    to_mm = np.diag([flat.size_mm[0] / columns, flat.size_mm[1] / rows, 1])
    m = _shift(-0.5) @ matrix @ to_mm @ _shift(0.5)
    drawn = cv2.warpPerspective(flat.image, m, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    padded = cv2.copyMakeBorder(flat.alpha, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    mask = cv2.warpPerspective(padded, m @ _shift(-1), (width, height), flags=cv2.INTER_LINEAR)
    pixels_per_mm = np.sqrt(abs(np.linalg.det(matrix[:2, :2])) + 1e-9)
    if shadow:
        reach = (flat.thickness_mm + g.uniform(0, 2)) * pixels_per_mm
        offset = (int(round(g.normal(0, 1) * reach)), int(round(g.normal(0, 1) * reach)))
        cast = cv2.warpAffine(mask, np.float32([[1, 0, offset[0]], [0, 1, offset[1]]]), (width, height))
        cast = cv2.GaussianBlur(cast, (0, 0), max(0.5, reach * g.uniform(0.3, 1.5)))
        out *= 1 - g.uniform(0.1, 0.75) * cast[:, :, None]
    if g.random() < 0.35:  # a rim that catches the light or not
        inner = cv2.erode(mask, np.ones((3, 3), np.uint8))
        drawn = drawn + (mask - inner)[:, :, None] * g.uniform(-60, 60)
    out += (drawn - out) * mask[:, :, None]
    left, top, right, bottom = flat.document_mm
    return _through(matrix, [[left, top], [right, top], [right, bottom], [left, bottom]])


def _finger(g: Rng, out: np.ndarray, tip: np.ndarray, origin: np.ndarray, thick: float, skin: np.ndarray) -> None:
    height, width = out.shape[:2]
    layer = np.zeros((height, width), np.float32)
    bend = (tip + origin) / 2 + g.normal(0, 0.4 * thick, 2)
    points = np.array([origin, bend, tip])
    cv2.polylines(layer, [(points * 16).astype(np.int32)], False, 1, max(1, int(thick)), cv2.LINE_AA, 4)
    cv2.circle(layer, (int(tip[0]), int(tip[1])), max(1, int(thick / 2)), 1, -1, cv2.LINE_AA)
    shade = cv2.GaussianBlur(layer, (0, 0), max(0.5, thick * 0.25))
    around = np.clip(cv2.GaussianBlur(layer, (0, 0), max(0.5, thick * 0.2)) - layer, 0, 1)
    out *= 1 - 0.6 * g.random() * around[:, :, None]
    out += (skin * (0.62 + 0.42 * shade)[:, :, None] - out) * layer[:, :, None]
    if g.random() < 0.5:  # a nail
        along = (tip - bend) / (np.linalg.norm(tip - bend) + 1e-6)
        at = tip - along * 0.1 * thick
        cv2.ellipse(out, ((float(at[0]), float(at[1])), (thick * 0.55, thick * 0.45), float(np.degrees(np.arctan2(along[1], along[0])))), (skin * 1.12).tolist(), -1, cv2.LINE_AA)


def _fingers(g: Rng, out: np.ndarray, quad: np.ndarray, skin: np.ndarray) -> None:
    size = np.sqrt(cv2.contourArea(quad.astype(np.float32)))
    center = quad.mean(0)
    side = int(g.integers(4))
    for _ in range(int(g.choice([1, 1, 2, 3, 4]))):
        a, b = quad[side], quad[(side + 1) % 4]
        at = a + (b - a) * g.uniform(0.08, 0.92)
        inward = center - at
        inward = inward / (np.linalg.norm(inward) + 1e-6)
        tip = at + inward * size * g.uniform(-0.02, 0.22)
        origin = at - inward * size * g.uniform(0.4, 1.2) + g.normal(0, 0.2 * size, 2)
        _finger(g, out, tip, origin, size * g.uniform(0.12, 0.24), skin)
        if g.random() < 0.4:
            side = int(g.integers(4))


def _palm(g: Rng, out: np.ndarray, quad: np.ndarray, skin: np.ndarray) -> None:
    """Behind the document."""
    size = np.sqrt(cv2.contourArea(quad.astype(np.float32)))
    center = quad.mean(0) + g.normal(0, 0.35 * size, 2)
    layer = np.zeros(out.shape[:2], np.float32)
    cv2.ellipse(layer, ((float(center[0]), float(center[1])), (size * g.uniform(0.6, 1.3), size * g.uniform(0.8, 1.6)), g.uniform(0, 180)), 1, -1, cv2.LINE_AA)
    for _ in range(int(g.integers(2, 6))):
        end = center + g.normal(0, 0.9 * size, 2)
        cv2.line(layer, (int(center[0]), int(center[1])), (int(end[0]), int(end[1])), 1, max(1, int(size * 0.2)), cv2.LINE_AA)
    shade = cv2.GaussianBlur(layer, (0, 0), max(0.5, size * 0.05))
    out += (skin * (0.55 + 0.5 * shade)[:, :, None] - out) * layer[:, :, None]


def _light(g: Rng, out: np.ndarray, quads: list[np.ndarray]) -> np.ndarray:
    height, width = out.shape[:2]
    long = max(height, width)
    if g.random() < 0.6:
        out *= 1 + smooth_noise(g, height, width, long * g.uniform(0.3, 1), g.uniform(0.03, 0.25))[:, :, None]
    if g.random() < 0.25:  # the shadow of the phone or an arm
        mask = np.zeros((height, width), np.float32)
        points = g.uniform(-0.2, 1.2, (4, 2)) * [width, height]
        cv2.fillConvexPoly(mask, cv2.convexHull(points.astype(np.float32)).astype(np.int32), 1)
        mask = cv2.GaussianBlur(mask, (0, 0), long * g.uniform(0.003, 0.06))
        out *= 1 - g.uniform(0.15, 0.6) * mask[:, :, None]
    if quads and g.random() < 0.3:  # glare on a laminate
        quad = pick(g, quads)
        size = np.sqrt(cv2.contourArea(quad.astype(np.float32)))
        layer = np.zeros((height, width), np.float32)
        for _ in range(int(g.integers(1, 4))):
            at = quad.mean(0) + g.normal(0, 0.3 * size, 2)
            cv2.ellipse(layer, ((float(at[0]), float(at[1])), (size * g.uniform(0.03, 0.5), size * g.uniform(0.03, 0.25)), g.uniform(0, 180)), 1, -1)
        layer = cv2.GaussianBlur(layer, (0, 0), max(0.5, size * g.uniform(0.01, 0.08)))
        out += layer[:, :, None] * g.uniform(60, 255)
    if g.random() < 0.5:
        out *= (1 + g.normal(0, 0.07, 3)).astype(np.float32)
    gain, lift = g.uniform(0.5, 1.25) if g.random() < 0.5 else g.uniform(0.85, 1.1), g.normal(0, 10)
    return np.clip(out * gain + lift, 0, 255)


def _camera_wear(g: Rng, out: np.ndarray) -> np.ndarray:
    long = max(out.shape[:2])
    if g.random() < 0.5:
        out = cv2.GaussianBlur(out, (0, 0), g.uniform(0.3, 0.0035 * long + 0.3))
    if g.random() < 0.12:  # motion
        length = max(2, int(g.uniform(0.002, 0.012) * long))
        kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
        angle = g.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * length
        cv2.line(kernel, tuple(int(v) for v in np.round(length - reach)), tuple(int(v) for v in np.round(length + reach)), 1, 1)
        out = cv2.filter2D(out, -1, kernel / kernel.sum())
    if g.random() < 0.6:
        out = out + g.normal(0, g.uniform(1, 10), out.shape).astype(np.float32)
    out = np.clip(out, 0, 255).astype(np.uint8)
    if g.random() < 0.7:
        _, bytes_ = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(g.uniform(30, 96))])
        out = cv2.imdecode(bytes_, cv2.IMREAD_COLOR)
    return out


def _angle(g: Rng) -> float:
    return g.uniform(0, 2 * np.pi) if g.random() < 0.45 else g.integers(4) * np.pi / 2 + g.normal(0, 0.12)


def compose(seed, long_px: int, kind: str | None = None) -> Picture:
    """One picture. `kind` is one of table, hand, cut-off, scan, filled, two, none; by default any, by their share in life."""
    g = np.random.default_rng(seed)
    ratio = pick(g, ASPECTS)
    width, height = long_px, round(long_px * ratio[1] / ratio[0])
    if g.random() < 0.4:
        width, height = height, width
    if kind is None:
        kind = str(g.choice(["table", "hand", "cut-off", "scan", "filled", "two", "none"], p=[0.3, 0.14, 0.15, 0.04, 0.06, 0.17, 0.14]))
    quads: list[np.ndarray] = []

    if kind == "filled":
        return _filled(g, long_px)
    if kind == "scan":
        out = np.empty((height, width, 3), np.float32)
        out[:] = pick(g, [np.float32([255, 255, 255]), np.float32([250, 250, 248]), color(g, (0, 0.3), 0.1), color(g, (0.8, 1), 0.1)])
        if g.random() < 0.3:
            empty(g, out)
    else:
        out = ground(g, height, width)
    if kind == "none":
        if g.random() < 0.25:
            person(g, out)
        empty(g, out)
        return Picture(_camera_wear(g, _light(g, out, []))[:, :, ::-1].copy(), [], kind)

    count = 2 if kind == "two" else 1 if kind != "scan" or g.random() < 0.7 else 2
    tilt = 0 if kind == "scan" else abs(g.normal(0, 14)) if g.random() < 0.7 else g.uniform(0, 36)
    angle = _angle(g)
    skin = skin_color(g)
    if kind == "two" and g.random() < 0.6:
        return _side_by_side(g, out, angle, min(tilt, 36), skin)
    placed: list[np.ndarray] = []
    for index in range(count):
        for _ in range(12):
            if count == 2:
                share = g.uniform(0.08, 0.3)
                along = (index - 0.5) * g.uniform(0.42, 0.62)
                center = [width * (0.5 + (along if width >= height else g.normal(0, 0.06))), height * (0.5 + (along if height > width else g.normal(0, 0.06)))]
            else:
                share = g.uniform(0.08, 0.75) if kind != "cut-off" else g.uniform(0.3, 1.3)
                spread = 0.08 if kind != "cut-off" else 0.28
                center = [width * (0.5 + g.normal(0, spread)), height * (0.5 + g.normal(0, spread))]
            turned = angle + (g.normal(0, 0.1) if count == 2 and g.random() < 0.7 else g.uniform(0, 6.3) if count == 2 else 0)
            state = g.bit_generator.state
            longest = np.sqrt(share * width * height * 1.5)
            flat = sheet(g, lambda mm: float(np.clip(1.15 * longest / mm, 1, 14)))
            matrix = _camera(g, flat.size_mm, turned, min(tilt, 36), width, height, share, center)
            left, top, right, bottom = flat.document_mm
            quad = _through(matrix, [[left, top], [right, top], [right, bottom], [left, bottom]])
            inside = np.all((quad > 3) & (quad < [width - 3, height - 3]))
            seen = _seen_share(quad, width, height)
            ok = (0.3 < seen < 0.97) if kind == "cut-off" else inside or (count == 2 and seen > 0.85)
            if ok and all(_overlap(quad, other) < 0.08 for other in placed):
                break
            del state
        else:
            continue
        if index == 0 and kind in ("table", "hand", "cut-off") and g.random() < 0.07:
            out = like_paper(g, height, width, flat)
        if kind == "hand":
            _palm(g, out, quad, skin)
        quads.append(_lay(g, out, flat, matrix, kind != "hand" and (kind != "scan" or g.random() < 0.5)))
        placed.append(quad)
        if kind == "hand" or g.random() < 0.06:
            _fingers(g, out, quad, skin)
    if kind == "scan":
        if g.random() < 0.4:
            out = out * g.uniform(0.9, 1.1) + g.normal(0, 4)
        return Picture(_camera_wear(g, np.clip(out, 0, 255))[:, :, ::-1].copy(), quads, kind)
    return Picture(_camera_wear(g, _light(g, out, quads))[:, :, ::-1].copy(), quads, kind if quads else "none")


def _side_by_side(g: Rng, out: np.ndarray, angle: float, tilt: float, skin: np.ndarray) -> Picture:
    """Two documents in one plane with little room between, as front and back are laid down."""
    height, width = out.shape[:2]
    longest = np.sqrt(0.25 * width * height * 1.5)
    flats = [sheet(g, lambda mm: float(np.clip(1.15 * longest / mm, 1, 14))) for _ in range(2)]
    (w0, h0), (w1, h1) = flats[0].size_mm, flats[1].size_mm
    # Front and back are laid edge to edge as often as apart: what parts them then is a line of shadow or nothing but their print.
    gap, aside = float(g.uniform(0, 0.8) if g.random() < 0.4 else g.uniform(0.5, 10)), g.random() < 0.65
    places = [(0.0, float(g.uniform(-6, 6))), (w0 + gap, float(g.uniform(-6, 6)))] if aside else [(float(g.uniform(-6, 6)), 0.0), (float(g.uniform(-6, 6)), h0 + gap)]
    both = (w0 + gap + w1, max(h0, h1)) if aside else (max(w0, w1), h0 + gap + h1)
    quads: list[np.ndarray] = []
    matrix = _camera(g, both, angle, tilt, width, height, g.uniform(0.12, 0.5), [width * (0.5 + g.normal(0, 0.04)), height * (0.5 + g.normal(0, 0.04))])
    held = g.random() < 0.3
    for flat, (x, y) in zip(flats, places, strict=True):
        turn = np.deg2rad(g.normal(0, 0.3 if gap < 0.8 else 2.5))
        cos, sin = np.cos(turn), np.sin(turn)
        own = matrix @ np.array([[cos, -sin, x], [sin, cos, y], [0, 0, 1]])
        quads.append(_lay(g, out, flat, own, True))
    seen = [quad for quad in quads if _seen_share(quad, width, height) > 0.6]
    if held and seen:
        _fingers(g, out, pick(g, seen), skin)
    return Picture(_camera_wear(g, _light(g, out, quads))[:, :, ::-1].copy(), seen, "two")


def _filled(g: Rng, long_px: int) -> Picture:
    """A scan cut to its document, give or take a little; by quarter turns."""
    flat = sheet(g, lambda mm: long_px / mm)
    left, top, right, bottom = flat.document_mm
    rows, columns = flat.alpha.shape
    px, py = columns / flat.size_mm[0], rows / flat.size_mm[1]
    out = flat.image[round(top * py) : round(bottom * py), round(left * px) : round(right * px)]
    alpha = flat.alpha[round(top * py) : round(bottom * py), round(left * px) : round(right * px), None]
    out = out * alpha + pick(g, [0, 255, 240, 60]) * (1 - alpha)
    if g.random() < 0.5:  # cut into it
        rows, columns = out.shape[:2]
        a, b, c, d = (g.uniform(0, 0.03, 4) * [rows, rows, columns, columns]).astype(int)
        out = out[a : rows - b, c : columns - d]
    out = np.ascontiguousarray(np.rot90(out, int(g.integers(4))))
    if g.random() < 0.5:
        out = _light(g, out.astype(np.float32), [])
    image = _camera_wear(g, np.float32(out))
    height, width = image.shape[:2]
    scale = long_px / max(height, width)
    if scale < 1 or scale > 1.02:
        image = cv2.resize(image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    height, width = image.shape[:2]
    quad = np.float64([[0, 0], [width, 0], [width, height], [0, height]])
    return Picture(image[:, :, ::-1].copy(), [quad], "filled")


def _seen_share(quad: np.ndarray, width: int, height: int) -> float:
    frame = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    area = cv2.contourArea(quad.astype(np.float32))
    seen, _ = cv2.intersectConvexConvex(quad.astype(np.float32), frame)
    return float(seen / max(area, 1e-6))


def _overlap(a: np.ndarray, b: np.ndarray) -> float:
    shared, _ = cv2.intersectConvexConvex(a.astype(np.float32), b.astype(np.float32))
    return float(shared / max(1e-6, min(cv2.contourArea(a.astype(np.float32)), cv2.contourArea(b.astype(np.float32)))))
