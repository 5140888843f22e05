# Shared by the peer scripts: each defines PEER, PORT, peer_prepare and peer_start (which leaves a pid in $PIDFILE).
# usage: PEER.sh prepare | start | stop | stored | info        State lives in $IRCLOAD_STATE (default /tmp/ircload-peers).
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
STATE=${IRCLOAD_STATE:-/tmp/ircload-peers}
DIR=$STATE/$PEER
PIDFILE=$DIR/pid
CERT=$STATE/cert.pem KEY=$STATE/key.pem
LOG=$DIR/log

certificate() {   # one self-signed ECDSA P-256 certificate for all peers
  mkdir -p "$STATE" "$DIR"
  [[ -s $CERT && -s $KEY ]] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$KEY" -out "$CERT" 2>/dev/null
  chmod 644 "$CERT" "$KEY"
}

alive() { [[ -s $PIDFILE ]] && kill -0 "$(<"$PIDFILE")" 2>/dev/null; }

wait_port() {     # until something listens on 127.0.0.1:PORT
  for _ in $(seq 200); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then return 0; fi
    sleep 0.05
  done
  echo "$PEER: nothing listens on port $PORT; see $LOG" >&2
  tail -5 "$LOG" >&2 || true
  return 1
}

stop_peer() {     # by the pid that start noted, never by name
  alive || { rm -f "$PIDFILE"; return 0; }
  local pid; pid=$(<"$PIDFILE")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$PIDFILE"
}

main() {
  case ${1:-} in
    prepare) certificate; peer_prepare ;;
    start)
      alive && stop_peer
      certificate; peer_prepare
      ulimit -c 0; ulimit -n "$(ulimit -Hn)"   # InspIRCd 3.15 faults while it unloads its modules at the end
      peer_start
      wait_port ;;
    stop) stop_peer ;;
    stored) if declare -F peer_stored >/dev/null; then peer_stored; fi ;;
    info) echo "{\"peer\": \"$PEER\", \"port\": $PORT, \"pidfile\": \"$PIDFILE\", \"log\": \"$LOG\"}" ;;
    *) echo "usage: $0 prepare|start|stop|stored|info" >&2; exit 2 ;;
  esac
}
