#pragma once

#include "monitor/known_facts.h"

#include <CLI/CLI.hpp>

#include <string>

namespace otabench::cli {

/// The options that tell what a log does not: image, certificate and CA of the update that is
/// watched, so that an explanation can say which cause it is.
struct KnownFactsOptions
{
    std::string image, certificate, ca, host;

    void addTo(CLI::App &command);
    [[nodiscard]] Result<monitor::KnownFacts> read() const;
};

} // namespace otabench::cli
