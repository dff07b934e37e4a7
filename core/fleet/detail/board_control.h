#pragma once

#include "fleet/detail/bench.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <string>

namespace otabench::fleet::detail {

// What a user does with one board outside a campaign. Thread: the core loop.

/// Lab::reset. Done when the lines have been played to their end: a port that was closed before
/// would cut the sequence short.
void resetBoard(boost::asio::io_context &context, Bench &bench, const std::string &id,
                ResetKind kind, Lab::OnDone onDone);

/// Lab::blink
void blinkBoard(Bench &bench, const std::string &id, std::chrono::milliseconds length,
                Lab::OnDone onDone);

} // namespace otabench::fleet::detail
