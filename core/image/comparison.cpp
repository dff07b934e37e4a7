#include "image/comparison.h"

#include <fmt/format.h>

#include <algorithm>

namespace otabench::image {
namespace {

constexpr std::string_view kNone = "-";

class Collector
{
public:
    explicit Collector(std::vector<Difference> &differences)
        : m_differences(differences)
    {
    }

    void add(std::string field, std::string first, std::string second)
    {
        if (first.empty())
            first = kNone;
        if (second.empty())
            second = kNone;
        if (first != second)
            m_differences.push_back({std::move(field), std::move(first), std::move(second)});
    }

    /// A field of something that an image may be without.
    template <typename T, typename Text>
    void add(std::string field, const std::optional<T> &first, const std::optional<T> &second,
             Text text)
    {
        add(std::move(field), first ? text(*first) : std::string(),
            second ? text(*second) : std::string());
    }

private:
    std::vector<Difference> &m_differences;
};

std::string revision(std::uint16_t value)
{
    return value == 0xFFFF ? std::string() : fmt::format("v{}.{}", value / 100, value % 100);
}

std::span<const std::byte> dataOf(std::span<const std::byte> file, const Segment &segment)
{
    constexpr std::size_t kHeader = 8;
    const std::size_t begin = std::min(file.size(), segment.fileOffset + kHeader);
    return file.subspan(begin, std::min<std::size_t>(segment.length, file.size() - begin));
}

std::size_t changedBytes(std::span<const std::byte> first, std::span<const std::byte> second)
{
    const std::size_t common = std::min(first.size(), second.size());
    std::size_t changed = std::max(first.size(), second.size()) - common;
    for (std::size_t i = 0; i < common; ++i)
        changed += first[i] != second[i] ? 1 : 0;
    return changed;
}

void compareDescriptions(const Image &first, const Image &second, Collector &found)
{
    const auto text = [&](const char *field, std::string AppDescription::*member) {
        found.add(field, first.description, second.description,
                  [member](const AppDescription &one) { return one.*member; });
    };
    text("project", &AppDescription::project);
    text("version", &AppDescription::version);
    found.add("secure version", first.description, second.description,
              [](const AppDescription &one) { return std::to_string(one.secureVersion); });
    found.add("built", first.description, second.description,
              [](const AppDescription &one) { return fmt::format("{} {}", one.date, one.time); });
    text("ESP-IDF", &AppDescription::idfVersion);
    text("ELF SHA-256", &AppDescription::elfSha256);
}

void compareSegments(std::span<const std::byte> firstFile, const Image &first,
                     std::span<const std::byte> secondFile, const Image &second, Collector &found)
{
    const std::size_t count = std::max(first.segments.size(), second.segments.size());
    const auto describe = [](const Image &image, std::size_t i) {
        return i < image.segments.size()
                   ? fmt::format("{} bytes at {:#010x}", image.segments[i].length,
                                 image.segments[i].loadAddress)
                   : std::string();
    };
    for (std::size_t i = 0; i < count; ++i) {
        const std::string a = describe(first, i), b = describe(second, i);
        const bool both = !a.empty() && !b.empty();
        const std::size_t changed = both ? changedBytes(dataOf(firstFile, first.segments[i]),
                                                        dataOf(secondFile, second.segments[i]))
                                         : 0;
        found.add(fmt::format("segment {}", i + 1), a,
                  changed > 0 ? fmt::format("{}, {} bytes differ", b, changed) : b);
    }
}

void comparePartitions(const Image &first, const Image &second, Collector &found)
{
    const auto describe = [](const std::vector<Partition> &all, const std::string &label) {
        const auto at = std::ranges::find(all, label, &Partition::label);
        return at != all.end()
                   ? fmt::format("{} KB at {:#x}, type {} subtype {:#04x}", at->sizeBytes / 1024,
                                 at->flashOffset, at->type, at->subtype)
                   : std::string();
    };
    std::vector<std::string> labels;
    for (const Image *image : {&first, &second}) {
        for (const Partition &partition : image->partitions) {
            if (std::ranges::find(labels, partition.label) == labels.end())
                labels.push_back(partition.label);
        }
    }
    for (const std::string &label : labels)
        found.add("partition " + label, describe(first.partitions, label),
                  describe(second.partitions, label));
}

std::string signers(const Image &image)
{
    std::string text;
    for (const SignatureBlock &block : image.signatures)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", block.scheme,
                            block.keyDigest.substr(0, 12));
    return text;
}

std::string verdict(const Image &image)
{
    const auto problem = image.problem();
    return problem ? problem->text : "yes";
}

} // namespace

Comparison compare(std::span<const std::byte> first, std::span<const std::byte> second)
{
    const Image a = inspect(first), b = inspect(second);
    Comparison comparison;
    comparison.sameFile = a.fileSha256 == b.fileSha256 && a.fileBytes == b.fileBytes;
    if (a.description && b.description && a.description->buildId())
        comparison.sameBuild = a.description->buildId() == b.description->buildId();
    Collector found(comparison.differences);
    found.add("kind", std::string(name(a.kind)), std::string(name(b.kind)));
    found.add("valid", verdict(a), verdict(b));
    found.add("chip", a.chip, b.chip);
    compareDescriptions(a, b, found);
    found.add("smallest chip revision", revision(a.minChipRevision), revision(b.minChipRevision));
    found.add("largest chip revision", revision(a.maxChipRevision), revision(b.maxChipRevision));
    found.add("flash mode", std::to_string(a.spiMode), std::to_string(b.spiMode));
    found.add("flash size", std::to_string(a.spiSize), std::to_string(b.spiSize));
    found.add("size", fmt::format("{} bytes", a.fileBytes), fmt::format("{} bytes", b.fileBytes));
    compareSegments(first, a, second, b, found);
    comparePartitions(a, b, found);
    found.add("signed by", signers(a), signers(b));
    comparison.rollback = rollbackConsequence(a, b);
    return comparison;
}

std::string rollbackConsequence(const Image &running, const Image &next)
{
    if (!running.description || !next.description)
        return {};
    const std::uint32_t before = running.description->secureVersion;
    const std::uint32_t after = next.description->secureVersion;
    if (before == after)
        return {};
    if (after > before)
        return fmt::format("boards with anti-rollback that have confirmed {} (secure version {}) "
                           "cannot return to {} (secure version {})",
                           next.description->version, after, running.description->version, before);
    return fmt::format(
        "boards with anti-rollback that have confirmed {} (secure version {}) refuse "
        "{} (secure version {})",
        running.description->version, before, next.description->version, after);
}

} // namespace otabench::image
