#include "fleet/lab_certificate.h"

#include "server/addresses.h"

#include <algorithm>

namespace otabench::fleet {

std::vector<std::string> certificateHosts(const std::string &host,
                                          const std::vector<std::string> &others)
{
    std::vector<std::string> hosts = {host};
    const auto add = [&hosts](const std::string &each) {
        if (std::ranges::find(hosts, each) == hosts.end())
            hosts.push_back(each);
    };
    for (const std::string &address : others) {
        if (!server::isAnyAddress(address))
            add(address);
    }
    for (const std::string &address : server::localAddresses())
        add(address);
    return hosts;
}

Result<LabCertificate> useLabCertificate(server::ServerOptions &options,
                                         const certificates::Store &store,
                                         std::function<std::vector<std::string>()> hosts)
{
    certificates::ServerKeeper keeper(store, std::move(hosts));
    auto identity = keeper.first();
    if (!identity)
        return tl::unexpected(identity.error());
    options.certificatePem = identity->server.certificatePem;
    options.keyPem = identity->server.keyPem;
    return LabCertificate{*std::move(identity), std::move(keeper)};
}

Result<> useFaultAuthority(server::ServerOptions &options, certificates::Store &store)
{
    const auto authority = store.ensureAuthority({});
    if (!authority)
        return tl::unexpected(authority.error());
    options.faultAuthority = {authority->keyed().certificatePem, authority->keyed().keyPem};
    return {};
}

} // namespace otabench::fleet
