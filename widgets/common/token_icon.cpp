#include "widgets/common/token_icon.h"

#include "widgets/common/icons.h"

#include <QPainter>

#include <algorithm>

namespace otabench::widgets {

TokenIcon::TokenIcon(const Theme &theme, const QString &iconName, Token token, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_iconName(iconName)
    , m_token(token)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TokenIcon::setLook(const QString &iconName, Token token)
{
    m_iconName = iconName;
    m_token = token;
    update();
}

QSize TokenIcon::sizeHint() const
{
    const int side = std::max(16, fontMetrics().height());
    return {side, side};
}

void TokenIcon::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int side = std::min(width(), height());
    paintIcon(painter, m_iconName, QRectF(0, 0, side, side), m_theme.colour(m_token));
}

} // namespace otabench::widgets
