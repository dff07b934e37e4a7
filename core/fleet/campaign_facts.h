#pragma once

#include "base/error.h"
#include "image/reader.h"
#include "monitor/known_facts.h"

#include <string>
#include <string_view>

namespace otabench::fleet {

// What a campaign (or whoever watches one) knows beside a board's log, for monitor::narrow(). Any
// thread.

/// The image's size, chip and version, and whether it passes its checks.
void addImageFacts(const image::Image &image, monitor::KnownFacts &facts);

/// A server's chain, judged as a board would for the host in its URL (empty: not known). With
/// `trustPem`, what the board trusts, also whether it trusts this chain. CertificateInvalid.
[[nodiscard]] Result<> addCertificateFacts(std::string_view chainPem, const std::string &host,
                                           const std::string &trustPem, monitor::KnownFacts &facts);

} // namespace otabench::fleet
