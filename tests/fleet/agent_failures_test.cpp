#include "fleet/detail/agent_failures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otabench::fleet::detail {
namespace {

struct Row
{
    std::string error, text, tls, flags;
    ErrorCode code;
    std::string says;
};

class Failures : public testing::TestWithParam<Row>
{
};

TEST_P(Failures, HaveACodeAndSayWhatToDo)
{
    AgentMessage report;
    report.fields = {{"error", GetParam().error}, {"text", GetParam().text}};
    if (!GetParam().tls.empty())
        report.fields.insert({{"tls", GetParam().tls}, {"flags", GetParam().flags}});

    const Error error = failureOf(report, "192.168.1.5:8443");

    EXPECT_EQ(name(error.code), name(GetParam().code)) << error.text;
    EXPECT_THAT(error.text, testing::HasSubstr(GetParam().says));
    EXPECT_THAT(error.text, testing::HasSubstr("What to do"));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Failures,
    testing::Values(
        Row{"ESP_ERR_HTTP_CONNECT", "x", "0x2700", "0x8", ErrorCode::BoardCertificateRefused,
            "not signed by a CA the board trusts"},
        Row{"ESP_ERR_HTTP_CONNECT", "x", "0x2700", "0x4", ErrorCode::BoardCertificateRefused,
            "192.168.1.5:8443"},
        Row{"ESP_ERR_HTTP_CONNECT", "x", "0x7f00", "0x0", ErrorCode::BoardOutOfMemory, "heap"},
        Row{"ESP_ERR_HTTP_CONNECT", "no answer", "", "", ErrorCode::BoardCannotConnect, "firewall"},
        Row{"ESP_FAIL", "the server refuses the request (HTTP status 404)", "", "",
            ErrorCode::BoardHttpError, "404"},
        Row{"ESP_ERR_OTA_VALIDATE_FAILED", "bad", "", "", ErrorCode::BoardImageRejected, "image"},
        Row{"OTABENCH_ERR_OTA_NOT_DECRYPTED", "encrypted for another key", "", "",
            ErrorCode::BoardImageRejected, "image encrypt"},
        Row{"OTABENCH_ERR_OTA_BAD_TAG", "its tag does not match", "", "",
            ErrorCode::BoardImageRejected, "image encrypt"},
        Row{"ESP_ERR_FLASH_OP_FAIL", "bad", "", "", ErrorCode::BoardFlashFailed, "flash"},
        Row{"ESP_ERR_NO_MEM", "bad", "", "", ErrorCode::BoardOutOfMemory, "--partial"},
        Row{"ESP_FAIL", "the connection broke during the download", "", "",
            ErrorCode::BoardDownloadCut, "Wi-Fi"},
        Row{"ESP_FAIL", "something else", "", "", ErrorCode::BoardOtaFailed, "something else"}));

TEST(Retry, HelpsAgainstNetworksNotAgainstImages)
{
    EXPECT_TRUE(isWorthARetry(ErrorCode::BoardDownloadCut));
    EXPECT_TRUE(isWorthARetry(ErrorCode::BoardSilent));
    EXPECT_FALSE(isWorthARetry(ErrorCode::ImageWrongChip));
    EXPECT_FALSE(isWorthARetry(ErrorCode::BoardCertificateRefused));
    EXPECT_FALSE(isWorthARetry(ErrorCode::BoardRolledBack));
}

} // namespace
} // namespace otabench::fleet::detail
