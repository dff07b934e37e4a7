#include "host_flash.h"

#include "esp_flash_err.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace otabench::firmware::host {

namespace {

constexpr std::uint8_t kErased = 0xFF;

std::string errorText(int errorNumber)
{
    return std::generic_category().message(errorNumber);
}

} // namespace

HostFlash::HostFlash(UniqueFd fd, std::filesystem::path file, std::uint32_t size,
                     std::uint32_t fileEnd)
    : m_fd(std::move(fd))
    , m_file(std::move(file))
    , m_size(size)
    , m_fileEnd(fileEnd)
{
}

HostResult<HostFlash> HostFlash::open(const std::filesystem::path &file, std::uint32_t size)
{
    UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd) {
        const int errorNumber = errno;
        return tl::unexpected(fmt::format("the flash file {} cannot be opened: {}", file.native(),
                                          errorText(errorNumber)));
    }
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0)
        return tl::unexpected(fmt::format(
            "the flash file {} is in use by another otabench-board: stop that one or choose "
            "another --dir",
            file.native()));
    struct stat status = {};
    if (::fstat(fd.get(), &status) != 0) {
        const int errorNumber = errno;
        return tl::unexpected(fmt::format("the flash file {} cannot be read: {}", file.native(),
                                          errorText(errorNumber)));
    }
    if (!S_ISREG(status.st_mode) || status.st_size > static_cast<off_t>(size))
        return tl::unexpected(fmt::format(
            "{} is not the flash file of a virtual board ({} bytes, the flash has {}): choose "
            "another --dir or move it away",
            file.native(), status.st_size, size));
    // A write that was cut off by a full disk may have left part of a sector: fill it.
    const auto length = static_cast<std::uint32_t>(status.st_size);
    HostFlash flash(std::move(fd), file, size, length - length % kSectorSize);
    if (length % kSectorSize != 0) {
        std::array<std::uint8_t, kSectorSize> rest;
        rest.fill(kErased);
        const std::size_t missing = kSectorSize - length % kSectorSize;
        if (flash.writeFile(length, rest.data(), missing) != ESP_OK)
            return tl::unexpected(fmt::format(
                "the flash file {} ends inside a sector and cannot be completed: free some space",
                file.native()));
        flash.m_fileEnd += kSectorSize;
    }
    return flash;
}

void HostFlash::refresh()
{
    struct stat status = {};
    if (::fstat(m_fd.get(), &status) == 0 && status.st_size <= static_cast<off_t>(m_size))
        m_fileEnd = static_cast<std::uint32_t>(status.st_size) / kSectorSize * kSectorSize;
}

bool HostFlash::isInside(std::uint32_t address, std::size_t length) const
{
    return address <= m_size && length <= m_size - address;
}

esp_err_t HostFlash::read(std::uint32_t address, void *bytes, std::size_t length)
{
    if (!isInside(address, length))
        return ESP_ERR_INVALID_SIZE;
    if (length == 0)
        return ESP_OK;
    auto *out = static_cast<std::uint8_t *>(bytes);
    std::size_t done = 0;
    const std::size_t inFile =
        address >= m_fileEnd ? 0 : std::min<std::size_t>(length, m_fileEnd - address);
    while (done < inFile) {
        const ssize_t got = ::pread(m_fd.get(), out + done, inFile - done,
                                    static_cast<off_t>(address) + static_cast<off_t>(done));
        const int errorNumber = errno;
        if (got < 0 && errorNumber == EINTR)
            continue;
        if (got < 0)
            return trouble("read", address, errorNumber);
        if (got == 0)
            break; // somebody cut the file: erased flash
        done += static_cast<std::size_t>(got);
    }
    std::memset(out + done, kErased, length - done);
    return ESP_OK;
}

esp_err_t HostFlash::write(std::uint32_t address, const void *bytes, std::size_t length)
{
    if (!isInside(address, length))
        return ESP_ERR_INVALID_SIZE;
    const auto *in = static_cast<const std::uint8_t *>(bytes);
    while (length > 0) {
        const std::size_t piece =
            std::min<std::size_t>(length, kSectorSize - address % kSectorSize);
        const esp_err_t result = writeInSector(address, in, piece);
        if (result != ESP_OK)
            return result;
        address += static_cast<std::uint32_t>(piece);
        in += piece;
        length -= piece;
    }
    return ESP_OK;
}

esp_err_t HostFlash::writeInSector(std::uint32_t address, const std::uint8_t *bytes,
                                   std::size_t length)
{
    const std::uint32_t sectorEnd = (address / kSectorSize + 1) * kSectorSize;
    if (const esp_err_t result = extendTo(sectorEnd); result != ESP_OK)
        return result;
    std::array<std::uint8_t, kSectorSize> old;
    if (const esp_err_t result = read(address, old.data(), length); result != ESP_OK)
        return result;
    std::size_t good = 0;
    while (good < length && (bytes[good] & ~old[good] & 0xFF) == 0)
        ++good;
    // old AND new is new for every byte that does not need a bit set
    if (const esp_err_t result = writeFile(address, bytes, good); result != ESP_OK)
        return result;
    return good == length ? ESP_OK : ESP_ERR_FLASH_OP_FAIL;
}

esp_err_t HostFlash::extendTo(std::uint32_t end)
{
    std::array<std::uint8_t, kSectorSize> erased;
    erased.fill(kErased);
    while (m_fileEnd < end) {
        if (const esp_err_t result = writeFile(m_fileEnd, erased.data(), erased.size());
            result != ESP_OK)
            return result;
        m_fileEnd += kSectorSize;
    }
    return ESP_OK;
}

esp_err_t HostFlash::erase(std::uint32_t address, std::size_t length)
{
    if (address % kSectorSize != 0 || length % kSectorSize != 0)
        return ESP_ERR_INVALID_ARG;
    if (!isInside(address, length))
        return ESP_ERR_INVALID_SIZE;
    const std::uint32_t end = address + static_cast<std::uint32_t>(length);
    if (address < m_fileEnd && end >= m_fileEnd) {
        if (::ftruncate(m_fd.get(), static_cast<off_t>(address)) != 0)
            return trouble("erase", address, errno);
        m_fileEnd = address;
        return ESP_OK;
    }
    std::array<std::uint8_t, kSectorSize> erased;
    erased.fill(kErased);
    for (; address < end && address < m_fileEnd; address += kSectorSize) {
        if (const esp_err_t result = writeFile(address, erased.data(), erased.size());
            result != ESP_OK)
            return result;
    }
    return ESP_OK;
}

esp_err_t HostFlash::writeFile(std::uint32_t address, const std::uint8_t *bytes, std::size_t length)
{
    std::size_t done = 0;
    while (done < length) {
        const ssize_t put = ::pwrite(m_fd.get(), bytes + done, length - done,
                                     static_cast<off_t>(address) + static_cast<off_t>(done));
        const int errorNumber = errno;
        if (put < 0 && errorNumber == EINTR)
            continue;
        if (put <= 0)
            return trouble("write", address, put < 0 ? errorNumber : ENOSPC);
        done += static_cast<std::size_t>(put);
    }
    return ESP_OK;
}

esp_err_t HostFlash::trouble(const char *what, std::uint32_t address, int errorNumber)
{
    if (m_onTrouble) {
        const bool full = errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
        m_onTrouble(fmt::format("flash {} at 0x{:x} failed: {}: {}{}", what, address,
                                m_file.native(), errorText(errorNumber),
                                full ? "; free some space or choose another --dir" : ""));
    }
    return ESP_ERR_FLASH_OP_FAIL;
}

} // namespace otabench::firmware::host
