"""Your taste as one page: no script, nothing that is loaded, light and dark."""

import html

import pandas as pd

from utils.taste.drawing import movie_map
from utils.taste.taste import METHOD, Taste, moved, reason

STYLE = """
:root { color-scheme: light dark; --text: #1b1b1b; --soft: #595959; --page: #fff;
  --line: #d5d5d5; --you: #0173B2; --all: #B35900; --dot: #9a9a9a; }
@media (prefers-color-scheme: dark) { :root { --text: #ececec; --soft: #b5b5b5;
  --page: #17191d; --line: #454a52; --you: #56B4E9; --all: #ECAF5B; --dot: #7d838c; } }
@media print { :root { color-scheme: light; --text: #000; --soft: #444; --page: #fff;
  --line: #bbb; --you: #0173B2; --all: #B35900; --dot: #999; }
  section { break-inside: avoid; } * { print-color-adjust: exact; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 17px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
main { max-width: 44em; margin: 0 auto; padding: 1.2em; }
h1 { font-size: 1.8em; line-height: 1.2; margin: 0.4em 0 0; }
h2 { font-size: 1.2em; margin: 1.8em 0 0.4em; }
p, ol, table { margin: 0.4em 0; } ol { padding-left: 2em; }
li { margin: 0.55em 0; } small, .soft { color: var(--soft); font-size: 0.85em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.25em 0.5em 0.25em 0; font-weight: normal;
  border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--soft); font-size: 0.85em; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.track { position: relative; height: 22px; min-width: 4em;
  background: linear-gradient(var(--line), var(--line)) center / 1px 100% no-repeat; }
.track i { position: absolute; height: 9px; top: 1px; background: var(--you); }
.track i.all { top: 12px; background: repeating-linear-gradient(135deg, var(--all)
  0 3px, transparent 3px 5px); border: 1px solid var(--all); }
.g { white-space: nowrap; }
.done span { display: inline-block; white-space: nowrap; margin-right: 0.8em; }
svg { width: 100%; height: auto; border: 1px solid var(--line); }
svg text { fill: var(--text); font: 19px system-ui, sans-serif; }
svg .dot { fill: var(--dot); } svg .mine { fill: var(--all); }
svg .me { fill: var(--you); } svg .name path { stroke: var(--text); }
svg text { paint-order: stroke; stroke: var(--page); stroke-width: 5px; }
"""


def page(taste: Taste) -> str:
    """Write the page.

    Parameters
    ----------
    taste : Taste

    Returns
    -------
    str
        HTML of one file that loads nothing, which its first lines forbid it to do.
    """
    title = html.escape(taste.title())
    parts = [_listed(taste), _twin(taste), _genres(taste.genres), _map(taste)]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n<body><main>\n"
        f"<h1>{title}</h1>\n<p>{html.escape(taste.headline())}</p>\n"
        + "".join(f"<section>{part}</section>\n" for part in [*parts, _done(taste)])
        + _foot(taste)
        + "</main></body></html>\n"
    )


def _listed(taste: Taste) -> str:
    if not len(taste.listed):
        return (
            "<h2>No list yet</h2><p>A list is made of what you liked: of 4 stars or "
            "more.</p>"
        )
    rows = "".join(
        f'<li>{html.escape(row.title)} <span class="soft" aria-hidden="true">'
        f"{moved(row)}</span><br><small>{html.escape(reason(row))}</small></li>"
        for row in taste.listed.itertuples()
    )
    return f'<h2>To see next</h2><ol>{rows}</ol><p class="soft">{METHOD}</p>'


def _twin(taste: Taste) -> str:
    twin = taste.twin
    if twin is None:
        return "<h2>No twin yet</h2><p>Nobody has rated what you have as you did.</p>"
    shared = twin.shared
    apart = (shared["you"] - shared["twin"]).abs()
    rows = "".join(
        f"<tr><td>{html.escape(row.title)}</td>"
        f'<td class="n">{row.you:g}</td><td class="n">{row.twin:g}</td></tr>'
        for row in shared.head(6).itertuples()
    )
    words = f"User {twin.user} of MovieLens, with {len(shared)} movies in common"
    if apart.max() > 0:
        most = shared.loc[apart.idxmax()]  # of equal ones the best liked, as in 02
        words += (
            f"; farthest apart on {most['title']}, {most['you']:g} and "
            f"{most['twin']:g} stars"
        )
    new = f" What they loved besides: {'; '.join(twin.loved)}." * bool(twin.loved)
    return (
        f"<h2>A twin</h2><p>{html.escape(words)}.{html.escape(new)}</p>"
        '<table><thead><tr><th>stars for</th><th class="n">me</th>'
        f'<th class="n">twin</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="soft">Similarity {twin.similarity:.2f}: a correlation over the '
        "movies that both rated, shrunk by how few these are.</p>"
    )


def signed(stars: float) -> str:
    """Stars above or below a mean, so exact that what has a bar has a figure.

    >>> signed(0.256), signed(-0.04), signed(-0.001)
    ('+0.26', '−0.04', '0')
    """
    return f"{stars:+.2f}".replace("-", "−") if abs(stars) >= 0.005 else "0"


def _genres(genres: pd.DataFrame) -> str:
    if not len(genres):
        return "<h2>No genres yet</h2><p>Two ratings in a genre are needed.</p>"
    most = max(genres[["you", "everybody"]].abs().max())

    def bar(value: float, kind: str) -> str:
        width = 49 * abs(value) / most
        left = 50 - width * (value < 0)
        place = f"left: {left:.1f}%; width: {width:.1f}%"
        return f'<i class="{kind}" style="{place}"></i>'

    rows = "".join(
        f'<tr><th class="g">{html.escape(genre)} <small>{row.ratings:.0f}</small></th>'
        f'<td style="width: 40%"><div class="track" aria-hidden="true">'
        f"{bar(row.you, 'you')}{bar(row.everybody, 'all')}</div></td>"
        f'<td class="n">{signed(row.you)}</td>'
        f'<td class="n">{signed(row.everybody)}</td>'
        "</tr>"
        for genre, row in genres.iterrows()
    )
    return (
        "<h2>Taste against everybody's</h2><table><thead><tr>"
        "<th>genre, ratings</th><th>below · above</th>"
        '<th class="n">me</th><th class="n">everybody</th></tr></thead>'
        f'<tbody>{rows}</tbody></table><p class="soft">Stars above (to the right) or '
        "below one's own mean: mine full, pulled to 0 where ratings are few, "
        "everybody's striped.</p>"
    )


def _map(taste: Taste) -> str:
    table, you = taste.map
    if you is None:
        return ""
    near = html.escape("; ".join(taste.nearest()))
    return (
        f"<h2>On the map of movies</h2>{movie_map(table, you)}"
        f"<p>Nearest to me: {near}.</p>"
        '<p class="soft">Each dot is a movie; those that the same people like lie '
        "close to each other, as ALS found in notebook 04. Diamonds are the rated "
        "ones; I am in the middle of those that I liked more than expected.</p>"
    )


def _done(taste: Taste) -> str:
    def mark(row) -> str:
        words = f"{'✔' if row.state == 'right' else '○'} {row.Index}"
        return f"<span>{words if row.kind == 'core' else f'({words})'}</span>"

    rows = "".join(
        f'<tr><th>{notebook[:2]}</th><td class="done">'
        f"{''.join(map(mark, some.itertuples()))}</td></tr>"
        for notebook, some in taste.exercises.groupby("notebook")
    )
    return (
        f"<h2>What was done</h2><p>{taste.foresaw()} {taste.right()}</p>"
        "<table><thead><tr><th>notebook</th><th>exercises: ✔ right, ○ open, (extra)"
        f"</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _foot(taste: Taste) -> str:
    return (
        f'<p class="soft">Building Recommender Systems in Python with Apache Spark, '
        f"{html.escape(taste.made)}. Computed on one's own machine; nothing was sent "
        "anywhere. <i>Right</i> says that the answer passed its checks there. Ratings: "
        "MovieLens, F. M. Harper and J. A. Konstan, 2015.</p>\n"
    )
