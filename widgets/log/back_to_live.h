#pragma once

#include <QPushButton>

namespace otabench::widgets {

class LogArea;

/// Stands at the foot of a log while it does not follow: says how many lines have come, and goes
/// back to the end. Thread: GUI.
class BackToLive : public QPushButton
{
    Q_OBJECT
public:
    explicit BackToLive(LogArea &area);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    LogArea &m_area;
};

} // namespace otabench::widgets
