#include "widgets/common/page.h"

#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kSearchWidth = 320;
constexpr int kSearchPlace = 3; // in the header's row, after title, count and a space

} // namespace

Page::Page(QWidget *parent)
    : QWidget(parent)
    , m_banner(new ErrorBanner(ErrorBanner::Closable::Yes, this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    auto *header = new QWidget(this);
    header->setObjectName(QStringLiteral("pageHeader"));
    header->setAttribute(Qt::WA_StyledBackground);
    header->setMinimumHeight(kHeaderHeight);
    m_title = new QLabel(header);
    m_title->setObjectName(QStringLiteral("pageTitle"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    m_title->setFont(large);
    m_count = new QLabel(header);
    m_count->setProperty("muted", true);
    m_row = new QHBoxLayout(header);
    m_row->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    m_row->setSpacing(kSpace2);
    m_row->addWidget(m_title);
    m_row->addWidget(m_count);
    m_row->addSpacing(kSpace3);
    m_row->addStretch(1);

    auto *bannerHolder = new QWidget(this); // its margins go with the banner
    bannerHolder->hide();
    connect(m_banner, &ErrorBanner::shownChanged, bannerHolder, &QWidget::setVisible);
    auto *bannerBox = new QVBoxLayout(bannerHolder);
    bannerBox->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    bannerBox->addWidget(m_banner);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(header);
    m_layout->addWidget(bannerHolder);
}

void Page::setTitle(const QString &title)
{
    m_title->setText(title);
}

void Page::setCount(const QString &count)
{
    m_count->setText(count);
}

QPushButton *Page::addAct(const char *objectName, const char *iconName, Act act)
{
    const bool isPrimary = act == Act::Primary;
    auto *button = new QPushButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setProperty("primary", isPrimary);
    button->setIcon(
        icon(QLatin1String(iconName), isPrimary ? QPalette::BrightText : QPalette::ButtonText));
    button->setIconSize(kButtonIcon);
    if (isPrimary)
        m_row->addSpacing(kSpace3); // what ends or removes something stands apart from it
    m_row->addWidget(button);
    return button;
}

QLineEdit *Page::addSearch(const char *objectName)
{
    auto *search = new QLineEdit(this);
    search->setObjectName(QLatin1String(objectName));
    search->setClearButtonEnabled(true);
    search->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    search->setMaximumWidth(kSearchWidth);
    m_row->insertWidget(kSearchPlace, search, 2);
    const auto *find =
        new QShortcut(QKeySequence::Find, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, search, [search] {
        search->setFocus(Qt::ShortcutFocusReason);
        search->selectAll();
    });
    return search;
}

void Page::addToHeader(QWidget *widget)
{
    m_row->addWidget(widget);
}

void Page::setBody(QWidget *body)
{
    m_layout->addWidget(body, 1);
}

void Page::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace otabench::widgets
