#include "widgets/common/language.h"

#include "base/log.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

static void registerCatalogues()
{
    Q_INIT_RESOURCE(otabench_translations);
}

namespace otabench::widgets {
namespace {

QString systemLanguage()
{
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN")
                                                            : QStringLiteral("en");
}

} // namespace

Language::Language(QCoreApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
{
    registerCatalogues();
    install(systemLanguage());
}

Language::~Language()
{
    m_application.removeTranslator(&m_ours);
    m_application.removeTranslator(&m_qts);
}

QStringList Language::available()
{
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString Language::nativeName(const QString &code)
{
    // Names of languages are written in the language itself, so they are not translated.
    return code == QStringLiteral("zh_CN") ? QStringLiteral("简体中文") : QStringLiteral("English");
}

bool Language::setCurrent(const QString &code)
{
    const QString wanted = code.isEmpty() ? systemLanguage() : code;
    if (!available().contains(wanted))
        return false;
    if (wanted != m_current) {
        install(wanted);
        Q_EMIT changed();
    }
    return true;
}

void Language::install(const QString &code)
{
    m_application.removeTranslator(&m_ours);
    m_application.removeTranslator(&m_qts);
    m_current = code;
    QLocale::setDefault(QLocale(code));
    // Qt's own words (OK, Cancel) are an extra package on some systems: without it they are
    // English.
    if (m_qts.load(QStringLiteral("qtbase_") + code,
                   QLibraryInfo::location(QLibraryInfo::TranslationsPath)))
        m_application.installTranslator(&m_qts);
    if (!m_ours.load(QStringLiteral(":/otabench/translations/otabench_%1.qm").arg(code)))
        logError("widgets", "the catalogue for " + code.toStdString() + " is missing");
    m_application.installTranslator(&m_ours);
}

} // namespace otabench::widgets
