"""Images and labels of an IDX folder as float32 (N, H * W) in 0..1 and (N,): train set first, then test set, whichever is there."""
import gzip
import os
import struct

import numpy as np


def _array(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        rank = struct.unpack(">HBB", file.read(4))[2]
        shape = struct.unpack(f">{rank}I", file.read(4 * rank))
        return np.frombuffer(file.read(), np.uint8).reshape(shape)


def load(folder, count=None):
    images, labels = [], []
    for part in ("train", "t10k"):
        for ending in ("", ".gz"):
            path = os.path.join(folder, f"{part}-images-idx3-ubyte{ending}")
            if os.path.exists(path):
                images.append(_array(path))
                labels.append(_array(path.replace("images-idx3", "labels-idx1")))
                break
    pixels = np.concatenate(images)
    return (pixels.reshape(len(pixels), -1).astype(np.float32) / 255)[:count], np.concatenate(labels)[:count]
