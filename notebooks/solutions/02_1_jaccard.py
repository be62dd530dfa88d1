"""What both have, divided by what either of them has: 1 for equal sets, 0 for sets
without a common movie, and the same whoever comes first. Two empty sets say nothing
about each other, so they are not alike."""


def jaccard(a, b):
    either = a | b
    return len(a & b) / len(either) if either else 0.0
