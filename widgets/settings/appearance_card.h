#pragma once

#include "widgets/settings/settings_card.h"

class QCheckBox;
class QComboBox;
class QSettings;

namespace otabench::widgets {

class Language;
class Theme;

/// Theme, language, size of texts, notifications. In the settings: appearance/theme ("system",
/// "light", "dark"), appearance/language (a code; "" the system's), appearance/textPercent (100,
/// 125, 150, 200), appearance/notifications (default: true). Thread: GUI.
class AppearanceCard : public SettingsCard
{
    Q_OBJECT
public:
    AppearanceCard(Theme &theme, Language &language, QSettings &settings,
                   QWidget *parent = nullptr);

    void readSettings(); ///< shows and applies them: at the start, and after a reset

protected:
    void retranslate() override;

private:
    void connectParts();

    Theme &m_theme;
    Language &m_language;
    QSettings &m_settings;
    QComboBox *m_themeBox;
    QComboBox *m_languageBox;
    QComboBox *m_sizeBox;
    QCheckBox *m_notifications;
    QLabel *m_themeLabel;
    QLabel *m_languageLabel;
    QLabel *m_sizeLabel;
};

} // namespace otabench::widgets
