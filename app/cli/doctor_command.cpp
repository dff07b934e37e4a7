#include "commands.h"

#include "fleet/doctor.h"
#include "lab_session.h"

#include <algorithm>
#include <memory>
#include <optional>

namespace otabench::cli {
namespace {

struct DoctorArguments
{
    std::optional<std::uint16_t> port;
};

nlohmann::ordered_json toJson(const fleet::Finding &finding)
{
    return {{"id", finding.id},
            {"severity", name(finding.severity)},
            {"cause", causeOf(finding)},
            {"remedy", remedyOf(finding)},
            {"command", commandOf(finding)},
            {"args", finding.args}};
}

std::string_view mark(fleet::Severity severity)
{
    switch (severity) {
    case fleet::Severity::Ok:
        return "ok      ";
    case fleet::Severity::Warning:
        return "WARNING ";
    case fleet::Severity::Problem:
        break;
    }
    return "PROBLEM ";
}

void print(const Output &output, const fleet::Finding &finding)
{
    output.json(toJson(finding));
    output.line(fmt::format("{} {}", mark(finding.severity), causeOf(finding)));
    if (const auto remedy = remedyOf(finding); !remedy.empty())
        output.line(fmt::format("         {}", remedy));
    if (const auto command = commandOf(finding); !command.empty())
        output.line(fmt::format("         $ {}", command));
}

void runDoctor(Context &context, const DoctorArguments &arguments)
{
    const auto findings = fleet::examineComputer(
        {.paths = context.paths, .databaseUrl = databaseUrl(), .serverPort = arguments.port});
    const auto count = [&](fleet::Severity severity) {
        return std::ranges::count(findings, severity, &fleet::Finding::severity);
    };
    for (const fleet::Finding &finding : findings)
        print(context.output, finding);
    const auto problems = count(fleet::Severity::Problem);
    const auto warnings = count(fleet::Severity::Warning);
    context.output.line(fmt::format("{} {}, {} {}", problems,
                                    problems == 1 ? "problem" : "problems", warnings,
                                    warnings == 1 ? "warning" : "warnings"));
    context.exitStatus = problems == 0 ? 0 : 1;
}

} // namespace

void addDoctorCommand(CLI::App &app, Context &context)
{
    auto *command = app.add_subcommand(
        "doctor", "Look at this computer for what would keep boards from being updated");
    const auto arguments = std::make_shared<DoctorArguments>();
    command->add_option("--port", arguments->port,
                        "the server's port that updates will use: is it let in?");
    command->callback([&context, arguments] { runDoctor(context, *arguments); });
}

} // namespace otabench::cli
