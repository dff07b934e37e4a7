// Which signatures a chip can check.
#include "image/secure_boot.h"

#include <gtest/gtest.h>

namespace otabench::image {
namespace {

using Obstacle = SignatureObstacle;

TEST(SecureBoot, AChipChecksItsSchemesOnly)
{
    const struct
    {
        const char *chip;
        bool rsa, p256, p384;
    } rows[]{
        {"esp32", true, false, false},    {"esp32s2", true, false, false},
        {"esp32s3", true, false, false},  {"esp32c3", true, false, false},
        {"esp32h21", true, false, false}, {"esp32s31", true, false, false},
        {"esp32c2", false, true, false},  {"esp32c61", false, true, false},
        {"esp32c6", true, true, false},   {"esp32h2", true, true, false},
        {"esp32c5", true, true, true},    {"esp32p4", true, true, true},
        {"esp32h4", true, true, true}, // not judged
        {"chip 77", true, true, true},    {"", true, true, true},
    };

    for (const auto &row : rows) {
        EXPECT_EQ(!signatureObstacle(row.chip, "rsa-3072", 0), row.rsa) << row.chip;
        EXPECT_EQ(!signatureObstacle(row.chip, "ecdsa-p256", 0), row.p256) << row.chip;
        EXPECT_EQ(!signatureObstacle(row.chip, "ecdsa-p384", 0), row.p384) << row.chip;
    }
    EXPECT_EQ(signatureObstacle("esp32", "ecdsa-p256", 1), Obstacle::Scheme);
}

TEST(SecureBoot, P192OfOlderIdfIsNotHeldAgainstChipsWithEllipticCurves)
{
    EXPECT_EQ(signatureObstacle("esp32c2", "ecdsa-p192", 0), std::nullopt);
    EXPECT_EQ(signatureObstacle("esp32c3", "ecdsa-p192", 0), Obstacle::Scheme);
}

TEST(SecureBoot, ChipsWithOneKeyLookAtTheFirstBlock)
{
    EXPECT_EQ(signatureObstacle("esp32", "rsa-3072", 0), std::nullopt);
    EXPECT_EQ(signatureObstacle("esp32", "rsa-3072", 1), Obstacle::FurtherBlock);
    EXPECT_EQ(signatureObstacle("esp32c2", "ecdsa-p256", 2), Obstacle::FurtherBlock);
    EXPECT_EQ(signatureObstacle("esp32c3", "rsa-3072", 2), std::nullopt);
    EXPECT_EQ(signatureObstacle("esp32h4", "rsa-3072", 2), std::nullopt);
}

TEST(SecureBoot, SchemesAreNamed)
{
    using Names = std::vector<std::string_view>;

    EXPECT_EQ(signatureSchemes("esp32"), Names{"rsa-3072"});
    EXPECT_EQ(signatureSchemes("esp32c2"), Names{"ecdsa-p256"});
    EXPECT_EQ(signatureSchemes("esp32p4"), (Names{"rsa-3072", "ecdsa-p256", "ecdsa-p384"}));
    EXPECT_EQ(signatureSchemes("esp32h4"), Names{});
}

} // namespace
} // namespace otabench::image
