#include "widgets/common/error_banner.h"

#include "widgets/common/error_text.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {

ErrorBanner::ErrorBanner(Closable closable, QWidget *parent)
    : QFrame(parent)
    , m_what(new QLabel(this))
    , m_why(new QLabel(this))
    , m_steps(new QLabel(this))
    , m_copy(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("errorBanner"));
    QFont bold = font();
    bold.setBold(true);
    m_what->setFont(bold);
    m_what->setObjectName(QStringLiteral("errorWhat"));
    m_why->setObjectName(QStringLiteral("errorWhy"));
    m_why->setProperty("muted", true);
    m_steps->setObjectName(QStringLiteral("errorSteps"));
    for (QLabel *label : {m_what, m_why, m_steps}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText); // texts carry names from files and boards
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_copy->setObjectName(QStringLiteral("copyDetails"));
    m_copy->setIcon(icon(QStringLiteral("edit-copy")));
    m_copy->setIconSize(kButtonIcon);
    m_close->setVisible(closable == Closable::Yes);
    m_close->setObjectName(QStringLiteral("closeBanner"));
    m_close->setIcon(icon(QStringLiteral("window-close")));

    auto *texts = new QVBoxLayout;
    texts->setSpacing(kSpace1);
    texts->addWidget(m_what);
    texts->addWidget(m_why);
    texts->addWidget(m_steps);
    texts->addSpacing(kSpace1);
    texts->addWidget(m_copy, 0, Qt::AlignLeft);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kSpace4, kSpace3, kSpace2, kSpace3);
    row->setSpacing(kSpace3);
    row->addLayout(texts, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);

    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (m_error)
            QGuiApplication::clipboard()->setText(ErrorText::details(*m_error));
    });
    connect(m_close, &QToolButton::clicked, this, &ErrorBanner::clear);
    retranslate();
    hide();
}

void ErrorBanner::showError(const Error &error)
{
    m_error = error;
    retranslate();
    show();
    Q_EMIT shownChanged(true);
}

void ErrorBanner::clear()
{
    m_error.reset();
    hide();
    Q_EMIT shownChanged(false);
}

void ErrorBanner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ErrorBanner::retranslate()
{
    setAccessibleName(tr("Error"));
    m_copy->setText(tr("Copy details"));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close the error message"));
    if (!m_error)
        return;
    m_what->setText(ErrorText::sentence(*m_error));
    m_why->setText(ErrorText::cause(*m_error));
    m_why->setVisible(!m_error->text.empty());
    const QStringList remedies = ErrorText::remedies(m_error->code);
    QStringList steps;
    for (int step = 0; step < remedies.size(); ++step)
        steps << QStringLiteral("%1. %2").arg(step + 1).arg(remedies[step]);
    m_steps->setText(steps.join(QLatin1Char('\n')));
    m_steps->setVisible(!steps.isEmpty());
}

} // namespace otabench::widgets
