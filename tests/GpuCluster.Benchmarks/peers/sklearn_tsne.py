#!/usr/bin/python3
"""scikit-learn's Barnes-Hut t-SNE in 3-D on an IDX folder: seconds, divergence and quality. See README.md."""
import json
import sys
import time

import digits
import sklearn
from sklearn.manifold import TSNE, trustworthiness
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

data, labels = digits.load(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5000)
began = time.time()
model = TSNE(n_components=3, n_jobs=-1)
layout = model.fit_transform(data)
seconds = time.time() - began
print(json.dumps({
    "peer": f"scikit-learn {sklearn.__version__}", "n": len(data), "seconds": round(seconds, 2), "kl": round(float(model.kl_divergence_), 4),
    "knnAccuracy5": round(float(cross_val_score(KNeighborsClassifier(5), layout, labels, cv=5).mean()), 4),
    "trustworthiness15": round(float(trustworthiness(data, layout, n_neighbors=15)), 4),
}))
