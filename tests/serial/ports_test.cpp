#include "serial/port_watch.h"
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

// Only that it starts and ends: devices cannot be plugged in here. What is made of its events is
// tested in tests/fleet/replugging_test.cpp, with events that are played.
TEST(Ports, TheSystemsWatchStartsAndListsWhatIsThere)
{
    boost::asio::io_context context;
    const auto watch = watchPorts(context);
    if (!watch) {
        EXPECT_EQ(watch.error().code, ErrorCode::InputOutput);
        GTEST_SKIP() << watch.error().text;
    }
    (*watch)->start([](const PortEvent &) {});
    context.poll();
    const auto ports = (*watch)->ports();
    ASSERT_TRUE(ports);
    EXPECT_EQ(*ports, *listPorts());
}

} // namespace
} // namespace otabench::serial
