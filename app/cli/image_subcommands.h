#pragma once

#include "commands.h"

namespace otabench::cli {

// Parts of the group `image`, each in a file of its name.
void addCatalogueCommands(CLI::App &group, Context &context);  ///< image_catalogue_commands.cpp
void addEncryptionCommands(CLI::App &group, Context &context); ///< image_encryption_commands.cpp
void addKeygenCommand(CLI::App &group, Context &context);      ///< image_keygen_command.cpp
void addSigningCommands(CLI::App &group, Context &context);    ///< image_signing_commands.cpp

} // namespace otabench::cli
