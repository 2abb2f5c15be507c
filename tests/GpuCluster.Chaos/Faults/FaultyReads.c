/* Stands between a program and read(2), for files below some folders: FAULTY_READS_IN, with colons between them.
   FAULTY_READS says how: "short" gives a part of what was asked for; "end N" ends every file from the N-th read on, as if it had been cut
   meanwhile; "fail N" fails from there on, as a broken disk does. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t (*reader)(int, void *, size_t);
typedef ssize_t (*placed_reader)(int, void *, size_t, off64_t);

static long reads;

static int is_watched(int file) {
    const char *folder = getenv("FAULTY_READS_IN");
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    while (folder && length > 0) {
        size_t name = strcspn(folder, ":");
        if ((size_t)length > name && strncmp(path, folder, name) == 0)
            return 1;
        folder = folder[name] ? folder + name + 1 : NULL;
    }
    return 0;
}

/* How much to read; 0: the file ends here; -1: it fails. */
static ssize_t allowed(int file, size_t count) {
    const char *how = getenv("FAULTY_READS");
    if (!how || count == 0 || !is_watched(file))
        return count;
    if (strcmp(how, "short") == 0)
        return count < 8 ? 1 : count / 3;
    if (__atomic_add_fetch(&reads, 1, __ATOMIC_SEQ_CST) < atol(strchr(how, ' ')))
        return count;
    return how[0] == 'e' ? 0 : -1;
}

ssize_t read(int file, void *to, size_t count) {
    ssize_t some = allowed(file, count);
    if (some > 0 || count == 0)
        return ((reader)dlsym(RTLD_NEXT, "read"))(file, to, some);
    errno = EIO;
    return some;
}

ssize_t pread64(int file, void *to, size_t count, off64_t at) {
    ssize_t some = allowed(file, count);
    if (some > 0 || count == 0)
        return ((placed_reader)dlsym(RTLD_NEXT, "pread64"))(file, to, some, at);
    errno = EIO;
    return some;
}

ssize_t pread(int file, void *to, size_t count, off_t at) { return pread64(file, to, count, at); }
