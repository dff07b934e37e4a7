#pragma once

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace otabench::widgets {

/// Shows that something is under way on this page, and cancels it: what is done, a bar, "Cancel".
/// Appears only when the work has taken kDelay, so that short work does not flicker. Thread: GUI.
class BusyStrip : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kDelay{300};

    explicit BusyStrip(QWidget *parent = nullptr);

    /// `what`: "Reading app.bin…", translated. `cancel` may be empty: then there is no button.
    void start(const QString &what, std::function<void()> cancel);
    void setProgress(int percent); ///< below 0: not known
    void finish();

    [[nodiscard]] bool isBusy() const { return m_isBusy; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_what;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
    QTimer m_delay;
    std::function<void()> m_onCancel;
    bool m_isBusy = false;
};

} // namespace otabench::widgets
