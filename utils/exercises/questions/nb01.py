"""Questions of notebook 01, in the order in which they are asked."""

from utils.exercises.questions.question import Question


def _stored_for_ben(centred):
    if not centred.nnz:
        return "nothing"
    return "two threes" if centred.count_nonzero() else "two zeros"


def _how_many_pairs(pairs):
    share = (pairs >= 5).mean()
    if share > 0.8:
        return "nearly all"
    return "about half" if share > 0.2 else "hardly any"


def _better_liked(by_size):
    few, many = by_size["mean stars"].iloc[[0, -1]]
    if abs(few - many) < 0.1:
        return "neither of them"
    return "movies that many rated" if many > few else "movies that few rated"


QUESTIONS = [
    Question(
        "01.zeros",
        "With zeros in her holes, the mean of Ana's stars is …",
        cell="ana-known",
        truth=lambda ana: ana.toarray().mean(),
        within=0.1,
        unit="stars",
        why="Three stars that she gave are shared out among all six movies.",
    ),
    Question(
        "01.stored",
        "Once his mean is taken off, what is stored for Ben is …",
        cell="stored-zeros",
        choices=("nothing", "two zeros", "two threes"),
        answer="two zeros",
        truth=_stored_for_ben,
        why="What is known stays known, whatever its value becomes.",
    ),
    Question(
        "01.density",
        "The share of known cells in MovieLens small is …",
        cell="densities",
        truth=lambda X: 100 * X.nnz / (X.shape[0] * X.shape[1]),
        factor=2,
        unit="%",
        why="There are thousands of movies, and nobody has the time for all of them.",
    ),
    Question(
        "01.memory",
        "As a dense matrix, MovieLens 32M takes …",
        cell="huge-table",
        truth=lambda sizes: sizes.loc["MovieLens 32M", "dense GB"],
        factor=2,
        unit="GB",
        why="Each cell takes eight bytes, whether anybody rated or not.",
    ),
    Question(
        "01.head",
        "Of all ratings, the top 1% of the movies hold …",
        cell="tail-numbers",
        truth=lambda sorted_counts, head: (
            100 * sorted_counts[:head].sum() / sorted_counts.sum()
        ),
        factor=1.5,
        unit="%",
        why="A few hits are seen by nearly everybody.",
    ),
    Question(
        "01.pairs",
        "Of all pairs of users, at least five movies are shared by …",
        cell="shared",
        choices=("nearly all", "about half", "hardly any"),
        answer="about half",
        truth=_how_many_pairs,
        why="These are active users of one site, and most of them know the hits.",
    ),
    Question(
        "01.lost",
        "More than half of all ratings are lost from a least number of …",
        choices=("5", "10", "20", "50"),
        answer="50",
        truth=lambda activity: str(activity.index[activity["ratings kept"] < 0.5][0]),
        why="By then hardly any movie is left, and many of the people are gone, too.",
    ),
    Question(
        "01.liked",
        "The better mean belongs to …",
        cell="not-random-table",
        choices=("movies that few rated", "movies that many rated", "neither of them"),
        answer="movies that many rated",
        truth=_better_liked,
        why="We watch what we expect to like, and hand on what was good.",
    ),
    Question(
        "01.strangers",
        "The share of users after the cut who are new is …",
        cell="not-true-future",
        truth=lambda users, new: 100 * new / len(users),
        within=15,
        unit="%",
        why="Most people came once, so whoever rates later is somebody else.",
    ),
]
