/* Stands between a program and read(2), for files below some folders: FAULTY_READS_IN, with colons between them.
   FAULTY_READS says how: "short" gives a part of what was asked for; "end N" ends every file from the N-th read on, as if it had
   been cut meanwhile; "fail N" fails from there on, as a broken disk does; "change N" changes a byte in 97 from there on, as if
   another file had been written over this one meanwhile. */
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
static ssize_t allowed(int file, size_t count, int *changes) {
    const char *how = getenv("FAULTY_READS");
    if (!how || count == 0 || !is_watched(file))
        return count;
    if (strcmp(how, "short") == 0)
        return count < 8 ? 1 : count / 3;
    if (__atomic_add_fetch(&reads, 1, __ATOMIC_SEQ_CST) < atol(strchr(how, ' ')))
        return count;
    *changes = how[0] == 'c';
    return *changes ? (ssize_t)count : how[0] == 'e' ? 0 : -1;
}

static ssize_t given(ssize_t length, unsigned char *to, int changes) {
    for (ssize_t i = 48; changes && i < length; i += 97)
        to[i] ^= 0x15;
    return length;
}

ssize_t read(int file, void *to, size_t count) {
    int changes = 0;
    ssize_t some = allowed(file, count, &changes);
    if (some > 0 || count == 0)
        return given(((reader)dlsym(RTLD_NEXT, "read"))(file, to, some), to, changes);
    errno = EIO;
    return some;
}

ssize_t pread64(int file, void *to, size_t count, off64_t at) {
    int changes = 0;
    ssize_t some = allowed(file, count, &changes);
    if (some > 0 || count == 0)
        return given(((placed_reader)dlsym(RTLD_NEXT, "pread64"))(file, to, some, at), to, changes);
    errno = EIO;
    return some;
}

ssize_t pread(int file, void *to, size_t count, off_t at) { return pread64(file, to, count, at); }
