"""Questions of notebook 00, in the order in which they are asked."""

from utils.exercises.questions.question import Question

TITLES = {  # as they are shown, and how they begin in the table
    "Forrest Gump": "Forrest Gump",
    "The Matrix": "Matrix, The",
    "Pulp Fiction": "Pulp Fiction",
    "Star Wars": "Star Wars: Episode IV",
}


def _most_rated(popular):
    title = popular.loc[popular["ratings"].idxmax(), "title"]
    known = [shown for shown, begins in TITLES.items() if title.startswith(begins)]
    return known[0] if known else "another one"


QUESTIONS = [
    Question(
        "00.said",
        "Somebody says what they think in …",
        cell="traces-explicit",
        truth=lambda traces: traces["stars"].notna().sum(),
        within=0.5,
        unit="traces",
        why="All others tell what was done, and leave us to guess why.",
    ),
    Question(
        "00.popular",
        "Rated most often was …",
        cell="popularity",
        choices=(*TITLES, "another one"),
        answer="Forrest Gump",
        truth=_most_rated,
        why="Many had just seen it when MovieLens began, and it has been there to be "
        "rated ever since.",
    ),
    Question(
        "00.zeros",
        "For the row [4, None, 2] this function returns …",
        cell="wrong-answer",
        truth=lambda mean_with_zeros: mean_with_zeros([4, None, 2]),
        within=0.05,
        unit="stars",
        why="The hole was taken for a movie with no stars at all.",
    ),
]
