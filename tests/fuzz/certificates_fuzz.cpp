// Certificates that somebody opens or that a server sends.

#include "fuzz.h"

#include "certificates/authority.h"
#include "certificates/chain_fetcher.h"
#include "certificates/export.h"
#include "certificates/import.h"
#include "certificates/inspection.h"
#include "certificates/private_key.h"

#include <openssl/evp.h>

namespace otabench::fuzz {
namespace {

constexpr char kPem = 0;
constexpr char kDer = 1;    ///< the bytes become a PEM text of one certificate
constexpr char kFile = 2;   ///< a file of certificates in any form
constexpr char kKey = 3;    ///< a file with a private key
constexpr char kBundle = 4; ///< PKCS#12
constexpr char kChain = 5;  ///< a PEM chain to be put in order
constexpr unsigned kKinds = 6;
constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----\n";
constexpr std::string_view kEnd = "-----END CERTIFICATE-----\n";

std::string toPem(std::string_view der)
{
    std::string pem(kBegin);
    constexpr std::size_t kLineBytes = 48;
    for (; !der.empty(); der.remove_prefix(std::min(kLineBytes, der.size()))) {
        const std::string_view part = der.substr(0, kLineBytes);
        unsigned char line[kLineBytes / 3 * 4 + 1];
        EVP_EncodeBlock(line, reinterpret_cast<const unsigned char *>(part.data()),
                        static_cast<int>(part.size()));
        pem.append(reinterpret_cast<const char *>(line)).append("\n");
    }
    return pem.append(kEnd);
}

std::string toDer(const std::string &pem)
{
    std::string text = pem.substr(kBegin.size(), pem.find(kEnd) - kBegin.size());
    std::erase(text, '\n');
    std::vector<unsigned char> der(text.size());
    const int size =
        EVP_DecodeBlock(der.data(), reinterpret_cast<const unsigned char *>(text.data()),
                        static_cast<int>(text.size()));
    const auto padding = std::count(text.end() - 2, text.end(), '=');
    return {der.begin(), der.begin() + size - padding};
}

bool isClean(const std::string &text)
{
    return std::none_of(text.begin(), text.end(),
                        [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

void checkSummary(const certificates::Summary &summary)
{
    require(summary.sha256.size() == 64 && summary.derBytes > 0 && !summary.signature.empty() &&
                !summary.key.empty(),
            "fingerprint, size, key and signature are always known");
    require(isClean(summary.subject) && isClean(summary.issuer),
            "names go to terminals: no control characters");
}

/// Nobody knows the passphrase: what needs one is refused before any work.
certificates::PassphraseSource nobody()
{
    return []() -> Result<std::string> { return fail(ErrorCode::KeyInvalid, "nobody knows"); };
}

void readFile(std::string_view content)
{
    const auto pem = certificates::certificatesFrom(content);
    require(pem || !pem.error().text.empty(), "an error has a sentence");
    if (pem)
        require(certificates::summarize(*pem).has_value(), "what was read can be read again");
}

void readKey(std::string_view content)
{
    const auto key = certificates::openKey(content, nobody());
    require(key || !key.error().text.empty(), "an error has a sentence");
    if (key)
        require(certificates::openKey(*key, nobody()) == key, "what was read can be read again");
}

void readBundle(std::string_view content)
{
    const auto pair = certificates::bundleFrom(content, nobody());
    require(pair || !pair.error().text.empty(), "an error has a sentence");
    require(!pair || certificates::isPkcs12(content), "only PKCS#12 is read as such");
}

void arrange(std::string_view pem)
{
    const auto chain = certificates::arrangeChain(pem, "");
    const auto given = certificates::summarize(pem);
    require(!chain || given, "only what can be read can be put in order");
    if (!chain)
        return;
    const auto kept = certificates::summarize(chain->chainPem);
    require(kept && kept->size() <= given->size(), "nothing is added");
    const auto again = certificates::arrangeChain(chain->chainPem, "");
    require(again && again->chainPem == chain->chainPem, "an order that is right stays");
}

/// What a foreign server sends, and what is made of it for boards.
void choose(std::string_view pem)
{
    const auto choice = certificates::chooseTrust(pem, "/nowhere");
    require(choice.has_value() == certificates::summarize(pem).has_value(),
            "there is a choice for whatever can be read");
    if (!choice)
        return;
    require(!choice->why.empty() && isClean(choice->why), "each choice has a reason");
    require(isClean(choice->issuerUrl), "addresses go to terminals: no control characters");
    require(!choice->pem || certificates::toCHeader(*choice->pem).has_value(),
            "what boards are given can be built into firmware");
}

} // namespace

std::vector<std::string> seeds()
{
    using namespace certificates;
    std::vector<std::string> all;
    for (const KeyType key : {KeyType::EcP256, KeyType::Rsa2048}) {
        const auto authority = Authority::create({.key = key});
        require(authority.has_value(), "a CA can be made");
        const auto server = authority->issueServer(
            {.hosts = {"192.168.1.5", "fe80::1", "bench.local"}, .key = key});
        require(server.has_value(), "a server certificate can be issued");
        const std::string chain = server->certificatePem + authority->certificatePem();
        all.push_back(kPem + chain);
        all.push_back(kDer + toDer(server->certificatePem));
        all.push_back(kDer + toDer(authority->certificatePem()));
        all.push_back(kFile + chain);
        all.push_back(kFile + toDer(server->certificatePem));
        all.push_back(kChain + authority->certificatePem() + server->certificatePem);
        all.push_back(kKey + server->keyPem);
        const auto hidden = protectKey(server->keyPem, "secret word");
        const auto bundle = toPkcs12({chain, server->keyPem}, "secret word");
        require(hidden && bundle, "keys can be protected");
        all.push_back(kKey + *hidden);
        all.push_back(kBundle + *bundle);
        all.push_back(kFile + *bundle);
    }
    all.push_back(kPem + std::string("some text\n") + std::string(kBegin) + "AAAA\n");
    return all;
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench;
    using namespace otabench::fuzz;
    Input input(data, size);
    const unsigned kind = input.takeByte() % kKinds;
    switch (kind) {
    case kFile:
        readFile(input.rest());
        return 0;
    case kKey:
        readKey(input.rest());
        return 0;
    case kBundle:
        readBundle(input.rest());
        return 0;
    case kChain:
        arrange(input.rest());
        return 0;
    default:
        break;
    }
    const bool isDer = kind == kDer;
    const std::string pem = isDer ? toPem(input.rest()) : std::string(input.rest());
    const auto summaries = certificates::summarize(pem);
    const auto findings = certificates::checkAsBoard(pem, "192.168.1.5");
    require(!findings || summaries, "only what can be read can be judged");
    if (!summaries) {
        require(!summaries.error().text.empty(), "an error has a sentence");
        return 0;
    }
    require(!summaries->empty(), "a text without certificates is an error");
    choose(pem);
    std::for_each(summaries->begin(), summaries->end(), checkSummary);
    if (!isDer)
        return 0;
    const auto twice = certificates::summarize(pem + pem);
    require(summaries->size() == 1 && twice && twice->size() == 2 &&
                (*twice)[1].sha256 == summaries->front().sha256,
            "the same certificate twice is two certificates");
    return 0;
}
