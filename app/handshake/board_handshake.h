#pragma once

#include "certificates/board_trial.h"

namespace otabench {

/// A real handshake, made by the virtual boards' network: Mbed TLS 2.28 set up as esp-tls does. It
/// is theirs because Mbed TLS has one owner, the firmware's host port; and app/ is where that and
/// the host side may meet. Blocks, at most for the time-out; any thread.
[[nodiscard]] certificates::BoardHandshake
shakeHandsAsBoard(const certificates::BoardHandshakeOptions &options);

} // namespace otabench
