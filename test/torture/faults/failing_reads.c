/* LD_PRELOAD: the n-th operation that reads anything below MUSCOPE_FAIL_UNDER (MUSCOPE_FAIL_AT) fails with MUSCOPE_FAIL_ERRNO, or with
   MUSCOPE_FAIL_SHORT gives only half of what was asked for, as a file system may; it says so on standard error. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long done;

/* Whether this operation is the n-th, told on standard error. */
static int chosen(const char *what, const char *path) {
  const char *under = getenv("MUSCOPE_FAIL_UNDER"), *at = getenv("MUSCOPE_FAIL_AT"), *number = getenv("MUSCOPE_FAIL_ERRNO");
  if (!under || !at || !path || strncmp(path, under, strlen(under)) != 0) return 0;
  if (atomic_fetch_add(&done, 1) + 1 != atol(at)) return 0;
  dprintf(2, "FAULT %s: %s %s\n", at, what, path + strlen(under));
  errno = number ? atoi(number) : EIO;
  return 1;
}

static int chosen_fd(const char *what, int fd) {
  char link[64], path[PATH_MAX];
  if (fd <= 2 || !getenv("MUSCOPE_FAIL_AT")) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return chosen(what, path);
}

#define NEXT(name) static __typeof__(&name) next; if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define READ(name, params, args) \
  ssize_t name params { \
    NEXT(name); \
    if (chosen_fd(#name, fd)) { if (!getenv("MUSCOPE_FAIL_SHORT")) return -1; size = (size + 1) / 2; } \
    return next args; \
  }

READ(read, (int fd, void *to, size_t size), (fd, to, size))
READ(pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
READ(pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at))

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    va_list list; va_start(list, flags); mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0; va_end(list); \
    if (!getenv("MUSCOPE_FAIL_SHORT") && chosen(#name, path)) return -1; \
    return next(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

DIR *opendir(const char *path) {
  NEXT(opendir);
  char whole[PATH_MAX];
  snprintf(whole, sizeof whole, "%s/", path);
  return !getenv("MUSCOPE_FAIL_SHORT") && chosen("opendir", whole) ? NULL : next(path);
}

int scandir64(const char *path, struct dirent64 ***names, int (*filter)(const struct dirent64 *),
              int (*compare)(const struct dirent64 **, const struct dirent64 **)) {
  NEXT(scandir64);
  char whole[PATH_MAX];
  snprintf(whole, sizeof whole, "%s/", path);
  return !getenv("MUSCOPE_FAIL_SHORT") && chosen("scandir", whole) ? -1 : next(path, names, filter, compare);
}

int scandir(const char *path, struct dirent ***names, int (*filter)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **)) {
  NEXT(scandir);
  char whole[PATH_MAX];
  snprintf(whole, sizeof whole, "%s/", path);
  return !getenv("MUSCOPE_FAIL_SHORT") && chosen("scandir", whole) ? -1 : next(path, names, filter, compare);
}
