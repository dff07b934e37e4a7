#pragma once

#include <QWidget>

class QComboBox;
class QLabel;

namespace otabench::widgets {

class Language;
class Theme;

/// Appearance and language, applied at once. The owner keeps what was chosen (see the signals).
class SettingsPage : public QWidget
{
    Q_OBJECT
public:
    SettingsPage(Theme &theme, Language &language, QWidget *parent = nullptr);

    /// Shows `code` as chosen ("" for the system's language) without applying it.
    void setLanguageChoice(const QString &code);

Q_SIGNALS:
    void themeChosen(const QString &name);    ///< "system", "light", "dark"
    void languageChosen(const QString &code); ///< "", "en", "zh_CN"

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    Theme &m_theme;
    Language &m_language;
    QLabel *m_title;
    QLabel *m_appearance;
    QLabel *m_note;
    QLabel *m_themeLabel;
    QComboBox *m_themeBox;
    QLabel *m_languageLabel;
    QComboBox *m_languageBox;
};

} // namespace otabench::widgets
