"""The helper package: a file for a word of the course, a folder for a subject.

A file imports only from floors below its own (CONTRIBUTING.md shows them). Only
``spark`` imports pyspark and only ``widgets`` imports ipywidgets, so that every other
lesson works without Java and without a browser.
"""

# Five names of 0.1 still work for one release: learners have copies of the notebooks.
__path__.append(f"{__path__[0]}/moved")
