#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Writes docs/proofs.md from what the coverage program prints.
#
#     proofs/write_document.sh build/prove_coverage
set -eu
program=$1
root=$(dirname "$0")/..
commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || commit="none yet"
made=$(mktemp)
trap 'rm -f "$made"' EXIT

cat >"$made" <<TEXT
# Proofs

Every interval Attune shows claims to hold the truth 95 times in 100. Here it is asked to: samples
are drawn from worlds whose truth is known, and the share of intervals that hold it is counted.

Made by \`proofs/write_document.sh\` on $(date -u +%Y-%m-%d), commit $commit. The program is
\`proofs/coverage.c\`, the claims stand in \`src/stats/coverage.c\`, the worlds in
\`src/stats/trial.c\`; \`make test\` checks the claims at n = 10 and 30 each time.

A claim is 95 ± 1.5 %. Where theory says that cannot be, another band is claimed and the number in
brackets says why. Theory gives the reason, not the width: those bands were drawn around what longer
simulations (40,000 draws, other seeds) found, and keep it from getting worse unnoticed. With 4,000
draws a coverage of 95 % is known to ± 0.7 %. For \`wilson\` and \`adjusted_wald\` the tests also
sum the coverage over every possible result up to n = 100 and compare. Of \`linearised\` nothing is
claimed where n_eff is below 30: there it is not used.

*How to read the worlds.* a/b/c are the shares of positive, neutral and negative answers in per
cent; "1–5" and "1–7" are scores. *heavy*: who weighs more answers like this. *often*: who answers
three or four times does. N is the population where it is finite; in \`a − b\` both groups have n
answers unless the second has 3n. *too low*: the whole interval lay below the truth; *too high*:
above it.

What to take from it: intervals of shares and net shares fall at most 4 points short from ten
answers on, but for a net share of half and half at ten (89 %). Means of very skewed answers need a
hundred: at ten their interval holds the truth 89 times in 100. Clustered intervals need thirty
persons. From a thousand answers on every interval is what it says.

TEXT
status=0
"$program" >>"$made" || status=$?
cat "$made" >"$root/docs/proofs.md"
exit "$status"
