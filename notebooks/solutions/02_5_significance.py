"""The weight is 0 without support, a half when the support equals the shrinkage, and
goes to 1: a similarity has to be earned. One common movie no longer makes a twin."""


def significance(similarities, support, shrinkage):
    return similarities * support / (support + shrinkage)
