#pragma once

#include "base/error.h"
#include "base/paths.h"
#include "serial/address.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

namespace otabench {
class Descriptor;
} // namespace otabench

namespace otabench::fleet {

/// A port that is kept free for another program: every otabench of this user that
/// has it open closes it, unless it is updating the board, and opens it again at the end of the
/// loan, or when this program has died.
///
/// Of a port of another computer (tcp://, rfc2217://) the otabenches here let go; who else uses it
/// there nobody here knows.
///
/// A loan is a file in a folder that they watch: a line with the device, locked by who asked for
/// as long as the loan lasts.
class PortLoan
{
public:
    /// AlreadyExists when it is lent already.
    [[nodiscard]] static Result<std::unique_ptr<PortLoan>> ask(const Paths &paths,
                                                               const serial::Address &address);
    ~PortLoan(); ///< the end of the loan
    PortLoan(const PortLoan &) = delete;
    PortLoan &operator=(const PortLoan &) = delete;

    /// PortBusy, naming who holds the port, when it is not free within the limit.
    [[nodiscard]] Result<> waitUntilFree(std::chrono::milliseconds limit) const;

    /// serial::keyOf(): the device, or the address of a port of another computer.
    [[nodiscard]] const std::string &device() const { return m_device; }

    /// PortBusy, naming the program that asked for the loan, when the port is lent now.
    [[nodiscard]] static Result<> checkNotLent(const Paths &paths, const serial::Address &address);

    /// Where loans are.
    [[nodiscard]] static std::filesystem::path folder(const Paths &paths);

    /// The devices that are lent now. Removes what dead programs have left.
    [[nodiscard]] static std::set<std::string> lentDevices(const std::filesystem::path &folder);

private:
    PortLoan(std::filesystem::path file, std::unique_ptr<Descriptor> lock, serial::Address address,
             std::string device);

    std::filesystem::path m_file;
    std::unique_ptr<Descriptor> m_lock;
    serial::Address m_address;
    std::string m_device;
};

} // namespace otabench::fleet
