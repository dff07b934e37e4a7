#include "serial/address.h"

#include "support/pty.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace otabench::serial {
namespace {

TEST(Address, TheFourFormsComeBack)
{
    for (const char *text :
         {"/dev/ttyUSB0", "pty:/tmp/bench/vb-01", "pty:vb-01", "rfc2217://lab-2:4000",
          "tcp://10.0.0.7:65535", "tcp://[fe80::1]:23"}) {
        const auto address = parseAddress(text);
        ASSERT_TRUE(address) << text;
        EXPECT_EQ(address->toString(), text);
        EXPECT_EQ(parseAddress(address->toString()), address);
    }
}

TEST(Address, PartsAreFound)
{
    EXPECT_EQ(parseAddress("tcp://[fe80::1]:23"), (Address{AddressKind::Tcp, "", "fe80::1", 23}));
    EXPECT_EQ(parseAddress("rfc2217://lab:4000"), (Address{AddressKind::Rfc2217, "", "lab", 4000}));
    EXPECT_EQ(parseAddress("/dev/ttyACM1"),
              (Address{AddressKind::SerialDevice, "/dev/ttyACM1", "", 0}));
}

TEST(Address, APathThatLeadsToAPtyIsOne)
{
    support::Pty pty;
    support::TemporaryFolder folder;
    std::filesystem::create_symlink(pty.path(), folder / "vb-01");
    EXPECT_EQ(parseAddress(pty.path())->kind, AddressKind::Pty);
    const auto link = parseAddress((folder / "vb-01").string());
    EXPECT_EQ(link->kind, AddressKind::Pty);
    EXPECT_EQ(link->path, (folder / "vb-01").string());
}

TEST(Address, WhatIsNoneIsRefusedByNameAndWithTheForms)
{
    for (const char *text : {"", "ttyUSB0", "pty:", "tcp://", "tcp://host", "tcp://host:",
                             "tcp://:4000", "tcp://host:0", "tcp://host:65536", "tcp://host:40x",
                             "tcp://[::1]", "tcp://a b:1", "http://host:80", "rfc2217://host"}) {
        const auto address = parseAddress(text);
        ASSERT_FALSE(address) << text;
        EXPECT_EQ(address.error().code, ErrorCode::InvalidArgument) << text;
        EXPECT_NE(address.error().text.find(text), std::string::npos) << address.error().text;
        EXPECT_NE(address.error().text.find("pty:PATH"), std::string::npos);
    }
    EXPECT_FALSE(parseAddress(std::string_view("/dev/tty\0USB0", 13)));
}

} // namespace
} // namespace otabench::serial
