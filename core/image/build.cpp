#include "image/build.h"

#include <algorithm>

namespace otabench::image {
namespace {

BuildMatch compareDigests(std::string_view first, std::string_view second)
{
    constexpr std::size_t kFewest = 8;
    const auto isNothing = [](std::string_view digest) {
        return digest.find_first_not_of('0') == std::string_view::npos;
    };
    const std::size_t length = std::min(first.size(), second.size());
    if (length < kFewest || isNothing(first) || isNothing(second))
        return BuildMatch::Unknown;
    return first.substr(0, length) == second.substr(0, length) ? BuildMatch::Same
                                                               : BuildMatch::Other;
}

} // namespace

Build buildOf(const Image &image)
{
    return {image.appendedSha256.value_or(""),
            image.description ? image.description->buildId().value_or("") : std::string()};
}

BuildMatch compareBuilds(const Build &first, const Build &second)
{
    const BuildMatch byImage = compareDigests(first.imageSha256, second.imageSha256);
    return byImage != BuildMatch::Unknown ? byImage
                                          : compareDigests(first.elfSha256, second.elfSha256);
}

} // namespace otabench::image
