#pragma once

#include "base/paths.h"
#include "output.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace otabench::cli {

/// What every command gets. A command's callback sets `exitStatus`: 0 done, 1 the work failed, 2
/// wrong usage.
struct Context
{
    Paths paths;
    Output output;
    int exitStatus = 0;
    std::string passphraseFile = {}; ///< --passphrase-file: of the lab CA's key

    /// Prints the error for people and sets the exit status: 2 for InvalidArgument, else 1.
    void failed(const Error &error);
};

/// The whole command line: name, options and every command. The context outlives the parse.
void declare(CLI::App &app, Context &context);

// One function a command group, each in a file of its name: adds the subcommands with their options
// and callbacks. The context outlives the parse.
void addCaCommands(CLI::App &app, Context &context);
void addCertCommands(CLI::App &app, Context &context);
// Parts of those groups, in files of their own.
void addCaRotationCommands(CLI::App &group, Context &context);
void addCertCheckCommands(CLI::App &group, Context &context);
void addCertCompanyCommands(CLI::App &group, Context &context);
void addImageCommands(CLI::App &app, Context &context);
void addServeCommand(CLI::App &app, Context &context);
void addMonitorCommand(CLI::App &app, Context &context);
void addLogsCommand(CLI::App &app, Context &context);
void addUpdateCommand(CLI::App &app, Context &context);
void addBoardsCommand(CLI::App &app, Context &context);
void addHistoryCommand(CLI::App &app, Context &context);
void addDoctorCommand(CLI::App &app, Context &context);
void addSupportBundleCommand(CLI::App &app, Context &context);

} // namespace otabench::cli
