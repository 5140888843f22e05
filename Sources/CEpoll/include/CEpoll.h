#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* A new epoll instance, closed on exec; -1 and errno on failure. */
int sandali_epoll(void);

/* epoll_ctl with the union and the packing of epoll_event kept on the C side. */
int sandali_epoll_set(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag);

/* What epoll reported in one entry; `data` is a union, and packed. */
static inline uint64_t sandali_tag(const struct epoll_event *event) { return event->data.u64; }

/* A counter to wake an epoll with, closed on exec; -1 and errno on failure. */
int sandali_bell(void);

/* Wakes whoever watches the counter for its edges. */
void sandali_ring(int bell);

/* accept4, non-blocking and closed on exec, begun again after a signal; -1 and errno. */
int sandali_accept(int listener, struct sockaddr_storage *peer);

/* Tells malloc to keep what it has: buffers that come and go must not be given back and faulted in again. */
void sandali_keep_memory(void);
