"""The rendered people, aligned as the program aligns them, on a canvas twice as fine and with room around it.

A canvas is RGB, 400 x 400; the program's crop of 150 px is its middle 300 x 300. Landmarks (68 x 2, iBUG 300-W) are in its pixels.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

CANVAS = 400
MARGIN = 50
SCALE = 200.0  # canvas pixels per side of dlib's unit template
PADDING = 0.25
TEMPLATE = {
    45: (0.8595674595992, 0.2134981538014),
    42: (0.6460604764104, 0.2289674387677),
    36: (0.1205750620789, 0.2137274526848),
    39: (0.3340850613712, 0.2290642403242),
    33: (0.4901123135679, 0.6277975316475),
}
# Never trained on: a dark, a medium and two light skins, one of them with a beard; two of them also with closed eyes.
HELD_OUT = ("p04", "p07", "p11", "p12")
# Seen from aside by more than the checks bear, or not the face as it is.
LEFT_OUT = ("older",)


@dataclass(frozen=True)
class Face:
    person: str
    shot: str
    image: np.ndarray
    landmarks: np.ndarray

    @property
    def closed(self) -> bool:
        return self.shot == "eyes-closed"


def fit_similarity(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The least-squares similarity, 2 x 3, from source to target points."""
    ms, mt = source.mean(0), target.mean(0)
    s, t = source - ms, target - mt
    spread = (s**2).sum()
    a = (s * t).sum() / spread
    b = (s[:, 0] * t[:, 1] - s[:, 1] * t[:, 0]).sum() / spread
    turn = np.array([[a, -b], [b, a]])
    return np.hstack([turn, (mt - turn @ ms)[:, None]])


def aligned(image: np.ndarray, landmarks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    target = np.array([[(p + PADDING) * SCALE + MARGIN for p in point] for point in TEMPLATE.values()])
    matrix = fit_similarity(landmarks[list(TEMPLATE)], target)
    canvas = cv2.warpAffine(image, matrix, (CANVAS, CANVAS), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return canvas, landmarks @ matrix[:, :2].T + matrix[:, 2]


def load(people: Path, landmarks: Path, held_out: bool) -> list[Face]:
    """The pictures of those who are held out, or of all others."""
    faces = []
    for name, points in json.loads(landmarks.read_text()).items():
        person, shot = name.removesuffix(".jpg").split("/")
        if (person in HELD_OUT) != held_out or shot in LEFT_OUT:
            continue
        picture = cv2.imread(str(people / name))[:, :, ::-1]
        faces.append(Face(person, shot, *aligned(picture, np.array(points, np.float64))))
    return faces
