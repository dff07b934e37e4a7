// stdin, stdout and stderr of an application: its board's console, as ESP-IDF's UART driver and
// newlib show it.
#include "application.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ext/stdio_sync_filebuf.h>
#include <iostream>
#include <stdio_ext.h>
#include <string>

namespace otabench::firmware::host {

namespace {

constexpr std::size_t kDriverBufferBytes = 256; // what example_configure_stdin_stdout() installs
constexpr auto kLongWait = std::chrono::minutes(1);

constinit bool theReaderWaits = false;

/// LF goes out as CR LF.
ssize_t writeConsole(void * /*cookie*/, const char *bytes, std::size_t length)
{
    std::string text;
    text.reserve(length + 2);
    for (std::size_t i = 0; i < length; ++i) {
        if (bytes[i] == '\n')
            text += '\r';
        text += bytes[i];
    }
    application().port.print(text);
    return static_cast<ssize_t>(length);
}

/// CR comes in as LF. Without the driver a read takes what is there, and else fails.
ssize_t readConsole(void * /*cookie*/, char *bytes, std::size_t length)
{
    ApplicationPort &port = application().port;
    const otabench_port_t &table = port.table();
    std::size_t got = table.console_read(table.ctx, bytes, length);
    while (got == 0) {
        if (!theReaderWaits) {
            errno = EWOULDBLOCK;
            return -1;
        }
        port.waitForInput(kLongWait);
        got = table.console_read(table.ctx, bytes, length);
    }
    std::replace(bytes, bytes + got, '\r', '\n');
    return static_cast<ssize_t>(got);
}

std::FILE *openStream(const char *mode)
{
    std::FILE *const stream = ::fopencookie(
        nullptr, mode,
        cookie_io_functions_t{
            .read = &readConsole, .write = &writeConsole, .seek = nullptr, .close = nullptr});
    if (stream == nullptr)
        std::abort(); // no memory at the very start
    std::setvbuf(stream, nullptr, _IONBF, 0);
    // One task runs at a time; one that waits for input must not lock another out.
    __fsetlocking(stream, FSETLOCKING_BYCALLER);
    return stream;
}

} // namespace

void openConsoleStreams()
{
    // For the life of the process, which is the board's.
    stdin = openStream("r");
    stdout = openStream("w");
    stderr = openStream("w");
    static __gnu_cxx::stdio_sync_filebuf<char> in(stdin);
    static __gnu_cxx::stdio_sync_filebuf<char> out(stdout);
    static __gnu_cxx::stdio_sync_filebuf<char> error(stderr);
    std::cin.rdbuf(&in);
    std::cout.rdbuf(&out);
    std::cerr.rdbuf(&error);
    std::clog.rdbuf(&error);
}

void makeStdinWait()
{
    theReaderWaits = true;
    application().port.console().setReceiveCapacity(kDriverBufferBytes);
}

} // namespace otabench::firmware::host
