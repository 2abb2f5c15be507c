#!/usr/bin/python3
"""All pairs of unit rows of at least a cosine with faiss IndexFlatIP, in a range search by blocks or as top-k: seconds and peak memory. See README.md.

faiss_pairs.py --make X.npy [N] [D]   writes float32 rows: clusters with some near-duplicates and copies, seeded
faiss_pairs.py X.npy [COSINE] [range|top]
"""
import json
import resource
import sys
import time

import numpy as np


def make(path, count, columns):
    random = np.random.default_rng(42)
    rows = random.standard_normal((count, columns), dtype=np.float32)
    near = count // 10
    rows[-near:] = rows[:near] + 0.1 * random.standard_normal((near, columns), dtype=np.float32)
    rows[-near : -near + near // 10] = rows[: near // 10]
    np.save(path, rows)


def main():
    if sys.argv[1] == "--make":
        count, columns = (int(value) for value in (sys.argv[3:] + ["50000", "512"][len(sys.argv) - 3 :])[:2])
        make(sys.argv[2], count, columns)
        return

    import faiss

    threshold = float(sys.argv[2]) if len(sys.argv) > 2 else 0.95
    way = sys.argv[3] if len(sys.argv) > 3 else "range"
    began = time.time()
    rows = np.load(sys.argv[1])
    faiss.normalize_L2(rows)
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    loaded = time.time()
    pairs = 0
    if way == "range":
        for first in range(0, len(rows), 5000):
            limits, _, found = index.range_search(rows[first : first + 5000], threshold)
            query = np.repeat(np.arange(first, first + len(limits) - 1), np.diff(limits).astype(int))
            pairs += int((found > query).sum())
    else:
        cosines, found = index.search(rows, 16)
        pairs = int(((cosines >= threshold) & (found > np.arange(len(rows))[:, None])).sum())
    ended = time.time()
    print(json.dumps({
        "peer": f"faiss {faiss.__version__} IndexFlatIP {way}", "n": len(rows), "d": rows.shape[1], "pairs": pairs, "seconds": round(ended - loaded, 2), "total": round(ended - began, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))


main()
