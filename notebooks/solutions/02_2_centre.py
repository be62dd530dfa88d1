"""Centring makes 0 mean 'as this person usually rates', and makes harsh and generous
people comparable. A hole stays a hole: it is neither 0 nor average."""


def centre(row):
    known = [stars for stars in row if stars is not None]
    mean = sum(known) / len(known)
    return [None if stars is None else stars - mean for stars in row]
