#pragma once

#include "commands.h"

namespace otabench::cli {

/// `profiles`: how boards are told to update.
void addProfilesCommand(CLI::App &app, Context &context);

} // namespace otabench::cli
