#pragma once

#include "chips.h"
#include "faults.h"
#include "host_crypto.h"
#include "host_result.h"
#include "otabench_port.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace CLI {
class App;
}

namespace otabench::board {

enum class Profile
{
    Agent, ///< the firmware component's own protocol
    Stdin, ///< as ESP-IDF's advanced_https_ota example with the URL from stdin
};

/// What the command line asks for, checked.
struct Options
{
    unsigned count = 1;
    std::filesystem::path dir;
    Profile profile = Profile::Agent;
    const firmware::host::ChipProfile *chip =
        nullptr; ///< nullptr: what the board's flash was made for, or ESP32
    std::string version = "1.0.0";
    std::string caPem;         ///< text of --ca; empty: none
    std::string decryptionPem; ///< text of --decryption-key; empty: none
    std::optional<firmware::host::HostCrypto::Key> hmacKey; ///< of --hmac-key
    std::uint32_t linkRateBytesPerSecond = 0;
    bool factory = false;
    otabench_security_t security = {}; ///< --signing-key, --secure-version
    std::uint32_t secureVersion = 0;
    std::vector<FaultRule> faults;
    std::uint32_t seed = 0; ///< of what is left to chance
};

/// The command line has been answered: leave with this status.
struct ExitNow
{
    int status = 0;
};

/// Reads the command line and the CA file. Prints help, version and errors itself.
[[nodiscard]] std::variant<Options, ExitNow> parseOptions(int argc, char **argv);

/// The table that parseOptions() parses with: man page and completions are made from it.
void withOptionTable(const std::function<void(const CLI::App &)> &use);

} // namespace otabench::board
