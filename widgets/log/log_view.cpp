#include "widgets/log/log_view.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_filter_model.h"
#include "widgets/log/log_model.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QVariant>

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
    , m_live(new QPushButton(m_area))
{
    m_level->setObjectName(QStringLiteral("logLevel"));
    for (const monitor::Level level : kLevels)
        m_level->addItem(QString(), static_cast<int>(level));
    m_text->setObjectName(QStringLiteral("logFilter"));
    m_text->setClearButtonEnabled(true);
    m_live->setObjectName(QStringLiteral("backToLive"));
    m_live->setProperty("primary", true);
    m_live->setIcon(icon(QStringLiteral("go-bottom"), QPalette::BrightText));
    m_live->setIconSize(kButtonIcon);
    m_live->hide();

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
    connect(m_area, &LogArea::followingChanged, this, &LogView::updateLive);
    connect(m_live, &QPushButton::clicked, m_area, &LogArea::followEnd);
    retranslate();
}

void LogView::setLog(LogModel *model)
{
    m_filter->setSourceModel(model);
    m_area->setModel(model != nullptr ? m_filter : nullptr);
}

void LogView::updateLive()
{
    m_live->setVisible(!m_area->isFollowing());
    m_live->setText(m_area->newLines() > 0
                        ? tr("Back to live (%n new)", nullptr, m_area->newLines())
                        : tr("Back to live"));
    const QSize size = m_live->sizeHint();
    m_live->resize(size);
    const QWidget *viewport = m_area->viewport();
    m_live->move((viewport->width() - size.width()) / 2,
                 viewport->height() - size.height() - kSpace3);
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    updateLive();
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
    updateLive();
}

} // namespace otabench::widgets
