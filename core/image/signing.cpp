#include "image/signing.h"

#include "base/files.h"
#include "image/detail/keys.h"
#include "image/detail/signature_block.h"
#include "image/reader.h"

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

namespace otabench::image {
namespace {

using detail::kSectorSize;
using detail::kSignatureBlocks;
using detail::kSignatureBlockSize;

struct SchemeName
{
    SigningScheme scheme;
    std::string_view name;
};

constexpr std::array<SchemeName, 3> kSchemes{{
    {SigningScheme::Rsa3072, "rsa-3072"},
    {SigningScheme::EcdsaP256, "ecdsa-p256"},
    {SigningScheme::EcdsaP384, "ecdsa-p384"},
}};

openssl::Pkey generate(SigningScheme scheme)
{
    openssl::clearErrors();
    switch (scheme) {
    case SigningScheme::Rsa3072:
        return openssl::Pkey(EVP_RSA_gen(3072));
    case SigningScheme::EcdsaP256:
        return openssl::Pkey(EVP_EC_gen("P-256"));
    case SigningScheme::EcdsaP384:
        return openssl::Pkey(EVP_EC_gen("P-384"));
    }
    return nullptr;
}

/// An image that can carry a signature: where its sector starts, or would.
Result<std::size_t> sectorOffset(const Image &image)
{
    if (image.kind != Kind::App && image.kind != Kind::Bootloader)
        return fail(ErrorCode::ImageWrongKind,
                    "the file is of kind {}; an application or a bootloader can be signed",
                    name(image.kind));
    if (const auto problem = image.problem())
        return tl::unexpected(*problem);
    if (!image.signatures.empty())
        return image.imageBytes - kSectorSize;
    return (image.imageBytes + kSectorSize - 1) / kSectorSize * kSectorSize;
}

/// Boards look for the sector right behind the image, so nothing but fill may stand there.
Result<> checkTrailer(std::span<const std::byte> file, const Image &image)
{
    const auto trailer = file.subspan(std::min(image.imageBytes, file.size()));
    if (std::ranges::all_of(trailer, [](std::byte byte) { return byte == std::byte{0xFF}; }))
        return {};
    return fail(ErrorCode::ImageInvalid,
                "{} bytes stand behind the image's end at byte {}, where boards look for the "
                "signature; sign the file that the build made",
                trailer.size(), image.imageBytes);
}

/// Why a signed image cannot take a further block of this key.
Result<> checkFurtherBlock(const Image &image, std::string_view scheme, const std::string &digest)
{
    if (image.signatures.size() >= kSignatureBlocks)
        return fail(ErrorCode::AlreadyExists, "the image has {} signatures, which is all that fit",
                    kSignatureBlocks);
    for (const SignatureBlock &block : image.signatures) {
        if (block.keyDigest == digest)
            return fail(ErrorCode::AlreadyExists, "the image is signed by key {} already", digest);
        if (block.scheme != scheme)
            return fail(ErrorCode::KeyInvalid,
                        "the image is signed by {}, the key is {}; boards take one scheme only",
                        block.scheme, scheme);
    }
    return {};
}

/// The first free place: blocks may have been damaged or left out, but then the image has a fault.
std::size_t freeBlock(std::span<const std::byte> sector)
{
    std::size_t at = 0;
    while (at < kSignatureBlocks &&
           detail::byteAt(sector, at * kSignatureBlockSize) == detail::kSignatureBlockMagic)
        ++at;
    return at;
}

} // namespace

std::string_view name(SigningScheme scheme)
{
    return std::ranges::find(kSchemes, scheme, &SchemeName::scheme)->name;
}

std::optional<SigningScheme> signingSchemeFromName(std::string_view name)
{
    const auto found = std::ranges::find(kSchemes, name, &SchemeName::name);
    return found != kSchemes.end() ? std::optional(found->scheme) : std::nullopt;
}

Result<SigningKey> makeSigningKey(SigningScheme scheme, const std::filesystem::path &folder)
{
    SigningKey made{folder / "signing_key.pem", folder / "signing_key_pub.pem", {}};
    if (const auto ready = makeFolder(folder, FileMode::Public); !ready)
        return tl::unexpected(ready.error());
    for (const auto &file : {made.privateFile, made.publicFile}) {
        std::error_code none;
        if (std::filesystem::exists(std::filesystem::symlink_status(file, none)))
            return fail(ErrorCode::AlreadyExists, "{} exists; give another folder", file.string());
    }
    const openssl::Pkey key = generate(scheme);
    if (key == nullptr)
        return fail(ErrorCode::Internal, "OpenSSL could not make a {} key: {}", name(scheme),
                    openssl::takeErrors());
    const auto digest = detail::keyDigest(key.get());
    if (!digest)
        return tl::unexpected(digest.error());
    made.digest = *digest;
    // The public half first: a lone one is of no use to anybody, a lone private key would be.
    const auto written = detail::writePublicKey(made.publicFile, key.get()).and_then([&] {
        return detail::writePrivateKey(made.privateFile, key.get());
    });
    if (!written)
        return tl::unexpected(written.error());
    return made;
}

Result<std::vector<std::byte>> sign(std::span<const std::byte> image,
                                    const std::filesystem::path &keyFile)
{
    const Image facts = inspect(image);
    const auto sectorAt = sectorOffset(facts);
    if (!sectorAt)
        return tl::unexpected(sectorAt.error());
    const auto key = detail::readPrivateKey(keyFile);
    if (!key)
        return tl::unexpected(key.error());
    const auto digest = detail::keyDigest(key->get());
    if (!digest)
        return tl::unexpected(digest.error().in(keyFile.string()));
    const std::string_view scheme = detail::schemeFor(key->get())->name;
    if (const auto trailer = checkTrailer(image, facts); !trailer)
        return tl::unexpected(trailer.error());
    if (const auto room = checkFurtherBlock(facts, scheme, *digest); !room)
        return tl::unexpected(room.error());

    std::vector<std::byte> signedImage(
        image.begin(),
        image.begin() + static_cast<std::ptrdiff_t>(std::min(image.size(), *sectorAt)));
    signedImage.resize(*sectorAt, std::byte{0xFF});
    const auto block = detail::makeBlock(key->get(), signedImage);
    if (!block)
        return tl::unexpected(block.error().in(keyFile.string()));
    std::vector<std::byte> sector(kSectorSize, std::byte{0xFF});
    if (!facts.signatures.empty())
        std::ranges::copy(image.subspan(*sectorAt, kSectorSize), sector.begin());
    const std::size_t at = freeBlock(sector) * kSignatureBlockSize;
    std::ranges::copy(*block, sector.begin() + static_cast<std::ptrdiff_t>(at));
    signedImage.insert(signedImage.end(), sector.begin(), sector.end());
    return signedImage;
}

Result<unsigned> verifySignature(std::span<const std::byte> image,
                                 const std::optional<std::filesystem::path> &keyFile)
{
    const Image facts = inspect(image);
    if (const auto offset = sectorOffset(facts); !offset)
        return tl::unexpected(offset.error());
    if (facts.signatures.empty())
        return fail(ErrorCode::NotFound, "the image has no Secure Boot v2 signature; make one with "
                                         "`otabench-cli image sign`");
    if (!keyFile)
        return 0U;
    const auto digest = detail::readPublicKey(*keyFile).and_then(
        [](const openssl::Pkey &key) { return detail::keyDigest(key.get()); });
    if (!digest)
        return tl::unexpected(digest.error());
    const auto found = std::ranges::find(facts.signatures, *digest, &SignatureBlock::keyDigest);
    if (found == facts.signatures.end())
        return fail(ErrorCode::NotFound,
                    "the image is signed, but not by {} (key {}); its first signature is by key {}",
                    keyFile->string(), *digest, facts.signatures.front().keyDigest);
    return static_cast<unsigned>(found - facts.signatures.begin());
}

} // namespace otabench::image
