#pragma once

#include "fleet/doctor.h"

#include <vector>

namespace otabench::tests {

/// A computer with two problems and three warnings, in the order of the checks.
inline std::vector<fleet::Finding> madeUpFindings()
{
    using fleet::Severity;
    return {
        {"port.permission", Severity::Problem, {"/dev/ttyUSB0", "dialout", "alice"}},
        {"udev.rule-missing", Severity::Warning, {"/src/otabench/70-otabench.rules"}},
        {"usb.ok", Severity::Ok, {"8"}},
        {"clock.ok", Severity::Ok, {"2026-11-29 18:31"}},
        {"network.several",
         Severity::Warning,
         {"192.168.1.5 (eth0), 10.0.0.7 (wlan0)", "192.168.1.5"}},
        {"firewall.ufw-blocks", Severity::Problem, {"8443"}},
        {"cert.ca-missing", Severity::Warning, {}},
        {"disk.ok", Severity::Ok, {"/home/alice/.local/share/otabench", "51200"}},
    };
}

} // namespace otabench::tests
