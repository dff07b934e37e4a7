#include "widgets/common/announcer.h"

#include "widgets/common/error_text.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/phase_text.h"

#include <QAccessible>

namespace otabench::widgets {

Announcer::Announcer(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("announcer"));
    setFixedSize(0, 0);
    setFocusPolicy(Qt::NoFocus);
}

void Announcer::apply(const EventBatch &batch)
{
    sayFailures(batch);
    for (const fleet::CampaignState &campaign : batch.campaigns) {
        const bool hasEnded = m_isRunning && !campaign.running;
        if (!m_isRunning && campaign.running)
            say(tr("Updating %n board(s)", nullptr, static_cast<int>(campaign.boards)));
        m_isRunning = campaign.running;
        if (hasEnded) {
            say(tr("Update finished: %1 updated, %2 failed, %3 cancelled")
                    .arg(campaign.updated)
                    .arg(campaign.failures())
                    .arg(campaign.cancelled));
        }
    }
}

/// One sentence a batch: of the first, and how many more there are.
void Announcer::sayFailures(const EventBatch &batch)
{
    const fleet::BoardState *first = nullptr;
    int failed = 0;
    for (const fleet::BoardState &board : batch.boards) {
        if (!board.phase) {
            m_phases.erase(board.id);
            continue;
        }
        const auto known = m_phases.find(board.id);
        const bool isNew = known == m_phases.end() || known->second != *board.phase;
        m_phases[board.id] = *board.phase;
        if (isNew && isFailure(*board.phase)) {
            first = first == nullptr ? &board : first;
            ++failed;
        }
    }
    if (first == nullptr)
        return;
    const QString name = QString::fromStdString(first->name);
    const QString word = PhaseText::look(*first->phase).word;
    const QString reason = first->reason ? ErrorText::sentence(*first->reason) : QString();
    QString sentence = reason.isEmpty()
                           //: a board's name, then a phase such as "Failed"
                           ? tr("%1: %2").arg(name, word)
                           //: a board's name, a phase such as "Failed", the reason as a sentence
                           : tr("%1: %2. %3").arg(name, word, reason);
    if (failed > 1)
        sentence += QLatin1Char(' ') + tr("%n more board(s) failed.", nullptr, failed - 1);
    say(sentence);
}

void Announcer::say(const QString &sentence)
{
    m_last = sentence;
    setAccessibleName(sentence);
    // Qt 5 has no live regions: readers speak an alert's name.
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace otabench::widgets
