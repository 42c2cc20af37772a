/* What the libraries have in common: which operation fails. The n-th (MUSCOPE_FAIL_AT; with MUSCOPE_FAIL_ON all after it too) on anything below
   MUSCOPE_FAIL_UNDER fails with MUSCOPE_FAIL_ERRNO, and the first says so on standard error. */
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

/* Whether this operation fails; errno is set then. */
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

/* Opening counts where the condition holds. */
#define OPEN(name, condition) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    va_list list; va_start(list, flags); mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0; va_end(list); \
    if ((condition) && fails(#name, path)) return -1; \
    return next(path, flags, mode); \
  }
