"""The helper package of the workbook: small rooms, stacked on floors.

A file imports only from floors below its own; a test keeps this.

=====  ==============================================================
floor  rooms
=====  ==============================================================
0      cores, files, java, download, ratings_csv, simulate, spark_jobs, titles
1      class_data, data, least_squares, matrix, metrics, pairs
1      glossary, leaderboard, machine, reveal, spark_programs
2      baselines, ease, implicit, offline_pack, site, spark_settings, splits, submission
3      als, cluster, recommend, similarity, spark
4      classroom, knn, ladder, live, plots
5      exercises, hover_map, rungs, scaling_plots, vector_plots
6      capstone, preflight, widgets
7      notebooks
8      blank, routes, slides
9      rehearsal
=====  ==============================================================

Only ``spark`` imports pyspark and only ``widgets`` imports ipywidgets, so that
every other lesson works without Java and without a browser.
"""
