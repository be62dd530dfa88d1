"""Both count the hits among the first k. Precision asks how many of the k places were
well used; recall, how much of what there was to find has been found."""


def precision_and_recall(recommended, relevant, k):
    hits = len(set(recommended[:k]) & relevant)
    return hits / k, hits / len(relevant)
