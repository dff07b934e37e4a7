#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTranslator>

class QCoreApplication;

namespace otabench::widgets {

/// The program's language: installs our catalogue and Qt's, and sets QLocale's default. Switching
/// sends QEvent::LanguageChange to every window. Made in app/, passed down. Thread: GUI.
class Language : public QObject
{
    Q_OBJECT
public:
    /// Starts in the system's language where we have it, else in English.
    explicit Language(QCoreApplication &application, QObject *parent = nullptr);
    ~Language() override;

    [[nodiscard]] static QStringList available(); ///< "en", "zh_CN"
    /// The language's name in itself: "English", "简体中文".
    [[nodiscard]] static QString nativeName(const QString &code);

    [[nodiscard]] QString current() const { return m_current; }

    /// "" is the system's language; an unknown code changes nothing and returns false.
    bool setCurrent(const QString &code);

Q_SIGNALS:
    void changed();

private:
    void install(const QString &code);

    QCoreApplication &m_application;
    QTranslator m_ours;
    QTranslator m_qts;
    QString m_current;
};

} // namespace otabench::widgets
