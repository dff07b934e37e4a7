#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace {

constexpr int kToolLimitMs = 60000;

struct Message
{
    QString source;
    QStringList translations; ///< more than one: plural forms
    bool finished = true;
};

/// By context and source.
QMap<QString, Message> readCatalogue(const QString &name)
{
    QMap<QString, Message> messages;
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() && xml.name() == QLatin1String("message"))
            messages.insert(context + QLatin1Char('/') + message.source, message);
        if (!xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            message = {};
        } else if (xml.name() == QLatin1String("source")) {
            message.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            message.finished = xml.attributes().value(QLatin1String("type")).isEmpty();
            // A plural has elements of its own inside; a plain one only text.
            QString plain;
            while (!(xml.isEndElement() && xml.name() == QLatin1String("translation"))) {
                xml.readNext();
                if (xml.isStartElement() && xml.name() == QLatin1String("numerusform"))
                    message.translations << xml.readElementText();
                else if (xml.isCharacters() && !xml.isWhitespace())
                    plain += xml.text();
            }
            if (message.translations.isEmpty())
                message.translations << plain;
        }
    }
    return messages;
}

QStringList placeholders(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("%(?:\\d|n)|\\{url\\}"));
    QStringList found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found << match.next().captured();
    found.sort();
    return found;
}

QString sourceFolder(const char *name)
{
    return QStringLiteral(OTABENCH_SOURCE_DIR) + QLatin1Char('/') + QLatin1String(name);
}

} // namespace

class TranslationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStringIsTranslated_data();
    void everyStringIsTranslated();

    void everyStringOfTheSourcesIsThere_data() { everyStringIsTranslated_data(); }

    void everyStringOfTheSourcesIsThere();
};

void TranslationsTest::everyStringIsTranslated_data()
{
    QTest::addColumn<QString>("catalogue");
    for (const char *code : {"en", "zh_CN"})
        QTest::newRow(code) << QStringLiteral("otabench_%1.ts").arg(QLatin1String(code));
}

void TranslationsTest::everyStringIsTranslated()
{
    QFETCH(QString, catalogue);
    const auto messages =
        readCatalogue(sourceFolder("translations") + QLatin1Char('/') + catalogue);
    QVERIFY(messages.size() > 100);
    for (auto entry = messages.begin(); entry != messages.end(); ++entry) {
        QVERIFY2(entry->finished, qPrintable(entry.key()));
        for (const QString &translation : entry->translations) {
            QVERIFY2(!translation.isEmpty(), qPrintable(entry.key()));
            QCOMPARE(placeholders(translation), placeholders(entry->source));
            QCOMPARE(translation.count(QLatin1Char('&')), entry->source.count(QLatin1Char('&')));
        }
    }
}

void TranslationsTest::everyStringOfTheSourcesIsThere()
{
    QFETCH(QString, catalogue);
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(catalogue);
    const QString committed = sourceFolder("translations") + QLatin1Char('/') + catalogue;
    QVERIFY(QFile::copy(committed, fresh));
    QFile::setPermissions(fresh, QFile::ReadOwner | QFile::WriteOwner);
    QProcess lupdate;
    lupdate.start(QStringLiteral(OTABENCH_LUPDATE),
                  {QStringLiteral("-silent"), QStringLiteral("-no-obsolete"), QStringLiteral("-I"),
                   QStringLiteral(OTABENCH_SOURCE_DIR), sourceFolder("widgets"),
                   sourceFolder("app/gui"), QStringLiteral("-ts"), fresh});
    QVERIFY(lupdate.waitForFinished(kToolLimitMs));
    QCOMPARE(lupdate.exitCode(), 0);
    // A string that was added, changed or dropped: run the target update_translations.
    QCOMPARE(readCatalogue(fresh).keys(), readCatalogue(committed).keys());
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
