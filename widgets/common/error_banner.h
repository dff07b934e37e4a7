#pragma once

#include "base/error.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;
class QToolButton;

namespace otabench::widgets {

/// An error on the page it belongs to: what happened, why, what to do in numbered steps, "Copy
/// details", and a cross to put it away. Hidden while there is none; a new one replaces the old.
class ErrorBanner : public QFrame
{
    Q_OBJECT
public:
    enum class Closable
    {
        No, ///< for a state that lasts: a board's failure
        Yes
    };

    explicit ErrorBanner(Closable closable, QWidget *parent = nullptr);

    void showError(const Error &error);
    void clear();

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    void shownChanged(bool shown);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    std::optional<Error> m_error;
    QLabel *m_what;
    QLabel *m_why;
    QLabel *m_steps;
    QPushButton *m_copy;
    QToolButton *m_close;
};

} // namespace otabench::widgets
