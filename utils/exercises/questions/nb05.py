"""Questions of notebook 05, in the order in which they are asked."""

from utils.exercises.questions.question import Question

FOUR = (
    "ALS, rank 10, λ 0.1",
    "ALS, tuned",
    "damped means",
    "ALS on what the means leave over, tuned",
)
LINES = ("the line that groups and counts", "the line that asks how many groups")
RARE = ("none or one", "two to five", "six or more")


def _types(untyped):
    kinds = {kind for _, kind in untyped.dtypes}
    if kinds == {"string"}:
        return "text"
    return "numbers of one kind" if len(kinds) == 1 else "numbers that fit"


def _what_was_read(as_read):
    first = as_read.first()  # the file says movie 31, user 1
    return "the right columns" if first.userId == 1 else "the wrong columns"


def _share(n_leaked, n_test):
    share = n_leaked / n_test
    if share in (0, 1):
        return "none of them" if share == 0 else "all of them"
    return "about two in ten" if share < 0.5 else "about eight in ten"


def _its_best(rmse):
    others = ("λ = 2", "λ = 0.15")
    return min(others, key=lambda name: abs(rmse[name] - rmse["its best"]))


def _how_many_rare(n_rare):
    return RARE[0] if n_rare < 2 else RARE[1] if n_rare < 6 else RARE[2]


QUESTIONS = [
    Question(
        "05.types",
        "Without a schema, Spark reads all columns as …",
        cell="read-without-schema",
        choices=("numbers that fit", "numbers of one kind", "text"),
        answer="text",
        truth=_types,
        why="It looks at the values only if you ask it to, since that takes a reading.",
    ),
    Question(
        "05.header",
        "With this schema and such a header, Spark gives us …",
        cell="schema-trap-code",
        choices=("an error", "the right columns", "the wrong columns"),
        answer="the wrong columns",
        truth=_what_was_read,
        why="With a schema it goes by the place of a column, and not by its name.",
    ),
    Question(
        "05.lazy",
        "More time is taken by …",
        cell="lazy-plan",
        choices=LINES,
        answer=LINES[1],
        truth=lambda plan_seconds, all_seconds: (
            LINES[0] if plan_seconds > all_seconds - plan_seconds else LINES[1]
        ),
        why="The other line only makes a plan.",
    ),
    Question(
        "05.leaked",
        "Of our test ratings, those that would be training ratings are …",
        cell="split-trap-code",
        choices=(
            "none of them",
            "about two in ten",
            "about eight in ten",
            "all of them",
        ),
        answer="about eight in ten",
        truth=_share,
        why="An id has other bytes as another type, so the hash is another number.",
    ),
    Question(
        "05.stages",
        "How many times did the tasks wait for one another and exchange data?",
        cell="fit-did-table",
        truth=lambda did: float(did["number"].get("stages", "nan").replace(",", "")),
        factor=2,
        unit="times",
        why="At the end of each stage, and each half-step waits for the one before it.",
    ),
    Question(
        "05.error",
        "On the test ratings that ALS can predict, its RMSE is …",
        cell="honest-compare",
        truth=lambda rmse_of_als: rmse_of_als,
        within=0.05,
        unit="stars",
        why="The others are NaN, and a single one would make the whole mean NaN.",
    ),
    Question(
        "05.sums",
        "The smaller error is that of …",
        cell="means-compare",
        choices=("damped means", "ALS"),
        answer="damped means",
        truth=lambda rmse_of_means, rmse_of_plain: (
            "damped means" if rmse_of_means < rmse_of_plain else "ALS"
        ),
        why=(
            "Most of what can be predicted about a rating is how harsh the person is "
            "and how good the movie is."
        ),
    ),
    Question(
        "05.four",
        "The smallest error on the test ratings is that of …",
        cell="refit-compare",
        choices=FOUR,
        answer=FOUR[3],
        truth=lambda errors: errors["known to ALS"].idxmin(),
        why="Means explain what they can, and vectors learn what is left over.",
    ),
    Question(
        "05.search",
        "Its best model is the one with …",
        cell="cross-validation-code",
        choices=("λ = 2", "λ = 0.15"),
        answer="λ = 2",
        truth=_its_best,
        why="A NaN is neither smaller nor larger, so the first one stays the best.",
    ),
    Question(
        "05.vectors",
        "The vectors will differ by …",
        cell="half-step-all",
        choices=("a tenth", "a thousandth", "less"),
        answer="less",
        truth=lambda n_far: "a thousandth" if n_far else "less",
        why="The last thing that Spark did was this half-step.",
    ),
    Question(
        "05.seen",
        "Among its recommendations, movies that they have seen are …",
        cell="recommend-some",
        choices=("left out", "not left out"),
        answer="not left out",
        truth=lambda n_lists, n_unseen: (
            "left out" if n_lists == n_unseen else "not left out"
        ),
        why="Spark multiplies vectors, and does not look at the ratings again.",
    ),
    Question(
        "05.stays",
        "More of your ten movies stay the same …",
        cell="refit-you-code",
        choices=("after the refit with you", "with the other seed"),
        answer="after the refit with you",
        truth=lambda same: (
            "after the refit with you"
            if same["after a refit with you"] > same["with another seed"]
            else "with the other seed"
        ),
        why="One person among hundreds hardly moves the vectors of the movies.",
    ),
    Question(
        "05.rare",
        "Without that demand, those with fewer than 20 ratings are …",
        cell="won-lists",
        choices=RARE,
        truth=_how_many_rare,  # from none to all, by your taste
        why="Your taste decides: one fan who often agrees with you can be enough.",
    ),
]
