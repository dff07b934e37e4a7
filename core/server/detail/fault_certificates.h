#pragma once

#include "base/error.h"
#include "server/server_options.h"

#include <string>

namespace otabench::server::detail {

/// The certificate of a certificate fault: like the server's own but for the one thing that is
/// wrong with it. For WrongName and Expired signed by `authority`, self-signed where that is empty.
/// CertificateInvalid, KeyInvalid.
[[nodiscard]] Result<CertificateAndKey> makeFaultCertificate(FaultKind kind,
                                                             const std::string &ownCertificatePem,
                                                             const CertificateAndKey &authority);

} // namespace otabench::server::detail
