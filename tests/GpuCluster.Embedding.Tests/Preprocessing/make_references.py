"""Writes the references of ImagePreparerTests with Pillow: a picture of shapes and noise, and what Pillow makes of it.

Run in this folder: python3 make_references.py (needs Pillow and numpy).
"""
import numpy as np
from PIL import Image

rng = np.random.default_rng(7)
y, x = np.mgrid[0:61, 0:83]
picture = np.stack([
    (127 + 120 * np.sin(x / 3.0) * np.cos(y / 5.0)),
    np.where((x // 7 + y // 5) % 2 == 0, 240, 12),
    rng.integers(0, 256, (61, 83)),
], axis=-1).clip(0, 255).astype(np.uint8)
source = Image.fromarray(picture, "RGB")
source.save("source.png")
for name, filter in (("bilinear", Image.BILINEAR), ("bicubic", Image.BICUBIC), ("lanczos", Image.LANCZOS)):
    # The shorter side to 24: the other is int(24 * 83 / 61) = 32; the centre of 24 x 24 begins at column 4.
    source.resize((32, 24), filter).crop((4, 0, 28, 24)).save(f"{name}-24.png")
    # Squashed, and larger than the source on one axis.
    source.resize((40, 90), filter).save(f"{name}-40x90.png")
