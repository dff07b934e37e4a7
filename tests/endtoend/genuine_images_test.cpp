#include "bench_fixture.h"

#include <cstdlib>

namespace otabench::endtoend {
namespace {

class GenuineImages : public BenchFixture
{
protected:
    void SetUp() override
    {
        const char *shared = std::getenv("OTABENCH_SHARED");
        m_images = std::filesystem::path(shared != nullptr ? shared : "") / "images";
        if (!std::filesystem::exists(m_images / "WLED_0.15.0_ESP32.bin"))
            GTEST_SKIP() << "genuine images are not on this machine";
    }

    std::filesystem::path m_images;
};

// Both versions of this application carry the same version string and no ELF digest: only the
// image's own digest and the slot tell them apart.
TEST_F(GenuineImages, FourBoardsGoFromOneToTheOtherAndBack)
{
    const auto boards = startBoards(4, {"--chip", "esp32"});
    for (const char *file :
         {"WLED_0.14.4_ESP32.bin", "WLED_0.15.0_ESP32.bin", "WLED_0.14.4_ESP32.bin"}) {
        const auto outcome = update(m_images / file, boards);
        EXPECT_EQ(outcome.exitStatus, 0) << file << outcome.err;
        EXPECT_EQ(outcome.count("updated"), 4) << file;
    }
    const auto same = update(m_images / "WLED_0.14.4_ESP32.bin", boards);
    EXPECT_EQ(same.count("up_to_date"), 4);
}

TEST_F(GenuineImages, AnImageForAnotherChipIsNotSent)
{
    const auto boards = startBoards(1, {"--chip", "esp32"});
    const auto outcome = update(m_images / "WLED_0.15.0_ESP32-C3.bin", boards);
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_EQ(outcome.lastPhase(boards[0]), "failed");
    EXPECT_EQ(outcome.reason(boards[0]), "image-wrong-chip");
}

TEST_F(GenuineImages, ABootloaderIsRefusedBeforeAnyBoardIsAsked)
{
    const auto boards = startBoards(1);
    const auto outcome = update(m_images / "bootloader_esp32.bin", boards);
    EXPECT_EQ(outcome.exitStatus, 1);
    EXPECT_NE(outcome.err.find("bootloader"), std::string::npos) << outcome.err;
    EXPECT_TRUE(outcome.phases(boards[0]).empty());
}

} // namespace
} // namespace otabench::endtoend
