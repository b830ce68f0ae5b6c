#!/bin/sh
# Writes config.json from the environment, and then becomes what stands behind it.
#
#   SERVER         the one server to use, such as https://media.example.org
#   SIGN_IN        code, password or both
#   NAME           the title of the page
#   OPEN_JELLYFIN  where "Open Jellyfin" leads
#   TELEVISION     true or false
#
# Without any of them, config.json stays as it is, so that a mounted one is used.
set -eu

folder=${FOLDER:-/srv}

# A text as JSON. A line break or another control character cannot be meant.
text() {
    printf '"%s"' "$(printf '%s' "$1" | tr -d '[:cntrl:]' | sed 's/\\/\\\\/g; s/"/\\"/g')"
}

members=
add() {
    members="$members${members:+, }\"$1\": $2"
}

[ -z "${SERVER:-}" ] || add server "$(text "$SERVER")"
[ -z "${SIGN_IN:-}" ] || add signIn "$(text "$SIGN_IN")"
[ -z "${NAME:-}" ] || add name "$(text "$NAME")"
[ -z "${OPEN_JELLYFIN:-}" ] || add openJellyfin "$(text "$OPEN_JELLYFIN")"
case ${TELEVISION:-} in
    '') ;;
    true | false) add television "$TELEVISION" ;;
    *)
        echo "TELEVISION is true or false, not $TELEVISION." >&2
        exit 1
        ;;
esac
[ -z "$members" ] || printf '{ %s }\n' "$members" >"$folder/config.json"

exec "$@"
