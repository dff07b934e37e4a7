/* Preloaded into a program: notes in a folder ($OTABENCH_DURABLE) what the disk would still have if
 * the computer lost its power, by what POSIX promises and nothing more. A file's bytes are those of
 * its last fsync(); which names a folder has, and to what they lead, is known from the last fsync()
 * of the folder. tests/endtoend/power_loss_test.cpp builds a tree from the notes.
 *
 *     f-KEY   a file's bytes
 *     d-KEY   a folder's entries, a line each: TYPE KEY NAME, TYPE f or d
 *
 * KEY: the inode, and when it was made, since inodes are used again. Disks keep more than that;
 * a program must not need it.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum
{
    KEY_ROOM = 80,
    PATH_ROOM = 4096
};

static int key_of(int folder, const char *name, char *key, char *type)
{
    struct statx at;
    const int flags = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW;
    if (statx(folder, name, flags, STATX_BASIC_STATS | STATX_BTIME, &at) != 0)
        return -1;
    *type = S_ISREG(at.stx_mode) ? 'f' : S_ISDIR(at.stx_mode) ? 'd' : 'o';
    snprintf(key, KEY_ROOM, "%llu-%lld.%u", (unsigned long long)at.stx_ino,
             (long long)at.stx_btime.tv_sec, at.stx_btime.tv_nsec);
    return 0;
}

/* By way of another name, so that a note is whole. */
static FILE *begin_note(const char *notes, char *draft)
{
    snprintf(draft, PATH_ROOM, "%s/draft-%ld", notes, (long)syscall(SYS_gettid));
    return fopen(draft, "we");
}

static void end_note(FILE *note, const char *notes, const char *draft, char type, const char *key)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%c-%s", notes, type, key);
    fclose(note);
    rename(draft, path);
}

static void note_file(FILE *note, int fd)
{
    char path[64], buffer[65536];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd); /* it may be open for writing only */
    const int in = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count;
    while (in >= 0 && (count = read(in, buffer, sizeof buffer)) > 0)
        fwrite(buffer, 1, (size_t)count, note);
    if (in >= 0)
        close(in);
}

static void note_folder(FILE *note, int fd)
{
    const int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = again >= 0 ? fdopendir(again) : NULL;
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        char key[KEY_ROOM], type;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            key_of(fd, entry->d_name, key, &type) == 0)
            fprintf(note, "%c %s %s\n", type, key, entry->d_name);
    }
    if (folder)
        closedir(folder);
}

static void note_durable(int fd)
{
    const char *notes = getenv("OTABENCH_DURABLE");
    char key[KEY_ROOM], type, draft[PATH_ROOM];
    if (!notes || key_of(fd, "", key, &type) != 0 || type == 'o')
        return;
    FILE *note = begin_note(notes, draft);
    if (!note)
        return;
    if (type == 'f')
        note_file(note, fd);
    else
        note_folder(note, fd);
    end_note(note, notes, draft, type, key);
}

static int sync_with(const char *function, int fd)
{
    void *const found = dlsym(RTLD_NEXT, function);
    int (*real)(int);
    memcpy(&real, &found, sizeof real); /* ISO C has no cast for that */
    const int result = real(fd);
    if (result == 0)
        note_durable(fd);
    return result;
}

int fsync(int fd)
{
    return sync_with("fsync", fd);
}

int fdatasync(int fd)
{
    return sync_with("fdatasync", fd);
}
