// An image judged against a board before anything is sent: each check alone, both ways.
#include "image/preflight.h"

#include "image/board_facts.h"
#include "image/maker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace otabench::image {
namespace {

using ::testing::HasSubstr;
using Verdict = PreflightVerdict;

const std::string kKey(64, 'a');
const std::string kOtherKey(64, 'b');

Image demoImage()
{
    MakeOptions options;
    options.sizeBytes = 8192;
    options.version = "2.0";
    options.secureVersion = 2;
    return inspect(makeImage(options).value());
}

BoardFacts demoBoard()
{
    BoardFacts board;
    board.chip = "esp32";
    board.chipRevision = 301;
    board.hasSecondSlot = true;
    board.slot = "ota_1";
    board.slotBytes = 8192;
    board.flashMode = 3;
    board.secureVersion = 2;
    board.project = "demo";
    board.version = "1.0";
    board.elfSha256 = std::string(64, '1');
    board.imageSha256 = std::string(64, '2');
    board.keys = std::vector<std::string>();
    board.decrypts = false;
    return board;
}

PreflightCheck checkOf(const Preflight &result, const std::string &name)
{
    const auto found = std::ranges::find(result.checks, name, &PreflightCheck::name);
    return found != result.checks.end() ? *found : PreflightCheck{};
}

struct Row
{
    const char *what;
    const char *check;
    std::function<void(BoardFacts &, Image &)> change;
    Verdict expected;
    ErrorCode code = ErrorCode::Internal; ///< of a blocked one
};

class PreflightRow : public testing::TestWithParam<Row>
{
};

TEST_P(PreflightRow, IsJudged)
{
    const Row &row = GetParam();
    BoardFacts board = demoBoard();
    Image image = demoImage();
    row.change(board, image);

    const Preflight result = preflight(board, image);

    const PreflightCheck check = checkOf(result, row.check);
    EXPECT_EQ(check.verdict, row.expected) << check.detail;
    EXPECT_FALSE(check.detail.empty());
    EXPECT_EQ(result.isBlocked(), row.expected == Verdict::Blocked);
    if (row.expected == Verdict::Blocked) {
        ASSERT_TRUE(result.obstacle());
        EXPECT_EQ(result.obstacle()->code, row.code);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PreflightRow,
    testing::Values(
        Row{"nothing speaks against it", "kind", [](auto &, auto &) {}, Verdict::Good},
        Row{"a damaged image", "kind",
            [](auto &, Image &image) {
                image.checks.push_back({"checksum", false, "wrong", ErrorCode::ImageCorrupt});
            },
            Verdict::Blocked, ErrorCode::ImageCorrupt},
        Row{"a bootloader", "kind", [](auto &, Image &image) { image.kind = Kind::Bootloader; },
            Verdict::Blocked, ErrorCode::ImageWrongKind},
        Row{"another chip", "chip", [](BoardFacts &board, auto &) { board.chip = "esp32c3"; },
            Verdict::Blocked, ErrorCode::ImageWrongChip},
        Row{"chip not told", "chip", [](BoardFacts &board, auto &) { board.chip.clear(); },
            Verdict::Unknown},
        Row{"too old a revision", "revision",
            [](auto &, Image &image) { image.minChipRevision = 302; }, Verdict::Blocked,
            ErrorCode::ImageWrongChip},
        Row{"just new enough", "revision",
            [](auto &, Image &image) { image.minChipRevision = 301; }, Verdict::Good},
        Row{"too new a revision", "revision",
            [](auto &, Image &image) { image.maxChipRevision = 300; }, Verdict::Blocked,
            ErrorCode::ImageWrongChip},
        Row{"no upper limit", "revision",
            [](auto &, Image &image) { image.maxChipRevision = 0xFFFF; }, Verdict::Good},
        Row{"revision not told", "revision",
            [](BoardFacts &board, Image &image) {
                board.chipRevision.reset();
                image.minChipRevision = 1;
            },
            Verdict::Unknown},
        Row{"a byte too large", "slot", [](BoardFacts &board, auto &) { board.slotBytes = 8191; },
            Verdict::Blocked, ErrorCode::ImageTooLarge},
        Row{"just fits", "slot", [](BoardFacts &board, auto &) { board.slotBytes = 8192; },
            Verdict::Good},
        Row{"one slot only", "slot", [](BoardFacts &board, auto &) { board.hasSecondSlot = false; },
            Verdict::Blocked, ErrorCode::BoardRefused},
        Row{"another flash mode", "flash-mode",
            [](auto &, Image &image) { image.description->flashMode = 1; }, Verdict::Blocked,
            ErrorCode::BoardImageRejected},
        Row{"flash mode not told by the image", "flash-mode",
            [](auto &, Image &image) { image.description->flashMode = 0; }, Verdict::Good},
        Row{"flash mode not told by the board", "flash-mode",
            [](BoardFacts &board, Image &image) {
                image.description->flashMode = 1;
                board.flashMode.reset();
            },
            Verdict::Unknown},
        Row{"below the burnt version", "secure-version",
            [](BoardFacts &board, auto &) { board.secureVersion = 3; }, Verdict::Blocked,
            ErrorCode::ImageTooOld},
        Row{"above it", "secure-version",
            [](BoardFacts &board, auto &) { board.secureVersion = 1; }, Verdict::Warning},
        Row{"burnt version not told", "secure-version",
            [](BoardFacts &board, auto &) { board.secureVersion.reset(); }, Verdict::Warning},
        Row{"another project", "project",
            [](BoardFacts &board, auto &) { board.project = "blink"; }, Verdict::Warning},
        Row{"the very build, by image digest", "build",
            [](BoardFacts &board, Image &image) { board.imageSha256 = *image.appendedSha256; },
            Verdict::Same},
        Row{"the very build, by the digits a log shows", "build",
            [](BoardFacts &board, Image &image) {
                board.imageSha256.clear();
                board.elfSha256 = image.description->elfSha256.substr(0, 9);
            },
            Verdict::Same},
        Row{"another build of the same version", "build",
            [](BoardFacts &board, auto &) { board.version = "2.0"; }, Verdict::Warning},
        Row{"no digest", "build",
            [](BoardFacts &board, auto &) {
                board.imageSha256.clear();
                board.elfSha256 = "1234567"; // too few digits
            },
            Verdict::Unknown},
        Row{"unsigned for a board that insists", "signature",
            [](BoardFacts &board, auto &) { board.keys = {kKey}; }, Verdict::Blocked,
            ErrorCode::BoardImageRejected},
        Row{"signed by a trusted key", "signature",
            [](BoardFacts &board, Image &image) {
                board.keys = {kOtherKey, kKey};
                image.signatures = {{"rsa-3072", kKey}};
            },
            Verdict::Good},
        Row{"signed by another key", "signature",
            [](BoardFacts &board, Image &image) {
                board.keys = {kOtherKey};
                image.signatures = {{"rsa-3072", kKey}};
            },
            Verdict::Blocked, ErrorCode::BoardImageRejected},
        Row{"the first of two signatures is trusted, on a chip that looks at one", "signature",
            [](BoardFacts &board, Image &image) {
                board.keys = {kKey};
                image.signatures = {{"rsa-3072", kKey}, {"rsa-3072", kOtherKey}};
            },
            Verdict::Good},
        Row{"only the second one is trusted, on a chip that looks at one", "signature",
            [](BoardFacts &board, Image &image) {
                board.keys = {kOtherKey};
                image.signatures = {{"rsa-3072", kKey}, {"rsa-3072", kOtherKey}};
            },
            Verdict::Blocked, ErrorCode::BoardImageRejected},
        Row{"only the third one is trusted, on a chip that looks at all", "signature",
            [](BoardFacts &board, Image &image) {
                board.chip = image.chip = "esp32c3";
                board.keys = {kOtherKey};
                image.signatures = {{"rsa-3072", kKey}, {"rsa-3072", kKey}, {"rsa-3072", kOtherKey}};
            },
            Verdict::Good},
        Row{"of a scheme the chip cannot check", "signature",
            [](BoardFacts &board, Image &image) {
                board.keys = {kKey};
                image.signatures = {{"ecdsa-p256", kKey}};
            },
            Verdict::Blocked, ErrorCode::BoardImageRejected},
        Row{"of a scheme the chip cannot check, trust not told", "signature",
            [](BoardFacts &board, Image &image) {
                board.keys.reset();
                image.signatures = {{"ecdsa-p256", kKey}};
            },
            Verdict::Warning},
        Row{"of a scheme the chip cannot check, for a board that takes all", "signature",
            [](auto &, Image &image) {
                image.signatures = {{"ecdsa-p256", kKey}};
            },
            Verdict::Good},
        Row{"trust not told", "signature", [](BoardFacts &board, auto &) { board.keys.reset(); },
            Verdict::Unknown},
        Row{"encrypted for a board without key", "encryption",
            [](auto &, Image &image) { image.kind = Kind::PreEncrypted; }, Verdict::Blocked,
            ErrorCode::BoardImageRejected},
        Row{"encrypted for a board with key", "encryption",
            [](BoardFacts &board, Image &image) {
                image.kind = Kind::PreEncrypted;
                board.decrypts = true;
            },
            Verdict::Good},
        Row{"encrypted, not told", "encryption",
            [](BoardFacts &board, Image &image) {
                image.kind = Kind::PreEncrypted;
                board.decrypts.reset();
            },
            Verdict::Unknown}),
    [](const auto &row) {
        std::string name = row.param.what;
        std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
        return name;
    });

TEST(Preflight, ABoardThatHasToldNothingIsBlockedByNothing)
{
    const Preflight result = preflight({}, demoImage());

    EXPECT_FALSE(result.isBlocked());
    EXPECT_FALSE(result.obstacle());
    EXPECT_EQ(result.checks.size(), 10U);
}

TEST(Preflight, TheObstacleSaysBothValues)
{
    BoardFacts board = demoBoard();
    board.slotBytes = 4096;

    const auto why = preflight(board, demoImage()).obstacle();

    ASSERT_TRUE(why);
    EXPECT_THAT(why->text, HasSubstr("8192"));
    EXPECT_THAT(why->text, HasSubstr("4096"));
    EXPECT_THAT(why->text, HasSubstr("ota_1"));
}

TEST(Preflight, AFurtherSignatureIsToldWithBothKeys)
{
    BoardFacts board = demoBoard();
    board.keys = {kOtherKey};
    Image image = demoImage();
    image.signatures = {{"rsa-3072", kKey}, {"rsa-3072", kOtherKey}};

    const auto why = preflight(board, image).obstacle();

    ASSERT_TRUE(why);
    EXPECT_THAT(why->text, HasSubstr("esp32 looks at the first signature only"));
    EXPECT_THAT(why->text, HasSubstr(kKey));
    EXPECT_THAT(why->text, HasSubstr(kOtherKey));
}

TEST(Preflight, ASchemeOfAnotherChipIsToldWithTheOwnOnes)
{
    BoardFacts board = demoBoard();
    board.keys = {kKey};
    Image image = demoImage();
    board.chip = image.chip = "esp32c6";
    image.signatures = {{"ecdsa-p384", kKey}};

    const auto why = preflight(board, image).obstacle();

    ASSERT_TRUE(why);
    EXPECT_THAT(why->text, HasSubstr("signed with ecdsa-p384"));
    EXPECT_THAT(why->text, HasSubstr("rsa-3072 or ecdsa-p256 only"));
}

TEST(BoardFacts, TheRunningImageTellsWhatABoardDoesNot)
{
    const Image running = demoImage();
    BoardFacts board;
    board.version = "0.9";

    takeRunningImage(board, running);

    EXPECT_EQ(board.chip, "esp32");
    EXPECT_EQ(board.version, "2.0");
    EXPECT_EQ(board.project, "demo");
    EXPECT_EQ(preflight(board, running).verdict(), Verdict::Same);
}

TEST(BoardFacts, AChipThatWasToldStays)
{
    BoardFacts board;
    board.chip = "esp32s3";

    takeRunningImage(board, demoImage());

    EXPECT_EQ(board.chip, "esp32s3");
    EXPECT_TRUE(preflight(board, demoImage()).isBlocked());
}

Image tableOf(std::vector<Partition> partitions)
{
    Image table;
    table.kind = Kind::PartitionTable;
    table.partitions = std::move(partitions);
    return table;
}

Partition app(const char *label, std::uint8_t subtype, std::uint32_t bytes)
{
    return {.label = label, .subtype = subtype, .sizeBytes = bytes};
}

TEST(BoardFacts, OfTwoSlotsTheSmallerCounts)
{
    BoardFacts board;

    ASSERT_TRUE(takePartitions(board, tableOf({app("factory", 0x00, 9000), app("ota_0", 0x10, 8000),
                                               app("ota_1", 0x11, 7000)})));

    EXPECT_EQ(board.slotBytes, 7000U);
    EXPECT_EQ(board.slot, "ota_1");
    EXPECT_EQ(board.hasSecondSlot, true);
}

TEST(BoardFacts, ATableForOneApplicationHasNoPlaceForAnUpdate)
{
    BoardFacts board;
    Partition data = app("ota_0", 0x10, 8000);
    data.type = 1; // no application, whatever its subtype

    ASSERT_TRUE(takePartitions(board, tableOf({app("factory", 0x00, 9000), data})));

    EXPECT_EQ(board.hasSecondSlot, false);
    EXPECT_TRUE(preflight(board, demoImage()).isBlocked());
}

TEST(BoardFacts, AFactoryApplicationAndOneSlotTakeTheFirstUpdate)
{
    BoardFacts board;

    ASSERT_TRUE(
        takePartitions(board, tableOf({app("factory", 0x00, 9000), app("ota_0", 0x10, 8192)})));

    EXPECT_EQ(board.hasSecondSlot, true);
    EXPECT_FALSE(preflight(board, demoImage()).isBlocked());
}

TEST(BoardFacts, AFileWithoutPartitionsIsRefused)
{
    BoardFacts board;

    const auto taken = takePartitions(board, demoImage());

    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, ErrorCode::ImageWrongKind);
    EXPECT_THAT(taken.error().text, HasSubstr("kind app"));
}

TEST(BoardFacts, FlashModesHaveNames)
{
    for (std::uint8_t mode = 1; mode <= 5; ++mode)
        EXPECT_EQ(flashModeFromName(flashModeName(mode)), mode);
    EXPECT_EQ(flashModeFromName("dio"), 3);
    EXPECT_EQ(flashModeFromName(""), std::nullopt);
    EXPECT_EQ(flashModeFromName("fast"), std::nullopt);
    EXPECT_EQ(flashModeName(9), "mode 9");
}

} // namespace
} // namespace otabench::image
