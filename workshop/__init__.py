"""What those who teach and maintain run; no lesson imports it.

``python -m workshop`` says its verbs. It imports ``utils``, never the reverse.
"""

import sys

# Else the import of nbformat builds a grammar of web addresses, for which no notebook
# asks: a second for each verb and each test; see findings/nbformat-builds-a-grammar.sh.
sys.modules.setdefault("rfc3987_syntax", None)
