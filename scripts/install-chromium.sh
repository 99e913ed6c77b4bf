#!/usr/bin/env bash
# Installs Debian's Chromium for the tests with a real browser, if it is missing. Where it cannot be
# had, those tests are skipped, and say so.
set -euo pipefail

if command -v chromium >/dev/null; then
  exit 0
fi
if ! { apt-get update && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core; } >/tmp/install-chromium.log 2>&1; then
  tail -n 5 /tmp/install-chromium.log
  echo "SKIPPED: Chromium cannot be installed here"
fi
