#pragma once

#include "base/error.h"
#include "base/paths.h"
#include "widgets/common/record_choice.h"
#include "widgets/settings/settings_card.h"

#include <optional>
#include <stop_token>

class QComboBox;
class QLineEdit;
class QPushButton;
class QSettings;

namespace otabench::widgets {

class BusyStrip;
class ErrorBanner;

/// Where the history is kept (a file here, or a PostgreSQL server that several benches share), a
/// test that really connects, and in whose name. Keys: see RecordChoice. Thread: GUI.
class RecordCard : public SettingsCard
{
    Q_OBJECT
public:
    RecordCard(QSettings &settings, const Paths &paths, QWidget *parent = nullptr);
    ~RecordCard() override;

    void readSettings();

Q_SIGNALS:
    void startAgainRequested(); ///< the chosen record, see RecordChoice, is to be used now

protected:
    void retranslate() override;

private:
    enum Kind
    {
        File,
        Server,
    };

    void connectParts();
    void save();
    void updateStates();
    void updateUse();
    void test();
    void showVerdict(const Result<> &reached);

    QSettings &m_settings;
    Paths m_paths;
    QComboBox *m_kind;
    QLineEdit *m_url;
    QPushButton *m_test;
    BusyStrip *m_busy;
    QLabel *m_verdict;
    ErrorBanner *m_problem;
    QLineEdit *m_operator;
    QLineEdit *m_station;
    QPushButton *m_use;
    RecordChoice m_inUse; ///< since the start
    QLabel *m_kindLabel;
    QLabel *m_urlLabel;
    QLabel *m_operatorLabel;
    QLabel *m_stationLabel;
    std::optional<bool> m_reached; ///< by the last test
    std::stop_source m_stop;
};

} // namespace otabench::widgets
