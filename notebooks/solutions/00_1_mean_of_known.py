"""Unknown is not zero. Only the known stars take part, in the sum and in the count:
a zero for each hole would say that you hated every movie that you have not seen."""


def mean_of_known(row):
    known = [stars for stars in row if stars is not None]
    return sum(known) / len(known)
