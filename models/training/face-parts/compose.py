"""One seed, one face: drawn on (draw.py), then photographed anew (light, color, blur, noise, size, JPEG), as the program's crop of 150 px.

Labels: how open each eye is (0..1), whether each eye, the nose, the mouth and the chin are hidden. Weights are 0 where that is not to be told.
"""

from dataclasses import dataclass

import cv2
import numpy as np

import draw
from draw import between
from faces import CANVAS, MARGIN, Face

SIDE = 150
# Where the crop's pixels are on the canvas.
YY, XX = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) * 2 + MARGIN + 0.5
# Order of the labels: eye at the left of the picture, eye at the right.
LABELS = ("open_left", "open_right", "eye_left", "eye_right", "nose", "mouth", "chin")
HIDDEN, SEEN = 0.4, 0.12  # shares of a part that is covered
MIRRORED = [*range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40]
MIRRORED += [54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65]
KINDS = ("clear-glasses", "dark-glasses", "hair-over", "hair-half", "hair-beside", "mask", "scarf", "hand", "thing", "beard", "mouth", "none")


@dataclass(frozen=True)
class Drawn:
    """A canvas, RGB floats, with its landmarks, labels and weights, and what was drawn on it."""

    canvas: np.ndarray
    landmarks: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    kinds: tuple[str, ...]


def mirrored(face: Face) -> Face:
    landmarks = face.landmarks[MIRRORED].copy()
    landmarks[:, 0] = CANVAS - landmarks[:, 0]
    return Face(face.person, face.shot, face.image[:, ::-1], landmarks)


def other_skin(g, image):
    """The whole picture through another tone curve and other shares of the channels: other skins, as far as that goes."""
    gamma = between(g, 0.55, 1.9)
    shares = np.asarray([between(g, 0.88, 1.12), between(g, 0.92, 1.08), between(g, 0.85, 1.15)])
    table = (255 * (np.arange(256) / 255) ** gamma)[:, None] * shares
    return np.stack([table.astype(np.float32)[image[:, :, channel], channel] for channel in range(3)], 2)


def bent(g, image, landmarks):
    """The face a little wider, longer or askew. Landmarks go along."""
    sx, sy = between(g, 0.88, 1.14), between(g, 0.9, 1.12)
    shear = between(g, -0.05, 0.05)
    matrix = np.asarray([[sx, shear, CANVAS / 2 * (1 - sx - shear)], [0, sy, CANVAS / 2 * (1 - sy)]])
    out = cv2.warpAffine(image.astype(np.float32), matrix, (CANVAS, CANVAS), borderMode=cv2.BORDER_REPLICATE)
    return out, landmarks @ matrix[:, :2].T + matrix[:, 2]


def share_covered(cover, points):
    part = draw.polygon(points, 0)
    return float((cover * part).sum() / max(1.0, part.sum()))


def drawn(g, face: Face, kind: str | None = None) -> Drawn:
    """`kind` draws that alone and leaves the eyes as they are, to measure on; else what and whether is left to chance."""
    if g.random() < 0.5:
        face = mirrored(face)
    landmarks = face.landmarks
    image = other_skin(g, face.image) if kind is None and g.random() < 0.7 else face.image.astype(np.float32)
    if kind is None and g.random() < 0.6:
        image, landmarks = bent(g, image, landmarks)
    opened = [0.0, 0.0] if face.closed else [1.0, 1.0]
    free = kind is None
    if free and not face.closed:
        if g.random() < 0.42:
            closing = 1.0 if g.random() < 0.6 else between(g, 0.25, 1)
            eyes = (0, 1) if g.random() < 0.85 else (int(g.integers(2)),)
            for which in eyes:
                image = draw.close_eye(g, image, landmarks, which, closing)
                opened[which] = 1 - closing
        elif g.random() < 0.75:
            for which in (0, 1):
                image, opened[which] = draw.open_eye(g, image, landmarks, which)
    if kind == "closed":
        for which in (0, 1):
            image = draw.close_eye(g, image, landmarks, which, 1.0)
            opened[which] = 0.0

    def wants(name, chance):
        return kind == name or (free and g.random() < chance)

    kinds, cover = [], np.zeros((CANVAS, CANVAS), np.float32)

    def covered(result):
        nonlocal cover
        cover = np.maximum(cover, result[1])
        return result[0]

    if wants("beard", 0.16):
        image = draw.beard(g, image, landmarks)
        kinds.append("beard")
    if wants("mouth", 0.5):
        image = draw.mouth(g, image, landmarks)
        kinds.append("mouth")
    if wants("clear-glasses", 0.2):
        image = draw.clear_glasses(g, image, landmarks)
        kinds.append("clear-glasses")
    elif wants("dark-glasses", 0.17):
        image = covered(draw.dark_glasses(g, image, landmarks))
        kinds.append("dark-glasses")
    if wants("mask", 0.17):
        image = covered(draw.mask(g, image, landmarks))
        kinds.append("mask")
    elif wants("scarf", 0.12):
        image = covered(draw.scarf(g, image, landmarks))
        kinds.append("scarf")
    if wants("hair-over", 0.09):
        image = covered(draw.hair(g, image, landmarks, True))
        kinds.append("hair-over")
    elif wants("hair-half", 0.09):
        image = covered(draw.curtain(g, image, landmarks))
        kinds.append("hair-half")
    elif wants("hair-beside", 0.14):
        image = covered(draw.hair(g, image, landmarks, False))
        kinds.append("hair-beside")
    if wants("hand", 0.32):
        target = landmarks[int(g.choice([37, 44, 37, 44, 27, 30, 33, 51, 62, 57, 8, 3, 13, 19, 24]))] + g.normal(0, 20, 2)
        image = covered(draw.hand(g, image, landmarks, target))
        kinds.append("hand")
    elif wants("thing", 0.11):
        target = landmarks[int(g.choice([37, 44, 30, 33, 51, 57, 8, 5, 11]))] + g.normal(0, 25, 2)
        image = covered(draw.thing(g, image, landmarks, target))
        kinds.append("thing")

    def eye_of(indices):
        points = landmarks[list(indices)]
        middle = points.mean(0)
        return middle + (points - middle) * [1.1, 1.5]

    parts = [eye_of(draw.EYES[0]), eye_of(draw.EYES[1]), landmarks[[28, 31, 32, 33, 34, 35]], landmarks[48:60], landmarks[[6, 7, 8, 9, 10, 56, 57, 58]]]
    shares = [share_covered(cover, part) for part in parts]
    hidden = [float(s > HIDDEN) for s in shares]
    told = [float(s > HIDDEN or s < SEEN) for s in shares]
    # An eye of which something is hidden is neither open nor closed for certain.
    seen = [float(shares[k] < SEEN) for k in (0, 1)]
    return Drawn(
        image,
        landmarks,
        np.asarray([*opened, *hidden], np.float32),
        np.asarray([*seen, *told], np.float32),
        tuple(kinds) or ("none",),
    )


def photographed(g, canvas, hard=True):
    """The program's crop of a canvas, a little off as landmarks are, after light, lens, sensor and JPEG; uint8."""
    spread = 1.0 if hard else 0.4
    angle = np.radians(g.normal(0, 3.5 * spread))
    size = 0.5 * np.exp(g.normal(0, 0.05 * spread))
    a, b = size * np.cos(angle), size * np.sin(angle)
    shift = g.normal(0, 2.2 * spread, 2)
    matrix = np.asarray([[a, -b, SIDE / 2 - a * 200 + b * 200 + shift[0]], [b, a, SIDE / 2 - b * 200 - a * 200 + shift[1]]])
    crop = cv2.warpAffine(canvas.astype(np.float32), matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if hard:
        if g.random() < 0.45:
            angle = between(g, 0, 2 * np.pi)
            ramp = ((XX - 200) * np.cos(angle) + (YY - 200) * np.sin(angle)) / 200
            edge = np.clip(ramp / between(g, 0.1, 1.5) + between(g, -0.5, 0.5), -1, 1)
            crop = crop * (1 + between(g, 0.05, 0.45) * edge)[..., None]
        if g.random() < 0.25:  # two lights of different colors
            angle = between(g, 0, 2 * np.pi)
            ramp = ((XX - 200) * np.cos(angle) + (YY - 200) * np.sin(angle)) / 200
            share = 1 / (1 + np.exp(-ramp / between(g, 0.08, 0.8)))[..., None]
            crop = crop * (g.uniform(0.5, 1.4, 3) * share + g.uniform(0.6, 1.3, 3) * (1 - share))
        if g.random() < 0.12:  # under the brim of a hat, or of the brows
            brim = 1 / (1 + np.exp((YY - between(g, 150, 215)) / between(g, 4, 25)))
            crop = crop * (1 - between(g, 0.1, 0.6) * brim)[..., None]
        if g.random() < 0.15:
            x, y, size = between(g, 60, 340), between(g, 60, 340), between(g, 15, 90)
            crop = crop + between(g, 20, 140) * np.exp(-(((XX - x) ** 2 + (YY - y) ** 2) / size**2))[..., None]
    if g.random() < 0.5:
        less = max(36, int(SIDE * between(g, 0.28, 1.0)))
        crop = cv2.resize(cv2.resize(crop, (less, less), interpolation=cv2.INTER_AREA), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    if g.random() < 0.4:
        crop = cv2.GaussianBlur(crop, (0, 0), between(g, 0.3, 1.8))
    gain, gamma = between(g, 0.45, 1.35), between(g, 0.7, 1.5)
    crop = 255 * (np.clip(crop * gain, 0, 255) / 255) ** gamma
    if g.random() < 0.4:
        crop = crop * np.asarray([between(g, 0.75, 1.2), between(g, 0.85, 1.1), between(g, 0.7, 1.25)])
    if g.random() < 0.15:
        crop = np.repeat(crop.mean(2, keepdims=True), 3, 2) * np.asarray([1, between(g, 0.9, 1), between(g, 0.8, 1)])
    if g.random() < 0.5:
        crop = crop + g.normal(0, between(g, 1, 12), crop.shape)
    if g.random() < 0.25:
        low = cv2.GaussianBlur(crop.astype(np.float32), (0, 0), 1.2)
        crop = crop + (crop - low) * between(g, 0.3, 1.5)
    crop = np.clip(crop + 0.5, 0, 255).astype(np.uint8)
    if g.random() < 0.5:
        _, code = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, int(g.integers(25, 95))])
        crop = cv2.imdecode(code, cv2.IMREAD_COLOR)
    return crop
