#include "widgets/common/page.h"

#include "widgets/common/error_banner.h"
#include "widgets/common/page_header.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace otabench::widgets {
Page::Page(QWidget *parent)
    : QWidget(parent)
    , m_header(new PageHeader(this))
    , m_banner(new ErrorBanner(ErrorBanner::Closable::Yes, this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    auto *bannerHolder = new QWidget(this); // its margins go with the banner
    bannerHolder->hide();
    connect(m_banner, &ErrorBanner::shownChanged, bannerHolder, &QWidget::setVisible);
    auto *bannerBox = new QVBoxLayout(bannerHolder);
    bannerBox->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    bannerBox->addWidget(m_banner);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_header);
    m_layout->addWidget(bannerHolder);
}

QString Page::title() const
{
    return m_header->title();
}

const std::vector<QPushButton *> &Page::acts() const
{
    return m_header->acts();
}

void Page::setTitle(const QString &title)
{
    m_header->setTitle(title);
}

void Page::setCount(const QString &count)
{
    m_header->setCount(count);
}

QPushButton *Page::addAct(const char *objectName, const char *iconName, Act act)
{
    return m_header->addAct(QLatin1String(objectName), QLatin1String(iconName),
                            act == Act::Primary);
}

QLineEdit *Page::addSearch(const char *objectName)
{
    QLineEdit *search = m_header->addSearch(QLatin1String(objectName));
    const auto *find = new QShortcut(QKeySequence::Find, this); // of the page that is shown
    connect(find, &QShortcut::activated, search, [search] {
        search->setFocus(Qt::ShortcutFocusReason);
        search->selectAll();
    });
    return search;
}

void Page::addToHeader(QWidget *widget)
{
    m_header->addWidget(widget);
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
