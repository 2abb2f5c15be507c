#!/usr/bin/python3
"""umap-learn's transform in 3-D: fits the first KNOWN digits of an IDX folder, places the NEW after them, and writes these for ours to FOLDER. See README.md."""
import json
import os
import sys
import time

import digits
import numpy as np
import umap
from sklearn.neighbors import KNeighborsClassifier

folder = sys.argv[2]
known, new = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((3, 8000), (4, 2000)))
data, labels = digits.load(sys.argv[1], known + new)
os.makedirs(folder, exist_ok=True)
np.save(os.path.join(folder, "new.npy"), data[known:])
np.save(os.path.join(folder, "new.labels.npy"), labels[known:])

model = umap.UMAP(n_components=3, random_state=0).fit(data[:known])
seconds, placed = [], None
for _ in range(2):
    began = time.time()
    placed = model.transform(data[known:])
    seconds.append(round(time.time() - began, 2))
vote = KNeighborsClassifier(5).fit(model.embedding_, labels[:known])
print(json.dumps({
    "peer": f"umap-learn {umap.__version__}", "known": known, "new": new, "secondsFirst": seconds[0], "secondsSecond": seconds[1],
    "knnAccuracy5": round(float(vote.score(placed, labels[known:])), 4),
}))
