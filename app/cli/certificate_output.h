#pragma once

#include "certificates/authority.h"
#include "certificates/inspection.h"
#include "output.h"

#include <chrono>
#include <string>
#include <vector>

namespace otabench::cli {

/// "2026-11-21T08:00:00Z".
[[nodiscard]] std::string isoTime(std::chrono::system_clock::time_point time);

[[nodiscard]] nlohmann::ordered_json toJson(const certificates::Summary &summary);

/// A few lines for people.
void printSummary(const Output &output, const certificates::Summary &summary);

[[nodiscard]] nlohmann::ordered_json toJson(const certificates::Finding &finding);
void printFinding(const Output &output, const certificates::Finding &finding);

} // namespace otabench::cli
