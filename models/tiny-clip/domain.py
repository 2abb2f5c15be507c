#!/usr/bin/env python3
"""Writes domain.json: what tiny-clip was made for, and the range of the vectors of such pictures, by which the program warns of other pictures.

    ./gpucluster embed assets/mnist --model tiny-clip -o mnist.npy
    ./gpucluster embed assets/fashion --model tiny-clip -o fashion.npy
    python3 domain.py mnist.npy fashion.npy > domain.json

A centre is the mean direction of a class. minCosine is the cosine with the nearest centre that 95 of 100 of these pictures reach. The classes are those of X.labels.npy.
"""

import json
import sys

import numpy as np

STATEMENT = "the ten digits of MNIST and the ten garments of Fashion-MNIST, light on black"


def main(paths):
    vectors = [np.load(path) for path in paths]
    centres = []
    for path, x in zip(paths, vectors):
        labels = np.load(path.removesuffix(".npy") + ".labels.npy")
        for label in np.unique(labels):
            mean = x[labels == label].mean(0, dtype=np.float64)
            centres.append(mean / np.linalg.norm(mean))
    nearest = (np.concatenate(vectors) @ np.array(centres).T).max(1)
    print(json.dumps({
        "statement": STATEMENT,
        "minCosine": round(float(np.quantile(nearest, 0.05)), 4),
        "centres": [[round(float(value), 4) for value in centre] for centre in centres],
    }))


main(sys.argv[1:])
