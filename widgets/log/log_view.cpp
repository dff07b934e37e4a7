#include "widgets/log/log_view.h"

#include "widgets/common/theme.h"
#include "widgets/log/back_to_live.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_filter_model.h"
#include "widgets/log/log_model.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr std::array kLevels = {monitor::Level::None, monitor::Level::Debug, monitor::Level::Info,
                                monitor::Level::Warning, monitor::Level::Error};

} // namespace

LogView::LogView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_filter(new LogFilterModel(this))
    , m_level(new QComboBox(this))
    , m_text(new QLineEdit(this))
    , m_area(new LogArea(theme, this))
{
    m_level->setObjectName(QStringLiteral("logLevel"));
    for (const monitor::Level level : kLevels)
        m_level->addItem(QString(), static_cast<int>(level));
    m_text->setObjectName(QStringLiteral("logFilter"));
    m_text->setClearButtonEnabled(true);
    new BackToLive(*m_area); // the area owns it

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(kSpace3, kSpace2, kSpace3, kSpace2);
    bar->setSpacing(kSpace2);
    bar->addWidget(m_level);
    bar->addWidget(m_text, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_area, 1);

    connect(m_level, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        m_filter->setLevel(static_cast<monitor::Level>(m_level->currentData().toInt()));
    });
    connect(m_text, &QLineEdit::textChanged, m_filter, &LogFilterModel::setText);
    retranslate();
}

void LogView::setLog(LogModel *model)
{
    m_filter->setSourceModel(model);
    m_area->setModel(model != nullptr ? m_filter : nullptr);
}

void LogView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void LogView::retranslate()
{
    //: log lines of every level
    m_level->setItemText(0, tr("All levels"));
    m_level->setItemText(1, tr("Debug and above"));
    m_level->setItemText(2, tr("Info and above"));
    m_level->setItemText(3, tr("Warnings and errors"));
    m_level->setItemText(4, tr("Errors only"));
    m_level->setAccessibleName(tr("Least level shown"));
    m_text->setPlaceholderText(tr("Filter lines"));
    m_text->setAccessibleName(tr("Show only lines that contain"));
    m_area->setAccessibleName(tr("Log"));
}

} // namespace otabench::widgets
