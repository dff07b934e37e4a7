#pragma once

#include "widgets/settings/settings_card.h"

class QCheckBox;
class QComboBox;
class QSettings;
class QSpinBox;

namespace otabench::widgets {

struct CampaignDefaults;

/// What a new campaign's plan begins with. Thread: GUI.
class DefaultsCard : public SettingsCard
{
    Q_OBJECT
public:
    explicit DefaultsCard(QSettings &settings, QWidget *parent = nullptr);

    void readSettings();

protected:
    void retranslate() override;

private:
    QSpinBox *addSpin(const char *objectName, int most, QLabel *&label);
    [[nodiscard]] CampaignDefaults defaults() const;
    void save();

    QSettings &m_settings;
    QLabel *m_canaryLabel = nullptr;
    QLabel *m_parallelLabel = nullptr;
    QLabel *m_retriesLabel = nullptr;
    QLabel *m_failuresLabel = nullptr;
    QLabel *m_addressLabel = nullptr;
    QLabel *m_portLabel = nullptr;
    QSpinBox *m_canary;
    QSpinBox *m_parallel;
    QCheckBox *m_automatic;
    QSpinBox *m_retries;
    QSpinBox *m_failures;
    QComboBox *m_address; ///< item data: the address; "" every one
    QSpinBox *m_port;
};

} // namespace otabench::widgets
