#include "serial/detail/line_sequence.h"

#include "base/log.h"

#include <tuple>

namespace otabench::serial::detail {

LineSequence::LineSequence(boost::asio::io_context &context, std::vector<LineStep> steps,
                           SetLines setLines)
    : m_timer(context)
    , m_steps(std::move(steps))
    , m_setLines(std::move(setLines))
{
}

void LineSequence::finishNow()
{
    m_timer.cancel();
    for (; m_next < m_steps.size(); ++m_next)
        std::ignore = m_setLines(m_steps[m_next]);
}

void LineSequence::abandon()
{
    m_timer.cancel();
    m_next = m_steps.size();
}

Result<> LineSequence::play()
{
    while (m_next < m_steps.size()) {
        const LineStep &step = m_steps[m_next++];
        if (auto done = m_setLines(step); !done) {
            m_next = m_steps.size();
            return done;
        }
        if (step.pause.count() == 0)
            continue;
        m_timer.expires_after(step.pause);
        m_timer.async_wait([self = shared_from_this()](const boost::system::error_code &error) {
            if (error)
                return;
            if (const auto done = self->play(); !done)
                logWarning("serial", done.error().text);
        });
        break;
    }
    return {};
}

} // namespace otabench::serial::detail
