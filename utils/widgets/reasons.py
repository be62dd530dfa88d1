"""Why a movie is in your list or is not, in words that say what is yours of it."""

import html

import numpy as np

from utils.widgets.live import SUPPORT, YOURS, Answer, Listed, Live, Whose
from utils.widgets.stars import in_words
from utils.widgets.titles import Shown

LONG = 42  # letters of a name in a reason


def signed(number: float, digits: int = 2) -> str:
    """A number with its sign, and a minus as long as the plus is wide.

    Examples
    --------
    >>> signed(0.25), signed(-1.5, 1), signed(-0.001)
    ('+0.25', '−1.5', '+0.00')
    """
    rounded = round(number, digits) + 0.0  # so that no zero has a minus
    return f"{rounded:+.{digits}f}".replace("-", "−")


def because(stars: float, name: str, whose: Whose = YOURS) -> str:
    """What you did that speaks for or against a movie.

    Examples
    --------
    >>> because(4.5, "Star Wars: Episode V - The Empire Strikes Back")
    'your 4½ stars for Star Wars: Episode V - The Empire Strikes…'
    """
    if len(name) > LONG:
        name = f"{name[:LONG].rstrip()}…"
    return f"{whose.of_one} {in_words(stars)} for {name}"


def reasons(listed: Listed, said: Answer, names: list[str]) -> list[str]:
    """Why each movie of a list is there.

    Parameters
    ----------
    listed : Listed
    said : Answer
    names : list of str
        Of what you rated, in the order of ``said.rated``.

    Returns
    -------
    list of str
    """
    words = []
    for usual, parts in zip(listed.usual, listed.parts):
        first = int(parts.argmax())
        why = because(said.stars[first], names[first], said.whose)
        if usual:
            words.append(_two(usual, parts.sum(), why, said.whose))
        elif parts[first] > 0:
            share = parts[first] / parts[parts > 0].sum()
            words.append(f"{100 * share:.0f}% from {why}")
        else:
            words.append(f"none of {said.whose.of_one} ratings speaks for it")
    return words


def _two(usual: float, yours: float, why: str, whose: Whose) -> str:
    """What anybody would get, and what you add to it, the larger part first."""
    if yours <= 0:
        less = f"; {whose.take} {-yours:.2f} off" if yours <= -0.005 else ""
        return f"everybody likes it ({signed(usual)} stars){less}"
    you = f"{whose.one} ({signed(yours)}), above all {why}"
    if usual <= 0:
        return f"only {you}; others {signed(usual)} stars"
    all_ = f"everybody likes it ({signed(usual)} stars)"
    most, less = (all_, you) if usual >= yours else (you, all_)
    return f"mostly: {most}; a little: {less}"


def why_not(
    live: Live, said: Answer, movie: int, shown: dict[int, Shown]
) -> list[tuple[str, str]]:
    """What each method says of one movie, and what pulls it down.

    Parameters
    ----------
    live : Live
    said : Answer
    movie : int
        Position in ``live.movie_ids``.
    shown : dict of int -> Shown

    Returns
    -------
    list of (name of the method, sentences)
    """
    names = [shown[m].name for m in live.movie_ids[said.rated]]
    rivals = live.counts >= SUPPORT
    rivals[said.rated] = False
    words = []
    for name, (scores, usual, parts_of) in said.methods.items():
        parts = parts_of(np.array([movie]))[0]
        place = 1 + int((scores[rivals] > scores[movie]).sum())
        score = f"score {signed(scores[movie])}"
        if name == "ALS":
            anybody = live.means.mu + usual[movie]
            score = _stars(anybody, said.bias, parts.sum(), said.whose)
        pulls = _pulls(usual[movie], parts, said, names)
        n = rivals.sum() + (not rivals[movie])
        words.append((name, f"{score}, no. {place:,} of {n:,}. {pulls}"))
    return words


def _stars(anybody: float, bias: float, taste: float, whose: Whose = YOURS) -> str:
    """A prediction and its parts, rounded first, so that they add up on paper."""
    parts = [round(float(part), 2) for part in (anybody, bias, taste)]
    return (
        f"{sum(parts):.2f} stars ({parts[0]:.2f} for anybody, {signed(parts[1])} for "
        f"how generous {whose.are}, {signed(parts[2])} from {whose.of_one} taste)"
    )


def _pulls(usual: float, parts: np.ndarray, said: Answer, names: list) -> str:
    """What speaks most against a movie, and most for it."""
    if not parts.any() and not usual:
        return "It knows nothing of it: no link from what was rated here."
    whys = [because(s, name, said.whose) for s, name in zip(said.stars, names)]
    if usual:
        like = "like it" if usual > 0 else "like it less than most"
        parts, whys = np.append(parts, usual), [*whys, f"that others {like}"]
    down, up = int(parts.argmin()), int(parts.argmax())
    against = (
        f"Pulled down most by {whys[down]} ({signed(parts[down])})"
        if parts[down] < -0.005
        else "Nothing pulls it down; others have more that speaks for them"
    )
    if parts[up] <= 0:
        return f"{against}; nothing speaks for it."
    return f"{against}; for it, most: {whys[up]} ({signed(parts[up])})."


def about(live: Live, said: Answer, movie: int, shown: Shown) -> str:
    """What is true of a movie for every method, as HTML."""
    n = int(live.counts[movie])
    words = f"<b>{html.escape(shown.title)}</b>, rated by {n} of {_people(live)}."
    if movie in said.rated:
        words += f" {said.whose.have} rated it, so no list has it."
    elif n < SUPPORT:
        words += f" Lists leave out what fewer than {SUPPORT} people rated."
    return words


def _people(live: Live) -> int:
    return live.left_over.shape[0]
