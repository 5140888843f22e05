#!/bin/bash
# Sandali from this repository: policy `open`, flood limits off, all else as it comes. Every run begins with an empty log.
PEER=sandali PORT=16800
. "$(dirname "$0")/common.sh"
TOP=$(cd "$HERE/../.." && pwd)
SANDALID=${SANDALID:-$TOP/.build/release/sandalid}
peer_prepare() {
  [[ -x $SANDALID ]] ||
    swift build --package-path "$TOP" -c release --static-swift-stdlib --product sandalid >&2
  cat >"$DIR/sandali.yaml" <<CONF
policy: open
listen.tls: ["127.0.0.1:$PORT"]
tls.certificate: "$CERT"
tls.key: "$KEY"
data.directory: "$DIR/data"
keys.master: "$DIR/master.key"
flood.enabled: off
limits.connections: 0
limits.per-address: 0
CONF
  [[ -e $DIR/master.key ]] || "$SANDALID" keys init --config "$DIR/sandali.yaml" >"$LOG" 2>&1
}
peer_start() {
  rm -rf "$DIR/data"
  "$SANDALID" run --config "$DIR/sandali.yaml" >"$LOG" 2>&1 &
  echo $! >"$PIDFILE"
}
peer_stored() { # how many texts the log holds, once the server has stopped
  python3 - "$DIR"/data/*.sqlite <<'PY'
import sqlite3, sys
log = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print(log.execute("SELECT count(*) FROM event WHERE substr(head, 4, 2) IN (x'0028', x'0029')").fetchone()[0])
PY
}
main "$@"
