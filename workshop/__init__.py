"""What those who teach and maintain run; no lesson imports it.

``python -m workshop`` says its verbs. It imports ``utils``, never the reverse.
"""
