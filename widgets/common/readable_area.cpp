#include "widgets/common/readable_area.h"

#include "widgets/common/theme.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr int kCharacters = 110;

} // namespace

ReadableArea::ReadableArea(QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    auto *content = new QWidget(this);
    content->setObjectName(QStringLiteral("readableBody"));
    content->setAttribute(Qt::WA_StyledBackground);
    // In a row: a column would reckon the height of its texts without the column's greatest width.
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    auto *column = new QWidget(content);
    row->addWidget(column, 1);
    row->addStretch(0);
    m_column = new QVBoxLayout(column);
    m_column->setContentsMargins(0, 0, 0, 0);
    setWidget(content);
    fitWidth();
    // Tab scrolls to where it goes; a mnemonic would not.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (now != nullptr && widget()->isAncestorOf(now))
            ensureWidgetVisible(now);
    });
}

void ReadableArea::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange && widget() != nullptr)
        fitWidth();
}

void ReadableArea::fitWidth()
{
    m_column->parentWidget()->setMaximumWidth(fontMetrics().averageCharWidth() * kCharacters);
}

} // namespace otabench::widgets
