"""What spreadsheets do to stars and times, told by what they leave.

Where a point does not part decimals, 4.5 is read as the fourth of May, or written
"4,5", while 4 and 5 stay: half stars alone are lost. So a row is never to be deleted.
"""

import re
from collections.abc import Sequence

MONTH = r"[^\W\d_]{3,}\.?"
DATE = re.compile(
    rf"""\d{{1,2}}[-./ ]\s?{MONTH}([-./ ]\s?\d{{2,4}}\.?)?  # 4.May, 04. Mai 2026
    | {MONTH}[-./ ]\s?\d{{1,4}}                             # May-04
    | \d{{1,4}}([-./])\s?\d{{1,2}}\2\s?(\d{{2,4}})?\.?      # 2026-05-04, 4.5.26
      ([ T]\d\d?:\d\d(:\d\d(\.0+)?)?)?
    | [345]\d{{4}}                                          # the day's number""",
    re.VERBOSE,
)
WHOLE_HALF_OR_MAY = re.compile(r"(\d(\.0?)?|0?\.5|(?P<may>0?[1-4]\.05))([eE]\+?0+)?")
DECIMAL = re.compile(r"\d?([,٫،·'’])\d+")
SIGNS = {",": "a decimal comma", "٫": "an Arabic or Persian decimal sign"}
UNITS = {"nanoseconds": 10**9, "microseconds": 10**6, "milliseconds": 1000}
KEEP = "do not delete these rows: they are your half stars"


def of_stars(words: Sequence[str]) -> tuple[int, str] | None:
    """Where a spreadsheet has damaged a column of ratings first, and what to do.

    Examples
    --------
    >>> of_stars(["4", "4.May"])[0], of_stars(["4", "4,5"])[0]
    (1, 1)
    >>> of_stars(["4", "4.05"])[0], of_stars(["4.05E+00"])[0]
    (1, 0)
    >>> of_stars(["4", "4.5", "six"])
    """
    dates = [i for i, word in enumerate(words) if DATE.fullmatch(word)]
    found = [WHOLE_HALF_OR_MAY.fullmatch(word) for word in words]
    if not dates and all(found):
        dates = [i for i, one in enumerate(found) if one["may"]]
    if dates:
        return dates[0], (
            "which a spreadsheet has made of a half star, as 4.5 is the fourth of May "
            f"in many languages ({len(dates)} such): {KEEP}. Open the table from "
            "before once more with the column 'rating' as text (LibreOffice: without "
            "'Detect special numbers'; Excel: Data, From Text/CSV, 'Do not detect data "
            "types'), and save it as 'CSV UTF-8'"
        )
    signs = [i for i, word in enumerate(words) if DECIMAL.fullmatch(word)]
    if signs:
        sign = DECIMAL.fullmatch(words[signs[0]])[1]
        return signs[0], (
            f"{SIGNS.get(sign, f'{sign!r} as decimal sign')} ({len(signs)} such), "
            f"expected a point: {KEEP}. Give the column 'rating' the language English "
            "(USA) in the spreadsheet, and save it as 'CSV UTF-8'; or replace the sign "
            "by a point in a text editor"
        )
    return None


def of_times(words: Sequence[str]) -> tuple[int, str] | None:
    """Where a column of times is no seconds but something well known, and what to do.

    Examples
    --------
    >>> of_times(["0", "1476640644000"])[1]
    'milliseconds since 1970, expected seconds: divide the column by 1000'
    >>> of_times(["1476640644"])
    """
    for i, word in enumerate(words):
        if re.fullmatch(r"\d[.,]\d+[eE]\+?\d+", word):
            return i, (
                "a time that a spreadsheet has shortened; its digits are lost: open "
                "the table from before with the column 'timestamp' as text"
            )
        if re.fullmatch(r"\d{12,19}(\.0?)?", word):  # seconds of the year 5138 or later
            digits = len(word.split(".")[0])
            unit, by = next(u for u in UNITS.items() if digits >= len(str(u[1])) + 8)
            return i, (
                f"{unit} since 1970, expected seconds: divide the column by {by}"
            )
    return None
