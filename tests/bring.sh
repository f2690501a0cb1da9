#!/bin/sh
# Bring what the tests need and the machine lacks: a browser, PostgreSQL, Japanese fonts, Pango.
# BRING=no refuses it. Without root or passwordless sudo the command is named and the tests that need it are skipped
# loudly; with CI=true a lack is a failure, because nobody would read the skip.
set -u

fonts="fonts-morisawa-bizud-gothic fonts-ipaexfont-gothic"
pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

browser_starts() {
    for name in chromium chromium-browser google-chrome; do
        path=$(command -v "$name") || continue
        timeout 20 "$path" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync \
            --disable-background-networking --disable-component-update --dump-dom about:blank >/dev/null 2>&1 && return 0
    done
    return 1
}

has_postgres() {
    for folder in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin /usr/local/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && return 0
    done
    return 1
}

has_font() { fc-list :lang=ja 2>/dev/null | grep -q .; }
has_pango() { ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 && ldconfig -p | grep -q libharfbuzz-subset; }

lacking() {
    browser_starts || printf 'chromium '
    has_postgres || printf 'postgresql postgresql-contrib '
    has_font || printf '%s fontconfig ' "$fonts"
    has_pango || printf '%s ' "$pango"
}

missing=$(lacking)
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 $missing"

skip() {
    printf '\n!!! %s\n!!! Missing: %s\n!!! Tests that need it are SKIPPED. To bring it: sudo %s\n\n' "$1" "$missing" "$install" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 0
}

[ "${BRING:-yes}" = no ] && skip "Bringing packages was refused (BRING=no)."
command -v apt-get >/dev/null 2>&1 || skip "This machine has no apt-get."
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    skip "There is neither root nor passwordless sudo here."
fi

bring() {
    # No cluster of its own and no service: the tests start a throwaway one.
    case $missing in *postgresql*)
        $as_root mkdir -p /etc/postgresql-common/createcluster.d
        echo 'create_main_cluster = false' | $as_root tee /etc/postgresql-common/createcluster.d/portal-tests.conf >/dev/null
        ;;
    esac
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q -o DPkg::Lock::Timeout=300 &&
        $as_root env DEBIAN_FRONTEND=noninteractive $install
}

echo "Bringing what the tests need with apt: $missing" >&2
bring >&2 </dev/null || { sleep 5 && echo "Once more …" >&2 && bring >&2 </dev/null; } || skip "apt could not bring it."
missing=$(lacking)
[ -z "$missing" ] || skip "It is still missing after apt said it was done."
