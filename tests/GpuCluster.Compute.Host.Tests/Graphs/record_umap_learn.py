"""Writes umap-variants.json: the graphs that umap-learn 0.5.3 makes of the points of fuzzy-umap-learn.json with other rules than the defaults.

Run in this folder with the Python that has umap-learn: python3 record_umap_learn.py
"""
import json

import numpy as np
import scipy.sparse
import umap
from umap.umap_ import discrete_metric_simplicial_set_intersection, fuzzy_simplicial_set

with open("fuzzy-umap-learn.json") as file:
    base = json.load(file)
n, k = base["n"], base["k"]
indices = np.array(base["neighbours"]).reshape(n, k)
distances = np.array(base["distances"], np.float32).reshape(n, k)
# Three clusters of 20 as classes, some samples in the wrong one, some without a class.
target = np.repeat([0, 1, 2], 20)
target[[2, 25, 44]] = [1, 2, 0]
target[[5, 21, 22, 59]] = -1


def numbers(values):
    return [float("%.9g" % value) for value in np.asarray(values).ravel()]


def graph_of(mix=1.0, connectivity=1.0):
    graph, _, _ = fuzzy_simplicial_set(
        np.zeros((n, 1), np.float32), k, np.random.RandomState(0), "euclidean", knn_indices=indices, knn_dists=distances,
        set_op_mix_ratio=mix, local_connectivity=connectivity)
    return graph


def recorded(graph, **rule):
    graph = scipy.sparse.csr_matrix(graph)
    graph.sort_indices()
    graph.eliminate_zeros()
    return dict(rule, rowStart=graph.indptr.tolist(), columns=graph.indices.tolist(), weights=numbers(graph.data))


def supervised(weight):
    far = 2.5 / (1 - weight) if weight < 1 else 1.0e12
    return discrete_metric_simplicial_set_intersection(graph_of().tocoo(), target, far_dist=far)


variants = [recorded(graph_of(mix, connectivity), mix=mix, connectivity=connectivity) for mix, connectivity in [(0.5, 1), (0, 1), (1, 2), (1, 2.5), (1, 0.5), (0.25, 3)]]
labelled = [recorded(supervised(weight), weight=weight) for weight in [0.5, 0.9, 1.0]]
with open("umap-variants.json", "w") as file:
    json.dump(dict(umapLearn=umap.__version__, target=target.tolist(), variants=variants, supervised=labelled), file)
