# Read by deploy/demo and deploy/test: goes to the top of the repository, and installs what a build
# needs besides Swift itself. Does nothing where everything is there.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# Each argument is a line.
say() { printf '%s\n' "$@" >&2; }
give_up() {
    say "$@"
    exit 1
}

# Prints the Debian names of what is missing.
missing_packages() {
    command -v git >/dev/null || echo git ca-certificates
    if ! command -v pkg-config >/dev/null; then
        echo pkg-config libssl-dev libsqlite3-dev
        return
    fi
    pkg-config --exists openssl || echo libssl-dev
    pkg-config --exists sqlite3 || echo libsqlite3-dev
}

need_swift() {
    command -v swift >/dev/null || give_up "Swift is not on the PATH.
Install Swift 6.3 (https://www.swift.org/install/linux/), open a new terminal and try again."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p')
    case $version in
    [0-5].* | 6.[0-2]) give_up "Swift $version is too old: Sandali needs 6.3 or newer." ;;
    esac
}

# Everything that a build needs, asking for as little as possible.
prepare() {
    need_swift
    local missing
    missing=$(missing_packages | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null ||
        give_up "Please install what Debian calls $missing, and try again."
    local by_hand="As root, please install what is missing, and try again:

  apt-get update && apt-get install $missing
"

    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || give_up "$by_hand"
        root=(sudo)
        say "Installing $missing (with sudo; it may ask for your password)."
    else
        say "Installing $missing."
    fi
    # The list is ours and has no spaces inside a name, so it may be split.
    # shellcheck disable=SC2086
    install_packages $missing || give_up "" "That did not work. $by_hand"
}

# A fresh machine has no package lists yet; one with lists need not wait for new ones.
install_packages() {
    local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
    "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null 2>&1 ||
        { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; }
}
