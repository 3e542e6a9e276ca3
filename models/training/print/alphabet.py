"""The glyphs that the net tells apart, and the shape of what it is fed.

Letters of Latin and Cyrillic that look alike are one class, named by the Latin letter: what tells them apart is not on the paper.
`src-analysis/ocr/print-alphabet.ts` holds the same list.
"""

import unicodedata

LINE_HEIGHT_PX = 32
STRIDE_PX = 4

DIGITS = "0123456789"
MARKS = " .,-/'<():№°&+"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = (
    "ÀÁÂÃÄÅĀĂĄÆÇĆĈĊČĎĐÈÉÊËĒĖĘĚĜĞĠĢĤĦÌÍÎÏĪĮİĴĶĹĻĽŁÑŃŅŇŊÒÓÔÕÖŌŐØŒŔŖŘŚŜŞŠŢŤŦÙÚÛÜŪŬŮŰŲŴÝŶŸŹŻŽÞ"
)
# Russian, Ukrainian, Belarusian and Kazakh, without those that look like Latin.
CYRILLIC = "БГДЖЗИЙЛПУФЦЧШЩЪЫЬЭЮЯЄҐЎӘҒҚҢӨҰ"
LOWER_LATIN = LATIN.lower() + "".join(letter for letter in ACCENTED.replace("İ", "ı").lower()) + "ßð"
LOWER_CYRILLIC = "бвгджзийклмнптфцчшщъыьэюяєґўәғқңөұ"
ALPHABET = DIGITS + MARKS + LATIN + ACCENTED + CYRILLIC + LOWER_LATIN + LOWER_CYRILLIC

# Cyrillic to the Latin letter of the same shape, and variants of a glyph to the one that stands for them.
LOOKS = dict(zip("АВЕКМНОРСТХІЈЅҮЁЇаеорсухіјѕүёїһ", "ABEKMHOPCTXIJSYËÏaeopcyxijsyëïh", strict=True)) | {
    "Ș": "Ş", "ș": "ş", "Ț": "Ţ", "ț": "ţ", "ẞ": "ß", "Ð": "Đ", "’": "'", "Һ": "h",
}
CLASS_OF = {glyph: number for number, glyph in enumerate(ALPHABET, 1)}
CLASS_COUNT = len(ALPHABET) + 1
assert len(CLASS_OF) == len(ALPHABET)

_STROKE = {"Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Ŧ": "T", "ŧ": "t"}


def parts(glyph: str) -> tuple[str, ...]:
    """A letter and its accent: what the net's last layer adds up, so that a rare letter learns from its parts."""
    if glyph in _STROKE:
        return _STROKE[glyph], "stroke"
    return tuple(unicodedata.normalize("NFD", glyph))


def classes_of(text: str) -> list[int]:
    return [CLASS_OF[LOOKS.get(character, character)] for character in text]
