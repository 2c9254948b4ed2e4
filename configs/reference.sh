#!/bin/bash
# reference.sh [WEIR]: every key of the worker and of each plugin that is built, as Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
weir=${1:-build/weir}
echo "# Every key"
echo
echo "Written by \`make reference\` from the key tables; \`weir help CLASS\` says the same."
echo
"$weir" help worker --markdown
"$weir" plugins | awk '{print $2}' | sort -u | while read -r class; do
    echo
    "$weir" help "$class" --markdown
done
