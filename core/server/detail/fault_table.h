#pragma once

#include "server/detail/tls_context.h"
#include "server/faults.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace otabench::server::detail {

/// The faults in force, with what is left of those that are for some times only. Immutable but for
/// these counts; any thread.
class FaultTable
{
public:
    /// `contexts` holds one for each certificate fault, at the same place, else nullptr.
    FaultTable(std::vector<Fault> faults, std::vector<std::shared_ptr<const TlsContext>> contexts);

    /// The first that fits a request of a board, which counts for it; nullptr: none. Lives as long
    /// as the table.
    [[nodiscard]] const Fault *forRequest(std::string_view label, std::string_view address) const;

    /// The wrong certificate for a connection, which counts for it; nullptr: none.
    [[nodiscard]] std::shared_ptr<const TlsContext> forConnection(std::string_view address) const;

private:
    struct Entry
    {
        Fault fault;
        std::shared_ptr<const TlsContext> context; ///< of a certificate fault
        mutable std::atomic<unsigned> used{0};

        /// Whether it is still in force; counts.
        [[nodiscard]] bool take() const;
    };

    std::vector<std::unique_ptr<const Entry>> m_entries;
};

/// The table of the day. While there is none get() costs one look at a flag. Any thread.
class CurrentFaults
{
public:
    /// nullptr: no faults.
    void set(std::shared_ptr<const FaultTable> table);
    [[nodiscard]] std::shared_ptr<const FaultTable> get() const;

private:
    std::atomic<bool> m_any{false};
    mutable std::mutex m_mutex;
    std::shared_ptr<const FaultTable> m_table;
};

} // namespace otabench::server::detail
