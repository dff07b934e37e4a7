// What every page must do, whoever wrote it: fit, be translated, be reachable by keyboard, and
// speak to a screen reader.
#include "made_up_boards.h"
#include "made_up_findings.h"
#include "no_commands.h"
#include "window_walk.h"

#include "main_window.h"
#include "widgets/bench/bench_page.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/doctor/doctor_page.h"

#include <QAccessible>
#include <QApplication>
#include <QKeySequence>
#include <QMap>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <memory>
#include <string_view>

using namespace otabench;
using namespace otabench::widgets;

namespace {

enum class Pseudo
{
    Longer,   ///< every text is half as long again
    Bracketed ///< and stands in brackets: what has none was not translated
};

class PseudoLocale : public QTranslator
{
public:
    explicit PseudoLocale(Pseudo kind)
        : m_kind(kind)
    {
    }

    [[nodiscard]] bool isEmpty() const override { return false; }

    [[nodiscard]] QString translate(const char *, const char *source, const char *,
                                    int n) const override
    {
        QString text = QString::fromUtf8(source);
        if (n >= 0)
            text.replace(QStringLiteral("%n"), QString::number(n));
        static const QRegularExpression marks(QStringLiteral("&|%L?\\d|<[^>]*>"));
        QString more = text;
        more.remove(marks);
        text += QLatin1Char(' ') + more.left(text.size() / 2).trimmed();
        return m_kind == Pseudo::Longer ? text : QStringLiteral("⟦") + text + QStringLiteral("⟧");
    }

private:
    Pseudo m_kind;
};

/// The window on made-up boards, or on none.
struct Window
{
    Window(Theme &theme, Language &language, int boards)
        : settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , window(gui::MainWindow::Parts{bridge, commands, theme, language, settings,
                                        Paths::below(home.path().toStdString())})
    {
        if (boards > 0) {
            const EventBatch batch = tests::midCampaign(boards);
            for (const auto &board : batch.boards)
                bridge.onBoard(board);
            for (const auto &campaign : batch.campaigns)
                bridge.onCampaign(campaign);
            bridge.drain();
            window.doctorPage().setFindings(tests::madeUpFindings());
        }
    }

    /// Shows it in a size, and lets the layouts come to rest.
    void show(const QSize &size)
    {
        window.resize(size);
        window.show();
        settle();
    }

    static void settle()
    {
        for (int i = 0; i < 3; ++i)
            QTest::qWait(60); // also for workers that fill a page
    }

    QTemporaryDir home;
    QSettings settings;
    tests::NoCommands commands;
    EventBridge bridge;
    gui::MainWindow window;
};

int railWidth(const QWidget &window)
{
    return window.findChild<QWidget *>(QStringLiteral("navigationRail"))->sizeHint().width();
}

/// Data of the made-up bench and proper names, which are the same in every language.
QString withoutData(QString text)
{
    static const QRegularExpression known(QStringLiteral(
        "vb-\\d+|pty:\\S+|https?://\\S+|otabench(-\\w+)?|(\\d|[a-f]{2})+(:[0-9a-f]{2})+|"
        "\\b[0-9a-f]{8,}\\b|\\bAa\\b|EC P-\\d+|RSA "
        "\\d+|esp32\\w*|ota_\\d|English|简体中文|Ctrl\\+\\w|F\\d+|Esc|/\\S+|\\.bin"));
    static const QRegularExpression translated(QStringLiteral("⟦[^⟦⟧]*⟧"));
    for (int i = 0; i < 3; ++i) // brackets within brackets
        text.remove(translated);
    return text.remove(known);
}

} // namespace

class LookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void noTextIsClipped_data();
    void noTextIsClipped();
    void everyTextIsTranslated();
    void noTwoHaveTheSameMnemonic_data();
    void noTwoHaveTheSameMnemonic();
    void aScreenReaderFindsANameForEverything_data();
    void aScreenReaderFindsANameForEverything();
    void everyControlIsReachedByTab();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
    QFont m_font;
};

void LookTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
    m_font = QApplication::font();
}

void LookTest::noTextIsClipped_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<int>("percent");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("boards");
    for (const char *language : {"en", "zh_CN", "pseudo"}) {
        for (const int boards : {0, 8}) {
            const auto row = [&](int percent, const QSize &size) {
                QTest::addRow("%s %d%% %dx%d %d boards", language, percent, size.width(),
                              size.height(), boards)
                    << QString::fromLatin1(language) << percent << size << boards;
            };
            row(100, {1280, 800});
            if (std::string_view(language) == "pseudo")
                continue;
            row(150, {1920, 1200});
            row(200, {2560, 1600});
        }
    }
}

void LookTest::noTextIsClipped()
{
    QFETCH(QString, language);
    QFETCH(int, percent);
    QFETCH(QSize, size);
    QFETCH(int, boards);
    QFont font = m_font;
    font.setPointSizeF(m_font.pointSizeF() * percent / 100);
    QApplication::setFont(font);
    PseudoLocale pseudo(Pseudo::Longer);
    if (language == QLatin1String("pseudo"))
        QCoreApplication::installTranslator(&pseudo);
    else
        m_language->setCurrent(language);
    {
        Window bench(*m_theme, *m_language, boards);
        bench.show(size);
        QStringList clipped;
        const QStringList pages = bench.window.pages();
        for (const QString &page : pages) {
            bench.window.showPage(page);
            if (page == QLatin1String("bench") && boards > 0)
                bench.window.benchPage().selectBoard(tests::idleBoard(1).id);
            Window::settle();
            QStringList here = tests::clippedTexts(bench.window);
            for (int i = 0; i < 20 && !here.isEmpty(); ++i) { // a worker may fill the page just now
                Window::settle();
                here = tests::clippedTexts(bench.window);
            }
            clipped << here;
            const int least = bench.window.page(page)->minimumSizeHint().width();
            const int room = size.width() - railWidth(bench.window);
            if (least > room)
                clipped << QStringLiteral("%1: wants %2 of %3").arg(page).arg(least).arg(room);
        }
        clipped.removeDuplicates();
        QCoreApplication::removeTranslator(&pseudo);
        m_language->setCurrent(QStringLiteral("en"));
        QApplication::setFont(m_font);
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(QLatin1Char('\n'))));
    }
}

void LookTest::everyTextIsTranslated()
{
    PseudoLocale pseudo(Pseudo::Bracketed);
    QCoreApplication::installTranslator(&pseudo);
    QStringList found;
    {
        Window bench(*m_theme, *m_language, 8);
        bench.show({1280, 800});
        const QStringList pages = bench.window.pages();
        static const QRegularExpression word(QStringLiteral("\\p{L}{2,}"));
        for (const QString &page : pages) {
            bench.window.showPage(page);
            Window::settle();
            const auto texts = tests::shownTexts(bench.window);
            for (const tests::ShownText &shown : texts) {
                if (shown.widget->property("data").toBool() ||
                    shown.widget->objectName() == QLatin1String("commandText"))
                    continue; // commands are the same in every language
                if (withoutData(shown.text).contains(word))
                    found << tests::pathOf(*shown.widget) + QStringLiteral(": ") + shown.text;
            }
        }
    }
    QCoreApplication::removeTranslator(&pseudo);
    found.removeDuplicates();
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void LookTest::noTwoHaveTheSameMnemonic_data()
{
    QTest::addColumn<QString>("language");
    for (const char *language : {"en", "zh_CN"})
        QTest::newRow(language) << QString::fromLatin1(language);
}

/// On a page, with whatever of it is shown.
void LookTest::noTwoHaveTheSameMnemonic()
{
    QFETCH(QString, language);
    m_language->setCurrent(language);
    QStringList shared;
    {
        Window bench(*m_theme, *m_language, 8);
        bench.show({1280, 800});
        bench.window.benchPage().selectBoard(tests::idleBoard(1).id);
        const QStringList pages = bench.window.pages();
        for (const QString &page : pages) {
            bench.window.showPage(page);
            Window::settle();
            QMap<QString, QString> owners;
            const auto widgets = bench.window.page(page)->findChildren<QWidget *>();
            for (const QWidget *widget : widgets) {
                const auto *label = qobject_cast<const QLabel *>(widget);
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                const QString text = label != nullptr && label->buddy() != nullptr ? label->text()
                                     : button != nullptr                           ? button->text()
                                                                                   : QString();
                const QString key = QKeySequence::mnemonic(text).toString();
                if (!widget->isVisible() || key.isEmpty())
                    continue;
                const QString owner = owners.value(key);
                if (!owner.isEmpty())
                    shared << QStringLiteral("%1, %2: %3 and %4").arg(page, key, owner, text);
                owners.insert(key, text);
            }
        }
    }
    m_language->setCurrent(QStringLiteral("en"));
    QVERIFY2(shared.isEmpty(), qPrintable(shared.join(QLatin1Char('\n'))));
}

namespace {

bool needsName(QAccessible::Role role)
{
    switch (role) {
    case QAccessible::PushButton:
    case QAccessible::ButtonMenu:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::ComboBox:
    case QAccessible::EditableText:
    case QAccessible::SpinBox:
    case QAccessible::Slider:
    case QAccessible::ProgressBar:
    case QAccessible::Table:
    case QAccessible::List:
    case QAccessible::Tree:
    case QAccessible::PageTab:
    case QAccessible::Link:
    case QAccessible::Graphic:
        return true;
    default:
        return false;
    }
}

void walk(QAccessibleInterface *each, QStringList &nameless, int &seen)
{
    if (each == nullptr || !each->isValid() || each->state().invisible)
        return;
    const auto *widget = qobject_cast<QWidget *>(each->object());
    if (widget != nullptr && !widget->isVisible())
        return;
    const QAccessible::Role role = each->role();
    if (needsName(role) &&
        (widget == nullptr || widget->objectName() != QLatin1String("qt_spinbox_lineedit"))) {
        ++seen;
        if (widget != nullptr && qobject_cast<const QLineEdit *>(widget->parentWidget()) != nullptr)
            return; // its clear button and icons, which the keyboard does without
        if (each->text(QAccessible::Name).isEmpty())
            nameless << QStringLiteral("role %1: %2")
                            .arg(role)
                            .arg(widget != nullptr ? tests::pathOf(*widget)
                                                   : QStringLiteral("(part)"));
        if (role == QAccessible::ProgressBar && each->valueInterface() == nullptr)
            nameless << QStringLiteral("no value: ") + tests::pathOf(*widget);
    }
    if (role == QAccessible::Table || role == QAccessible::List || role == QAccessible::Tree)
        return; // cells are the model's: their texts are data
    for (int i = 0; i < each->childCount(); ++i)
        walk(each->child(i), nameless, seen);
}

} // namespace

void LookTest::aScreenReaderFindsANameForEverything_data()
{
    QTest::addColumn<int>("boards");
    QTest::newRow("empty") << 0;
    QTest::newRow("8 boards") << 8;
}

void LookTest::aScreenReaderFindsANameForEverything()
{
    QFETCH(int, boards);
    Window bench(*m_theme, *m_language, boards);
    bench.show({1280, 800});
    QStringList nameless;
    int seen = 0;
    const QStringList pages = bench.window.pages();
    for (const QString &page : pages) {
        bench.window.showPage(page);
        if (page == QLatin1String("bench") && boards > 0)
            bench.window.benchPage().selectBoard(tests::idleBoard(1).id);
        Window::settle();
        walk(QAccessible::queryAccessibleInterface(&bench.window), nameless, seen);
    }
    nameless.removeDuplicates();
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    QVERIFY(seen > 9 * 9); // the rail alone, on each page
}

void LookTest::everyControlIsReachedByTab()
{
    Window bench(*m_theme, *m_language, 8);
    bench.show({1280, 800});
    QApplication::setActiveWindow(&bench.window);
    QStringList unreached;
    const QStringList pages = bench.window.pages();
    for (const QString &page : pages) {
        bench.window.showPage(page);
        Window::settle();
        QSet<const QWidget *> reached;
        for (const QWidget *each = bench.window.nextInFocusChain();
             each != &bench.window && !reached.contains(each); each = each->nextInFocusChain())
            reached.insert(each);
        const auto widgets = bench.window.findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            const bool isControl = qobject_cast<const QAbstractButton *>(widget) != nullptr ||
                                   qobject_cast<const QComboBox *>(widget) != nullptr ||
                                   qobject_cast<const QAbstractItemView *>(widget) != nullptr;
            if (!isControl || !widget->isVisible() || !widget->isEnabled() ||
                qobject_cast<const QHeaderView *>(widget) != nullptr ||
                widget->objectName() == QLatin1String("qt_tableview_cornerbutton") ||
                qobject_cast<const QLineEdit *>(widget->parentWidget()) != nullptr ||
                qobject_cast<const QTabBar *>(widget->parentWidget()) != nullptr ||
                qobject_cast<const QTableView *>(widget->parentWidget()) != nullptr)
                continue; // parts of others, which have the focus
            if (!(widget->focusPolicy() & Qt::TabFocus) || !reached.contains(widget))
                unreached << tests::pathOf(*widget);
        }
    }
    unreached.removeDuplicates();
    QVERIFY2(unreached.isEmpty(), qPrintable(unreached.join(QLatin1Char('\n'))));
}

QTEST_MAIN(LookTest)
#include "look_test.moc"
