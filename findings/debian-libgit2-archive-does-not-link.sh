#!/bin/bash
# libgit2-dev 1.5.1 (Debian 12; so is 1.9.0 of Debian 13): its archive, and what `pkg-config --static` names for it.
# Expected: a program that only calls git_libgit2_init() links with what pkg-config names. Seen: it lacks all of gss_…, because the
# archive was built with Kerberos and libgit2.pc does not say so; and no package of Debian's has an archive of that library
# (libkrb5-dev has shared ones alone). What the missing names are for is authentication over the network: a program that does
# without a network can answer libgit2's own transports and streams itself, and then neither Kerberos nor TLS is asked for.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export HOME=$T
for program in gcc pkg-config dpkg-deb; do command -v $program >/dev/null || { echo "$program is missing"; exit 2; }; done
mkdir "$T/packages" && cd "$T/packages" && chmod 755 "$T" || exit 2
apt-get download -qq libgit2-dev=1.5.1+ds-1+deb12u2 libssh2-1-dev=1.10.0-3+deb12u1 libmbedtls-dev=2.28.3-1 libhttp-parser-dev=2.9.4-5 libpcre2-dev=10.42-1+deb12u2 zlib1g-dev=1:1.2.13.dfsg-1 \
    libssl-dev=3.0.22-1~deb12u2 libkrb5-dev=1.20.1-2+deb12u5 >/dev/null 2>&1 || { echo 'the packages cannot be had'; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" "$T/root"; done
export PKG_CONFIG_SYSROOT_DIR=$T/root PKG_CONFIG_LIBDIR
PKG_CONFIG_LIBDIR=$(dirname "$(find "$T/root" -name libgit2.pc)")
libraries=$(pkg-config --static --libs libgit2) && echo "pkg-config --static --libs libgit2: ${libraries//$T/}"
printf '#include <git2.h>\nint main(void) { return git_libgit2_init() < 0; }\n' >"$T/program.c"
# shellcheck disable=SC2046,SC2086
gcc "$T/program.c" -o "$T/program" $(pkg-config --cflags libgit2) -Wl,-Bstatic $libraries -lcrypto -Wl,-Bdynamic >"$T/said" 2>&1
echo "status of the linker: $?"
missing=$(grep -o 'undefined reference to .*' "$T/said" | sort -u) && echo "$missing"
archives=$(find "$T/root" -name 'lib*krb5*.a' -o -name 'libgssapi*.a') && echo "archives of Kerberos: ${archives:-none}"
echo "$missing" | grep -q gss_init_sec_context && [ -z "$archives" ] && { echo 'still so'; exit 0; }
echo 'Debian does otherwise now'; exit 1
