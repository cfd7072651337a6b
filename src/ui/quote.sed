# SPDX-License-Identifier: GPL-2.0-or-later
# Each line becomes a C string.
s/["\]/\\&/g
s/^/"/
s/$/\\n"/
