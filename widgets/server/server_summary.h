#pragma once

#include "fleet/server_state.h"

#include <QElapsedTimer>
#include <QWidget>

class QLabel;

namespace otabench::widgets {

class FactList;
class RatePlot;
class Theme;

/// Where the server is reached, which certificate it shows and until when, its totals, and its
/// throughput over time. Thread: GUI.
class ServerSummary : public QWidget
{
    Q_OBJECT
public:
    explicit ServerSummary(const Theme &theme, QWidget *parent = nullptr);

    void setState(const fleet::ServerState &state);
    void forgetThroughput(); ///< another server begins

protected:
    void changeEvent(QEvent *event) override;

private:
    void showFacts();
    void showTotals();

    fleet::ServerState m_state;
    QString m_shown; ///< the facts, as text: they are made anew only when they change
    FactList *m_facts;
    QLabel *m_totals;
    QLabel *m_errors;
    RatePlot *m_plot;
    QElapsedTimer m_since;
};

} // namespace otabench::widgets
