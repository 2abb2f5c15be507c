"""Writes sklearn-tsne.json: scikit-learn's t-SNE of the first bundled digits, in 2-D and 3-D.

    ./record_sklearn_tsne.py ../../../assets/mnist

Of five random states each, which end differently: "kl" is the divergence in double over all pairs, and "layout" is the first one in units of 1/256.
Recorded with scikit-learn 1.2.1; defaults throughout.
"""

import gzip
import json
import pathlib
import sys

import numpy as np
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors

COUNT, PERPLEXITY = 1000, 30.0


def digits(folder):
    """The first pixels of the data set in its order, train before t10k, 0 to 1."""
    names = sorted(pathlib.Path(folder).glob("*images*"), key=lambda path: "train" not in path.name)
    pixels = b"".join(gzip.open(name).read()[16:] for name in names)
    return np.frombuffer(pixels, np.uint8).reshape(-1, 784)[:COUNT].astype(np.float32) / 255


def exact_kl(data, layout):
    distances = NearestNeighbors(n_neighbors=int(3 * PERPLEXITY + 1)).fit(data).kneighbors_graph(mode="distance")
    distances.data **= 2
    p = _joint_probabilities_nn(distances, PERPLEXITY, 0).tocoo()
    freedom = layout.shape[1] - 1
    squares = ((layout[:, None] - layout[None]) ** 2).sum(2)
    similarity = (1 + squares / freedom) ** (-(freedom + 1) / 2)
    total = similarity.sum() - len(layout)
    kept = p.data > 0
    strength = p.data[kept].astype(np.float64)
    return float((strength * np.log(strength * total / similarity[p.row[kept], p.col[kept]])).sum())


def case(data, dims):
    layouts = [
        np.round(TSNE(n_components=dims, perplexity=PERPLEXITY, random_state=state).fit_transform(data).astype(np.float64) * 256) / 256
        for state in range(5)
    ]
    return {
        "dims": dims,
        "kl": [exact_kl(data, layout) for layout in layouts],
        "trustworthiness15": [float(trustworthiness(data, layout, n_neighbors=15)) for layout in layouts],
        "layout": (layouts[0].ravel() * 256).astype(int).tolist(),
    }


samples = digits(sys.argv[1])
target = pathlib.Path(__file__).with_name("sklearn-tsne.json")
target.write_text(json.dumps({"count": COUNT, "perplexity": PERPLEXITY, "cases": [case(samples, 2), case(samples, 3)]}) + "\n")
