/*
 * ircload - a single-threaded load generator and integrity checker for IRC servers over TLS.
 *
 * It speaks just enough IRC to register, join, talk and leave; every measured message carries a nonce, a
 * sender number, a sequence number and a timestamp, so that each delivery can be timed and accounted for.
 * It only ever talks to loopback addresses, and every mode is bounded by a count or by a time.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <linux/tcp.h>
#include <math.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t u64;
typedef uint32_t u32;

enum mode { CONNECT, IDLE, FANOUT, DM, CHURN };
static const char *mode_names[] = {"connect", "idle", "fanout", "dm", "churn"};
enum state { FREE, TCP, TLS, REGISTERING, JOINING, READY, LEAVING };

struct flow { u32 next, got; u64 seen; };   /* what one receiver has had from one sender */

struct conn {
	int fd;
	enum state state;
	bool want_out, dirty, joined, ours;     /* ours: we asked for the close that comes */
	u32 id, room, caps;
	SSL *ssl;
	SSL_SESSION *session;                   /* newest ticket seen in this slot */
	char *out, *tail;
	u32 out_len, out_off, out_cap, tail_len, tail_cap;
	u64 t_start, t_tls, bytes_in;
	struct flow *flows;
};

struct sender { struct conn *conn; u32 base, next, *left; };

/* ---- options ---- */
static struct {
	const char *host, *nick, *chan, *pass, *sasl, *caps, *join_key, *raw, *suites, *groups, *sni, *label;
	int port, pid, conc, src, count, rooms, members, senders, window, size, pairs;
	double rate, time, warmup, drain, setup_timeout, settle;
	bool plain, resume, verbose;
} opt = {.host = "127.0.0.1", .chan = "#load", .label = "", .port = 6697, .conc = 64, .src = 1,
	.count = 1000, .rooms = 10, .members = 15, .senders = 1, .window = 1, .size = 100, .pairs = 50,
	.time = 5, .warmup = 1, .drain = 10, .setup_timeout = 120, .settle = 1};

/* ---- state ---- */
static enum mode mode;
static SSL_CTX *ctx;
static int ep = -1;
static struct conn *conns, **dirty;
static struct sender *senders;
static u32 nconns, ndirty, nsenders, nonce;
static u32 opened, in_setup, ready_count, live;
static u64 setup_done, resumed, full, failures, errors, disconnects;
static u64 deliveries, echoes, duplicates, reordered, misrouted, stale, sent, sent_bytes;
static u64 pings_answered;
static bool running, measuring;
static char first_error[256], tls_name[96], nick_default[16];
static char *want_caps[32];
static int want_ncaps;
static char pad[4096];

static u64 now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec;
}

static void die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "ircload: ");
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, "\n");
	va_end(ap);
	exit(2);
}

static void note_error(const char *fmt, ...)
{
	char text[256];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	for (char *p = text; *p; p++) if ((unsigned char)*p < 32 || *p == '"' || *p == '\\') *p = ' ';
	if (!first_error[0]) memcpy(first_error, text, sizeof text);
	if (opt.verbose) fprintf(stderr, "ircload: %s\n", text);
}

static void *grow(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p) die("out of memory");
	return p;
}

/* ---- latency histogram: 32 steps per power of two, so a value is known within about 3 % ---- */
struct hist { u64 n, max, sum, bucket[64 * 32]; };
static struct hist h_main, h_tls;

static void hist_add(struct hist *h, u64 v)
{
	u32 e = v < 32 ? 0 : 58 - (u32)__builtin_clzll(v);   /* v >> e lies in 32..63 */
	h->bucket[v < 32 ? v : e * 32 + (v >> e)]++;
	h->n++;
	h->sum += v;
	if (v > h->max) h->max = v;
}

static double hist_at(const struct hist *h, double q)        /* microseconds */
{
	u64 want = (u64)ceil(q * (double)h->n), run = 0;
	for (u32 i = 0; h->n && i < 64 * 32; i++) {
		if ((run += h->bucket[i]) < want || !run) continue;
		u32 e = i < 64 ? 0 : i / 32 - 1;
		double v = i < 32 ? i : (double)((u64)(i - e * 32) << e) + (double)((1ull << e) >> 1);
		return (v > (double)h->max ? (double)h->max : v) / 1e3;
	}
	return 0;
}

/* ---- what the server spends, read from outside ---- */
static double server_cpu(void)
{
	clockid_t clock;
	struct timespec t;
	if (!opt.pid || clock_getcpuclockid(opt.pid, &clock) || clock_gettime(clock, &t)) return 0;
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double server_sys(void)                               /* seconds in the kernel, from /proc/PID/stat */
{
	char path[64], text[1024];
	unsigned long user = 0, sys = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", opt.pid);
	FILE *f = opt.pid ? fopen(path, "r") : NULL;
	if (!f) return 0;
	size_t n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = 0;
	char *p = strrchr(text, ')');
	if (p) sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &sys);
	return (double)sys / (double)sysconf(_SC_CLK_TCK);
}

static long proc_kb(const char *path, const char *key)
{
	char line[256];
	long kb = 0;
	FILE *f = fopen(path, "r");
	if (!f) return 0;
	while (fgets(line, sizeof line, f))
		if (!strncmp(line, key, strlen(key))) { kb = atol(line + strlen(key)); break; }
	fclose(f);
	return kb;
}

static long server_kb(const char *file, const char *key)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/%s", opt.pid, file);
	return opt.pid ? proc_kb(path, key) : 0;
}

static double own_cpu(void)
{
	struct rusage r;
	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
		(double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

struct snap { u64 t, deliveries, bytes, segs, sent; double cpu, sys, own; };

static struct snap snapshot(void)
{
	struct snap s = {.deliveries = deliveries, .sent = sent};
	for (u32 i = 0; i < nconns; i++) {
		struct tcp_info ti;
		socklen_t n = sizeof ti;
		s.bytes += conns[i].bytes_in + (conns[i].ssl ? BIO_number_read(SSL_get_rbio(conns[i].ssl)) : 0);
		if (conns[i].fd >= 0 && !getsockopt(conns[i].fd, IPPROTO_TCP, TCP_INFO, &ti, &n)) s.segs += ti.tcpi_data_segs_in;
	}
	s.cpu = server_cpu(), s.sys = server_sys(), s.own = own_cpu(), s.t = now_ns();
	return s;
}

/* ---- connection plumbing ---- */
static void handle_line(struct conn *c, char *line, u32 len, u64 now);
static void closed(struct conn *c, const char *why);

static void put(struct conn *c, const char *data, size_t n)
{
	if (c->out_len + n > c->out_cap) {
		c->out_cap = (u32)(c->out_len + n + 512);
		c->out = grow(c->out, c->out_cap);
	}
	memcpy(c->out + c->out_len, data, n);
	c->out_len += (u32)n;
	if (!c->dirty) c->dirty = true, dirty[ndirty++] = c;
}

static void putf(struct conn *c, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	put(c, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

static void watch(struct conn *c, bool out)
{
	if (c->want_out == out) return;
	struct epoll_event ev = {.events = EPOLLIN | (out ? EPOLLOUT : 0), .data.ptr = c};
	c->want_out = out;
	epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
}

static void flush(struct conn *c)
{
	while (c->out_off < c->out_len && c->state > TLS) {
		u32 left = c->out_len - c->out_off;
		int n = c->ssl ? SSL_write(c->ssl, c->out + c->out_off, (int)left) : (int)write(c->fd, c->out + c->out_off, left);
		if (n > 0) { c->out_off += (u32)n; continue; }
		int e = c->ssl ? SSL_get_error(c->ssl, n) : errno == EAGAIN ? SSL_ERROR_WANT_WRITE : SSL_ERROR_SYSCALL;
		if (e == SSL_ERROR_WANT_WRITE || e == SSL_ERROR_WANT_READ) { watch(c, true); return; }
		closed(c, "write failed");
		return;
	}
	if (c->state > TLS) c->out_len = c->out_off = 0, watch(c, false);
}

static void flush_dirty(void)
{
	for (u32 i = 0; i < ndirty; i++) {
		dirty[i]->dirty = false;
		if (dirty[i]->fd >= 0) flush(dirty[i]);
	}
	ndirty = 0;
}

static void release(struct conn *c)
{
	if (c->fd < 0) return;
	if (c->state > TCP) live--;
	if (c->ssl) {
		c->bytes_in += BIO_number_read(SSL_get_rbio(c->ssl));
		if (c->state > TLS) SSL_shutdown(c->ssl);
		SSL_free(c->ssl);
		c->ssl = NULL;
	}
	ERR_clear_error();
	close(c->fd);
	c->fd = -1;
	c->state = FREE;
	c->out_len = c->out_off = c->tail_len = 0;
	c->want_out = false;
}

static void closed(struct conn *c, const char *why)
{
	bool setting_up = c->state != FREE && c->state != READY && c->state != LEAVING;
	if (!c->ours) {
		disconnects++;
		if (setting_up) failures++;
		note_error("connection %u closed in state %d: %s", c->id, c->state, why);
	}
	if (setting_up) in_setup--;
	release(c);
}

static const char *nick_of(u32 id)
{
	static char text[64];
	static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	int n = snprintf(text, sizeof text - 8, "%s", opt.nick);
	for (u32 d = 36 * 36 * 36; d; d /= 36) text[n++] = digit[id / d % 36];
	text[n] = 0;
	return text;
}

static void introduce(struct conn *c)                        /* the first lines of a connection */
{
	c->state = REGISTERING;
	c->t_tls = now_ns();
	if (opt.pass) putf(c, "PASS %s\r\n", opt.pass);
	if (want_ncaps) putf(c, "CAP LS 302\r\n");
	putf(c, "NICK %s\r\nUSER load 0 * :ircload\r\n", nick_of(c->id));
}

static void handshake(struct conn *c)
{
	int n = SSL_do_handshake(c->ssl);
	if (n == 1) {
		if (SSL_session_reused(c->ssl)) resumed++; else full++;
		if (!tls_name[0]) snprintf(tls_name, sizeof tls_name, "%s/%s", SSL_get_version(c->ssl), SSL_get_cipher_name(c->ssl));
		watch(c, false);
		introduce(c);
		return;
	}
	switch (SSL_get_error(c->ssl, n)) {
	case SSL_ERROR_WANT_READ: watch(c, false); return;
	case SSL_ERROR_WANT_WRITE: watch(c, true); return;
	default: closed(c, ERR_peek_error() ? ERR_reason_error_string(ERR_peek_error()) : "handshake failed");
	}
}

static void tcp_connected(struct conn *c)
{
	int err = 0;
	socklen_t n = sizeof err;
	getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &n);
	if (err) { closed(c, strerror(err)); return; }
	live++;
	if (opt.plain) { watch(c, false); introduce(c); return; }
	c->state = TLS;
	handshake(c);
}

static int new_ticket(SSL *ssl, SSL_SESSION *s)
{
	struct conn *c = SSL_get_app_data(ssl);
	if (c->session) SSL_SESSION_free(c->session);
	c->session = s;
	return 1;
}

static void open_conn(struct conn *c, u32 id)
{
	bool six = strchr(opt.host, ':') != NULL;
	struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons((uint16_t)opt.port)};
	struct sockaddr_in6 sa6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)opt.port)};
	int one = 1;
	c->id = id, c->state = TCP, c->t_start = now_ns(), c->caps = 0, c->joined = false, c->ours = false;
	c->fd = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0) die("socket: %s (connection %u)", strerror(errno), id);
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (!six && opt.src > 1) {                               /* spread over 127.0.0.2, .3, ... */
		struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002u + id % (u32)opt.src)};
		setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
		if (bind(c->fd, (struct sockaddr *)&from, sizeof from)) die("bind: %s", strerror(errno));
	}
	inet_pton(AF_INET, opt.host, &sa.sin_addr);
	inet_pton(AF_INET6, opt.host, &sa6.sin6_addr);
	if (!opt.plain) {
		c->ssl = SSL_new(ctx);
		SSL_set_fd(c->ssl, c->fd);
		SSL_set_app_data(c->ssl, c);
		SSL_set_connect_state(c->ssl);
		if (opt.sni) SSL_set_tlsext_host_name(c->ssl, opt.sni);
		if (opt.resume && c->session) SSL_set_session(c->ssl, c->session);
	}
	struct epoll_event ev = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
	c->want_out = true;
	epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &ev);
	in_setup++;
	opened++;
	if (connect(c->fd, six ? (void *)&sa6 : (void *)&sa, six ? sizeof sa6 : sizeof sa) && errno != EINPROGRESS)
		closed(c, strerror(errno));
}

static void readable(struct conn *c)
{
	static char buf[1 << 17];
	while (c->fd >= 0) {
		memcpy(buf, c->tail, c->tail_len);
		int room = (int)(sizeof buf - c->tail_len);
		int n = c->ssl ? SSL_read(c->ssl, buf + c->tail_len, room) : (int)read(c->fd, buf + c->tail_len, (size_t)room);
		if (n <= 0) {
			int e = c->ssl ? SSL_get_error(c->ssl, n) : n < 0 && errno == EAGAIN ? SSL_ERROR_WANT_READ : SSL_ERROR_SYSCALL;
			if (e != SSL_ERROR_WANT_READ && e != SSL_ERROR_WANT_WRITE) closed(c, n ? "read failed" : "end of stream");
			return;
		}
		if (!c->ssl) c->bytes_in += (u64)n;
		char *p = buf, *end = buf + c->tail_len + n, *nl;
		u64 now = now_ns();
		c->tail_len = 0;
		while (p < end && (nl = memchr(p, '\n', (size_t)(end - p)))) {
			char *stop = nl > p && nl[-1] == '\r' ? nl - 1 : nl;
			*stop = 0;
			handle_line(c, p, (u32)(stop - p), now);
			if (c->fd < 0) return;
			p = nl + 1;
		}
		u32 rest = (u32)(end - p);
		if (rest > sizeof buf / 2) { closed(c, "line too long"); return; }
		if (rest > c->tail_cap) c->tail = grow(c->tail, c->tail_cap = rest + 256);
		memcpy(c->tail, p, rest);
		c->tail_len = rest;
		if (!c->ssl || !SSL_has_pending(c->ssl)) return;         /* level-triggered: epoll tells of more */
	}
}

static void pump(int timeout_ms)
{
	static struct epoll_event ev[512];
	int n = epoll_wait(ep, ev, 512, timeout_ms);
	for (int i = 0; i < n; i++) {
		struct conn *c = ev[i].data.ptr;
		if (!c || c->fd < 0) continue;                         /* the timer, or closed earlier in this pass */
		if (c->state == TCP) { tcp_connected(c); continue; }
		if (c->state == TLS) { handshake(c); continue; }
		if (ev[i].events & EPOLLOUT) flush(c);
		if (c->fd >= 0 && ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(c);
	}
	flush_dirty();
}

/* ---- measured messages: "~" nonce(4) sender(6) seq(8) time(16) "~" padding ---- */
static void hex(char *out, u64 v, int digits)
{
	while (digits--) out[digits] = "0123456789abcdef"[v & 15], v >>= 4;
}

static u64 unhex(const char *s, int digits)
{
	u64 v = 0;
	while (digits--) { u32 ch = (unsigned char)*s++; v = v << 4 | (ch > '9' ? ch - 'a' + 10 : ch - '0'); }
	return v;
}

static void say(struct conn *c, const char *target, u32 sender, u32 seq, u64 stamp)
{
	char text[4600];
	int n = snprintf(text, 128, "PRIVMSG %s :~", target);
	hex(text + n, nonce, 4), hex(text + n + 4, sender, 6), hex(text + n + 10, seq, 8), hex(text + n + 18, stamp, 16);
	n += 34;
	text[n++] = '~';
	int fill = opt.size > 36 ? opt.size - 36 : 0;
	memcpy(text + n, pad, (size_t)fill);
	memcpy(text + n + fill, "\r\n", 2);
	put(c, text, (size_t)(n + fill + 2));
	sent++;
	sent_bytes += (u64)(n + fill + 2);
}

static void room_name(char *out, size_t n, u32 room) { snprintf(out, n, "%s%u", opt.chan, room); }

static void speak(u32 s, u64 stamp)                          /* fanout: sender s says its next message */
{
	char room[128];
	struct sender *x = &senders[s];
	if (x->conn->state != READY) return;
	room_name(room, sizeof room, s / (u32)opt.senders);
	if (x->left) x->left[x->next % (u32)opt.window] = (u32)opt.members - 1;
	say(x->conn, room, s, x->next++, stamp);
}

static bool account(struct flow *f, u32 seq)                 /* true if this message is seen for the first time */
{
	if (seq >= f->next) {
		u32 gap = seq - f->next;
		f->seen = gap >= 63 ? 1 : f->seen << (gap + 1) | 1;
		f->next = seq + 1;
	} else {
		u32 back = f->next - 1 - seq;
		if (back >= 64 || f->seen >> back & 1) { duplicates++; return false; }
		f->seen |= 1ull << back;
		reordered++;
	}
	f->got++;
	return true;
}

static void dm_say(u32 pair, u32 seq, u64 stamp) { say(&conns[pair * 2], nick_of(pair * 2 + 1), pair, seq, stamp); }

static void delivered(struct conn *c, const char *body, u32 len, u64 now)
{
	if (len < 36 || body[0] != '~' || body[35] != '~' || unhex(body + 1, 4) != nonce) { stale++; return; }
	u32 s = (u32)unhex(body + 5, 6), seq = (u32)unhex(body + 11, 8);
	u64 stamp = unhex(body + 19, 16), late = now > stamp ? now - stamp : 0;
	if (mode == DM) {
		if (s != c->id / 2 || !account(c->flows, seq)) { misrouted += s != c->id / 2; return; }
		if (c->id & 1) { say(c, nick_of(c->id - 1), s, seq, stamp); sent--; return; }
		deliveries++;
		if (measuring) hist_add(&h_main, late);
		if (running) dm_say(s, senders[s].next++, now_ns());
		return;
	}
	if (mode != FANOUT) return;
	if (s >= nsenders || s / (u32)opt.senders != c->room) { misrouted++; return; }
	struct sender *x = &senders[s];
	if (seq >= x->next) { misrouted++; return; }
	if (x->conn == c) { echoes++; return; }
	if (!account(&c->flows[s % (u32)opt.senders], seq)) return;
	deliveries++;
	if (measuring) hist_add(&h_main, late);
	if (!x->left) return;
	x->left[seq % (u32)opt.window]--;
	while (x->base < x->next && !x->left[x->base % (u32)opt.window]) {
		x->base++;
		if (running) speak(s, now_ns());
	}
}

/* ---- protocol ---- */
static void churn_ready(struct conn *c)
{
	char room[128];
	room_name(room, sizeof room, c->room);
	say(c, room, 0, c->id, now_ns());
	putf(c, "PING :barrier\r\n");
}

static void depart(struct conn *c)                           /* connect and churn: done with this connection */
{
	in_setup -= c->state != READY;
	c->state = LEAVING, c->ours = true;
	putf(c, "QUIT :bye\r\n");
	setup_done++;
}

static void joined(struct conn *c)
{
	c->state = READY;
	in_setup--;
	ready_count++;
	if (mode == CHURN) churn_ready(c);
}

static void registered(struct conn *c, u64 now)
{
	if (opt.raw) putf(c, "%s\r\n", opt.raw);
	if (mode == CONNECT) {
		if (!opt.resume || c->ssl == NULL || SSL_session_reused(c->ssl)) {
			hist_add(&h_main, now - c->t_start);
			hist_add(&h_tls, c->t_tls - c->t_start);
		}
		depart(c);
	} else if (mode == FANOUT || mode == CHURN || (mode == IDLE && opt.members > 0)) {
		char room[128];
		room_name(room, sizeof room, c->room);
		c->state = JOINING;
		putf(c, opt.join_key ? "JOIN %s %s\r\n" : "JOIN %s\r\n", room, opt.join_key);
	} else joined(c);
}

static void sasl_reply(struct conn *c)                       /* user:pass, each %d replaced by the connection number */
{
	char full_text[256] = "", num[16], raw[520];
	unsigned char b64[720];
	snprintf(num, sizeof num, "%u", c->id);
	for (const char *p = opt.sasl; *p && strlen(full_text) < 230; p++) {
		bool sub = p[0] == '%' && p[1] == 'd';
		strncat(full_text, sub ? num : p, sub ? sizeof num : 1);
		p += sub;
	}
	char *colon = strchr(full_text, ':');
	if (!colon) die("--sasl wants user:pass");
	*colon = 0;
	int n = snprintf(raw, sizeof raw, "%c%s%c%s", 1, full_text, 1, colon + 1);
	for (int i = 0; i < n; i++) if (raw[i] == 1) raw[i] = 0;
	EVP_EncodeBlock(b64, (unsigned char *)raw, n);
	putf(c, "AUTHENTICATE %s\r\n", b64);
}

static void cap_line(struct conn *c, char *params)           /* "<nick> LS [*] :a b=c", "<nick> ACK :..." */
{
	char *sub = strchr(params, ' ');
	if (!sub++) return;
	char *list = strstr(sub, " :") ? strstr(sub, " :") + 2 : strrchr(sub, ' ') ? strrchr(sub, ' ') + 1 : sub;
	if (!strncmp(sub, "LS", 2)) {
		bool more = sub[2] == ' ' && sub[3] == '*';
		char *save = NULL, req[900] = "";
		for (char *t = strtok_r(list, " ", &save); t; t = strtok_r(NULL, " ", &save)) {
			t[strcspn(t, "=")] = 0;
			for (int i = 0; i < want_ncaps; i++) if (!strcmp(t, want_caps[i])) c->caps |= 1u << i;
		}
		if (more) return;
		for (int i = 0; i < want_ncaps; i++) {
			if (c->caps >> i & 1) { strcat(req, req[0] ? " " : ""); strcat(req, want_caps[i]); }
			else note_error("capability not offered: %s", want_caps[i]);
		}
		if (req[0]) putf(c, "CAP REQ :%s\r\n", req); else putf(c, "CAP END\r\n");
	} else if (!strncmp(sub, "ACK", 3)) {
		if (opt.sasl) putf(c, "AUTHENTICATE PLAIN\r\n"); else putf(c, "CAP END\r\n");
	} else if (!strncmp(sub, "NAK", 3)) {
		note_error("CAP NAK %s", list);
		putf(c, "CAP END\r\n");
	}
}

static void handle_line(struct conn *c, char *line, u32 len, u64 now)
{
	char *p = line, *end = line + len;
	if (*p == '@') { p = strchr(p, ' '); if (!p) return; p++; }
	if (*p == ':') { p = strchr(p, ' '); if (!p) return; p++; }
	if (!memcmp(p, "PRIVMSG ", end - p >= 8 ? 8 : 0) && end - p >= 8) {
		char *body = strchr(p + 8, ' ');
		if (!body) return;
		body += body[1] == ':' ? 2 : 1;
		delivered(c, body, (u32)(end - body), now);
		return;
	}
	char *params = strchr(p, ' ');
	if (params) *params++ = 0; else params = end;
	if (p[0] >= '0' && p[0] <= '9') {
		int num = atoi(p);
		if (num == 1 && c->state == REGISTERING) registered(c, now);
		else if (num == 366 && c->state == JOINING) joined(c);
		else if (num == 903) putf(c, "CAP END\r\n");
		else if (num >= 400 && num < 600 && num != 422) { errors++; note_error("%s %s", p, params); }
		else if (num >= 902 && num <= 907) { errors++; note_error("SASL failed: %s %s", p, params); putf(c, "CAP END\r\n"); }
	} else if (!strcmp(p, "PING")) { pings_answered++; putf(c, "PONG %s\r\n", params); }
	else if (!strcmp(p, "CAP")) cap_line(c, params);
	else if (!strcmp(p, "AUTHENTICATE")) sasl_reply(c);
	else if (!strcmp(p, "PONG")) {
		if (mode == CHURN && c->state == READY) { hist_add(&h_main, now - c->t_start); depart(c); }
	} else if (!strcmp(p, "ERROR")) { if (!c->ours) { errors++; note_error("ERROR %s", params); } }
	else if (!strcmp(p, "FAIL")) { errors++; note_error("FAIL %s", params); }
}

/* ---- driving ---- */
static void setup_all(u32 n)                                 /* open n connections and wait until all are ready */
{
	u64 limit = now_ns() + (u64)(opt.setup_timeout * 1e9);
	while (ready_count + failures < n && now_ns() < limit) {
		while (opened < n && in_setup < (u32)opt.conc) open_conn(&conns[opened], opened);
		pump(100);
	}
	if (ready_count < n) note_error("only %u of %u connections became ready", ready_count, n);
}

static void wait_for(double seconds)
{
	for (u64 end = now_ns() + (u64)(seconds * 1e9), t; (t = now_ns()) < end;) pump((int)((end - t) / 1000000) + 1 > 100 ? 100 : (int)((end - t) / 1000000) + 1);
}

static double load1(void)
{
	double v = 0;
	FILE *f = fopen("/proc/loadavg", "r");
	if (f) { if (fscanf(f, "%lf", &v) != 1) v = 0; fclose(f); }
	return v;
}

static void print_head(void)
{
	printf("{\"mode\":\"%s\",\"label\":\"%s\",\"tls\":\"%s\",\"load1\":%.2f,", mode_names[mode], opt.label,
		opt.plain ? "plain" : tls_name, load1());
}

static void print_tail(void)
{
	printf("\"failures\":%llu,\"errors\":%llu,\"disconnects\":%llu,\"first_error\":\"%s\"}\n", (unsigned long long)failures,
		(unsigned long long)errors, (unsigned long long)disconnects, first_error);
}

static void print_hist(const char *name, const struct hist *h)
{
	printf("\"%s_us\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p99.9\":%.1f,\"max\":%.1f,\"mean\":%.1f},", name, hist_at(h, .5),
		hist_at(h, .9), hist_at(h, .99), hist_at(h, .999), (double)h->max / 1e3, h->n ? (double)h->sum / (double)h->n / 1e3 : 0);
}

/* connect and churn: opt.conc slots, each opened again as soon as it is free, until `total` have ended */
static void run_cycles(void)
{
	u32 total = (u32)opt.count, prime = mode == CONNECT && opt.resume ? (u32)opt.conc : 0;
	u64 limit = now_ns() + (u64)(opt.setup_timeout * 1e9), t0 = now_ns();
	double cpu0 = server_cpu(), sys0 = server_sys(), own0 = own_cpu();
	bool primed = !prime;
	for (;;) {
		if (!primed && setup_done + failures >= prime && !live) {     /* every slot now has a ticket */
			primed = true, setup_done = full = resumed = 0;
			h_main = h_tls = (struct hist){0};
			t0 = now_ns(), cpu0 = server_cpu(), sys0 = server_sys(), own0 = own_cpu();
		}
		u32 goal = primed ? prime + total : prime;
		for (u32 i = 0; i < nconns && opened < goal; i++)
			if (conns[i].state == FREE) { conns[i].room = opened % (u32)opt.rooms; open_conn(&conns[i], opened); }
		pump(100);
		for (u32 i = 0; i < nconns; i++)                           /* a goodbye that has been written out ends the slot */
			if (conns[i].state == LEAVING && !conns[i].out_len) release(&conns[i]);
		if (primed && opened >= goal && !live && !in_setup) break;
		if (now_ns() > limit) { note_error("timed out"); break; }
	}
	double s = (double)(now_ns() - t0) / 1e9, cpu = server_cpu() - cpu0, sys = server_sys() - sys0, n = setup_done ? (double)setup_done : 1;
	print_head();
	printf("\"count\":%llu,\"conc\":%d,\"full\":%llu,\"resumed\":%llu,\"seconds\":%.3f,\"per_s\":%.1f,\"srv_cpu_us_each\":%.1f,"
		"\"srv_sys_us_each\":%.1f,\"own_cpu_us_each\":%.1f,", (unsigned long long)setup_done, opt.conc, (unsigned long long)full,
		(unsigned long long)resumed, s, (double)setup_done / s, cpu / n * 1e6, sys / n * 1e6, (own_cpu() - own0) / n * 1e6);
	print_hist("total", &h_main);
	if (mode == CONNECT) print_hist("tls", &h_tls);
	print_tail();
}

static void run_idle(void)
{
	long rss0 = server_kb("status", "VmRSS:"), pss0 = server_kb("smaps_rollup", "Pss:"), slab0 = proc_kb("/proc/meminfo", "Slab:");
	u64 t0 = now_ns();
	double cpu_a = server_cpu();
	setup_all((u32)opt.count);
	double setup = (double)(now_ns() - t0) / 1e9, cpu_b = server_cpu();
	wait_for(opt.settle + opt.warmup);
	double cpu0 = server_cpu();
	u64 p0 = pings_answered;
	wait_for(opt.time);
	double cpu1 = server_cpu();
	long rss1 = server_kb("status", "VmRSS:"), pss1 = server_kb("smaps_rollup", "Pss:"), slab1 = proc_kb("/proc/meminfo", "Slab:");
	print_head();
	printf("\"count\":%u,\"members\":%d,\"seconds\":%.1f,\"setup_s\":%.2f,\"setup_cpu_s\":%.2f,\"rss_kb\":[%ld,%ld],\"pss_kb\":[%ld,%ld],"
		"\"rss_bytes_per_conn\":%.0f,\"pss_bytes_per_conn\":%.0f,\"slab_bytes_per_pair\":%.0f,\"idle_cpu_ms_per_s\":%.3f,\"pings\":%llu,",
		ready_count, opt.members, opt.time, setup, cpu_b - cpu_a, rss0, rss1, pss0, pss1, (double)(rss1 - rss0) * 1024 / ready_count,
		(double)(pss1 - pss0) * 1024 / ready_count, (double)(slab1 - slab0) * 1024 / ready_count, (cpu1 - cpu0) / opt.time * 1e3,
		(unsigned long long)(pings_answered - p0));
	print_tail();
}

/* fanout and dm: set up, warm up, measure, stop, drain, account */
static void run_talk(void)
{
	setup_all(nconns);
	wait_for(opt.settle);
	double interval = opt.rate > 0 ? 1e9 / opt.rate : 0;
	int tfd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	struct epoll_event tev = {.events = EPOLLIN | EPOLLET, .data.ptr = NULL};
	epoll_ctl(ep, EPOLL_CTL_ADD, tfd, &tev);
	u64 t0 = now_ns(), mark = t0 + (u64)(opt.warmup * 1e9), stop = mark + (u64)(opt.time * 1e9), k = 0;
	struct snap a = {0}, b;
	running = true;
	if (mode == DM) for (u32 i = 0; i < nsenders; i++) for (int w = 0; w < opt.window; w++) dm_say(i, senders[i].next++, now_ns());
	else if (!interval) for (u32 i = 0; i < nsenders; i++) for (int w = 0; w < opt.window; w++) speak(i, now_ns());
	flush_dirty();
	for (u64 now; (now = now_ns()) < stop;) {
		if (!measuring && now >= mark) a = snapshot(), measuring = true;
		if (interval) {                                        /* message k is due at t0 + k * interval, whatever the delay */
			for (u64 due; (due = t0 + (u64)((double)k * interval)) <= now; k++) {
				u32 i = (u32)(k % nsenders), rooms = (u32)opt.rooms;  /* neighbours in time go to different rooms */
				speak(i % rooms * (u32)opt.senders + i / rooms, due);
			}
			flush_dirty();
			u64 due = t0 + (u64)((double)k * interval);
			struct itimerspec it = {.it_value = {(time_t)(due / 1000000000u), (long)(due % 1000000000u)}};
			timerfd_settime(tfd, TFD_TIMER_ABSTIME, &it, NULL);
		}
		pump(50);
	}
	b = snapshot();
	u64 expected = mode == DM ? sent : 0, per = (u64)opt.members - 1;
	if (mode == FANOUT) for (u32 i = 0; i < nsenders; i++) expected += (u64)senders[i].next * per;
	u64 behind = expected > deliveries ? expected - deliveries : 0;   /* sent, not yet delivered when time was up */
	running = measuring = false;
	for (u64 end = now_ns() + (u64)(opt.drain * 1e9), last = 0, since = now_ns(); deliveries < expected && now_ns() < end;) {
		pump(50);
		if (deliveries != last) last = deliveries, since = now_ns();
		if (now_ns() - since > 3000000000u) break;             /* nothing for three seconds */
	}
	wait_for(0.2);                                            /* duplicates would still come in */
	double s = (double)(b.t - a.t) / 1e9, d = (double)(b.deliveries - a.deliveries), cpu = b.cpu - a.cpu, dd = d > 0 ? d : 1;
	print_head();
	if (mode == FANOUT) printf("\"rooms\":%d,\"members\":%d,\"senders\":%d,\"window\":%d,\"rate\":%.0f,", opt.rooms, opt.members, opt.senders, opt.window, opt.rate);
	else printf("\"pairs\":%d,\"window\":%d,", opt.pairs, opt.window);
	printf("\"size\":%d,\"seconds\":%.2f,\"messages\":%llu,\"deliveries\":%.0f,\"%s\":%.0f,", opt.size, s, (unsigned long long)(b.sent - a.sent),
		d, mode == DM ? "round_trips_per_s" : "deliveries_per_s", d / s);
	print_hist("lat", &h_main);
	printf("\"srv_cpu_util\":%.3f,\"%s\":%.3f,\"srv_sys_share\":%.2f,\"own_cpu_util\":%.3f,\"bytes_per_delivery\":%.1f,\"segs_per_delivery\":%.3f,",
		cpu / s, mode == DM ? "cpu_s_per_million_rt" : "cpu_s_per_million", cpu / dd * 1e6, cpu > 0 ? (b.sys - a.sys) / cpu : 0,
		(b.own - a.own) / s, (double)(b.bytes - a.bytes) / dd, (double)(b.segs - a.segs) / dd);
	printf("\"sent\":%llu,", (unsigned long long)(mode == DM ? 2 * sent : sent));   /* all texts, warm-up too: what is stored must be as many */
	printf("\"behind\":%llu,\"lost\":%llu,\"duplicate\":%llu,\"reordered\":%llu,\"misrouted\":%llu,\"echoes\":%llu,\"stale\":%llu,",
		(unsigned long long)behind, (unsigned long long)(expected > deliveries ? expected - deliveries : 0), (unsigned long long)duplicates,
		(unsigned long long)reordered, (unsigned long long)misrouted, (unsigned long long)echoes, (unsigned long long)stale);
	print_tail();
}

static void usage(void)
{
	puts("usage: ircload MODE [options]        (loopback addresses only; prints one line of JSON)\n"
		"modes\n"
		"  connect   --count N full handshakes + registration up to 001, then QUIT   [--resume]\n"
		"  idle      hold --count N registered connections for --time S              [--members M: in rooms of M]\n"
		"  fanout    --rooms R x --members M, --senders S per room, closed loop with --window W or --rate MSG/S in all\n"
		"  dm        --pairs P one-to-one ping-pong, --window W in flight per pair\n"
		"  churn     --count N cycles of connect, join, say, quit over --rooms R\n"
		"server\n"
		"  --host A (127.0.0.1)  --port P (6697)  --plain  --sni NAME  --suites LIST  --groups LIST (TLS 1.3)\n"
		"  --pid PID             server process, for CPU time and memory\n"
		"  --nick PREFIX --chan PREFIX (#load) --pass P --sasl USER:PASS (%d = connection number)\n"
		"  --caps a,b,c          requested where offered\n"
		"  --join-key K          key for JOIN;  --raw LINE  sent after 001\n"
		"load\n"
		"  --conc C (64) connections being set up at once   --src N (1) spread over N loopback source addresses\n"
		"  --size B (100) bytes of message text   --time S (5)  --warmup S (1)  --settle S (1)  --drain S (10)\n"
		"  --setup-timeout S (120)   --label TEXT   --verbose\n"
		"closed loop: a sender's next message goes out when all other members have one of its W in flight.");
}

int main(int argc, char **argv)
{
	enum { HOST = 1, PORT, PLAIN, SNI, SUITES, GROUPS, PID, NICK, CHAN, PASS, SASL, CAPS, JOINKEY, RAW, CONC, SRC, COUNT, ROOMS, MEMBERS,
		SENDERS, WINDOW, RATE, PAIRS, SIZE, TIME, WARMUP, SETTLE, DRAIN, SETUPT, LABEL, VERBOSE, RESUME, HELP };
	static const struct option o[] = {{"host", 1, 0, HOST}, {"port", 1, 0, PORT}, {"plain", 0, 0, PLAIN}, {"sni", 1, 0, SNI}, {"suites", 1, 0, SUITES},
		{"groups", 1, 0, GROUPS}, {"pid", 1, 0, PID}, {"nick", 1, 0, NICK}, {"chan", 1, 0, CHAN}, {"pass", 1, 0, PASS}, {"sasl", 1, 0, SASL},
		{"caps", 1, 0, CAPS}, {"join-key", 1, 0, JOINKEY}, {"raw", 1, 0, RAW}, {"conc", 1, 0, CONC}, {"src", 1, 0, SRC}, {"count", 1, 0, COUNT},
		{"rooms", 1, 0, ROOMS}, {"members", 1, 0, MEMBERS}, {"senders", 1, 0, SENDERS}, {"window", 1, 0, WINDOW}, {"rate", 1, 0, RATE},
		{"pairs", 1, 0, PAIRS}, {"size", 1, 0, SIZE}, {"time", 1, 0, TIME}, {"warmup", 1, 0, WARMUP}, {"settle", 1, 0, SETTLE},
		{"drain", 1, 0, DRAIN}, {"setup-timeout", 1, 0, SETUPT}, {"label", 1, 0, LABEL}, {"verbose", 0, 0, VERBOSE}, {"resume", 0, 0, RESUME},
		{"help", 0, 0, HELP}, {0}};
	bool members_given = false;
	if (argc < 2 || !strcmp(argv[1], "--help")) { usage(); return argc < 2 ? 2 : 0; }
	while (mode <= CHURN && strcmp(argv[1], mode_names[mode])) mode++;
	if (mode > CHURN) die("unknown mode %s (see --help)", argv[1]);
	optind = 2;
	for (int k; (k = getopt_long(argc, argv, "", o, NULL)) != -1;) switch (k) {
	case HOST: opt.host = optarg; break;
	case PORT: opt.port = atoi(optarg); break;
	case PLAIN: opt.plain = true; break;
	case SNI: opt.sni = optarg; break;
	case SUITES: opt.suites = optarg; break;
	case GROUPS: opt.groups = optarg; break;
	case PID: opt.pid = atoi(optarg); break;
	case NICK: opt.nick = optarg; break;
	case CHAN: opt.chan = optarg; break;
	case PASS: opt.pass = optarg; break;
	case SASL: opt.sasl = optarg; break;
	case CAPS: opt.caps = optarg; break;
	case JOINKEY: opt.join_key = optarg; break;
	case RAW: opt.raw = optarg; break;
	case CONC: opt.conc = atoi(optarg); break;
	case SRC: opt.src = atoi(optarg); break;
	case COUNT: opt.count = atoi(optarg); break;
	case ROOMS: opt.rooms = atoi(optarg); break;
	case MEMBERS: opt.members = atoi(optarg); members_given = true; break;
	case SENDERS: opt.senders = atoi(optarg); break;
	case WINDOW: opt.window = atoi(optarg); break;
	case RATE: opt.rate = atof(optarg); break;
	case PAIRS: opt.pairs = atoi(optarg); break;
	case SIZE: opt.size = atoi(optarg); break;
	case TIME: opt.time = atof(optarg); break;
	case WARMUP: opt.warmup = atof(optarg); break;
	case SETTLE: opt.settle = atof(optarg); break;
	case DRAIN: opt.drain = atof(optarg); break;
	case SETUPT: opt.setup_timeout = atof(optarg); break;
	case LABEL: opt.label = optarg; break;
	case VERBOSE: opt.verbose = true; break;
	case RESUME: opt.resume = true; break;
	case HELP: usage(); return 0;
	default: return 2;
	}
	struct in6_addr a6;
	struct in_addr a4;
	if (!(inet_pton(AF_INET, opt.host, &a4) == 1 && (ntohl(a4.s_addr) >> 24) == 127) &&
	    !(inet_pton(AF_INET6, opt.host, &a6) == 1 && IN6_IS_ADDR_LOOPBACK(&a6))) die("--host must be a loopback address");
	if (opt.count < 1 || opt.rooms < 1 || opt.senders < 1 || opt.window < 1 || opt.pairs < 1 || opt.conc < 1 || opt.src < 1 || opt.size > 4096 ||
	    (mode == FANOUT && (opt.members < 2 || opt.senders > opt.members))) die("an option is out of range");
	if (opt.src > 200) opt.src = 200;
	if (mode == IDLE && !members_given) opt.members = 0;
	if (!opt.nick) snprintf(nick_default, sizeof nick_default, "l%02x", (u32)getpid() & 255), opt.nick = nick_default;
	char caps[512] = "", *save = NULL;
	snprintf(caps, sizeof caps, "%s%s", opt.caps ? opt.caps : "", opt.sasl ? ",sasl" : "");
	for (char *t = strtok_r(caps, ", ", &save); t && want_ncaps < 32; t = strtok_r(NULL, ", ", &save)) want_caps[want_ncaps++] = strdup(t);

	signal(SIGPIPE, SIG_IGN);
	nconns = mode == FANOUT ? (u32)(opt.rooms * opt.members) : mode == DM ? (u32)opt.pairs * 2 : mode == IDLE ? (u32)opt.count : (u32)opt.conc;
	struct rlimit rl;
	getrlimit(RLIMIT_NOFILE, &rl);
	if (rl.rlim_cur < nconns + 64u) {
		rl.rlim_cur = nconns + 64u;
		if (rl.rlim_max < rl.rlim_cur) rl.rlim_max = rl.rlim_cur;
		if (setrlimit(RLIMIT_NOFILE, &rl)) die("cannot raise the limit of open files to %u", nconns + 64u);
	}
	ep = epoll_create1(EPOLL_CLOEXEC);
	conns = calloc(nconns, sizeof *conns);
	dirty = calloc(nconns, sizeof *dirty);
	nonce = (u32)(now_ns() >> 10 ^ (u64)getpid() * 40503u) & 0xffff;
	memset(pad, 'x', sizeof pad);
	for (int i = 5; i < (int)sizeof pad; i += 6) pad[i] = ' ';
	if (!opt.plain) {
		ctx = SSL_CTX_new(TLS_client_method());
		SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
		SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
			(mode == IDLE ? SSL_MODE_RELEASE_BUFFERS : 0));
		SSL_CTX_set_read_ahead(ctx, 1);
		if (opt.suites && !SSL_CTX_set_ciphersuites(ctx, opt.suites)) die("bad --suites");
		if (opt.groups && !SSL_CTX_set1_groups_list(ctx, opt.groups)) die("bad --groups");
		if (opt.resume) {
			SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
			SSL_CTX_sess_set_new_cb(ctx, new_ticket);
		}
	}
	for (u32 i = 0; i < nconns; i++) conns[i].fd = -1;
	if (mode == FANOUT || mode == DM) {
		nsenders = (u32)(mode == DM ? opt.pairs : opt.rooms * opt.senders);
		senders = calloc(nsenders, sizeof *senders);
		u32 per = mode == DM ? 1 : (u32)opt.senders;
		for (u32 i = 0; i < nconns; i++) {
			conns[i].room = mode == FANOUT ? i % (u32)opt.rooms : 0;
			conns[i].flows = calloc(per, sizeof(struct flow));
		}
		if (mode == FANOUT) for (u32 i = 0; i < nsenders; i++) {   /* member j of room r is connection j * rooms + r */
			senders[i].conn = &conns[i % per * (u32)opt.rooms + i / per];
			if (opt.rate <= 0) senders[i].left = calloc((size_t)opt.window, sizeof(u32));
		}
	} else if (mode == IDLE && opt.members > 0) for (u32 i = 0; i < nconns; i++) conns[i].room = i / (u32)opt.members;
	if (mode == CONNECT || mode == CHURN) run_cycles();
	else if (mode == IDLE) run_idle();
	else run_talk();
	fflush(stdout);
	_exit(0);                                                  /* the kernel closes the sockets */
}
