#pragma once

#include "certificates/server_keeper.h"
#include "certificates/store.h"
#include "server/server_options.h"

#include <functional>
#include <string>
#include <vector>

namespace otabench::fleet {

/// What a server certificate is made for: the host of the URLs first (it becomes the CN), then the
/// others, then every address of this computer; each once.
[[nodiscard]] std::vector<std::string>
certificateHosts(const std::string &host, const std::vector<std::string> &others = {});

/// A server's certificate of the lab: from the lab CA, made where missing, or the imported one.
struct LabCertificate
{
    certificates::ServerIdentity identity;
    certificates::ServerKeeper keeper; ///< for CertificateWatch: keeps it right while it is shown
};

/// Fills in the options' certificate and key. `hosts` is asked anew as long as the keeper lives.
[[nodiscard]] Result<LabCertificate>
useLabCertificate(server::ServerOptions &options, const certificates::Store &store,
                  std::function<std::vector<std::string>()> hosts);

/// Lets the fault bench sign its wrong certificates with the lab CA, so that only one thing is
/// wrong with each. A protected CA key needs its passphrase.
[[nodiscard]] Result<> useFaultAuthority(server::ServerOptions &options,
                                         certificates::Store &store);

} // namespace otabench::fleet
