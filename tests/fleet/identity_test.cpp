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

TEST(Obstacle, ASecureVersionBelowTheBoards)
{
    BoardIdentity board = demoBoard();
    board.secureVersion = 2;
    ImageFacts image = demoImage();
    image.image.description->secureVersion = 1;

    const auto why = obstacle(board, image);

    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, ErrorCode::ImageTooOld);
    image.image.description->secureVersion = 2;
    EXPECT_FALSE(obstacle(board, image));
}

TEST(Obstacle, AnUnsignedImageWhereSignedOnesAreWanted)
{
    BoardIdentity board = demoBoard();
    board.signingKeys = {kDigestB};
    ImageFacts image = demoImage();

    const auto why = obstacle(board, image);

    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, ErrorCode::BoardImageRejected);
    image.image.signatures.emplace_back().keyDigest = kDigestA;
    EXPECT_TRUE(obstacle(board, image)) << "signed by another key";
    image.image.signatures.emplace_back().keyDigest = kDigestB;
    EXPECT_FALSE(obstacle(board, image));
}

TEST(Obstacle, AnEncryptedImageForABoardWithoutKey)
{
    BoardIdentity board = demoBoard();
    board.decrypts = false;
    ImageFacts image = demoImage();
    image.image.kind = image::Kind::PreEncrypted;
    image.image.description.reset();

    const auto why = obstacle(board, image);

    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, ErrorCode::BoardImageRejected);
    board.decrypts = true;
    EXPECT_FALSE(obstacle(board, image));
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

TEST(IdentityFromAnswer, ReadsLowWaterMarksAndWhatTheBoardAsksOfAnImage)
{
    AgentMessage answer;
    answer.fields = {{"proto", "1"},    {"chip", "esp32"},  {"slot", "ota_0"},
                     {"mac", "24:6f"},  {"secmin", "3"},    {"decrypts", "0"},
                     {"heapmin", "99"}, {"stackmin", "77"}, {"keys", kDigestA + "," + kDigestB}};

    const auto identity = identityFromAnswer(answer);

    ASSERT_TRUE(identity) << identity.error().text;
    EXPECT_EQ(identity->heapMinimum, 99u);
    EXPECT_EQ(identity->stackMinimum, 77u);
    const image::BoardFacts facts = boardFacts(*identity);
    EXPECT_EQ(facts.secureVersion, 3u);
    EXPECT_EQ(facts.decrypts, false);
    ASSERT_TRUE(facts.keys);
    EXPECT_THAT(*facts.keys, testing::ElementsAre(kDigestA, kDigestB));
}

TEST(IdentityFromAnswer, AnOlderAgentLeavesOpenWhatItAsksOfAnImage)
{
    AgentMessage answer;
    answer.fields = {{"proto", "1"}, {"chip", "esp32"}, {"slot", "ota_0"}};

    const auto identity = identityFromAnswer(answer);

    ASSERT_TRUE(identity) << identity.error().text;
    const image::BoardFacts facts = boardFacts(*identity);
    EXPECT_FALSE(facts.secureVersion);
    EXPECT_FALSE(facts.decrypts);
    EXPECT_FALSE(facts.keys);
}

TEST(IdentityFromAnswer, NoKeysMeansThatUnsignedImagesAreTaken)
{
    AgentMessage answer;
    answer.fields = {{"proto", "1"}, {"chip", "esp32"}, {"slot", "ota_0"}, {"keys", ""}};

    const auto identity = identityFromAnswer(answer);

    ASSERT_TRUE(identity) << identity.error().text;
    ASSERT_TRUE(identity->signingKeys);
    EXPECT_TRUE(identity->signingKeys->empty());
}

TEST(CostsFromReport, AreWhatTheBoardTells)
{
    AgentMessage report;
    report.fields = {{"speed", "182000"}, {"connections", "3"}, {"resumed", "2"},
                     {"handshake", "41"}, {"reconnects", "1"},  {"restarts", "1"},
                     {"heapmin", "5000"}, {"stackmin", "900"}};

    const auto costs = costsFromReport(report);

    ASSERT_TRUE(costs);
    EXPECT_EQ(costs->bytesPerSecond, 182000u);
    EXPECT_EQ(costs->connections, 3u);
    EXPECT_EQ(costs->resumed, 2u);
    EXPECT_EQ(costs->handshake, std::chrono::milliseconds(41));
    EXPECT_EQ(costs->reconnects, 1u);
    EXPECT_EQ(costs->restarts, 1u);
    EXPECT_EQ(costs->heapMinimum, 5000u);
    EXPECT_EQ(costs->stackMinimum, 900u);
}

TEST(CostsFromReport, AreNotInAProgressReport)
{
    AgentMessage report;
    report.fields = {{"phase", "download"}, {"speed", "182000"}};

    EXPECT_FALSE(costsFromReport(report));
}

} // namespace
} // namespace otabench::fleet::detail
