#include "server/detail/fault_table.h"

#include "base/assert.h"

namespace otabench::server::detail {

FaultTable::FaultTable(std::vector<Fault> faults,
                       std::vector<std::shared_ptr<const TlsContext>> contexts)
{
    OTABENCH_ASSERT(faults.size() == contexts.size());
    for (std::size_t i = 0; i < faults.size(); ++i) {
        auto entry = std::make_unique<Entry>();
        entry->fault = std::move(faults[i]);
        entry->context = std::move(contexts[i]);
        m_entries.push_back(std::move(entry));
    }
}

bool FaultTable::Entry::take() const
{
    if (fault.times == 0)
        return true;
    unsigned before = used.load(std::memory_order_relaxed);
    while (before < fault.times) {
        if (used.compare_exchange_weak(before, before + 1, std::memory_order_relaxed))
            return true;
    }
    return false;
}

const Fault *FaultTable::forRequest(std::string_view label, std::string_view address) const
{
    for (const auto &entry : m_entries) {
        const std::string &board = entry->fault.board;
        if (entry->context == nullptr && (board.empty() || board == label || board == address) &&
            entry->take())
            return &entry->fault;
    }
    return nullptr;
}

std::shared_ptr<const TlsContext> FaultTable::forConnection(std::string_view address) const
{
    for (const auto &entry : m_entries) {
        const std::string &board = entry->fault.board;
        if (entry->context != nullptr && (board.empty() || board == address) && entry->take())
            return entry->context;
    }
    return nullptr;
}

void CurrentFaults::set(std::shared_ptr<const FaultTable> table)
{
    const std::lock_guard lock(m_mutex);
    m_any.store(table != nullptr, std::memory_order_relaxed);
    m_table = std::move(table);
}

std::shared_ptr<const FaultTable> CurrentFaults::get() const
{
    if (!m_any.load(std::memory_order_relaxed))
        return nullptr;
    const std::lock_guard lock(m_mutex);
    return m_table;
}

} // namespace otabench::server::detail
