#define _GNU_SOURCE
#include "CEpoll.h"
#include <errno.h>
#include <malloc.h>
#include <sys/eventfd.h>

int sandali_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }

int sandali_epoll_set(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag)
{
	struct epoll_event event = {.events = events, .data.u64 = tag};
	return epoll_ctl(epoll, operation, descriptor, &event);
}

int sandali_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void sandali_ring(int bell)
{
	/* It cannot fail: nobody rings so often that the counter of 64 bits is full. */
	eventfd_write(bell, 1);
}

int sandali_accept(int listener, struct sockaddr_storage *peer)
{
	socklen_t length = sizeof *peer;
	int descriptor;
	do descriptor = accept4(listener, (struct sockaddr *)peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
	while (descriptor < 0 && errno == EINTR);
	return descriptor;
}

void sandali_keep_memory(void)
{
#ifdef M_TRIM_THRESHOLD /* glibc */
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
	mallopt(M_MMAP_THRESHOLD, 64 << 20);
#endif
}
