#pragma once

#include "fleet/board_state.h"

#include <QDate>
#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace otabench::widgets {

class Theme;

/// The line at the foot of the window, true at all times: server address, how long the lab CA
/// holds, throughput, boards by outcome, elapsed time. Thread: GUI.
class StatusStrip : public QWidget
{
    Q_OBJECT
public:
    explicit StatusStrip(const Theme &theme, QWidget *parent = nullptr);

    void setCampaign(const fleet::CampaignState &state);
    /// Boards known, and how many of them are in an unfinished phase.
    void setBoards(int count, int active);
    /// Where files are served without a campaign; empty: nowhere.
    void setServing(const QString &url);
    /// Faults that the server injects on purpose: nobody is to forget them.
    void setFaults(int count);
    /// The last day of the lab CA; none: there is no CA yet.
    void setCaExpiry(const std::optional<QDate> &lastDay);

    /// One sentence with all parts: for screen readers and tests.
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void benchRequested();  ///< a part was clicked whose page is the bench
    void serverRequested(); ///< the same, the server

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    [[nodiscard]] std::chrono::milliseconds elapsed() const;
    QToolButton *addPart(const QString &objectName, const QString &iconName);
    void setCount(QToolButton *part, unsigned count, const QString &sentence);

    const Theme &m_theme;
    std::optional<fleet::CampaignState> m_campaign;
    QElapsedTimer m_sinceCampaign; ///< the lab reports each second; between, this clock counts on
    QTimer m_tick;
    int m_boards = 0;
    int m_active = 0;
    int m_faultCount = 0;
    QString m_servingUrl;
    std::optional<QDate> m_caLastDay;

    QToolButton *m_server;
    QToolButton *m_faults;
    QToolButton *m_trust;
    QToolButton *m_speed;
    QToolButton *m_good;
    QToolButton *m_busy;
    QToolButton *m_warning;
    QToolButton *m_bad;
    QToolButton *m_total;
    QToolButton *m_elapsed;
};

} // namespace otabench::widgets
