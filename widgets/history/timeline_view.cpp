#include "widgets/history/timeline_view.h"

#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTableView>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {

TimelineView::TimelineView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_reason(new QLabel(this))
    , m_table(HistoryTables::transitions(theme, this))
    , m_view(HistoryTables::view("historyTimeline", m_table, this))
    , m_log(new QPlainTextEdit(this))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);
    m_reason->setObjectName(QStringLiteral("historyReason"));
    m_reason->setTextFormat(Qt::PlainText); // from a board
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF() * 0.95);
    m_log->setObjectName(QStringLiteral("historyLog"));
    m_log->setFont(fixed);
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setFrameShape(QFrame::NoFrame);
    auto *texts = new QVBoxLayout;
    texts->setContentsMargins(kSpace3, kSpace2, kSpace3, 0);
    texts->setSpacing(kSpace1);
    texts->addWidget(m_title);
    texts->addWidget(m_reason);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpace1);
    layout->addLayout(texts);
    layout->addWidget(m_view, 2);
    layout->addWidget(m_log, 1);
    retranslate();
}

void TimelineView::show(const history::BoardRecord &board,
                        std::vector<history::Transition> transitions)
{
    m_board = board;
    m_table->set(std::move(transitions));
    m_view->horizontalHeader()->resizeSections(QHeaderView::ResizeToContents);
    retranslate();
}

void TimelineView::clear()
{
    m_board.reset();
    m_table->set({});
    retranslate();
}

void TimelineView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_table->retranslate();
        retranslate();
    }
}

void TimelineView::retranslate()
{
    m_view->setAccessibleName(tr("Phases of the board"));
    m_log->setAccessibleName(tr("Its last log lines"));
    m_title->setText(m_board ? QStringLiteral("%1 · %2").arg(QString::fromStdString(m_board->board),
                                                             PhaseText::look(m_board->phase).word)
                             : tr("Choose a board to see its phases."));
    const QString detail =
        m_board && !m_board->reason.empty() ? QString::fromStdString(m_board->detail) : QString();
    m_reason->setText(detail);
    m_reason->setVisible(!detail.isEmpty());
    const QString log = m_board ? QString::fromStdString(m_board->logExcerpt) : QString();
    m_log->setPlainText(log);
    m_log->setVisible(!log.isEmpty());
}

} // namespace otabench::widgets
