"""Questions of notebook 09, in the order in which they are asked."""

from utils.exercises.questions.question import NotYet, Question

BESIDE_EASE = ("above it", "below it, by less than 0.02", "far below it")


def _seen(same_for_all, parts):
    ten = parts.movie_ids.searchsorted(next(iter(same_for_all.values())))
    if parts.X[:, ten].nnz:
        return "a movie that they have seen"
    return "a movie twice" if len(set(ten)) < 10 else "too few movies"


def _how_low_ratings_help(rows):
    ndcg = {name: row["nDCG@10"] for name, row in rows.items()}
    if ndcg["others 0.5"] > ndcg["EASE"]:
        return "as half a like"
    return "as a reason against" if ndcg["others -0.5"] > ndcg["EASE"] else "as neither"


def _coverage(rows):
    change = rows["half-life 10"]["coverage"] / rows["EASE"]["coverage"]
    return "rises" if change > 1.1 else "falls" if change < 0.9 else "stays"


def _price(table):
    ndcg = table["nDCG@10"]
    lost = 1 - ndcg["discount 0.3"] / ndcg["EASE"]
    if lost < 0.1:
        return "a tenth at most"
    return "about a quarter" if lost < 0.4 else "about half"


def _beside_ease(final, leaderboard):
    ndcg = leaderboard().set_index("name")["nDCG@10"]
    if "my half-life 10" not in ndcg:
        raise NotYet("The leaderboard has no row with the name my half-life 10.")
    off = ndcg["my half-life 10"] - ndcg["EASE, likes"]
    return BESIDE_EASE[0 if off >= 0 else 1 if off > -0.02 else 2]


QUESTIONS = [
    Question(
        "09.likes",
        "The user in the middle has …",
        cell="look",
        truth=lambda liked_by: liked_by.median(),
        factor=1.5,
        unit="likes",
        why="A few people have liked hundreds of movies, most of them far fewer.",
    ),
    Question(
        "09.coverage",
        "Of the site's movies, popularity's lists show …",
        cell="first-score",
        truth=lambda lists, parts: (
            100 * len(set().union(*lists.values())) / len(parts.movie_ids)
        ),
        factor=2,
        unit="%",
        why="Everybody gets the same hits, but for those that they have seen.",
    ),
    Question(
        "09.refused",
        "Many of these lists hold …",
        cell="refused",
        choices=("a movie twice", "a movie that they have seen", "too few movies"),
        answer="a movie that they have seen",
        truth=_seen,
        why="The most popular movies are those that most people have rated.",
    ),
    Question(
        "09.low",
        "A low rating helps …",
        cell="start-1-run",
        choices=("as half a like", "as a reason against", "as neither"),
        answer="as neither",
        truth=_how_low_ratings_help,
        why="It is no like, and yet people go on watching what they find mediocre.",
    ),
    Question(
        "09.memory",
        "With a half-life of 10 ratings, coverage …",
        cell="start-2-run",
        choices=("rises", "stays", "falls"),
        answer="rises",
        truth=_coverage,
        why="Two people with the same old favourites get different lists.",
    ),
    Question(
        "09.discount",
        "The strongest of the three discounts lowers nDCG by …",
        cell="start-3-run",
        choices=("a tenth at most", "about a quarter", "about half"),
        answer="a tenth at most",
        truth=_price,
        why="A small power changes the order only among scores that were close.",
    ),
    Question(
        "09.pass",
        "Of the ten rows, there pass …",
        cell="choose",
        truth=lambda good: len(good),
        within=1,
        unit="rows",
        why="They were judged on a few hundred users, who can't tell small gaps apart.",
    ),
    Question(
        "09.handed-in",
        "Beside EASE on the ladder, it will stand …",
        cell="hand-in",
        choices=BESIDE_EASE,
        answer=BESIDE_EASE[1],
        truth=_beside_ease,
        why="The trials had put it behind by less than their error, which was large.",
    ),
    Question(
        "09.obvious",
        "Popularity's list for you and your own share …",
        cell="you",
        truth=lambda mine: len({*mine["popularity"]} & {*mine["yours"]}),
        within=1,
        unit="movies",
        why="A hit that fits what you liked is a good guess, by either way.",
    ),
]
