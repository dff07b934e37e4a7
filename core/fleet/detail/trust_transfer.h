#pragma once

#include "fleet/detail/agent_link.h"

#include <functional>
#include <memory>
#include <string>

namespace otabench::fleet::detail {

/// Gives a board the CA certificates that it is to trust from now on: ca-begin, ca-data…,
/// ca-commit. `onDone` gets the answer to ca-commit, or why the board has not taken them; it then
/// keeps what it trusted before. No more is sent, and nobody called, once `owner` is gone. Thread:
/// the core loop.
void sendTrust(AgentLink &link, std::string pem, const std::shared_ptr<bool> &owner,
               std::function<void(const Result<AgentMessage> &)> onDone);

} // namespace otabench::fleet::detail
