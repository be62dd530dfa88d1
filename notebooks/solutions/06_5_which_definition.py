"""What a hit is worth, and what the sum is divided by, are chosen apart: three pairs of
the two choices are in use under one name. Where all places hold hits, or there is none,
they say the same, so ask with a list that tells them apart."""

import math


def which_definition(recommended, relevant, k, number):
    usual = [1 / math.log2(1 + place) for place in range(1, k + 1)]
    flat = [1 / math.log2(max(place, 2)) for place in range(1, k + 1)]
    n_best = min(k, len(relevant))
    definitions = {
        "usual": (usual, sum(usual[:n_best])),
        "flat": (flat, sum(flat[:n_best])),
        "k hits": (usual, sum(usual)),
    }
    return [
        name
        for name, (gain, best) in definitions.items()
        if number
        == round(sum(g for g, m in zip(gain, recommended) if m in relevant) / best, 3)
    ]
