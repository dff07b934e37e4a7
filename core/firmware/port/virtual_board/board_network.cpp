#include "board_network.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <array>
#include <ifaddrs.h>
#include <net/if.h>

// Lines: ESP-IDF v5.5 examples/common_components/protocol_examples_common.

namespace otabench::firmware::host {

namespace {

constexpr int kInfo = 3;

} // namespace

std::string boardAddress()
{
    std::string address = "127.0.0.1";
    ifaddrs *all = nullptr;
    if (::getifaddrs(&all) != 0)
        return address;
    for (const ifaddrs *each = all; each != nullptr; each = each->ifa_next) {
        if (each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET ||
            (each->ifa_flags & IFF_LOOPBACK) != 0 || (each->ifa_flags & IFF_UP) == 0)
            continue;
        std::array<char, INET_ADDRSTRLEN> text = {};
        const void *ip = &reinterpret_cast<const sockaddr_in *>(each->ifa_addr)->sin_addr;
        if (::inet_ntop(AF_INET, ip, text.data(), text.size()) != nullptr) {
            address = text.data();
            break;
        }
    }
    ::freeifaddrs(all);
    return address;
}

void printNetworkUp(HostPort &port)
{
    const std::string address = boardAddress();
    const auto slash = address.rfind('.');
    port.log(kInfo, "example_connect", "Start example_connect.");
    port.log(kInfo, "example_connect", "Connecting to otabench...");
    port.log(kInfo, "example_connect", "Waiting for IP(s)");
    port.log(kInfo, "esp_netif_handlers",
             fmt::format("example_netif_sta ip: {}, mask: 255.255.255.0, gw: {}.1", address,
                         address.substr(0, slash)));
    port.log(kInfo, "example_connect",
             fmt::format("Got IPv4 event: Interface \"example_netif_sta\" address: {}", address));
    port.log(kInfo, "example_common", "Connected to example_netif_sta");
    port.log(kInfo, "example_common", fmt::format("- IPv4 address: {},", address));
}

} // namespace otabench::firmware::host
