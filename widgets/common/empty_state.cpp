#include "widgets/common/empty_state.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kDrawingSize = 48;

/// Paints the icon in the muted colour of the moment, so that a change of theme needs no message.
class Drawing : public QWidget
{
public:
    Drawing(QString iconName, QWidget *parent)
        : QWidget(parent)
        , m_iconName(std::move(iconName))
    {
        setFixedSize(kDrawingSize, kDrawingSize);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, m_iconName, rect(), palette().color(QPalette::PlaceholderText));
    }

private:
    QString m_iconName;
};

} // namespace

EmptyState::EmptyState(const QString &iconName, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_explanation(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    m_title->setFont(large);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_explanation->setAlignment(Qt::AlignCenter);
    m_explanation->setProperty("muted", true);
    m_explanation->setWordWrap(true);

    m_buttons->setSpacing(kSpace3);
    m_buttons->addStretch();
    m_buttons->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace5, kSpace5, kSpace5, kSpace5);
    layout->setSpacing(kSpace3);
    layout->addStretch(2);
    layout->addWidget(new Drawing(iconName, this), 0, Qt::AlignHCenter);
    layout->addWidget(m_title);
    layout->addWidget(m_explanation);
    layout->addSpacing(kSpace3);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
}

void EmptyState::setTexts(const QString &title, const QString &explanation)
{
    m_title->setText(title);
    m_explanation->setText(explanation);
}

QPushButton *EmptyState::addButton(const QString &objectName, const QString &iconName)
{
    const bool isFirst = m_buttons->count() == 2;
    auto *button = new QPushButton(this);
    button->setObjectName(objectName);
    button->setProperty("primary", isFirst);
    button->setIcon(icon(iconName, isFirst ? QPalette::BrightText : QPalette::ButtonText));
    button->setIconSize(kButtonIcon);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

} // namespace otabench::widgets
