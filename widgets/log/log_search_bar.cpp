#include "widgets/log/log_search_bar.h"

#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/log/filter_error_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVariant>

namespace otabench::widgets {

using monitor::TextPattern;

LogSearchBar::LogSearchBar(QLineEdit &field, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_case(makeButton("logSearchCase", QStringLiteral("Aa")))
    , m_regular(makeButton("logSearchRegular", QStringLiteral(".*")))
    , m_previous(makeButton("logSearchPrevious", {}))
    , m_next(makeButton("logSearchNext", {}))
    , m_count(new QLabel(this))
{
    m_case->setCheckable(true);
    m_regular->setCheckable(true);
    m_previous->setIcon(icon(QStringLiteral("go-up")));
    m_next->setIcon(icon(QStringLiteral("go-down")));
    m_count->setObjectName(QStringLiteral("logSearchCount"));
    m_count->setProperty("muted", true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace1);
    for (QWidget *part : std::initializer_list<QWidget *>{m_case, m_regular, m_previous, m_next})
        row->addWidget(part);
    row->addWidget(m_count);
    connect(&m_field, &QLineEdit::textChanged, this, &LogSearchBar::compile);
    connect(&m_field, &QLineEdit::returnPressed, this, &LogSearchBar::nextRequested);
    connect(m_case, &QToolButton::toggled, this, &LogSearchBar::compile);
    connect(m_regular, &QToolButton::toggled, this, &LogSearchBar::compile);
    connect(m_next, &QToolButton::clicked, this, &LogSearchBar::nextRequested);
    connect(m_previous, &QToolButton::clicked, this, &LogSearchBar::previousRequested);
    retranslate();
}

QToolButton *LogSearchBar::makeButton(const char *objectName, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setText(text);
    return button;
}

void LogSearchBar::compile()
{
    const std::string text = m_field.text().toStdString();
    const auto letters =
        m_case->isChecked() ? TextPattern::Case::Counts : TextPattern::Case::Ignored;
    m_pattern.reset();
    QString why;
    if (!text.empty() && m_regular->isChecked()) {
        auto compiled = TextPattern::compile(text, letters);
        if (compiled)
            m_pattern = *std::move(compiled);
        else
            why = FilterErrorText::text(compiled.error());
    } else if (!text.empty()) {
        m_pattern = TextPattern::literal(text, letters);
    }
    Q_EMIT wrong(why);
    Q_EMIT patternChanged();
    refresh();
}

void LogSearchBar::setHits(int place, int count)
{
    m_place = place;
    m_hits = count;
    refresh();
}

void LogSearchBar::refresh()
{
    m_previous->setEnabled(m_hits > 0);
    m_next->setEnabled(m_hits > 0);
    m_count->setVisible(m_pattern.has_value());
    if (m_hits == 0)
        m_count->setText(tr("No hits"));
    else if (m_place == 0)
        m_count->setText(tr("%n hit(s)", nullptr, m_hits));
    else
        //: %1 is the number of the hit that is shown, %2 how many there are
        m_count->setText(tr("%1 of %2")
                             .arg(Format::count(static_cast<std::uint64_t>(m_place)),
                                  Format::count(static_cast<std::uint64_t>(m_hits))));
}

void LogSearchBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void LogSearchBar::retranslate()
{
    m_case->setToolTip(tr("Upper and lower case count"));
    m_regular->setToolTip(tr("Search for a regular expression"));
    m_previous->setToolTip(tr("Previous hit (Shift+F3)"));
    m_next->setToolTip(tr("Next hit (F3)"));
    for (QToolButton *button : {m_case, m_regular, m_previous, m_next})
        button->setAccessibleName(button->toolTip());
    refresh();
}

} // namespace otabench::widgets
