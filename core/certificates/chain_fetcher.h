#pragma once

#include "base/error.h"
#include "certificates/inspection.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::certificates {

/// What a board needs to trust a server it does not know yet.
struct TrustChoice
{
    /// The certificate to give the board; nothing when the root could not be found.
    std::optional<std::string> pem;
    std::string why; ///< a sentence: which one, whence, and why not another
    /// Where the next certificate can be had, as the last known one says (AIA); mostly empty.
    std::string issuerUrl;
};

/// Chooses from a server's chain (leaf first, PEM) what boards are to trust: the root, which lives
/// longest and survives the renewal of what is below it; never an intermediate, and the leaf only
/// where it is its own root. A root that the server does not send is looked for in `systemStore`, a
/// folder of certificates hashed as by `openssl rehash`; one that has ended is not taken.
/// CertificateInvalid for a damaged chain.
[[nodiscard]] Result<TrustChoice> chooseTrust(std::string_view chainPem,
                                              const std::filesystem::path &systemStore);

struct FetchOptions
{
    std::string host; ///< name or address literal, without brackets
    std::uint16_t port = 443;
    std::string serverName; ///< for SNI; empty: the host, unless that is an address
    std::string proxy;      ///< http://[user:password@]host:port; empty: none
    std::chrono::milliseconds timeout = std::chrono::seconds(15); ///< for all of it
    std::filesystem::path systemStore = "/etc/ssl/certs";
};

struct FetchedChain
{
    std::string pem; ///< what the server sent, leaf first
    std::string tls; ///< "TLSv1.3"
    TrustChoice trust;
};

/// What $https_proxy, $HTTPS_PROXY, $all_proxy or $ALL_PROXY (in this order) say for a host; empty
/// when none is set, and for hosts that $no_proxy or $NO_PROXY leaves out (exact names, names below
/// them, addresses, or *).
[[nodiscard]] std::string proxyFromEnvironment(std::string_view host);

/// Asks a live server for its chain, with SNI as boards send it and without judging it. Blocks, at
/// most for `timeout`. Errors name host and port: NotFound (no such host), Timeout, InputOutput
/// (refused, unreachable), TlsFailed (no TLS there), PermissionDenied (the proxy's).
[[nodiscard]] Result<FetchedChain> fetchChain(const FetchOptions &options);

} // namespace otabench::certificates
