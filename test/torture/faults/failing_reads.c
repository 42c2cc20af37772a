/* LD_PRELOAD: the n-th operation that reads anything fails, or with MUSCOPE_FAIL_SHORT gives only half of what was asked for, as a file
   system may. */
#include "failing.h"
#include <dirent.h>

#define READ(name, params, args) \
  ssize_t name params { \
    NEXT(name); \
    if (fails_fd(#name, fd)) { if (!getenv("MUSCOPE_FAIL_SHORT")) return -1; size = (size + 1) / 2; } \
    return next args; \
  }

READ(read, (int fd, void *to, size_t size), (fd, to, size))
READ(pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
READ(pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at))

OPEN(open, !getenv("MUSCOPE_FAIL_SHORT"))
OPEN(open64, !getenv("MUSCOPE_FAIL_SHORT"))

DIR *opendir(const char *path) {
  NEXT(opendir);
  char whole[PATH_MAX];
  snprintf(whole, sizeof whole, "%s/", path);
  return !getenv("MUSCOPE_FAIL_SHORT") && fails("opendir", whole) ? NULL : next(path);
}

int scandir64(const char *path, struct dirent64 ***names, int (*filter)(const struct dirent64 *),
              int (*compare)(const struct dirent64 **, const struct dirent64 **)) {
  NEXT(scandir64);
  char whole[PATH_MAX];
  snprintf(whole, sizeof whole, "%s/", path);
  return !getenv("MUSCOPE_FAIL_SHORT") && fails("scandir", whole) ? -1 : next(path, names, filter, compare);
}

int scandir(const char *path, struct dirent ***names, int (*filter)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **)) {
  NEXT(scandir);
  char whole[PATH_MAX];
  snprintf(whole, sizeof whole, "%s/", path);
  return !getenv("MUSCOPE_FAIL_SHORT") && fails("scandir", whole) ? -1 : next(path, names, filter, compare);
}
