#pragma once

#include <QAction>
#include <QLineEdit>
#include <QToolButton>

namespace otabench::tests {

/// Of a line's clear button; -1 for a line without. QLineEdit fades it in and out, and leaks the
/// fading when it dies before the end: wait for 0 or 1.
inline qreal clearButtonOpacity(const QLineEdit &edit)
{
    const auto buttons = edit.findChildren<QToolButton *>();
    for (const QToolButton *button : buttons) {
        if (button->defaultAction() != nullptr &&
            button->defaultAction()->objectName() == QLatin1String("_q_qlineeditclearaction"))
            return button->property("opacity").toReal();
    }
    return -1;
}

} // namespace otabench::tests
