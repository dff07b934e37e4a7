#pragma once

#include "serial/detail/reset_lines.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace otabench::serial::detail {

/// Plays a reset: steps on the lines with pauses between. Ends early only with the port. Thread:
/// the core loop.
class LineSequence : public std::enable_shared_from_this<LineSequence>
{
public:
    using SetLines = std::function<Result<>(const LineStep &)>; ///< valid until abandon()

    LineSequence(boost::asio::io_context &context, std::vector<LineStep> steps, SetLines setLines);

    /// The first steps, up to the first pause, before it returns.
    [[nodiscard]] Result<> start() { return play(); }

    /// The rest at once: a port that closes must not leave its board in reset.
    void finishNow();
    /// The port is gone: no further step.
    void abandon();

private:
    Result<> play();

    boost::asio::steady_timer m_timer;
    std::vector<LineStep> m_steps;
    SetLines m_setLines;
    std::size_t m_next = 0;
};

} // namespace otabench::serial::detail
