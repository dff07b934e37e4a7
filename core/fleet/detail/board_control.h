#pragma once

#include "fleet/detail/bench.h"
#include "fleet/port_loan.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <string>

namespace otabench::fleet::detail {

// What a user does with one board outside a campaign: each as Lab's function of that name. Thread:
// the core loop.

/// Done when the lines have been played to their end: a port that was closed before would cut the
/// sequence short.
void resetBoard(boost::asio::io_context &context, Bench &bench, const std::string &id,
                ResetKind kind, Lab::OnDone onDone);

void blinkBoard(Bench &bench, const std::string &id, std::chrono::milliseconds length,
                Lab::OnDone onDone);

void confirmBoard(Bench &bench, const std::string &id, Lab::OnDone onDone);

void rollBackBoard(boost::asio::io_context &context, Bench &bench, const std::string &id,
                   Lab::OnDone onDone);

/// What a lab's boards are to trust.
struct LabTrust
{
    std::string pem;
    std::vector<std::string> fingerprints; ///< of its certificates, the newest first
};

void sendTrustToBoard(Bench &bench, const std::string &id, LabTrust trust, Lab::OnDone onDone);

[[nodiscard]] Result<> writeToBoard(Bench &bench, const std::string &id, std::string text);

/// Writes the registry, and shows what has changed.
[[nodiscard]] Result<> nameBoards(Bench &bench, BoardBook &book,
                                  const std::vector<std::string> &ids, const BoardNaming &naming);

[[nodiscard]] Result<> forgetBoard(Bench &bench, BoardBook &book, const std::string &id);

[[nodiscard]] Result<std::unique_ptr<PortLoan>> lendPort(Bench &bench, const Paths &paths,
                                                         const std::string &id);

} // namespace otabench::fleet::detail
