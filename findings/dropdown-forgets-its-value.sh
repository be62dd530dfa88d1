#!/usr/bin/env bash
# A Dropdown whose options are replaced jumps to the first, though yours is still there.
#
# Versions: ipywidgets 8.1.9.
# Expected: value 'pl' stays where the new options have 'pl', too, and observers hear
#   nothing.
# Seen: value 'de', the first of the new options, and observers are told that the
#   value changed from 'pl' to 'de'. A Combobox with ensure_option=True does the
#   opposite: it keeps a value that is no option any more.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check ipywidgets==8.1.9
cd "$work"

"$work/venv/bin/python" - <<'PY'
import ipywidgets

heard = []
menu = ipywidgets.Dropdown(options=["en", "de", "pl"], value="pl")
menu.observe(lambda change: heard.append((change["old"], change["new"])), "value")
menu.options = ["de", "pl", "fr"]
box = ipywidgets.Combobox(options=["en"], value="en", ensure_option=True)
box.options = ["de"]

print("ipywidgets", ipywidgets.__version__)
print("expected: Dropdown pl [], Combobox an error or another value than en")
print("seen: Dropdown", menu.value, heard, "Combobox", box.value)
if (menu.value, heard, box.value) != ("de", [("pl", "de")], "en"):
    raise SystemExit("This has changed.")
PY
