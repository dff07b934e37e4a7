#pragma once

#include "monitor/log_entry.h"

#include <optional>

namespace otabench::monitor {

/// The signal in dBm that a board's Wi-Fi stack reports when it has connected: "wifi:security:
/// WPA2-PSK, phy: bgn, rssi: -45". Nothing for every other line. Source: the log of ESP-IDF's
/// closed Wi-Fi library, v3.3 to v5.4; the words before `rssi` differ between them.
[[nodiscard]] std::optional<int> signalFrom(const LogEntry &entry);

} // namespace otabench::monitor
