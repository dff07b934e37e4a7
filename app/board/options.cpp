#include "options.h"

#include "host_net.h"
#include "host_signature.h"
#include "image_builder.h"
#include "say.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace otabench::board {

namespace {

using firmware::host::chipNames;
using firmware::host::findChip;
using firmware::host::HostResult;
using firmware::host::kMaxVersionLength;

constexpr int kFailedStatus = 1;
constexpr int kUsageStatus = 2;
constexpr unsigned kMaxBoards = 2000;
constexpr std::size_t kMaxPemBytes = 256 * 1024;
constexpr long kMaxSecureVersion = 32;
constexpr long kNotGiven = -1;
constexpr long long kMaxLinkRate = 1'000'000'000;

struct Raw
{
    long count = 1;
    std::string dir;
    std::string profile = "agent";
    std::string chip;
    std::string version = "1.0.0";
    std::string ca;
    std::string signingKey;
    long secureVersion = kNotGiven;
    std::string decryptionKey;
    std::string hmacKey;
    long long linkRate = 0;
    bool factory = false;
    std::vector<std::string> faults;
    std::uint32_t seed = 0;
};

ExitNow complain(int status, const std::string &text)
{
    say(text);
    return {status};
}

void declare(CLI::App &app, Raw &raw)
{
    app.name("otabench-board");
    app.description("Runs virtual ESP32 boards, each on a pseudo-terminal.");
    app.add_option("--count", raw.count, fmt::format("boards to run, 1 to {}", kMaxBoards))
        ->capture_default_str();
    app.add_option("--dir", raw.dir,
                   "folder of the boards: ports vb-01, vb-02, … and flash contents that stay "
                   "(default: boards in $OTABENCH_HOME or the data folder)")
        ->type_name("DIR");
    app.add_option("--profile", raw.profile,
                   "how the firmware is triggered: agent (otabench's protocol) or stdin (ESP-IDF's "
                   "advanced_https_ota example, URL from stdin)")
        ->capture_default_str();
    app.add_option("--chip", raw.chip, "chip of new boards: " + chipNames() + " (default esp32)");
    app.add_option("--version", raw.version, "version of the image that new boards run")
        ->capture_default_str();
    app.add_option("--ca", raw.ca,
                   "PEM file with the CA that is built into the firmware; the agent profile can do "
                   "without")
        ->type_name("FILE");
    app.add_option("--decryption-key", raw.decryptionKey,
                   "PEM file with the RSA private key for pre-encrypted images that is built into "
                   "the firmware (otabench-cli image keygen --kind encryption)")
        ->type_name("FILE");
    app.add_option("--hmac-key", raw.hmacKey,
                   "file with the 32 bytes in the boards' eFuse key block 0, for images "
                   "pre-encrypted by ECIES (… image keygen --kind encryption --scheme ecies)")
        ->type_name("FILE")
        ->excludes("--decryption-key");
    app.add_option("--link-rate", raw.linkRate,
                   "bytes a second each board receives at most; 0: as fast as it goes")
        ->capture_default_str();
    app.add_flag("--factory", raw.factory,
                 "new boards get 8 MB of flash and a factory slot, from which they start");
    app.add_option("--signing-key", raw.signingKey,
                   "PEM file with the public key that images must be signed by (otabench-cli image "
                   "sign); the first image is taken as it is")
        ->type_name("FILE");
    app.add_option("--secure-version", raw.secureVersion,
                   "secure version burnt into the chip: images with a lower one are refused, "
                   "confirmed ones raise it; new boards start with an image of it");
    app.add_option("--fault", raw.faults, "what is wrong with the boards, see below; repeatable")
        ->type_name("KIND[@N]")
        ->allow_extra_args(false);
    app.add_option("--seed", raw.seed,
                   "what faults leave to chance is the same with the same number")
        ->capture_default_str();
    app.footer(describeFaults() +
               "\nA board is reset by the bytes ESC _ otabench:reset ESC \\ on its port.\n"
               "Prints one JSON line a board when it is up; runs until interrupted.");
}

std::filesystem::path defaultDir()
{
    const auto variable = [](const char *name) -> std::filesystem::path {
        const char *value = std::getenv(name);
        return value != nullptr ? value : "";
    };
    if (const auto home = variable("OTABENCH_HOME"); !home.empty())
        return home / "boards";
    if (const auto data = variable("XDG_DATA_HOME"); data.is_absolute())
        return data / "otabench" / "boards";
    if (const auto home = variable("HOME"); !home.empty())
        return home / ".local" / "share" / "otabench" / "boards";
    return "boards";
}

/// A whole file that may not be larger than `limit`.
HostResult<std::string> readSmallFile(std::string_view option, const std::string &file,
                                      std::size_t limit)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || std::filesystem::is_directory(file) || !(text << in.rdbuf()))
        return tl::unexpected(fmt::format("{} {}: the file cannot be read", option, file));
    std::string bytes = text.str();
    if (bytes.size() > limit)
        return tl::unexpected(fmt::format("{} {}: the file has {} bytes, {} are possible", option,
                                          file, bytes.size(), limit));
    return bytes;
}

/// Makes boards that want images signed by the key in this file.
HostResult<> trustKey(const std::string &file, otabench_security_t &security)
{
    const auto pem = readSmallFile("--signing-key", file, kMaxPemBytes);
    if (!pem)
        return tl::unexpected(pem.error());
    const auto key = firmware::host::readTrustedKey(*pem);
    if (!key)
        return tl::unexpected(fmt::format("--signing-key {}: {}", file, key.error()));
    security.signature = key->scheme;
    security.key_digest_count = 1;
    std::copy(key->digest.begin(), key->digest.end(), security.key_digests[0]);
    return {};
}

HostResult<std::string> readCa(const std::string &file)
{
    auto pem = readSmallFile("--ca", file, kMaxPemBytes);
    if (!pem)
        return pem;
    firmware::host::HostNet crypto;
    std::array<std::uint8_t[32], 16> fingerprints = {};
    if (crypto.caFingerprints(pem->c_str(), fingerprints.data(), fingerprints.size()) < 1)
        return tl::unexpected(
            fmt::format("--ca {}: this is no PEM certificate (-----BEGIN CERTIFICATE-----)", file));
    return pem;
}

HostResult<std::string> readDecryptionKey(const std::string &file)
{
    auto pem = readSmallFile("--decryption-key", file, kMaxPemBytes);
    if (!pem)
        return pem;
    firmware::host::HostCrypto crypto;
    std::array<std::uint8_t, OTABENCH_RSA_PUBLIC_KEY_MAX> der = {};
    // A sequence, whose first number, the modulus, has 385 bytes with its sign.
    constexpr std::array<std::uint8_t, 4> kNumberOf3072Bits{0x02, 0x82, 0x01, 0x81};
    const int length = crypto.rsaPublicKey(pem->c_str(), pem->size() + 1, der.data(), der.size());
    if (length < 8 || !std::equal(kNumberOf3072Bits.begin(), kNumberOf3072Bits.end(), &der[4]))
        return tl::unexpected(fmt::format(
            "--decryption-key {}: this is no RSA private key of 3072 bits in PEM", file));
    return pem;
}

HostResult<firmware::host::HostCrypto::Key> readHmacKey(const std::string &file)
{
    firmware::host::HostCrypto::Key key = {};
    const auto bytes = readSmallFile("--hmac-key", file, kMaxPemBytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (bytes->size() != key.size())
        return tl::unexpected(
            fmt::format("--hmac-key {}: the file has {} bytes, an HMAC key has {}", file,
                        bytes->size(), key.size()));
    std::copy(bytes->begin(), bytes->end(), key.begin());
    return key;
}

/// The files that options name.
HostResult<> readFiles(const Raw &raw, Options &options)
{
    const auto take = [](auto read, const std::string &file, auto &out) -> HostResult<> {
        if (file.empty())
            return {};
        auto content = read(file);
        if (!content)
            return tl::unexpected(content.error());
        out = std::move(*content);
        return {};
    };
    if (auto done = take(readCa, raw.ca, options.caPem); !done)
        return done;
    if (auto done = take(readDecryptionKey, raw.decryptionKey, options.decryptionPem); !done)
        return done;
    return take(readHmacKey, raw.hmacKey, options.hmacKey);
}

/// An error sentence for what is outside its limits.
HostResult<> check(const Raw &raw)
{
    if (raw.count < 1 || raw.count > static_cast<long>(kMaxBoards))
        return tl::unexpected(
            fmt::format("--count {}: 1 to {} boards can be run", raw.count, kMaxBoards));
    if (raw.profile != "agent" && raw.profile != "stdin")
        return tl::unexpected(
            fmt::format("--profile {}: the profiles are agent and stdin", raw.profile));
    if (!raw.chip.empty() && findChip(raw.chip) == nullptr)
        return tl::unexpected(
            fmt::format("--chip {}: there is no such chip; known are {}", raw.chip, chipNames()));
    const auto isPrintable = [](char c) { return c >= ' ' && c <= '~'; };
    if (raw.version.empty() || raw.version.size() > kMaxVersionLength ||
        !std::all_of(raw.version.begin(), raw.version.end(), isPrintable))
        return tl::unexpected(
            fmt::format("--version {}: an image holds a version of 1 to {} printable ASCII "
                        "characters",
                        raw.version, kMaxVersionLength));
    if (raw.linkRate < 0 || raw.linkRate > kMaxLinkRate)
        return tl::unexpected(fmt::format("--link-rate {}: must be 0 to {} bytes a second",
                                          raw.linkRate, kMaxLinkRate));
    const bool securely = raw.secureVersion != kNotGiven;
    if (securely && (raw.secureVersion < 0 || raw.secureVersion > kMaxSecureVersion))
        return tl::unexpected(fmt::format("--secure-version {}: chips hold 0 to {}, some less",
                                          raw.secureVersion, kMaxSecureVersion));
    if (securely && raw.factory)
        return tl::unexpected(std::string(
            "--factory and --secure-version exclude each other: a board that refuses older images "
            "has no factory slot to go back to"));
    if (raw.profile == "stdin" && raw.ca.empty())
        return tl::unexpected(std::string(
            "--profile stdin needs --ca FILE: stock firmware has its CA built in and cannot "
            "learn another (otabench-cli ca export --format pem -o FILE)"));
    return {};
}

} // namespace

std::variant<Options, ExitNow> parseOptions(int argc, char **argv)
{
    Raw raw;
    CLI::App app;
    declare(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return ExitNow{app.exit(error) == 0 ? 0 : kUsageStatus};
    }
    if (const auto checked = check(raw); !checked)
        return complain(kUsageStatus, checked.error());

    Options options{.count = static_cast<unsigned>(raw.count),
                    .dir = raw.dir.empty() ? defaultDir() : std::filesystem::path(raw.dir),
                    .profile = raw.profile == "stdin" ? Profile::Stdin : Profile::Agent,
                    .chip = raw.chip.empty() ? nullptr : findChip(raw.chip),
                    .version = raw.version,
                    .caPem = {},
                    .decryptionPem = {},
                    .hmacKey = std::nullopt,
                    .linkRateBytesPerSecond = static_cast<std::uint32_t>(raw.linkRate),
                    .factory = raw.factory,
                    .security = {},
                    .secureVersion = 0,
                    .faults = {},
                    .seed = raw.seed};
    if (raw.secureVersion != kNotGiven) {
        options.security.anti_rollback = true;
        options.secureVersion = static_cast<std::uint32_t>(raw.secureVersion);
    }
    if (!raw.signingKey.empty()) {
        if (const auto trusted = trustKey(raw.signingKey, options.security); !trusted)
            return complain(kFailedStatus, trusted.error());
    }
    for (const std::string &text : raw.faults) {
        const auto fault = parseFault(text);
        if (!fault)
            return complain(kUsageStatus, fault.error());
        options.faults.push_back(*fault);
    }
    if (const auto read = readFiles(raw, options); !read)
        return complain(kFailedStatus, read.error());
    return options;
}

void withOptionTable(const std::function<void(const CLI::App &)> &use)
{
    Raw raw;
    CLI::App app;
    declare(app, raw);
    use(app);
}

} // namespace otabench::board
