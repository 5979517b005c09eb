#!/bin/sh
# What some tests look with: Chinese fonts for PDFs, a browser for the page. Installed where that can be done without
# asking; where it cannot, those tests say that they were skipped.
set -eu
missing=""
have() { dpkg -s "$1" >/dev/null 2>&1; }
if ! command -v apt-get >/dev/null 2>&1; then
    echo "test tools: no apt-get here; tests that need fonts-noto-cjk or chromium are skipped where these are missing"
    exit 0
fi
for package in fonts-noto-cjk fonts-arphic-gbsn00lp fonts-dejavu-core chromium; do
    have "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "test tools: not root; to run every test first: apt-get install$missing"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1 || true
# shellcheck disable=SC2086  # a list of words
apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
    echo "test tools: could not install$missing; tests that need them are skipped"
