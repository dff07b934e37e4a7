#include "widgets/common/busy_strip.h"

#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace otabench::widgets {

BusyStrip::BusyStrip(QWidget *parent)
    : QWidget(parent)
    , m_what(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(this))
{
    m_what->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_cancel->setObjectName(QStringLiteral("cancelWork"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kSpace4, kSpace2, kSpace4, kSpace2);
    row->setSpacing(kSpace3);
    row->addWidget(m_what);
    row->addWidget(m_bar, 1);
    row->addWidget(m_cancel);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelay);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false); // it has been heard
        if (m_onCancel)
            m_onCancel();
    });
    hide();
    retranslate();
}

void BusyStrip::start(const QString &what, std::function<void()> cancel)
{
    m_what->setText(what);
    m_bar->setAccessibleName(what);
    m_onCancel = std::move(cancel);
    m_cancel->setVisible(m_onCancel != nullptr);
    m_cancel->setEnabled(true);
    m_isBusy = true;
    setProgress(-1);
    m_delay.start();
}

void BusyStrip::setProgress(int percent)
{
    m_bar->setRange(0, percent < 0 ? 0 : 100);
    m_bar->setValue(percent);
}

void BusyStrip::finish()
{
    m_isBusy = false;
    m_delay.stop();
    m_onCancel = nullptr;
    hide();
}

void BusyStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BusyStrip::retranslate()
{
    m_cancel->setText(tr("Cancel"));
}

} // namespace otabench::widgets
