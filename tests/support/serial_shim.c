/*
 * A serial port with modem lines, made of a pty: preload this library (or link it before
 * libserialport) and libserialport opens the pty as if it were a USB serial device.
 *
 *   OTABENCH_SHIM_DEVICE  the device's name, such as /dev/ttyUSB90; it need not exist
 *   OTABENCH_SHIM_PTY     the pty slave that is opened in its place
 *   OTABENCH_SHIM_SYSFS   a folder that stands for /sys/class/tty
 *   OTABENCH_SHIM_LOG     a file that gets a line for each change of the lines:
 *                         "<milliseconds> open|set|close <dtr> <rts>"
 *
 * As in the kernel, open raises DTR and RTS, and close drops both if HUPCL is set. Which calls
 * libserialport 0.1.1 makes: `nm -D --undefined-only libserialport.so.0`.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define SYSFS "/sys/class/tty/"

static int modem_lines;

/* POSIX says that dlsym gives functions; ISO C has no word for it. */
#define NEXT(name) (__extension__(__typeof__(&(name))) dlsym(RTLD_NEXT, #name))

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static int is_device(const char *path)
{
    const char *device = setting("OTABENCH_SHIM_DEVICE");
    return device && path && strcmp(path, device) == 0;
}

/* The path that is really used: the pty for the device, the folder for sysfs. */
static const char *real_path_of(const char *path, char *buffer)
{
    const char *pty = setting("OTABENCH_SHIM_PTY");
    const char *sysfs = setting("OTABENCH_SHIM_SYSFS");
    if (pty && is_device(path))
        return pty;
    if (sysfs && path && strncmp(path, SYSFS, strlen(SYSFS)) == 0 &&
        snprintf(buffer, PATH_MAX, "%s/%s", sysfs, path + strlen(SYSFS)) < PATH_MAX)
        return buffer;
    return path;
}

static int is_device_fd(int fd)
{
    struct stat wanted;
    struct stat have;
    const char *pty = setting("OTABENCH_SHIM_PTY");
    return pty && setting("OTABENCH_SHIM_DEVICE") && NEXT(stat)(pty, &wanted) == 0 &&
           fstat(fd, &have) == 0 && S_ISCHR(have.st_mode) && have.st_rdev == wanted.st_rdev;
}

static void record(const char *what)
{
    const char *path = setting("OTABENCH_SHIM_LOG");
    struct timespec now;
    char line[80];
    int fd;
    int length;
    if (!path)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    length = snprintf(line, sizeof line, "%lld %s %d %d\n",
                      (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000, what,
                      (modem_lines & TIOCM_DTR) != 0, (modem_lines & TIOCM_RTS) != 0);
    fd = NEXT(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    if (write(fd, line, (size_t)length) != length)
        abort();
    NEXT(close)(fd);
}

static int open_path(const char *path, int flags, mode_t mode)
{
    char buffer[PATH_MAX];
    const int fd = NEXT(open)(real_path_of(path, buffer), flags, mode);
    if (fd >= 0 && is_device(path)) {
        modem_lines |= TIOCM_DTR | TIOCM_RTS;
        record("open");
    }
    return fd;
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    mode_t mode = 0;
    va_start(arguments, flags);
    if (flags & (O_CREAT | __O_TMPFILE))
        mode = va_arg(arguments, mode_t);
    va_end(arguments);
    return open_path(path, flags, mode);
}

int __open_2(const char *path, int flags)
{
    return open_path(path, flags, 0);
}

int close(int fd)
{
    struct termios settings;
    if (is_device_fd(fd)) {
        if (tcgetattr(fd, &settings) == 0 && (settings.c_cflag & HUPCL))
            modem_lines &= ~(TIOCM_DTR | TIOCM_RTS);
        record("close");
    }
    return NEXT(close)(fd);
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    void *argument;
    va_start(arguments, request);
    argument = va_arg(arguments, void *);
    va_end(arguments);
    if ((request != TIOCMGET && request != TIOCMSET && request != TIOCMBIS &&
         request != TIOCMBIC) ||
        !is_device_fd(fd))
        return NEXT(ioctl)(fd, request, argument);

    const int before = modem_lines;
    if (request == TIOCMGET)
        *(int *)argument = modem_lines;
    else if (request == TIOCMSET)
        modem_lines = *(const int *)argument;
    else if (request == TIOCMBIS)
        modem_lines |= *(const int *)argument;
    else
        modem_lines &= ~*(const int *)argument;
    if (modem_lines != before)
        record("set");
    return 0;
}

FILE *fopen(const char *path, const char *mode)
{
    char buffer[PATH_MAX];
    return NEXT(fopen)(real_path_of(path, buffer), mode);
}

ssize_t readlink(const char *path, char *target, size_t size)
{
    char buffer[PATH_MAX];
    return NEXT(readlink)(real_path_of(path, buffer), target, size);
}

int lstat(const char *path, struct stat *status)
{
    char buffer[PATH_MAX];
    return NEXT(lstat)(real_path_of(path, buffer), status);
}

int stat(const char *path, struct stat *status)
{
    char buffer[PATH_MAX];
    return NEXT(stat)(real_path_of(path, buffer), status);
}

/* What programs built against a glibc before 2.33 call for lstat(). */
int __lxstat(int version, const char *path, struct stat *status)
{
    (void)version;
    return lstat(path, status);
}

char *realpath(const char *path, char *resolved)
{
    if (!is_device(path))
        return NEXT(realpath)(path, resolved);
    return resolved ? strcpy(resolved, path) : strdup(path);
}
