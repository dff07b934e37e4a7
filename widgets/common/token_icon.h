#pragma once

#include "widgets/common/theme.h"

#include <QWidget>

namespace otabench::widgets {

/// A drawing of our icon set in the colour of a token, as large as the text beside it. Follows the
/// theme. Says nothing to screen readers: the word beside it does. Thread: GUI.
class TokenIcon : public QWidget
{
    Q_OBJECT
public:
    TokenIcon(const Theme &theme, const QString &iconName, Token token, QWidget *parent = nullptr);

    void setLook(const QString &iconName, Token token);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_iconName;
    Token m_token;
};

} // namespace otabench::widgets
