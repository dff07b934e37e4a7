#include "fleet/detail/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otabench::fleet::detail {
namespace {

const std::string kDigestA(64, 'a');
const std::string kDigestB(64, 'b');
const std::string kZeros(64, '0');

ImageFacts demoImage()
{
    ImageFacts image;
    image.fileName = "demo.bin";
    image.image.kind = image::Kind::App;
    image.image.description.emplace();
    image.image.description->version = "2.0.0";
    image.image.description->elfSha256 = kDigestB;
    image.image.chip = "esp32";
    image.image.appendedSha256 = kDigestA;
    image.image.fileBytes = 1'000'000;
    return image;
}

BoardIdentity demoBoard()
{
    BoardIdentity board;
    board.mac = "24:6f:28:00:00:01";
    board.chip = "esp32";
    board.chipRevision = 300;
    board.slot = "ota_0";
    board.nextSlot = "ota_1";
    board.slots = {{"ota_0", 1'966'080}, {"ota_1", 1'966'080}};
    return board;
}

struct MatchRow
{
    const char *name;
    std::string boardImage, boardElf, fileImage, fileElf;
    BuildMatch expected;
};

class RunsImage : public testing::TestWithParam<MatchRow>
{
};

TEST_P(RunsImage, ByDigestsAlone)
{
    BoardIdentity board = demoBoard();
    board.version = "2.0.0"; // the same as the file's: no proof
    board.imageSha256 = GetParam().boardImage;
    board.elfSha256 = GetParam().boardElf;
    ImageFacts image = demoImage();
    image.image.appendedSha256 = GetParam().fileImage;
    image.image.description->elfSha256 = GetParam().fileElf;

    EXPECT_EQ(runsImage(board, image), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RunsImage,
    testing::Values(
        MatchRow{"sameImage", kDigestA, "", kDigestA, "", BuildMatch::Same},
        MatchRow{"otherImage", kDigestB, "", kDigestA, "", BuildMatch::Other},
        MatchRow{"imageBeforeElf", kDigestB, kDigestA, kDigestA, kDigestA, BuildMatch::Other},
        MatchRow{"elfWhereNoImageDigest", "", kDigestB, kDigestA, kDigestB, BuildMatch::Same},
        MatchRow{"elfPrefixOfALog", "", "bbbbbbbbb", kDigestA, kDigestB, BuildMatch::Same},
        MatchRow{"prefixTooShort", "", "bbb", kDigestA, kDigestB, BuildMatch::Unknown},
        MatchRow{"zeroElfSaysNothing", "", kZeros, kDigestA, kZeros, BuildMatch::Unknown},
        MatchRow{"nothingKnown", "", "", kDigestA, kDigestB, BuildMatch::Unknown}),
    [](const auto &row) { return row.param.name; });

TEST(Obstacle, NoneForAFittingImage)
{
    EXPECT_FALSE(obstacle(demoBoard(), demoImage()));
}

TEST(Obstacle, AnotherChip)
{
    BoardIdentity board = demoBoard();
    board.chip = "esp32c3";

    const auto why = obstacle(board, demoImage());

    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, ErrorCode::ImageWrongChip);
    EXPECT_THAT(why->text,
                testing::AllOf(testing::HasSubstr("esp32c3"), testing::HasSubstr("demo.bin")));
}

TEST(Obstacle, AnOlderChipRevision)
{
    ImageFacts image = demoImage();
    image.image.minChipRevision = 301;

    const auto why = obstacle(demoBoard(), image);

    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, ErrorCode::ImageWrongChip);
    EXPECT_THAT(why->text, testing::HasSubstr("v3.1"));
}

TEST(Obstacle, ASlotTooSmall)
{
    BoardIdentity board = demoBoard();
    board.slots[1].bytes = 999'999;

    const auto why = obstacle(board, demoImage());

    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, ErrorCode::ImageTooLarge);
    EXPECT_THAT(why->text, testing::HasSubstr("999999"));
}

TEST(Obstacle, NoSecondSlot)
{
    BoardIdentity board = demoBoard();
    board.nextSlot.clear();

    EXPECT_EQ(obstacle(board, demoImage())->code, ErrorCode::BoardRefused);
}

TEST(IdentityFromAnswer, RefusesAnotherProtocolVersion)
{
    AgentMessage answer;
    answer.fields = {{"proto", "2"}, {"chip", "esp32"}, {"slot", "ota_0"}};

    const auto identity = identityFromAnswer(answer);

    ASSERT_FALSE(identity);
    EXPECT_EQ(identity.error().code, ErrorCode::BoardProtocol);
}

TEST(IdentityFromAnswer, ReadsSlotsAndCas)
{
    AgentMessage answer;
    answer.fields = {{"proto", "1"},
                     {"chip", "esp32"},
                     {"slot", "ota_0"},
                     {"slots", "ota_0:100,bad,ota_1:x,ota_2:7"},
                     {"cas", kDigestA + "," + kDigestB},
                     {"elf", kZeros}};

    const auto identity = identityFromAnswer(answer);

    ASSERT_TRUE(identity) << identity.error().text;
    ASSERT_EQ(identity->slots.size(), 2u);
    EXPECT_EQ(identity->slots[1].bytes, 7u);
    EXPECT_THAT(identity->trustedCas, testing::ElementsAre(kDigestA, kDigestB));
    EXPECT_EQ(identity->elfSha256, "");
}

} // namespace
} // namespace otabench::fleet::detail
