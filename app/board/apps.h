#pragma once

#include "faulty_port.h"

namespace otabench::board {

/// The applications of virtual boards. Each runs as app_main() within HostPort::run(): a reset
/// leaves it by longjmp, so it holds nothing with a destructor while it calls the firmware.

/// Runs the firmware component's agent; does not return.
/// @param caPem  the CA built in, or nullptr; must outlive the board
[[noreturn]] void runAgentApp(FaultyPort &port, const char *caPem);

/// Does what ESP-IDF's advanced_https_ota example does when it is built for the URL from stdin,
/// with the same-version check switched off: reads one URL, updates, restarts. After a failure it
/// has said why and sleeps until it is reset. Returns when it has nothing more to do.
void runStdinApp(FaultyPort &port, const char *caPem);

} // namespace otabench::board
