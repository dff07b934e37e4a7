#include "fleet/detail/campaign_lock.h"

#include "base/descriptor.h"
#include "base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <random>
#include <utility>

namespace otabench::fleet::detail {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::size_t kOwnerDigits = 24;

std::string newOwner()
{
    std::random_device random;
    std::string owner;
    for (std::size_t i = 0; i < kOwnerDigits; ++i)
        owner += kHex[random() % kHex.size()];
    return owner;
}

/// The name comes from a database that others write, too.
bool isOwner(const std::string &text)
{
    return text.size() == kOwnerDigits && text.find_first_not_of(kHex) == std::string::npos;
}

std::filesystem::path fileOf(const std::filesystem::path &folder, const std::string &owner)
{
    return folder / (owner + ".lock");
}

/// The record outlives a loss of power, and so must what tells that the campaign is this lab's.
void sync(int descriptor, const std::filesystem::path &folder)
{
    ::fsync(descriptor);
    const Descriptor names(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (names.get() >= 0)
        ::fsync(names.get());
}

} // namespace

CampaignLock::CampaignLock(int descriptor, std::filesystem::path file, std::string owner)
    : m_descriptor(descriptor)
    , m_file(std::move(file))
    , m_owner(std::move(owner))
{
}

CampaignLock::CampaignLock(CampaignLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_file(std::move(other.m_file))
    , m_owner(std::move(other.m_owner))
{
}

CampaignLock &CampaignLock::operator=(CampaignLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_file, other.m_file);
    std::swap(m_owner, other.m_owner);
    return *this;
}

CampaignLock::~CampaignLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<CampaignLock> CampaignLock::make(const std::filesystem::path &folder)
{
    if (auto made = makeFolder(folder, FileMode::Public); !made)
        return tl::unexpected(made.error());
    const std::string owner = newOwner();
    const auto file = fileOf(folder, owner);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        if (descriptor >= 0)
            ::close(descriptor);
        return fail(errorCodeFromErrno(error),
                    "{} could not be made and locked ({}): a campaign that is interrupted could "
                    "not be told from one that runs. What to do: check the folder",
                    file.string(), errnoText(error));
    }
    sync(descriptor, folder);
    return CampaignLock(descriptor, file, owner);
}

Result<CampaignLock> CampaignLock::takeOver(const std::filesystem::path &folder,
                                            const std::string &owner)
{
    const auto file = fileOf(folder, owner);
    const int descriptor = isOwner(owner) ? ::open(file.c_str(), O_RDWR | O_CLOEXEC) : -1;
    if (descriptor < 0)
        return fail(ErrorCode::NotFound,
                    "the campaign was not started by this lab: take it up on the computer that "
                    "began it");
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return fail(ErrorCode::AlreadyExists,
                    "the campaign still runs in another otabench on this computer: wait for its "
                    "end, or stop it there");
    }
    return CampaignLock(descriptor, file, owner);
}

void CampaignLock::remove()
{
    if (m_descriptor < 0)
        return;
    std::error_code none;
    std::filesystem::remove(m_file, none);
    ::close(std::exchange(m_descriptor, -1));
}

} // namespace otabench::fleet::detail
