#include "certificate_output.h"

#include <fmt/chrono.h>

namespace otabench::cli {
using std::chrono::system_clock;

namespace {

long daysLeft(const certificates::Summary &summary)
{
    return std::chrono::floor<std::chrono::days>(summary.notAfter - system_clock::now()).count();
}

std::string_view kindText(const certificates::Summary &summary)
{
    if (!summary.isAuthority)
        return summary.isClient ? "client certificate of a board" : "server certificate";
    return summary.names.empty() ? "CA certificate" : "server certificate that is its own CA";
}

std::string joined(const std::vector<std::string> &texts)
{
    return fmt::format("{}", fmt::join(texts, ", "));
}

} // namespace

std::string isoTime(system_clock::time_point time)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(system_clock::to_time_t(time)));
}

nlohmann::ordered_json toJson(const certificates::Summary &summary)
{
    return {{"subject", summary.subject},
            {"issuer", summary.issuer},
            {"common_name", summary.commonName},
            {"names", summary.names},
            {"ca", summary.isAuthority},
            {"key", summary.key},
            {"signature", summary.signature},
            {"not_before", isoTime(summary.notBefore)},
            {"not_after", isoTime(summary.notAfter)},
            {"days_left", daysLeft(summary)},
            {"sha256", summary.sha256},
            {"bytes", summary.derBytes}};
}

void printSummary(const Output &output, const certificates::Summary &summary)
{
    const auto row = [&](std::string_view label, std::string_view text) {
        output.line(fmt::format("{:<13}{}", label, text));
    };
    const long days = daysLeft(summary);
    row("Subject", summary.subject);
    if (summary.issuer != summary.subject)
        row("Issuer", summary.issuer);
    if (!summary.names.empty())
        row("Names", joined(summary.names));
    row("Kind", kindText(summary));
    row("Key", summary.key + ", signed with " + summary.signature);
    row("Valid", fmt::format("{} to {} ({})", isoTime(summary.notBefore), isoTime(summary.notAfter),
                             days < 0 ? std::string("ended") : fmt::format("{} days left", days)));
    row("SHA-256", summary.sha256);
}

nlohmann::ordered_json toJson(const certificates::Finding &finding)
{
    nlohmann::ordered_json json{{"check", finding.check},
                                {"ok", finding.ok},
                                {"level", !finding.ok         ? "failure"
                                          : finding.isWarning ? "warning"
                                                              : "ok"},
                                {"detail", finding.detail}};
    if (finding.flags != 0)
        json["flags"] = fmt::format("{:#x}", finding.flags);
    if (!finding.boardPrints.empty())
        json["board_prints"] = finding.boardPrints;
    if (!finding.toDo.empty())
        json["to_do"] = finding.toDo;
    return json;
}

void printFinding(const Output &output, const certificates::Finding &finding)
{
    output.line(fmt::format("  {:<8}{}: {}",
                            !finding.ok         ? "FAILED"
                            : finding.isWarning ? "warning"
                                                : "ok",
                            finding.check, finding.detail));
    if (!finding.boardPrints.empty())
        output.line(fmt::format("          the board prints: {}", finding.boardPrints));
    if (!finding.toDo.empty())
        output.line(fmt::format("          what to do: {}", finding.toDo));
}

} // namespace otabench::cli
