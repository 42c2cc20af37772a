/* LD_PRELOAD: the n-th operation that changes anything fails. */
#include "failing.h"

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
OPEN(open, flags & O_CREAT)
OPEN(open64, flags & O_CREAT)
