"""Synthetic lines of print: words, dates, numbers and noise in Latin and Cyrillic, drawn in free fonts and spoiled.

Everything is drawn from one numpy Generator, so a seed gives the same lines again. No picture of a real document is used, and not the
font that the corpus of `tests/corpus` is drawn with.
"""

import argparse
import pickle
import unicodedata
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from alphabet import ACCENTED, ALPHABET, CLASS_OF, DIGITS, LATIN, LINE_HEIGHT_PX, LOOKS

Rng = np.random.Generator
H = LINE_HEIGHT_PX
SHARD = 1024

# --- text ---------------------------------------------------------------------------------------------------------

RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
OTHER_CYRILLIC = "ІЇЄҐЎӘҒҚҢӨҰҮҺ"
VOWELS = {"latin": "AEIOUY", "cyrillic": "АЕИОУЫЯЮЭЁ"}
CONSONANTS = {"latin": "BCDFGHJKLMNPQRSTVWXZ", "cyrillic": "БВГДЖЗЙКЛМНПРСТФХЦЧШЩ"}
# Accents that people's names have more often than others, and how much more often than these they are drawn.
COMMON = dict.fromkeys("ÄÖÜÉ", 6) | dict.fromkeys("ÁÍÓÑÇÈÅØŠŽČ", 3) | dict.fromkeys("ÃÔÊËÏĆŁŘŞĞŚĘĄÚÝ", 2)
ACCENTS_OF: dict[str, str] = {}
for _letter in ACCENTED:
    _base = {"Đ": "D", "Ħ": "H", "Ł": "L", "Ø": "O", "Ŧ": "T", "Æ": "A", "Œ": "O", "Ŋ": "N", "Þ": "P"}.get(
        _letter, unicodedata.normalize("NFD", _letter)[0]
    )
    ACCENTS_OF[_base] = ACCENTS_OF.get(_base, "") + _letter * COMMON.get(_letter, 1)
# Words that documents print, beside invented ones: in them letters stand as they do in languages.
WORDS = {
    "latin": (
        "ANNA MARIA JOHN SMITH MÜLLER GARCÍA LÓPEZ MARTÍN NOVÁK DVOŘÁK KOWALSKI WIŚNIEWSKI ŁUKASZ MAŁGORZATA JOSÉ ÁNGEL FRANÇOIS HÉLÈNE "
        "RENÉE NOËL BJÖRN ÅSA SØREN JÜRGEN STRAßE GÖTEBORG ØRSTED ÞÓR SIGURÐUR ZOË CHLOÉ ŽIVKOVIĆ ĐORĐEVIĆ ŠARŪNAS ĖGLĖ JĀNIS BĒRZIŅŠ "
        "KÕIV SZABÓ GYŐR ERDŐS ŐRSÉG KRISTÝNA JIŘÍ ŞAHİN YILMAZ ÇELİK IŞIK GÜNEŞ ŢARĂ ION POPESCU O'NEILL D'ANGELO MACDONALD VAN DER BERG DE "
        "LA CRUZ ST JEAN PAUL CIVIL REGISTRY PASSPORT OFFICE MINISTRY OF INTERIOR CITY HALL DEPARTMENT MIGRATION SERVICE POLICE STATE ROAD "
        "STREET AVENUE LONDON PARIS BERLIN MADRID ROMA LISBOA WARSZAWA PRAHA WIEN KØBENHAVN REYKJAVÍK UNITED KINGDOM FRANCE DEUTSCHLAND "
        "REPUBLIC FEDERAL DISTRICT NORTH SOUTH EAST WEST PORT NEW MALE FEMALE JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC JANUARY "
        "NATIONALITY AUTHORITY ILIESCU WILLIAM LILLY PHILLIP ANNETTE MATTHIAS ISABELLA GIULIANO NGUYEN OKAFOR MBEKI TANAKA SINGH AHMED"
    ).split(),
    "cyrillic": (
        "ИВАНОВ ПЕТРОВ СИДОРОВА АННА МАРИЯ АЛЕКСЕЙ СЕРГЕЕВИЧ АЛЕКСАНДРОВНА ДМИТРИЙ ЮРЬЕВИЧ НАТАЛЬЯ ФЁДОР СЕМЁН ШИШКИН ЩУКИНА ЦВЕТКОВ ЧЕРНЫХ "
        "ЭДУАРД ЮЛИЯ ЯКОВЛЕВ ЖУКОВСКИЙ ХАРИТОНОВ ЗУЕВ БЫСТРОВ ОБЪЕДКОВ ПОДЪЯЧЕВ МОСКВА ГОР. САНКТ-ПЕТЕРБУРГ ГОРОД СЕЛО ОБЛАСТЬ КРАЙ РАЙОН "
        "РЕСПУБЛИКА ОТДЕЛ УФМС РОССИИ ПО ГУ МВД ОТДЕЛЕНИЕМ ВНУТРЕННИХ ДЕЛ ГИБДД УЛИЦА ДОМ МУЖ. ЖЕН. МУЖСКОЙ ЖЕНСКИЙ РОССИЯ КАЗАНЬ ОМСК "
        "УКРАЇНА КИЇВ ЄВГЕН ІГОР ҐАЛАҒАН ҚАЗАҚСТАН ӘЛИЯ ӨМІР ҮМІТ БЕЛАРУСЬ МІНСК ЎЛАДЗІМІР ВЫДАН МИНИСТЕРСТВО ТАТАРСТАН УПРАВЛЕНИЕ КУРСК"
    ).split(),
}


def _pick(g: Rng, items):
    return items[int(g.integers(len(items)))]


def _chars(g: Rng, pool, n: int) -> str:
    return "".join(pool[i] for i in g.integers(len(pool), size=n))


def _accented(g: Rng, word: str, share: float) -> str:
    return "".join(
        _pick(g, ACCENTS_OF[letter]) if letter in ACCENTS_OF and g.random() < share else letter for letter in word
    )


def _invented(g: Rng, script: str) -> str:
    """Vowels and consonants in turn, mostly: no word of any language, but with the neighbours that letters have."""
    n = int(g.integers(2, 11))
    is_vowel = g.random() < 0.4
    word = ""
    for _ in range(n):
        word += _pick(g, (VOWELS if is_vowel else CONSONANTS)[script])
        if g.random() < 0.78:
            is_vowel = not is_vowel
    return word


def _random(g: Rng, script: str) -> str:
    pool = LATIN if script == "latin" else RUSSIAN + (OTHER_CYRILLIC if g.random() < 0.4 else "")
    if g.random() < 0.25:  # upright strokes beside each other, which a column of the net hardly parts
        pool = "ILTJHFEUN" if script == "latin" else "ПИНШЩЬЫЛГТІЇ"
    return _chars(g, pool, int(g.integers(2, 10)))


def _cased(g: Rng, word: str, kind: float) -> str:
    lower = word.replace("I", "i").lower() if "İ" not in word else word.replace("İ", "i").lower()
    if kind < 0.62:
        return word.replace("ß", "SS") if g.random() < 0.5 else word
    return lower[:1].upper() + lower[1:] if kind < 0.9 else lower


def _words(g: Rng, script: str) -> str:
    share = _pick(g, (0, 0.1, 0.35)) if script == "latin" else 0
    kind = g.random()
    out: list[str] = []
    for _ in range(_pick(g, (1, 1, 1, 2, 2, 3))):
        draw = g.random()
        word = _pick(g, WORDS[script]) if draw < 0.35 else _invented(g, script) if draw < 0.65 else _random(g, script)
        out.append(_cased(g, _accented(g, word, share if draw >= 0.35 else 0), kind))
    between = g.random()
    text = ("-" if between < 0.1 else " ").join(out)
    if g.random() < 0.1:
        text += _pick(g, (".", ",", ")", ":", "'", " &", "/"))
    if g.random() < 0.04:
        at = int(g.integers(len(text) + 1))
        text = text[:at] + _pick(g, ".,-/'<():№°&+ ") + text[at:]
    return text


def _number(g: Rng, script: str) -> str:
    letters = LATIN if script == "latin" else RUSSIAN
    kind = g.random()
    if kind < 0.3:  # a date
        day, month, year = int(g.integers(1, 32)), int(g.integers(1, 13)), int(g.integers(1930, 2045))
        between = _pick(g, "..-/ ")
        names = ("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC MAI OKT ЯНВ МАР МАЯ ИЮН".split())
        middle = f"{month:02d}" if g.random() < 0.75 else _pick(g, names)
        return _pick(g, (f"{day:02d}{between}{middle}{between}{year}", f"{year}{between}{middle}{between}{day:02d}"))
    if kind < 0.7:  # a document's number
        text = _chars(g, letters, int(g.integers(0, 3))) + _chars(g, DIGITS, int(g.integers(3, 11)))
        if g.random() < 0.3:
            text += _chars(g, LATIN, int(g.integers(1, 3)))
        if g.random() < 0.25:
            at = int(g.integers(1, len(text)))
            text = text[:at] + _pick(g, " -/.") + text[at:]
        return ("№ " if g.random() < 0.03 else "") + text
    if kind < 0.85:
        return _chars(g, letters + DIGITS * 2, int(g.integers(4, 13)))
    if kind < 0.92:  # categories of licences
        return _pick(g, (" ", ", ", "/")).join(
            _pick(g, ("AM", "A1", "A2", "A", "B", "B1", "BE", "C", "C1", "C1E", "CE", "D", "D1E", "T", "M", "L"))
            for _ in range(int(g.integers(1, 6)))
        )
    return f"{int(g.integers(1, 400))}{_pick(g, ('', '', 'A', '/2', ' °', '+'))} {_invented(g, script)}"


def line_text(g: Rng) -> str:
    script = "latin" if g.random() < 0.64 else "cyrillic"
    text = (_words if g.random() < 0.68 else _number)(g, script)
    return text[: int(g.integers(16, 28))].strip() or "A"


# --- drawing ------------------------------------------------------------------------------------------------------

ROOT = Path("/usr/share/fonts")
FAMILIES = (  # pattern, share: sans serif as documents are mostly set in, then the others
    ("truetype/noto/NotoSans-*.ttf", 3),
    ("truetype/noto/NotoSansDisplay-*.ttf", 1),
    ("truetype/noto/NotoSerif-*.ttf", 1),
    ("truetype/roboto/unhinted/RobotoTTF/Roboto-*.ttf", 3),
    ("truetype/roboto/unhinted/RobotoCondensed-*.ttf", 1.5),
    ("truetype/open-sans/OpenSans-*.ttf", 3),
    ("truetype/lato/Lato-*.ttf", 2),
    ("truetype/croscore/Arimo-*.ttf", 3),
    ("truetype/croscore/Tinos-*.ttf", 1),
    ("truetype/croscore/Cousine-*.ttf", 1),
    ("truetype/crosextra/Carlito-*.ttf", 2),
    ("truetype/dejavu/DejaVuSans*.ttf", 2),
    ("truetype/dejavu/DejaVuSerif*.ttf", 0.5),
    ("truetype/liberation/LiberationSans-*.ttf", 1),
    ("truetype/liberation/LiberationSansNarrow-*.ttf", 1.5),
    ("truetype/liberation/LiberationSerif-*.ttf", 1),
    ("truetype/liberation/LiberationMono-*.ttf", 0.5),
    ("truetype/freefont/Free*.ttf", 1),
    ("truetype/paratype/PT*.ttf", 2),
    ("opentype/urw-base35/Nimbus*.otf", 1.5),
    ("opentype/urw-base35/URWGothic*.otf", 0.3),
    ("opentype/cantarell/Cantarell-*.otf", 1),
    ("opentype/b612/B612*.otf", 1),
    ("truetype/hack/Hack-*.ttf", 0.5),
    ("truetype/charis/CharisSIL-*.ttf", 0.5),
    ("opentype/ocr-b/OCRB.otf", 1),
)
_FAMILY_SHARES = np.cumsum([share for _, share in FAMILIES])

CAP = 36  # cap height that is drawn, px: above the largest final one, so detail only ever shrinks
TALL, TOP = 112, 40  # the canvas of a line, and where its capitals begin
# Wider than printed, so that two narrow letters still have a column between them.
STRETCH = 1.15


@cache
def _families() -> tuple[tuple[str, ...], ...]:
    unfit = ("Math", "Symbol", "ExtraLight", "Hairline", "Thin")
    families = tuple(
        tuple(sorted(str(path) for path in ROOT.glob(pattern) if not any(word in path.name for word in unfit)))
        for pattern, _ in FAMILIES
    )
    for (pattern, _), found in zip(FAMILIES, families, strict=True):
        if not found:
            raise SystemExit(f"no font {pattern}: install the packages that README.md names")
    return families


@cache
def _font(path: str) -> tuple[ImageFont.FreeTypeFont, int, frozenset[str]]:
    """With capitals CAP high, where they begin, and the glyphs that the font has."""
    probe = ImageFont.truetype(path, 200)
    top, bottom = probe.getbbox("H")[1], probe.getbbox("H")[3]
    font = ImageFont.truetype(path, round(200 * CAP / (bottom - top)))
    missing = {bytes(font.getmask(character)) for character in "\U0010FFFF\uFFFF\u0378"}
    known = frozenset(
        character
        for character in ALPHABET + "".join(LOOKS)
        if character == " " or (bytes(font.getmask(character)) not in missing and font.getmask(character).getbbox())
    )
    return font, font.getbbox("H")[1], known


def _font_for(g: Rng, text: str) -> tuple[ImageFont.FreeTypeFont, int]:
    while True:
        family = _families()[int(np.searchsorted(_FAMILY_SHARES, g.random() * _FAMILY_SHARES[-1]))]
        path = _pick(g, family)
        if any(word in path for word in ("Italic", "Oblique")) and g.random() < 0.7:
            continue
        font, top, known = _font(path)
        if known.issuperset(text):
            return font, top


def _set(g: Rng, text: str, font: ImageFont.FreeTypeFont, top: int) -> tuple[np.ndarray, int, int]:
    """Ink of a line on its canvas; where the text begins and ends."""
    spacing = 0.0 if g.random() < 0.75 else float(g.uniform(-1.5, 9))
    # Documents set words closer than the fonts would, to get a long value in.
    closer = float(g.uniform(0.35, 0.9)) * font.getlength(" ") if g.random() < 0.5 else 0.0
    margin = CAP * 3
    length = font.getlength(text) + spacing * len(text) - closer * text.count(" ")
    layer = Image.new("L", (int(length) + 2 * margin, TALL), 0)
    pen = ImageDraw.Draw(layer)
    if spacing == 0 and closer * text.count(" ") == 0:
        pen.text((margin, TOP - top), text, font=font, fill=255)
    else:
        x = float(margin)
        for character in text:
            pen.text((x, TOP - top), character, font=font, fill=255)
            x += font.getlength(character) + spacing - (closer if character == " " else 0)
    return np.asarray(layer, np.float32) / 255, margin, int(margin + length)


def _texture(g: Rng, height: int, width: int) -> np.ndarray:
    """Guilloche-like waves and blotches, about unit amplitude."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    out = np.zeros((height, width), np.float32)
    for _ in range(int(g.integers(1, 4))):
        fx, fy = g.uniform(-0.5, 0.5, 2) * g.choice([0.2, 1, 2])
        wave = np.sin(x * fx + y * fy + g.uniform(0, 3) * np.sin(x * g.uniform(0, 0.1) + g.uniform(0, 6)))
        # Fine lines rather than waves, half the time.
        out += g.uniform(0.2, 1) * (wave if g.random() < 0.5 else -2 * (wave > g.uniform(0.6, 0.95)))
    if g.random() < 0.4:
        shape = (max(2, height // int(g.integers(4, 30))), max(2, width // int(g.integers(4, 60))))
        out += cv2.resize(g.normal(0, 1, shape).astype(np.float32), (width, height)) * g.uniform(0.3, 1.2)
    return out


def _weight(g: Rng, ink: np.ndarray) -> np.ndarray:
    kind = g.random()
    if kind < 0.18:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    elif kind < 0.30:
        ink = cv2.erode(ink, np.ones((2, 2), np.uint8))
    elif kind < 0.36:
        ink = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    if g.random() < 0.08:  # speckle
        height, width = ink.shape
        grain = cv2.resize(g.random((height // 3, width // 3)).astype(np.float32), (width, height))
        ink = ink * (grain > g.uniform(0.05, 0.25))
    return ink


def _neighbours(g: Rng, ink: np.ndarray, start: int, end: int) -> None:
    """What stands beside a value in its place: labels above and below that are cut, rules, edges of portraits."""
    height, width = ink.shape
    for above in (True, False):
        if g.random() < 0.2:
            text = line_text(g)
            font, _ = _font_for(g, text)
            layer = Image.new("L", (width, height), 0)
            ImageDraw.Draw(layer).text((int(g.integers(0, width)) - width // 3, 10), text, font=font, fill=255)
            scale = g.uniform(0.4, 1)
            small = cv2.resize(np.asarray(layer, np.float32) / 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            rows = np.flatnonzero(small.max(1) > 0.3)
            if len(rows) == 0:
                continue
            small = small[rows[0] : rows[-1] + 1]
            room = int(g.uniform(0, 0.34 * CAP))
            part = small[-(TOP - 16 - room) :] if above else small
            y = max(0, TOP - 14 - room - len(part)) if above else TOP + CAP + 10 + room
            part = part[: height - y]
            ink[y : y + len(part), : small.shape[1]] = np.maximum(ink[y : y + len(part), : small.shape[1]], part[:, :width])
    if g.random() < 0.06:  # a rule under the text
        y = TOP + CAP + int(g.integers(5, 20))
        ink[y : y + int(g.integers(1, 5))] = g.uniform(0.4, 1)
    if g.random() < 0.05:  # the edge of a portrait, or a frame
        thick = int(g.integers(2, CAP))
        gap = int(g.integers(6, CAP))
        ink[:, end + gap : end + gap + thick] = g.uniform(0.3, 1)
    if g.random() < 0.05:
        thick = int(g.integers(2, CAP))
        gap = int(g.integers(6, CAP))
        ink[:, max(0, start - gap - thick) : start - gap] = g.uniform(0.3, 1)


def line_image(text: str, g: Rng) -> np.ndarray:
    """The line as H x W uint8 luma, capitals 13 to 23 px high, as `src-analysis/ocr/print-lines.ts` cuts it."""
    font, top = _font_for(g, text)
    ink, start, end = _set(g, text, font, top)
    ink = _weight(g, ink)
    _neighbours(g, ink, start, end)
    n = len(text)

    cap = float(np.clip(g.normal(18, 2), 12.5, 24))
    across = cap / CAP * STRETCH * (g.uniform(0.88, 1.14) if g.random() < 0.7 else 1)
    margins = np.minimum(np.abs(g.normal(0, 0.5, 2)) * CAP + 3, 2.4 * CAP)
    if g.random() < 0.06:  # cut into the first or last letter
        margins[int(g.integers(2))] = -g.uniform(0, 0.12) * CAP
    left, right = start - margins[0], end + margins[1]
    width = int(np.clip((right - left) * across, 24, 640))
    base = (H - cap) / 2 + g.normal(0.5, 1.6)
    base = float(np.clip(base, 1, H - cap - 1))
    source = np.float32([[left, TOP], [right, TOP], [right, TOP + CAP], [left, TOP + CAP]])
    target = np.float32([[0, base], [width, base], [width, base + cap], [0, base + cap]])
    angle = np.clip(np.deg2rad(g.normal(0, 0.8)), -3 / width, 3 / width)
    target[:, 1] += (target[:, 0] - width / 2) * np.tan(angle)
    target[:, 0] += (target[:, 1] - H / 2) * g.normal(0, 0.06)
    if g.random() < 0.3:  # perspective: one end taller
        target[1:3, 1] = (target[1:3, 1] - H / 2) * g.uniform(0.9, 1.1) + H / 2
    before = max(0.3, 0.42 / (cap / CAP) - 0.2)
    ink = cv2.GaussianBlur(ink, (0, 0), before)
    matrix = cv2.getPerspectiveTransform(source, target)
    ink = cv2.warpPerspective(ink, matrix, (width, H), flags=cv2.INTER_LINEAR)
    if g.random() < 0.2:  # curl
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(H, dtype=np.float32))
        bend = g.uniform(0.3, 1.3) * np.sin(x / width * g.uniform(2, 8) + g.uniform(0, 6))
        ink = cv2.remap(ink, x, y + bend.astype(np.float32), cv2.INTER_LINEAR)

    paper = g.uniform(0.45, 1.0)
    black = paper * (g.uniform(0, 0.45) if g.random() < 0.8 else g.uniform(0.4, 0.7))
    image = paper + (_texture(g, H, width) * g.choice([0.02, 0.05, 0.09]) * paper if g.random() < 0.55 else 0)
    image = image * (1 - ink) + black * ink
    return _evened(g, _photograph(g, image, n))


def _photograph(g: Rng, image: np.ndarray, n: int) -> np.ndarray:
    """Light, glare, overprints, blur, low resolution, noise, JPEG."""
    height, width = image.shape
    if g.random() < 0.1:  # a pen stroke, the arc of a stamp, a hologram's edge
        mask = np.zeros((height, width), np.uint8)
        if g.random() < 0.5:
            a, b = (int(v) for v in g.integers(-10, width + 10, size=2))
            cv2.line(mask, (a, int(g.integers(-8, height + 8))), (b, int(g.integers(-8, height + 8))), 255, int(g.integers(1, 3)), cv2.LINE_AA)
        else:
            radius = int(g.integers(20, 120))
            cv2.circle(mask, (int(g.integers(width)), int(g.integers(-radius, height + radius))), radius, 255, int(g.integers(1, 4)), cv2.LINE_AA)
        alpha = mask.astype(np.float32) / 255 * g.uniform(0.15, 0.7)
        image = image * (1 - alpha) + g.uniform(0, 1) * alpha
    across = np.arange(width, dtype=np.float32)[None]
    if g.random() < 0.4:
        down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        image = image * (1 + g.uniform(-0.2, 0.2) * (across / width * 2 - 1) + g.uniform(-0.1, 0.1) * down)
    if g.random() < 0.1:
        centre, spread = g.uniform(0, width), g.uniform(10, 60)
        image = image + g.uniform(0.1, 0.5) * np.exp(-(((across - centre) / spread) ** 2))
    if g.random() < 0.5:
        image = cv2.GaussianBlur(image, (0, 0), g.uniform(0.3, 1.4))
    if g.random() < 0.1:  # motion
        reach = int(g.integers(2, 6))
        kernel = np.zeros((7, 7), np.float32)
        dx, dy = (int(v / 2) for v in g.integers(-reach, reach + 1, size=2))
        cv2.line(kernel, (3, 3), (3 + dx, 3 + dy), 1, 1)
        image = cv2.filter2D(image, -1, kernel / kernel.sum())
    if g.random() < 0.55:  # few pixels in the source: capitals from 7 px
        factor = g.uniform(0.38, 0.9)
        small = (max(int(n * 3.5), int(width * factor / STRETCH)), max(12, int(height * factor)))
        image = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
        if g.random() < 0.5:
            image = image + g.normal(0, g.uniform(0.005, 0.05), image.shape)
        if g.random() < 0.5:
            image = _jpeg(g, image)
        image = cv2.resize(image.astype(np.float32), (width, height), interpolation=int(g.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])))
    else:
        if g.random() < 0.5:
            image = image + g.normal(0, g.uniform(0.005, 0.05), image.shape)
        if g.random() < 0.4:
            image = _jpeg(g, image)
    return np.clip(image, 0, 1)


def _jpeg(g: Rng, image: np.ndarray) -> np.ndarray:
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(g.integers(25, 95))]
    whole = (np.clip(image, 0, 1) * 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", whole, quality)[1], cv2.IMREAD_GRAYSCALE).astype(np.float32) / 255


def _evened(g: Rng, image: np.ndarray) -> np.ndarray:
    """As `src-analysis/image/even-contrast.ts` does for a tile, whose paper and ink are about the line's."""
    high = np.quantile(image, g.uniform(0.55, 0.8))
    low = min(np.quantile(image, g.uniform(0.01, 0.06)), high - 110 / 255)
    return (np.clip((image - low) / (high - low), 0, 1) * 255 + 0.5).astype(np.uint8)


def normalized(image: np.ndarray) -> np.ndarray:
    """What the network is fed; `src-analysis/ocr/print-lines.ts` computes the same."""
    x = image.astype(np.float32)
    return (x - x.mean()) / (x.std() + 8)


def samples(seed: int, count: int) -> list[tuple[np.ndarray, str]]:
    """`count` lines drawn from `seed`, shortest picture first so that batches pad little."""
    g = np.random.default_rng(seed)
    out = []
    while len(out) < count:
        text = line_text(g)
        if all(LOOKS.get(character, character) in CLASS_OF for character in text):
            out.append((line_image(text, g), text))
    out.sort(key=lambda sample: sample[0].shape[1])
    return out


def draw_pool(folder: Path, seed: int, shards: int) -> None:
    """Files of SHARD lines each, which `train.py` reads over and over: drawing a line takes a third of the time that learning it does."""
    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(shards):
        part = folder / f"{seed}-{number:04d}.part"
        part.write_bytes(pickle.dumps(samples(seed * 1_000_003 + number, SHARD)))
        part.rename(part.with_suffix(".pickle"))


def contact_sheet(seed: int, file: str) -> None:
    sheet = []
    for image, text in samples(seed, 64):
        row = np.full((H + 2, 640), 255, np.uint8)
        row[:H, : image.shape[1]] = image[:, :640]
        sheet.append(row)
        print(image.shape[1], text)
    cv2.imwrite(file, np.hstack([np.vstack(sheet[:32]), np.vstack(sheet[32:])]))


if __name__ == "__main__":  # python3 generate.py --pool /tmp/print --seed 1 --shards 60, or --sheet lines.png
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--pool", type=Path)
    options.add_argument("--shards", type=int, default=60)
    options.add_argument("--sheet")
    chosen = options.parse_args()
    if chosen.pool:
        draw_pool(chosen.pool, chosen.seed, chosen.shards)
    if chosen.sheet:
        contact_sheet(chosen.seed, chosen.sheet)
