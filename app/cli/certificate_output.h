#pragma once

#include "certificates/authority.h"
#include "certificates/inspection.h"
#include "output.h"

#include <chrono>
#include <filesystem>
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

/// Of files with certificates and keys.
constexpr std::size_t kMostCertificateBytes = 1u << 20;

/// The certificates of a PEM, DER or PKCS#7 file as PEM text. Errors name the file.
[[nodiscard]] Result<std::string> readCertificates(const std::filesystem::path &file);

} // namespace otabench::cli
