"""Drawn documents: fictional cards, data pages, open booklets, visas, licences and certificates, in millimeters.

Everything comes from one numpy Generator; people are made of ellipses and names of random letters. No picture of a real
document is used. Fonts are those of ../mrz (OCR-B, DejaVu, Liberation).
"""

import string
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Rng = np.random.Generator

TRUETYPE = "/usr/share/fonts/truetype/"
TEXT_FONTS = tuple(
    TRUETYPE + name
    for name in (
        "dejavu/DejaVuSans.ttf",
        "dejavu/DejaVuSans-Bold.ttf",
        "dejavu/DejaVuSerif.ttf",
        "dejavu/DejaVuSansCondensed.ttf",
        "liberation/LiberationSans-Regular.ttf",
        "liberation/LiberationSans-Bold.ttf",
        "liberation/LiberationSerif-Regular.ttf",
        "liberation/LiberationSansNarrow-Regular.ttf",
    )
)
ZONE_FONTS = ("/usr/share/fonts/opentype/ocr-b/OCRB.otf", TRUETYPE + "liberation/LiberationMono-Regular.ttf")
LETTERS = {
    "latin": string.ascii_uppercase,
    "lower": string.ascii_lowercase,
    "cyrillic": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ",
    "digits": string.digits + ".",
}


@dataclass
class Sheet:
    """What lies on the ground: a drawing in BGR with its coverage, and the rectangle of it that is the document, in millimeters."""

    image: np.ndarray
    alpha: np.ndarray
    size_mm: tuple[float, float]
    # left, top, right, bottom of the document on the sheet; the sheet itself but for booklets
    document_mm: tuple[float, float, float, float]
    thickness_mm: float


def pick(g: Rng, items):
    return items[int(g.integers(len(items)))]


@cache
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def word(g: Rng, kind: str | None = None) -> str:
    letters = LETTERS[kind or pick(g, ["latin", "latin", "lower", "cyrillic", "digits"])]
    return "".join(letters[i] for i in g.integers(len(letters), size=int(g.integers(2, 11))))


def color(g: Rng, lightness: tuple[float, float], saturation: float) -> np.ndarray:
    """A BGR color of 0 to 255."""
    hue, light = g.uniform(0, 180), g.uniform(*lightness)
    hsv = np.uint8([[[hue, 255 * g.uniform(0, saturation), 255 * light]]])
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)


def smooth_noise(g: Rng, height: int, width: int, cell: float, amplitude: float) -> np.ndarray:
    shape = (max(2, int(height / cell)), max(2, int(width / cell)))
    return cv2.resize(g.normal(0, amplitude, shape).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)


class Pen:
    """Draws on a document in millimeters."""

    def __init__(self, g: Rng, width_mm: float, height_mm: float, ppmm: float) -> None:
        self.g, self.ppmm, self.width_mm, self.height_mm = g, ppmm, width_mm, height_mm
        self.image = np.empty((max(8, round(height_mm * ppmm)), max(8, round(width_mm * ppmm)), 3), np.float32)

    def area(self, x: float, y: float, width: float, height: float) -> np.ndarray:
        p = self.ppmm
        return self.image[max(0, round(y * p)) : max(0, round((y + height) * p)), max(0, round(x * p)) : max(0, round((x + width) * p))]

    def paper(self, lightness: tuple[float, float] = (0.72, 1.0), saturation: float = 0.35) -> None:
        g = self.g
        height, width = self.image.shape[:2]
        base, second = color(g, lightness, saturation), color(g, lightness, saturation)
        if g.random() < 0.5:
            second = base
        ramp = np.linspace(0, 1, width, dtype=np.float32)[None, :, None] if g.random() < 0.6 else np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
        self.image[:] = base * (1 - ramp) + second * ramp
        if g.random() < 0.7:
            self.guilloche(int(g.integers(1, 4)))
        if g.random() < 0.4:
            self.image += smooth_noise(g, height, width, g.uniform(8, 60), g.uniform(2, 12))[:, :, None]

    def guilloche(self, waves: int) -> None:
        g, (height, width) = self.g, self.image.shape[:2]
        x = np.arange(width, dtype=np.float32)[None, :] / self.ppmm
        y = np.arange(height, dtype=np.float32)[:, None] / self.ppmm
        for _ in range(waves):
            pitch, angle = g.uniform(0.7, 5), g.uniform(0, np.pi)
            phase = (x * np.cos(angle) + y * np.sin(angle)) * (2 * np.pi / pitch)
            phase = phase + g.uniform(0, 6) * np.sin(x * g.uniform(0.02, 0.4) + y * g.uniform(-0.3, 0.3))
            self.image += np.sin(phase)[:, :, None] * g.uniform(-12, 12, 3).astype(np.float32)

    def fill(self, x: float, y: float, width: float, height: float, ink: np.ndarray, opacity: float = 1) -> None:
        area = self.area(x, y, width, height)
        area[:] = area * (1 - opacity) + ink * opacity

    def frame(self, inset_mm: float, ink: np.ndarray, thickness_mm: float) -> None:
        p = self.ppmm
        corner = (round((self.width_mm - inset_mm) * p), round((self.height_mm - inset_mm) * p))
        cv2.rectangle(self.image, (round(inset_mm * p), round(inset_mm * p)), corner, ink.tolist(), max(1, round(thickness_mm * p)))

    def lines(self, rows: list[tuple[float, float, float, str, str]], ink: np.ndarray) -> None:
        """Rows of (x, y, height of letters in mm, text, path of the font)."""
        height, width = self.image.shape[:2]
        layer = Image.new("L", (width, height), 0)
        draw = ImageDraw.Draw(layer)
        for x, y, size, text, path in rows:
            pixels = max(3, round(size * self.ppmm * 1.35))
            draw.text((x * self.ppmm, y * self.ppmm), text, font=font(path, pixels), fill=255)
        alpha = np.asarray(layer, np.float32)[:, :, None] / 255
        self.image += (ink - self.image) * alpha

    def portrait(self, x: float, y: float, width: float, height: float, opacity: float = 1) -> None:
        g = self.g
        area = self.area(x, y, width, height)
        if area.size == 0:
            return
        h, w = area.shape[:2]
        photo = np.empty((h, w, 3), np.float32)
        photo[:] = color(g, (0.6, 1), 0.2)
        skin = skin_color(g)
        hair = color(g, (0.05, 0.6), 0.5)
        clothes = color(g, (0.05, 0.9), 0.8)
        cx, head = w / 2 + g.uniform(-0.04, 0.04) * w, g.uniform(0.19, 0.25) * h
        cy = h * g.uniform(0.4, 0.48)
        if g.random() < 0.4:
            cv2.ellipse(photo, ((cx, cy + 0.15 * h), (2.5 * head, 3 * head), 0), hair.tolist(), -1)
        cv2.ellipse(photo, ((cx, h * 1.08), (w * 0.95, h * 0.65), 0), clothes.tolist(), -1)
        cv2.rectangle(photo, (round(cx - 0.45 * head), round(cy)), (round(cx + 0.45 * head), round(cy + 1.5 * head)), (skin * 0.9).tolist(), -1)
        cv2.ellipse(photo, ((cx, cy - 0.25 * head), (2 * head, 2.3 * head), 0), hair.tolist(), -1)
        cv2.ellipse(photo, ((cx, cy + 0.08 * head), (1.65 * head, 2.2 * head), 0), skin.tolist(), -1)
        for side in (-1, 1):
            cv2.ellipse(photo, ((cx + side * 0.35 * head, cy), (0.3 * head, 0.16 * head), 0), (40, 40, 50), -1)
        cv2.ellipse(photo, ((cx, cy + 0.62 * head), (0.6 * head, 0.14 * head), 0), (skin * 0.6).tolist(), -1)
        photo = cv2.GaussianBlur(photo, (0, 0), max(0.4, 0.02 * h))
        if g.random() < 0.4:
            photo[:] = photo.mean(2, keepdims=True)
        area[:] = area * (1 - opacity) + photo * opacity

    def emblem(self, x: float, y: float, radius: float) -> None:
        g, p = self.g, self.ppmm
        ink = color(g, (0.1, 0.7), 0.9).tolist()
        center = (round(x * p), round(y * p))
        for ring in range(int(g.integers(1, 4))):
            cv2.circle(self.image, center, max(1, round(radius * p * (1 - 0.25 * ring))), ink, max(1, round(0.25 * p)), cv2.LINE_AA)
        points = int(g.integers(3, 9)) * 2
        angles = np.arange(points) * 2 * np.pi / points
        radii = np.where(np.arange(points) % 2 == 0, 0.75, g.uniform(0.25, 0.6)) * radius * p
        star = np.stack([center[0] + radii * np.cos(angles), center[1] + radii * np.sin(angles)], 1)
        cv2.fillPoly(self.image, [star.astype(np.int32)], ink)

    def signature(self, x: float, y: float, width: float) -> None:
        g, p = self.g, self.ppmm
        t = np.linspace(0, 1, 40)
        curve = np.stack([x + width * t + 2 * np.sin(t * g.uniform(10, 30)), y + 2.5 * np.sin(t * g.uniform(10, 40)) * (1 - 0.5 * t)], 1)
        cv2.polylines(self.image, [(curve * p).astype(np.int32)], False, color(g, (0, 0.4), 0.8).tolist(), max(1, round(0.35 * p)), cv2.LINE_AA)

    def barcode(self, x: float, y: float, width: float, height: float) -> None:
        area = self.area(x, y, width, height)
        if area.size == 0:
            return
        h, w = area.shape[:2]
        if self.g.random() < 0.5:
            bits = self.g.integers(0, 2, (max(2, int(height / 0.9)), max(2, int(width / 0.35))))
        else:
            bits = self.g.integers(0, 2, (1, max(2, int(width / 0.35))))
        area[:] = cv2.resize((bits * 215 + 20).astype(np.float32), (w, h), interpolation=cv2.INTER_AREA)[:, :, None]

    def zone(self, rows: int, columns: int, width: float, left: float, bottom: float) -> None:
        g = self.g
        pool = np.array(list(string.ascii_uppercase + string.digits + "<<<<<<<<<<<<"))
        path = ZONE_FONTS[0] if g.random() < 0.85 else ZONE_FONTS[1]
        pitch = width / columns
        texts = []
        for row in range(rows):
            line = "".join(pool[g.integers(len(pool), size=columns)])
            size = 2.4
            pixels = max(3, round(size * self.ppmm * 1.35))
            advance = font(path, pixels).getlength("H") / self.ppmm
            y = bottom - 4 - (rows - 1 - row) * g.uniform(4.1, 4.4) - 2.6
            if advance > 0 and abs(advance - pitch) < 0.12 * pitch:
                texts.append((left, y, size, line, path))
            else:
                texts.extend((left + i * pitch, y, size, character, path) for i, character in enumerate(line))
        if g.random() < 0.5:
            self.fill(0, bottom - 23.2 if rows == 2 else bottom - 20, self.width_mm, 30, color(g, (0.85, 1), 0.08), g.uniform(0.4, 1))
        self.lines(texts, color(g, (0, 0.25), 0.3))


def skin_color(g: Rng) -> np.ndarray:
    light = g.uniform(0.3, 1)
    return np.float32([150 + g.uniform(-25, 25), 180 + g.uniform(-20, 15), 225 + g.uniform(-15, 20)]) * light


def fields(g: Rng, pen: Pen, x: float, y: float, width: float, height: float) -> None:
    """Captions and values, as they fill the print of a document."""
    step = g.uniform(5, 8.5)
    caption, value = pick(g, TEXT_FONTS), pick(g, TEXT_FONTS)
    alphabet = pick(g, ["latin", "latin", "cyrillic", "lower"])
    small, large, top = [], [], y
    columns = 2 if width > 50 and g.random() < 0.5 else 1
    while top + step * 0.8 < y + height:
        for column in range(columns):
            if g.random() < 0.1:
                continue
            left = x + column * width / columns
            if g.random() < 0.8:
                small.append((left, top, 1.2, word(g) + " / " + word(g, "lower"), caption))
            text = " ".join(word(g, alphabet if g.random() < 0.7 else "digits") for _ in range(int(g.integers(1, 3))))
            large.append((left, top + 0.3 * step, g.uniform(1.8, 2.8), text, value))
        top += step
    pen.lines(small, color(g, (0.1, 0.6), 0.8))
    pen.lines(large, color(g, (0, 0.35), 0.5))


def rounded(width: int, height: int, radius: float) -> np.ndarray:
    alpha = np.zeros((height, width), np.float32)
    r = max(0, round(radius))
    if r == 0:
        alpha[:] = 1
        return alpha
    cv2.rectangle(alpha, (r, 0), (width - 1 - r, height - 1), 1, -1)
    cv2.rectangle(alpha, (0, r), (width - 1, height - 1 - r), 1, -1)
    for cx in (r, width - 1 - r):
        for cy in (r, height - 1 - r):
            cv2.circle(alpha, (cx, cy), r, 1, -1, cv2.LINE_AA)
    return alpha


def _face(g: Rng, pen: Pen, zone: tuple[int, int] | None) -> None:
    """The usual side: a head, a portrait, fields, perhaps a zone."""
    width, height = pen.width_mm, pen.height_mm
    pen.paper()
    if g.random() < 0.5:
        band = g.uniform(4, 11)
        pen.fill(0, 0, width, band, color(g, (0.2, 1), 0.8), g.uniform(0.3, 1))
    if g.random() < 0.2:
        pen.frame(g.uniform(1, 4), color(g, (0.1, 0.7), 0.8), g.uniform(0.2, 0.8))
    pen.lines([(g.uniform(4, width * 0.5), g.uniform(1.5, 4), g.uniform(2, 4), word(g, pick(g, ["latin", "cyrillic"])) + " " + word(g, "latin"), pick(g, TEXT_FONTS))], color(g, (0, 0.5), 0.9))
    foot = height - (0 if zone is None else {2: 20, 3: 19}[zone[0]])
    photo_height = min(g.uniform(26, 46), foot - 12)
    photo_width = photo_height / 1.286
    on_left = g.random() < 0.8
    x, y = (g.uniform(3, 7) if on_left else width - photo_width - g.uniform(3, 7)), g.uniform(9, max(9.5, foot - photo_height - 1))
    if g.random() < 0.92:
        pen.portrait(x, y, photo_width, photo_height)
    text_left = x + photo_width + 3 if on_left else g.uniform(3, 6)
    fields(g, pen, text_left, g.uniform(8, 12), width - photo_width - 12, foot - 12)
    if g.random() < 0.35:
        pen.portrait(width - 14 if on_left else 3, foot - 18, 11, 14, g.uniform(0.25, 0.7))
    if g.random() < 0.4:
        pen.emblem(g.uniform(6, width - 6), g.uniform(5, 10), g.uniform(2, 5))
    if g.random() < 0.5:
        pen.signature(g.uniform(0.05, 0.7) * width, foot - g.uniform(3, 8), g.uniform(12, 25))
    if g.random() < 0.2:
        pen.fill(x + photo_width + 4, height * 0.4, 12, 10, color(g, (0.6, 0.8), 0.5))  # a chip
    if zone is not None:
        rows, columns = zone
        span = columns * 2.54
        pen.zone(rows, columns, span, (width - span) / 2 + g.uniform(-1, 1), height)


def _back(g: Rng, pen: Pen, zone: tuple[int, int] | None) -> None:
    width, height = pen.width_mm, pen.height_mm
    pen.paper()
    if g.random() < 0.4:
        pen.fill(0, g.uniform(2, 8), width, g.uniform(8, 13), color(g, (0.02, 0.3), 0.5))  # a magnetic stripe
    if g.random() < 0.5:
        pen.barcode(g.uniform(3, 20), g.uniform(3, 12), g.uniform(20, 60), g.uniform(5, 14))
    fields(g, pen, g.uniform(3, 10), g.uniform(5, 16), width - 15, height - (32 if zone else 12))
    if g.random() < 0.3:
        pen.portrait(width - 20, 8, 14, 18, g.uniform(0.3, 1))
    if zone is not None:
        rows, columns = zone
        span = columns * 2.54
        pen.zone(rows, columns, span, (width - span) / 2, height)


def _finish(g: Rng, pen: Pen, radius_mm: float, thickness_mm: float) -> Sheet:
    height, width = pen.image.shape[:2]
    size = (pen.width_mm, pen.height_mm)
    alpha = rounded(width, height, radius_mm * pen.ppmm)
    return Sheet(np.clip(pen.image, 0, 255), alpha, size, (0, 0, *size), thickness_mm)


def _dark(g: Rng, pen: Pen) -> None:
    """A side of strong color: bank-like cards, licences."""
    pen.paper((0.1, 0.7), 0.9)
    ink = color(g, (0.7, 1), 0.3)
    pen.lines([(g.uniform(5, 20), 8 + 8 * i, g.uniform(2, 3.5), word(g) + " " + word(g), pick(g, TEXT_FONTS)) for i in range(int(g.integers(2, 5)))], ink)
    if g.random() < 0.7:
        pen.portrait(4, 12, 22, 28)


def card(g: Rng, ppmm: float) -> Sheet:
    size = (85.6, 53.98) if g.random() < 0.9 else (53.98, 85.6)
    pen = Pen(g, *size, ppmm)
    kind = g.random()
    upright = size[0] < size[1]
    if upright or kind < 0.5:
        _face(g, pen, None)
    elif kind < 0.6:
        _dark(g, pen)
    elif kind < 0.85:
        _back(g, pen, (3, 30))
    else:
        _back(g, pen, None)
    return _finish(g, pen, g.uniform(2.6, 3.6) if g.random() < 0.93 else 0, 0.8)


def data_page(g: Rng, ppmm: float) -> Sheet:
    pen = Pen(g, 125, 88, ppmm)
    _face(g, pen, (2, 44))
    return _finish(g, pen, g.choice([0, 2.5, 3.2]), g.uniform(0.3, 3))


def booklet(g: Rng, ppmm: float) -> Sheet:
    """Open, with the page before above: the document is the data page. Cover material may show around."""
    page = data_page(g, ppmm)
    other = Pen(g, 125, 88, ppmm)
    other.paper()
    kind = g.random()
    if kind < 0.4:
        other.emblem(62, 44, g.uniform(10, 25))
    elif kind < 0.7:  # a notice
        size, path = g.uniform(1.6, 2.6), pick(g, TEXT_FONTS)
        rows = [(10, 12 + i * size * 1.8, size, " ".join(word(g, "lower") for _ in range(9)), path) for i in range(int(g.integers(3, 12)))]
        other.lines(rows, color(g, (0.1, 0.5), 0.5))
    if g.random() < 0.2:
        other.signature(30, 60, 50)
    p = page.image.shape[1] / 125
    fold = g.uniform(0.5, 0.95)
    both = np.concatenate([other.image[: page.image.shape[0]], page.image], 0)
    height = both.shape[0]
    rows = np.abs(np.arange(height, dtype=np.float32) - page.image.shape[0]) / p
    both *= (1 - (1 - fold) * np.exp(-rows / g.uniform(0.4, 4)))[:, None, None]
    if g.random() < 0.7:
        line = page.image.shape[0]
        both[line - max(1, round(0.15 * p)) : line + 1] *= g.uniform(0.4, 0.9)
    both[: page.image.shape[0]] *= g.uniform(0.8, 1.05)  # the pages lie at different angles to the light
    radius = g.choice([0, 3.2])
    margin = g.uniform(0.8, 3) if g.random() < 0.5 else 0
    alpha = rounded(both.shape[1], height, radius * p)
    size = (125.0, 176.0)
    box = (0.0, 88.0, 125.0, 176.0)
    if margin > 0:
        edge = max(1, round(margin * p))
        cover = color(g, (0.1, 0.5), 0.9)
        whole = np.empty((height + 2 * edge, both.shape[1] + 2 * edge, 3), np.float32)
        whole[:] = cover
        inner = whole[edge:-edge, edge:-edge]
        inner[:] = inner * (1 - alpha[:, :, None]) + both * alpha[:, :, None]
        margin = edge / p
        alpha, both = rounded(whole.shape[1], whole.shape[0], radius * p), whole
        size = (125 + 2 * margin, 176 + 2 * margin)
        box = (margin, 88 + margin, 125 + margin, 176 + margin)
    return Sheet(np.clip(both, 0, 255), alpha, size, box, 2.0)


def spread(g: Rng, ppmm: float) -> Sheet:
    """Two pages that are one document, as pages 2 and 3 of an internal passport: both filled in, a number along the edge."""
    page = Pen(g, 125, 88, ppmm)
    _face(g, page, (2, 44) if g.random() < 0.5 else None)
    upper = Pen(g, 125, 88, ppmm)
    upper.paper()
    if g.random() < 0.7:
        upper.image[:] += page.image.mean((0, 1)) - upper.image.mean((0, 1))  # usually of one paper
    upper.lines([(20, g.uniform(6, 14), g.uniform(2.5, 4), word(g, "cyrillic") + " " + word(g, "cyrillic"), pick(g, TEXT_FONTS))], color(g, (0, 0.5), 0.9))
    fields(g, upper, g.uniform(8, 25), g.uniform(14, 24), 85, g.uniform(20, 50))
    if g.random() < 0.6:
        upper.signature(g.uniform(20, 70), g.uniform(60, 75), 35)
    if g.random() < 0.6:
        upper.emblem(g.uniform(25, 60), g.uniform(55, 72), g.uniform(10, 17))
    both = np.concatenate([upper.image[: page.image.shape[0]], page.image], 0)
    p = both.shape[1] / 125
    whole = Pen(g, 125, 176, p)
    whole.image = np.ascontiguousarray(np.rot90(both))  # the number is read from the side
    size, path, ink = g.uniform(3.5, 5), pick(g, TEXT_FONTS), color(g, (0.3, 0.8), 1) * [0.3, 0.3, 1]
    number = " ".join(str(g.integers(10, 99)) for _ in range(5))
    edge = g.uniform(2, 6) if g.random() < 0.3 else 125 - g.uniform(7, 11)
    if g.random() < 0.85:
        whole.lines([(x + g.uniform(0, 8), 125 - edge - size if edge < 60 else 125 - edge - size, size, number, path) for x in (15, 103)], ink)
    both = np.ascontiguousarray(np.rot90(whole.image, -1))
    rows = np.abs(np.arange(both.shape[0], dtype=np.float32) - both.shape[0] / 2) / p
    both *= (1 - g.uniform(0, 0.4) * np.exp(-rows / g.uniform(0.4, 5)))[:, None, None]
    radius = float(g.choice([0, 3.2]))
    size_mm = (125.0, 176.0)
    return Sheet(np.clip(both, 0, 255), rounded(both.shape[1], both.shape[0], radius * p), size_mm, (0, 0, *size_mm), g.uniform(0.3, 3))


def medium(g: Rng, ppmm: float) -> Sheet:
    """ID-2 cards, visas, older licences of paper."""
    kind = g.random()
    size, zone = ((105, 74), (2, 36)) if kind < 0.5 else ((120, 80), (2, 44)) if kind < 0.75 else ((105, 74), None)
    pen = Pen(g, *size, ppmm)
    _face(g, pen, zone)
    return _finish(g, pen, g.choice([0, 0, 3]), g.uniform(0.2, 0.8))


def certificate(g: Rng, ppmm: float) -> Sheet:
    """A sheet that is a document: a frame, a head with an emblem, a portrait or a stamp, little text."""
    short = g.uniform(105, 210)
    size = (short, short * 1.414) if g.random() < 0.7 else (short * 1.414, short)
    pen = Pen(g, *size, min(ppmm, 500 / max(size)))
    pen.paper((0.85, 1.0), 0.2)
    pen.frame(g.uniform(4, 12), color(g, (0.1, 0.7), 0.8), g.uniform(0.4, 2))
    pen.emblem(size[0] / 2, size[1] * 0.14, size[0] * 0.07)
    pen.lines([(size[0] * 0.25, size[1] * 0.22, size[0] * 0.035, word(g, "latin") + " " + word(g, "latin"), pick(g, TEXT_FONTS))], color(g, (0, 0.4), 0.9))
    if g.random() < 0.6:
        pen.portrait(size[0] * 0.1, size[1] * 0.3, 35, 45)
    fields(g, pen, size[0] * 0.15, size[1] * 0.34, size[0] * 0.7, size[1] * 0.45)
    return _finish(g, pen, 0, 0.2)


KINDS = ((0.47, card), (0.24, data_page), (0.05, booklet), (0.08, spread), (0.12, medium), (0.04, certificate))


def sheet(g: Rng, ppmm_for) -> Sheet:
    """`ppmm_for(longest side in mm)` says at how many pixels a millimeter the sheet is drawn."""
    choice, total = g.random(), 0.0
    longest = {card: 85.6, data_page: 125, booklet: 176, spread: 176, medium: 120, certificate: 250}
    for share, make in KINDS:
        total += share
        if choice <= total:
            return make(g, ppmm_for(longest[make]))
    return card(g, ppmm_for(85.6))
