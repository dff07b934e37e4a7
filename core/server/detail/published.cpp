#include "server/detail/published.h"

#include "base/descriptor.h"
#include "base/files.h"
#include "base/hex.h"
#include "base/openssl.h"
#include "server/detail/text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace otabench::server::detail {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kIdDigits = 16;

/// A failed system call on the copy of `file`.
tl::unexpected<Error> failOnCopy(const fs::path &file, int errorNumber)
{
    return fail(errorCodeFromErrno(errorNumber), "cannot keep a copy of {} in memory: {}",
                file.string(), errnoText(errorNumber));
}

/// The file's own date; the present one where it cannot be told.
std::chrono::system_clock::time_point modificationTime(const fs::path &file)
{
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0)
        return std::chrono::system_clock::now();
    return std::chrono::system_clock::from_time_t(status.st_mtime);
}

/// Whether a text may stand in a request's first line and in a header's value.
bool isVisibleAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

} // namespace

ImageCopy::ImageCopy(std::span<const std::byte> bytes)
    : m_bytes(bytes)
{
}

ImageCopy::~ImageCopy()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
}

Result<std::shared_ptr<const ImageCopy>> ImageCopy::take(const fs::path &file)
{
    const auto content = readFile(file);
    if (!content)
        return tl::unexpected(content.error());
    if (content->empty())
        return std::shared_ptr<const ImageCopy>(new ImageCopy({}));
    const Descriptor fd(::memfd_create("otabench-image", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (fd.get() < 0)
        return failOnCopy(file, errno);
    for (std::size_t done = 0; done < content->size();) {
        const ssize_t wrote = ::write(fd.get(), content->data() + done, content->size() - done);
        if (wrote < 0 && errno != EINTR)
            return failOnCopy(file, errno);
        done += wrote > 0 ? static_cast<std::size_t>(wrote) : 0;
    }
    if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) !=
        0)
        return failOnCopy(file, errno);
    void *address =
        ::mmap(nullptr, content->size(), PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd.get(), 0);
    if (address == MAP_FAILED)
        return failOnCopy(file, errno);
    return std::shared_ptr<const ImageCopy>(
        new ImageCopy({static_cast<const std::byte *>(address), content->size()}));
}

Result<PublishedImage> Publications::add(const fs::path &file, std::string sha256)
{
    const auto modified = modificationTime(file);
    const auto content = ImageCopy::take(file);
    if (!content)
        return tl::unexpected(content.error());
    const std::string digest = toHex(openssl::sha256(content.value()->bytes()));
    if (!sha256.empty() && !equalsIgnoringCase(sha256, digest))
        return fail(ErrorCode::InvalidArgument,
                    "{} has changed since it was checked (SHA-256 was {}, is {}); choose it again",
                    file.string(), sha256, digest);

    auto made = std::make_shared<Publication>();
    made->image = {.id = digest.substr(0, kIdDigits),
                   .fileName = file.filename().string(),
                   .sha256 = digest,
                   .bytes = content.value()->bytes().size()};
    made->content = content.value();
    made->etag = fmt::format("\"{}\"", digest);
    made->modified = std::chrono::floor<std::chrono::seconds>(modified);
    made->lastModified = httpDate(modified);
    made->headerLines = fmt::format("Content-Type: application/octet-stream\r\nETag: {}\r\n"
                                    "Last-Modified: {}\r\nAccept-Ranges: bytes\r\n",
                                    made->etag, made->lastModified);
    const PublishedImage image = made->image;
    const std::lock_guard lock(m_mutex);
    m_byPath.try_emplace({image.id, image.fileName}, std::move(made));
    return image;
}

void Publications::remove(std::string_view id)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_byPath, [id](const auto &entry) { return entry.second->image.id == id; });
}

std::shared_ptr<const Publication> Publications::find(std::string_view id,
                                                      std::string_view fileName) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_byPath.find(PathOrder::View(id, fileName));
    return found == m_byPath.end() ? nullptr : found->second;
}

Result<> Publications::addRedirect(const std::string &path, const std::string &location)
{
    if (!path.starts_with('/') || !isVisibleAscii(path))
        return fail(ErrorCode::InvalidArgument,
                    "{:?} is no path to redirect from; it begins with / and has no spaces, such as "
                    "/latest.bin",
                    path);
    if (location.empty() || !isVisibleAscii(location))
        return fail(ErrorCode::InvalidArgument,
                    "{:?} is nothing to redirect to; give a URL, with %20 for spaces", location);
    const std::lock_guard lock(m_mutex);
    m_redirects.insert_or_assign(path, location);
    return {};
}

std::string Publications::redirect(std::string_view path) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_redirects.find(path);
    return found == m_redirects.end() ? std::string() : found->second;
}

} // namespace otabench::server::detail
