#include "widgets/log/back_to_live.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_area.h"

#include <QEvent>
#include <QVariant>

namespace otabench::widgets {

BackToLive::BackToLive(LogArea &area)
    : QPushButton(&area)
    , m_area(area)
{
    setObjectName(QStringLiteral("backToLive"));
    setProperty("primary", true);
    setIcon(widgets::icon(QStringLiteral("go-bottom"), QPalette::BrightText));
    setIconSize(kButtonIcon);
    hide();
    area.viewport()->installEventFilter(this);
    connect(&area, &LogArea::followingChanged, this, &BackToLive::refresh);
    connect(this, &QPushButton::clicked, &area, &LogArea::followEnd);
    refresh();
}

void BackToLive::refresh()
{
    setVisible(!m_area.isFollowing());
    setText(m_area.newLines() > 0 ? tr("Back to live (%n new)", nullptr, m_area.newLines())
                                  : tr("Back to live"));
    const QSize size = sizeHint();
    resize(size);
    const QWidget *viewport = m_area.viewport();
    move((viewport->width() - size.width()) / 2, viewport->height() - size.height() - kSpace3);
}

bool BackToLive::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize) // of the viewport; not asked of an area that is ending
        refresh();
    return QPushButton::eventFilter(watched, event);
}

void BackToLive::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace otabench::widgets
