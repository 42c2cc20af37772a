/* LD_PRELOAD: the n-th operation that changes anything below MUSCOPE_FAIL_UNDER fails (MUSCOPE_FAIL_AT; with MUSCOPE_FAIL_ON all after it too)
   with MUSCOPE_FAIL_ERRNO, and says so on standard error. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long done;
static atomic_int told;

static int fails(const char *what, const char *path) {
  const char *under = getenv("MUSCOPE_FAIL_UNDER"), *at = getenv("MUSCOPE_FAIL_AT"), *number = getenv("MUSCOPE_FAIL_ERRNO");
  if (!under || !at || !path || strncmp(path, under, strlen(under)) != 0) return 0;
  long now = atomic_fetch_add(&done, 1) + 1, n = atol(at);
  if (now != n && !(getenv("MUSCOPE_FAIL_ON") && now > n)) return 0;
  if (!atomic_exchange(&told, 1)) dprintf(2, "FAULT %ld: %s %s\n", now, what, path + strlen(under));
  errno = number ? atoi(number) : EIO;
  return 1;
}

static int fails_fd(const char *what, int fd) {
  char link[64], path[PATH_MAX];
  if (fd <= 2 || !getenv("MUSCOPE_FAIL_AT")) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return fails(what, path);
}

#define NEXT(name) static __typeof__(&name) next; if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define ON_FD(type, name, params, args) \
  type name params { NEXT(name); if (fails_fd(#name, fd)) return -1; return next args; }
#define ON_PATH(type, name, params, args) \
  type name params { NEXT(name); if (fails(#name, path)) return -1; return next args; }

ON_FD(ssize_t, write, (int fd, const void *from, size_t size), (fd, from, size))
ON_FD(ssize_t, pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
ON_FD(ssize_t, pwrite64, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
ON_FD(ssize_t, writev, (int fd, const struct iovec *from, int count), (fd, from, count))
ON_FD(ssize_t, pwritev, (int fd, const struct iovec *from, int count, off_t at), (fd, from, count, at))
ON_FD(int, ftruncate, (int fd, off_t size), (fd, size))
ON_FD(int, ftruncate64, (int fd, off64_t size), (fd, size))
ON_FD(int, fsync, (int fd), (fd))
ON_FD(int, fdatasync, (int fd), (fd))
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(int, rename, (const char *path, const char *to), (path, to))

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    va_list list; va_start(list, flags); mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0; va_end(list); \
    if ((flags & O_CREAT) && fails(#name, path)) return -1; \
    return next(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)
