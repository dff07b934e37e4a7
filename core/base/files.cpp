#include "base/files.h"

#include "base/descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace otabench {
namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> failOn(std::string_view what, const fs::path &path, int errorNumber)
{
    return fail(errorCodeFromErrno(errorNumber), "cannot {} {}: {}", what, path.string(),
                errnoText(errorNumber));
}

Result<> writeAll(int fd, std::span<const std::byte> content, const fs::path &path)
{
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0) {
            const int error = errno;
            if (error == EINTR)
                continue;
            return failOn("write", path, error);
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(fd) != 0) {
        const int error = errno;
        return failOn("write", path, error);
    }
    return {};
}

/// Makes the rename itself durable; a file system that cannot sync a folder is no reason to fail.
void syncFolder(const fs::path &folder)
{
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0)
        ::fsync(fd.get());
}

template <typename Container>
Result<Container> readWhole(const fs::path &path, std::size_t limitBytes)
{
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0) {
        const int error = errno;
        return failOn("open", path, error);
    }
    struct stat status = {};
    if (::fstat(fd.get(), &status) != 0) {
        const int error = errno;
        return failOn("read", path, error);
    }
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::InvalidArgument, "{} is a folder; a file is needed here",
                    path.string());
    Container content;
    constexpr std::size_t kChunk = 1u << 20;
    while (true) {
        const std::size_t have = content.size();
        if (have > limitBytes)
            return fail(ErrorCode::InvalidArgument,
                        "{} is larger than {} bytes, the most that is "
                        "read here; is it the right file?",
                        path.string(), limitBytes);
        content.resize(have + kChunk);
        const ssize_t got = ::read(fd.get(), content.data() + have, kChunk);
        const int error = errno;
        content.resize(have + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got == 0)
            return content;
        if (got < 0 && error != EINTR)
            return failOn("read", path, error);
    }
}

} // namespace

Result<std::vector<std::byte>> readFile(const fs::path &path, std::size_t limitBytes)
{
    return readWhole<std::vector<std::byte>>(path, limitBytes);
}

Result<std::string> readTextFile(const fs::path &path, std::size_t limitBytes)
{
    return readWhole<std::string>(path, limitBytes);
}

Result<> writeFileAtomically(const fs::path &path, std::span<const std::byte> content,
                             FileMode mode)
{
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (auto made = makeFolder(folder, FileMode::Public); !made)
        return made;
    std::string temporary = path.string() + ".XXXXXX";
    const Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC)); // made with mode 0600
    if (fd.get() < 0) {
        const int error = errno;
        return failOn("create", path, error);
    }
    auto written = writeAll(fd.get(), content, path);
    if (written && mode == FileMode::Public && ::fchmod(fd.get(), 0644) != 0) {
        const int error = errno;
        written = failOn("set the mode of", path, error);
    }
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
        const int error = errno;
        written = failOn("write", path, error);
    }
    if (!written) {
        ::unlink(temporary.c_str());
        return written;
    }
    syncFolder(folder);
    return {};
}

Result<> writeFileAtomically(const fs::path &path, std::string_view content, FileMode mode)
{
    return writeFileAtomically(path, std::as_bytes(std::span(content)), mode);
}

Result<> makeFolder(const fs::path &path, FileMode mode)
{
    std::error_code error;
    if (fs::is_directory(path, error))
        return {};
    if (path.has_parent_path()) {
        if (auto made = makeFolder(path.parent_path(), FileMode::Public); !made)
            return made;
    }
    const mode_t bits = mode == FileMode::Private ? 0700 : 0755;
    if (::mkdir(path.c_str(), bits) != 0) {
        const int number = errno;
        if (number != EEXIST || !fs::is_directory(path, error))
            return failOn("make the folder", path, number);
    }
    return {};
}

MappedFile::MappedFile(std::span<const std::byte> bytes)
    : m_bytes(bytes)
{
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const fs::path &path)
{
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0) {
        const int error = errno;
        return failOn("open", path, error);
    }
    struct stat status = {};
    if (::fstat(fd.get(), &status) != 0) {
        const int error = errno;
        return failOn("read", path, error);
    }
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::InvalidArgument, "{} is not a regular file", path.string());
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0)
        return std::shared_ptr<const MappedFile>(new MappedFile({}));
    void *address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
    if (address == MAP_FAILED) {
        const int error = errno;
        return failOn("map", path, error);
    }
    return std::shared_ptr<const MappedFile>(
        new MappedFile({static_cast<const std::byte *>(address), size}));
}

} // namespace otabench
