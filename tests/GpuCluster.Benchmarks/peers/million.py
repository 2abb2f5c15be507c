#!/usr/bin/python3
"""A million vectors of 128 features: sixty clusters, each a noisy sheet of six dimensions.

million.py make X.npy        writes them, seeded
million.py umap X.npy E.npy  lays them out by umap-learn in 3-D and tells the seconds
million.py kept X.npy E.npy  the mean share of the 15 nearest by all features that are among the layout's nearest 150, on 2,000 samples
"""
import json
import sys
import time

import numpy as np

COUNT, FEATURES, CLUSTERS, SHEET, NOISE = 1_000_000, 128, 60, 6, 0.05


def make(path):
    random = np.random.default_rng(1)
    means = random.normal(0, 1, (CLUSTERS, FEATURES)).astype(np.float32)
    cluster = random.integers(0, CLUSTERS, COUNT)
    axes = random.normal(0, 1, (CLUSTERS, SHEET, FEATURES)).astype(np.float32) * 0.35
    data = np.empty((COUNT, FEATURES), np.float32)
    for k in range(CLUSTERS):
        rows = np.flatnonzero(cluster == k)
        on_sheet = random.normal(0, 1, (len(rows), SHEET)).astype(np.float32) @ axes[k]
        data[rows] = means[k] + on_sheet + random.normal(0, NOISE, (len(rows), FEATURES)).astype(np.float32)
    np.save(path, data)


def run_umap(path, output):
    data = np.load(path)
    began = time.time()
    import umap

    layout = umap.UMAP(n_components=3, n_jobs=-1).fit_transform(data)
    seconds = time.time() - began
    np.save(output, layout)
    print(json.dumps({"peer": f"umap-learn {umap.__version__}", "n": len(data), "seconds": round(seconds, 1)}))


def kept(path, layout):
    import faiss
    from scipy.spatial import cKDTree

    data, layout = np.load(path, mmap_mode="r"), np.load(layout)
    samples = np.sort(np.random.default_rng(2).choice(len(data), 2000, replace=False))
    index = faiss.IndexFlatL2(data.shape[1])
    for first in range(0, len(data), 100_000):
        index.add(np.ascontiguousarray(data[first:first + 100_000]))
    nearest = index.search(np.ascontiguousarray(data[samples]), 16)[1]
    near = cKDTree(layout).query(layout[samples], 151)[1]
    shares = [len((set(true) - {sample}) & set(found)) / 15 for sample, true, found in zip(samples, nearest, near)]
    print(json.dumps({"neighboursKept": round(float(np.mean(shares)), 4)}))


{"make": make, "umap": run_umap, "kept": kept}[sys.argv[1]](*sys.argv[2:])
