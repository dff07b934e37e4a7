#include "monitor/backtrace_decoder.h"

#include "monitor/line_splitter.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace otabench::monitor {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr const char *kDigest = "0123456789abcdef0123456789abcdef";

/// crash.c, built for RISC-V and run in QEMU: a real program with a real crash text.
class BacktraceDecoderTest : public testing::Test
{
protected:
    static void SetUpTestSuite()
    {
        s_folder = std::make_unique<support::TemporaryFolder>();
        const std::string elf = (*s_folder / "crash.elf").string();
        const auto built = support::run(
            {.arguments = {"riscv64-unknown-elf-gcc", "-march=rv32imac_zicsr", "-mabi=ilp32",
                           "-mcmodel=medany", "-g", "-O1", "-nostdlib", "-nostartfiles",
                           "-Wl,--no-relax", "-Wl,--section-start=.start=0x80000000",
                           "-Wl,-Ttext=0x80000100", "-Wl,-e,start",
                           OTABENCH_TEST_SOURCES "/crash.c", "-o", elf}});
        ASSERT_EQ(built.exitStatus, 0) << built.err;
        const auto ran = support::run(
            {.arguments = {"qemu-system-riscv32", "-machine", "virt", "-bios", "none", "-kernel",
                           elf, "-nographic", "-monitor", "none", "-serial", "stdio"}});
        ASSERT_EQ(ran.exitStatus, 0) << ran.err;
        s_crash = ran.out;
    }

    static void TearDownTestSuite() { s_folder.reset(); }

    static std::filesystem::path elf() { return *s_folder / "crash.elf"; }

    std::vector<std::string> decode(const std::string &text, const BootFacts &boot = {})
    {
        BacktraceDecoder decoder(m_library);
        std::vector<std::string> lines;
        LineSplitter splitter;
        const auto onLine = [&](std::string_view line) {
            for (std::string &decoded : decoder.feed(parseLine(line), boot))
                lines.push_back(std::move(decoded));
        };
        splitter.feed(text, onLine);
        splitter.flush(onLine);
        return lines;
    }

    /// The program counter of the crash, eight digits.
    static std::string crashAddress()
    {
        return s_crash.substr(s_crash.find("MEPC    : 0x") + 12, 8);
    }

    static inline std::unique_ptr<support::TemporaryFolder> s_folder;
    static inline std::string s_crash;
    ElfLibrary m_library{
        [](const std::filesystem::path &) { return Result<std::string>(kDigest); }};
};

TEST_F(BacktraceDecoderTest, UnwindsARiscvCrashThroughItsStack)
{
    ASSERT_TRUE(m_library.add(elf()));
    const auto lines = decode(s_crash);
    ASSERT_EQ(lines.size(), 4u) << testing::PrintToString(lines);
    EXPECT_THAT(lines[0], HasSubstr("0x" + crashAddress() + ": readSensor at "));
    EXPECT_THAT(lines[0], HasSubstr("crash.c:"));
    EXPECT_THAT(lines[1], HasSubstr(": scaled at "));
    EXPECT_THAT(lines[1], HasSubstr(", inlined into sumOf at "));
    EXPECT_THAT(lines[2], HasSubstr(": app_main at "));
    EXPECT_THAT(lines[3], HasSubstr(": start at "));
}

TEST_F(BacktraceDecoderTest, DecodesXtensasBacktraceLine)
{
    ASSERT_TRUE(m_library.add(elf()));
    const std::string line = "Backtrace: 0x" + crashAddress() +
                             ":0x3ffb5e20 0x00001234:0x3ffb5e40 " + "|<-CORRUPTED\r\n";
    const auto lines = decode("abort() was called at PC 0x" + crashAddress() + " on core 0\r\n" +
                              line + "ELF file SHA256: 0123456789abcdef\r\n");
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_THAT(lines[0], HasSubstr("readSensor"));
    EXPECT_THAT(lines[1], HasSubstr("readSensor"));
    EXPECT_THAT(lines[2], EndsWith("not in this program"));
    // At once where the boot log has named the program.
    BootFacts boot;
    boot.elfSha256Prefix = "012345678";
    EXPECT_EQ(decode(line, boot).size(), 2u);
}

/// A program for the ESP8266's Xtensa, the one that Debian has a compiler for: the calling
/// convention is another than the ESP32's, the addresses and their lines are written down alike.
TEST_F(BacktraceDecoderTest, DecodesABacktraceOfAGenuineXtensaProgram)
{
    const std::string prefix = "xtensa-lx106-elf-";
    const support::TemporaryFolder folder; // not beside the other program, whose folder is searched
    const std::string elf = (folder / "crash.elf").string();
    const auto built =
        support::run({.arguments = {prefix + "gcc", "-g", "-O1", "-nostdlib", "-nostartfiles",
                                    "-Wl,-Ttext=0x400d0000", "-Wl,-e,app_main",
                                    OTABENCH_TEST_SOURCES "/xtensa_crash.c", "-o", elf}});
    if (built.exitStatus == 127)
        GTEST_SKIP() << "apt-get install gcc-xtensa-lx106";
    ASSERT_EQ(built.exitStatus, 0) << built.err;
    // The panic handler prints where it crashed, then return addresses less 3: the call itself.
    const auto code = support::run({.arguments = {prefix + "objdump", "-d", elf}}).out;
    const std::size_t crash = code.find("l32i.n", code.find("<readSensor>:"));
    const std::size_t call = code.find("call0", code.find("<sumOf>:"));
    const auto addressAt = [&](std::size_t at) {
        const std::size_t line = code.rfind('\n', at) + 1;
        return code.substr(line, 8);
    };
    ASSERT_TRUE(m_library.add(elf));

    const auto lines =
        decode("Backtrace: 0x" + addressAt(crash) + ":0x3ffb5e20 0x" + addressAt(call) +
               ":0x3ffb5e40\r\n\r\n\r\nELF file SHA256: 0123456789abcdef\r\n");

    ASSERT_EQ(lines.size(), 2u) << testing::PrintToString(lines);
    const auto lineOf = [&](std::size_t at) { // as binutils have it
        const auto said =
            support::run({.arguments = {prefix + "addr2line", "-e", elf, addressAt(at)}}).out;
        return said.substr(said.rfind("xtensa_crash.c:"),
                           said.find_last_not_of("\n") + 1 - said.rfind("xtensa_crash.c:"));
    };
    EXPECT_THAT(lines[0], HasSubstr(": readSensor at "));
    EXPECT_THAT(lines[0], HasSubstr(lineOf(crash)));
    EXPECT_THAT(lines[1], HasSubstr(": scaled at "));
    EXPECT_THAT(lines[1], HasSubstr(lineOf(call)));
    EXPECT_THAT(lines[1], HasSubstr(", inlined into sumOf at "));
}

TEST_F(BacktraceDecoderTest, AnotherProgramIsNeverTaken)
{
    ASSERT_TRUE(m_library.add(elf()));
    std::string other = s_crash;
    other.replace(other.find("0123456789abcdef"), 16, "fedcba9876543210");
    const auto lines = decode(other);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_THAT(lines[0], HasSubstr("fedcba9876543210"));
}

TEST_F(BacktraceDecoderTest, TheOnlyProgramIsTakenWhereTheDigestIsLost)
{
    ASSERT_TRUE(m_library.add(elf()));
    std::string cut = s_crash.substr(0, s_crash.find("ELF file SHA256"));
    EXPECT_EQ(decode(cut + "Rebooting...\r\n").size(), 4u);
    EXPECT_EQ(decode(cut + "rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n").size(),
              4u);
    EXPECT_TRUE(decode(cut).empty());
}

TEST_F(BacktraceDecoderTest, AFolderIsSearchedForPrograms)
{
    ASSERT_TRUE(m_library.add(s_folder->path()));
    EXPECT_EQ(decode(s_crash).size(), 4u);
    support::TemporaryFolder empty;
    const auto added = m_library.add(empty.path());
    ASSERT_FALSE(added);
    EXPECT_THAT(added.error().text, HasSubstr(empty.path().string()));
}

TEST_F(BacktraceDecoderTest, WhatIsNoProgramIsRefused)
{
    const auto text = *s_folder / "text.txt";
    std::ofstream(text) << "no program";
    const auto added = m_library.add(text);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(added.error().text, HasSubstr(text.string()));
    EXPECT_FALSE(m_library.add("/no/such.elf"));
}

TEST_F(BacktraceDecoderTest, WithoutProgramsNothingIsSaid)
{
    EXPECT_TRUE(decode(s_crash).empty());
}

} // namespace
} // namespace otabench::monitor
