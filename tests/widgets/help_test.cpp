#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/help/help_book.h"
#include "widgets/help/help_window.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>

using namespace otabench::widgets;

namespace {

QString sourceOf(const QUrl &place)
{
    QFile file(QLatin1Char(':') + place.path());
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList attributes(const QString &html, const QString &name)
{
    QStringList found;
    const QRegularExpression expression(name + QStringLiteral("=\"([^\"]*)\""));
    auto matches = expression.globalMatch(html);
    while (matches.hasNext())
        found << matches.next().captured(1);
    return found;
}

int count(const QString &html, const QString &tag)
{
    return html.count(QLatin1Char('<') + tag + QLatin1Char('>'));
}

} // namespace

class HelpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
        m_language = std::make_unique<Language>(*qApp);
        m_language->setCurrent(QStringLiteral("en"));
    }

    void cleanup()
    {
        m_language.reset();
        m_theme.reset();
    }

    void everyChapterIsWrittenInEveryLanguage()
    {
        const HelpBook english(QStringLiteral("en"));
        QVERIFY(english.chapters().size() >= 9);
        for (const QString &code : Language::available()) {
            const HelpBook book(code);
            for (const HelpBook::Chapter &chapter : book.chapters()) {
                const QString what = code + QLatin1Char('/') + chapter.name;
                QVERIFY2(book.place(chapter.name).path().contains(code), qPrintable(what));
                QVERIFY2(!chapter.title.isEmpty(), qPrintable(what));
                QVERIFY2(chapter.text.size() > 150, qPrintable(what));
                // A translation that has lost a part of the page.
                const QString page = sourceOf(book.place(chapter.name));
                const QString original = sourceOf(english.place(chapter.name));
                for (const char *tag : {"h1", "h2", "p", "li", "tr", "pre", "code"})
                    QVERIFY2(count(page, QLatin1String(tag)) == count(original, QLatin1String(tag)),
                             qPrintable(what + QLatin1Char(' ') + QLatin1String(tag)));
            }
        }
    }

    void everyLinkAndPictureIsThere()
    {
        for (const QString &code : Language::available()) {
            const HelpBook book(code);
            for (const HelpBook::Chapter &chapter : book.chapters()) {
                const QUrl place = book.place(chapter.name);
                const QString page = sourceOf(place);
                for (const QString &link : attributes(page, QStringLiteral("href"))) {
                    const QString target = place.resolved(QUrl(link)).path();
                    QVERIFY2(QFileInfo::exists(QLatin1Char(':') + target), qPrintable(link));
                }
                for (const QString &picture : attributes(page, QStringLiteral("src"))) {
                    const QImage image(QLatin1Char(':') + QUrl(picture).path());
                    QVERIFY2(!image.isNull(), qPrintable(picture));
                }
            }
        }
    }

    void searchFindsChaptersWithAllTheWords()
    {
        const HelpBook book(QStringLiteral("en"));
        QCOMPARE(book.find(QString()).size(), book.chapters().size());
        QCOMPARE(book.find(QStringLiteral("certificates")).front(), QStringLiteral("certificates"));
        QVERIFY(book.find(QStringLiteral("MODEMMANAGER udev")).contains(QStringLiteral("doctor")));
        QVERIFY(book.find(QStringLiteral("modemmanager unicorn")).isEmpty());
    }

    void theWindowShowsChaptersAndGoesBackAndForward()
    {
        HelpWindow window(*m_theme, *m_language);
        window.showChapter(QStringLiteral("campaign"));
        QCOMPARE(window.chapter(), QStringLiteral("campaign"));
        auto *reader = window.findChild<QTextBrowser *>(QStringLiteral("helpReader"));
        QVERIFY(reader->toPlainText().contains(QStringLiteral("Campaigns")));
        auto *contents = window.findChild<QListWidget *>(QStringLiteral("helpContents"));
        QCOMPARE(contents->currentItem()->text(), QStringLiteral("Campaigns"));

        Q_EMIT reader->anchorClicked(QUrl(QStringLiteral("history.html")));
        QCOMPARE(window.chapter(), QStringLiteral("history"));
        QTest::mouseClick(window.findChild<QToolButton *>(QStringLiteral("helpBack")),
                          Qt::LeftButton);
        QCOMPARE(window.chapter(), QStringLiteral("campaign"));
        QTest::mouseClick(window.findChild<QToolButton *>(QStringLiteral("helpForward")),
                          Qt::LeftButton);
        QCOMPARE(window.chapter(), QStringLiteral("history"));
        contents->setCurrentRow(0);
        QCOMPARE(window.chapter(), QStringLiteral("first-update"));

        window.showChapter(QStringLiteral("no such page"));
        QCOMPARE(window.chapter(), QStringLiteral("first-update"));
    }

    void searchingShowsWhereTheWordStands()
    {
        HelpWindow window(*m_theme, *m_language);
        window.showChapter(QStringLiteral("bench"));
        auto *search = window.findChild<QLineEdit *>(QStringLiteral("helpSearch"));
        QTest::keyClicks(search, QStringLiteral("postgresql"));
        QCOMPARE(window.chapter(), QStringLiteral("history"));
        auto *reader = window.findChild<QTextBrowser *>(QStringLiteral("helpReader"));
        QCOMPARE(reader->textCursor().selectedText().toLower(), QStringLiteral("postgresql"));
        QTest::keyClicks(search, QStringLiteral(" unicorn"));
        QVERIFY(window.findChild<QLabel *>(QStringLiteral("helpNothing"))->isVisibleTo(&window));
        search->clear();
        // The button to clear it fades away; an animation that never ends is a leak.
        QTRY_COMPARE(search->findChild<QToolButton *>()->property("opacity").toReal(), 0.0);
        QTest::qWait(0);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        auto *contents = window.findChild<QListWidget *>(QStringLiteral("helpContents"));
        QCOMPARE(contents->count(), HelpBook(QStringLiteral("en")).chapters().size());
    }

    void theWindowFollowsTheLanguage()
    {
        HelpWindow window(*m_theme, *m_language);
        window.showChapter(QStringLiteral("logs"));
        m_language->setCurrent(QStringLiteral("zh_CN"));
        QTRY_COMPARE(window.windowTitle(), QStringLiteral("otabench 帮助"));
        QCOMPARE(window.chapter(), QStringLiteral("logs"));
        auto *reader = window.findChild<QTextBrowser *>(QStringLiteral("helpReader"));
        QVERIFY(reader->toPlainText().startsWith(QStringLiteral("日志与诊断")));
    }

    /// With $OTABENCH_PICTURES: pictures of the window, to be looked at.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("OTABENCH_PICTURES");
        if (folder.isEmpty())
            QSKIP("$OTABENCH_PICTURES is not set");
        for (const QString &code : Language::available()) {
            for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
                m_language->setCurrent(code);
                m_theme->setMode(mode);
                HelpWindow window(*m_theme, *m_language);
                for (const char *chapter : {"first-update", "doctor", "bench"}) {
                    window.showChapter(QLatin1String(chapter));
                    QTest::qWait(100);
                    QVERIFY(window.grab().save(
                        QStringLiteral("%1/help-%2-%3-%4.png")
                            .arg(folder, QLatin1String(chapter), code, Theme::name(mode))));
                }
            }
        }
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Language> m_language;
};

QTEST_MAIN(HelpTest)
#include "help_test.moc"
