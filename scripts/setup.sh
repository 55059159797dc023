#!/usr/bin/env bash
# Makes .venv with the pinned requirements, and fetches the few Debian packages that tests and scans need.
set -euo pipefail
cd "$(dirname "$0")/.."

python=
for candidate in python3 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "Python 3.11 or newer is needed: install it (on Debian: apt-get install python3 python3-venv) and run this again." >&2; exit 1; }

[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the pinned requirements into .venv …" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# what Debian gives: a browser for the tests, tesseract for scans, antiword for old .doc files
declare -A packages=([chromium]=chromium [tesseract]="tesseract-ocr tesseract-ocr-vie" [antiword]=antiword)
missing=()
for program in "${!packages[@]}"; do
  command -v "$program" >/dev/null || missing+=(${packages[$program]})
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
    echo "Installing from Debian: ${missing[*]} …" >&2
    "${as_root[@]}" apt-get -q update >/dev/null
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=900 install -y -q --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "Missing, and not to be installed without root: ${missing[*]}. Ask an administrator to install them; the browser tests, scans and old .doc files need them." >&2
  fi
fi
touch .venv/.complete
