#include "widgets/campaign/saved_notice.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

namespace otabench::widgets {

SavedNotice::SavedNotice(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_open(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("savedNotice"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setWordWrap(true);
    m_open->setObjectName(QStringLiteral("openSaved"));
    m_open->setIcon(icon(QStringLiteral("document-open")));
    m_open->setIconSize(kButtonIcon);
    m_close->setObjectName(QStringLiteral("closeSaved"));
    m_close->setIcon(icon(QStringLiteral("window-close")));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kSpace4, kSpace2, kSpace2, kSpace2);
    row->setSpacing(kSpace3);
    row->addWidget(m_text, 1);
    row->addWidget(m_open);
    row->addWidget(m_close);
    connect(m_open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_file)); });
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
    retranslate();
}

void SavedNotice::showFile(const QString &file)
{
    m_file = file;
    retranslate();
    show();
}

void SavedNotice::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SavedNotice::retranslate()
{
    //: %1 is the path of a file
    m_text->setText(tr("Saved to %1").arg(m_file));
    setAccessibleName(m_text->text());
    m_open->setText(tr("&Open"));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close the message"));
}

} // namespace otabench::widgets
