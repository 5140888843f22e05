// A disk that fails on demand, put under a process with LD_PRELOAD.
//
// FAULT="<call>:<suffix>:<n>[:<errno>]" makes the n-th <call> (fdatasync, fsync or pwrite) on a file
// whose name ends with <suffix> fail, once, with EIO or that number; several stand with commas
// between them. What fails does nothing. Counting starts when the file named by FAULT_ARMED exists;
// with <n> 0 every such call fails as long as it does.
//
// A process that closes a descriptor which is not open is ended: a moment later it would have been
// somebody else's, a log's or a connection's.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int named(int descriptor, const char *suffix, size_t length) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t size = readlink(link, path, sizeof path);
  return size >= (ssize_t)length && memcmp(path + size - length, suffix, length) == 0;
}

static int fails(const char *call, int descriptor) {
  static atomic_int seen[8];
  const char *fault = getenv("FAULT"), *armed = getenv("FAULT_ARMED");
  if (!fault || !armed || access(armed, F_OK) != 0) return 0;
  for (int index = 0; fault && index < 8; index++) {
    char name[16], suffix[64];
    int number, error = EIO;
    if (sscanf(fault, "%15[^:]:%63[^:]:%d:%d", name, suffix, &number, &error) < 3) return 0;
    if (strcmp(name, call) == 0 && named(descriptor, suffix, strlen(suffix)) &&
        (atomic_fetch_add(&seen[index], 1) + 1 == number || number == 0)) {
      errno = error;
      return 1;
    }
    fault = strchr(fault, ',');
    if (fault) fault++;
  }
  return 0;
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

int close(int descriptor) {
  int result = NEXT(int (*)(int), "close")(descriptor);
  if (result != 0 && errno == EBADF) abort();
  return result;
}

int fdatasync(int descriptor) {
  if (fails("fdatasync", descriptor)) return -1;
  return NEXT(int (*)(int), "fdatasync")(descriptor);
}

int fsync(int descriptor) {
  if (fails("fsync", descriptor)) return -1;
  return NEXT(int (*)(int), "fsync")(descriptor);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  if (fails("pwrite", descriptor)) return -1;
  return NEXT(ssize_t (*)(int, const void *, size_t, off_t), "pwrite")(
      descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  if (fails("pwrite", descriptor)) return -1;
  return NEXT(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64")(
      descriptor, bytes, count, offset);
}
