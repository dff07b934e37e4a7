#include "server/detail/aes_gcm.h"

#include "base/hex.h"
#include "fixture.h"

#include <gtest/gtest.h>

namespace otabench::server::detail {
namespace {

using Bytes = std::vector<unsigned char>;

Bytes bytesOf(const std::string &text)
{
    return {text.begin(), text.end()};
}

struct Input
{
    Bytes key;
    AesGcm::Nonce nonce = {};
    Bytes associated, plain, trailer;
};

std::string seal(AesGcm &cipher, const Input &input)
{
    Bytes out(input.plain.size() + input.trailer.size() + AesGcm::kTagBytes);
    EXPECT_TRUE(cipher.seal({.nonce = input.nonce,
                             .associated = input.associated,
                             .plain = std::as_bytes(std::span(input.plain)),
                             .trailer = input.trailer},
                            out.data()));
    return toHex(std::as_bytes(std::span(out)));
}

/// Whether both, where there are two, come to `expected`; twice, as a key is used again and again.
void expectSealed(const Input &input, const std::string &expected)
{
    for (const auto &cipher :
         {AesGcm::make(input.key), AesGcm::makeOpenssl(input.key), AesGcm::makeVector(input.key)}) {
        if (cipher == nullptr)
            continue; // no such processor
        EXPECT_EQ(seal(*cipher, input), expected);
        EXPECT_EQ(seal(*cipher, input), expected);
    }
}

// McGrew, Viega: "The Galois/Counter Mode of Operation", appendix B, cases 1, 2, 13 and 14.
TEST(AesGcm, KnowsTheAnswersOfItsAuthors)
{
    expectSealed({.key = Bytes(16)}, "58e2fccefa7e3061367f1d57a4e7455a");
    expectSealed({.key = Bytes(16), .plain = Bytes(16)},
                 "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
    expectSealed({.key = Bytes(32)}, "530f8afbc74536b9a963b4f1c4cb738b");
    expectSealed({.key = Bytes(32), .plain = Bytes(16)},
                 "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(AesGcm, SealsTheSameWhicheverLibraryDoesIt)
{
    std::vector<std::size_t> lengths = {511, 512, 513, 1024, 4096, 16383, 16384};
    for (std::size_t length = 0; length < 300; ++length)
        lengths.push_back(length);
    for (const std::size_t keyBytes : {16u, 32u}) {
        const Bytes key = bytesOf(noise(keyBytes, 7));
        const auto openssl = AesGcm::makeOpenssl(key);
        ASSERT_NE(openssl, nullptr);
        const auto vector = AesGcm::makeVector(key);
        if (vector == nullptr)
            GTEST_SKIP() << "no vector AES in this processor, or not built with it";
        for (const std::size_t length : lengths) {
            Input input{.key = key,
                        .associated = bytesOf(noise(length % 2 == 0 ? 5 : 13, 1)),
                        .plain = bytesOf(noise(length, static_cast<unsigned>(length))),
                        .trailer = Bytes(length % 3 == 0 ? 0 : 1, 23)};
            input.nonce[3] = static_cast<unsigned char>(length);
            ASSERT_EQ(seal(*vector, input), seal(*openssl, input)) << length;
        }
    }
}

} // namespace
} // namespace otabench::server::detail
