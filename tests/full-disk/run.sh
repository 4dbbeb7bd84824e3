#!/usr/bin/env bash
# Tests what happens on a disk that is really full. Needs root, which mounts a file system of 400 MB in a file.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/disk"
truncate -s 400M "$work/image"
mkfs.ext4 -q -m 0 "$work/image"
mount -o loop "$work/image" "$work/disk"
WINNOW_PROFILES="$work/disk" npx playwright test -c tests/full-disk/playwright.config.ts "$@"
