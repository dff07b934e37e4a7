#pragma once

#include "commands.h"

#include <cstddef>
#include <string>
#include <vector>

namespace otabench::cli {

// Parts of the group `image`, each in a file of its name.
void addCatalogueCommands(CLI::App &group, Context &context);  ///< image_catalogue_commands.cpp
void addEncryptionCommands(CLI::App &group, Context &context); ///< image_encryption_commands.cpp
void addKeygenCommand(CLI::App &group, Context &context);      ///< image_keygen_command.cpp
void addPreflightCommand(CLI::App &group, Context &context);   ///< image_preflight_command.cpp
void addSigningCommands(CLI::App &group, Context &context);    ///< image_signing_commands.cpp

/// A file's bytes, or those of an image of the catalogue when there is no such file.
[[nodiscard]] Result<std::vector<std::byte>> readImageOrKept(const Context &context,
                                                             const std::string &what);

} // namespace otabench::cli
