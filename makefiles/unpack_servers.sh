#!/bin/bash
# Unpacks Debian's PostgreSQL and pgbouncer into build/servers: throw-away servers are started from
# there. Nothing is installed, so no cluster is made and no service of the system is touched.
set -euo pipefail
cd "$(dirname "$0")/.."
servers=build/servers
[ ! -e $servers/complete ] || exit 0
rm -rf $servers
mkdir -p $servers/packages
cd $servers/packages
apt-get download -qq postgresql-15 postgresql-client-15 pgbouncer
for package in *.deb; do
    dpkg -x "$package" ..
done
cd ..
rm -r packages
touch complete
