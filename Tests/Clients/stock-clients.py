#!/usr/bin/env python3
"""Drives stock IRC clients against a server of our own, over TLS.

    make irc-clients              all of them
    Tests/Clients/stock-clients.py irssi ii

Each signs in (by SASL PLAIN, EXTERNAL, or the server password), comes into a room, and exchanges
Tajik, Russian and Uzbek text with another member, both ways, byte for byte. One line a client says
how it went; the exit status is 0 when all went well. What is missing is installed (apt as root, pip
into .build). Nothing waits for a time: only for texts, and gives up after PATIENCE.
"""

import fcntl
import os
import pathlib
import re
import select
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import traceback

TOP = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = float(os.environ.get("SANDALI_PATIENCE", "30"))
ROOM = "#davra"
PASSWORD = "choy-i-kabud"
TEXTS = [
    "Салом, модари азиз! Имрӯз ҳама хубанд: ғам нахӯред.",
    "Привет! Ёлка, съёмка, объём: всё хорошо.",
    "Oʻzbekcha: Gʻamxoʻrlik qilaylik, choy qaynadi.",
    "Ўзбекча: қалайсиз? Ғам йўқ, ҳаммаси яхши.",
]
# The program, its Debian package.
PROGRAMS = {
    "tmux": "tmux", "openssl": "openssl", "socat": "socat", "weechat": "weechat-curses",
    "irssi": "irssi", "catgirl": "catgirl", "ii": "ii", "sic": "sic",
}


class Failure(Exception):
    """What went wrong, in words for the line that is printed."""


def wait_for(what, look):
    """The first true value of `look`."""
    end = time.monotonic() + PATIENCE
    while True:
        value = look()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"{what} did not come")
        select.select([], [], [], 0.05)


# What is needed


def install(programs):
    """Installs what is not there; what cannot be had is returned."""
    missing = [p for p in programs if not shutil.which(p)]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        packages = [PROGRAMS[p] for p in missing]
        print("Installing " + " ".join(packages), file=sys.stderr)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], **quiet)
        missing = [p for p in missing if not shutil.which(p)]
    return missing


def python_with_irc():
    """A Python that has the library `irc`, in a folder of its own."""
    home = TOP / ".build" / "irc-clients"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
    if subprocess.run([python, "-c", "import irc.client"], capture_output=True).returncode != 0:
        print("Installing Python's irc", file=sys.stderr)
        subprocess.run([python, "-m", "pip", "install", "-q", "irc"])
    if subprocess.run([python, "-c", "import irc.client"], capture_output=True).returncode != 0:
        raise Failure("not installed: pip could not fetch irc")
    return python


def server_binary():
    """The server, built if nobody named one."""
    named = os.environ.get("SANDALID")
    if named:
        return named
    subprocess.run(["swift", "build", "--product", "sandalid"], cwd=TOP, check=True)
    return str(TOP / ".build" / "debug" / "sandalid")


# The server and the other member


class Server:
    """A throw-away centre of the support policy, with a room and an account for each client."""

    def __init__(self, folder, accounts):
        self.folder = folder
        self.binary = server_binary()
        self.config = folder / "sandali.yaml"
        self.certificate = folder / "server.pem"
        make_certificate(self.certificate, "localhost", ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        self.config.write_text(
            "server.name: irc.example\n"
            'listen.tls: ["127.0.0.1:0"]\n'
            f"data.directory: {folder}/data\n"
            f"keys.master: {folder}/master.key\n"
            f"tls.certificate: {self.certificate}\ntls.key: {self.certificate}\n"
        )
        self.admin("keys", "init")
        self.admin("account", "add", "zarina", "--role", "facilitator", "--password-stdin")
        for account in accounts:
            self.admin("account", "add", account, "--role", "parent", "--password-stdin")
        self.admin("room", "new", ROOM, "--facilitator", "zarina")
        self.admin("room", "enrol", ROOM, *accounts)
        log = open(folder / "server.log", "w")
        self.process = subprocess.Popen(
            [self.binary, "run", "--config", self.config], stderr=log, stdout=log)
        self.port = int(wait_for("the server", self.listening).group(1))

    def admin(self, *words):
        done = subprocess.run(
            [self.binary, *words, "--config", self.config], input=PASSWORD + "\n", text=True,
            capture_output=True)
        if done.returncode != 0:
            raise Failure(f"sandalid {' '.join(words[:2])}: {done.stderr}{done.stdout}")

    def listening(self):
        if self.process.poll() is not None:
            raise Failure("the server ended: " + (self.folder / "server.log").read_text())
        return re.search(
            r"event=listening.*port=(\d+)", (self.folder / "server.log").read_text())

    def stop(self):
        self.process.terminate()
        self.process.wait()


def make_certificate(path, name, more=()):
    """A certificate that nobody vouches for, with its key, in one file."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={name}", "-keyout", path, "-out", f"{path}.crt", *more],
        check=True, capture_output=True)
    with open(path, "a") as both, open(f"{path}.crt") as certificate:
        both.write(certificate.read())


class Friend:
    """The other member of the room: sees every byte."""

    def __init__(self, server):
        context = ssl.create_default_context(cafile=f"{server.certificate}.crt")
        plain = socket.create_connection(("127.0.0.1", server.port))
        self.socket = context.wrap_socket(plain, server_hostname="localhost")
        self.rest = b""
        self.lines = []
        self.send(f"PASS zarina:{PASSWORD}", "NICK zarina", "USER zarina 0 * :zarina", f"JOIN {ROOM}")
        self.hear(f" 366 zarina {ROOM} ")

    def send(self, *lines):
        self.socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def hear(self, *parts):
        """The next line with all these parts; what comes before it is dropped."""
        wanted = [part.encode() for part in parts]
        end = time.monotonic() + PATIENCE
        while True:
            while b"\r\n" in self.rest:
                line, self.rest = self.rest.split(b"\r\n", 1)
                if line.startswith(b"PING"):
                    self.socket.sendall(b"PONG" + line[4:] + b"\r\n")
                if all(part in line for part in wanted):
                    return line
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                more = self.socket.recv(65536)
            except (TimeoutError, socket.timeout):
                raise Failure(f"{' … '.join(parts)} did not reach the other member") from None
            if not more:
                raise Failure("the other member lost its connection")
            self.rest += more

    def hears_from(self, nick, text):
        """Checks that the client's text arrives as it was typed."""
        line = self.hear(f":{nick}!", f" PRIVMSG {ROOM} :")
        said = line.split(f" PRIVMSG {ROOM} :".encode(), 1)[1]
        if said != text.encode():
            raise Failure(f"sent {text!r}, but {said!r} arrived")

    def say(self, text):
        self.send(f"PRIVMSG {ROOM} :{text}")


def converse(friend, nick, say, shows):
    """Every text from the client and to it; `shows` tells whether the client has one."""
    for text in TEXTS:
        say(text)
        friend.hears_from(nick, text)
        friend.say(f"{nick}: {text}")
        wait_for(f"“{text}” at {nick}", lambda: shows(f"{nick}: {text}"))


# Clients with a screen


class Screen:
    """A program in a tmux of its own."""

    def __init__(self, folder, name, *command):
        self.tmux = ["tmux", "-L", f"sandali-{os.getpid()}", "-f", "/dev/null"]
        self.name = name
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "screen-256color", "HOME": str(folder)}
        subprocess.run(
            [*self.tmux, "-u", "new-session", "-d", "-s", name, "-x", "250", "-y", "50", "--",
             *map(str, command)], env=environment, check=True)

    def text(self):
        """All that is on the screen, long lines joined."""
        done = subprocess.run(
            [*self.tmux, "capture-pane", "-p", "-J", "-t", self.name], capture_output=True, text=True)
        return done.stdout

    def shows(self, text):
        return text in self.text()

    def type(self, line):
        subprocess.run([*self.tmux, "send-keys", "-l", "-t", self.name, line], check=True)
        subprocess.run([*self.tmux, "send-keys", "-t", self.name, "Enter"], check=True)

    def close(self):
        subprocess.run([*self.tmux, "kill-session", "-t", self.name], capture_output=True)


def on_screen(friend, nick, screen, ready=f"has joined {ROOM}", go=None):
    """Waits until the client is in the room, and talks.

    `ready` is what only the room's window shows, for that has to be the one that is typed into;
    `go` goes there.
    """
    try:
        friend.hear(f":{nick}!", f" JOIN {ROOM}")
        if go:
            screen.type(go)
        wait_for(f"the room's window of {nick}", lambda: screen.shows(ready))
        converse(friend, nick, screen.type, screen.shows)
        screen.type("/quit")
        friend.hear(f":{nick}!", " QUIT ")
    except Failure as failure:
        raise Failure(f"{failure}\n{screen.text().rstrip()}") from None
    finally:
        screen.close()


def weechat_version():
    said = subprocess.run(["weechat", "--version"], capture_output=True, text=True).stdout.strip()
    return said, "ssl" if said.startswith(("0.", "1.", "2.", "3.")) else "tls"


def weechat_options(server, account, tls):
    return [
        "/set weechat.startup.display_logo off", "/set weechat.startup.display_version off",
        f"/server add sandali localhost/{server.port} -{tls} -nicks={account} -username={account} -autojoin={ROOM}",
        f"/set irc.server.sandali.{tls}_verify off",
        # Leaves room for texts in one line.
        "/set weechat.bar.buflist.hidden on", "/set weechat.bar.nicklist.hidden on",
        # A line and its Enter that come at once are no paste to ask about.
        "/set weechat.look.paste_max_lines -1",
    ]


def weechat_plain(server, friend, folder):
    version, tls = weechat_version()
    options = weechat_options(server, "weechat", tls) + [
        "/set irc.server.sandali.sasl_username weechat", f"/set irc.server.sandali.sasl_password {PASSWORD}",
        "/connect sandali",
    ]
    screen = Screen(folder, "weechat", "weechat", "-d", folder / "weechat", *both("-r", options))
    on_screen(friend, "weechat", screen, go=f"/buffer {ROOM}")
    return f"weechat {version}, SASL PLAIN"


def weechat_external(server, friend, folder):
    version, tls = weechat_version()
    device = folder / "device.pem"
    make_certificate(device, "weechat-device")
    common = weechat_options(server, "weechat2", tls) + [f"/set irc.server.sandali.{tls}_cert {device}"]
    # The first time by password, to have the device known; then by its certificate alone.
    first = common + [
        "/set irc.server.sandali.sasl_username weechat2", f"/set irc.server.sandali.sasl_password {PASSWORD}",
        "/set irc.server.sandali.command /quote DEVICE ADD", "/connect sandali",
    ]
    screen = Screen(folder, "weechat2", "weechat", "-d", folder / "weechat2", *both("-r", first))
    friend.hear(":weechat2!", f" JOIN {ROOM}")
    screen.type("/quote DEVICE LIST")
    screen.type("/quit")
    friend.hear(":weechat2!", " QUIT ")
    screen.close()
    second = common + [
        "/set irc.server.sandali.sasl_mechanism external", "/set irc.server.sandali.sasl_fail disconnect",
        "/connect sandali",
    ]
    screen = Screen(folder, "weechat3", "weechat", "-d", folder / "weechat3", *both("-r", second))
    on_screen(friend, "weechat2", screen, go=f"/buffer {ROOM}")
    return f"weechat {version}, SASL EXTERNAL"


def both(option, values):
    return [word for value in values for word in (option, value)]


def irssi(server, friend, folder):
    home = folder / "irssi"
    home.mkdir()
    (home / "config").write_text(
        'settings = { core = { real_name = "irssi"; user_name = "irssi"; nick = "irssi"; }; };\n'
        'chatnets = { sandali = { type = "IRC"; sasl_mechanism = "PLAIN"; sasl_username = "irssi"; '
        f'sasl_password = "{PASSWORD}"; }}; }};\n'
        f'servers = ( {{ address = "localhost"; chatnet = "sandali"; port = "{server.port}"; use_tls = "yes"; '
        f'tls_verify = "yes"; tls_cafile = "{server.certificate}.crt"; autoconnect = "yes"; }} );\n'
        f'channels = ( {{ name = "{ROOM}"; chatnet = "sandali"; autojoin = "yes"; }} );\n'
    )
    screen = Screen(folder, "irssi", "irssi", f"--home={home}")
    on_screen(friend, "irssi", screen, go=f"/window goto {ROOM}")
    version = subprocess.run(["irssi", "--version"], capture_output=True, text=True).stdout.split()
    return f"irssi {version[1] if len(version) > 1 else ''}, SASL PLAIN"


def catgirl(server, friend, folder):
    screen = Screen(
        folder, "catgirl", "catgirl", "-R", "-h", "localhost", "-p", server.port, "-n", "catgirl",
        "-a", f"catgirl:{PASSWORD}", "-t", f"{server.certificate}.crt", "-j", ROOM)
    on_screen(friend, "catgirl", screen, ready=ROOM)
    return "catgirl, SASL PLAIN"


# Clients with pipes


class Wrapper:
    """TLS for those who have none: a listener on this machine, and the server behind it."""

    def __init__(self, server):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen([
            "socat", f"TCP-LISTEN:{self.port},bind=127.0.0.1,reuseaddr",
            f"OPENSSL:localhost:{server.port},cafile={server.certificate}.crt"])
        wait_for("the TLS wrapper", lambda: self.listens())

    def listens(self):
        state = pathlib.Path("/proc/net/tcp").read_text()
        return f"0100007F:{self.port:04X} 00000000:0000 0A" in state

    def stop(self):
        self.process.terminate()
        self.process.wait()


def ii(server, friend, folder):
    wrapper = Wrapper(server)
    files = folder / "ii"
    program = subprocess.Popen(
        ["ii", "-s", "127.0.0.1", "-p", str(wrapper.port), "-n", "ii-user", "-k", "SECRET", "-i", files],
        env={**os.environ, "SECRET": f"ii-user:{PASSWORD}"}, stdout=subprocess.DEVNULL)
    try:
        home = files / "127.0.0.1"

        def write(file, line):
            with open(file, "w") as pipe:
                pipe.write(line + "\n")

        out = home / "out"
        wait_for("the welcome of ii", lambda: out.exists() and "Welcome to" in out.read_text())
        write(home / "in", f"/j {ROOM}")
        friend.hear(":ii-user!", f" JOIN {ROOM}")
        room = home / ROOM
        wait_for("the room of ii", lambda: (room / "in").exists())
        converse(
            friend, "ii-user", lambda text: write(room / "in", text),
            lambda text: text.encode() in (room / "out").read_bytes())
    finally:
        program.terminate()
        program.wait()
        wrapper.stop()
    return "ii, PASS, through socat"


def sic(server, friend, folder):
    wrapper = Wrapper(server)
    program = subprocess.Popen(
        ["sic", "-h", "127.0.0.1", "-p", str(wrapper.port), "-n", "sic-user", "-k", f"sic-user:{PASSWORD}"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    fcntl.fcntl(program.stdout, fcntl.F_SETFL, os.O_NONBLOCK)
    heard = bytearray()

    def shows(text):
        heard.extend(program.stdout.read() or b"")
        return text.encode() in heard

    def write(line):
        program.stdin.write(line.encode() + b"\n")
        program.stdin.flush()

    try:
        wait_for("the welcome of sic", lambda: shows("Welcome to"))
        write(f":j {ROOM}")
        friend.hear(":sic-user!", f" JOIN {ROOM}")
        converse(friend, "sic-user", write, shows)
    finally:
        program.terminate()
        program.wait()
        wrapper.stop()
    return "sic, PASS, through socat"


# A library

LIBRARY = '''
import functools, queue, ssl, sys, threading
import irc.client, irc.connection
port, cafile, nick, password, room = sys.argv[1:]
context = ssl.create_default_context(cafile=cafile)
wrap = functools.partial(context.wrap_socket, server_hostname="localhost")
reactor = irc.client.Reactor()
lines = queue.Queue()
def read():
    for line in sys.stdin:
        lines.put(line.rstrip("\\n"))
    lines.put(None)
threading.Thread(target=read, daemon=True).start()
def show(connection, event):
    print(event.type, " ".join(event.arguments), flush=True)
connection = reactor.server().connect(
    "localhost", int(port), nick, password=password, sasl_login=nick,
    connect_factory=irc.connection.Factory(wrapper=wrap))
connection.add_global_handler("welcome", lambda c, e: c.join(room))
for kind in ("welcome", "pubmsg", "endofnames", "disconnect", "loggedin", "saslsuccess", "saslfail"):
    connection.add_global_handler(kind, show)
while True:
    reactor.process_once(0.05)
    while not lines.empty():
        line = lines.get()
        if line is None:
            connection.quit("done")
            sys.exit()
        connection.privmsg(room, line)
'''


def python_irc(server, friend, folder):
    program = subprocess.Popen(
        [python_with_irc(), "-c", LIBRARY, str(server.port), f"{server.certificate}.crt", "pyirc", PASSWORD, ROOM],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONUTF8": "1"})
    fcntl.fcntl(program.stdout, fcntl.F_SETFL, os.O_NONBLOCK)
    heard = bytearray()

    def shows(text):
        heard.extend(program.stdout.read() or b"")
        return text.encode() in heard

    def write(line):
        program.stdin.write(line.encode() + b"\n")
        program.stdin.flush()

    try:
        friend.hear(":pyirc!", f" JOIN {ROOM}")
        converse(friend, "pyirc", write, shows)
    except Failure as failure:
        raise Failure(f"{failure}\n{heard.decode(errors='replace')}") from None
    finally:
        program.terminate()
        program.wait()
    return "Python's irc, SASL PLAIN"


# Name: the programs that it needs, its accounts, what it does.
CLIENTS = {
    "weechat": (["tmux", "openssl", "weechat"], ["weechat"], weechat_plain),
    "weechat-external": (["tmux", "openssl", "weechat"], ["weechat2"], weechat_external),
    "irssi": (["tmux", "irssi"], ["irssi"], irssi),
    "catgirl": (["tmux", "catgirl"], ["catgirl"], catgirl),
    "ii": (["socat", "ii"], ["ii-user"], ii),
    "sic": (["socat", "sic"], ["sic-user"], sic),
    "python-irc": ([], ["pyirc"], python_irc),
}


def main():
    chosen = sys.argv[1:] or list(CLIENTS)
    unknown = [name for name in chosen if name not in CLIENTS]
    if unknown:
        sys.exit(f"There is no client {unknown[0]} here: " + ", ".join(CLIENTS))
    needed = {"openssl"} | {program for name in chosen for program in CLIENTS[name][0]}
    missing = install(sorted(needed))
    if "openssl" in missing:
        sys.exit("Please install openssl (as root: apt-get install openssl), and try again.")
    failures = 0
    with tempfile.TemporaryDirectory(prefix="sandali-clients-") as name:
        folder = pathlib.Path(name)
        server = Server(folder, [account for client in CLIENTS.values() for account in client[1]])
        friend = Friend(server)
        try:
            for client in chosen:
                absent = [program for program in CLIENTS[client][0] if program in missing]
                try:
                    if absent:
                        packages = " ".join(PROGRAMS[program] for program in absent)
                        raise Failure(f"not installed (as root: apt-get install {packages})")
                    print(f"pass  {CLIENTS[client][2](server, friend, folder)}", flush=True)
                except Failure as failure:
                    failures += 1
                    print(f"FAIL  {client}: {failure}", flush=True)
                except Exception:
                    failures += 1
                    print(f"FAIL  {client}: {traceback.format_exc()}", flush=True)
        finally:
            server.stop()
            subprocess.run(["tmux", "-L", f"sandali-{os.getpid()}", "kill-server"], capture_output=True)
    print(f"{len(chosen) - failures} passed, {failures} failed")
    sys.exit(1 if failures else 0)


main()
