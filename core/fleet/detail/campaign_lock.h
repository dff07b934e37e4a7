#pragma once

#include "base/error.h"

#include <filesystem>
#include <optional>
#include <string>

namespace otabench::fleet::detail {

/// Tells a campaign that runs from one whose program is gone: a file in this lab's folder that the
/// program holds locked as long as it lives; the system unlocks it however the program ends. The
/// history names it as the campaign's owner, so that a campaign of another computer, whose file is
/// not here, is nobody's to take up.
class CampaignLock
{
public:
    /// Makes one with a name of its own.
    [[nodiscard]] static Result<CampaignLock> make(const std::filesystem::path &folder);
    /// Takes over the one of a program that is gone. AlreadyExists when it lives; NotFound when the
    /// file is not in this folder.
    [[nodiscard]] static Result<CampaignLock> takeOver(const std::filesystem::path &folder,
                                                       const std::string &owner);
    ~CampaignLock(); ///< unlocks; the file stays
    CampaignLock(CampaignLock &&other) noexcept;
    CampaignLock &operator=(CampaignLock &&other) noexcept;

    [[nodiscard]] const std::string &owner() const { return m_owner; }

    /// The campaign has ended: the file goes.
    void remove();

private:
    CampaignLock(int descriptor, std::filesystem::path file, std::string owner);

    int m_descriptor = -1;
    std::filesystem::path m_file;
    std::string m_owner;
};

} // namespace otabench::fleet::detail
