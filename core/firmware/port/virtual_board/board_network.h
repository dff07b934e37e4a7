#pragma once

#include "host_port.h"

#include <string>

namespace otabench::firmware::host {

/// The address a board on this computer has, as far as it has one: where the network sees the
/// computer; 127.0.0.1 without a network.
[[nodiscard]] std::string boardAddress();

/// Prints what ESP-IDF's example_connect() prints when the network is up.
void printNetworkUp(HostPort &port);

} // namespace otabench::firmware::host
