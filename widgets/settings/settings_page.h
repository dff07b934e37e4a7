#pragma once

#include "base/paths.h"
#include "widgets/common/page.h"

class QSettings;

namespace otabench::widgets {

class AppearanceCard;
class DefaultsCard;
class FoldersCard;
class Language;
class RecordCard;
class Theme;

/// All settings, in cards; each change is kept and applied at once (where the history is kept:
/// after a question). Thread: GUI.
class SettingsPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        Theme &theme;
        Language &language;
        QSettings &settings;
        Paths paths;
    };

    explicit SettingsPage(const Parts &parts, QWidget *parent = nullptr);

Q_SIGNALS:
    void startAgainRequested(); ///< with another database or name, see RecordChoice
    void settingsReset();       ///< to their defaults

protected:
    void retranslate() override;

private:
    void askToReset();
    void reset();

    QSettings &m_settings;
    AppearanceCard *m_appearance;
    DefaultsCard *m_defaults;
    RecordCard *m_record;
    FoldersCard *m_folders;
    QPushButton *m_reset;
};

} // namespace otabench::widgets
