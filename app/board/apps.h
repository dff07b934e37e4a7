#pragma once

#include "esp_encrypted_img.h"
#include "faulty_port.h"

namespace otabench::board {

/// The applications of virtual boards. Each runs as app_main() within HostPort::run(): a reset
/// leaves it by longjmp, so it holds nothing with a destructor while it calls the firmware.

/// What is built into a board's firmware. What the pointers mean must outlive the board.
struct BuiltIn
{
    const char *caPem = nullptr;                ///< nullptr: none
    const esp_decrypt_cfg_t *decrypt = nullptr; ///< the key for pre-encrypted images; nullptr: none
};

/// Runs the firmware component's agent; does not return.
[[noreturn]] void runAgentApp(FaultyPort &port, const BuiltIn &builtIn);

/// Does what ESP-IDF's advanced_https_ota example does when it is built for the URL from stdin,
/// with the same-version check switched off: reads one URL, updates, restarts. After a failure it
/// has said why and sleeps until it is reset. Returns when it has nothing more to do.
void runStdinApp(FaultyPort &port, const BuiltIn &builtIn);

} // namespace otabench::board
