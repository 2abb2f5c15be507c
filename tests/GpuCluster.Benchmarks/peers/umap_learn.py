#!/usr/bin/python3
"""umap-learn in 3-D on an IDX folder: seconds and quality. See README.md."""
import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import digits

folder, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5000
data, labels = digits.load(folder, count)


def score(layout):
    from sklearn.manifold import trustworthiness
    from sklearn.model_selection import cross_val_score
    from sklearn.neighbors import KNeighborsClassifier

    result = {"knnAccuracy5": float(cross_val_score(KNeighborsClassifier(5), layout, labels, cv=5).mean())}
    if len(layout) <= 10000:
        result["trustworthiness15"] = float(trustworthiness(data, layout, n_neighbors=15))
    return {name: round(value, 4) for name, value in result.items()}


if len(sys.argv) > 3:
    import numpy as np

    print(json.dumps({"layout": sys.argv[3], "n": len(data), **score(np.load(sys.argv[3]))}))
    sys.exit()

seconds = []
for _ in range(2):
    began = time.time()
    import umap

    layout = umap.UMAP(n_components=3, n_jobs=-1).fit_transform(data)
    seconds.append(round(time.time() - began, 2))
print(json.dumps({"peer": f"umap-learn {umap.__version__}", "n": len(data), "first": seconds[0], "second": seconds[1], **score(layout)}))
