#!/usr/bin/python3
"""scikit-learn's PCA to K components of an IDX folder: seconds and the variance explained, by its usual solver and by its exact one. See README.md."""
import json
import sys
import time

import digits
import sklearn
from sklearn.decomposition import PCA

data, _ = digits.load(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 70000)
count = int(sys.argv[3]) if len(sys.argv) > 3 else 50
for solver in ("auto", "full"):
    began = time.time()
    model = PCA(count, svd_solver=solver, random_state=0)
    model.fit_transform(data)
    print(json.dumps({
        "peer": f"scikit-learn {sklearn.__version__}", "solver": solver, "n": len(data), "components": count, "seconds": round(time.time() - began, 2),
        "explainedVariance": round(float(model.explained_variance_ratio_.sum()), 5), "last": round(float(model.explained_variance_ratio_[-1]), 6),
    }), flush=True)
