"""The fonts that lines are set in: OCR-B, what the net learns to tell from it, and what it is only measured on.

Paths below /usr/share/fonts, as Debian's packages install them (README.md lists the packages).
"""

OCR_B = (
    "opentype/ocr-b/OCRB.otf",  # round stroke ends
    "opentype/ocr-b/OCRBS.otf",  # square ones
)

OTHERS = (
    "truetype/dejavu/DejaVuSansMono.ttf",
    "truetype/dejavu/DejaVuSansMono-Bold.ttf",
    "truetype/dejavu/DejaVuSans.ttf",
    "truetype/dejavu/DejaVuSansCondensed.ttf",
    "truetype/dejavu/DejaVuSerif.ttf",
    "truetype/liberation/LiberationMono-Regular.ttf",
    "truetype/liberation/LiberationMono-Bold.ttf",
    "truetype/liberation/LiberationSans-Regular.ttf",
    "truetype/freefont/FreeMono.ttf",
    "truetype/freefont/FreeMonoBold.ttf",
    "truetype/freefont/FreeSans.ttf",
    "truetype/ocr-a/OCRA.ttf",
    "truetype/noto/NotoSansMono-Regular.ttf",
    "truetype/noto/NotoSansMono-Bold.ttf",
    "truetype/hack/Hack-Regular.ttf",
    "truetype/firacode/FiraCode-Regular.ttf",
    "truetype/firacode/FiraCode-Bold.ttf",
    "truetype/agave/agave-r-autohinted.ttf",
    "truetype/mononoki/mononoki-Regular.ttf",
    "opentype/league-mono/LeagueMono-Regular.otf",
    "opentype/league-mono/LeagueMono-Bold.otf",
    "opentype/league-mono/LeagueMono-Condensed.otf",
)

# Families that no line of the training is set in.
HELD_OUT = (
    "opentype/courier-prime/Courier Prime.otf",
    "opentype/courier-prime/Courier Prime Bold.otf",
    "opentype/courier-prime/Courier Prime Sans.otf",
    "truetype/jetbrains-mono/JetBrainsMono-Regular.ttf",
    "truetype/jetbrains-mono/JetBrainsMono-Bold.ttf",
    "truetype/inconsolata/Inconsolata.otf",
    "truetype/anonymous-pro/Anonymous Pro.ttf",
    "truetype/gnutypewriter/GNUTypewriter.ttf",
    "truetype/liberation/LiberationSansNarrow-Regular.ttf",
)
