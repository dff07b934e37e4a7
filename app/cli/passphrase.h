#pragma once

#include "certificates/private_key.h"
#include "commands.h"

#include <optional>
#include <string>

namespace otabench::cli {

/// Adds --passphrase-file: the passphrase of the lab CA's key. It is never given on the command
/// line itself, where other users of the computer see it.
void addPassphraseOption(CLI::App &command, Context &context);

/// Where the lab CA's passphrase comes from: --passphrase-file, $OTABENCH_CA_PASSPHRASE, or the
/// terminal, without echo.
[[nodiscard]] certificates::PassphraseSource caPassphrase(const Context &context);

/// The same without asking on the terminal: for commands that run on their own.
[[nodiscard]] certificates::PassphraseSource silentCaPassphrase(const Context &context);

/// What protects a CA that is made now: --passphrase-file, $OTABENCH_CA_PASSPHRASE, with `ask` the
/// terminal (twice); nothing otherwise.
[[nodiscard]] Result<std::optional<std::string>> newCaPassphrase(const Context &context, bool ask);

/// Of another file: from `file`, the environment variable, or the terminal.
[[nodiscard]] certificates::PassphraseSource passphraseOf(std::string file, std::string variable,
                                                          std::string question);

/// A new one for a file: as passphraseOf(), asked twice on the terminal.
[[nodiscard]] Result<std::string>
newPassphraseOf(const std::string &file, const std::string &variable, const std::string &question);

} // namespace otabench::cli
