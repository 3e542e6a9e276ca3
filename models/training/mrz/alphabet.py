"""The characters of a machine readable zone (ICAO Doc 9303-3, section 4.3) and their class numbers in the network."""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
BLANK = 0
CLASS_OF = {character: number for number, character in enumerate(ALPHABET, start=1)}
CLASS_COUNT = len(ALPHABET) + 1
LINE_HEIGHT_PX = 32
STRIDE_PX = 4

_WEIGHTS = (7, 3, 1)


def check_digit(text: str) -> str:
    """ICAO Doc 9303-3, section 4.9: weights 7-3-1, letters 10 to 35, filler 0, modulo 10."""
    total = 0
    for place, character in enumerate(text):
        value = 0 if character == "<" else int(character, 36)
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)
