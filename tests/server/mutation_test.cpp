// Requests damaged at random, against the whole path from bytes to answer. The same function is
// what a libFuzzer target calls.

#include "server/detail/response.h"

#include "base/files.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace otabench::server::detail {
namespace {

std::string mutate(std::string text, std::mt19937 &random)
{
    static const std::string kSpice("\r\n \t:/%?*,-=.\0\x7f\xff"
                                    "0123456789bytesHTTP",
                                    34);
    const auto any = [&random](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit)(random);
    };
    for (std::size_t left = 1 + any(4); left > 0 && !text.empty(); --left) {
        const std::size_t at = any(text.size() - 1);
        switch (any(4)) {
        case 0:
            text[at] = kSpice[any(kSpice.size() - 1)];
            break;
        case 1:
            text[at] = static_cast<char>(random());
            break;
        case 2:
            text.erase(at, 1 + any(8));
            break;
        case 3:
            text.insert(at, text.substr(any(text.size() - 1), any(40)));
            break;
        default:
            text.insert(at, 1 + any(3), kSpice[any(kSpice.size() - 1)]);
            break;
        }
    }
    return text;
}

std::size_t rounds()
{
    const char *wanted = std::getenv("OTABENCH_MUTATIONS");
    return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 30'000;
}

TEST(Mutation, NoRequestBreaksTheAnswer)
{
    const support::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "app.bin", std::string(4096, 'x'), FileMode::Public));
    Publications publications;
    Tokens tokens;
    const Catalogue catalogue{publications, tokens};
    const auto image = publications.add(folder / "app.bin", "").value();
    const std::string path = "/b/" + tokens.issue() + "/" + image.id + "/app.bin";
    const std::string seeds[] = {
        "GET " + path + " HTTP/1.1\r\nHost: h\r\nRange: bytes=0-4095\r\n\r\n",
        "HEAD " + path + " HTTP/1.1\r\nHost: h\r\nIf-None-Match: \"a\", W/\"b\"\r\n\r\n",
        "GET https://h" + path + "?q HTTP/1.1\r\nHost: h\r\nRange: bytes=-5\r\nIf-Range: \"" +
            image.sha256 + "\"\r\nConnection: close\r\n\r\n",
        "POST /%2e%2e/ HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
    };
    std::mt19937 random(20240601);
    std::size_t complete = 0;
    for (std::size_t round = 0; round < rounds(); ++round) {
        const std::string bytes = mutate(seeds[round % std::size(seeds)], random);
        std::string output;
        const std::size_t used = answer(bytes, catalogue, output);
        complete += used != 0 ? 1 : 0;
        ASSERT_LE(used, bytes.size());
        if (output.empty()) {
            ASSERT_EQ(used, 0u) << bytes;
            continue;
        }
        ASSERT_TRUE(output.starts_with("HTTP/1.1 ")) << bytes;
        const std::size_t end = output.find("\r\n\r\n");
        ASSERT_NE(end, std::string::npos) << bytes;
        ASSERT_NE(output.substr(0, end + 2).find("\r\nContent-Length: "), std::string::npos)
            << bytes;
        ASSERT_EQ(output.find('\0'), std::string::npos) << "nothing of the request is echoed";
    }
    EXPECT_GT(complete, rounds() / 10) << "most seeds are damaged beyond what the test is for";
}

} // namespace
} // namespace otabench::server::detail
