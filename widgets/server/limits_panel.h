#pragma once

#include "server/server_options.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QSpinBox;

namespace otabench::widgets {

/// Limits of all servers: rates, transfers at once, starts spread in time. A change applies soon
/// after the last keystroke, while they run. Thread: GUI.
class LimitsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit LimitsPanel(QWidget *parent = nullptr);

    void setSharing(const server::Sharing &sharing); ///< shows it, and tells nobody
    [[nodiscard]] server::Sharing sharing() const;

Q_SIGNALS:
    void sharingChanged(const otabench::server::Sharing &sharing);

protected:
    void changeEvent(QEvent *event) override;

private:
    QSpinBox *addRow(const char *objectName, int most, QLabel *&label);
    void retranslate();

    QLabel *m_explanation;
    QLabel *m_rateLabel = nullptr;
    QLabel *m_boardRateLabel = nullptr;
    QLabel *m_transfersLabel = nullptr;
    QLabel *m_retryLabel = nullptr;
    QLabel *m_jitterLabel = nullptr;
    QSpinBox *m_rate;      ///< kB/s; 0: none
    QSpinBox *m_boardRate; ///< kB/s; 0: none
    QSpinBox *m_transfers;
    QSpinBox *m_retry;  ///< seconds
    QSpinBox *m_jitter; ///< milliseconds
    QTimer m_soon;
};

} // namespace otabench::widgets
