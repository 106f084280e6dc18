#!/usr/bin/env bash
# Prints the GPUs of this machine as Spark's resource discovery reads them: {"name": "gpu", "addresses": ["0", "1"]}
set -euo pipefail
indices=$(nvidia-smi --query-gpu=index --format=csv,noheader)
addresses=$(sed 's/.*/"&"/' <<<"$indices" | paste -sd, -)
[ -n "$indices" ] || { echo "nvidia-smi finds no GPU" >&2; exit 1; }
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
