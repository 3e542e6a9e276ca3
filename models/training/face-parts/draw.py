"""Draws on aligned faces (faces.py): lids that close, glasses, masks, scarves, hands and fists, hair, beards, open mouths, things.

Each drawing takes and returns a canvas of RGB floats 0..255; what hides the face also returns where, 0..1. What is drawn comes from
`g` alone, a numpy generator.
"""

import cv2
import numpy as np

from faces import CANVAS

EYES = ((36, 37, 38, 39, 40, 41), (42, 43, 44, 45, 46, 47))
BROWS = (range(17, 22), range(22, 27))
SKINS = [(255, 224, 200), (240, 200, 170), (225, 180, 145), (198, 150, 110), (160, 110, 75), (120, 80, 55), (85, 55, 40), (60, 40, 30)]
YY, XX = np.mgrid[0:CANVAS, 0:CANVAS].astype(np.float32)


def between(g, low, high):
    return float(g.uniform(low, high))


def softened(mask, blur):
    """A mask of bytes as 0..1, blurred where there is something of it."""
    out = np.zeros((CANVAS, CANVAS), np.float32)
    x, y, width, height = cv2.boundingRect(mask)
    room = int(4 * blur) + 2
    rows, columns = slice(max(0, y - room), y + height + room), slice(max(0, x - room), x + width + room)
    part = mask[rows, columns].astype(np.float32) / 255
    out[rows, columns] = cv2.GaussianBlur(part, (0, 0), blur) if blur and part.size else part
    return out


def polygon(points, blur=1.2):
    mask = np.zeros((CANVAS, CANVAS), np.uint8)
    cv2.fillPoly(mask, [np.round(np.asarray(points) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return softened(mask, blur)


def smooth(points, count=120):
    """A closed curve through the points (Catmull-Rom)."""
    p = np.asarray(points, np.float64)
    n = len(p)
    t = np.linspace(0, n, count, endpoint=False)
    i = t.astype(int)
    f = (t - i)[:, None]
    a, b, c, d = (p[(i + k) % n] for k in (-1, 0, 1, 2))
    return 0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3)


def lines(paths, width, blur=0.6):
    mask = np.zeros((CANVAS, CANVAS), np.uint8)
    for path in paths:
        cv2.polylines(mask, [np.round(np.asarray(path) * 16).astype(np.int32)], False, 255, max(1, round(width)), cv2.LINE_AA, 4)
    return softened(mask, blur)


def blend(image, color, alpha):
    """The color, or colors of a whole canvas, over the image where alpha is more than nothing."""
    out = np.array(image, np.float32)
    x, y, width, height = cv2.boundingRect((alpha > 0.004).astype(np.uint8))
    at = (slice(y, y + height), slice(x, x + width))
    color = np.asarray(color, np.float32)
    a = alpha[at][..., None]
    out[at] = out[at] * (1 - a) + (color[at] if color.ndim == 3 else color) * a
    return out


def noise(g, cells):
    """Smooth noise, -1..1, of so many cells across."""
    small = g.uniform(-1, 1, (cells, cells)).astype(np.float32)
    return cv2.resize(small, (CANVAS, CANVAS), interpolation=cv2.INTER_CUBIC)


def skin_of(image, landmarks):
    """Median of the cheeks and the nose's bridge."""
    spots = [(landmarks[a] + landmarks[b]) / 2 for a, b in ((2, 31), (14, 35), (27, 28))]
    return np.median([image[int(np.clip(y, 0, 399)), int(np.clip(x, 0, 399))] for x, y in spots], axis=0)


def curve(points, x):
    """y over x through three or more points, as a polynomial of at most third degree."""
    p = np.asarray(points)
    return np.polyval(np.polyfit(p[:, 0], p[:, 1], min(3, len(p) - 1)), x)


# ---- eyes


def close_eye(g, image, landmarks, which, closing):
    """Pulls the skin above the eye down over it, by `closing` 0..1 of the opening, and draws lashes, crease and the ball's roundness."""
    eye = landmarks[list(EYES[which])]
    width = eye[3, 0] - eye[0, 0]
    if width < 12:
        return image
    reach = between(g, 0.04, 0.16) * width
    left, right = int(eye[0, 0] - reach), int(np.ceil(eye[3, 0] + reach))
    left, right = max(0, left), min(CANVAS - 1, right)
    x = np.arange(left, right + 1, dtype=np.float32)
    upper = curve(eye[[0, 1, 2, 3]], x) - between(g, 0.02, 0.08) * width
    lower = curve(eye[[0, 5, 4, 3]], x)
    lower = np.maximum(lower, upper + 1)
    brow = curve(landmarks[list(BROWS[which])], x)
    top = upper - between(g, 0.55, 0.85) * np.clip(upper - brow, 6, None)
    # Beyond the corners the pull fades out.
    fade = np.clip(np.minimum(x - left, right - x) / max(reach, 1), 0, 1)
    sag = between(g, 0.0, 0.14) * width * np.sin(np.clip((x - eye[0, 0]) / width, 0, 1) * np.pi)
    edge = upper + (lower + sag * (closing > 0.9) - upper) * closing * fade
    source = upper - between(g, 0.0, 0.05) * width
    mapx, mapy = XX.copy(), YY.copy()
    columns = slice(left, right + 1)
    rows = YY[:, columns]
    inside = (rows >= top) & (rows <= edge) & (edge > upper)
    pulled = top + (rows - top) * (source - top) / np.maximum(edge - top, 1)
    mapy[:, columns] = np.where(inside, pulled, rows)
    out = image.astype(np.float32).copy()
    low, high = max(0, int(top.min()) - 1), min(CANVAS, int(edge.max()) + 2)
    out[low:high, columns] = cv2.remap(out, mapx[low:high, columns], mapy[low:high, columns], cv2.INTER_LINEAR)
    lid = np.zeros((CANVAS, CANVAS), np.float32)
    lid[:, columns] = ((rows >= upper) & (rows <= edge)).astype(np.float32)
    lid = cv2.GaussianBlur(lid, (0, 0), 1.5)
    skin = skin_of(image, landmarks)
    # Lids that were covered by nothing but their own shadow: toward the skin's color, which also hides hairs of the brow.
    out = blend(out, skin * between(g, 0.75, 1.05), lid * between(g, 0.0, 0.75))
    middle = (eye[0] + eye[3]) / 2
    ball = np.exp(-(((XX - middle[0] - between(g, -4, 4)) / (0.32 * width)) ** 2 + ((YY - middle[1] + between(g, -3, 5)) / (0.2 * width)) ** 2))
    out = out * (1 + (between(g, -0.06, 0.22) * ball * lid)[..., None])
    if g.random() < 0.45:
        makeup = np.asarray([between(g, 10, 220), between(g, 10, 180), between(g, 10, 200)])
        spread = lid if g.random() < 0.5 else cv2.GaussianBlur(lid, (0, 0), between(g, 2, 9))
        out = blend(out, makeup, spread * between(g, 0.1, 0.85))
    if g.random() < 0.2:  # a wing of liner beyond the outer corner
        corner, away = (eye[0], -1) if which == 0 else (eye[3], 1)
        tail = corner + [away * between(g, 0.15, 0.5) * width, -between(g, 0.02, 0.3) * width]
        out = blend(out, (between(g, 0, 50),) * 3, lines([[corner, tail]], between(g, 2, 7), 0.8) * between(g, 0.5, 1))
    dark = skin * between(g, 0.05, 0.5)
    if g.random() < 0.7:
        out = blend(out, skin * 0.5, lines([np.stack([x, upper + between(g, -3, 3)], 1)], between(g, 1, 3), between(g, 0.6, 2)) * between(g, 0.1, 0.6))
    inner = (x > eye[0, 0] - 0.3 * reach) & (x < eye[3, 0] + 0.3 * reach)
    out = blend(out, dark, lines([np.stack([x, edge], 1)[inner]], between(g, 1, 5), between(g, 0.5, 1.4)) * between(g, 0.35, 1))
    if g.random() < 0.7:
        length = between(g, 0.03, 0.2) * width
        lashes = []
        for at in g.uniform(eye[0, 0], eye[3, 0], int(g.integers(6, 30))):
            y = float(np.interp(at, x, edge))
            lean = (at - middle[0]) / width * length * between(g, 0.4, 1.4)
            lashes.append([(at, y), (at + lean, y + length * between(g, 0.5, 1))])
        out = blend(out, dark, lines(lashes, 1, 0.5) * between(g, 0.2, 0.9))
    return out


def open_eye(g, image, landmarks, which):
    """Another eye in the same place: narrower or wider, of another color, with make-up. Returns how open it is, 1 for open."""
    eye = landmarks[list(EYES[which])]
    width = eye[3, 0] - eye[0, 0]
    if width < 12:
        return image, 1.0
    middle = eye.mean(0)
    opening = 1.0
    out = image.astype(np.float32)
    inside = polygon(eye, 1.0)
    if g.random() < 0.5:
        hue = np.asarray([between(g, 40, 140), between(g, 40, 140), between(g, 40, 150)])
        iris = np.exp(-(((XX - middle[0]) ** 2 + (YY - middle[1]) ** 2) / (0.22 * width) ** 2) ** 2)
        gray = out.mean(2, keepdims=True) / 128
        out = out * (1 - (iris * inside)[..., None]) + hue * gray * (iris * inside)[..., None]
    if g.random() < 0.5:
        out = out * (1 + between(g, -0.35, 0.35) * inside[..., None])
    if g.random() < 0.15:
        pupil = np.exp(-((XX - middle[0]) ** 2 + (YY - middle[1]) ** 2) / (0.1 * width) ** 2)
        out = blend(out, (220, between(g, 20, 90), between(g, 20, 80)), pupil * inside)
    if g.random() < 0.5:
        x, y = middle + g.uniform(-0.1, 0.1, 2) * width
        out = blend(out, (255, 255, 255), np.exp(-((XX - x) ** 2 + (YY - y) ** 2) / (between(g, 0.02, 0.06) * width) ** 2))
    if g.random() < 0.5:
        liner = np.asarray([between(g, 0, 60)] * 3)
        paths = [eye[[0, 1, 2, 3]]] + ([eye[[0, 5, 4, 3]]] if g.random() < 0.4 else [])
        out = blend(out, liner, lines(paths, between(g, 1, 6), 0.8) * between(g, 0.3, 1))
    if g.random() < 0.3:
        above = polygon(np.vstack([eye[[0, 1, 2, 3]], eye[[3, 2, 1, 0]] - [0, between(g, 0.15, 0.4) * width]]), 3)
        out = blend(out, np.asarray([between(g, 20, 200) for _ in range(3)]), above * between(g, 0.2, 0.8))
    if g.random() < 0.6:
        stretch = between(g, 0.55, 1.3)
        weight = np.exp(-((((XX - middle[0]) / (0.8 * width)) ** 2 + ((YY - middle[1]) / (0.45 * width)) ** 2) ** 2))
        mapy = middle[1] + (YY - middle[1]) * (1 + (1 / stretch - 1) * weight)
        out = cv2.remap(out, XX, mapy.astype(np.float32), cv2.INTER_LINEAR)
        opening = min(1.0, 0.4 + 0.75 * stretch)
    return out, opening


def lens_shapes(g, landmarks):
    """Two lenses, as closed curves, and what holds them: paths of the bridge and the temples."""
    centers = [landmarks[list(eye)].mean(0) for eye in EYES]
    distance = np.linalg.norm(centers[1] - centers[0])
    lens_width = between(g, 0.72, 0.98) * distance
    lens_height = lens_width * between(g, 0.5, 0.95)
    drop = between(g, -0.02, 0.18) * distance
    power = float(g.choice([2, 2, 2.6, 3.5, 6]))
    droop, lift = (between(g, 0, 0.25), 0.0) if g.random() < 0.4 else (0.0, between(g, 0, 0.2))
    shapes = []
    for side, center in zip((-1, 1), centers):
        angle = np.linspace(0, 2 * np.pi, 80, endpoint=False)
        c, s = np.cos(angle), np.sin(angle)
        px = np.sign(c) * np.abs(c) ** (2 / power) * lens_width / 2
        py = np.sign(s) * np.abs(s) ** (2 / power) * lens_height / 2
        outward = side * px / (lens_width / 2)
        py = py + droop * lens_height * np.clip(py / lens_height, 0, 1) * np.clip(outward + 0.4, 0, 1)
        py = py - lift * lens_height * np.clip(-py / lens_height, 0, 1) * np.clip(outward, 0, 1) * 2
        shapes.append(np.stack([center[0] + px + side * 0.03 * distance, center[1] + drop + py], 1))
    if g.random() < 0.12:  # one pane over both eyes
        low, high = np.minimum(*(s.min(0) for s in shapes)), np.maximum(*(s.max(0) for s in shapes))
        pane = [low, (high[0], low[1]), high, (low[0], high[1])]
        shapes = [smooth(pane, 80)] * 2
    left, right = shapes
    y = left[:, 1].mean() - between(g, 0, 0.25) * lens_height
    bridge = [[(left[:, 0].max(), y), ((left[:, 0].max() + right[:, 0].min()) / 2, y - between(g, 0, 6)), (right[:, 0].min(), y)]]
    temples = [[(left[:, 0].min(), y), (landmarks[0, 0] - 4, y + between(g, -8, 12))], [(right[:, 0].max(), y), (landmarks[16, 0] + 4, y + between(g, -8, 12))]]
    return shapes, bridge, temples


def glare(g, shape, strength):
    low, high = shape.min(0), shape.max(0)
    size = high - low
    spot = np.zeros((CANVAS, CANVAS), np.float32)
    for _ in range(int(g.integers(1, 4))):
        x, y = low + g.uniform(0.1, 0.9, 2) * size
        if g.random() < 0.5:
            spot += np.exp(-(((XX - x) / (between(g, 0.05, 0.2) * size[0])) ** 2 + ((YY - y) / (between(g, 0.05, 0.2) * size[1])) ** 2) ** 2)
        else:
            tilt = between(g, -1, 1)
            spot += np.exp(-(((XX - x + tilt * (YY - y)) / (between(g, 0.03, 0.12) * size[0])) ** 2))
    return np.clip(spot, 0, 1) * strength


def clear_glasses(g, image, landmarks):
    shapes, bridge, temples = lens_shapes(g, landmarks)
    out = image
    for shape in shapes:
        glass = polygon(shape)
        out = blend(out, (between(g, 0, 255),) * 3, glass * between(g, 0, 0.12))
        if g.random() < 0.6:
            tint = np.asarray([between(g, 150, 255), between(g, 200, 255), between(g, 180, 255)])
            out = blend(out, tint, glass * glare(g, shape, between(g, 0.1, 0.75)))
    frame = np.asarray([between(g, 0, 90)] * 3 if g.random() < 0.6 else g.uniform(20, 230, 3))
    width = between(g, 0.8, 13)
    paths = [np.vstack([s, s[:1]]) for s in shapes]
    if g.random() < 0.2:
        paths = [p[len(p) // 2 :] for p in paths]  # rimless below
    shade = lines([np.asarray(p) + [0, between(g, 2, 7)] for p in paths + bridge], width, 3) * between(g, 0, 0.35)
    out = blend(out, (20, 12, 10), shade)
    return blend(out, frame, lines(paths + bridge + temples, width) * between(g, 0.7, 1))


def scenery(g):
    """What a mirrored glass shows: bands and blobs."""
    top, bottom = g.uniform(60, 255, 3), g.uniform(0, 160, 3)
    t = np.clip((YY - between(g, 120, 220)) / between(g, 10, 120), 0, 1)[..., None]
    picture = top * (1 - t) + bottom * t
    return picture * (1 + between(g, 0, 0.5) * noise(g, int(g.integers(3, 24))))[..., None]


def dark_glasses(g, image, landmarks):
    shapes, bridge, temples = lens_shapes(g, landmarks)
    out, cover = image, np.zeros((CANVAS, CANVAS), np.float32)
    mirrored = g.random() < 0.3
    tint = g.uniform(0, 45, 3) if g.random() < 0.7 else g.uniform(0, 110, 3) * np.asarray([1, 0.7, 0.5])
    opacity = between(g, 0.85, 1)
    picture = scenery(g)
    gradient = between(g, 0, 0.35) * g.choice([0, 1])
    for shape in shapes:
        glass = polygon(shape)
        low, high = shape[:, 1].min(), shape[:, 1].max()
        fading = 1 - gradient * np.clip((YY - low) / (high - low), 0, 1)
        alpha = glass * opacity * fading
        out = out * (1 - alpha[..., None]) + (picture if mirrored else tint) * alpha[..., None]
        if g.random() < 0.7:
            out = blend(out, (between(g, 150, 255),) * 3, glass * glare(g, shape, between(g, 0.05, 0.7)))
        cover = np.maximum(cover, glass)
    frame = np.asarray([between(g, 0, 80)] * 3 if g.random() < 0.7 else g.uniform(20, 230, 3))
    paths = [np.vstack([s, s[:1]]) for s in shapes]
    out = blend(out, frame, lines(paths + bridge + temples, between(g, 1, 12)) * between(g, 0.5, 1))
    return out, cover


# ---- lower face


def cloth(g, base):
    """A piece of cloth or paper: plain, striped, checked, flowered; lit unevenly."""
    out = np.ones((CANVAS, CANVAS, 3), np.float32) * base
    kind = g.random()
    if kind < 0.35:
        angle, period = between(g, 0, np.pi), between(g, 6, 50)
        wave = np.sin((XX * np.cos(angle) + YY * np.sin(angle)) * 2 * np.pi / period)
        if g.random() < 0.3:
            wave = wave * np.sin((XX * np.sin(angle) - YY * np.cos(angle)) * 2 * np.pi / period)
        alpha = (wave > between(g, -0.6, 0.6)).astype(np.float32) * between(g, 0.1, 0.9)
        out = blend(out, g.uniform(0, 255, 3), cv2.GaussianBlur(alpha, (0, 0), 0.8))
    elif kind < 0.5:
        alpha = (noise(g, int(g.integers(8, 40))) > between(g, 0, 0.5)).astype(np.float32)
        out = blend(out, g.uniform(0, 255, 3), cv2.GaussianBlur(alpha, (0, 0), 1))
    out = out * (1 + between(g, 0, 0.1) * g.normal(0, 1, (CANVAS, CANVAS, 1)).astype(np.float32))
    return out * (1 + between(g, 0, 0.25) * noise(g, 4))[..., None]


def cloth_color(g):
    kind = g.random()
    if kind < 0.25:
        return np.asarray([between(g, 200, 250)] * 3)
    if kind < 0.45:
        return np.asarray([between(g, 120, 190), between(g, 180, 220), between(g, 200, 245)])
    if kind < 0.65:
        return np.asarray([between(g, 5, 50)] * 3)
    if kind < 0.75:
        return np.asarray(SKINS[int(g.integers(len(SKINS)))]) * between(g, 0.8, 1.1)
    return g.uniform(0, 255, 3)


def mask(g, image, landmarks):
    """A face mask: over nose, mouth and chin; under the nose; or only on the chin."""
    worn = g.random()
    jaw = landmarks[[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]].copy()
    start = int(g.integers(0, 3))
    jaw = jaw[start : len(jaw) - start]
    outward = (jaw - landmarks[30]) * between(g, -0.04, 0.08)
    jaw = jaw + outward
    jaw[len(jaw) // 4 : -len(jaw) // 4, 1] += between(g, 0, 14)
    if worn < 0.72:
        bridge = landmarks[27] + (landmarks[29] - landmarks[27]) * between(g, 0.1, 1.1)
    elif worn < 0.87:
        bridge = landmarks[33] + (landmarks[51] - landmarks[33]) * between(g, 0.2, 0.9)
    else:
        bridge = landmarks[57] + (landmarks[8] - landmarks[57]) * between(g, 0.1, 0.6)
    jaw = jaw[jaw[:, 1] > bridge[1] - 5] if worn >= 0.72 else jaw
    if len(jaw) < 4:
        return image, np.zeros((CANVAS, CANVAS), np.float32)
    rise = between(g, 0.1, 0.9)
    cheeks = [(bridge * (1 - t) + end * t) + np.asarray([0, (1 - abs(2 * t - 1)) * between(g, -2, 16) * rise]) for end, t in ((jaw[-1], 0.66), (jaw[-1], 0.3))]
    other = [(bridge * (1 - t) + jaw[0] * t) + np.asarray([0, (1 - abs(2 * t - 1)) * between(g, -2, 16) * rise]) for t in (0.3, 0.66)]
    shape = smooth(np.vstack([jaw, *[c[None] for c in cheeks], bridge[None], *[c[None] for c in other]]), 200)
    cover = polygon(shape, between(g, 0.6, 1.6))
    center, half = landmarks[33], max(30.0, (jaw[-1, 0] - jaw[0, 0]) / 2)
    surface = cloth(g, cloth_color(g))
    relief = 1 - between(g, 0.1, 0.5) * ((XX - center[0]) / half) ** 2 + between(g, 0, 0.2) * np.exp(-(((XX - center[0]) / (0.35 * half)) ** 2))
    relief = relief * (1 - between(g, 0, 0.3) * np.clip((YY - center[1]) / 120, -1, 1))
    if g.random() < 0.5:
        for k in range(int(g.integers(2, 5))):
            y = bridge[1] + 20 + k * between(g, 14, 26) + between(g, -4, 4) + 0.0008 * (XX - center[0]) ** 2
            fold = np.exp(-(((YY - y) / between(g, 1, 3)) ** 2))
            relief = relief * (1 - between(g, 0.05, 0.35) * fold)
            relief = relief * (1 + between(g, 0, 0.2) * np.exp(-(((YY - y + 4) / 3) ** 2)))
    if g.random() < 0.3:
        relief = relief * (1 + between(g, -0.3, 0.2) * np.exp(-(((XX - center[0]) / 3) ** 2)))
    surface = surface * relief[..., None]
    light = np.clip(image.mean() / 120, 0.4, 1.4)
    out = image * (1 - between(g, 0, 0.35) * cv2.GaussianBlur(np.roll(cover, 4, 0), (0, 0), 6)[..., None])
    out = out * (1 - cover[..., None]) + np.clip(surface * light, 0, 255) * cover[..., None]
    if g.random() < 0.6:
        straps = [[jaw[0] + [3, 3], landmarks[0] + [-6, between(g, -20, 10)]], [jaw[-1] + [-3, 3], landmarks[16] + [6, between(g, -20, 10)]]]
        out = blend(out, np.clip(surface[200, 200] * light, 0, 255), lines(straps, between(g, 1, 4)))
    if g.random() < 0.1:
        x, y = center + [between(g, -50, 50), between(g, 20, 50)]
        disc = ((XX - x) ** 2 + (YY - y) ** 2 < between(g, 10, 20) ** 2).astype(np.float32) * cover
        out = blend(out, g.uniform(0, 255, 3), cv2.GaussianBlur(disc, (0, 0), 1))
    return out, cover


def scarf(g, image, landmarks):
    """Cloth from below: up to the neck, which hides nothing, the chin, the mouth or the nose."""
    levels = [landmarks[8, 1] + between(g, 4, 30), landmarks[57, 1] + between(g, 0, 10), landmarks[33, 1] + between(g, -4, 8), landmarks[29, 1]]
    y = levels[int(g.choice(4, p=[0.3, 0.15, 0.3, 0.25]))] + between(g, -5, 5)
    top = y + between(g, 0, 0.002) * (XX - 200) ** 2 + between(g, 0, 8) * noise(g, 5) - between(g, -20, 20) * (XX - 200) / 200
    cover = cv2.GaussianBlur((YY > top).astype(np.float32), (0, 0), 1.5)
    surface = cloth(g, cloth_color(g)) * (1 + between(g, 0, 0.35) * np.sin((YY + between(g, 0, 30) * noise(g, 4)) * 2 * np.pi / between(g, 12, 60)))[..., None]
    light = np.clip(image.mean() / 120, 0.4, 1.4)
    return image * (1 - cover[..., None]) + np.clip(surface * light, 0, 255) * cover[..., None], cover


def capsule(start, end, radius):
    start, end = np.asarray(start, np.float32), np.asarray(end, np.float32)
    along = end - start
    t = np.clip(((XX - start[0]) * along[0] + (YY - start[1]) * along[1]) / max(1.0, float(along @ along)), 0, 1)
    dx, dy = XX - start[0] - t * along[0], YY - start[1] - t * along[1]
    return np.sqrt(dx * dx + dy * dy) / radius, t


def hand(g, image, landmarks, target):
    """Fingers and the back or the palm of a hand, which come from a side over `target`."""
    tone = skin_of(image, landmarks) if g.random() < 0.55 else np.asarray(SKINS[int(g.integers(len(SKINS)))]) * between(g, 0.6, 1)
    tone = np.asarray(tone, np.float32) * np.asarray([between(g, 0.8, 1.12), between(g, 0.8, 1.08), between(g, 0.8, 1.08)])
    chance = g.random()
    # From anywhere, from below, or from a side.
    angle = between(g, 0, 2 * np.pi) if chance < 0.3 else between(g, -0.3, np.pi + 0.3) if chance < 0.7 else between(g, -0.5, 0.5) + np.pi * int(g.integers(2))
    direction = np.asarray([np.cos(angle), np.sin(angle)])
    across = np.asarray([-direction[1], direction[0]])
    radius = between(g, 11, 19)
    count = int(g.choice([1, 2, 3, 4], p=[0.1, 0.2, 0.2, 0.5]))
    closed = g.random() < 0.5  # fingers side by side, with no face between them
    tip = np.asarray(target) - direction * between(g, -10, 60)
    length = between(g, 80, 150) if g.random() < 0.8 else between(g, 15, 45)  # bent: a fist
    out, cover = image, np.zeros((CANVAS, CANVAS), np.float32)
    parts = []
    palm = tip + direction * (length + 20)
    parts.append((palm - across * radius * count * 0.7, palm + across * radius * count * 0.7, radius * 2.4, False))
    parts.append((palm, palm + direction * 260, radius * count * 0.75, False))
    for k in range(count):
        shift = (k - (count - 1) / 2) * radius * (between(g, 1.7, 1.95) if closed else between(g, 1.9, 2.6))
        start = tip + across * shift + direction * between(g, -18, 25)
        end = palm + across * shift * between(g, 0.6, 1)
        parts.append((start, end, radius * between(g, 0.85, 1.05), True))
    if g.random() < 0.4:
        side = g.choice([-1, 1])
        parts.append((palm + across * side * radius * count - direction * between(g, 20, 70), palm + direction * 20, radius * 1.1, True))
    for start, end, size, finger in parts:
        away, t = capsule(start, end, size)
        alpha = np.clip((1 - away) * size / 1.2, 0, 1)
        shadow = np.clip((1.35 - away) / 0.5, 0, 1) * between(g, 0, 0.45)
        out = out * (1 - (shadow * (1 - alpha))[..., None])
        shade = (1 - between(g, 0.15, 0.6) * np.clip(away, 0, 1) ** 3) * (1 + between(g, -0.08, 0.08) * noise(g, 9))
        if finger:
            for knuckle in (0.33, 0.62):
                shade = shade * (1 - between(g, 0, 0.25) * np.exp(-(((t - knuckle) / 0.015) ** 2)))
        out = blend(out, np.clip(tone * shade[..., None], 0, 255), alpha)
        if finger and g.random() < 0.5:
            along = (np.asarray(end) - start) / max(1.0, np.linalg.norm(np.asarray(end) - start))
            nail = np.asarray(start) - along * size * 0.2
            near = ((XX - nail[0]) ** 2 + (YY - nail[1]) ** 2) < (0.55 * size) ** 2
            color = tone * 1.12 + 8 if g.random() < 0.6 else g.uniform(0, 255, 3)
            out = blend(out, np.clip(color, 0, 255), cv2.GaussianBlur(near.astype(np.float32), (0, 0), 1) * between(g, 0.4, 0.9))
        cover = np.maximum(cover, alpha)
    return out, cover


HAIRS = [(20, 16, 14), (50, 35, 25), (90, 60, 40), (150, 110, 70), (205, 175, 120), (150, 60, 35), (170, 170, 170)]


def hair(g, image, landmarks, over_eyes):
    """Strands from above: over one eye or both, or down to the brows, beside the eyes or a few loose ones, which hide none."""
    color = np.asarray(HAIRS[int(g.integers(7))]) * between(g, 0.7, 1.2)
    centers = [landmarks[list(eye)].mean(0) for eye in EYES]
    brows = landmarks[17:27, 1].min()
    lean = between(g, -40, 40) if over_eyes else between(g, -12, 12)
    density = (1.2, 3.2)
    chance = g.random()
    if over_eyes and chance < 0.3:  # a fringe across both
        spans = [(between(g, 50, 110), between(g, 290, 350), centers[0][1] + between(g, -14, 34))]
        lean, density = lean * 0.4, (1.6, 4)
    elif over_eyes:
        sides = [0, 1] if g.random() < 0.4 else [int(g.integers(2))]
        spans = [(centers[s][0] - between(g, 25, 40), centers[s][0] + between(g, 25, 40), centers[s][1] + between(g, 20, 120)) for s in sides]
    elif chance < 0.35:
        spans = [(60, 340, brows + between(g, -30, 12))]
    elif chance < 0.6:  # loose ones
        x = between(g, 80, 320)
        spans, density = [(x - 30, x + 30, between(g, 150, 330))], (0.03, 0.25)
    else:
        edge = between(g, 8, 24)
        spans = [(20, landmarks[36, 0] - edge, 399), (landmarks[45, 0] + edge, 380, 399)]
    out, cover = image, np.zeros((CANVAS, CANVAS), np.float32)
    for left, right, bottom in spans:
        paths = []
        for _ in range(max(1, int((right - left) * between(g, *density)))):
            x = g.uniform(left, right)
            end = bottom + g.normal(0, 6)
            start = (x - lean + g.normal(0, 5), -5)
            control = (x - lean * 0.5 + g.normal(0, 8), end * 0.5)
            paths.append(bow(start, control, (x, end)))
        out, cover = strands(g, out, cover, color, paths)
    return out, cover


def curtain(g, image, landmarks):
    """Hair that falls from a parting down one side, over a part of one eye or all of it, or beside it."""
    side = int(g.integers(2))
    eye = landmarks[list(EYES[side])]
    outer = landmarks[0, 0] - 20 if side == 0 else landmarks[16, 0] + 20
    inner = between(g, *sorted((eye[0, 0], eye[3, 0]))) + (between(g, -15, 30) if side == 0 else between(g, -30, 15))
    parting, bottom, bulge = between(g, 120, 280), between(g, 260, 399), between(g, -25, 35) * (1 if side == 0 else -1)
    paths = []
    for _ in range(int(abs(inner - outer) * between(g, 1.5, 4))):
        t = g.random()
        x = outer + (inner - outer) * t
        paths.append(bow((parting + g.normal(0, 12), -10), (x + bulge + g.normal(0, 6), eye[0, 1] - between(g, 20, 70)), (x - bulge * (1 - t) + g.normal(0, 5), bottom)))
    color = np.asarray(HAIRS[int(g.integers(7))]) * between(g, 0.7, 1.2)
    return strands(g, image, np.zeros((CANVAS, CANVAS), np.float32), color, paths)


def bow(start, control, end):
    t = np.linspace(0, 1, 14)[:, None]
    return (1 - t) ** 2 * np.asarray(start) + 2 * t * (1 - t) * np.asarray(control) + t**2 * np.asarray(end)


def strands(g, image, cover, color, paths):
    """The paths, lighter and darker ones over one another."""
    third = max(1, len(paths) // 3)
    for k in range(0, len(paths), third):
        alpha = lines(paths[k : k + third], between(g, 1, 3), 0.5)
        image = blend(image, np.clip(color * between(g, 0.6, 1.5), 0, 255), alpha * between(g, 0.75, 1))
        cover = np.maximum(cover, alpha)
    return image, cover


def beard(g, image, landmarks):
    """Short or long hair on cheeks, chin and above the lip, in several colors and densities: a face, and nothing that hides it."""
    color = np.asarray([(18, 15, 14), (45, 32, 24), (95, 65, 45), (170, 130, 85), (140, 70, 40), (190, 190, 188), (120, 115, 110)][int(g.integers(7))])
    jaw = landmarks[2:15]
    inner = landmarks[[14, 35, 54, 55, 56, 57, 58, 59, 48, 31, 2]]
    region = polygon(smooth(np.vstack([jaw + [0, between(g, 0, 25)], inner]), 200), 4)
    lip = polygon(np.vstack([landmarks[[31, 33, 35]] + [0, 3], landmarks[[54, 52, 51, 50, 48]]]), 2)
    kind = g.random()
    region = np.maximum(region, lip) if kind < 0.7 else lip if kind < 0.85 else region
    if g.random() < 0.4:
        region = region * np.clip((YY - landmarks[48, 1] + 40) / 60, 0, 1)
    lips = polygon(landmarks[48:60], 1.5)
    region = region * (1 - lips)
    out = blend(image, color, region * between(g, 0.1, 0.75))
    paths = []
    ys, xs = np.nonzero(region > 0.4)
    if len(xs) > 0:
        for k in g.integers(0, len(xs), int(between(g, 200, 1600))):
            x, y = xs[k], ys[k]
            length = between(g, 2, 12)
            lean = (x - landmarks[8, 0]) / 120 * length
            paths.append([(x, y), (x + lean + g.normal(0, 1), y + length)])
        out = blend(out, np.clip(color * between(g, 0.4, 1.6), 0, 255), lines(paths, 1, 0.5) * between(g, 0.4, 1))
    return out


def mouth(g, image, landmarks):
    """Painted lips, a smile with teeth, an open mouth."""
    outer = landmarks[48:60]
    out = image
    if g.random() < 0.5:  # the folds of a smile, and cheeks that it raises
        skin, strength = skin_of(image, landmarks), between(g, 0.1, 0.55)
        for wing, corner, away in ((31, 48, -1), (35, 54, 1)):
            middle = (landmarks[wing] + landmarks[corner]) / 2 + [away * between(g, 8, 22), 0]
            fold = np.stack([landmarks[wing] + [away * 6, -2], middle, landmarks[corner] + [away * between(g, 6, 20), between(g, 0, 20)]])
            t = np.linspace(0, 1, 16)[:, None]
            bow = (1 - t) ** 2 * fold[0] + 2 * t * (1 - t) * fold[1] + t**2 * fold[2]
            out = blend(out, skin * 0.55, lines([bow], between(g, 1, 6), between(g, 1, 4)) * strength)
            x, y = landmarks[2 if away < 0 else 14] * 0.5 + landmarks[wing] * 0.5
            out = out * (1 + between(g, -0.05, 0.3) * np.exp(-(((XX - x) ** 2 + (YY - y) ** 2) / 28**2))[..., None])
    if g.random() < 0.6:
        out = blend(out, (between(g, 90, 220), between(g, 10, 110), between(g, 20, 130)), polygon(outer, 1.5) * between(g, 0.2, 0.8))
    if g.random() < 0.7:
        width = np.linalg.norm(landmarks[54] - landmarks[48])
        gap = between(g, 0.06, 0.5) * width
        spread = between(g, 0.75, 1.3)
        center = landmarks[60:68].mean(0)
        t = np.linspace(0, np.pi, 24)
        smile = between(g, -0.05, 0.16) * width
        xs = center[0] - np.cos(t) * width / 2 * spread * 0.85
        bend = smile * (np.cos(t) ** 2 - 0.5)
        upper = np.stack([xs, center[1] - bend - np.sin(t) * gap * 0.25], 1)
        lower = np.stack([xs, center[1] - bend + np.sin(t) * gap * 0.75], 1)
        hole = polygon(np.vstack([upper, lower[::-1]]), 1)
        rim = polygon(np.vstack([upper - [0, between(g, 4, 10)], lower[::-1] + [0, between(g, 5, 13)]]), 1.5)
        out = blend(out, (between(g, 120, 210), between(g, 50, 120), between(g, 60, 120)), rim * between(g, 0.4, 0.9))
        out = blend(out, (between(g, 20, 90), between(g, 5, 40), between(g, 5, 40)), hole)
        if g.random() < 0.75:
            teeth = polygon(np.vstack([upper, (upper + (lower - upper) * between(g, 0.35, 0.95))[::-1]]), 0.8) * hole
            bright = between(g, 170, 250)
            out = blend(out, (bright, bright * 0.97, bright * 0.9), teeth)
            paths = [[(x, center[1] - gap), (x, center[1] + gap)] for x in np.arange(xs[0], xs[-1], width / 9)]
            out = blend(out, (120, 110, 100), lines(paths, 1, 0.7) * teeth * between(g, 0, 0.5))
    return out


def thing(g, image, landmarks, target):
    """A sheet, a phone, a cup before the face: a blunt shape of any color."""
    sides = int(g.integers(3, 7))
    size = between(g, 35, 95)
    angles = np.sort(g.uniform(0, 2 * np.pi, sides)) if sides != 4 else np.asarray([0.6, 2.54, 3.74, 5.68]) + between(g, 0, 3)
    points = np.stack([target[0] + size * np.cos(angles) * between(g, 0.8, 1.6), target[1] + size * np.sin(angles)], 1)
    cover = polygon(smooth(points, 100) if g.random() < 0.4 else points)
    surface = scenery(g) if g.random() < 0.4 else cloth(g, cloth_color(g))
    return image * (1 - cover[..., None]) + np.clip(surface, 0, 255) * cover[..., None], cover
