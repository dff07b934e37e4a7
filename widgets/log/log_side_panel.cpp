#include "widgets/log/log_side_panel.h"

#include "widgets/common/icons.h"
#include "widgets/log/explanation_view.h"
#include "widgets/log/log_marks_model.h"

#include <QEvent>
#include <QListView>
#include <QToolButton>

namespace otabench::widgets {

LogSidePanel::LogSidePanel(LogMarksModel &marks, QWidget *parent)
    : QTabWidget(parent)
    , m_marks(marks)
    , m_list(new QListView(this))
    , m_explanation(new ExplanationView(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("logSide"));
    setDocumentMode(true);
    m_list->setObjectName(QStringLiteral("logMarks"));
    m_list->setModel(&marks);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setWordWrap(true); // two lines each
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_close->setObjectName(QStringLiteral("closeLogSide"));
    m_close->setIcon(icon(QStringLiteral("window-close")));
    setCornerWidget(m_close);
    addTab(m_list, QString());
    addTab(m_explanation, QString());
    const auto jump = [this](const QModelIndex &index) {
        Q_EMIT lineRequested(index.data(LogMarksModel::SequenceRole).toULongLong());
    };
    connect(m_list, &QListView::clicked, this, jump);
    connect(m_list, &QListView::activated, this, jump);
    connect(m_close, &QToolButton::clicked, this, &LogSidePanel::closeRequested);
    retranslate();
}

void LogSidePanel::showExplanation()
{
    setCurrentWidget(m_explanation);
}

void LogSidePanel::setCurrentLine(quint64 sequence)
{
    const int row = m_marks.rowNear(sequence);
    if (row >= 0)
        m_list->setCurrentIndex(m_marks.index(row));
}

void LogSidePanel::changeEvent(QEvent *event)
{
    QTabWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void LogSidePanel::retranslate()
{
    setTabText(0, tr("Bookmarks"));
    setTabText(1, tr("Explanation"));
    m_list->setAccessibleName(tr("Bookmarks"));
    m_close->setToolTip(tr("Close the side panel (Esc)"));
    m_close->setAccessibleName(tr("Close the side panel"));
    m_marks.retranslate();
}

} // namespace otabench::widgets
