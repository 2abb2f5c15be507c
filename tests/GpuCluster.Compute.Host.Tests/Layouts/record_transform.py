"""Writes transform-umap-learn.json: how umap-learn 0.5.3 weighs the known neighbours of new points, and where it starts them.

Run in this folder with the Python that has umap-learn: python3 record_transform.py
"""
import json

import numpy as np
import umap
from sklearn.preprocessing import normalize
from umap.umap_ import compute_membership_strengths, init_transform, smooth_knn_dist
import scipy.sparse

rng = np.random.RandomState(5)
known = np.concatenate([rng.normal(centre, 1, (20, 4)) for centre in (0, 3, 6)]).astype(np.float32)
new = np.concatenate([rng.normal(centre, 1.2, (4, 4)) for centre in (0, 3, 6)]).astype(np.float32)
new[3] = known[7]
layout = rng.normal(0, 5, (60, 3)).astype(np.float32)
k = 9
distances = np.sqrt(((new[:, None].astype(np.float64) - known[None]) ** 2).sum(2))
indices = np.argsort(distances, axis=1, kind="stable")[:, :k]
nearest = np.take_along_axis(distances, indices, 1).astype(np.float32)


def numbers(values):
    return [float("%.9g" % value) for value in np.asarray(values).ravel()]


cases = []
for connectivity in (1.0, 2.5):
    # As UMAP.transform does it.
    sigmas, rhos = smooth_knn_dist(nearest, float(k), local_connectivity=max(0.0, connectivity - 1.0))
    rows, columns, values, _ = compute_membership_strengths(indices, nearest, sigmas, rhos, bipartite=True)
    graph = normalize(scipy.sparse.coo_matrix((values, (rows, columns)), shape=(len(new), len(known))).tocsr(), norm="l1")
    start = init_transform(graph.indices.reshape(len(new), k), graph.data.reshape(len(new), k), layout)
    cases.append(dict(connectivity=connectivity, weights=numbers(values), start=numbers(start)))
with open("transform-umap-learn.json", "w") as file:
    json.dump(dict(umapLearn=umap.__version__, k=k, features=4, known=numbers(known), fresh=numbers(new), layout=numbers(layout), indices=indices.ravel().tolist(),
                   distances=numbers(nearest), cases=cases), file)
