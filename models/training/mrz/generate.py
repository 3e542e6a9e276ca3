"""Synthetic MRZ lines: text from the field grammar of ICAO Doc 9303 (or pure noise), drawn in OCR-B and spoiled.

Everything is drawn from one numpy Generator, so a seed gives the same lines again. No picture of a real document is used.
OCR-B comes from Debian's fonts-ocr-b (public domain, "may freely use, modify and/or distribute"); a few lines in every
hundred are set in DejaVu Sans Mono or Liberation Mono, since some issuers do not use OCR-B.
"""

import string
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from alphabet import ALPHABET, LINE_HEIGHT_PX, check_digit

Rng = np.random.Generator
H = LINE_HEIGHT_PX

# --- text ---------------------------------------------------------------------------------------------------------

LETTERS = list(string.ascii_uppercase)
DIGITS = list(string.digits)
STATES = (
    "UTO GBR D USA FRA RUS ITA ESP POL CHN JPN CHE NLD BEL AUT CZE HUN ROU UKR SRB TUR IND BRA MEX CAN AUS NZL EGY QAT "
    "ARE LVA LTU EST FIN SWE NOR DNK ISL PRT GRC BGR HRV SVN SVK MLT CYP IRL LUX MCO LIE KOR TWN XPO XXA KAZ UZB GEO ARM"
).split()


def _pick(g: Rng, items):
    return items[int(g.integers(len(items)))]


def _chars(g: Rng, pool, n: int) -> str:
    return "".join(pool[i] for i in g.integers(len(pool), size=n))


def _state(g: Rng) -> str:
    return (_pick(g, STATES) if g.random() < 0.8 else _chars(g, LETTERS, 3)).ljust(3, "<")


def _names(g: Rng, n: int) -> str:
    def word():
        return _chars(g, LETTERS, int(g.integers(2, 12)))

    primary = "<".join(word() for _ in range(_pick(g, [1, 1, 1, 2])))
    secondary = "<".join(word() for _ in range(_pick(g, [0, 1, 1, 2, 2, 3])))
    return f"{primary}<<{secondary}"[:n].ljust(n, "<")


def _number(g: Rng, n: int) -> str:
    kind = g.random()
    if kind < 0.45:
        text = _chars(g, DIGITS, n)
    elif kind < 0.9:
        text = _chars(g, LETTERS, int(g.integers(1, 3)))
        text += _chars(g, DIGITS, max(0, n - len(text) - _pick(g, [0, 0, 1])))
    else:
        text = _chars(g, LETTERS + DIGITS, n)
    return text[:n].ljust(n, "<")


def _date(g: Rng) -> str:
    return f"{g.integers(100):02d}{g.integers(1, 13):02d}{g.integers(1, 29):02d}"


def _optional(g: Rng, n: int) -> str:
    return "<" * n if g.random() < 0.5 else _number(g, int(g.integers(1, n + 1))).ljust(n, "<")


def _checked(text: str) -> str:
    return text + check_digit(text)


def _sex(g: Rng) -> str:
    return _pick(g, "MF<")


def _noise(g: Rng) -> str:
    filler = _pick(g, [0.03, 0.15, 0.4])
    return "".join("<" if g.random() < filler else _pick(g, ALPHABET) for _ in range(_pick(g, [30, 36, 44, 44])))


def _td3_lower(g: Rng) -> str:
    number, birth, expiry, optional = _checked(_number(g, 9)), _checked(_date(g)), _checked(_date(g)), _optional(g, 14)
    optional += check_digit(optional) if optional.strip("<") or g.random() < 0.5 else "<"
    return number + _state(g) + birth + _sex(g) + expiry + optional + check_digit(number + birth + expiry + optional)


def _td1_upper(g: Rng) -> str:
    code = _pick(g, ["I<", "ID", "AC", "AR", "IR", "C1", "I" + _pick(g, ALPHABET)])
    return code + _state(g) + _checked(_number(g, 9)) + _optional(g, 15)


def _td1_middle(g: Rng) -> str:
    return _checked(_date(g)) + _sex(g) + _checked(_date(g)) + _state(g) + _optional(g, 11) + _pick(g, DIGITS)


def _short_lower(g: Rng) -> str:
    optional = _optional(g, 7) + _pick(g, DIGITS)
    return _checked(_number(g, 9)) + _state(g) + _checked(_date(g)) + _sex(g) + _checked(_date(g)) + optional


def _visa_lower(g: Rng) -> str:
    return _checked(_number(g, 9)) + _state(g) + _checked(_date(g)) + _sex(g) + _checked(_date(g)) + _optional(g, 16)


_GRAMMAR = (  # share, line
    (0.30, _noise),  # keeps the network from learning that names look like names
    (0.15, lambda g: "P" + _pick(g, "<<<PSDOME") + _state(g) + _names(g, 39)),
    (0.17, _td3_lower),
    (0.08, _td1_upper),
    (0.10, _td1_middle),
    (0.06, lambda g: _names(g, 30)),
    (0.05, lambda g: _pick(g, ["I<", "ID", "V<", "P<", "AC"]) + _state(g) + _names(g, 31)),
    (0.05, _short_lower),
    (0.04, _visa_lower),
)
_SHARES = np.cumsum([share for share, _ in _GRAMMAR])


def line_text(g: Rng) -> str:
    """One line of 30, 36 or 44 characters."""
    return _GRAMMAR[int(np.searchsorted(_SHARES, g.random() * _SHARES[-1]))][1](g)


# --- drawing ------------------------------------------------------------------------------------------------------

OCR_B = "/usr/share/fonts/opentype/ocr-b/"
TRUETYPE = "/usr/share/fonts/truetype/"
FONTS = (  # path, share
    (OCR_B + "OCRB.otf", 0.60),
    (OCR_B + "OCRBS.otf", 0.32),
    (OCR_B + "OCRBL.otf", 0.03),
    (TRUETYPE + "dejavu/DejaVuSansMono.ttf", 0.02),
    (TRUETYPE + "liberation/LiberationMono-Regular.ttf", 0.015),
    (TRUETYPE + "liberation/LiberationMono-Bold.ttf", 0.015),
)
_FONT_SHARES = np.cumsum([share for _, share in FONTS])
STAMP_FONTS = (TRUETYPE + "dejavu/DejaVuSans-Bold.ttf", TRUETYPE + "liberation/LiberationSerif-Bold.ttf")

CAP = 36  # cap height drawn before the final warp, px: above the largest final one, so detail only ever shrinks
PITCH_PX = 13  # distance of characters in the crop; `src-analysis/mrz/crop-line.ts` says the same
SQUEEZE = 0.72  # width over height of a pixel of the original in the crop: OCR-B at this cap height has a pitch of 18 px
CELL_TOP, CELL_HEIGHT = 12, 60  # rows above the caps and of a whole glyph cell


@cache
def _glyphs(path: str) -> tuple[dict[str, np.ndarray], float]:
    """Ink (0 to 1) of every character with caps CAP px high, and the advance width."""
    probe = ImageFont.truetype(path, 200)
    top, bottom = probe.getbbox("H")[1], probe.getbbox("H")[3]
    font = ImageFont.truetype(path, round(200 * CAP / (bottom - top)))
    # Of a proportional font, which `zone-font` draws with, the widest letter makes the cell and each stands in its middle.
    advance, offset = max(font.getlength(character) for character in "HW"), font.getbbox("H")[1]
    cells = {}
    for character in ALPHABET:
        cell = Image.new("L", (round(advance) + 8, CELL_HEIGHT), 0)
        left = 4 + (advance - font.getlength(character)) / 2
        ImageDraw.Draw(cell).text((left, CELL_TOP - offset), character, font=font, fill=255)
        cells[character] = np.asarray(cell, np.float32) / 255
    return cells, advance


@cache
def _stamp_font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _texture(g: Rng, height: int, width: int) -> np.ndarray:
    """Guilloche-like waves and blotches, about unit amplitude."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    out = np.zeros((height, width), np.float32)
    for _ in range(int(g.integers(0, 4))):
        fx, fy = g.uniform(-0.25, 0.25, 2) * g.choice([0.2, 1, 2])
        wobble = g.uniform(0, 3) * np.sin(x * g.uniform(0, 0.06) + g.uniform(0, 6))
        out += g.uniform(0.2, 1) * np.sin(x * fx + y * fy + wobble)
    if g.random() < 0.4:
        shape = (max(2, height // int(g.integers(4, 30))), max(2, width // int(g.integers(4, 60))))
        out += cv2.resize(g.normal(0, 1, shape).astype(np.float32), (width, height)) * g.uniform(0.3, 1.2)
    return out


def _overprint(g: Rng, image: np.ndarray) -> np.ndarray:
    """Stamps, frames, pen strokes and watermark words across the line, as transparent ink over the finished line."""
    height, width = image.shape
    mask = np.zeros((height, width), np.uint8)
    kind = g.random()
    if kind < 0.35:  # a pen stroke, fold or hologram edge
        for _ in range(int(g.integers(1, 4))):
            a, b = g.integers(width, size=2)
            if g.random() < 0.4:
                b = a + int(g.integers(-30, 31))
            start, end = (int(a), int(g.integers(-8, height + 8))), (int(b), int(g.integers(-8, height + 8)))
            cv2.line(mask, start, end, 255, int(g.integers(1, 4)), cv2.LINE_AA)
    elif kind < 0.6:  # a frame drawn around or through the text
        left, right = sorted(int(v) for v in g.integers(-20, width + 20, size=2))
        top, bottom = int(g.integers(-12, 9)), int(g.integers(height - 9, height + 12))
        cv2.rectangle(mask, (left, top), (right, bottom), 255, int(g.integers(1, 4)))
    elif kind < 0.8:  # the arc of a round stamp
        radius = int(g.integers(25, 160))
        centre = (int(g.integers(width)), int(g.integers(-radius, height + radius)))
        for inset in range(int(g.integers(1, 3))):
            cv2.circle(mask, centre, max(4, radius - 9 * inset), 255, int(g.integers(1, 4)), cv2.LINE_AA)
    else:  # SPECIMEN and the like
        font = _stamp_font(_pick(g, STAMP_FONTS), int(g.choice([24, 40, 64, 100])))
        layer = Image.new("L", (width, height), 0)
        word = _chars(g, LETTERS, int(g.integers(3, 9)))
        at = (int(g.integers(-60, width)), int(g.integers(-70, height - 6)))
        ImageDraw.Draw(layer).text(at, word, font=font, fill=255)
        mask = np.asarray(layer)
    alpha = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), g.uniform(0.3, 1.0))
    # Under opaque ink there is nothing to read: such lines teach the network to be unsure there.
    alpha *= g.uniform(0.15, 0.75) if g.random() < 0.75 else g.uniform(0.75, 1)
    return image * (1 - alpha) + g.uniform(0, 1) * alpha


def _canvas(g: Rng, text: str, font: str | None) -> tuple[np.ndarray, float, int, int]:
    """Ink of the line with neighbours above and below; the pitch, the side margin and the row of the cap tops."""
    path = font or FONTS[int(np.searchsorted(_FONT_SHARES, g.random() * _FONT_SHARES[-1]))][0]
    cells, advance = _glyphs(path)
    pitch = advance * (g.uniform(0.85, 1.25) if g.random() < 0.15 else g.uniform(0.94, 1.14))
    margin, line_pitch = int(g.uniform(8, 68)), int(CAP * g.uniform(1.9, 2.9))
    width = int(len(text) * pitch + 2 * margin + 10)
    ink = np.zeros((CELL_HEIGHT + 8 + 2 * line_pitch, width), np.float32)

    def draw(line: str, top: int) -> None:
        for place, character in enumerate(line):
            cell = cells[character]
            x, y = round(margin + place * pitch), top + int(g.integers(-1, 2))
            region = ink[y : y + CELL_HEIGHT, x : x + cell.shape[1]]
            np.maximum(region, cell[:, : region.shape[1]], out=region)

    top = line_pitch + 4
    draw(text, top)
    if g.random() < 0.6:
        for place in (top - line_pitch, top + line_pitch):
            if g.random() < 0.7:
                draw(line_text(g)[: len(text)].ljust(len(text), "<"), place)
    return ink, pitch, margin, top + CELL_TOP


def _print(g: Rng, ink: np.ndarray) -> np.ndarray:
    """Stroke weight and print defects."""
    kind = g.random()
    if kind < 0.25:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    elif kind < 0.40:
        ink = cv2.erode(ink, np.ones((2, 2), np.uint8))
    elif kind < 0.52:
        ink = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    elif kind < 0.56:
        ink = cv2.dilate(ink, np.ones((4, 3), np.uint8))
    if g.random() < 0.15:  # speckle
        height, width = ink.shape
        grain = cv2.resize(g.random((height // 3, width // 3)).astype(np.float32), (width, height))
        ink = ink * (grain > g.uniform(0.05, 0.25))
    return ink


def line_image(text: str, g: Rng, font: str | None = None) -> np.ndarray:
    """The line as H x W uint8 luma, framed the way the product's locator frames it (caps about 19 of 32 px, 13 px per character).

    Set in the font file given, or in one of FONTS."""
    ink, pitch, margin, base = _canvas(g, text, font)
    ink = _print(g, ink)
    n, (_, full) = len(text), ink.shape

    cap = g.uniform(14, 24)
    across = PITCH_PX / pitch * g.uniform(0.84, 1.18) * (g.uniform(0.8, 1.25) if g.random() < 0.12 else 1)
    left, right = g.uniform(0, margin * 0.95, 2)
    if g.random() < 0.08:  # cut close to the first or last glyph
        left, right = margin + 4 - g.uniform(0, 3), margin + 4 - g.uniform(0, 3)
    width = int(np.clip((full - left - right) * across, n * 8, 1000))
    top = (H - cap) / 2 + g.uniform(-1, 1) * max(0.5, (H - cap) / 2 - 1)
    angle = np.clip(np.deg2rad(g.normal(0, 0.5)) if g.random() < 0.8 else 0, -7.2 / width, 7.2 / width)
    source = np.float32([[left, base], [full - right, base], [full - right, base + CAP], [left, base + CAP]])
    target = np.float32([[0, top], [width, top], [width, top + cap], [0, top + cap]])
    target[:, 1] += (target[:, 0] - width / 2) * np.tan(angle)
    target[:, 0] += (target[:, 1] - H / 2) * g.normal(0, 0.08)
    target += g.normal(0, 0.6, target.shape).astype(np.float32)
    if g.random() < 0.4:  # perspective: one end taller
        target[1:3, 1] = (target[1:3, 1] - H / 2) * g.uniform(0.88, 1.12) + H / 2
    before = [max(0.3, 0.42 / scale - 0.2) for scale in (width / (full - left - right), cap / CAP)]
    ink = cv2.GaussianBlur(ink, (0, 0), before[0], sigmaY=before[1])
    matrix = cv2.getPerspectiveTransform(source, target)
    ink = cv2.warpPerspective(ink, matrix, (width, H), flags=cv2.INTER_LINEAR)
    if g.random() < 0.25:  # curl
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(H, dtype=np.float32))
        bend = g.uniform(0.3, 1.6) * np.sin(x / width * g.uniform(2, 8) + g.uniform(0, 6))
        ink = cv2.remap(ink, x, y + bend.astype(np.float32), cv2.INTER_LINEAR)

    paper = g.uniform(0.35, 1.0)
    black = paper * (g.uniform(0, 0.55) if g.random() < 0.8 else g.uniform(0.5, 0.78))
    image = paper + _texture(g, H, width) * g.choice([0, 0.02, 0.05, 0.08]) * paper
    image = image * (1 - ink) + black * ink
    return _photograph(g, image, n)


def _photograph(g: Rng, image: np.ndarray, n: int) -> np.ndarray:
    """Overprints, light, glare, blur, low resolution, noise, gamma, JPEG, binarisation, cut edges."""
    height, width = image.shape
    if g.random() < 0.26:
        image = _overprint(g, image)
    across = np.arange(width, dtype=np.float32)[None]
    if g.random() < 0.5:
        down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        slope = across / width * 2 - 1
        image = image * (1 + g.uniform(-0.35, 0.35) * slope + g.uniform(-0.15, 0.15) * down)
    if g.random() < 0.12:
        centre, spread = g.uniform(0, width), g.uniform(15, 80)
        image = image + g.uniform(0.1, 0.6) * np.exp(-(((across - centre) / spread) ** 2))
    if g.random() < 0.55:
        sigma = g.uniform(0.3, 1.5)
        image = cv2.GaussianBlur(image, (0, 0), sigma * SQUEEZE, sigmaY=sigma)
    if g.random() < 0.12:  # motion
        reach = int(g.integers(2, 6))
        kernel = np.zeros((7, 7), np.float32)
        dx, dy = (int(v / 2) for v in g.integers(-reach, reach + 1, size=2))
        cv2.line(kernel, (3, 3), (3 + dx, 3 + dy), 1, 1)
        image = cv2.filter2D(image, -1, kernel / kernel.sum())
    if g.random() < 0.4:  # few pixels in the source
        factor = g.uniform(0.28, 0.8)
        small = (max(int(n * 4.5), min(width, int(width * factor / SQUEEZE))), max(9, int(height * factor)))
        image = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
        if g.random() < 0.4:  # compressed while small, as thumbnails on the web are
            image = _jpeg(g, np.clip(image, 0, 1) * 255).astype(np.float32) / 255
        image = cv2.resize(image, (width, height), interpolation=int(g.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])))
    if g.random() < 0.5:
        image = image + g.normal(0, g.uniform(0.005, 0.06), image.shape)
    out = (np.clip(image, 0, 1) ** g.uniform(0.7, 1.5) * 255).astype(np.uint8)
    if g.random() < 0.55:
        out = _jpeg(g, out)
    if g.random() < 0.04:
        out = cv2.threshold(out, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    if g.random() < 0.06:  # the picture ends near the text: the warp repeats its last rows
        rows = int(g.integers(1, 5))
        out = out.copy()
        if g.random() < 0.5:
            out[:rows] = out[rows]
        else:
            out[-rows:] = out[-rows - 1]
    return out


def _jpeg(g: Rng, image: np.ndarray) -> np.ndarray:
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(g.integers(20, 95))]
    return cv2.imdecode(cv2.imencode(".jpg", image.astype(np.uint8), quality)[1], cv2.IMREAD_GRAYSCALE)


def normalized(image: np.ndarray) -> np.ndarray:
    """What the network is fed; `src-analysis/mrz/crop-line.ts` computes the same."""
    x = image.astype(np.float32)
    return (x - x.mean()) / (x.std() + 8)


def samples(seed: int, count: int) -> list[tuple[np.ndarray, str]]:
    """`count` lines drawn from `seed`, shortest picture first so that batches pad little."""
    g = np.random.default_rng(seed)
    out = [(line_image(text, g), text) for text in (line_text(g) for _ in range(count))]
    out.sort(key=lambda sample: sample[0].shape[1])
    return out


if __name__ == "__main__":  # a contact sheet to look at, and the cost of a line
    import sys
    import time

    started = time.time()
    sheet = []
    for image, _ in samples(int(sys.argv[1]) if len(sys.argv) > 1 else 1, 48):
        row = np.full((H + 2, 1000), 255, np.uint8)
        row[:H, : image.shape[1]] = image[:, :1000]
        sheet.append(row)
    print(f"{(time.time() - started) / 48 * 1e3:.1f} ms per line")
    cv2.imwrite(sys.argv[2] if len(sys.argv) > 2 else "/tmp/mrz-lines.png", np.vstack(sheet))
