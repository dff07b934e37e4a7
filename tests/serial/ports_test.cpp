#include "serial/ports.h"

#include <gtest/gtest.h>

#include <set>

namespace otabench::serial {
namespace {

TEST(Ports, ListsOnlyDevicesAndEachOnce)
{
    const auto ports = listPorts();
    ASSERT_TRUE(ports) << ports.error().text;
    std::set<std::string> seen;
    for (const PortDescription &port : *ports) {
        EXPECT_EQ(port.address.kind, AddressKind::SerialDevice);
        EXPECT_TRUE(port.address.path.starts_with("/dev/")) << port.address.path;
        EXPECT_TRUE(seen.insert(port.address.path).second) << port.address.path;
    }
    EXPECT_FALSE(seen.contains("/dev/tty0")); // a virtual console
    EXPECT_FALSE(seen.contains("/dev/ptmx"));
}

} // namespace
} // namespace otabench::serial
