#!/usr/bin/python3
"""Exact nearest neighbours by cosine with faiss on an IDX folder: seconds and GFLOP/s (2 n^2 d). See README.md."""
import json
import sys
import time

import faiss
import numpy as np

import digits

folder = sys.argv[1]
count, k = (int(value) for value in (sys.argv[2:] + ["10000", "15"][len(sys.argv) - 2:])[:2])
data, _ = digits.load(folder, count)
data = np.ascontiguousarray(data / np.maximum(np.linalg.norm(data, axis=1, keepdims=True), 1e-12))
index = faiss.IndexFlatIP(data.shape[1])
index.add(data)
index.search(data[:256], k + 1)
seconds = []
for _ in range(3):
    began = time.time()
    index.search(data, k + 1)
    seconds.append(time.time() - began)
median = sorted(seconds)[1]
print(json.dumps({"peer": f"faiss {faiss.__version__} IndexFlatIP", "n": len(data), "k": k, "ms": round(1000 * median, 1), "gflops": round(2e-9 * len(data) ** 2 * data.shape[1] / median, 1)}))
