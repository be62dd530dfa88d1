"""Code in the documents does what they say it does."""

import doctest

from utils.files import ROOT


def test_matrices_in_ten_minutes():
    text = (ROOT / "docs" / "matrices.md").read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(
        text.replace("```", ""), {}, "matrices.md", None, 0
    )
    result = doctest.DocTestRunner().run(examples)
    assert result.attempted >= 6 and not result.failed
