#include "monitor/detail/image_verdict.h"

#include <algorithm>
#include <string_view>

namespace otabench::monitor::detail {
namespace {

/// A digest in a log is cut short, by build options to different lengths.
bool isSameDigest(std::string_view a, std::string_view b)
{
    const std::size_t length = std::min(a.size(), b.size());
    return a.substr(0, length) == b.substr(0, length);
}

} // namespace

Verdict compareImages(const BootFacts &now, const BootFacts &before,
                      std::optional<std::uint32_t> target, const std::string &offered)
{
    const auto verdict = [](bool isNew) { return isNew ? Verdict::NewImage : Verdict::OldImage; };
    if (now.loadedOffset && target)
        return verdict(now.loadedOffset == target);
    if (now.loadedOffset && before.loadedOffset)
        return verdict(now.loadedOffset != before.loadedOffset);

    const auto known = [](const std::string &a, const std::string &b) {
        return !a.empty() && !b.empty();
    };
    bool isSame = false;
    if (known(now.elfSha256Prefix, before.elfSha256Prefix)) {
        if (!isSameDigest(now.elfSha256Prefix, before.elfSha256Prefix))
            return Verdict::NewImage;
        isSame = true;
    }
    if (known(now.imageSha256, before.imageSha256)) {
        if (now.imageSha256 != before.imageSha256)
            return Verdict::NewImage;
        isSame = true;
    }
    if (known(now.version, before.version)) {
        if (now.version != before.version)
            return Verdict::NewImage;
        isSame = true;
    }
    // The same image again, its slot not known: installed twice, or fallen back? Only an offered
    // version that differs can tell.
    const bool isOld = isSame && !offered.empty() && offered != now.version;
    return isOld ? Verdict::OldImage : Verdict::Unknown;
}

} // namespace otabench::monitor::detail
