#include "server/addresses.h"

#include "server/detail/listener.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <memory>

namespace otabench::server {
namespace {

struct Candidate
{
    int rank = 0; ///< lower first
    bool isLoopback = false;
    std::string text;
};

/// 0 global and private, 1 link-local; of IPv6 1 more, so that IPv4 comes first.
constexpr int kLinkLocalRank = 1;
constexpr int kVersion6Rank = 2;
constexpr int kLoopbackRank = 4;

std::string textOf(int family, const void *address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(family, address, text.data(), text.size()) != nullptr ? text.data() : "";
}

/// Nothing (an empty text) for what no board can use.
Candidate candidateOf(const ifaddrs &interface)
{
    Candidate candidate;
    candidate.isLoopback = (interface.ifa_flags & IFF_LOOPBACK) != 0;
    candidate.rank = candidate.isLoopback ? kLoopbackRank : 0;
    if (interface.ifa_addr->sa_family == AF_INET) {
        const auto &address = reinterpret_cast<const sockaddr_in *>(interface.ifa_addr)->sin_addr;
        const bool linkLocal = (ntohl(address.s_addr) >> 16) == 0xA9FE; // 169.254.0.0/16
        candidate.rank += linkLocal ? kLinkLocalRank : 0;
        candidate.text = textOf(AF_INET, &address);
    } else if (interface.ifa_addr->sa_family == AF_INET6) {
        const auto &address = reinterpret_cast<const sockaddr_in6 *>(interface.ifa_addr)->sin6_addr;
        if (!IN6_IS_ADDR_LINKLOCAL(&address))
            candidate.text = textOf(AF_INET6, &address);
        candidate.rank += kVersion6Rank;
    }
    return candidate;
}

std::vector<Candidate> candidates()
{
    ifaddrs *raw = nullptr;
    if (::getifaddrs(&raw) != 0)
        return {};
    const std::unique_ptr<ifaddrs, decltype([](ifaddrs *list) { ::freeifaddrs(list); })> list(raw);
    std::vector<Candidate> found;
    for (const ifaddrs *one = list.get(); one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0)
            continue;
        Candidate candidate = candidateOf(*one);
        const bool known =
            std::ranges::find(found, candidate.text, &Candidate::text) != found.end();
        if (!candidate.text.empty() && !known)
            found.push_back(std::move(candidate));
    }
    std::ranges::stable_sort(found, {}, &Candidate::rank);
    return found;
}

} // namespace

std::vector<std::string> localAddresses()
{
    std::vector<std::string> addresses;
    for (Candidate &candidate : candidates())
        addresses.push_back(std::move(candidate.text));
    return addresses;
}

std::string preferredAddress()
{
    const auto all = candidates();
    const auto found = std::ranges::find(all, false, &Candidate::isLoopback);
    return found != all.end() ? found->text : "127.0.0.1";
}

std::vector<std::string> everyAddress()
{
    const auto all = localAddresses();
    const bool hasIpv6 = std::ranges::any_of(
        all, [](const std::string &address) { return address.find(':') != std::string::npos; });
    return hasIpv6 ? std::vector<std::string>{"0.0.0.0", "::"}
                   : std::vector<std::string>{"0.0.0.0"};
}

Result<> checkBindAddresses(const std::vector<std::string> &addresses)
{
    const auto listeners = detail::Listener::openAll(addresses, 0);
    return listeners ? Result<>() : tl::unexpected(listeners.error());
}

bool isAddress(const std::string &text)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes = {};
    return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool isAnyAddress(std::string_view address)
{
    return address.empty() || address == "0.0.0.0" || address == "::" || address == "[::]";
}

} // namespace otabench::server
